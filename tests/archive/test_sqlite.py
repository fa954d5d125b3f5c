"""What is SQLite's own: the file, its schema and migrations, errors, and traces of what was
erased.
"""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ConfigError, StorageError
from archive.query import Query, from_params
from archive.storage import Storage, open_storage
from archive.storage.sqlite import SqliteStorage
from archive.storage.sqlite import keep as keep_part
from archive.storage.sqlite import search as search_part
from archive.storage.sqlite.schema import migrations
from tests.archive.sqlite_files import ask, damage, open_file
from tests.archive.storage_posts import (
    capture,
    exchange,
    first,
    id_of,
    look,
    picture,
    with_picture,
)

Opener = Callable[[], Awaitable[Storage]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


# The file


async def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b c#?%" / "archive.db"
    storage = await open_file(file)
    await storage.keep(capture(first()))
    assert await storage.post(id_of()) is not None
    await storage.close()
    assert [f.name for f in file.parent.iterdir()] == ["archive.db"]


@pytest.mark.parametrize("url", ["sqlite:", "postgresql://db/x", "archive.db", ""])
async def test_a_url_of_no_backend_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"storage\.database"):
        await open_storage(url)


async def test_the_writer_waits_for_the_disk_and_readers_cannot_write(file: Path) -> None:
    storage = await SqliteStorage.open(file)

    def pragmas(db: Any) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "query_only")
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    writer = await storage._lanes.writer.run(pragmas)
    reader = await storage._lanes.readers[0].run(pragmas)
    assert writer == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "query_only": 0,
    }
    assert reader["query_only"] == 1
    with pytest.raises(StorageError, match="cannot be opened or written"):
        await storage._lanes.readers[0].run(lambda db: db.execute("DELETE FROM posts"))
    await storage.close()


