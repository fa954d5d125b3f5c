"""Reads the audit log."""

import json

from sqlite_utils import Database

from archive.clock import parse_time
from archive.storage.audit import AuditEntry, AuditPage
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.cursors import read_cursor, write_cursor
from archive.storage.sqlite.rows import Row

__all__ = ["audit", "audit_actions"]

# Each kind by one step in the index: the log is long, and its kinds are few.
_ACTIONS = """
    WITH RECURSIVE kinds (action) AS (
      SELECT min(action) FROM audit
      UNION ALL
      SELECT (SELECT min(action) FROM audit WHERE action > kinds.action) FROM kinds
      WHERE kinds.action IS NOT NULL
    )
    SELECT action FROM kinds WHERE action IS NOT NULL
"""

# `ID`, `ID@N` and `ID#SHA256`: what follows "@" and "#" stands before "A" and "$".
_OF_POST = """
    (target = :post OR (target > :post || '@' AND target < :post || 'A')
      OR (target > :post || '#' AND target < :post || '$'))
"""


def audit(
    db: Database,
    *,
    limit: int,
    cursor: str | None,
    by: str | None,
    action: str | None,
    post: str | None,
) -> AuditPage:
    """See :meth:`archive.storage.audit.Audited.audit`."""
    wanted = ["id < :before"]
    wanted += ["by = :by"] * (by is not None) + ["action = :action"] * (action is not None)
    wanted += [_OF_POST] * (post is not None)
    found = rows(
        db,
        f"SELECT * FROM audit WHERE {' AND '.join(wanted)} "  # noqa: S608  text of ours
        "ORDER BY id DESC LIMIT :limit",
        before=read_cursor(cursor),
        by=by,
        action=action,
        post=post,
        limit=limit + 1,
    )
    page = found[:limit]
    return AuditPage(
        entries=tuple(_entry(row) for row in page),
        cursor=write_cursor(page[-1]["id"]) if len(found) > limit else None,
    )


def audit_actions(db: Database) -> tuple[str, ...]:
    """See :meth:`archive.storage.audit.Audited.audit_actions`."""
    return tuple(row["action"] for row in rows(db, _ACTIONS))


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
        id=row["id"],
        at=parse_time(row["at"]),
        by=row["by"],
        action=row["action"],
        target=row["target"],
        reason=row["reason"],
        detail=json.loads(row["detail"]),
    )
