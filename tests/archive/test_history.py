"""Which snapshot is current, and when a look makes a new one."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.history import Verdict, compare, current, plan
from archive.records import (
    Author,
    Facet,
    LinkCard,
    Media,
    Poll,
    PollOption,
    PostLink,
    Snapshot,
    Stored,
    Unavailable,
)
from tests.archive.storage_posts import at, snapshot

A, B, C = "aa" * 32, "bb" * 32, "cc" * 32


def same(a: str, b: str) -> bool:
    """B is A, encoded again."""
    return {a, b} == {A, B}


def stored(
    n: int, of: Snapshot | None = None, minutes: float | None = None, **fields: Any
) -> Stored:
    defaults: dict[str, Any] = {
        "post": "p",
        "n": n,
        "snapshot": of or snapshot(),
        "captured_at": at(n),
        "as_of": at(n if minutes is None else minutes),
        "reason": "first",
        "source": "appview",
        "sha256": A,
        "log_index": n,
    }
    return Stored(**{**defaults, **fields})


def full(**fields: Any) -> Snapshot:
    """A post with every field that is compared."""
    defaults: dict[str, Any] = {
        "text": "Read this: example.org",
        "facets": (Facet(start=11, end=22, kind="link", target="https://example.org/"),),
        "content_warning": "politics",
        "media": (Media(kind="image", native_id="m1", sha256=A, alt="A gate"),),
        "link_card": LinkCard(url="https://example.org/", title="Example"),
        "poll": Poll(options=(PollOption(text="Yes", votes=1), PollOption(text="No"))),
        "quoted": PostLink(platform="x", native_id="7", url="https://x.com/i/status/7"),
        "parent": PostLink(platform="x", native_id="6", url="https://x.com/i/status/6"),
    }
    return snapshot(**{**defaults, **fields})


def verdict(old: Snapshot, new: Snapshot) -> Verdict:
    return compare(old, new, same)


# Current


def test_without_a_snapshot_nothing_is_current() -> None:
    assert current([]) is None


def test_the_greatest_as_of_is_current_and_not_the_number() -> None:
    assert current([stored(1, minutes=9), stored(2, minutes=5)]) == 1


def test_an_old_copy_found_later_does_not_replace_todays() -> None:
    assert current([stored(1), stored(2), stored(3, minutes=-9999, reason="imported")]) == 2


def test_ties_go_by_number() -> None:
    assert current([stored(2, minutes=5), stored(3, minutes=5), stored(1, minutes=5)]) == 3


@pytest.mark.parametrize("poorer", ["cut", "partial", "by hand"])
def test_a_newer_but_poorer_one_is_not_current(poorer: str) -> None:
    assert current([stored(1), stored(2, snapshot(completeness=poorer))]) == 1
    assert current([stored(2, snapshot(completeness=poorer))]) == 2


def test_cut_is_more_than_partial_and_partial_more_than_by_hand() -> None:
    kinds = ("cut", "partial", "by hand")
    line = [stored(n, snapshot(completeness=kind)) for n, kind in enumerate(kinds, 1)]
    assert current(line) == 1
    assert current(line[1:]) == 2


@pytest.mark.parametrize("hidden", ["withheld", "erased"])
def test_what_is_withheld_or_erased_is_not_current(hidden: str) -> None:
    assert current([stored(1), stored(2, visibility=hidden)]) == 1
    assert current([stored(1, visibility=hidden)]) is None
    # Nor does it decide what the most complete are.
    poorer = stored(2, snapshot(completeness="cut"))
    assert current([stored(1, visibility=hidden), poorer]) == 2


# A new snapshot or only a check


def test_the_first_look_makes_the_first_snapshot() -> None:
    assert compare(None, snapshot(), same) == "first"


def test_an_equal_look_is_the_same() -> None:
    assert verdict(full(), full()) == "same"


@pytest.mark.parametrize(
    "changes",
    [
        {"author": Author(name="Renamed", handle="renamed", native_id="77", avatar=C)},
        {"counts": {"likes": 9000}},
        {
            "poll": Poll(
                options=(PollOption(text="Yes", votes=99), PollOption(text="No")), closed=True
            )
        },
        {"html": "<p>other markup</p>"},
        {"labels": ("spam",)},
        {"warnings": ("We saw less this time.",)},
        {"media": (Media(kind="image", native_id="m1", sha256=C, alt="A gate"),)},
        {"media": (Media(kind="image", sha256=B, alt="A gate"),)},
        {"media": (Media(kind="image", sha256=None, alt="A gate"),)},
        {"link_card": LinkCard(url="https://example.org/", title="Example", image=C)},
        {"quoted": PostLink(platform="x", native_id="7", unavailable="gone")},
        {"quoted": PostLink(platform="x", native_id="7", post="vhk17dn1s2hjvmyx", snapshot=3)},
        {"quoted": PostLink(unavailable="gone")},
        {"parent": PostLink(platform="x", native_id="6", url="https://twitter.com/i/status/6")},
    ],
)
def test_what_a_reader_does_not_see_as_a_change_makes_no_snapshot(changes: dict[str, Any]) -> None:
    assert verdict(full(), full(**changes)) == "same"
    assert verdict(full(**changes), full()) == "same"


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Read that: example.org"},
        {"facets": ()},
        {"facets": (Facet(start=10, end=22, kind="link", target="https://example.org/"),)},
        {"facets": (Facet(start=11, end=22, kind="link", target="https://elsewhere.example/"),)},
        {"content_warning": None},
        {"content_warning": "food"},
        {"media": ()},
        {"media": (Media(kind="image", native_id="m2", sha256=A, alt="A gate"),)},
        {"media": (Media(kind="image", sha256=C, alt="A gate"),)},
        {"media": (Media(kind="video", native_id="m1", sha256=A, alt="A gate"),)},
        {"media": (Media(kind="image", native_id="m1", sha256=A, alt="A wall"),)},
        {"media": (Media(kind="image", native_id="m1", sha256=A),)},
        {"link_card": LinkCard(url="https://example.org/", title="Another title")},
        {"poll": None},
        {"poll": Poll(options=(PollOption(text="Yes"), PollOption(text="Never")))},
        {"quoted": None},
        {"quoted": PostLink(platform="x", native_id="8")},
        {"quoted": PostLink(platform="bluesky", native_id="7")},
        {"parent": None},
        {"parent": PostLink(platform="x", native_id="5")},
    ],
)
def test_what_a_reader_sees_as_a_change_is_an_edit(changes: dict[str, Any]) -> None:
    assert verdict(full(), full(**changes)) == "edited"
    assert verdict(full(**changes), full()) == "edited"


def test_a_card_that_is_drawn_later_is_no_edit_and_one_that_is_taken_off_is() -> None:
    assert verdict(full(link_card=None), full()) == "completed"
    assert verdict(full(), full(link_card=None)) == "edited"


def test_a_part_of_the_text_is_no_edit_where_the_source_says_that_it_is_one() -> None:
    title = full(text="Read this", facets=(), completeness="partial", lacks=("end",))
    assert verdict(title, full()) == "completed"
    assert verdict(full(), title) == "same"
    summary = full(text="A link", facets=(), completeness="partial", lacks=("words",))
    assert verdict(summary, full()) == "completed"
    assert verdict(full(), summary) == "same"
    unlinked = full(facets=(), lacks=("links",))
    assert verdict(unlinked, full()) == "completed"
    assert verdict(full(), unlinked) == "same"


def test_a_copy_that_has_more_words_than_the_whole_text_tells_of_an_edit() -> None:
    longer = full(text="Read this: example.org, all of…", completeness="cut")
    assert verdict(full(), longer) == "edited"


def test_a_partial_copy_may_lack_line_breaks_the_handles_of_a_reply_and_some_facets() -> None:
    one = full(text="@ana @bo Read\n\nthis", facets=(Facet(start=0, end=4, kind="mention"),))
    other = full(text="Read this", facets=(), completeness="partial")
    assert (verdict(one, other), verdict(other, one)) == ("same", "completed")
    tag = Facet(start=0, end=4, kind="hashtag")
    link = Facet(start=11, end=22, kind="link", target="https://e.org/")
    both, part = full(facets=(tag, link)), full(facets=(tag,), completeness="partial")
    assert (verdict(both, part), verdict(part, both)) == ("same", "completed")
    assert verdict(full(facets=(link,)), part) == "edited"


def test_a_fuller_copy_of_an_earlier_day_completes_too() -> None:
    held = stored(1, full(completeness="partial"), 60)
    earlier = full(as_of=at(30), as_of_basis="Memento-Datetime")
    made, met = plan((held,), (earlier,), at(90), same)
    assert ([p.reason for p in made], met) == (["completed"], 2)


def test_where_a_mention_leads_is_written_in_many_ways() -> None:
    mention = Facet(start=0, end=4, kind="mention", target="https://a.example/@ana")
    other = msgspec.structs.replace(mention, target="https://a.example/users/ana")
    assert verdict(full(facets=(mention,)), full(facets=(other,))) == "same"


def test_a_link_known_by_its_address_only_is_compared_by_it() -> None:
    one, two = PostLink(url="https://a.example/1"), PostLink(url="https://a.example/2")
    assert verdict(full(quoted=one), full(quoted=two)) == "edited"
    assert verdict(full(quoted=one), full(quoted=one)) == "same"
    assert verdict(full(quoted=one), full()) == "same"


BARE: dict[str, Any] = {
    "facets": (),
    "content_warning": None,
    "media": (),
    "link_card": None,
    "poll": None,
    "quoted": None,
    "parent": None,
}


@pytest.mark.parametrize("poorer", ["cut", "partial", "by hand"])
def test_a_poorer_copy_that_lacks_fields_is_only_a_check(poorer: str) -> None:
    assert verdict(full(), full(completeness=poorer, **BARE)) == "same"


@pytest.mark.parametrize("poorer", ["cut", "partial", "by hand"])
def test_a_fuller_copy_completes_what_was_kept(poorer: str) -> None:
    assert verdict(full(completeness=poorer, **BARE), full()) == "completed"
    assert verdict(full(completeness=poorer), full()) == "completed"


@pytest.mark.parametrize("poorer", ["cut", "partial"])
@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Something else"},
        {"content_warning": "food"},
        {"poll": Poll(options=(PollOption(text="Maybe"),))},
        {"quoted": PostLink(platform="x", native_id="8")},
        {"media": (Media(kind="image", native_id="m2", alt="A gate"),)},
    ],
)
def test_a_poorer_copy_that_says_something_else_is_an_edit(
    poorer: str, changes: dict[str, Any]
) -> None:
    assert verdict(full(), full(completeness=poorer, **changes)) == "edited"
    # And so is a fuller one: it completes nothing that was kept.
    assert verdict(full(completeness=poorer, **changes), full()) == "edited"


@pytest.mark.parametrize("mark", ["", "…", " …", "...\n…"])
def test_a_cut_copy_has_the_beginning_of_the_text(mark: str) -> None:
    whole = snapshot(text="First words. And then many more words.")
    cut = snapshot(text="First words" + mark.replace(".", ""), completeness="cut")
    assert verdict(whole, cut) == "same"
    assert verdict(cut, whole) == "completed"
    other = snapshot(text="Other words" + mark, completeness="cut")
    assert verdict(whole, other) == "edited"
    assert verdict(other, whole) == "edited"


def test_two_cut_copies_of_different_length_are_the_same_post() -> None:
    short = snapshot(text="First…", completeness="cut")
    longer = snapshot(text="First words…", completeness="cut")
    assert verdict(short, longer) == verdict(longer, short) == "same"


def test_what_was_typed_in_is_no_yardstick_for_what_the_platform_gives() -> None:
    typed = snapshot(text="Teh wall is closd", completeness="by hand")
    assert verdict(typed, snapshot()) == "completed"


def test_a_correction_of_what_was_typed_in_is_kept() -> None:
    typed = snapshot(text="The wall", completeness="by hand")
    better = snapshot(text="The wall is closed", completeness="by hand")
    assert verdict(typed, better) == "edited"
    assert verdict(typed, typed) == "same"


def test_a_picture_that_was_not_to_be_had_makes_no_edit() -> None:
    """A capture whose picture failed is partial; the platform's id of the picture is the same."""
    without = full(
        completeness="partial", media=(Media(kind="image", native_id="m1", alt="A gate"),)
    )
    assert verdict(full(), without) == "same"
    assert verdict(without, full()) == "completed"


