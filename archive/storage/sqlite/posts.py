"""What several writes share: ways in, which snapshot is current, the statements of a post, the
audit log.
"""

from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import milliseconds, rfc3339
from archive.errors import UnknownPost
from archive.history import current
from archive.records import Stored, post_id
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.rows import STORED, Row, follow, moved, stored_of, to_json, versions

__all__ = ["add_alias", "add_statements", "locate", "record", "set_current", "target"]

# Ids are exact in JavaScript up to 2**53. A time beyond, about the year 2255, is no time that
# anybody posted at: it counts as unknown.
_LAST_MILLISECOND = 2**53 // 1000 - 1000


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


def add_alias(db: Database, platform: str, key: str, post: str, at: datetime) -> None:
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


def set_current(db: Database, post: str) -> None:
    """Decides anew which snapshot stands for the post today."""
    db.execute("UPDATE posts SET current = ? WHERE id = ?", [current(versions(db, post)), post])


def add_statements(db: Database, post: str) -> None:
    """Makes the statements that a post lacks: one for each snapshot that is not erased.

    None for a post that is here as context only, nor for one of a private person.
    """
    lacking = rows(
        db,
        f"""
        {STORED}
        LEFT JOIN accounts a ON a.id = p.account
        WHERE s.post = ? AND s.content IS NOT NULL
          AND p.capture_reason != 'context' AND NOT coalesce(a.private_person, 0)
          AND NOT EXISTS (SELECT 1 FROM statements t WHERE t.post = s.post AND t.snapshot = s.n)
        ORDER BY s.n
        """,  # noqa: S608  text of ours
        post,
    )
    for row in lacking:
        _add_statement(db, stored_of(row))


def _add_statement(db: Database, stored: Stored) -> None:
    snapshot = stored.snapshot
    at, unknown = snapshot.created_at, False
    if at is None or abs(milliseconds(at)) > _LAST_MILLISECOND:
        at, unknown = stored.captured_at, True
    insert(
        db,
        "statements",
        {
            "id": _free_id(db, milliseconds(at)),
            "post": stored.post,
            "snapshot": stored.n,
            "kind": snapshot.kind,
            "platform": snapshot.platform,
            "text": snapshot.text,
            "lang": snapshot.lang,
            "author_name": snapshot.author.name,
            "author_handle": snapshot.author.handle,
            "created_at": rfc3339(at),
            "time_unknown": int(unknown),
        },
    )


def _free_id(db: Database, millisecond: int) -> int:
    """Milliseconds of posting × 1000 + k, the first k of 0 to 999 that is free; when none is,
    of the next millisecond.
    """
    while True:
        base = millisecond * 1000
        taken = {
            row["id"]
            for row in rows(
                db, "SELECT id FROM statements WHERE id BETWEEN ? AND ?", base, base + 999
            )
        }
        free = next((base + k for k in range(1000) if base + k not in taken), None)
        if free is not None:
            return free
        millisecond += 1


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
