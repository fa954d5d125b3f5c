"""What several writes share: ways in, which snapshot is current, the audit log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import UnknownPost
from archive.history import current
from archive.records import Stored, post_id
from archive.storage.sqlite.adding import Adding
from archive.storage.sqlite.connection import first, insert
from archive.storage.sqlite.rows import Row, follow, moved, to_json, versions

__all__ = ["add_alias", "locate", "record", "set_current", "target"]


def locate(db: Database, post: str, n: int | None = None) -> tuple[Row, int | None]:
    """The row of a post and today's number of its snapshot, merges followed.

    Raises:
        UnknownPost: nothing is kept there.
    """
    row = follow(db, post)
    if row is not None and n is not None:
        if row["id"] != post:
            address = moved(db, post, n)
            n = None if address is None else address[1]
        if n is None or not first(db, "SELECT 1 FROM snapshots WHERE post=? AND n=?", row["id"], n):
            row = None
    if row is None:
        raise UnknownPost(
            f"No {'post' if n is None else 'snapshot'} {target(post, n)} is kept here."
        )
    return row, n


def target(post: str, n: int | None = None, media: str | None = None) -> str:
    """As people write it: ``ID``, ``ID@N`` or ``ID#SHA256``."""
    if media is not None:
        return f"{post}#{media}"
    return post if n is None else f"{post}@{n}"


def add_alias(db: Database | Adding, platform: str, key: str, post: str, at: datetime) -> None:
    """Remembers a way in. A handle may come to lead to another account's post: the newest answer
    counts.
    """
    db.execute(
        """
        INSERT INTO aliases (platform, key, id, post, added_at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (platform, key) DO UPDATE SET post = excluded.post
        """,
        [platform, key, post_id(platform, key), post, rfc3339(at)],
    )


def set_current(db: Database, post: str, stored: Sequence[Stored] | None = None) -> None:
    """Decides anew which snapshot stands for the post today: of ``stored``, where these are all."""
    found = versions(db, post) if stored is None else stored
    db.execute("UPDATE posts SET current = ? WHERE id = ?", [current(found), post])


def record(
    db: Database,
    *,
    at: datetime,
    by: str,
    action: str,
    target: str,
    reason: str | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """One entry of the audit log: who did what to what, when and why."""
    insert(
        db,
        "audit",
        {
            "at": rfc3339(at),
            "by": by,
            "action": action,
            "target": target,
            "reason": reason,
            "detail": to_json(detail or {}),
        },
    )