@pytest.mark.parametrize("relation", ["quoted", "parent", "reposted"])
@pytest.mark.parametrize("lacked", ["not taken", "refused", "failed"])
def test_a_copy_whose_quoted_or_answered_post_comes_along_now_is_fuller(
    relation: str, lacked: Unavailable
) -> None:
    """As when a post is first kept as context, and then captured for its own sake."""
    link = PostLink(platform="x", native_id="7", unavailable=lacked)
    named: dict[str, Any] = {relation: link}
    there: dict[str, Any] = {
        relation: PostLink(platform="x", native_id="7", post="vhk17dn1s2hjvmyx", snapshot=1)
    }
    assert verdict(snapshot(**named), snapshot(**there)) == "completed"
    assert verdict(snapshot(**there), snapshot(**named)) == "same"
    kept = [stored(1, snapshot(**named)), stored(2, snapshot(**there))]
    assert plan(kept, [snapshot(**named)], at(9), same) == ((), 2)


def test_a_linked_post_that_the_platform_said_to_be_gone_is_no_lack() -> None:
    gone = PostLink(platform="x", native_id="7", unavailable="gone")
    there = PostLink(platform="x", native_id="7", post="vhk17dn1s2hjvmyx", snapshot=1)
    assert verdict(snapshot(quoted=gone), snapshot(quoted=there)) == "same"


