"""Posts that are written in one transaction stand in the file as if each had had its own."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from archive.records import Account, Annotation
from archive.storage.base import PostWrite
from tests.archive.sqlite_files import ask, open_file
from tests.archive.storage_posts import (
    NOON,
    POSTED,
    attachment,
    capture,
    first,
    id_of,
    linking,
    look,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)

NOT_HELD = {"audit", "jobs", "search_version"}
"""There is one entry of the log for a transaction, not for a post."""


def said(native: str) -> Annotation:
    return Annotation(
        post=id_of(native),
        kind="official",
        body={"name": "Ana Example", "office": "Mayor of Oakton"},
        by="ana",
        at=NOON,
        version=1,
    )


def other(native: str, number: int) -> PostWrite:
    by = Account(platform="x", native_id=f"9{number}", handle=f"h{number}", name=None)
    later = POSTED + timedelta(milliseconds=number % 3)
    return write(native, new(1, snapshot(native, f"Word {number}.", created_at=later)), account=by)


POSTS = (
    first("20", "One, posted at one moment with the next."),
    first("10", "Two, posted at that moment, too."),
    first("21", "Three.", aliases=("22",), official=said("21")),
    write("21", new(2, snapshot("21", "Three, edited."))),
    write("22", new(3, snapshot("21", "Three, edited again."))),
    with_picture("30"),
    linking("31", "quoted", "30"),
    linking("32", "reposted", "30"),
    write("33", new(1, snapshot("33", "Four.")), new(2, snapshot("33", "Four, edited."))),
    first("40", "Five, by its later id."),
    write("41", new(2, snapshot("41", "Five, edited.")), merges=(id_of("40"),)),
    first("50", "Of somebody.", account=Account(platform="x", native_id="50")),
    first("51", "A word.", account=Account(platform="x", native_id="50", private_person=True)),
    first("52", "As context.", reason="context"),
    write("52"),
    *(other(str(100 - number), number) for number in range(8)),
    first("60", "Named, too.", official=said("60")),
)


def content(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all tables. Which of several statements of one millisecond has which id is not
    held; that all rows of a statement have the same is.
    """
    with closing(sqlite3.connect(file)) as db:
        db.create_function("named", 1, dict(db.execute(_IDS)).get)
        return {
            table: sorted(db.execute(_columns(db, table)).fetchall(), key=repr)
            for (table,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            )
            if table not in NOT_HELD and not table.startswith(("statements_search", "sqlite_"))
        }


_IDS = "SELECT id, post || '@' || snapshot FROM statements"


def _columns(db: sqlite3.Connection, table: str) -> str:
    names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    if table in {"statements", "statement_facets", "statement_signs"}:
        names[names.index("id")] = "named(id)"
    return f"SELECT {', '.join(names)} FROM {table}"  # noqa: S608  names of the schema


def found(file: Path, word: str) -> list[tuple[Any, ...]]:
    return ask(
        file,
        """
        SELECT s.post, s.snapshot FROM statements_search t JOIN statements s ON s.id = t.rowid
        WHERE statements_search MATCH ? ORDER BY 1, 2
        """,
        word,
    )


async def test_together_they_are_what_they_are_one_by_one(tmp_path: Path) -> None:
    looks = (look("20"), look("31"))
    together, alone = tmp_path / "together.db", tmp_path / "alone.db"
    storage = await open_file(together)
    await storage.keep(capture(*POSTS, looks=looks, media=(picture(),)))
    await storage.close()
    storage = await open_file(alone)
    for post in POSTS:
        await storage.keep(capture(post, media=(picture(),)))
    for one in looks:
        await storage.keep(capture(looks=(one,)))
    await storage.close()

    expected = content(alone)
    assert len(expected["statements"]) == 22
    assert len(expected["annotations"]) == 2
    assert content(together) == expected
    for word, times in (("moment", 2), ("edited", 4), ("word", 8), ("context", 1), ("somebody", 0)):
        assert len(found(alone, word)) == times, word
        assert found(together, word) == found(alone, word), word
    check = "INSERT INTO statements_search (statements_search, rank) VALUES ('integrity-check', 1)"
    assert ask(together, check) == []


async def test_a_medium_is_beside_its_own_snapshot(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    storage = await open_file(file)
    content = snapshot("2", "With another picture.")
    await storage.keep(
        capture(
            first("1"),
            with_picture("3"),
            write("2", new(1, content, attachments=(attachment(),))),
            media=(picture(),),
        )
    )
    await storage.close()
    beside = "SELECT s.post FROM snapshot_media m JOIN snapshots s ON s.id = m.snapshot ORDER BY 1"
    assert ask(file, beside) == sorted((id_of(native),) for native in ("2", "3"))
