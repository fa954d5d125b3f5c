"""The health of sources: looks, counted by the hour."""

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.storage.health import KEPT_FOR, LooksCounted
from archive.storage.sqlite.connection import rows

__all__ = ["count_looks", "looks_counted"]


def count_looks(db: Database, counted: Sequence[LooksCounted], *, at: datetime) -> None:
    """See :meth:`archive.storage.health.Health.count_looks`."""
    for one in counted:
        db.execute(
            """
            INSERT INTO source_health (hour, platform, source, outcome, cause, count, at, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET count = count + excluded.count,
              detail = iif(excluded.at >= at, excluded.detail, detail), at = max(at, excluded.at)
            """,
            [
                _hour(one.at),
                one.platform,
                one.source,
                one.outcome,
                one.cause or "",
                one.count,
                rfc3339(one.at),
                one.detail,
            ],
        )
    db.execute("DELETE FROM source_health WHERE hour < ?", [_hour(at - KEPT_FOR)])


def looks_counted(db: Database, since: datetime) -> tuple[LooksCounted, ...]:
    """See :meth:`archive.storage.health.Health.looks_counted`."""
    found = rows(
        db,
        """
        SELECT platform, source, outcome, cause, sum(count) AS count, max(at) AS at, detail
        FROM source_health WHERE hour >= ?
        GROUP BY platform, source, outcome, cause
        ORDER BY platform, source, count DESC, outcome, cause
        """,
        _hour(since),
    )
    return tuple(
        LooksCounted(
            platform=row["platform"],
            source=row["source"],
            outcome=row["outcome"],
            cause=row["cause"] or None,
            count=row["count"],
            at=parse_time(row["at"]),
            detail=row["detail"],
        )
        for row in found
    )


def _hour(moment: datetime) -> str:
    return rfc3339(moment)[:13]