def test_a_partial_copy_with_media_that_the_old_one_lacks_completes_it() -> None:
    assert (
        verdict(full(completeness="partial", **BARE), full(completeness="partial")) == "completed"
    )
    assert verdict(full(completeness="partial"), full(completeness="partial", **BARE)) == "same"


# Planning


def planned(
    stored: Iterable[Stored], *versions: Snapshot
) -> tuple[list[tuple[int, int, str]], int | None]:
    plans, met = plan(list(stored), versions, at(100), same)
    return [(p.version, p.n, p.reason) for p in plans], met


def version(text: str, minutes: float | None = None, **fields: Any) -> Snapshot:
    return snapshot(text=text, as_of=None if minutes is None else at(minutes), **fields)


def test_the_versions_of_a_new_post_become_snapshots_in_order() -> None:
    made = planned([], version("a", 1), version("b", 2), version("c"))
    assert made == ([(0, 1, "first"), (1, 2, "edited"), (2, 3, "edited")], 3)


def test_an_unchanged_post_makes_none() -> None:
    assert planned([stored(1, version("a"))], version("a")) == ([], 1)


def test_an_edit_makes_one_and_the_history_is_met_again() -> None:
    kept = [stored(1, version("a", 1)), stored(2, version("b", 2))]
    assert planned(kept, version("a", 1), version("b", 2), version("c")) == ([(2, 3, "edited")], 3)


