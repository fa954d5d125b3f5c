"""What an editor is told: only what was seen."""

import pytest

from archive.outcome import Answer, Failed, Gone, Refused
from archive.records import Attachment, Author, Media, Snapshot
from archive.telling import tell_kept, tell_nothing

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


def test_a_refusal_says_that_it_says_nothing_about_the_post() -> None:
    state, sentence = tell_nothing("X", [Refused(reason="not shown", detail="404")])
    assert state == "refused"
    assert sentence == "X would not show it to us; this says nothing about the post."


def test_evidence_that_it_is_gone_is_told_before_refusals() -> None:
    answers: list[Answer] = [
        Refused(reason="limited", detail="429"),
        Gone(cause="deleted by the author", basis="This Post was deleted by the Post author."),
    ]
    state, sentence = tell_nothing("X", answers)
    assert state == "gone"
    assert "deleted by the author" in sentence
    assert "This Post was deleted by the Post author." in sentence


def test_an_unknown_cause_is_not_dressed_up() -> None:
    _, sentence = tell_nothing("Mastodon", [Gone(cause="unknown", basis="Record not found")])
    assert sentence == "Not available on Mastodon: “Record not found”"


def test_a_refusal_is_told_before_a_failure() -> None:
    answers: list[Answer] = [
        Failed(reason="unreachable", detail="no route"),
        Refused(reason="login", detail="401"),
    ]
    assert tell_nothing("X", answers)[0] == "refused"


def test_no_source_switched_on_is_a_failure_that_says_so() -> None:
    assert tell_nothing("X", []) == (
        "failed",
        "No source of X is switched on; config.toml says which.",
    )


@pytest.mark.parametrize("reason", ["unreachable", "malformed", "another post", "another account"])
def test_each_failure_has_its_words(reason: str) -> None:
    state, sentence = tell_nothing("X", [Failed(reason=reason, detail="")])  # type: ignore[arg-type]
    assert state == "failed"
    assert sentence.endswith("this says nothing about the post.")


def test_a_whole_post_is_kept() -> None:
    assert tell_kept("X", snapshot(), (), new=True, other=()) == ("done", "Kept.")
    assert tell_kept("X", snapshot(), (), new=False, other=())[1] == "Unchanged since it was kept."


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
    state, sentence = tell_kept(
        "X", snapshot(media=media, completeness="partial"), rows, new=True, other=()
    )
    assert state == "partial"
    assert sentence == "Kept, without 1 of 2 pictures: Its server answered 404."


def test_a_cut_post_is_told_as_cut() -> None:
    state, sentence = tell_kept("X", snapshot(completeness="cut"), (), new=True, other=())
    assert state == "partial"
    assert "only the beginning" in sentence


def test_a_late_video_makes_nothing_partial() -> None:
    rows = (Attachment(role="media", position=0, source_url="https://v/0", state="late"),)
    assert (
        tell_kept("X", snapshot(media=(Media(kind="video"),)), rows, new=True, other=())[0]
        == "done"
    )
