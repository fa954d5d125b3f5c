"""The queue: it stops when it is told to, and a job that breaks is tried again, then failed."""

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.errors import StorageError
from archive.jobs import Ended, Jobs, Progress
from archive.storage import open_storage
from archive.storage.base import Job, Storage
from tests.fresh import fresh_database

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(fresh_database(tmp_path))
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


async def test_a_watcher_that_went_away_leaves_nothing_behind(storage: Storage) -> None:
    jobs = Jobs(storage, {"nap": done}, clock=Clock(), slots=1)
    before = events()
    for key in "abc":
        job = await jobs.enqueue("nap", key, {}, by="test")
        async for seen in jobs.watch(job.id):
            assert seen.state == "queued"
            break
    await asyncio.sleep(0.01)
    assert events() == before


def events() -> int:
    gc.collect()
    return sum(isinstance(thing, asyncio.Event) for thing in gc.get_objects())


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


async def test_a_worker_outlives_a_store_that_does_not_answer(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease, refusals = storage.lease, 0

    async def refusing(**what: Any) -> Job | None:
        nonlocal refusals
        refusals += 1
        if refusals == 1:
            raise StorageError("The disk is full.")
        return await lease(**what)

    monkeypatch.setattr(storage, "lease", refusing)
    monkeypatch.setattr("archive.jobs.POLL", 0.01)
    jobs = Jobs(storage, {"nap": done}, clock=Clock(), slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    worker = asyncio.create_task(jobs.run())
    async with asyncio.timeout(5):
        assert [seen.state async for seen in jobs.watch(job.id)][-1] == "done"
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)


async def test_a_job_that_the_store_refused_is_tried_again(storage: Storage) -> None:
    tries = 0

    async def full(_job: Job, _progress: Progress) -> Ended:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StorageError("The disk is full.")
        return "done", (), {}

    clock = Clock()
    jobs = Jobs(storage, {"nap": full}, clock=clock, slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    for _ in range(2):
        await jobs.run_due()
        clock.now += timedelta(hours=1)
    ended = await storage.job(job.id)
    assert ended is not None
    assert (ended.state, tries) == ("done", 2)


async def test_an_end_that_cannot_be_written_leaves_the_job_to_its_lease(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: Any, **__: Any) -> None:
        raise StorageError("The disk is full.")

    clock = Clock()
    jobs = Jobs(storage, {"nap": done}, clock=clock, slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    with monkeypatch.context() as patch:
        patch.setattr(storage, "end_job", refuse)
        patch.setattr(storage, "retry_job", refuse)
        await jobs.run_due()
    clock.now += timedelta(seconds=31)
    await jobs.run_due()
    ended = await storage.job(job.id)
    assert ended is not None
    assert (ended.state, ended.tries) == ("done", 2)


async def test_a_worker_that_slept_through_its_lease_stops_and_writes_nothing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.jobs.BEAT", 0.01)
    stopped = False

    async def long(_job: Job, progress: Progress) -> Ended:
        nonlocal stopped
        clock.now += timedelta(minutes=5)
        try:  # It may be stopped wherever it waits.
            await storage.lease(
                worker="another",
                at=clock.now,
                until=clock.now + timedelta(minutes=1),
                kinds=("nap",),
            )
            await progress([{"source": "too late"}])
            await asyncio.sleep(5)
        except asyncio.CancelledError:
            stopped = True
            raise
        return "failed", (), {}

    clock = Clock()
    jobs = Jobs(storage, {"nap": long}, clock=clock, slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    async with asyncio.timeout(4):
        assert await jobs.run_due() == 1
    assert stopped
    left = await storage.job(job.id)
    assert left is not None
    assert (left.state, left.attempts, left.tries) == ("running", (), 2)


async def test_a_job_whose_worker_dies_is_taken_up_however_often_that_was(
    storage: Storage,
) -> None:
    clock = Clock()
    jobs = Jobs(storage, {"nap": done}, clock=clock, slots=1)
    job = await jobs.enqueue("nap", "a", {}, by="test")
    for _ in range(20):
        until = clock.now + timedelta(seconds=30)
        assert await storage.lease(worker="w", at=clock.now, until=until, kinds=("nap",))
        clock.now = until
    await jobs.run_due()
    ended = await storage.job(job.id)
    assert ended is not None
    assert ended.state == "done"
