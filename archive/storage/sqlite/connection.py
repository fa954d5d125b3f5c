"""SQLite connections, each on a thread of its own, and what its errors mean to a person.

A sqlite-utils ``Database`` raises when another thread uses it, and a statement blocks while
it waits for the disk: so a connection lives on the one thread of a :class:`Lane`.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from archive.errors import StorageError

__all__ = [
    "BUSY_SECONDS",
    "CACHE",
    "Lane",
    "connect",
    "explain",
    "first",
    "insert",
    "inserting",
    "one",
    "rows",
    "writing",
]

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS = 30.0
"""How long a writer waits for another process: longer than a VACUUM of a large archive."""
CACHE = 8 * 2**20
"""Bytes of the file that a connection keeps in memory, at most."""
CHECKPOINT = 8_000
"""Pages of 4 KiB in the write-ahead log, from which on they are taken over into the file. Ids are
in no order: a post touches many pages, and the next posts touch them again. With SQLite's own
1,000 each of them would be written many times over.
"""


def connect(path: Path, *, write: bool, cache: int = CACHE) -> Database:
    """A connection as this project wants it, which keeps ``cache`` bytes of the file in memory. To
    be called on the thread that will use it.
    """
    mode = "rwc" if write else "ro"
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        db = Database(connection, execute_plugins=False)
        if write:
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA secure_delete = ON")
            db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
        else:
            db.execute("PRAGMA query_only = ON")
        db.execute(f"PRAGMA cache_size = {-(cache // 1024)}")
    except BaseException:
        connection.close()
        raise
    return db


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that holds the write lock from the start: all of it or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


def rows(db: Database, sql: str, *values: Any, **named: Any) -> list[dict[str, Any]]:
    """The rows of a query as dicts; all are fetched, so that no read stays open."""
    # Not by sqlite-utils' query(), which puts a savepoint around each.
    cursor = db.execute(sql, named or values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def first(db: Database, sql: str, *values: Any, **named: Any) -> dict[str, Any] | None:
    """The first row of a query, or ``None``."""
    return next(iter(rows(db, sql, *values, **named)), None)


def one(db: Database, sql: str, *values: Any, **named: Any) -> dict[str, Any]:
    """The one row of a query that always gives one, such as ``INSERT … RETURNING``."""
    return rows(db, sql, *values, **named)[0]


def insert(db: Database, table: str, row: Mapping[str, Any]) -> int:
    """Adds a row to a table of the schema, and gives its rowid.

    Not by sqlite-utils' insert(), which first asks what tables and columns there are.
    """
    return db.execute(inserting(table, *row), list(row.values())).lastrowid or 0


@lru_cache(maxsize=256)
def inserting(table: str, *columns: str) -> str:
    """The statement that adds a row with these columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  names of ours


class Lane:
    """One connection on one thread; work on it is done in the order of asking."""

    def __init__(self, path: Path, *, write: bool, cache: int = CACHE) -> None:
        self._path = path
        self._write = write
        self._cache = cache
        self._thread = ThreadPoolExecutor(
            1, thread_name_prefix="sqlite-writer" if write else "sqlite-reader"
        )
        self._db: Database | None = None
        self._closed = False
        self.waiting = 0
        """Pieces of work that are not done yet."""

    async def run(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What ``work`` gives, called with the connection on its thread.

        Raises:
            StorageError: SQLite refused, in words for a person; or the lane is closed.
        """
        if self._closed:
            raise StorageError(f"{self._path} is closed.", next_step="Open the archive again.")

        def on_thread() -> T:
            try:
                if self._db is None:
                    self._db = connect(self._path, write=self._write, cache=self._cache)
                return work(self._db, *args, **kwargs)
            except sqlite3.Error as error:
                raise explain(error, self._path) from error

        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, on_thread)
        finally:
            self.waiting -= 1

    async def close(self) -> None:
        """Closes the connection after the work that was asked for. Twice is no error."""
        if not self._closed:
            self._closed = True
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
            self._thread.shutdown()

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()


def explain(error: sqlite3.Error, path: Path) -> StorageError:
    """The error in words for a person: which file, and what to do."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StorageError(
                f"{path}: the disk is full; nothing of this was stored.",
                next_step="Free space on it, then try again.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return StorageError(
                f"{path} cannot be opened or written ({error}).",
                next_step="Give the service write permission for the file and its folder.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StorageError(
                f"{path} is damaged, or no SQLite database ({error}).",
                next_step="Stop the service, keep a copy of the file, and restore a backup as "
                "docs/how-to/back-up-and-restore.md says.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageError(
                f"{path} is locked by another program.",
                next_step="End what writes to it (a sqlite3 shell, a backup), then try again.",
            )
        case sqlite3.SQLITE_IOERR:
            return StorageError(
                f"{path}: the disk gave an error ({error}).",
                next_step="Check the disk and the system's log before anything else is written.",
            )
    return StorageError(f"{path}: {error}.", next_step="Report this as a bug.")
