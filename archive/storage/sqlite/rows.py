"""Rows -> records. Pure but for the look-ups at the end that everything else builds on."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlite_utils import Database

from archive.clock import parse_time
from archive.records import (
    Annotation,
    Attachment,
    Author,
    Check,
    Exchange,
    MediaRow,
    Post,
    Snapshot,
    Stored,
    Variant,
)
from archive.storage.base import Job, Kept
from archive.storage.sqlite.connection import first, rows

__all__ = [
    "STORED",
    "Row",
    "annotation_of",
    "attachment_of",
    "check_of",
    "exchange_of",
    "follow",
    "job_of",
    "kept",
    "kept_by",
    "media_of",
    "moved",
    "post",
    "post_of",
    "resolve",
    "stored_of",
    "to_json",
    "versions",
]

Row = dict[str, Any]

_snapshot = msgspec.json.Decoder(Snapshot)
_variants = msgspec.json.Decoder(tuple[Variant, ...])

STORED = """
    SELECT s.*, p.platform, p.native_id, p.url
    FROM snapshots s JOIN posts p ON p.id = s.post
"""


def to_json(value: Any) -> str:
    """JSON text for a column."""
    return msgspec.json.encode(value).decode("utf-8")


def post_of(row: Row) -> Post:
    return Post(
        id=row["id"],
        platform=row["platform"],
        native_id=row["native_id"],
        url=row["url"],
        visibility=row["visibility"],
        capture_reason=row["capture_reason"],
        requested_at=parse_time(row["requested_at"]),
        hold=bool(row["hold"]),
        current=row["current"],
        merged_into=row["merged_into"],
    )


def stored_of(row: Row) -> Stored:
    """Of a row of :data:`STORED`. An erased one has an empty text and an empty author."""
    if row["content"] is None:
        snapshot = Snapshot(
            platform=row["platform"],
            native_id=row["native_id"],
            url=row["url"],
            author=Author(name=None, handle=None, native_id=None),
            text="",
            completeness=row["completeness"],
            as_of=parse_time(row["as_of"]),
            as_of_basis=row["as_of_basis"],
        )
    else:
        snapshot = _snapshot.decode(row["content"])
    return Stored(
        post=row["post"],
        n=row["n"],
        snapshot=snapshot,
        captured_at=parse_time(row["captured_at"]),
        as_of=parse_time(row["as_of"]),
        reason=row["reason"],
        source=row["source"],
        sha256=row["sha256"] or "",
        log_index=row["log_index"],
        visibility=row["visibility"],
    )


def attachment_of(row: Row) -> Attachment:
    return Attachment(
        role=row["role"],
        position=row["position"],
        source_url=row["source_url"],
        state=row["state"],
        sha256=row["sha256"],
        detail=row["detail"],
        again=row["again"],
        lang=row["lang"],
        name=row["name"],
    )


def media_of(row: Row) -> MediaRow:
    return MediaRow(
        sha256=row["sha256"],
        mime=row["mime"],
        bytes=row["bytes"],
        width=row["width"],
        height=row["height"],
        colour=row["colour"],
        phash=row["phash"],
        animated=bool(row["animated"]),
        visibility=row["visibility"],
        variants=_variants.decode(row["variants"]),
    )


def check_of(row: Row) -> Check:
    """Of a row of checks with ``exchanges``, the numbers of its exchanges as JSON."""
    return Check(
        post=row["post"],
        at=parse_time(row["at"]),
        source=row["source"],
        outcome=row["outcome"],
        cause=row["cause"],
        detail=row["detail"],
        exchanges=tuple(json.loads(row["exchanges"])),
        snapshot=row["snapshot"],
    )


def annotation_of(row: Row) -> Annotation:
    return Annotation(
        post=row["post"],
        kind=row["kind"],
        body=json.loads(row["body"]),
        by=row["by"],
        at=parse_time(row["at"]),
        version=row["version"],
        snapshot=row["snapshot"],
        media=row["media"],
        reason=row["reason"],
        removed=bool(row["removed"]),
    )


def exchange_of(row: Row, certificates: dict[str, bytes]) -> Exchange:
    """``certificates`` by SHA-256. The body is left out."""
    return Exchange(
        id=row["id"],
        method=row["method"],
        url=row["url"],
        requested_at=parse_time(row["requested_at"]),
        seconds=row["seconds"],
        status=row["status"],
        reason=row["status_text"],
        http_version=row["http_version"],
        request_headers=_pairs(row["request_headers"]),
        response_headers=_pairs(row["response_headers"]),
        peer=row["peer"],
        tls=tuple(certificates[sha256] for sha256 in json.loads(row["tls_sha256"])),
        redacted=bool(row["redacted"]),
        route=row["route"],
        error=row["error"],
        body_sha256=row["body_sha256"],
        body_bytes=row["body_bytes"],
    )


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(text))


def job_of(row: Row) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        payload=json.loads(row["payload"]),
        state=row["state"],
        attempts=tuple(json.loads(row["attempts"])),
        result=json.loads(row["result"]),
        by=row["by"],
        made_at=parse_time(row["made_at"]),
        run_at=parse_time(row["run_at"]),
        tries=row["tries"],
        ended_at=None if row["ended_at"] is None else parse_time(row["ended_at"]),
    )


def follow(db: Database, post: str, *, drafts: bool = True) -> Row | None:
    """The row of the post that an id leads to: itself, what it was merged into, or the post
    that has the id as an alias's. Without ``drafts`` a post that never was public is found as
    little as what is not there, and as fast.
    """
    return first(
        db,
        """
        SELECT * FROM posts WHERE id = coalesce(
            (SELECT coalesce(merged_into, id) FROM posts WHERE id = :id),
            (SELECT post FROM aliases WHERE id = :id))
          AND (:drafts OR visibility != 'draft' AND released_at IS NOT NULL)
        """,
        id=post,
        drafts=int(drafts),
    )


def moved(db: Database, post: str, n: int) -> tuple[str, int] | None:
    """Where a snapshot of a merged post stands today: (post, N)."""
    row = first(
        db,
        """
        SELECT s.post, s.n FROM moved_snapshots m JOIN snapshots s ON s.id = m.snapshot
        WHERE m.post = ? AND m.n = ?
        """,
        post,
        n,
    )
    return None if row is None else (row["post"], row["n"])


def resolve(db: Database, platform: str, key: str) -> str | None:
    """See :meth:`archive.storage.base.Storage.resolve`."""
    row = first(db, "SELECT post FROM aliases WHERE platform = ? AND key = ?", platform, key)
    return None if row is None else row["post"]


def post(db: Database, id: str, drafts: bool) -> Post | None:
    """See :meth:`archive.storage.base.Storage.post`."""
    row = follow(db, id, drafts=drafts)
    return None if row is None else post_of(row)


def versions(db: Database, post: str) -> tuple[Stored, ...]:
    """See :meth:`archive.storage.base.Storage.versions`."""
    kept = follow(db, post)
    if kept is None:
        return ()
    found = rows(db, STORED + "WHERE s.post = ? ORDER BY s.n", kept["id"])
    return tuple(stored_of(row) for row in found)


def kept(db: Database, posts: Sequence[str]) -> dict[str, Kept]:
    """See :meth:`archive.storage.base.Storage.kept`."""
    found = rows(
        db,
        """
        SELECT wanted.value AS asked, p.* FROM json_each(?) wanted JOIN posts p ON p.id = coalesce(
            (SELECT coalesce(merged_into, id) FROM posts WHERE id = wanted.value),
            (SELECT post FROM aliases WHERE id = wanted.value))
        """,
        to_json(posts),
    )
    lines: dict[str, list[Stored]] = {row["id"]: [] for row in found}
    for row in rows(
        db,
        f"{STORED} WHERE s.post IN (SELECT value FROM json_each(?)) ORDER BY s.post, s.n",  # noqa: S608  text of ours
        to_json(list(lines)),
    ):
        lines[row["post"]].append(stored_of(row))
    return {
        row["asked"]: Kept(post=post_of(row), versions=tuple(lines[row["id"]])) for row in found
    }


def kept_by(db: Database, snapshots: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """See :meth:`archive.storage.base.Storage.kept_by`. A merged post's were kept under another
    address, which the audit log has.
    """
    found: dict[tuple[str, int], str] = {}
    for post, n in snapshots:
        row = first(
            db,
            """
            WITH named (target) AS (
                SELECT :post || '@' || :n UNION ALL
                SELECT m.post || '@' || m.n FROM moved_snapshots m
                JOIN snapshots s ON s.id = m.snapshot WHERE s.post = :post AND s.n = :n)
            SELECT a.by FROM named JOIN audit a ON a.target = named.target
            WHERE a.action IN ('capture', 'import') ORDER BY a.id LIMIT 1
            """,
            post=post,
            n=n,
        )
        if row is not None:
            found[post, n] = row["by"]
    return found
