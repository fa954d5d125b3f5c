"""Originals, which snapshot shows them, and who may see them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import Conflict
from archive.records import Attachment, MediaRow, Variant
from archive.storage.base import Late
from archive.storage.blobs import card_name, content_name, frozen_name, variant_name
from archive.storage.sqlite.adding import Adding
from archive.storage.sqlite.cards import is_card
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.frozen import is_frozen
from archive.storage.sqlite.posts import locate, target
from archive.storage.sqlite.rows import media_of, to_json

__all__ = [
    "add_attachments",
    "add_late",
    "add_media",
    "derived_media",
    "erased_media",
    "media",
    "media_visible",
    "referred",
    "set_variants",
    "to_fetch_again",
    "unreferenced",
]


_ERASED = "It was erased here."


def add_media(db: Database, media: Iterable[MediaRow], at: datetime) -> None:
    """Adds rows of originals; one that is there already stays as it is."""
    for row in media:
        db.execute(
            """
            INSERT INTO media (sha256, mime, bytes, width, height, colour, phash, animated,
                               visibility, variants, added_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING
            """,
            [
                row.sha256,
                row.mime,
                row.bytes,
                row.width,
                row.height,
                row.colour,
                row.phash,
                int(row.animated),
                row.visibility,
                to_json(row.variants),
                rfc3339(at),
            ],
        )


def add_attachments(adding: Adding, snapshot: int, attachments: Iterable[Attachment]) -> None:
    """Adds the rows beside a snapshot, named by its row id, or puts them in the place of
    those that are there.
    """
    for attachment in attachments:
        adding.execute(
            """
            INSERT INTO snapshot_media (snapshot, role, position, source_url, state, sha256, detail,
              again, lang, name)
            VALUES (:snapshot, :role, :position, :source_url, :state, :sha256, :detail, :again,
              :lang, :name)
            ON CONFLICT (snapshot, role, position) DO UPDATE SET
              source_url = excluded.source_url, state = excluded.state,
              sha256 = excluded.sha256, detail = excluded.detail, again = excluded.again,
              lang = excluded.lang, name = excluded.name
            """,
            _attachment_row(adding.db, snapshot, attachment),
        )


def _attachment_row(db: Database, snapshot: int, attachment: Attachment) -> dict[str, Any]:
    """An erased medium does not come back with a new capture."""
    state, sha256, detail = attachment.state, attachment.sha256, attachment.detail
    erased = "SELECT 1 FROM media WHERE sha256 = ? AND visibility = 'erased'"
    if sha256 is not None and first(db, erased, sha256) is not None:
        state, sha256, detail = "not to be had", None, _ERASED
    return {
        "snapshot": snapshot,
        "role": attachment.role,
        "position": attachment.position,
        "source_url": attachment.source_url,
        "state": state,
        "sha256": sha256,
        "detail": detail,
        "again": None if state == "there" or detail == _ERASED else attachment.again,
        "lang": attachment.lang,
        "name": attachment.name,
    }


def add_late(db: Database, late: Late) -> None:
    """Writes what became of media beside the snapshot that shows them."""
    post, n = locate(db, late.post, late.n)
    snapshot = one(
        db, "SELECT id, visibility FROM snapshots WHERE post = ? AND n = ?", post["id"], n
    )
    if snapshot["visibility"] == "erased":
        raise Conflict(
            f"{target(late.post, late.n)} was erased meanwhile.", next_step="Drop what came."
        )
    adding = Adding(db)
    add_attachments(adding, snapshot["id"], late.attachments)
    adding.flush()


def set_variants(db: Database, sha256: str, variants: tuple[Variant, ...]) -> None:
    """See :meth:`archive.storage.base.Storage.set_variants`."""
    changed = db.execute(
        "UPDATE media SET variants = ? WHERE sha256 = ? AND visibility != 'erased'",
        [to_json(variants), sha256],
    )
    if changed.rowcount == 0:
        raise Conflict(
            f"The medium {sha256} is not kept, or was erased meanwhile.",
            next_step="Drop the derivatives.",
        )


def media(db: Database, sha256: str) -> MediaRow | None:
    """See :meth:`archive.storage.base.Storage.media`."""
    row = first(db, "SELECT * FROM media WHERE sha256 = ?", sha256)
    return None if row is None else media_of(row)


def to_fetch_again(
    db: Database, waits: Sequence[str], *, limit: int, post: str | None, since: datetime | None
) -> tuple[tuple[str, int], ...]:
    """See :meth:`archive.storage.base.Storage.to_fetch_again`."""
    found = rows(
        db,
        """
        SELECT DISTINCT s.post, s.n, s.id FROM snapshot_media m
        JOIN snapshots s ON s.id = m.snapshot
        WHERE m.again IN (SELECT value FROM json_each(:waits)) AND s.visibility != 'erased'
          AND (:post IS NULL OR s.post = :post) AND (:since IS NULL OR s.captured_at >= :since)
        ORDER BY s.id DESC LIMIT :limit
        """,
        waits=to_json(list(waits)),
        post=post,
        since=None if since is None else rfc3339(since),
        limit=limit,
    )
    return tuple((row["post"], row["n"]) for row in found)


def erased_media(db: Database, sha256s: Sequence[str]) -> frozenset[str]:
    """See :meth:`archive.storage.base.Storage.erased_media`."""
    sql = """
        SELECT sha256 FROM media
        WHERE sha256 IN (SELECT value FROM json_each(?)) AND visibility = 'erased'
    """
    return frozenset(row["sha256"] for row in rows(db, sql, json.dumps(sha256s)))


def derived_media(db: Database, sha256s: Sequence[str]) -> frozenset[str]:
    """Those of these originals whose derivatives are kept."""
    sql = """
        SELECT sha256 FROM media
        WHERE sha256 IN (SELECT value FROM json_each(?)) AND variants != '[]'
    """
    return frozenset(row["sha256"] for row in rows(db, sql, json.dumps(sha256s)))


def referred(db: Database, sha256: str) -> bool:
    """Whether something needs these bytes: an original, or the body of an exchange."""
    row = first(
        db,
        """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM exchanges WHERE body_sha256 = :sha256)
          OR EXISTS (SELECT 1 FROM media WHERE sha256 = :sha256 AND visibility != 'erased')
        """,
        sha256=sha256,
    )
    return row is not None


def unreferenced(db: Database, blobs: Sequence[str]) -> tuple[str, ...]:
    """See :meth:`archive.storage.base.Storage.unreferenced`."""
    return tuple(name for name in blobs if _is_orphan(db, name))


def _is_orphan(db: Database, name: str) -> bool:
    sha256 = name.rsplit("/", 1)[-1].partition("-")[0]
    if name == content_name(sha256):
        return not referred(db, sha256)
    if name == frozen_name(sha256):
        return not is_frozen(db, sha256)
    if name == card_name(sha256):
        return not is_card(db, sha256)
    if not name.startswith("derived/"):
        return False
    row = media(db, sha256)
    known = () if row is None else row.variants
    return all(name != variant_name(sha256, v.width, v.format) for v in known)


def media_visible(db: Database, sha256: str) -> bool:
    """See :meth:`archive.storage.base.Storage.media_visible`.

    A public snapshot that quotes, answers or reposts a post shows it in its own embed: so the
    pictures of the snapshot that it refers to are seen with it, though that post is context
    or a draft. An avatar or an emoji belongs to the account: withholding one post does not
    take it from the others.
    """
    row = first(
        db,
        """
        WITH shown AS (
            SELECT s.post, s.n, m.role, s.visibility AS snapshot, p.visibility AS post_is
            FROM snapshot_media m
            JOIN snapshots s ON s.id = m.snapshot
            JOIN posts p ON p.id = s.post
            WHERE m.sha256 = :sha256
        )
        SELECT 1 FROM media
        WHERE sha256 = :sha256 AND visibility = 'public'
          AND NOT EXISTS (
            SELECT 1 FROM shown
            WHERE role NOT IN ('avatar', 'emoji')
              AND (snapshot = 'withheld' OR post_is = 'withheld'))
          AND EXISTS (
            SELECT 1 FROM shown
            WHERE snapshot = 'public' AND (post_is = 'public' OR (
              post_is = 'draft' AND EXISTS (
                SELECT 1 FROM snapshot_links l
                JOIN snapshots t ON t.id = l.snapshot
                JOIN posts q ON q.id = t.post
                WHERE l.post = shown.post AND l.n = shown.n
                  AND t.visibility = 'public' AND q.visibility = 'public'))))
        """,
        sha256=sha256,
    )
    return row is not None
