"""How the sources fare: looks are counted, and nothing that is counted leads to a post."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.errors import StorageError
from archive.health import Tally, without_the_post
from archive.looking import Attempt
from archive.outcome import Failed, Refused
from archive.records import PostRef
from archive.storage import Storage
from archive.storage.health import LooksCounted
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.storage_posts import NOON, at, ref, snapshot

SECRET = "1906000000000000001"


def counted(**fields: Any) -> LooksCounted:
    defaults: dict[str, Any] = {
        "platform": "x",
        "source": "tweet-result",
        "outcome": "refused",
        "cause": "limited",
        "count": 1,
        "at": NOON,
        "detail": "X answered 429.",
    }
    return LooksCounted(**{**defaults, **fields})


async def test_looks_add_up_over_hours_and_the_last_one_is_told(storage: Storage) -> None:
    await storage.count_looks([counted(count=2), counted(outcome="found", cause=None)], at=at(1))
    later = counted(at=at(90), detail="X answered 402.")
    await storage.count_looks([later], at=at(91))
    limited, was_found = await storage.looks_counted(NOON)
    assert limited == replace(later, count=3)
    assert (was_found.outcome, was_found.cause, was_found.count) == ("found", None, 1)
    assert await storage.looks_counted(at(60)) == (later,)


async def test_what_is_older_than_thirty_days_goes(storage: Storage) -> None:
    await storage.count_looks([counted()], at=NOON)
    later = NOON + timedelta(days=31)
    await storage.count_looks([counted(at=later)], at=later)
    assert [c.at for c in await storage.looks_counted(NOON - timedelta(days=1))] == [later]


async def test_a_refused_look_at_a_post_that_is_not_kept_is_counted(tmp_path: Path) -> None:
    stage = Stage()
    stage.posts[SECRET] = Refused(
        reason="not shown", detail=f"X was asked for https://x.com/i/status/{SECRET} by @ada."
    )
    stage.posts["2"] = found(snapshot("2"))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(SECRET), by="ana")
        await archive.capture(url(SECRET), by="ana")
        await archive.capture(url("2"), by="ana")
        since = archive.clock() - timedelta(days=1)
        assert await archive.storage.looks_counted(since) == ()
        await archive.upkeep.write_tally()
        told = {
            (c.outcome, c.cause): (c.count, c.detail)
            for c in await archive.storage.looks_counted(since)
        }
    assert told == {
        ("refused", "not shown"): (2, "X was asked for … by …"),
        ("found", None): (1, None),
    }


async def test_what_was_counted_is_written_when_the_archive_closes(tmp_path: Path) -> None:
    async with on_stage(tmp_path, Stage()) as archive:
        await archive.capture(url(SECRET), by="ana")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        assert db.execute("SELECT count, cause FROM source_health").fetchall() == [(1, "not shown")]
        assert SECRET not in "\n".join(db.iterdump())


class Broken:
    """A store that fails once, and then holds what it is given."""

    def __init__(self) -> None:
        self.held: tuple[LooksCounted, ...] | None = None

    async def count_looks(self, counted: Sequence[LooksCounted], *, at: datetime) -> None:
        if self.held is None:
            self.held = ()
            raise StorageError("The disk is full.")
        self.held += tuple(counted)

    async def looks_counted(self, since: datetime) -> tuple[LooksCounted, ...]:
        return self.held or ()


async def test_counts_outlive_a_store_that_fails() -> None:
    store = Broken()
    tally = Tally(store)
    attempt = Attempt(
        source="tweet-result", outcome="found", cause=None, detail="", status=200, seconds=0.1
    )
    tally.count(ref(), attempt, NOON)
    with pytest.raises(StorageError):
        await tally.write(NOON)
    tally.count(ref(), attempt, at(1))
    await tally.write(at(2))
    await tally.write(at(3))
    (one,) = await store.looks_counted(NOON)
    assert (one.count, one.at) == (2, at(1))


@pytest.mark.parametrize(
    ("detail", "post", "left"),
    [
        (
            "mastodon.example answered HTTP 404, and not as a server of the fediverse.",
            PostRef(
                platform="fediverse",
                native_id="mastodon.example/42",
                url="https://mastodon.example/@ada/42",
            ),
            "… answered HTTP 404, and not as a server of the fediverse.",
        ),
        (
            "Asked for at://did:plc:abc/app.bsky.feed.post/3k and gave did:web:a.example now.",
            PostRef(
                platform="bluesky",
                native_id="did:plc:abc/3k",
                url="https://bsky.app/profile/ada.example/post/3k",
            ),
            "Asked for … and gave … now.",
        ),
        (
            "The name ada_mayor, “words of a server”, is taken; HTTP 403, status 12.",
            PostRef(platform="x", native_id="20", url="https://x.com/Ada_Mayor/status/20"),
            "The name …, …, is taken; HTTP 403, status 12.",
        ),
        ("No answer within 20 seconds.", ref("1"), "No answer within 20 seconds."),
    ],
)
def test_nothing_in_a_told_detail_leads_to_the_post(detail: str, post: PostRef, left: str) -> None:
    assert without_the_post(detail, post) == left


async def test_a_failure_is_counted_with_its_reason(tmp_path: Path) -> None:
    stage = Stage()
    stage.posts["1"] = Failed(reason="malformed", detail="No JSON.")
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        await archive.upkeep.write_tally()
        (one,) = await archive.storage.looks_counted(archive.clock() - timedelta(days=1))
    assert (one.outcome, one.cause, one.detail) == ("failed", "malformed", "No JSON.")
