"""The queue: work that outlives the request that asked for it, and the process that began it.

A job is leased, its lease is kept while it runs, and a job whose worker died is leased again
when the lease runs out. A second request for the same kind and key joins the one under way.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal
from weakref import WeakValueDictionary

from archive.clock import Clock
from archive.errors import ArchiveError, StorageError
from archive.storage.base import Job, JobState, Storage

__all__ = ["TRIES", "WAIT", "Ended", "Handler", "Jobs", "Progress", "Wait"]

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
BEAT = 10.0
POLL = 1.0
TRIES = 4
BACK_OFF = timedelta(seconds=15)
LONGEST = timedelta(hours=1)
"""Between two looks of a job that waits."""

Ended = tuple[JobState, Sequence[dict[str, Any]], dict[str, Any]]
"""How a job ended: state, attempts, result."""

Wait = Literal["wait"]
WAIT: Wait = "wait"
"""What it needs is not there yet, and nobody failed: it looks again, however often."""

Progress = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]
Handler = Callable[[Job, Progress], Coroutine[Any, Any, Ended | Wait | None]]
"""Does one kind of job. ``None`` means: not yet, try again later, but not for ever."""


class Jobs:
    """Queues jobs, runs them with ``slots`` at once, and tells whoever watches."""

    def __init__(
        self,
        storage: Storage,
        handlers: Mapping[str, Handler],
        *,
        clock: Clock,
        slots: int,
        log_id: Callable[[], str] = lambda: secrets.token_hex(4),
    ) -> None:
        self._storage = storage
        self._handlers = handlers
        self._clock = clock
        self._slots = slots
        self._worker = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._changed: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        """By job, for as long as somebody watches it."""
        self._log_id = log_id

    async def enqueue(self, kind: str, key: str, payload: dict[str, Any], *, by: str) -> Job:
        """A durable job, or the one under way for the same kind and key."""
        job = await self._storage.enqueue(
            id=secrets.token_urlsafe(12),
            kind=kind,
            key=key,
            payload=payload,
            by=by,
            at=self._clock(),
        )
        self._wake.set()
        return job

    def wake(self) -> None:
        """Look for work now: some was written by a transaction of another part."""
        self._wake.set()

    async def hurry(self, kind: str) -> None:
        """Those of a kind that wait for their time are due now: what they wait for may be there."""
        await self._storage.hurry(kind, at=self._clock())
        self._wake.set()

    async def watch(self, job: str) -> AsyncIterator[Job]:
        """The job at once, and again on each change, until it has ended."""
        last: Job | None = None
        changed = self._changed.setdefault(job, asyncio.Event())
        while True:
            changed.clear()
            now = await self._storage.job(job)
            if now is None:
                return
            if now != last:
                yield now
                last = now
            if now.state not in {"queued", "running"}:
                return
            # Another process may be the one that runs it: nothing here is told then.
            await _soon(changed)

    async def run(self) -> None:
        """Works until cancelled. What was under way is then left to its lease."""
        running: set[asyncio.Task[None]] = set()
        try:
            while True:
                self._wake.clear()
                while len(running) < self._slots and (job := await self._next()) is not None:
                    task = asyncio.create_task(self._work(job))
                    running.add(task)
                    task.add_done_callback(running.discard)
                    task.add_done_callback(lambda _: self._wake.set())
                await _soon(self._wake)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def run_due(self) -> int:
        """Does all jobs that are due, one after another, and gives their number."""
        done = 0
        while (job := await self._lease()) is not None:
            await self._work(job)
            done += 1
        return done

    async def _next(self) -> Job | None:
        """A job to do; while the store does not answer, none: the worker outlives that."""
        try:
            return await self._lease()
        except StorageError as error:
            log.warning("the queue cannot be read just now: %s", error)
            return None

    async def _lease(self) -> Job | None:
        at = self._clock()
        return await self._storage.lease(
            worker=self._worker, at=at, until=at + LEASE, kinds=tuple(self._handlers)
        )

    async def _work(self, job: Job) -> None:
        """Does a job and writes how it ended. Where that cannot be written, its lease runs out
        and it is done again: a look may be repeated.
        """
        try:
            await self._do(job)
        except StorageError as error:
            log.warning("how job %s %s ended is not written: %s", job.kind, job.key, error)
        finally:
            self._tell(job.id)

    async def _do(self, job: Job) -> None:
        attempts: Sequence[dict[str, Any]] = ()

        async def progress(so_far: Sequence[dict[str, Any]]) -> None:
            nonlocal attempts
            attempts = so_far
            await self._storage.progress(job.id, so_far, worker=self._worker)
            self._tell(job.id)

        self._tell(job.id)
        work = asyncio.create_task(self._handlers[job.kind](job, progress))
        beat = asyncio.create_task(self._keep_lease(job, work))
        try:
            ended = await work
            if ended is None:
                sentence = "It could not be had in the tries that it got."
                await self._again(job, attempts, sentence, "Try later.")
            elif ended == WAIT:
                await self._wait(job)
            else:
                state, attempts, result = ended
                await self._end(job, state, attempts, result)
        except asyncio.CancelledError:
            stopped = asyncio.current_task()
            if not beat.done() or (stopped is not None and stopped.cancelling()):
                raise
            log.warning("job %s %s is in other hands: its lease was lost", job.kind, job.key)
        except StorageError as error:
            log.warning("job %s %s: %s", job.kind, job.key, error)
            await self._again(job, attempts, error.what, error.next_step)
        except ArchiveError as error:
            log.warning("job %s %s: %s", job.kind, job.key, error)
            await self._fail(job, attempts, error.what, error.next_step)
        except Exception:
            name = self._log_id()
            log.exception("job %s %s failed, error %s", job.kind, job.key, name)
            sentence = f"Something broke here, not at the platform (error {name} in the log)."
            next_step = f"Try again; if it stays, tell whoever runs this service the word {name}."
            await self._again(job, attempts, sentence, next_step)
        finally:
            beat.cancel()

    async def _again(
        self, job: Job, attempts: Sequence[dict[str, Any]], sentence: str, next_step: str
    ) -> None:
        """Back to the queue, later each time; after the last try it has failed."""
        if job.tries >= TRIES:
            await self._fail(job, attempts, sentence, next_step)
        else:
            wait = BACK_OFF * 4 ** (job.tries - 1)
            await self._storage.retry_job(job.id, run_at=self._clock() + wait, worker=self._worker)

    async def _wait(self, job: Job) -> None:
        """Back to the queue for as long again as it has waited; that was no try."""
        now = self._clock()
        wait = min(max(now - job.made_at, BACK_OFF), LONGEST)
        await self._storage.retry_job(job.id, run_at=now + wait, worker=self._worker, counts=False)

    async def _fail(
        self, job: Job, attempts: Sequence[dict[str, Any]], sentence: str, next_step: str
    ) -> None:
        await self._end(job, "failed", attempts, {"sentence": sentence, "next": next_step})

    async def _end(
        self,
        job: Job,
        state: JobState,
        attempts: Sequence[dict[str, Any]],
        result: dict[str, Any],
    ) -> None:
        await self._storage.end_job(
            job.id,
            state,
            at=self._clock(),
            attempts=attempts,
            result=result,
            worker=self._worker,
        )

    async def _keep_lease(self, job: Job, work: asyncio.Task[Ended | Wait | None]) -> None:
        """Keeps the lease while the work goes on. A lost one is another worker's: stop."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                kept = await self._storage.extend(
                    job.id, worker=self._worker, until=self._clock() + LEASE
                )
            except StorageError as error:
                log.warning("the lease of job %s %s is not kept: %s", job.kind, job.key, error)
                continue
            if not kept:
                work.cancel()
                return

    def _tell(self, job: str) -> None:
        changed = self._changed.get(job)
        if changed is not None:
            changed.set()


async def _soon(event: asyncio.Event) -> None:
    """Waits for the event, at most :data:`POLL` seconds.

    Not by ``wait_for``, which before Python 3.12 loses a cancellation that comes in the moment
    in which the event is set: a worker would never stop.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(POLL):
            await event.wait()
