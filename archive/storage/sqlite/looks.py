"""The schedule of looks at posts in use."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.platforms import HAND
from archive.storage.looks import InUse
from archive.storage.sqlite.connection import rows

__all__ = ["due_looks", "looks_asked", "schedule_looks"]

_USED = """
    SELECT post, made_at AS at FROM placements
    UNION ALL
    SELECT r.post, coalesce(a.published_at, a.added_at)
    FROM article_posts r JOIN articles a ON a.id = r.article
    UNION ALL
    SELECT post, at FROM article_quotations
"""


def due_looks(db: Database, at: datetime, limit: int) -> tuple[InUse, ...]:
    """See :meth:`archive.storage.looks.Looks.due_looks`."""
    found = rows(
        db,
        f"""
        SELECT p.id AS post, p.platform, max(u.at) AS used_at, l.next_at,
          (SELECT max(c.at) FROM checks c WHERE c.post = p.id) AS looked_at
        FROM ({_USED}) u JOIN posts p ON p.id = u.post LEFT JOIN looks l ON l.post = p.id
        WHERE p.merged_into IS NULL AND p.visibility != 'erased' AND p.platform != :hand
          AND (l.next_at IS NULL OR l.next_at <= :at)
        GROUP BY p.id ORDER BY l.next_at, p.id LIMIT :limit
        """,  # noqa: S608  text from above
        at=rfc3339(at),
        hand=HAND,
        limit=limit,
    )
    return tuple(
        InUse(
            post=row["post"],
            platform=row["platform"],
            used_at=parse_time(row["used_at"]),
            looked_at=_moment(row["looked_at"]),
            next_at=_moment(row["next_at"]),
        )
        for row in found
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else parse_time(written)


def looks_asked(db: Database, since: datetime) -> dict[str, int]:
    """See :meth:`archive.storage.looks.Looks.looks_asked`."""
    found = rows(
        db,
        """
        SELECT p.platform, count(*) AS count FROM looks l JOIN posts p ON p.id = l.post
        WHERE l.asked_at > ? GROUP BY p.platform
        """,
        rfc3339(since),
    )
    return {row["platform"]: row["count"] for row in found}


def schedule_looks(
    db: Database, turns: Sequence[tuple[str, datetime]], *, asked_at: datetime | None
) -> None:
    """See :meth:`archive.storage.looks.Looks.schedule_looks`."""
    asked = None if asked_at is None else rfc3339(asked_at)
    for post, next_at in turns:
        db.execute(
            """
            INSERT INTO looks (post, asked_at, next_at) VALUES (?, ?, ?)
            ON CONFLICT (post) DO UPDATE SET
              asked_at = coalesce(excluded.asked_at, asked_at), next_at = excluded.next_at
            """,
            [post, asked, rfc3339(next_at)],
        )
