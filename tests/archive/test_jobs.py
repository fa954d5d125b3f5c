"""The queue: it stops when it is told to, and a job that breaks is tried again, then failed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.jobs import Ended, Jobs, Progress
from archive.storage import open_storage
from archive.storage.base import Job, Storage

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(f"sqlite:{tmp_path}/archive.db")
    yield opened
    await opened.close()


async def done(_job: Job, _progress: Progress) -> Ended:
    return "done", (), {}


async def test_a_worker_stops_even_when_work_comes_in_that_moment(storage: Storage) -> None:
    jobs = Jobs(storage, {"nap": done}, clock=Clock(), slots=1)
    for _ in range(20):
        worker = asyncio.create_task(jobs.run())
        await asyncio.sleep(0.01)
        jobs.wake()
        worker.cancel()
        async with asyncio.timeout(5):
            await asyncio.gather(worker, return_exceptions=True)


async def test_a_second_request_joins_the_job_under_way(storage: Storage) -> None:
    jobs = Jobs(storage, {"nap": done}, clock=Clock(), slots=1)
    first = await jobs.enqueue("nap", "a", {}, by="test")
    second = await jobs.enqueue("nap", "a", {}, by="test")
    assert first.id == second.id
    assert await jobs.run_due() == 1
    assert (await jobs.enqueue("nap", "a", {}, by="test")).id != first.id


async def test_a_watcher_sees_the_end(storage: Storage) -> None:
    jobs = Jobs(storage, {"nap": done}, clock=Clock(), slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    await jobs.run_due()
    assert [seen.state async for seen in jobs.watch(job.id)] == ["done"]


async def test_a_job_that_breaks_is_tried_again_later_and_then_has_failed(
    storage: Storage,
) -> None:
    tries = 0

    async def broken(_job: Job, _progress: Progress) -> Ended:
        nonlocal tries
        tries += 1
        raise RuntimeError("a bug")

    clock = Clock()
    jobs = Jobs(storage, {"nap": broken}, clock=clock, slots=1, log_id=lambda: "e77")
    job = await jobs.enqueue("nap", "a", {}, by="test")
    for _ in range(6):
        await jobs.run_due()
        clock.now += timedelta(hours=1)
    ended = await storage.job(job.id)
    assert ended is not None
    assert (ended.state, tries) == ("failed", 4)
    assert "e77" in ended.result["sentence"]
