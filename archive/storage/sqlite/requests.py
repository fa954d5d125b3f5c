"""What readers ask about a post, and the list of it."""

from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UsageError
from archive.storage.requests import Request, RequestKind, RequestPage
from archive.storage.sqlite.connection import insert, rows
from archive.storage.sqlite.posts import locate, record
from archive.storage.sqlite.rows import Row

__all__ = ["NEWEST", "add_request", "read_cursor", "requests"]

NEWEST = 2**63 - 1


def add_request(
    db: Database,
    post: str,
    *,
    kind: RequestKind,
    text: str,
    contact: str | None,
    by: str,
    at: datetime,
) -> Request:
    """See :meth:`archive.storage.base.Storage.add_request`."""
    post = locate(db, post)[0]["id"]
    values = {"post": post, "kind": kind, "text": text, "contact": contact, "at": rfc3339(at)}
    number = insert(db, "requests", values)
    # The words are in the row alone: whoever takes them out of there has them out of all.
    record(
        db, at=at, by=by, action="request", target=post, detail={"kind": kind, "request": number}
    )
    return _request({"id": number, **values})


def requests(db: Database, limit: int, cursor: str | None) -> RequestPage:
    """See :meth:`archive.storage.base.Storage.requests`."""
    before = NEWEST if cursor is None else read_cursor(cursor)
    found = rows(
        db, "SELECT * FROM requests WHERE id < ? ORDER BY id DESC LIMIT ?", before, limit + 1
    )
    page = found[:limit]
    return RequestPage(
        requests=tuple(_request(row) for row in page),
        cursor=f"{page[-1]['id']:x}" if len(found) > limit else None,
    )


def read_cursor(cursor: str) -> int:
    """The number that a cursor of ours is made of.

    Raises:
        UsageError: it is none of ours.
    """
    try:
        number = int(cursor, 16) if cursor.isascii() and cursor.isalnum() else -1
    except ValueError:
        number = -1
    if not 0 <= number <= NEWEST:
        raise UsageError(
            "This is no cursor of ours.", next_step="Begin again with the first page, without one."
        )
    return number


def _request(row: Row) -> Request:
    return Request(
        id=row["id"],
        post=row["post"],
        kind=row["kind"],
        text=row["text"],
        contact=row["contact"],
        at=parse_time(row["at"]),
    )
