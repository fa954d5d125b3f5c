"""Erases a post, one snapshot, or one medium: text, exchanges, index rows, salts, media.

What stays: that something was here, its log leaf (a commitment that nobody can test guesses
against without the salt), times and outcomes of looks, and the audit entry.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import HoldError
from archive.storage.base import Erasure
from archive.storage.blobs import content_name, variant_name
from archive.storage.sqlite.cards import drop_cards
from archive.storage.sqlite.connection import first, one, rows, writing
from archive.storage.sqlite.frozen import thaw
from archive.storage.sqlite.media import referred
from archive.storage.sqlite.posts import locate, record, set_current, target
from archive.storage.sqlite.statements import forget_traces, index_post
from archive.storage.sqlite.visibility import no_medium, shows

__all__ = ["erase", "wipe"]


def erase(
    db: Database,
    post: str,
    *,
    by: str,
    at: datetime,
    reason: str,
    snapshot: int | None = None,
    media: str | None = None,
) -> Erasure:
    """See :meth:`archive.storage.base.Storage.erase`. :func:`wipe` belongs after it."""
    kept, n = locate(db, post, snapshot)
    kept_id: str = kept["id"]
    stamp = (reason, rfc3339(at))
    if media is not None:
        if not shows(db, kept_id, media):
            raise no_medium(post, media)
        _refuse_held(db, _posts_showing(db, media))
        snapshots, exchanges, bodies = 0, 0, set[str]()
        lost = [media]
        made = _drop_what_shows(db, media=lost)
    else:
        _refuse_held(db, [kept_id])
        made = _drop_what_shows(db, post=kept_id, n=n)
        snapshots = _erase_snapshots(db, kept_id, n, stamp)
        _erase_annotations(db, "post = ?1 AND (snapshot = ?2 OR ?2 IS NULL)", [kept_id, n])
        # The words of a quotation are the post's.
        db.execute(
            "DELETE FROM article_quotations WHERE post = ?1 AND (snapshot = ?2 OR ?2 IS NULL)",
            [kept_id, n],
        )
        exchanges, bodies = _erase_exchanges(db, _exchanges_about(db, kept_id))
        lost = _unshown_media(db, kept_id, n)
        made |= _drop_what_shows(db, media=lost)
        if n is None:
            _mark(db, "posts", "id = ?", [kept_id], stamp)
            # What the newsroom noted of it may repeat its words.
            db.execute("UPDATE collection_posts SET note = '' WHERE post = ?", [kept_id])
    names, more = _erase_media(db, lost, stamp)
    exchanges += more
    set_current(db, kept_id)
    index_post(db, kept_id)
    record(
        db,
        at=at,
        by=by,
        action="erase",
        target=target(kept_id, n, media),
        reason=reason,
        detail={"snapshots": snapshots, "media": len(lost), "exchanges": exchanges},
    )
    names |= made | {content_name(sha256) for sha256 in bodies if not referred(db, sha256)}
    return Erasure(
        snapshots=snapshots, media=tuple(lost), exchanges=exchanges, blobs=tuple(sorted(names))
    )


def _drop_what_shows(
    db: Database, *, post: str | None = None, n: int | None = None, media: Iterable[str] = ()
) -> set[str]:
    """Takes out the frozen forms and the cards that show it; gives the names of their blobs."""
    media = tuple(media)
    return thaw(db, post=post, n=n, media=media) | drop_cards(db, post=post, n=n, media=media)


def wipe(db: Database) -> None:
    """Rewrites the file and empties the write-ahead log, so that nothing erased is left in
    either. Outside a transaction.

    ``secure_delete`` alone overwrites deleted rows, but not the copies that SQLite leaves in
    the unused part of a page when it balances a tree. The index of the words, for its part, only
    notes that some were taken out, until it is merged.
    """
    with writing(db):
        forget_traces(db)
    db.execute("VACUUM")
    checkpoint = one(db, "PRAGMA wal_checkpoint(TRUNCATE)")
    if checkpoint["busy"]:
        raise TimeoutError("a reader kept the write-ahead log open")


def _refuse_held(db: Database, posts: Iterable[str]) -> None:
    for post in posts:
        if one(db, "SELECT hold FROM posts WHERE id = ?", post)["hold"]:
            raise HoldError(f"A legal hold on {post} stops its erasure.")


def _mark(db: Database, table: str, where: str, key: Sequence[Any], stamp: tuple[str, str]) -> None:
    db.execute(
        f"UPDATE {table} SET visibility = 'erased', visibility_reason = ?, visibility_at = ? "  # noqa: S608  names from this file
        f"WHERE {where}",
        [*stamp, *key],
    )


def _erase_snapshots(db: Database, post: str, n: int | None, stamp: tuple[str, str]) -> int:
    """Empties snapshots; gives how many held something."""
    erased = db.execute(
        """
        UPDATE snapshots SET content = NULL, salt = NULL, sha256 = NULL, visibility = 'erased',
          visibility_reason = :reason, visibility_at = :at
        WHERE post = :post AND (n = :n OR :n IS NULL) AND content IS NOT NULL
        """,
        {"post": post, "n": n, "reason": stamp[0], "at": stamp[1]},
    )
    db.execute(
        """
        DELETE FROM snapshot_links WHERE snapshot IN (
            SELECT id FROM snapshots WHERE post = :post AND (n = :n OR :n IS NULL))
        """,
        {"post": post, "n": n},
    )
    return erased.rowcount


def _erase_annotations(db: Database, where: str, values: Sequence[Any]) -> None:
    db.execute(
        f"UPDATE annotations SET body = '{{}}', reason = NULL, removed = 1 WHERE {where}",  # noqa: S608  texts from this file
        values,
    )


def _exchanges_about(db: Database, post: str) -> list[int]:
    """The exchanges that may carry the text of a post or of any version of it.

    Those of its own checks, for an edit history comes with all versions in one answer; and
    those of posts that quote, answer or repost it, whose answers carry it along.
    """
    found = rows(
        db,
        """
        SELECT DISTINCT x.exchange AS id FROM check_exchanges x
        JOIN checks c ON c.id = x.check_id
        WHERE c.post = :post OR c.post IN (
            SELECT s.post FROM snapshot_links l JOIN snapshots s ON s.id = l.snapshot
            WHERE l.post = :post)
        """,
        post=post,
    )
    return [row["id"] for row in found]


def _erase_exchanges(db: Database, ids: Iterable[int]) -> tuple[int, set[str]]:
    """Method, status and times stay. Gives how many were erased, and the hashes of bodies.

    One that a post under hold rests on, too, stops the erasure: it is that post's evidence.
    """
    bodies: set[str] = set()
    count = 0
    for exchange in ids:
        _refuse_held(db, _posts_resting_on(db, exchange))
        row = first(db, "SELECT body_sha256 FROM exchanges WHERE id = ? AND NOT erased", exchange)
        if row is None:
            continue
        count += 1
        bodies |= {row["body_sha256"]} - {None}
        db.execute(
            """
            UPDATE exchanges SET url = '', status_text = NULL, request_headers = '[]',
              response_headers = '[]', body_sha256 = NULL, body_bytes = 0, peer = NULL,
              tls_sha256 = '[]', route = NULL, error = NULL, erased = 1
            WHERE id = ?
            """,
            [exchange],
        )
    return count, bodies


def _posts_resting_on(db: Database, exchange: int) -> list[str]:
    found = rows(
        db,
        """
        SELECT DISTINCT c.post FROM check_exchanges x JOIN checks c ON c.id = x.check_id
        WHERE x.exchange = ?
        """,
        exchange,
    )
    return [row["post"] for row in found]


def _posts_showing(db: Database, media: str) -> list[str]:
    found = rows(
        db,
        """
        SELECT DISTINCT s.post FROM snapshot_media m JOIN snapshots s ON s.id = m.snapshot
        WHERE m.sha256 = ?
        """,
        media,
    )
    return [row["post"] for row in found]


def _unshown_media(db: Database, post: str, n: int | None) -> list[str]:
    """Unlinks the media of erased snapshots, and gives those that nothing else shows."""
    snapshots = "SELECT id FROM snapshots WHERE post = :post AND (n = :n OR :n IS NULL)"
    values = {"post": post, "n": n}
    shown = rows(
        db,
        f"SELECT DISTINCT sha256 FROM snapshot_media WHERE snapshot IN ({snapshots}) "  # noqa: S608  text from above
        "AND sha256 IS NOT NULL ORDER BY sha256",
        **values,
    )
    db.execute(f"DELETE FROM snapshot_media WHERE snapshot IN ({snapshots})", values)  # noqa: S608  text from above
    return [
        row["sha256"]
        for row in shown
        if not first(db, "SELECT 1 FROM snapshot_media WHERE sha256 = ?", row["sha256"])
    ]


def _erase_media(db: Database, lost: Iterable[str], stamp: tuple[str, str]) -> tuple[set[str], int]:
    """Erases media wherever they are shown, with the exchanges that they came in.

    Gives the names of their blobs, and the number of exchanges.
    """
    names: set[str] = set()
    exchanges = 0
    for sha256 in lost:
        _erase_annotations(db, "media = ?", [sha256])
        db.execute(
            """
            UPDATE snapshot_media SET state = 'not to be had', sha256 = NULL, source_url = NULL,
              detail = 'It was erased here.', again = NULL
            WHERE sha256 = ?
            """,
            [sha256],
        )
        row = one(db, "SELECT variants FROM media WHERE sha256 = ?", sha256)
        for variant in json.loads(row["variants"]):
            names.add(variant_name(sha256, variant["width"], variant["format"]))
        names.add(content_name(sha256))
        db.execute(
            "UPDATE media SET variants = '[]', colour = NULL, phash = NULL WHERE sha256 = ?",
            [sha256],
        )
        _mark(db, "media", "sha256 = ?", [sha256], stamp)
        came_in = rows(db, "SELECT id FROM exchanges WHERE body_sha256 = ?", sha256)
        exchanges += _erase_exchanges(db, [exchange["id"] for exchange in came_in])[0]
    return names, exchanges
