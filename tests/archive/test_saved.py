"""A response that somebody saved: which post is meant, and when it looked so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from archive import saved
from archive.errors import NotAPost, UsageError
from archive.outcome import Answer, Found, Gone
from archive.platforms import Saved
from archive.records import PostRef
from archive.saved import as_of_file, read_file
from tests.archive.acting import found
from tests.archive.storage_posts import POSTED, snapshot

LATER = datetime(2025, 3, 30, tzinfo=UTC)
URL = "https://x.com/official/status/{}"


def answers(monkeypatch: pytest.MonkeyPatch, *them: Answer) -> None:
    monkeypatch.setattr(saved, "read_saved", lambda _file: ("x", them) if them else None)


def meant(url: str | None = None) -> Answer:
    return read_file(Saved(body=b"{}", url=url))[1]


def test_the_only_post_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    only = found(snapshot("1"))
    answers(monkeypatch, Gone(cause="unknown", basis="No."), only)
    assert meant() is only
    assert meant(URL.format(1)) is only


def test_of_several_the_address_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = found(snapshot("1")), found(snapshot("2"), aliases=("3",))
    answers(monkeypatch, first, second)
    assert meant(URL.format(2)) is second
    assert meant(URL.format(3)) is second, "by a later edit's id, too"
    with pytest.raises(
        UsageError, match=r"2 posts.*\n.*status/1\n  https://x\.com/i/status/2"
    ) as told:
        meant()
    assert told.value.exit_code == 2
    assert "--url" in told.value.next_step


def test_another_post_than_the_address_names_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers(monkeypatch, found(snapshot("1")))
    with pytest.raises(UsageError, match="another post"):
        meant(URL.format(2))
    with pytest.raises(NotAPost):
        meant("https://x.com/official")


def test_a_file_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch)
    with pytest.raises(UsageError, match="No platform known here"):
        meant()


def test_a_file_without_a_post_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Gone(cause="deleted by the author", basis="This Post was deleted.")
    answers(monkeypatch, gone)
    assert meant() is gone


@pytest.mark.parametrize(
    ("fields", "saved_at", "as_of"),
    [
        ({}, None, POSTED),
        ({"edited_at": LATER}, None, LATER),
        ({"edited_at": POSTED}, LATER, LATER),
        ({"created_at": None}, LATER, LATER),
    ],
)
def test_it_looked_so_when_it_was_saved_else_when_it_was_made(
    fields: dict[str, Any], saved_at: datetime | None, as_of: datetime
) -> None:
    dated = as_of_file(found(snapshot(**fields), along=(snapshot("2"),)), saved_at)
    assert dated.snapshots[-1].as_of == as_of
    assert {s.as_of_basis for s in (*dated.snapshots, *dated.along)} == {"file"}


def test_the_time_of_an_edit_history_stays() -> None:
    earlier = snapshot(as_of=POSTED, as_of_basis="edit history")
    dated = as_of_file(Found(ref=earlier.ref, snapshots=(earlier, snapshot())), LATER)
    assert [s.as_of_basis for s in dated.snapshots] == ["edit history", "file"]


def test_one_without_any_time_is_not_dated_today() -> None:
    with pytest.raises(UsageError, match="Nothing in the file says when"):
        as_of_file(found(snapshot(created_at=None)), None)


def test_a_later_post_of_another_platform_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    ref = PostRef(platform="bluesky", native_id="1", url="https://bsky.app/profile/a/post/1")
    other = Found(ref=ref, snapshots=(snapshot("1"),))
    answers(monkeypatch, other)
    with pytest.raises(UsageError, match="another post"):
        meant(URL.format(1))
