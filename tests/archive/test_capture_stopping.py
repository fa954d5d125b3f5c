"""A capture that is stopped or breaks leaves nothing half, and nothing that goes on."""

import asyncio
from pathlib import Path

import pytest

from archive.errors import StorageError
from tests.archive.acting import Stage, StageDecoder, found, on_stage, url, with_pictures
from tests.archive.sqlite_files import ask
from tests.archive.storage_posts import id_of
from tests.kills.checks import faults, orphans


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.posts["1"] = found(with_pictures("1", "a", "b", "c"))
    return stage


async def test_closing_stops_the_capture_and_its_pictures(tmp_path: Path, stage: Stage) -> None:
    async with on_stage(tmp_path, stage) as archive:
        capture = asyncio.create_task(archive.capture(url(), by="ana"))
        await stage.waiting.wait()
        stage.curtain.clear()
        while stage.fetching < 3:  # noqa: ASYNC110  all have to be there
            await asyncio.sleep(0.001)
    assert stage.fetching == 0
    with pytest.raises(asyncio.CancelledError):
        await capture
    assert ask(tmp_path / "archive.db", "SELECT count(*) FROM posts") == [(0,)]


async def test_after_closing_nothing_can_be_captured(tmp_path: Path, stage: Stage) -> None:
    async with on_stage(tmp_path, stage) as archive:
        pass
    with pytest.raises(StorageError, match="closed"):
        await archive.capture(url(), by="ana")


async def test_when_one_picture_breaks_the_others_are_given_up(
    tmp_path: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_self: object, data: bytes) -> None:
        if data == b"bytes of a":
            raise RuntimeError("a bug")
        stage.curtain.clear()
        await stage.behind_the_curtain()

    async with on_stage(tmp_path, stage) as archive:
        monkeypatch.setattr(StageDecoder, "inspect", broken)
        with pytest.raises(RuntimeError, match="a bug"):
            await archive.capture(url(), by="ana")
        left = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
        assert left == []
    assert ask(tmp_path / "archive.db", "SELECT count(*) FROM posts") == [(0,)]


async def test_stopped_at_any_moment_there_is_all_of_a_snapshot_or_none(
    tmp_path: Path, stage: Stage
) -> None:
    kept: list[int] = []
    for step in (*range(0, 27, 3), 10_000):
        folder = tmp_path / str(step)
        async with on_stage(folder, stage) as archive:
            capture = asyncio.create_task(archive.capture(url(), by="ana"))
            await asyncio.wait([capture], timeout=0.001 * step)
        await asyncio.gather(capture, return_exceptions=True)
        assert faults(folder) == []
        async with on_stage(folder, stage) as archive:
            versions = await archive.storage.versions(id_of())
            kept.append(len(versions))
            if not capture.cancelled():
                assert len(versions) == 1
            assert (await archive.capture(url(), by="ana")).snapshot == 1
            await archive.run_due_jobs()
        assert faults(folder) == []
        assert orphans(folder) == []
    assert stage.fetching == 0
    assert kept[0] == 0
    assert kept[-1] == 1
