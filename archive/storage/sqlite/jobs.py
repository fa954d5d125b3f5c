"""The queue in SQLite. Every call is one transaction under the write lock, so that of two
workers one gets a job.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.storage.base import Job, JobState
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import job_of, to_json

__all__ = [
    "end_job",
    "enqueue",
    "extend",
    "hurry",
    "is_due",
    "job",
    "lease",
    "list_jobs",
    "progress",
    "retry_job",
]

_DUE = """
    FROM jobs
    WHERE (state = 'queued' AND (run_at <= :at OR made_at > :at)
        OR state = 'running' AND leased_until <= :at)
      AND kind IN (SELECT value FROM json_each(:kinds))
"""


_ASKED = {
    "capture": "ask for capture",
    "asked": "note missing",
    "listing": "ask for feed",
}
"""What is written down when somebody asks for a job, by its kind. Others follow from an act that is
written down itself.
"""
_ITSELF = "onrecord"
"""Who asks for what nobody asked for: the feeds, and the posts of their articles."""
_TOLD = ("url", "article", "release")
_POST = re.compile("[0-9a-hjkmnp-tv-z]{16}")


def enqueue(
    db: Database, *, id: str, kind: str, key: str, payload: dict[str, Any], by: str, at: datetime
) -> Job:
    """See :meth:`archive.storage.base.Storage.enqueue`."""
    row = first(
        db,
        "SELECT * FROM jobs WHERE kind = ? AND key = ? AND state IN ('queued', 'running')",
        kind,
        key,
    )
    if row is not None:
        return job_of(row)
    action = _ASKED.get(kind)
    if action is not None and by != _ITSELF:
        named = key.partition(" ")[0]
        record(
            db,
            at=at,
            by=by,
            action=action,
            target=named if _POST.fullmatch(named) else payload.get("url", key),
            detail={name: payload[name] for name in _TOLD if payload.get(name)},
        )
    insert(
        db,
        "jobs",
        {
            "id": id,
            "kind": kind,
            "key": key,
            "payload": to_json(payload),
            "state": "queued",
            "by": by,
            "made_at": rfc3339(at),
            "run_at": rfc3339(at),
        },
    )
    return job_of(one(db, "SELECT * FROM jobs WHERE id = ?", id))


def job(db: Database, id: str) -> Job | None:
    """See :meth:`archive.storage.base.Storage.job`."""
    row = first(db, "SELECT * FROM jobs WHERE id = ?", id)
    return None if row is None else job_of(row)


def list_jobs(db: Database, kind: str, limit: int) -> tuple[Job, ...]:
    """See :meth:`archive.storage.base.Storage.list_jobs`."""
    found = rows(
        db,
        "SELECT * FROM jobs WHERE kind = ? ORDER BY made_at DESC, id DESC LIMIT ?",
        kind,
        limit,
    )
    return tuple(job_of(row) for row in found)


def is_due(db: Database, *, at: datetime, kinds: Sequence[str]) -> bool:
    """Whether a lease has a chance: asked of a reader, so that idle workers do not write."""
    return first(db, f"SELECT 1 {_DUE} LIMIT 1", **_due(at, kinds)) is not None


def lease(
    db: Database, *, worker: str, at: datetime, until: datetime, kinds: Sequence[str]
) -> Job | None:
    """See :meth:`archive.storage.base.Storage.lease`."""
    row = first(
        db,
        f"""
        UPDATE jobs SET state = 'running', worker = :worker, leased_until = :until,
          tries = tries + 1
        WHERE id = (SELECT id {_DUE} ORDER BY kind != 'capture', run_at, made_at, id LIMIT 1)
        RETURNING *
        """,  # noqa: S608  text from above
        worker=worker,
        until=rfc3339(until),
        **_due(at, kinds),
    )
    return None if row is None else job_of(row)


def _due(at: datetime, kinds: Sequence[str]) -> dict[str, str]:
    return {"at": rfc3339(at), "kinds": to_json(list(kinds))}


def extend(db: Database, id: str, *, worker: str, until: datetime) -> bool:
    """See :meth:`archive.storage.base.Storage.extend`."""
    changed = db.execute(
        "UPDATE jobs SET leased_until = ? WHERE id = ? AND worker = ? AND state = 'running'",
        [rfc3339(until), id, worker],
    )
    return changed.rowcount == 1


def progress(
    db: Database, id: str, attempts: Sequence[dict[str, Any]], worker: str | None = None
) -> None:
    """See :meth:`archive.storage.base.Storage.progress`."""
    db.execute(
        """
        UPDATE jobs SET attempts = ?
        WHERE id = ? AND state = 'running' AND worker = coalesce(?, worker)
        """,
        [to_json(list(attempts)), id, worker],
    )


def end_job(
    db: Database,
    id: str,
    state: JobState,
    *,
    at: datetime,
    attempts: Sequence[dict[str, Any]],
    result: dict[str, Any],
    worker: str | None = None,
) -> None:
    """See :meth:`archive.storage.base.Storage.end_job`. One that has ended stays as it is."""
    if state in {"queued", "running"}:
        raise ValueError(f"a job does not end by being {state}")
    db.execute(
        """
        UPDATE jobs SET state = ?, ended_at = ?, attempts = ?, result = ?, worker = NULL,
          leased_until = NULL
        WHERE id = ? AND state IN ('queued', 'running') AND worker IS coalesce(?, worker)
        """,
        [state, rfc3339(at), to_json(list(attempts)), to_json(result), id, worker],
    )


def retry_job(
    db: Database, id: str, *, run_at: datetime, worker: str | None = None, counts: bool = True
) -> None:
    """See :meth:`archive.storage.base.Storage.retry_job`. One that has ended stays ended."""
    db.execute(
        """
        UPDATE jobs SET state = 'queued', run_at = ?, worker = NULL, leased_until = NULL,
          tries = tries - ?
        WHERE id = ? AND state = 'running' AND worker = coalesce(?, worker)
        """,
        [rfc3339(run_at), int(not counts), id, worker],
    )


def hurry(db: Database, kind: str, *, at: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.hurry`."""
    db.execute(
        "UPDATE jobs SET run_at = :at WHERE kind = :kind AND state = 'queued' AND run_at > :at",
        {"at": rfc3339(at), "kind": kind},
    )
