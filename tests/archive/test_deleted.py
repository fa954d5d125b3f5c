"""What is done with a post that is gone: nothing, an editor is asked, or it is withheld."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from archive.archive import Archive
from archive.errors import UnknownPost
from archive.outcome import Gone, Refused
from archive.platforms.base import Chosen, OnDeleted
from archive.records import Check
from archive.storage.base import Holding
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.storage_posts import id_of, snapshot

GONE = Gone(cause="deleted by the author", basis="This post was deleted by its author.")


@asynccontextmanager
async def gone(
    folder: Path, on_deleted: OnDeleted, *, release: bool = True
) -> AsyncIterator[tuple[Archive, Stage]]:
    """An archive with a post, of which the platform said in a second look that it is gone."""
    stage = Stage()
    stage.posts["1"] = found(snapshot("1"))
    async with on_stage(folder, stage) as archive:
        decide(archive, on_deleted)
        await archive.capture(url("1"), by="ana", release=release)
        stage.posts["1"] = GONE
        yield archive, stage


def decide(archive: Archive, on_deleted: OnDeleted) -> None:
    platform = cast("Changeable", archive.platforms["x"])
    platform.chosen = replace(platform.chosen, on_deleted={"stage": on_deleted})


class Changeable:
    chosen: Chosen


async def held(archive: Archive) -> Holding:
    holding = await archive.storage.holding(id_of("1"))
    assert holding is not None
    return holding


def audited(folder: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return db.execute(
            "SELECT by, action, reason FROM audit WHERE reason IS NOT NULL"
        ).fetchall()


async def test_what_a_source_gave_is_withheld_by_itself_where_it_says_so(tmp_path: Path) -> None:
    async with gone(tmp_path, "withhold") as (archive, _):
        captured = await archive.recheck(id_of("1"), by="ana")
        assert captured.state == "gone"
        assert captured.next_step is not None
        assert captured.next_step.startswith("It is withheld from now on")
        kept = await held(archive)
        assert kept.post.visibility == "withheld"
        assert [check.outcome for check in kept.checks] == ["found", "gone"]
        assert kept.visibility_reason is not None
        assert kept.visibility_reason.startswith("terms")
        assert await archive.deleted.waiting() == ()
    assert audited(tmp_path) == [
        (
            "onrecord",
            "withhold",
            "terms of the source: stage gave it, and the post is gone (deleted by the author)",
        )
    ]


async def test_an_editor_who_shows_it_again_is_not_overruled_until_it_was_back(
    tmp_path: Path,
) -> None:
    async with gone(tmp_path, "withhold") as (archive, stage):
        await archive.recheck(id_of("1"), by="ana")
        await archive.release(id_of("1"), by="ana", reason="public record")
        await archive.recheck(id_of("1"), by="ana")
        assert (await held(archive)).post.visibility == "public"
        stage.posts["1"] = found(snapshot("1"))
        await archive.recheck(id_of("1"), by="ana")
        stage.posts["1"] = GONE
        await archive.recheck(id_of("1"), by="ana")
        assert (await held(archive)).post.visibility == "withheld"


async def test_a_capture_that_meets_a_gone_post_does_the_same_to_a_draft(tmp_path: Path) -> None:
    async with gone(tmp_path, "withhold", release=False) as (archive, _):
        await archive.capture(url("1"), by="ana", force=True)
        assert (await held(archive)).post.visibility == "withheld"
        assert await archive.storage.post(id_of("1"), drafts=False) is None, "nobody ever saw it"


@pytest.mark.parametrize("on_deleted", ["withhold", "ask"])
async def test_a_refusal_is_no_word_that_it_is_gone(tmp_path: Path, on_deleted: OnDeleted) -> None:
    async with gone(tmp_path, on_deleted) as (archive, stage):
        stage.posts["1"] = Refused(reason="not shown", detail="X answered 404.")
        await archive.recheck(id_of("1"), by="ana")
        assert (await held(archive)).post.visibility == "public"
        assert await archive.deleted.waiting() == ()


async def test_where_it_is_kept_nothing_happens(tmp_path: Path) -> None:
    async with gone(tmp_path, "keep") as (archive, _):
        captured = await archive.recheck(id_of("1"), by="ana")
        assert captured.next_step == "What was kept of it before stays kept."
        assert (await held(archive)).post.visibility == "public"
        assert await archive.deleted.waiting() == ()


async def test_what_another_source_gave_is_not_its_business(tmp_path: Path) -> None:
    async with gone(tmp_path, "keep") as (archive, _):
        platform = cast("Changeable", archive.platforms["x"])
        platform.chosen = replace(platform.chosen, on_deleted={"another": "withhold"})
        await archive.recheck(id_of("1"), by="ana")
        assert (await held(archive)).post.visibility == "public"


async def test_an_editor_is_asked_once_and_the_answer_stands(tmp_path: Path) -> None:
    async with gone(tmp_path, "ask") as (archive, _):
        captured = await archive.recheck(id_of("1"), by="ana")
        assert captured.next_step is not None
        assert "An editor is asked" in captured.next_step
        await archive.recheck(id_of("1"), by="ana")
        (asked,) = await archive.deleted.waiting()
        assert (asked.source, asked.status.cause) == ("stage", "deleted by the author")
        assert (await held(archive)).post.visibility == "public"
        await archive.deleted.decide(asked.ask, keep=True, by="luis")
        assert await archive.deleted.waiting() == ()
        assert (await held(archive)).post.visibility == "public"
        await archive.recheck(id_of("1"), by="ana")
        assert await archive.deleted.waiting() == ()
        with pytest.raises(UnknownPost):
            await archive.deleted.decide(asked.ask, keep=False, by="luis")
    assert audited(tmp_path) == [("luis", "release", "the post is gone; it stays public")]


async def test_the_other_answer_withholds(tmp_path: Path) -> None:
    async with gone(tmp_path, "ask", release=False) as (archive, _):
        await archive.recheck(id_of("1"), by="ana")
        (asked,) = await archive.deleted.waiting()
        await archive.deleted.decide(asked.ask, keep=False, by="luis")
        assert (await held(archive)).post.visibility == "withheld"
    assert audited(tmp_path) == [("luis", "withhold", "terms of the source: the post is gone")]


async def _is_back(archive: Archive, stage: Stage) -> None:
    stage.posts["1"] = found(snapshot("1"))
    await archive.recheck(id_of("1"), by="ana")


async def _is_withheld(archive: Archive, _: Stage) -> None:
    await archive.withhold(id_of("1"), by="ana", reason="privacy")


@pytest.mark.parametrize("happens", [_is_back, _is_withheld])
async def test_a_question_that_is_settled_elsewhere_is_ticked_off(
    tmp_path: Path, happens: Callable[[Archive, Stage], Awaitable[None]]
) -> None:
    async with gone(tmp_path, "ask") as (archive, stage):
        await archive.recheck(id_of("1"), by="ana")
        await happens(archive, stage)
        stage.clock.go(3600)
        assert await archive.deleted.waiting() == ()
        (job,) = await archive.storage.list_jobs(kind="gone", limit=5)
        assert job.state == "done"


async def test_the_look_is_written_even_if_nothing_is_to_be_done_twice(tmp_path: Path) -> None:
    """A crash after the withholding and before the check: the next look is the check."""
    async with gone(tmp_path, "withhold") as (archive, _):
        await archive.withhold(id_of("1"), by="onrecord", reason="terms of the source")
        await archive.recheck(id_of("1"), by="ana")
        last: Check = (await held(archive)).checks[-1]
        assert (last.outcome, last.cause) == ("gone", "deleted by the author")