def test_a_history_is_met_again_though_our_clock_was_ahead() -> None:
    """Kept as today's at a time by our clock; the platform says when each edit was made."""
    kept = [
        stored(1, version("a"), 50),
        stored(2, version("b", edited_at=at(2)), 51),
        stored(3, version("c", edited_at=at(3)), 52),
    ]
    looked = (version("a", 1), version("b", 2), version("c", 3), version("d"))
    assert planned(kept, *looked) == ([(3, 4, "edited")], 4)


def test_a_look_that_is_written_after_a_later_one_meets_what_that_kept() -> None:
    assert planned([stored(1, version("a"), 101)], version("a")) == ([], 1)
    assert planned([stored(1, version("a"), 101)], version("b")) == ([(0, 2, "edited")], 2)


def test_a_version_of_a_time_to_come_does_not_stand_for_the_post() -> None:
    never = snapshot(text="never", as_of=at(0).replace(year=9999), as_of_basis="edit history")
    today = snapshot(text="today")
    plans, met = plan([], [never, today], at(5), same)
    assert [(p.version, p.n, p.as_of) for p in plans] == [(1, 1, at(5))]
    assert met == 1
    alone, _ = plan([], [never], at(5), same)
    assert [p.as_of for p in alone] == [at(5)]


def test_a_post_that_is_changed_back_makes_a_snapshot_again() -> None:
    kept = [stored(1, version("a")), stored(2, version("b"))]
    assert planned(kept, version("a")) == ([(0, 3, "edited")], 3)


def test_a_poorer_look_after_an_edit_is_met_with_the_newest() -> None:
    kept = [stored(1, version("a")), stored(2, version("b"))]
    assert planned(kept, version("b", completeness="partial")) == ([], 2)


def test_a_fuller_look_completes() -> None:
    kept = [stored(1, version("a…", completeness="cut"))]
    assert planned(kept, version("a b c")) == ([(0, 2, "completed")], 2)


def test_numbers_of_erased_snapshots_are_not_given_again() -> None:
    kept = [stored(1, version("a")), stored(2, version(""), visibility="erased")]
    assert planned(kept, version("b")) == ([(0, 3, "edited")], 3)
    assert planned(kept, version("a")) == ([], 1)


TEXTS = st.lists(st.sampled_from("abc"), min_size=1, max_size=6)


@given(TEXTS)
def test_looking_again_at_what_was_just_kept_makes_nothing(texts: list[str]) -> None:
    kept: list[Stored] = []
    for minute, text in enumerate(texts):
        plans, met = plan(kept, [version(text)], at(minute), same)
        kept += [stored(p.n, version(text), minute) for p in plans]
        assert met == current(kept)
        assert plan(kept, [version(text)], at(minute + 0.5), same) == ((), met)
    assert [s.snapshot.text for s in kept] == [
        text for before, text in zip(["", *texts], texts, strict=False) if text != before
    ]
