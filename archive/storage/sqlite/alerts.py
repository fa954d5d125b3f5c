"""Alerts: written with the look that showed something new of a post in use, and listed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.records import Stored
from archive.status import status_of
from archive.storage.alerts import Alert, AlertKind, AlertPage, UsedAt
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.cursors import read_cursor, write_cursor
from archive.storage.sqlite.rows import Row, check_of

__all__ = ["add_alerts", "alert", "alerts"]

MOST_NAMED = 20
"""Articles and people that an alert names."""


def add_alerts(
    db: Database, looked: Mapping[str, Collection[int]], new: Sequence[Stored], *, at: datetime
) -> list[int]:
    """Writes what these looks (numbers of checks by post) and new snapshots are alerts of, and
    gives their numbers. Of a post that nobody uses there is none.
    """
    found: list[int] = []
    for post in dict.fromkeys((*(stored.post for stored in new), *looked)):
        row = first(db, _IN_USE, post=post)
        if row is None:
            continue
        for kind, snapshot, cause in _told(db, row, looked.get(post, ()), new):
            values = {"at": rfc3339(at), "post": post, "kind": kind}
            found.append(insert(db, "alerts", values | {"snapshot": snapshot, "cause": cause}))
    return found


_IN_USE = """
    SELECT id, current FROM posts WHERE id = :post AND (
      EXISTS (SELECT 1 FROM article_posts WHERE post = :post)
      OR EXISTS (SELECT 1 FROM placements WHERE post = :post))
"""


_CHECKS = "SELECT *, '[]' AS exchanges FROM checks WHERE post = ?"


def _told(
    db: Database, post: Row, looked: Collection[int], new: Sequence[Stored]
) -> list[tuple[AlertKind, int | None, str | None]]:
    told: list[tuple[AlertKind, int | None, str | None]] = []
    edits = [s.n for s in new if s.post == post["id"] and s.reason == "edited"]
    if post["current"] in edits:
        told.append(("changed", post["current"], None))
    checks = rows(db, _CHECKS, post["id"]) if looked else []
    before = status_of([check_of(row) for row in checks if row["id"] not in looked])
    now = status_of([check_of(row) for row in checks])
    if now.state == "gone" and before.state != "gone":
        told.append(("gone", None, now.cause))
    if now.state == "live" and before.state == "gone":
        told.append(("back", None, None))
    return told


def alert(db: Database, number: int) -> Alert | None:
    """See :meth:`archive.storage.alerts.Alerting.alert`."""
    row = first(db, "SELECT * FROM alerts WHERE id = ?", number)
    return None if row is None else _alert(db, row)


def alerts(db: Database, limit: int, cursor: str | None, by: str | None) -> AlertPage:
    """See :meth:`archive.storage.alerts.Alerting.alerts`."""
    found = rows(
        db,
        """
        SELECT * FROM alerts a WHERE id < :before AND (
          :by IS NULL OR EXISTS (SELECT 1 FROM placements WHERE post = a.post AND made_by = :by))
        ORDER BY id DESC LIMIT :limit
        """,
        before=read_cursor(cursor),
        by=by,
        limit=limit + 1,
    )
    page = found[:limit]
    return AlertPage(
        alerts=tuple(_alert(db, row) for row in page),
        cursor=write_cursor(page[-1]["id"]) if len(found) > limit else None,
    )


def _alert(db: Database, row: Row) -> Alert:
    used = rows(
        db,
        """
        SELECT a.url, a.title, s.name AS site FROM article_posts r
        JOIN articles a ON a.id = r.article LEFT JOIN sites s ON s.id = a.site
        WHERE r.post = ? ORDER BY coalesce(a.published_at, a.added_at) DESC, a.id DESC LIMIT ?
        """,
        row["post"],
        MOST_NAMED,
    )
    placed = rows(
        db,
        "SELECT DISTINCT made_by FROM placements WHERE post = ? ORDER BY made_by LIMIT ?",
        row["post"],
        MOST_NAMED,
    )
    return Alert(
        id=row["id"],
        at=parse_time(row["at"]),
        post=row["post"],
        kind=row["kind"],
        snapshot=row["snapshot"],
        cause=row["cause"],
        articles=tuple(UsedAt(url=a["url"], title=a["title"], site=a["site"]) for a in used),
        placed_by=tuple(each["made_by"] for each in placed),
    )
