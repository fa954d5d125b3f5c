"""What a storage backend gives to the queue: jobs, leased to one worker at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

__all__ = ["Job", "JobState", "Queue"]

JobState = Literal["queued", "running", "done", "partial", "gone", "refused", "failed"]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """Work that outlives the request that asked for it. See :mod:`archive.jobs`."""

    id: str
    kind: str
    key: str
    payload: dict[str, Any]
    state: JobState
    attempts: tuple[dict[str, Any], ...]
    result: dict[str, Any]
    by: str
    made_at: datetime
    run_at: datetime
    tries: int
    ended_at: datetime | None = None


class Queue(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps jobs."""

    async def enqueue(
        self, *, id: str, kind: str, key: str, payload: dict[str, Any], by: str, at: datetime
    ) -> Job:
        """A new job, or the one under way for the same kind and key."""

    async def job(self, id: str) -> Job | None: ...

    async def list_jobs(self, *, kind: str, limit: int) -> tuple[Job, ...]:
        """Newest first."""

    async def lease(
        self, *, worker: str, at: datetime, until: datetime, kinds: Sequence[str]
    ) -> Job | None:
        """The next due job, now running; also one whose lease ran out. ``None``: nothing is due.
        Captures go first, for which somebody waits, then the oldest.

        A job that was made later than now is due: the clock went back, and nobody knows how far.
        """

    async def extend(self, id: str, *, worker: str, until: datetime) -> bool:
        """Keeps a lease; ``False`` when it was lost."""

    async def progress(
        self, id: str, attempts: Sequence[dict[str, Any]], *, worker: str | None = None
    ) -> None:
        """Attempts so far, for whoever watches. A ``worker`` that is named, here and below,
        writes nothing if its lease is another's by now.
        """

    async def end_job(
        self,
        id: str,
        state: JobState,
        *,
        at: datetime,
        attempts: Sequence[dict[str, Any]],
        result: dict[str, Any],
        worker: str | None = None,
    ) -> None: ...

    async def retry_job(
        self, id: str, *, run_at: datetime, worker: str | None = None, counts: bool = True
    ) -> None:
        """Back to the queue, for a time to come. Where it was no try, it does not count."""

    async def hurry(self, kind: str, *, at: datetime) -> None:
        """Jobs of this kind that wait in the queue for a later time are due."""
