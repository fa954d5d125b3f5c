"""Views of what is held: one post with everything beside it, and pages of posts."""

import base64
import binascii
import re
from collections.abc import Iterable

import msgspec
from sqlite_utils import Database

from archive.clock import parse_time
from archive.errors import UsageError
from archive.records import HIDDEN, Stored
from archive.storage.base import Holding, Page
from archive.storage.sqlite.checks import checks
from archive.storage.sqlite.connection import first, rows
from archive.storage.sqlite.holdings import media_shown
from archive.storage.sqlite.rows import (
    STORED,
    Row,
    attachment_of,
    follow,
    moved,
    post_of,
    stored_of,
)
from archive.storage.sqlite.visibility import annotations
from archive.storage.sqlite.work import CONDITIONS
from archive.storage.work import QueueName

__all__ = ["holding", "list_posts"]

_CURSOR = re.compile(r"([0-9TZ:.-]{24})/([0-9a-z]{16})")


def holding(db: Database, post: str, n: int | None = None) -> Holding | None:
    """See :meth:`archive.storage.base.Storage.holding`."""
    row = follow(db, post)
    if row is None:
        return None
    if n is not None and row["id"] != post:
        address = moved(db, post, n)
        if address is None:
            return None
        n = address[1]
    return _holding(db, row, n, related=True)


def _holding(db: Database, post: Row, n: int | None, *, related: bool) -> Holding | None:
    found = rows(db, STORED + "WHERE s.post = ? ORDER BY s.n", post["id"])
    asked = next((row for row in found if row["n"] == (post["current"] if n is None else n)), None)
    if asked is None and n is not None:
        return None
    stored_by_n: dict[int, Stored] = {row["n"]: stored_of(row) for row in found}
    account = first(db, "SELECT private_person FROM accounts WHERE id = ?", post["account"])
    # With nothing to show, what hides the snapshots is told: the newest of them.
    hiding = _hiding([post, asked] if asked else [post, *found])
    held = Holding(
        post=post_of(post),
        stored=None,
        versions=tuple(stored_by_n.values()),
        checks=checks(db, post["id"]),
        annotations=annotations(db, post["id"]),
        visibility_reason=hiding["visibility_reason"] if hiding else None,
        visibility_at=parse_time(hiding["visibility_at"]) if hiding else None,
        account_private=bool(account and account["private_person"]),
    )
    if asked is None or asked["content"] is None:
        return held
    attachments = rows(
        db,
        "SELECT * FROM snapshot_media WHERE snapshot = ? ORDER BY role, position",
        asked["id"],
    )
    return msgspec.structs.replace(
        held,
        stored=stored_by_n[asked["n"]],
        attachments=tuple(attachment_of(row) for row in attachments),
        media=media_shown(db, [asked["id"]]),
        **(_related(db, asked["id"]) if related else {}),
    )


def _hiding(candidates: Iterable[Row]) -> Row | None:
    """The newest withhold or erase among the rows of a post and its snapshots."""
    hidden = [
        row
        for row in candidates
        if row["visibility"] in HIDDEN and row["visibility_at"] is not None
    ]
    return max(hidden, key=lambda row: row["visibility_at"], default=None)


def _related(db: Database, snapshot: int) -> dict[str, Holding | None]:
    """What the snapshot quotes, answers or reposts, at the version that it refers to."""
    found = rows(
        db,
        """
        SELECT l.relation, l.n AS link_n, p.* FROM snapshot_links l JOIN posts p ON p.id = l.post
        WHERE l.snapshot = ?
        """,
        snapshot,
    )
    return {row["relation"]: _holding(db, row, row["link_n"], related=False) for row in found}


def list_posts(
    db: Database, limit: int, cursor: str | None, drafts: bool, queue: QueueName | None = None
) -> Page:
    """See :meth:`archive.storage.base.Storage.list_posts`."""
    before = ("9", "") if cursor is None else _read_cursor(cursor)
    found = rows(
        db,
        f"""
        SELECT p.* FROM posts p LEFT JOIN accounts a ON a.id = p.account
        WHERE p.merged_into IS NULL AND p.capture_reason != 'context'
          AND NOT coalesce(a.private_person, 0)
          AND {"p.visibility != 'erased'" if drafts else "p.visibility = 'public'"}
          AND (p.current IS NOT NULL OR :drafts)
          AND (p.requested_at, p.id) < (:time, :id)
          AND {"1" if queue is None else CONDITIONS[queue]}
        ORDER BY p.requested_at DESC, p.id DESC LIMIT :limit
        """,  # noqa: S608  texts of ours
        drafts=int(drafts),
        time=before[0],
        id=before[1],
        limit=limit + 1,
    )
    page = found[:limit]
    holdings = (_holding(db, row, None, related=True) for row in page)
    return Page(
        holdings=tuple(held for held in holdings if held is not None),
        cursor=_cursor(page[-1]) if len(found) > limit else None,
    )


def _cursor(row: Row) -> str:
    return base64.urlsafe_b64encode(f"{row['requested_at']}/{row['id']}".encode()).decode("ascii")


def _read_cursor(cursor: str) -> tuple[str, str]:
    try:
        text = base64.b64decode(cursor.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (UnicodeError, binascii.Error):
        text = ""
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise UsageError(
            "This is no cursor of ours.", next_step="Begin again with the first page, without one."
        )
    return match[1], match[2]
