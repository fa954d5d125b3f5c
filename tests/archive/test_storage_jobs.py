"""The queue: durable, one job a post, each leased by one worker at a time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from archive.storage import Storage
from archive.storage.base import Job
from tests.archive.storage_posts import at

Opener = Callable[[], Awaitable[Storage]]


async def put(storage: Storage, id: str, key: str | None = None, minutes: float = 0) -> Job:
    return await storage.enqueue(
        id=id, kind="capture", key=key or id, payload={"url": id}, by="ana", at=at(minutes)
    )


async def lease(
    storage: Storage, worker: str = "w", minutes: float = 0, kind: str = "capture"
) -> Job | None:
    return await storage.lease(
        worker=worker, at=at(minutes), until=at(minutes + 1), kinds=(kind, "other")
    )


async def test_a_job_is_as_it_was_put(storage: Storage) -> None:
    job = await put(storage, "a")
    assert job == Job(
        id="a",
        kind="capture",
        key="a",
        payload={"url": "a"},
        state="queued",
        attempts=(),
        result={},
        by="ana",
        made_at=at(0),
        run_at=at(0),
        tries=0,
    )
    assert await storage.job("a") == job
    assert await storage.job("b") is None


async def test_a_second_request_joins_the_job_under_way(storage: Storage) -> None:
    await put(storage, "a", "post")
    assert (await put(storage, "b", "post")).id == "a"
    assert await lease(storage) is not None
    assert (await put(storage, "c", "post")).id == "a"
    await storage.end_job("a", "done", at=at(1), attempts=(), result={})
    assert (await put(storage, "d", "post")).id == "d"


async def test_the_same_key_of_another_kind_is_another_job(storage: Storage) -> None:
    await put(storage, "a", "post")
    other = await storage.enqueue(id="b", kind="derive", key="post", payload={}, by="ana", at=at(0))
    assert other.id == "b"


async def test_jobs_are_leased_oldest_first_and_counted(storage: Storage) -> None:
    await put(storage, "b", minutes=-1)
    await put(storage, "a", minutes=-2)
    one, two, three = [await lease(storage) for _ in range(3)]
    assert one is not None
    assert two is not None
    assert (one.id, two.id, three) == ("a", "b", None)
    assert (one.state, one.tries) == ("running", 1)


async def test_a_capture_goes_before_older_work_for_which_nobody_waits(storage: Storage) -> None:
    await storage.enqueue(id="old", kind="derive", key="x", payload={}, by="ana", at=at(0))
    await put(storage, "new", minutes=1)
    taken = [
        await storage.lease(worker="w", at=at(2), until=at(3), kinds=("derive", "capture"))
        for _ in range(2)
    ]
    assert [job.id for job in taken if job is not None] == ["new", "old"]


async def test_only_asked_kinds_that_are_due_are_leased(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage)
    await storage.retry_job("a", run_at=at(5))
    assert await lease(storage, minutes=4) is None
    assert await lease(storage, minutes=5, kind="derive") is None
    assert await lease(storage, minutes=5) is not None


async def test_a_clock_that_went_back_keeps_no_job_waiting(storage: Storage) -> None:
    await put(storage, "a", minutes=60)
    assert await lease(storage, minutes=0) is not None


async def test_a_worker_that_lost_its_lease_writes_nothing_more(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage, "first")
    await lease(storage, "second", minutes=1)
    await storage.progress("a", [{"n": 1}], worker="first")
    await storage.retry_job("a", run_at=at(9), worker="first")
    await storage.end_job("a", "failed", at=at(2), attempts=(), result={}, worker="first")
    job = await storage.job("a")
    assert job is not None
    assert (job.state, job.attempts) == ("running", ())
    await storage.end_job("a", "done", at=at(2), attempts=(), result={}, worker="second")
    job = await storage.job("a")
    assert job is not None
    assert job.state == "done"


async def test_two_workers_never_get_the_same_job(opened: Opener) -> None:
    storages = [await opened() for _ in range(4)]
    for i in range(12):
        await put(storages[0], f"job{i}")
    leased = await asyncio.gather(
        *(lease(storage, f"w{i}") for i, storage in enumerate(storages * 4))
    )
    ids = [job.id for job in leased if job is not None]
    assert sorted(ids) == sorted({f"job{i}" for i in range(12)})


async def test_a_lease_that_ran_out_is_given_to_another(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage, "first")
    assert await lease(storage, "second", minutes=0.9) is None
    again = await lease(storage, "second", minutes=1)
    assert again is not None
    assert (again.id, again.tries) == ("a", 2)
    assert not await storage.extend("a", worker="first", until=at(9))
    assert await storage.extend("a", worker="second", until=at(9))
    assert await lease(storage, "third", minutes=8) is None


async def test_progress_is_seen_by_whoever_watches(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage)
    await storage.progress("a", [{"source": "appview"}])
    job = await storage.job("a")
    assert job is not None
    assert (job.attempts, job.result) == (({"source": "appview"},), {})


async def test_a_job_that_has_ended_stays_as_it_ended(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage)
    await storage.end_job("a", "gone", at=at(1), attempts=[{"n": 1}], result={"r": 1})
    ended = await storage.job("a")
    assert ended is not None
    assert (ended.state, ended.ended_at) == ("gone", at(1))
    await storage.end_job("a", "done", at=at(2), attempts=(), result={})
    await storage.progress("a", ())
    await storage.retry_job("a", run_at=at(3))
    assert not await storage.extend("a", worker="w", until=at(9))
    assert await storage.job("a") == ended
    assert await lease(storage, minutes=60) is None


@pytest.mark.parametrize("state", ["queued", "running"])
async def test_a_job_does_not_end_by_going_on(storage: Storage, state: str) -> None:
    with pytest.raises(ValueError, match=state):
        await storage.end_job("a", state, at=at(1), attempts=(), result={})  # type: ignore[arg-type]


async def test_a_job_to_try_again_waits_for_its_time(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage)
    await storage.retry_job("a", run_at=at(5))
    assert await lease(storage, minutes=4) is None
    job = await lease(storage, minutes=5)
    assert job is not None
    assert job.tries == 2


async def test_lists_come_newest_first(storage: Storage) -> None:
    for i in range(3):
        await put(storage, f"job{i}", minutes=i)
    jobs = await storage.list_jobs(kind="capture", limit=2)
    assert [j.id for j in jobs] == ["job2", "job1"]
    assert await storage.list_jobs(kind="derive", limit=2) == ()


async def test_idle_workers_write_nothing(storage: Storage) -> None:
    before = await storage.data_version()
    assert await lease(storage) is None
    assert await storage.data_version() == before


async def test_a_job_that_waits_was_not_tried_and_can_be_hurried(storage: Storage) -> None:
    await put(storage, "a")
    await lease(storage)
    await storage.retry_job("a", run_at=at(60), counts=False)
    await storage.hurry("derive", at=at(1))
    assert await lease(storage, minutes=1) is None
    await storage.hurry("capture", at=at(1))
    job = await lease(storage, minutes=1)
    assert job is not None
    assert job.tries == 1
    await storage.hurry("capture", at=at(2))
    assert await storage.job("a") == job, "one that runs is left alone"
