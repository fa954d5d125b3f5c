"""Brings a SQLite file to the newest schema: numbered files, one transaction, one lock."""

import logging
import re
import sqlite3
import time
from importlib.resources import files
from pathlib import Path

from sqlite_utils import Database

from archive.errors import StorageError
from archive.storage.sqlite.connection import BUSY_SECONDS, first, writing
from archive.storage.sqlite.statements import index_all, is_outdated

__all__ = ["OLDEST_SQLITE", "migrate", "migrations"]

log = logging.getLogger(__name__)

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""


def migrations() -> dict[int, str]:
    """The migrations that this version knows, by number: each file's SQL."""
    folder = files("archive.storage.sqlite") / "migrations"
    found: dict[int, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if re.fullmatch(r"[0-9]{4}_[a-z_]+\.sql", file.name):
            number = int(file.name[:4])
            if number in found:
                raise RuntimeError(f"two migrations have the number {number}")
            found[number] = file.read_text(encoding="utf-8")
    return found


def migrate(db: Database, path: Path) -> None:
    """Applies the migrations that the file lacks, all or none of them.

    ``PRAGMA user_version`` is the number of the last one. The number is read again under the
    write lock, so that of two processes that start at once one waits for the other.

    Raises:
        StorageError: SQLite is too old, or the file is of a newer version, of another
            program, or on a file system without the locks that WAL needs.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StorageError(
            f"This Python has SQLite {sqlite3.sqlite_version}; 3.37 or newer is needed.",
            next_step="Use a newer Python, or one that is built with a newer SQLite.",
        )
    known = migrations()
    with db.atomic():
        if not _missing(db, path, known) and not is_outdated(db):
            return
    _use_wal(db, path)
    with writing(db):
        for number in _missing(db, path, known):
            db.executescript(known[number])
            db.execute(f"PRAGMA user_version = {number}")
        if is_outdated(db):
            index_all(db, _tell)


def _tell(done: int, posts: int) -> None:
    if done:
        log.warning("Indexing the statements: %s of %s posts.", f"{done:,}", f"{posts:,}")


def _missing(db: Database, path: Path, known: dict[int, str]) -> list[int]:
    """Numbers of the migrations to apply; an error if the file is not one for us."""
    row = first(db, "PRAGMA user_version")
    version = 0 if row is None else int(row["user_version"])
    if version > max(known):
        raise StorageError(
            f"{path} has schema {version}, and this version of onrecord knows up to {max(known)}.",
            next_step="Install the version that wrote it, or a newer one.",
        )
    if version == 0 and db.table_names():
        raise StorageError(
            f"{path} is a database of another program: it has tables, and none are ours.",
            next_step="Name another file in [storage] database.",
        )
    return [number for number in known if number > version]


def _use_wal(db: Database, path: Path) -> None:
    """Switching needs the file alone, and SQLite does not wait for that: we do."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            row = first(db, "PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
            continue
        if row is None or row["journal_mode"] != "wal":
            raise StorageError(
                f"{path} is on a file system that cannot do SQLite's WAL.",
                next_step="Put it on a local disk.",
            )
        return
