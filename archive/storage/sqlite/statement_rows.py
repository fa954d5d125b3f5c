"""The rows of a statement, in four tables that are always in step: ``statements``, its index
``statements_search``, ``statement_facets`` and ``statement_signs``. Which statements there are is
decided in :mod:`archive.storage.sqlite.statements`.

Everything here runs inside one transaction of the writer.
"""

from bisect import bisect_left
from collections.abc import Sequence

from sqlite_utils import Database

from archive.clock import milliseconds, parse_time
from archive.storage.sqlite.adding import Adding
from archive.storage.sqlite.connection import first, rows
from archive.storage.sqlite.rows import Row, to_json
from archive.storage.sqlite.tags import LENGTHS

__all__ = ["add", "count_words", "remove", "signs_of"]

_INDEXED = ("words", "links", "forms", "again", "office_words", "party_words", "tags")
_NAMES, _VALUES = ", ".join(_INDEXED), ", ".join(f":{name}" for name in _INDEXED)
_INTO_SEARCH = f"""
    INSERT INTO statements_search (rowid, {_NAMES}) VALUES (?, {", ".join("?" * len(_INDEXED))})
"""  # noqa: S608  names from above


def remove(db: Database, row: Row) -> None:
    """Out of the index with the very tokens that went in: they stand in the statement."""
    db.execute(
        f"INSERT INTO statements_search (statements_search, rowid, {_NAMES}) "  # noqa: S608  names from this file
        f"VALUES ('delete', :id, {_VALUES})",
        {name: row[name] for name in ("id", *_INDEXED)},
    )
    for table in ("statement_facets", "statement_signs"):
        db.execute(f"DELETE FROM {table} WHERE id = ?", [row["id"]])  # noqa: S608  one of two names
    db.execute("DELETE FROM statements WHERE id = ?", [row["id"]])


def add(db: Database, made: Sequence[tuple[Row, Row]], *, search: bool = True) -> None:
    """Adds statements, each with what facets count of it. One that has no id yet is given it."""
    wanted = [_first_id(row) for row, _ in made]
    taken = _taken(db, wanted)
    free, later = [], []
    for (row, counted), number in zip(made, wanted, strict=True):
        if row["id"] is None and number in taken:
            later.append((row, counted))
        else:
            row["id"] = number
            taken.add(number)
            free.append((row, counted))
    _insert(db, free, search=search)
    for row, counted in later:
        row["id"] = _free_id(db, row["created_at"])
        _insert(db, [(row, counted)], search=search)


def _first_id(row: Row) -> int:
    number: int | None = row["id"]
    return milliseconds(parse_time(row["created_at"])) * 1000 if number is None else number


def _taken(db: Database, ids: Sequence[int]) -> set[int]:
    sql = "SELECT id FROM statements WHERE id IN (SELECT value FROM json_each(?))"
    return {row["id"] for row in rows(db, sql, to_json(ids))}


def _insert(db: Database, made: Sequence[tuple[Row, Row]], *, search: bool) -> None:
    """In the order of the ids: what does not come in this order the index writes one by one."""
    adding = Adding(db)
    for row, counted in sorted(made, key=lambda each: each[0]["id"]):
        adding.insert("statements", row)
        if search:
            adding.execute(_INTO_SEARCH, [row[name] for name in ("id", *_INDEXED)])
        adding.insert("statement_facets", {"id": row["id"], **counted})
        adding.insert("statement_signs", {"id": row["id"], **signs_of(row)})
    adding.flush()


def _free_id(db: Database, created_at: str) -> int:
    """Milliseconds of posting × 1000 + k, the first k of 0 to 999 that is free; when none is,
    of the next millisecond.
    """
    millisecond = milliseconds(parse_time(created_at))
    while True:
        base = millisecond * 1000
        if first(db, "SELECT 1 FROM statements WHERE id = ?", base) is None:
            return base
        gap = first(
            db,
            """
            SELECT id + 1 AS free FROM statements s WHERE id BETWEEN ? AND ? AND NOT EXISTS (
                SELECT 1 FROM statements WHERE id = s.id + 1)
            ORDER BY id LIMIT 1
            """,
            base,
            base + 998,
        )
        if gap is not None:
            return int(gap["free"])
        millisecond += 1


def signs_of(statement: Row) -> Row:
    """What the points of a statement are made of, besides the places of its words: its class of
    length, and the words that stand there twice or more, with a space before and after each.
    """
    again = statement["again"]
    return {
        "length": bisect_left(LENGTHS, count_words(statement["words"])),
        "again": f" {again} " if again else "",
    }


def count_words(words: str) -> int:
    """How many tokens stand there, with a space between each and the next."""
    return words.count(" ") + 1 if words else 0
