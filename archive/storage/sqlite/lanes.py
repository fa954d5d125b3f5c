"""The connections to one file: one that writes, some that read, and some that search."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from archive.storage.sqlite.changes import Changes
from archive.storage.sqlite.connection import Lane, writing

__all__ = ["Lanes"]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 2
SEARCHERS = 2
"""Searches and counts may take long: they have connections of their own, so that no reader of an
embed ever waits behind one."""
SEARCH_CACHE = 32 * 2**20
"""Bytes: a search of a million statements reads so many again and again."""


class Lanes:
    """Each is opened when it is first used; :meth:`close` waits for what is under way."""

    def __init__(self, path: Path) -> None:
        self.writer = Lane(path, write=True)
        self.readers = [Lane(path, write=False) for _ in range(READERS)]
        self._searchers = [Lane(path, write=False, cache=SEARCH_CACHE) for _ in range(SEARCHERS)]
        # data_version tells changes since the last time on the same connection, and is asked
        # for often: it does not wait behind a long read.
        self._watcher = Lane(path, write=False)
        self._changes = Changes(self._watcher, self.writer)

    async def write(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What ``work`` gives, in one transaction of the writer: all of it or nothing."""

        def transaction(db: Database) -> T:
            with writing(db):
                done = work(db, *args, **kwargs)
            self._changes.loud += 1
            return done

        return await self.writer.run(transaction)

    async def write_quietly(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As :meth:`write`, of what no view shows: see :mod:`archive.storage.sqlite.changes`."""

        def transaction(db: Database) -> T:
            with writing(db):
                return work(db, *args, **kwargs)

        return await self.writer.run(transaction)

    async def read(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What ``work`` gives, seen at one moment, from the reader with the least to do."""
        return await _on(self.readers, work, *args, **kwargs)

    async def search(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As :meth:`read`, of what may take long."""
        return await _on(self._searchers, work, *args, **kwargs)

    async def version(self) -> int:
        """See :meth:`~archive.storage.sqlite.changes.Changes.version`."""
        return await self._changes.version()

    async def close(self) -> None:
        for lane in (*self.readers, *self._searchers, self._watcher, self.writer):
            await lane.close()


async def _on(
    lanes: Sequence[Lane],
    work: Callable[Concatenate[Database, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    def transaction(db: Database) -> T:
        with db.atomic():
            return work(db, *args, **kwargs)

    return await min(lanes, key=lambda lane: lane.waiting).run(transaction)
