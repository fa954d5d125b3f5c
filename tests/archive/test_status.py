"""The state of a post is a function of its checks."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.records import Check
from archive.status import Status, status_of
from tests.archive.storage_posts import at


def look(
    minutes: float, outcome: str, cause: str | None = None, detail: str | None = None
) -> Check:
    return Check(
        post="p",
        at=at(minutes),
        source="appview",
        outcome=outcome,
        cause=cause,
        detail=detail,
    )


def test_a_post_that_no_look_has_seen_is_unknown() -> None:
    assert status_of([]) == Status(state="unknown")


def test_refusals_and_failures_say_nothing_about_a_post() -> None:
    assert status_of([look(1, "refused", "login"), look(2, "failed", "unreachable")]) == Status(
        state="unknown"
    )


def test_a_post_is_live_as_of_the_last_look_that_found_it() -> None:
    assert status_of([look(1, "found"), look(3, "found"), look(2, "found")]) == Status(
        state="live", last_seen_live=at(3), last_checked=at(3)
    )


def test_a_copy_in_a_web_archive_is_no_sighting() -> None:
    copy = replace(look(9, "found"), source="web-archive")
    assert status_of([copy]) == Status(state="unknown")
    assert status_of([look(1, "found"), copy]) == status_of([look(1, "found")])
    gone = [look(1, "found"), look(5, "gone", "unknown", "404")]
    assert status_of([*gone, copy]) == status_of(gone)


def test_one_gone_look_makes_it_gone_with_the_platforms_own_words() -> None:
    checks = [look(1, "found"), look(5, "gone", "deleted by the author", "RecordNotFound")]
    assert status_of(checks) == Status(
        state="gone",
        last_seen_live=at(1),
        first_seen_gone=at(5),
        last_checked=at(5),
        confirmations=1,
        cause="deleted by the author",
        basis="RecordNotFound",
    )


def test_a_refusal_after_a_gone_look_changes_nothing() -> None:
    gone = [look(1, "found"), look(5, "gone", "unknown", "404")]
    assert status_of([*gone, look(9, "refused"), look(10, "failed")]) == status_of(gone)


def test_gone_looks_since_it_was_last_seen_there_are_counted() -> None:
    status = status_of(
        [
            look(1, "gone", "unknown", "one"),
            look(2, "found"),
            look(3, "gone", "unknown", "two"),
            look(4, "refused"),
            look(5, "gone", "account suspended", "three"),
        ]
    )
    assert status.confirmations == 2
    assert status.first_seen_gone == at(3)
    assert status.last_seen_live == at(2)
    assert (status.cause, status.basis) == ("account suspended", "three")


def test_a_post_that_comes_back_is_live() -> None:
    status = status_of([look(1, "found"), look(2, "gone"), look(3, "found")])
    assert status == Status(state="live", last_seen_live=at(3), last_checked=at(3))


def test_found_by_one_source_and_gone_by_another_at_one_moment_is_live() -> None:
    assert status_of([look(1, "gone"), look(1, "found")]).state == "live"


def test_a_post_seen_gone_only_was_never_seen_live() -> None:
    status = status_of([look(1, "gone", "unknown", "404")])
    assert (status.state, status.last_seen_live) == ("gone", None)


LOOKS = st.lists(
    st.builds(look, st.integers(0, 20), st.sampled_from(["found", "gone", "refused", "failed"])),
    max_size=8,
    unique_by=lambda check: check.at,
)


@given(LOOKS, st.randoms())
def test_the_order_in_which_checks_come_does_not_matter(
    checks: list[Check], random: object
) -> None:
    shuffled = list(checks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert status_of(shuffled) == status_of(checks)


@given(LOOKS)
def test_only_the_newest_look_that_tells_something_decides(checks: list[Check]) -> None:
    telling = [c for c in checks if c.outcome in {"found", "gone"}]
    expected = {"found": "live", "gone": "gone", None: "unknown"}
    newest = max(telling, key=lambda c: c.at).outcome if telling else None
    assert status_of(checks).state == expected[newest]