async def test_nobody_waits_behind_searches(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = await SqliteStorage.open(file)
    await storage.keep(capture(first()))
    go_on = threading.Event()
    monkeypatch.setattr(search_part, "search", lambda *_: go_on.wait(20))
    everything = from_params({})
    assert isinstance(everything, Query)
    searches = [asyncio.create_task(storage.search(everything)) for _ in range(9)]
    try:
        async with asyncio.timeout(10):
            assert await storage.holding(id_of()) is not None
            assert (await storage.list_posts(limit=1, drafts=True)).holdings
    finally:
        go_on.set()
        await asyncio.gather(*searches)
        await storage.close()


async def test_readers_go_on_while_somebody_writes(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(first()))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert await asyncio.wait_for(storage.holding(id_of()), 5) is not None
    other.close()
    await storage.close()


# Schema and migrations


async def test_tables_are_strict_and_foreign_keys_have_no_action(file: Path) -> None:
    await (await open_file(file)).close()
    listed = ask(file, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    # FTS5 makes its own tables, which it alone writes.
    others = ("sqlite_", "statements_search")
    tables = {name: strict for name, strict in listed if not name.startswith(others)}
    assert set(tables.values()) == {1}
    assert set(tables) >= {
        *("officials", "offices", "accounts", "account_handles", "posts", "aliases"),
        *("snapshots", "media", "snapshot_media", "exchanges", "checks", "annotations"),
        *("sites", "articles", "placements", "requests", "jobs", "log", "audit", "users"),
        *("keys", "statements"),
    }
    sql = "SELECT on_delete, on_update FROM pragma_foreign_key_list(?)"
    actions = {key for table in tables for key in ask(file, sql, table)}
    assert actions == {("NO ACTION", "NO ACTION")}


async def test_a_file_that_is_up_to_date_is_left_alone(file: Path) -> None:
    await (await open_file(file)).close()
    assert ask(file, "PRAGMA user_version") == [(max(migrations()),)]
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    storage = await asyncio.wait_for(open_file(file), 5)
    await storage.close()
    other.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    folder = files("archive.storage.sqlite") / "migrations"
    numbers = sorted(int(file.name[:4]) for file in folder.iterdir() if file.name.endswith(".sql"))
    assert numbers == list(migrations()) == list(range(1, len(migrations()) + 1))


async def test_posts_of_the_first_schema_that_were_public_stay_to_be_seen(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(migrations()[1])
        db.executemany(
            "INSERT INTO posts (id, platform, native_id, url, visibility, capture_reason, "
            "requested_at) VALUES (?, 'x', ?, '', ?, 'request', '2026-01-02T03:04:05.000Z')",
            [
                (id_of("1"), "1", "draft"),
                (id_of("2"), "2", "public"),
                (id_of("3"), "3", "withheld"),
            ],
        )
        db.execute("PRAGMA user_version = 1")
        db.commit()
    storage = await open_file(file)
    seen = [await storage.post(id_of(n), drafts=False) is not None for n in ("1", "2", "3")]
    await storage.close()
    assert seen == [False, True, True]


async def test_a_migration_that_fails_leaves_the_file_as_it_was(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_file(file)).close()
    last = max(migrations())
    bad = {
        **migrations(),
        last + 1: "CREATE TABLE fine (id INTEGER PRIMARY KEY) STRICT;",
        last + 2: "CREATE TABLE also (id INTEGER) STRICT; INSERT INTO nothing DEFAULT VALUES;",
    }
    monkeypatch.setattr("archive.storage.sqlite.schema.migrations", lambda: bad)
    with pytest.raises(StorageError, match="nothing"):
        await open_file(file)
    assert ask(file, "PRAGMA user_version") == [(last,)]
    assert ask(file, "SELECT name FROM sqlite_master WHERE name IN ('fine', 'also')") == []


async def test_a_file_of_a_newer_version_is_refused(file: Path) -> None:
    await (await open_file(file)).close()
    ask(file, "PRAGMA user_version = 999")
    with pytest.raises(StorageError, match=r"schema 999.*Install the version") as caught:
        await open_file(file)
    assert str(file) in caught.value.what


async def test_a_database_of_another_program_is_refused_and_left_alone(file: Path) -> None:
    ask(file, "CREATE TABLE theirs (x)")
    with pytest.raises(StorageError, match="another program"):
        await open_file(file)
    assert ask(file, "PRAGMA journal_mode") == [("delete",)]
    assert ask(file, "SELECT name FROM sqlite_master") == [("theirs",)]


async def test_an_old_sqlite_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.0")
    with pytest.raises(StorageError, match=r"3\.36\.0; 3\.37 or newer"):
        await open_file(file)


def test_processes_that_start_at_once_all_open_a_new_file(file: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from archive.storage import open_storage\n"
        "async def main():\n"
        "    await (await open_storage(f'sqlite:{sys.argv[1]}')).close()\n"
        "sys.stdin.read()\n"
        "asyncio.run(main())\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", script, file], stdin=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert ask(file, "PRAGMA user_version") == [(max(migrations()),)]


async def test_tasks_that_open_at_once_all_succeed(file: Path) -> None:
    for storage in await asyncio.gather(*(open_file(file) for _ in range(6))):
        await storage.close()


# Errors


async def test_a_full_disk_is_told_and_nothing_of_the_capture_is_stored(file: Path) -> None:
    storage = await SqliteStorage.open(file)
    pages = ask(file, "PRAGMA page_count")[0][0]
    await storage._lanes.writer.run(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 1}"))
    with pytest.raises(StorageError, match=r"the disk is full.*Free space") as caught:
        await storage.keep(capture(first(text="x" * 100_000)))
    assert str(file) in caught.value.what
    assert await storage.post(id_of()) is None
    await storage._lanes.writer.run(lambda db: db.execute("PRAGMA max_page_count = 100000"))
    await storage.keep(capture(first(text="x" * 100_000)))
    await storage.close()


async def test_a_file_that_cannot_be_written_is_told(file: Path) -> None:
    storage = await SqliteStorage.open(file)
    await storage._lanes.writer.run(lambda db: db.execute("PRAGMA query_only = ON"))
    with pytest.raises(StorageError, match=r"cannot be opened or written.*permission"):
        await storage.keep(capture(first()))
    await storage.close()


async def test_a_file_that_is_no_database_is_told(file: Path) -> None:
    await asyncio.to_thread(file.write_bytes, b"This is no database, but long enough." * 99)
    with pytest.raises(StorageError, match=r"damaged, or no SQLite database.*restore a backup"):
        await open_file(file)


async def test_a_damaged_file_is_told(file: Path) -> None:
    storage = await open_file(file)
    await storage.keep(capture(*(first(str(i), "x" * 500) for i in range(50))))
    await storage.close()
    damage(file)
    with pytest.raises(StorageError, match=r"damaged.*restore a backup"):
        await (await open_file(file)).close()


async def test_a_file_that_another_program_locks_is_told(file: Path) -> None:
    storage = await SqliteStorage.open(file)
    await storage._lanes.writer.run(lambda db: db.execute("PRAGMA busy_timeout = 10"))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked by another program"):
        await storage.keep(capture(first()))
    other.close()
    await storage.keep(capture(first()))
    await storage.close()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        await open_file(tmp_path / "file" / "archive.db")
    with pytest.raises(StorageError, match="cannot be opened"):
        await open_file(tmp_path)


@pytest.mark.parametrize(
    "step", ["add_media", "add_attachments", "add_exchanges", "index_new", "record"]
)
async def test_a_crash_at_any_step_leaves_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    storage = await open_file(file)

    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("the process died")

    monkeypatch.setattr(keep_part, step, crash)
    with pytest.raises(RuntimeError, match="died"):
        await storage.keep(
            capture(
                with_picture(), media=(picture(),), exchanges=(exchange(),), looks=(look("1", 0),)
            )
        )
    for table in ("posts", "snapshots", "media", "log", "exchanges", "statements", "audit"):
        assert ask(file, f"SELECT * FROM {table} LIMIT 1") == [], table  # noqa: S608  from above
    monkeypatch.undo()
    await storage.keep(capture(first()))
    await storage.close()
