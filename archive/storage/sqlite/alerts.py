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
from archive.storage.sqlite.editors import told_of, users_of
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
      OR EXISTS (SELECT 1 FROM placements WHERE post = :post)
      OR EXISTS (SELECT 1 FROM article_quotations WHERE post = :post))
"""


_CHECKS = "SELECT *, '[]' AS exchanges FROM checks WHERE post = ?"


def _told(
    db: Database, post: Row, looked: Collection[int], new: Sequence[Stored]
) -> list[tuple[AlertKind, int | None, str | None]]:
    told: list[tuple[AlertKind, int | None, str | None]] = []
    now_shown = [s for s in new if s.post == post["id"] and s.n == post["current"]]
    for stored in now_shown:
        if stored.reason == "edited":
            told.append(("changed", stored.n, None))
        elif _contradicts(db, stored, before=min(s.n for s in new if s.post == post["id"])):
            told.append(("corrected", stored.n, None))
    checks = rows(db, _CHECKS, post["id"]) if looked else []
    before = status_of([check_of(row) for row in checks if row["id"] not in looked])
    now = status_of([check_of(row) for row in checks])
    if now.state == "gone" and before.state != "gone":
        told.append(("gone", None, now.cause))
    if now.state == "live" and before.state == "gone":
        told.append(("back", None, None))
    return told


def _contradicts(db: Database, stored: Stored, *, before: int) -> bool:
    """Whether what stands for the post from now on has other words than the newest snapshot that
    was there, and those that articles quote: more of the same is no contradiction.
    """
    known = rows(
        db,
        """
        SELECT json_extract(content, '$.text') AS text FROM snapshots
        WHERE post = :post AND content IS NOT NULL AND (
          n = (SELECT max(n) FROM snapshots WHERE post = :post AND n < :before)
          OR n < :before AND n IN (SELECT snapshot FROM article_quotations WHERE post = :post))
        """,
        post=stored.post,
        before=before,
    )
    words = _words(stored.snapshot.text)
    return any(not words.startswith(_words(row["text"] or "")) for row in known)


def _words(text: str) -> str:
    """Without what a cut puts at the end, and with single spaces."""
    return " ".join(text.split()).removesuffix("…").removesuffix("...").rstrip()


def alert(db: Database, number: int) -> Alert | None:
    """See :meth:`archive.storage.alerts.Alerting.alert`."""
    row = first(db, "SELECT * FROM alerts WHERE id = ?", number)
    return None if row is None else _alert(db, row)


def alerts(db: Database, limit: int, cursor: str | None, by: str | None) -> AlertPage:
    """See :meth:`archive.storage.alerts.Alerting.alerts`."""
    found = rows(
        db,
        f"""
        SELECT * FROM alerts a WHERE id < :before
          AND (:by IS NULL OR :by IN ({told_of("a.post")}))
        ORDER BY id DESC LIMIT :limit
        """,  # noqa: S608  text of ours
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
        f"""
        SELECT a.id, a.url, a.title, s.name AS site FROM articles a
        LEFT JOIN sites s ON s.id = a.site WHERE a.id IN ({users_of(":post")})
        ORDER BY coalesce(a.published_at, a.added_at) DESC, a.id DESC LIMIT :most
        """,  # noqa: S608  text of ours
        post=row["post"],
        most=MOST_NAMED,
    )
    quoted = rows(
        db,
        "SELECT article, text FROM article_quotations WHERE post = ? ORDER BY rowid",
        row["post"],
    )
    editors = rows(db, told_of(":post") + "ORDER BY who", post=row["post"])
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
        articles=tuple(
            UsedAt(
                url=a["url"],
                title=a["title"],
                site=a["site"],
                quotes=tuple(each["text"] for each in quoted if each["article"] == a["id"]),
            )
            for a in used
        ),
        placed_by=tuple(each["made_by"] for each in placed),
        editors=tuple(each["who"] for each in editors),
    )
