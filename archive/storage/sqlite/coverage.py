"""How much is kept, since when, and where something is missing: counts of what may be listed."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import asdict
from sqlite_utils import Database

from archive.clock import parse_time
from archive.storage.coverage import (
    AccountCoverage,
    Coverage,
    DayCoverage,
    Figures,
    ListedArticle,
)
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.rows import Row

__all__ = ["coverage", "list_articles"]

_POSTS = """
    posts p LEFT JOIN accounts a ON a.id = p.account
    WHERE p.capture_reason != 'context'
      AND NOT coalesce(a.private_person, 0) AND p.visibility IN ({seen})
      AND EXISTS (
          SELECT 1 FROM snapshots v
          WHERE v.post = p.id AND v.visibility IN ({seen}) AND v.content IS NOT NULL)
"""
"""The posts that may be listed; ``{seen}`` is one of the two below. One that was merged has no
snapshots any more."""
_PUBLIC, _DRAFTS = "'public'", "'public', 'draft'"

_SNAPSHOTS = """
    SELECT p.platform, p.account, count(DISTINCT p.id) AS posts, count(*) AS snapshots,
           min(s.captured_at) AS first_captured_at, max(s.captured_at) AS last_captured_at,
           min(t.created_at) AS first_posted_at, max(t.created_at) AS last_posted_at
    FROM listed p
    JOIN snapshots s ON s.post = p.id AND s.visibility IN ({seen}) AND s.content IS NOT NULL
    LEFT JOIN statements t ON t.post = s.post AND t.snapshot = s.n AND NOT t.time_unknown
    GROUP BY p.platform, p.account
"""
_CHECKS = """
    SELECT p.platform, p.account, max(c.at) AS last_checked_at,
           sum(c.outcome = 'found') AS found_checks, sum(c.outcome = 'gone') AS gone_checks,
           sum(c.outcome = 'refused') AS refused_checks, sum(c.outcome = 'failed') AS failed_checks
    FROM listed p JOIN checks c ON c.post = p.id
    GROUP BY p.platform, p.account
"""
# As archive.status has it: a gone look counts if none that found the post is as new.
_GONE = """
    SELECT platform, account, sum(outcome = 'gone') AS gone
    FROM (
        SELECT p.platform, p.account, c.outcome, max(c.at || (c.outcome = 'found'))
        FROM listed p JOIN checks c ON c.post = p.id
        WHERE c.outcome IN ('found', 'gone') GROUP BY p.id
    )
    GROUP BY platform, account
"""
_DAYS = """
    SELECT substr(c.at, 1, 10) AS day,
           sum(c.outcome = 'found') AS found, sum(c.outcome = 'gone') AS gone,
           sum(c.outcome = 'refused') AS refused, sum(c.outcome = 'failed') AS failed
    FROM listed p JOIN checks c ON c.post = p.id
    GROUP BY 1 ORDER BY 1 DESC
"""
# Of the newest snapshot that may be seen: a handle that only a draft has would tell of it.
_NAMES = """
    SELECT a.id, a.platform, a.native_id, json_extract(s.content, '$.author.handle') AS handle,
           json_extract(s.content, '$.author.name') AS name
    FROM (
        SELECT p.account, s.id AS snapshot, max(s.captured_at)
        FROM listed p
        JOIN snapshots s ON s.post = p.id AND s.visibility IN ({seen}) AND s.content IS NOT NULL
        WHERE p.account IS NOT NULL GROUP BY p.account
    ) n
    JOIN snapshots s ON s.id = n.snapshot JOIN accounts a ON a.id = n.account
"""


class _Group(NamedTuple):
    platform: str
    account: int | None


def coverage(db: Database, drafts: bool) -> Coverage:
    """See :meth:`archive.storage.coverage.Covering.coverage`."""
    groups: dict[_Group, dict[str, Any]] = {}
    for query in (_SNAPSHOTS, _CHECKS, _GONE):
        for row in _listed(db, query, drafts):
            group = _Group(row.pop("platform"), row.pop("account"))
            groups.setdefault(group, {}).update(row)
    figures = {group: _figures(row) for group, row in groups.items()}
    platforms = sorted({group.platform for group in figures})
    accounts = [
        AccountCoverage(
            platform=row["platform"],
            native_id=row["native_id"],
            handle=row["handle"],
            name=row["name"],
            figures=figures[_Group(row["platform"], row["id"])],
        )
        for row in _listed(db, _NAMES, drafts)
    ]
    return Coverage(
        total=_sum(figures.values()),
        platforms={
            name: _sum(found for group, found in figures.items() if group.platform == name)
            for name in platforms
        },
        accounts=tuple(sorted(accounts, key=_age)),
        days=tuple(DayCoverage(**row) for row in _listed(db, _DAYS, drafts)),
    )


def _listed(db: Database, query: str, drafts: bool) -> list[Row]:
    seen = _DRAFTS if drafts else _PUBLIC
    listed = f"WITH listed AS (SELECT p.id, p.platform, p.account FROM {_POSTS}) {query}"  # noqa: S608  text of ours
    return rows(db, listed.replace("{seen}", seen))


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
    seen = _DRAFTS if drafts else _PUBLIC
    query = f"""
        SELECT ar.*, (
            SELECT json_group_array(id) FROM (
                SELECT p.id FROM article_posts r, {_POSTS}
                  AND p.id = r.post AND r.article = ar.id
                ORDER BY p.requested_at, p.id)
        ) AS posts
        FROM articles ar
        WHERE (ar.public OR :drafts) AND (:before IS NULL OR ar.id < :before) AND EXISTS (
            SELECT 1 FROM article_posts r, {_POSTS} AND p.id = r.post AND r.article = ar.id)
        ORDER BY ar.id DESC LIMIT :limit
    """  # noqa: S608  text of ours
    found = rows(db, query.replace("{seen}", seen), drafts=int(drafts), before=before, limit=limit)
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
