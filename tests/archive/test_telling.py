"""What an editor is told: only what was seen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import get_args

import pytest

from archive.errors import AddressRefused
from archive.outcome import Answer, Failed, FailedReason, Gone, Refused, RefusedReason
from archive.records import Attachment, Author, Media, Snapshot
from archive.telling import Told, tell_kept, tell_nothing

AUTHOR = Author(name="Ada", handle="ada", native_id="1")


def snapshot(**more: object) -> Snapshot:
    fields: dict[str, object] = {
        "platform": "x",
        "native_id": "1",
        "url": "https://x.com/ada/status/1",
        "author": AUTHOR,
        "text": "Hello",
    }
    return Snapshot(**(fields | more))  # type: ignore[arg-type]


def read(told: Told) -> tuple[str, str, str | None]:
    """The state, and both sentences as a person reads them."""
    return told.state, told.sentence, told.next_step


def nothing(title: str, answers: Sequence[Answer], *, kept: bool) -> tuple[str, str, str | None]:
    return read(tell_nothing(title, answers, kept=kept))


def kept(
    content: Snapshot, rows: Sequence[Attachment] = (), *, new: bool = True
) -> tuple[str, str, str | None]:
    return read(tell_kept("X", content, rows, new=new, other=()))


def test_a_refusal_says_that_it_says_nothing_about_the_post() -> None:
    state, sentence, following = nothing(
        "X", [Refused(reason="not shown", detail="404")], kept=True
    )
    assert state == "refused"
    assert sentence == "X would not show it to us; this says nothing about the post."
    assert following == "Try later."


def test_evidence_that_it_is_gone_is_told_before_refusals() -> None:
    answers: list[Answer] = [
        Refused(reason="limited", detail="429"),
        Gone(cause="deleted by the author", basis="This Post was deleted by the Post author."),
    ]
    state, sentence, _ = nothing("X", answers, kept=True)
    assert state == "gone"
    assert "deleted by the author" in sentence
    assert "This Post was deleted by the Post author." in sentence


def test_an_unknown_cause_is_not_dressed_up() -> None:
    _, sentence, _ = nothing(
        "Mastodon", [Gone(cause="unknown", basis="Record not found")], kept=True
    )
    assert sentence == "Not available on Mastodon: “Record not found”"


def test_words_that_stand_in_quotation_marks_get_no_second_pair() -> None:
    basis = "sample.example answered HTTP 404: “Record not found”"
    _, sentence, _ = nothing("Mastodon", [Gone(cause="unknown", basis=basis)], kept=True)
    assert sentence == f"Not available on Mastodon: {basis}."


def test_nobody_is_told_that_something_stays_kept_where_nothing_was() -> None:
    gone = [Gone(cause="unknown", basis="Record not found")]
    assert nothing("Mastodon", gone, kept=True)[2] == "What was kept of it before stays kept."
    assert nothing("Mastodon", gone, kept=False)[2] == "Nothing of it is kept."


def test_a_refusal_is_told_before_a_failure() -> None:
    answers: list[Answer] = [
        Failed(reason="unreachable", detail="no route"),
        Refused(reason="login", detail="401"),
    ]
    assert nothing("X", answers, kept=True)[0] == "refused"


def test_no_source_switched_on_is_a_failure_that_says_so() -> None:
    assert nothing("X", [], kept=True) == (
        "failed",
        "No source of X is switched on.",
        "Switch one on in its section of config.toml, under [platforms].",
    )


@pytest.mark.parametrize("reason", get_args(FailedReason))
def test_each_failure_has_its_words_and_a_next_step_of_its_own(reason: FailedReason) -> None:
    state, sentence, following = nothing(
        "X", [Failed(reason=reason, detail="It is so.")], kept=True
    )
    assert state == "failed"
    assert sentence.endswith("; this says nothing about the post.")
    assert following


@pytest.mark.parametrize("reason", get_args(RefusedReason))
def test_each_refusal_has_its_words(reason: RefusedReason) -> None:
    state, sentence, following = nothing(
        "X", [Refused(reason=reason, detail="It is so.")], kept=True
    )
    assert state == "refused"
    assert sentence.endswith("; this says nothing about the post.")
    assert following


def test_an_address_that_may_not_be_asked_is_named() -> None:
    refused = Failed(reason="address refused", detail="10.0.0.1 is no public address.")
    _, sentence, following = nothing("Mastodon", [refused], kept=True)
    assert sentence.startswith("10.0.0.1 is no public address; ")
    assert following == AddressRefused.next_step


def test_a_whole_post_is_kept() -> None:
    assert kept(snapshot()) == ("done", "Kept.", None)
    assert kept(snapshot(), new=False)[1] == "Unchanged since it was kept."


def test_a_web_archives_copy_is_told_as_one() -> None:
    day = datetime(2025, 4, 1, 12, tzinfo=UTC)
    copy = {"as_of": day, "as_of_basis": "Memento-Datetime"}
    assert kept(snapshot(**copy))[:2] == (
        "done",
        "Kept, from a web archive's copy of 1 April 2025: X itself did not give it.",
    )
    part = kept(snapshot(**copy, completeness="partial"))
    assert part[1] == (
        "Kept, but a web archive's copy of 1 April 2025 gave only a part of the post."
    )


def test_a_missing_picture_is_told_with_its_reason() -> None:
    media = (Media(kind="image"), Media(kind="image"))
    rows = (
        Attachment(role="media", position=0, source_url="https://i/0", state="there", sha256="0"),
        Attachment(
            role="media",
            position=1,
            source_url="https://i/1",
            state="not to be had",
            detail="Its server answered 404.",
        ),
    )
    state, sentence, following = kept(snapshot(media=media, completeness="partial"), rows)
    assert state == "partial"
    assert sentence == "Kept, without 1 of 2 pictures: Its server answered 404."
    assert following == "The embed says so in its place; capture the post again later."


def test_a_late_picture_is_tried_again_by_itself() -> None:
    rows = (Attachment(role="media", position=0, source_url="https://i/0", state="late"),)
    content = snapshot(media=(Media(kind="image"),), completeness="partial")
    _, sentence, following = kept(content, rows)
    assert sentence == "Kept, without 1 of 1 picture."
    assert following == "It is tried again by itself."


def test_a_cut_post_is_told_as_cut() -> None:
    state, sentence, _ = kept(snapshot(completeness="cut"))
    assert state == "partial"
    assert "only the beginning" in sentence


def test_a_late_video_makes_nothing_partial() -> None:
    rows = (Attachment(role="media", position=0, source_url="https://v/0", state="late"),)
    assert kept(snapshot(media=(Media(kind="video"),)), rows)[0] == "done"
