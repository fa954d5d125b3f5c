"""Looks again, by itself, at posts that are in use: those that a placement shows, and those that an
article shows, names or quotes.

The newer the use, the sooner the next look: after a quarter of the time since then, at least
``[watch] first_hours``, at most ``[watch] longest_days``. A platform is asked for ``[watch]
per_hour`` posts at most; those that wait longest come first, and what is left waits on. Each look
is a job of the queue: within the limits for each host, and after captures that somebody waits for.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from archive.clock import Clock
from archive.errors import StorageError, UnknownPost, UsageError
from archive.jobs import Ended, Handler, Progress
from archive.settings import WatchSettings
from archive.sites import BY, Queue
from archive.storage.base import Job, Storage
from archive.storage.looks import InUse

__all__ = ["Rechecks", "next_look"]

log = logging.getLogger(__name__)

ROUND = 300.0
"""Seconds between two looks at whose turn it is."""
_ROUNDS = 12
"""In an hour: what a platform may be asked for is spread over them."""
_SHARE = 4
_MOST = 10_000
"""Posts of one round."""


def next_look(used_at: datetime, after: datetime, settings: WatchSettings) -> datetime:
    """When a post is to be looked at again after a moment.

    >>> from datetime import UTC
    >>> used = datetime(2026, 1, 1, tzinfo=UTC)
    >>> (next_look(used, datetime(2026, 1, 9, tzinfo=UTC), WatchSettings()) - used).days
    10
    """
    least = timedelta(hours=settings.first_hours)
    most = max(least, timedelta(days=settings.longest_days))
    return after + min(max((after - used_at) / _SHARE, least), most)


class Rechecks:
    """``look`` looks at a post now, and gives how it ended and in which words."""

    def __init__(
        self,
        *,
        settings: WatchSettings,
        storage: Storage,
        clock: Clock,
        enqueue: Queue,
        look: Callable[[str, str], Awaitable[Ended]],
        asked: Callable[[str], bool],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._storage = storage
        self._clock = clock
        self._enqueue = enqueue
        self._look = look
        self._asked = asked
        self._sleep = sleep

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What the queue calls, by kind of job."""
        return {"look": self._look_job}

    async def run(self) -> None:
        """Asks for the posts whose turn it is until cancelled."""
        while self._settings.per_hour:
            try:
                await self.ask_due()
            except StorageError as error:
                log.warning("posts in use are not looked at just now: %s", error)
            await self._sleep(ROUND)

    async def due(self) -> tuple[InUse, ...]:
        """The posts whose turn it is, whatever their platform may still be asked for."""
        return (await self._sorted())[0]

    async def ask_due(self) -> int:
        """Queues a look at the posts whose turn it is, and gives their number."""
        now = self._clock()
        due, later = await self._sorted()
        spent = Counter(await self._storage.looks_asked(now - timedelta(hours=1)))
        most = self._settings.per_hour
        left = {one.platform: most - spent[one.platform] for one in due}
        in_round = dict.fromkeys(left, -(-most // _ROUNDS))
        asked: list[InUse] = []
        for one in due:
            if min(left[one.platform], in_round[one.platform]) > 0:
                left[one.platform] -= 1
                in_round[one.platform] -= 1
                asked.append(one)
        await self._storage.schedule_looks(later, asked_at=None)
        turns = [(one.post, next_look(one.used_at, now, self._settings)) for one in asked]
        await self._storage.schedule_looks(turns, asked_at=now)
        for one in asked:
            await self._enqueue("look", one.post, {}, by=BY)
        return len(asked)

    async def _sorted(self) -> tuple[tuple[InUse, ...], list[tuple[str, datetime]]]:
        """Those to look at, and when the turn of the others comes: somebody looked meanwhile, or
        just captured them.
        """
        now = self._clock()
        due: list[InUse] = []
        later: list[tuple[str, datetime]] = []
        for one in await self._storage.due_looks(at=now, limit=_MOST):
            if not self._asked(one.platform):
                continue
            turn = one.looked_at and next_look(one.used_at, one.looked_at, self._settings)
            if turn is not None and turn > now:
                later.append((one.post, turn))
            else:
                due.append(one)
        return tuple(due), later

    async def _look_job(self, job: Job, _progress: Progress) -> Ended:
        try:
            return await self._look(job.key, job.by)
        except (UnknownPost, UsageError) as error:  # erased while it waited
            return "done", (), {"sentence": error.what}
