"""Merges a post into another that it turned out to be: a later id of an edit chain.

Its snapshots are numbered on in the other; its old addresses keep leading to them.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from archive.errors import Conflict
from archive.storage.sqlite.connection import insert, one, rows
from archive.storage.sqlite.posts import add_alias, set_current
from archive.storage.sqlite.rows import Row, annotation_of, follow
from archive.storage.sqlite.statements import drop_statements
from archive.storage.sqlite.visibility import annotation_target

__all__ = ["merge"]


def merge(db: Database, others: Iterable[str], *, into: str, at: datetime) -> None:
    """Merges posts, in this order, into one. An unknown one and a merged one are passed over.

    Raises:
        Conflict: one was erased; it must not come back under another id.
    """
    for other in others:
        old = follow(db, other)
        if old is None or old["id"] == into:
            continue
        if old["visibility"] == "erased":
            raise Conflict(f"{old['id']} was erased; it is not merged into {into}.")
        drop_statements(db, old["id"])
        numbers = _move_snapshots(db, old["id"], into)
        _move_beside(db, old["id"], into, numbers)
        _move_annotations(db, old["id"], into, numbers)
        _take_over(db, old, into)
        db.execute("UPDATE aliases SET post = ? WHERE post = ?", [into, old["id"]])
        add_alias(db, old["platform"], old["native_id"], into, at)
        set_current(db, into)


def _move_snapshots(db: Database, old: str, into: str) -> dict[int, int]:
    """Numbers the snapshots on, and gives old number -> new number."""
    last: int = one(db, "SELECT coalesce(max(n), 0) AS n FROM snapshots WHERE post = ?", into)["n"]
    numbers: dict[int, int] = {}
    for row in rows(db, "SELECT id, n FROM snapshots WHERE post = ? ORDER BY n", old):
        last += 1
        numbers[row["n"]] = last
        insert(db, "moved_snapshots", {"post": old, "n": row["n"], "snapshot": row["id"]})
        db.execute("UPDATE snapshots SET post = ?, n = ? WHERE id = ?", [into, last, row["id"]])
    return numbers


def _move_beside(db: Database, old: str, into: str, numbers: dict[int, int]) -> None:
    """What names a snapshot by (post, N), then what names the post alone."""
    for table, column in (
        ("checks", "snapshot"),
        ("placements", "snapshot"),
        ("snapshot_links", "n"),
        ("alerts", "snapshot"),
    ):
        for n, now in numbers.items():
            db.execute(
                f"UPDATE {table} SET post = ?, {column} = ? WHERE post = ? AND {column} = ?",  # noqa: S608  names from above
                [into, now, old, n],
            )
    for n, now in numbers.items():
        db.execute(
            "UPDATE OR IGNORE article_quotations SET post = ?, snapshot = ? "
            "WHERE post = ? AND snapshot = ?",
            [into, now, old, n],
        )
    db.execute("UPDATE checks SET post = ? WHERE post = ?", [into, old])
    db.execute("UPDATE requests SET post = ? WHERE post = ?", [into, old])
    for table in ("assignments", "collection_posts", "article_quotations", "looks"):
        db.execute(f"UPDATE OR IGNORE {table} SET post = ? WHERE post = ?", [into, old])  # noqa: S608  names from above
        db.execute(f"DELETE FROM {table} WHERE post = ?", [old])  # noqa: S608  names from above
    db.execute("UPDATE alerts SET post = ? WHERE post = ?", [into, old])
    db.execute(
        """
        INSERT INTO article_posts (article, post)
        SELECT article, ? FROM article_posts WHERE post = ? ON CONFLICT DO NOTHING
        """,
        [into, old],
    )
    db.execute("DELETE FROM article_posts WHERE post = ?", [old])


def _move_annotations(db: Database, old: str, into: str, numbers: dict[int, int]) -> None:
    """Both posts may have versions of one annotation: together they are numbered by time."""
    db.execute(
        "UPDATE annotations SET post = ?, version = -id WHERE post = ?",
        [into, old],
    )
    moved = rows(db, "SELECT * FROM annotations WHERE post = ? AND version < 0", into)
    for row in moved:
        row["snapshot"] = numbers.get(row["snapshot"])
        db.execute(
            "UPDATE annotations SET snapshot = ?, target = ? WHERE id = ?",
            [row["snapshot"], annotation_target(annotation_of(row)), row["id"]],
        )
    if not moved:
        return
    db.execute("UPDATE annotations SET version = -id WHERE post = ?", [into])
    db.execute(
        """
        UPDATE annotations SET version = (
            SELECT count(*) FROM annotations b
            WHERE b.post = annotations.post AND b.kind = annotations.kind
              AND b.target = annotations.target
              AND (b.at, b.id) <= (annotations.at, annotations.id))
        WHERE post = ?
        """,
        [into],
    )


def _take_over(db: Database, old: Row, into: str) -> None:
    """Withheld stays withheld, and what was public under its old address stays to be seen."""
    new = one(db, "SELECT * FROM posts WHERE id = ?", into)
    order = ("draft", "public", "withheld")
    stronger = max(old, new, key=lambda row: order.index(row["visibility"]))
    context = new["capture_reason"] == "context"
    db.execute(
        """
        UPDATE posts SET visibility = ?, visibility_reason = ?, visibility_at = ?, released_at = ?,
          hold = max(hold, ?), capture_reason = ?, account = coalesce(account, ?)
        WHERE id = ?
        """,
        [
            stronger["visibility"],
            stronger["visibility_reason"],
            stronger["visibility_at"],
            min((r["released_at"] for r in (old, new) if r["released_at"]), default=None),
            old["hold"],
            old["capture_reason"] if context else new["capture_reason"],
            old["account"],
            into,
        ],
    )
    db.execute("UPDATE posts SET merged_into = ? WHERE merged_into = ?", [into, old["id"]])
    db.execute("UPDATE posts SET merged_into = ?, current = NULL WHERE id = ?", [into, old["id"]])
