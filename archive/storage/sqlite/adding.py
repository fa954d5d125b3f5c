"""Rows that a transaction adds by the hundred: gathered, then written with one call a table."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from archive.storage.sqlite.connection import inserting

__all__ = ["Adding"]


class Adding:
    """What is to be written, and is not there before :meth:`flush`: whoever reads one of its tables
    in between flushes it first.

    Statements of one text run together, in the order in which each text was first given: so a row
    goes in before those that refer to it, as long as its table came before theirs.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self._values: dict[str, list[Sequence[Any] | Mapping[str, Any]]] = {}

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
        """One statement more, with its values by place or by name."""
        self._values.setdefault(sql, []).append(values)

    def insert(self, table: str, row: Mapping[str, Any]) -> None:
        """One row more of a table of the schema."""
        self.execute(inserting(table, *row), tuple(row.values()))

    def flush(self) -> None:
        """Writes all that was gathered."""
        for sql, values in self._values.items():
            self.db.conn.executemany(sql, values)
        self._values.clear()
