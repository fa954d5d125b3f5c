"""The newsroom's work: queues, who is on a post, collections."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UnknownPost
from archive.storage.queue import Job
from archive.storage.sqlite.connection import first, rows
from archive.storage.sqlite.posts import locate, record
from archive.storage.sqlite.rows import Row, job_of
from archive.storage.work import QUEUES, Collection, Filed, QueueName

__all__ = [
    "CONDITIONS",
    "assign",
    "assigned",
    "collections",
    "file",
    "filed",
    "filed_in",
    "queue_counts",
    "save_collection",
    "unkept",
]

CONDITIONS: Mapping[QueueName, str] = {
    "new": "p.visibility = 'draft' AND p.current IS NOT NULL",
    "changed": "EXISTS (SELECT 1 FROM snapshots s WHERE s.post = p.id AND s.n = p.current "
    "AND s.reason = 'edited')",
    "gone": "EXISTS (SELECT 1 FROM checks c WHERE c.post = p.id AND c.outcome = 'gone' "
    "AND NOT EXISTS (SELECT 1 FROM checks l WHERE l.post = p.id AND l.outcome = 'found' "
    "AND l.at >= c.at))",
    "withheld": "p.visibility = 'withheld'",
}
"""Which posts, as ``p``, stand in a queue, of those that a list has."""


def queue_counts(db: Database) -> dict[QueueName, int]:
    """See :meth:`archive.storage.work.Work.queue_counts`."""
    sums = ", ".join(f"coalesce(sum({CONDITIONS[name]}), 0) AS {name}" for name in QUEUES)
    row = first(
        db,
        f"""
        SELECT {sums} FROM posts p LEFT JOIN accounts a ON a.id = p.account
        WHERE p.merged_into IS NULL AND p.capture_reason != 'context'
          AND NOT coalesce(a.private_person, 0) AND p.visibility != 'erased'
        """,  # noqa: S608  texts from above
    )
    return {name: 0 if row is None else int(row[name]) for name in QUEUES}


def unkept(db: Database, limit: int) -> tuple[Job, ...]:
    """See :meth:`archive.storage.work.Work.unkept`."""
    found = rows(
        db,
        """
        SELECT j.* FROM jobs j
        WHERE j.kind = 'capture' AND j.state IN ('refused', 'failed', 'partial')
          AND NOT EXISTS (
            SELECT 1 FROM jobs n WHERE n.kind = 'capture' AND n.key = j.key
              AND (n.made_at, n.id) > (j.made_at, j.id))
          AND NOT EXISTS (
            SELECT 1 FROM jobs l WHERE l.kind = 'left' AND l.key = j.key AND l.made_at >= j.made_at)
          AND CASE j.state WHEN 'partial' THEN EXISTS (
            SELECT 1 FROM posts p JOIN snapshots s ON s.post = p.id AND s.n = p.current
            WHERE p.id = json_extract(j.result, '$.post')
              AND p.visibility NOT IN ('withheld', 'erased')
              AND (s.completeness IN ('cut', 'partial') OR EXISTS (
                SELECT 1 FROM snapshot_media m WHERE m.snapshot = s.id AND m.role = 'media'
                  AND m.state IN ('too large', 'not to be had'))))
          ELSE NOT EXISTS (
            SELECT 1 FROM posts p WHERE p.current IS NOT NULL
              AND p.id = substr(j.key, 1, instr(j.key || ' ', ' ') - 1)) END
        ORDER BY j.made_at DESC, j.id DESC LIMIT ?
        """,
        limit,
    )
    return tuple(job_of(row) for row in found)


def assign(db: Database, post: str, who: str | None, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.work.Work.assign`."""
    post = locate(db, post)[0]["id"]
    db.execute("DELETE FROM assignments WHERE post = ?", [post])
    if who is not None:
        db.execute(
            "INSERT INTO assignments (post, who, by, at) VALUES (?, ?, ?, ?)",
            [post, who, by, rfc3339(at)],
        )
    record(db, at=at, by=by, action="assign", target=post, detail={"who": who})


def assigned(db: Database, posts: Sequence[str]) -> dict[str, str]:
    """See :meth:`archive.storage.work.Work.assigned`."""
    found = rows(
        db,
        "SELECT post, who FROM assignments WHERE post IN (SELECT value FROM json_each(?))",
        json.dumps(list(posts)),
    )
    return {row["post"]: row["who"] for row in found}


_COUNTED = "(SELECT count(*) FROM collection_posts f WHERE f.collection = c.slug) AS posts"


def collections(db: Database) -> tuple[Collection, ...]:
    """See :meth:`archive.storage.work.Work.collections`."""
    found = rows(db, f"SELECT c.*, {_COUNTED} FROM collections c ORDER BY c.name, c.slug")  # noqa: S608  text from above
    return tuple(_collection(row) for row in found)


def save_collection(db: Database, collection: Collection) -> None:
    """See :meth:`archive.storage.work.Work.save_collection`."""
    db.execute(
        "INSERT INTO collections (slug, name, note, by, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (slug) DO UPDATE SET name = excluded.name, note = excluded.note",
        [
            collection.slug,
            collection.name,
            collection.note,
            collection.by,
            rfc3339(collection.at),
        ],
    )
    record(
        db,
        at=collection.at,
        by=collection.by,
        action="save collection",
        target=f"collection:{collection.slug}",
        detail={"name": collection.name},
    )


def file(db: Database, slug: str, post: str, note: str | None, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.work.Work.file`."""
    post = locate(db, post)[0]["id"]
    if not first(db, "SELECT 1 FROM collections WHERE slug = ?", slug):
        raise UnknownPost(f"There is no collection {slug!r}.", next_step="Look at the list again.")
    if note is None:
        db.execute("DELETE FROM collection_posts WHERE collection = ? AND post = ?", [slug, post])
    else:
        db.execute(
            "INSERT INTO collection_posts (collection, post, note, by, at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (collection, post) DO UPDATE SET note = excluded.note",
            [slug, post, note, by, rfc3339(at)],
        )
    action = "take out of collection" if note is None else "put into collection"
    record(db, at=at, by=by, action=action, target=post, detail={"collection": slug})


def filed(db: Database, slug: str) -> tuple[Filed, ...]:
    """See :meth:`archive.storage.work.Work.filed`."""
    found = rows(
        db,
        "SELECT * FROM collection_posts WHERE collection = ? ORDER BY at DESC, rowid DESC",
        slug,
    )
    return tuple(
        Filed(post=row["post"], note=row["note"], by=row["by"], at=parse_time(row["at"]))
        for row in found
    )


def filed_in(db: Database, post: str) -> tuple[Collection, ...]:
    """See :meth:`archive.storage.work.Work.filed_in`."""
    found = rows(
        db,
        f"SELECT c.*, {_COUNTED} FROM collections c JOIN collection_posts f "  # noqa: S608  text from above
        "ON f.collection = c.slug WHERE f.post = ? ORDER BY c.name, c.slug",
        post,
    )
    return tuple(_collection(row) for row in found)


def _collection(row: Row) -> Collection:
    return Collection(
        slug=row["slug"],
        name=row["name"],
        note=row["note"],
        by=row["by"],
        at=parse_time(row["at"]),
        posts=row["posts"],
    )
