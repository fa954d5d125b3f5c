"""SQLite files as another program sees them."""

import sqlite3
from pathlib import Path
from typing import Any

from archive.storage import Storage, open_storage


def ask(file: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """As the sqlite3 shell would."""
    connection = sqlite3.connect(file)
    try:
        found = connection.execute(sql, values).fetchall()
        connection.commit()
        return found
    finally:
        connection.close()


def damage(file: Path) -> None:
    """All but the first page becomes noise."""
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


def traces(file: Path, text: str) -> list[str]:
    """Files of the database that hold a text, as UTF-8 or inside JSON."""
    return [f.name for f in file.parent.iterdir() if text.encode() in f.read_bytes()]


async def open_file(file: Path) -> Storage:
    return await open_storage(f"sqlite:{file}")
