"""How much is kept, counted when it is asked for, and kept for a moment where that takes long."""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web

from archive.storage.coverage import Coverage
from embedder.web.auth import Visitor
from embedder.web.cache import CACHE
from embedder.web.context import ARCHIVE

__all__ = ["COUNTED", "Counted"]

QUICK = 1.0
"""Seconds of counting up to which the figures are those of this moment."""
SHARE, LONGEST = 20, 50.0
"""Else they are kept for so many times as long, and so many seconds at most: what is withheld is
gone from them within a minute, too."""


class _Known(NamedTuple):
    coverage: Coverage
    generation: int
    """Of the finished pages: they are dropped when the data change."""
    until: float


class Counted:
    """The figures, one count at a time: whoever asks meanwhile waits for that one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = asyncio.Lock()
        self._known: dict[bool, _Known] = {}

    async def coverage(self, request: web.Request, who: Visitor) -> Coverage:
        """What this visitor may know of."""
        async with self._lock:
            generation, started = request.app[CACHE].generation, self._clock()
            known = self._known.get(who.sees_drafts)
            if known is None or (known.generation != generation and known.until <= started):
                found = await request.app[ARCHIVE].storage.coverage(drafts=who.sees_drafts)
                took = self._clock() - started
                wait = min(SHARE * took, LONGEST) if took > QUICK else 0.0
                known = _Known(found, generation, self._clock() + wait)
                self._known[who.sees_drafts] = known
            return known.coverage


COUNTED = web.AppKey("counted", Counted)
