"""How much is kept, since when, and where something is missing: counts of what may be listed."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import asdict
from sqlite_utils import Database

from archive.clock import parse_time
from archive.status import ARCHIVED
from archive.storage.coverage import (
    AccountCoverage,
    Coverage,
    DayCoverage,
    Figures,
    ListedArticle,
)
from archive.storage.sqlite.connection import one, rows
from archive.storage.sqlite.rows import Row

__all__ = ["coverage", "list_articles"]

_LISTED = """
    p.capture_reason != 'context' AND p.visibility IN ({seen})
    AND (p.account IS NULL OR p.account NOT IN (SELECT id FROM accounts WHERE private_person))
"""
"""The posts that may be listed, where a snapshot of theirs is seen, too; one that was merged has
none any more. ``{seen}`` is one of the two below."""
_SEEN = "EXISTS (SELECT 1 FROM snapshots v WHERE v.post = p.id AND v.visibility IN ({seen}))"
_PUBLIC, _DRAFTS = "'public'", "'public', 'draft'"

_SNAPSHOTS = f"""
    SELECT p.platform, p.account, count(DISTINCT p.id) AS posts, count(*) AS snapshots,
           min(s.captured_at) AS first_captured_at, max(s.captured_at) AS last_captured_at,
           min(t.created_at) AS first_posted_at, max(t.created_at) AS last_posted_at,
           max(s.captured_at || ' ' || s.id) AS newest
    FROM posts p JOIN snapshots s ON s.post = p.id AND s.visibility IN ({{seen}})
    LEFT JOIN statements t ON t.post = s.post AND t.snapshot = s.n AND NOT t.time_unknown
    WHERE {_LISTED} GROUP BY p.platform, p.account
"""  # noqa: S608  text of ours
_CHECKS = f"""
    SELECT p.platform, p.account, substr(c.at, 1, 10) AS day, c.outcome, count(*) AS n,
           max(c.at) AS last
    FROM posts p JOIN checks c ON c.post = p.id
    WHERE {_LISTED} AND {_SEEN} GROUP BY p.platform, p.account, day, c.outcome
"""  # noqa: S608  text of ours
# As archive.status has it: a gone look counts if none that found the post is as new.
_GONE = f"""
    SELECT p.platform, p.account, count(*) AS gone
    FROM posts p
    WHERE p.id IN (SELECT post FROM checks WHERE outcome = 'gone') AND {_LISTED} AND {_SEEN}
      AND (SELECT max(at) FROM checks WHERE post = p.id AND outcome = 'gone')
        > coalesce((SELECT max(at) FROM checks WHERE post = p.id AND outcome = 'found'
                      AND source <> '{ARCHIVED}'), '')
    GROUP BY p.platform, p.account
"""  # noqa: S608  text of ours
# Of the newest snapshot that may be seen: a handle that only a draft has would tell of it.
_NAMES = """
    SELECT a.platform, a.native_id, json_extract(s.content, '$.author.handle') AS handle,
           json_extract(s.content, '$.author.name') AS name
    FROM snapshots s JOIN accounts a ON a.id = ? WHERE s.id = ?
"""


class _Group(NamedTuple):
    platform: str
    account: int | None


def coverage(db: Database, drafts: bool) -> Coverage:
    """See :meth:`archive.storage.coverage.Covering.coverage`."""
    groups: dict[_Group, dict[str, Any]] = {}
    newest: dict[_Group, int] = {}
    for row in _read(db, _SNAPSHOTS, drafts):
        group = _group(row)
        newest[group] = int(row.pop("newest").split(" ")[1])
        groups[group] = row
    days: dict[str, Counter[str]] = {}
    for row in _read(db, _CHECKS, drafts):
        figures = groups[_group(row)]
        days.setdefault(row["day"], Counter())[row["outcome"]] += row["n"]
        name = f"{row['outcome']}_checks"
        figures[name] = figures.get(name, 0) + row["n"]
        figures["last_checked_at"] = max(figures.get("last_checked_at", ""), row["last"])
    for row in _read(db, _GONE, drafts):
        groups[_group(row)] |= row
    found = {group: _figures(row) for group, row in groups.items()}
    platforms = sorted({group.platform for group in found})
    accounts = (
        AccountCoverage(figures=found[group], **one(db, _NAMES, group.account, snapshot))
        for group, snapshot in newest.items()
        if group.account is not None
    )
    return Coverage(
        total=_sum(found.values()),
        platforms={
            name: _sum(figures for group, figures in found.items() if group.platform == name)
            for name in platforms
        },
        accounts=tuple(sorted(accounts, key=_age)),
        days=tuple(DayCoverage(day=day, **days[day]) for day in sorted(days, reverse=True)),
    )


def _group(row: Row) -> _Group:
    return _Group(row.pop("platform"), row.pop("account"))


def _read(db: Database, query: str, seeing_drafts: bool, **values: Any) -> list[Row]:
    return rows(db, query.replace("{seen}", _DRAFTS if seeing_drafts else _PUBLIC), **values)


def _figures(row: Row) -> Figures:
    read: dict[str, Any] = {
        name: parse_time(value) if name.endswith("_at") and value is not None else value
        for name, value in row.items()
    }
    return Figures(**read)


def _sum(all_figures: Iterable[Figures]) -> Figures:
    """Of several together: counts added, of times the first or the last."""
    summed: dict[str, Any] = {}
    for figures in all_figures:
        for name, value in asdict(figures).items():
            known = summed.get(name)
            if known is None or value is None:
                summed[name] = value if known is None else known
            elif isinstance(value, datetime):
                summed[name] = (min if name.startswith("first") else max)(known, value)
            else:
                summed[name] = known + value
    return Figures(**summed)


def _age(account: AccountCoverage) -> tuple[str, str, str]:
    last = account.figures.last_captured_at
    return ("" if last is None else last.isoformat(), account.platform, account.native_id)


def list_articles(
    db: Database, limit: int, before: int | None, drafts: bool
) -> tuple[ListedArticle, ...]:
    """See :meth:`archive.storage.coverage.Covering.list_articles`."""
    query = f"""
        SELECT ar.*, (
            SELECT json_group_array(id) FROM (
                SELECT p.id FROM article_posts r JOIN posts p ON p.id = r.post
                WHERE r.article = ar.id AND {_LISTED} AND {_SEEN} ORDER BY p.requested_at, p.id)
        ) AS posts
        FROM articles ar
        WHERE (ar.public OR :drafts) AND (:before IS NULL OR ar.id < :before) AND EXISTS (
            SELECT 1 FROM article_posts r JOIN posts p ON p.id = r.post
            WHERE r.article = ar.id AND {_LISTED} AND {_SEEN})
        ORDER BY ar.id DESC LIMIT :limit
    """  # noqa: S608  text of ours
    found = _read(db, query, drafts, drafts=int(drafts), before=before, limit=limit)
    return tuple(_article(row) for row in found)


def _article(row: Row) -> ListedArticle:
    published = row["published_at"]
    return ListedArticle(
        number=row["id"],
        url=row["url"],
        title=row["title"],
        published_at=None if published is None else parse_time(published),
        added_at=parse_time(row["added_at"]),
        public=bool(row["public"]),
        posts=tuple(json.loads(row["posts"])),
    )
