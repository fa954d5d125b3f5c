"""What a running archive does by itself, beside the queue: it sweeps, counts, and tries again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from archive.cards import CardShelf
from archive.clock import Clock
from archive.deleted import BY
from archive.errors import StorageError
from archive.health import EVERY, Tally
from archive.storage.base import Blobs, Storage
from archive.sweeping import sweep

__all__ = ["GIVEN_UP_AFTER", "Upkeep"]

log = logging.getLogger(__name__)

SWEEP_EVERY = 86_400.0
"""Seconds between two sweeps of the blobs; the first is at the start."""
GIVEN_UP_AFTER = timedelta(days=30)
"""For so long a file that its server did not give is tried again every day, and at each start."""
MOST_AGAIN = 1_000
"""Snapshots whose files are tried again in one go."""


class Upkeep:
    """``enqueue`` queues a job of a kind under a key; ``streams`` says whether the parts of a
    stream can be joined here.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        cards: CardShelf,
        tally: Tally,
        clock: Clock,
        enqueue: Callable[..., Awaitable[Any]],
        streams: bool,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._cards = cards
        self._tally = tally
        self._clock = clock
        self._enqueue = enqueue
        self._streams = streams

    async def run(self) -> None:
        """Until cancelled: writes how the sources fare every few seconds, sweeps once a day."""
        await asyncio.gather(self._sweep_daily(), self._write_tally())

    async def _sweep_daily(self) -> None:
        while True:
            try:
                await self.fetch_again()
                swept = await self.sweep()
                if swept:
                    log.info("swept %d blobs that nothing referred to", swept)
            except StorageError as error:
                log.warning("left-over blobs are not swept: %s", error)
            await asyncio.sleep(SWEEP_EVERY)

    async def _write_tally(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            await self.write_tally()

    async def write_tally(self) -> None:
        """Writes how the sources fared since the last time: see :mod:`archive.health`."""
        try:
            await self._tally.write(self._clock())
        except StorageError as error:
            log.warning("how the sources fare is not written yet: %s", error)

    async def sweep(self) -> int:
        """Takes out old cards, deletes the blobs that nothing refers to for a day, and gives
        the number of files.

        See :meth:`archive.cards.CardShelf.forget` and :func:`archive.sweeping.sweep`.
        """
        return await self._cards.forget() + await sweep(self._storage, self._blobs)

    async def fetch_again(self, post: str | None = None) -> int:
        """Queues another try for files that could not be had and may be had now, and gives the
        number of snapshots: streams, once ffmpeg is installed; and what its server did not give, of
        one post, or of all that were captured within :data:`GIVEN_UP_AFTER`.
        """
        waiting = set(
            await self._storage.to_fetch_again(
                ("another day",),
                limit=MOST_AGAIN,
                post=post,
                since=None if post else self._clock() - GIVEN_UP_AFTER,
            )
        )
        if self._streams:
            waiting |= set(
                await self._storage.to_fetch_again(("ffmpeg",), limit=MOST_AGAIN, post=post)
            )
        for id_, n in sorted(waiting):
            await self._enqueue("media", f"{id_}@{n}", {}, by=BY)
        return len(waiting)
