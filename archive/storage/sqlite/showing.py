"""What stored bytes show, so that withholding and erasing reach them: the snapshots and the media
of frozen forms and of cards.

Each kind has two tables of the same shape, ``frozen_snapshots`` and ``frozen_media``,
``card_snapshots`` and ``card_media``. A snapshot is named by its row, so that a merge, which
renumbers, changes nothing here.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from sqlite_utils import Database

from archive.errors import Conflict
from archive.storage.published import Shown
from archive.storage.sqlite.connection import first, rows
from archive.storage.sqlite.posts import target

__all__ = ["Kind", "link", "rows_shown", "showing", "shown_of", "unlink"]

Kind: TypeAlias = Literal["frozen", "card"]


def rows_shown(
    db: Database, post: str, n: int | None, shown: Shown, erased: Callable[[str], Conflict]
) -> tuple[int, set[int]]:
    """The row of a snapshot, and those of all snapshots that its bytes show, it among them.

    Raises:
        Conflict: ``erased(what)``, something that they show was erased meanwhile.
    """

    def row_of(post: str, n: int | None) -> int:
        sql = "SELECT id FROM snapshots WHERE post = ? AND n = ? AND content IS NOT NULL"
        row = first(db, sql, post, n)
        if row is None:
            raise erased(target(post, n))
        return int(row["id"])

    snapshot = row_of(post, n)
    others = {row_of(*address) for address in sorted(shown.snapshots)}
    for sha256 in shown.media:
        row = first(db, "SELECT visibility FROM media WHERE sha256 = ?", sha256)
        if row is None or row["visibility"] == "erased":
            raise erased(f"the medium {sha256}")
    return snapshot, {snapshot, *others}


def link(
    db: Database, kind: Kind, number: int, snapshots: Iterable[int], media: Iterable[str]
) -> None:
    """Says of a form or a card what it shows."""
    for column, table, values in (
        ("snapshot", f"{kind}_snapshots", snapshots),
        ("sha256", f"{kind}_media", media),
    ):
        for value in values:
            db.execute(
                f"INSERT INTO {table} ({kind}, {column}) VALUES (?, ?) ON CONFLICT DO NOTHING",  # noqa: S608  names from this file
                [number, value],
            )


def shown_of(db: Database, kind: Kind, number: int) -> Shown:
    """What a form or a card shows."""
    snapshots = rows(
        db,
        f"""
        SELECT s.post, s.n FROM {kind}_snapshots k JOIN snapshots s ON s.id = k.snapshot
        WHERE k.{kind} = ?
        """,  # noqa: S608  a name from this file
        number,
    )
    media = rows(db, f"SELECT sha256 FROM {kind}_media WHERE {kind} = ?", number)  # noqa: S608  a name from this file
    return Shown(
        snapshots=frozenset((row["post"], row["n"]) for row in snapshots),
        media=frozenset(row["sha256"] for row in media),
    )


def showing(
    db: Database, kind: Kind, *, post: str | None, n: int | None, media: Iterable[str]
) -> list[int]:
    """The forms or cards that show a post, one of its snapshots, or one of these media, also
    those of other posts.
    """
    found: set[int] = set()
    if post is not None:
        those = rows(
            db,
            f"""
            SELECT k.{kind} AS number FROM {kind}_snapshots k
            JOIN snapshots s ON s.id = k.snapshot
            WHERE s.post = :post AND (s.n = :n OR :n IS NULL)
            """,  # noqa: S608  a name from this file
            post=post,
            n=n,
        )
        found |= {row["number"] for row in those}
    for sha256 in media:
        those = rows(db, f"SELECT {kind} AS number FROM {kind}_media WHERE sha256 = ?", sha256)  # noqa: S608  a name from this file
        found |= {row["number"] for row in those}
    return sorted(found)


def unlink(db: Database, kind: Kind, number: int) -> None:
    """Before a form or a card is deleted."""
    for table in (f"{kind}_snapshots", f"{kind}_media"):
        db.execute(f"DELETE FROM {table} WHERE {kind} = ?", [number])  # noqa: S608  names from this file
