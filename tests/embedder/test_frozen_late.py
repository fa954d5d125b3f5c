"""A form that is named while a medium is late: frozen once it has come, however long that takes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.records import Media
from archive.settings import Settings
from archive.storage.blobs import frozen_name
from archive.storage.published import Frozen
from embedder.forms import Renderings
from tests.archive.acting import Stage, found, on_stage, picture_of, url
from tests.archive.storage_posts import ref, snapshot

FILM = Media(kind="video", native_id="film", urls=(picture_of("film"),))
POST = ref("1").id


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.posts["1"] = found(snapshot(media=(FILM,)))
    stage.files["film"] = (503, {}, b"")
    return stage


@pytest.fixture
async def archive(tmp_path: Path, stage: Stage) -> AsyncIterator[Archive]:
    async with on_stage(tmp_path, stage) as opened:
        opened.render_with(Renderings(Settings()))
        yield opened


async def form(archive: Archive, options: str = "~t1") -> Frozen | None:
    return await archive.storage.frozen(POST, 1, options)


async def page(archive: Archive) -> str:
    frozen = await form(archive)
    assert frozen is not None
    sha256 = next(one.sha256 for one in frozen.outputs if one.output == "page")
    body = await archive.blobs.get(frozen_name(sha256))
    assert body is not None
    return body.decode()


async def go_on(archive: Archive, stage: Stage, seconds: int) -> None:
    """Time passes, and what is due is done."""
    for _ in range(0, seconds, 15):
        stage.clock.go(15)
        await archive.run_due_jobs()


async def test_it_is_frozen_when_the_medium_came_later_than_any_job_is_tried(
    archive: Archive, stage: Stage
) -> None:
    await archive.capture(url(), by="ana", release=True)
    await go_on(archive, stage, 240)
    assert await form(archive) is None
    # The film's last try: its server takes its time, and all other work goes on meanwhile.
    stage.files.pop("film")
    stage.waiting.clear()
    stage.curtain.clear()
    stage.clock.go(120)
    fetching = asyncio.create_task(archive.run_due_jobs())
    await stage.waiting.wait()
    stage.clock.go(20)
    await archive.run_due_jobs()
    assert await form(archive) is None
    stage.curtain.set()
    await fetching
    await archive.run_due_jobs()
    frozen = await form(archive)
    assert frozen is not None
    assert len(frozen.shown.media) == 1, "the film is in it"


async def test_it_is_frozen_without_a_medium_that_is_given_up(
    archive: Archive, stage: Stage
) -> None:
    await archive.capture(url(), by="ana", release=True)
    await go_on(archive, stage, 600)
    assert "was not archived: it could not be obtained" in await page(archive)


async def test_it_outlives_the_process_that_named_it(tmp_path: Path, stage: Stage) -> None:
    async with on_stage(tmp_path, stage) as first:
        first.render_with(Renderings(Settings()))
        await first.capture(url(), by="ana", release=True)
        await first.run_due_jobs()
    stage.files.pop("film")
    async with on_stage(tmp_path, stage) as second:
        second.render_with(Renderings(Settings()))
        await go_on(second, stage, 15)
        assert await form(second) is not None


async def test_it_is_frozen_when_a_withheld_picture_is_shown_again(
    archive: Archive, stage: Stage
) -> None:
    stage.files.pop("film")
    await archive.capture(url(), by="ana")
    await archive.run_due_jobs()
    holding = await archive.storage.holding(POST)
    assert holding is not None
    film = f"{POST}#{next(iter(holding.media))}"
    await archive.withhold(film, by="ana", reason="privacy")
    await archive.freeze(POST, 1, "~dark", by="ana")
    await go_on(archive, stage, 900)
    assert await form(archive, "~dark.t1") is None
    await archive.release(film, by="ana", reason="it may be shown")
    await archive.run_due_jobs()
    assert await form(archive, "~dark.t1") is not None


async def test_nobody_waits_for_what_was_erased(archive: Archive, stage: Stage) -> None:
    await archive.capture(url(), by="ana", release=True)
    await archive.run_due_jobs()
    await archive.erase(POST, by="ana", reason="privacy")
    await go_on(archive, stage, 30)
    [job] = await archive.storage.list_jobs(kind="freeze", limit=9)
    assert job.state == "gone"
