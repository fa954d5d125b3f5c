"""What readers ask about a post, and the list of it."""

from datetime import date, datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UnknownPost
from archive.storage.requests import Decision, Request, RequestKind, RequestPage
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.cursors import read_cursor, write_cursor
from archive.storage.sqlite.posts import locate, record
from archive.storage.sqlite.rows import Row

__all__ = ["add_request", "decide_request", "open_requests", "request", "requests"]


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


def request(db: Database, number: int) -> Request | None:
    """See :meth:`archive.storage.base.Storage.request`."""
    row = first(db, "SELECT * FROM requests WHERE id = ?", number)
    return None if row is None else _request(row)


def open_requests(db: Database) -> int:
    """See :meth:`archive.storage.base.Storage.open_requests`."""
    row = first(db, "SELECT count(*) AS n FROM requests WHERE decision IS NULL")
    return 0 if row is None else int(row["n"])


def decide_request(
    db: Database,
    number: int,
    *,
    deadline: date | None,
    decision: Decision | None,
    answer: str | None,
    by: str,
    at: datetime,
) -> Request:
    """See :meth:`archive.storage.base.Storage.decide_request`."""
    before = first(db, "SELECT * FROM requests WHERE id = ?", number)
    if before is None:
        raise UnknownPost(f"There is no request {number}.", next_step="Look at the list again.")
    same = before["decision"] == decision
    values = {
        "deadline": None if deadline is None else deadline.isoformat(),
        "decision": decision,
        "answer": answer,
        "decided_by": before["decided_by"] if same else by if decision else None,
        "decided_at": before["decided_at"] if same else rfc3339(at) if decision else None,
    }
    db.table("requests").update(number, values)
    detail = {"request": number, "decision": decision, "deadline": values["deadline"]}
    record(db, at=at, by=by, action="decide request", target=before["post"], detail=detail)
    return _request({**before, **values})


def requests(db: Database, limit: int, cursor: str | None, undecided: bool) -> RequestPage:
    """See :meth:`archive.storage.base.Storage.requests`."""
    found = rows(
        db,
        "SELECT * FROM requests WHERE id < ? AND (decision IS NULL OR NOT ?) "
        "ORDER BY id DESC LIMIT ?",
        read_cursor(cursor),
        undecided,
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
        deadline=_day(row.get("deadline")),
        decision=row.get("decision"),
        answer=row.get("answer"),
        decided_by=row.get("decided_by"),
        decided_at=None if row.get("decided_at") is None else parse_time(row["decided_at"]),
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
