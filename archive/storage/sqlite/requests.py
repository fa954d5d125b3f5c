"""What readers ask about a post, and the list of it."""

from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.storage.requests import Request, RequestKind, RequestPage
from archive.storage.sqlite.connection import insert, rows
from archive.storage.sqlite.cursors import read_cursor, write_cursor
from archive.storage.sqlite.posts import locate, record
from archive.storage.sqlite.rows import Row

__all__ = ["add_request", "requests"]


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
    found = rows(
        db,
        "SELECT * FROM requests WHERE id < ? ORDER BY id DESC LIMIT ?",
        read_cursor(cursor),
        limit + 1,
    )
    page = found[:limit]
    return RequestPage(
        requests=tuple(_request(row) for row in page),
        cursor=write_cursor(page[-1]["id"]) if len(found) > limit else None,
    )


def _request(row: Row) -> Request:
    return Request(
        id=row["id"],
        post=row["post"],
        kind=row["kind"],
        text=row["text"],
        contact=row["contact"],
        at=parse_time(row["at"]),
    )
