"""Looks and the exchanges that they rest on: written with a capture, read by whoever asks."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import Conflict
from archive.records import Check, Exchange
from archive.storage.base import Keep
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.posts import locate
from archive.storage.sqlite.rows import check_of, exchange_of, follow, moved, to_json

__all__ = ["add_check", "add_exchanges", "checks", "exchanges"]


def add_check(db: Database, check: Check) -> tuple[int, str]:
    """Adds one look at a kept post, and gives its number and the post that it counts for."""
    post, n = locate(db, check.post)[0], check.snapshot
    if post["visibility"] == "erased":
        raise Conflict(f"{post['id']} was erased; no look at it is stored.")
    if n is not None and post["id"] != check.post:
        n = (moved(db, check.post, n) or (post["id"], n))[1]
    row = {
        "post": post["id"],
        "at": rfc3339(check.at),
        "source": check.source,
        "outcome": check.outcome,
        "cause": check.cause,
        "detail": check.detail,
        "snapshot": n,
    }
    return insert(db, "checks", row), post["id"]


def add_exchanges(db: Database, keep: Keep, checks: list[int]) -> None:
    """Adds each exchange once, tied to the looks that rest on it.

    One that no look names is tied to the last, else to the look that the late media's snapshot
    came from: an exchange that belongs to no check would be out of reach when the post is
    erased.
    """
    if not keep.exchanges:
        return
    last = checks[-1] if checks else _look_of(db, keep)
    next_id: int = one(db, "SELECT coalesce(max(id), 0) + 1 AS id FROM exchanges")["id"]
    ids = list(range(next_id, next_id + len(keep.exchanges)))
    for number, exchange in zip(ids, keep.exchanges, strict=True):
        insert(db, "exchanges", _exchange_row(number, exchange))
    _add_certificates(db, keep.exchanges)
    ties = {
        (check, ids[place])
        for check, look in zip(checks, keep.looks, strict=True)
        for place in look.exchanges
    }
    tied = {exchange for _, exchange in ties}
    ties |= {(last, exchange) for exchange in ids if exchange not in tied}
    for check, tied_to in sorted(ties):
        insert(db, "check_exchanges", {"check_id": check, "exchange": tied_to})


def _look_of(db: Database, keep: Keep) -> int:
    for late in keep.late:
        post, n = locate(db, late.post, late.n)
        row = first(
            db,
            "SELECT max(id) AS id FROM checks WHERE post = ? AND snapshot = ?",
            post["id"],
            n,
        )
        if row is not None and row["id"] is not None:
            return int(row["id"])
    raise ValueError("exchanges without a look: nothing would lead to them")


def _exchange_row(number: int, exchange: Exchange) -> dict[str, Any]:
    """The body lies in the blobs; here is its hash."""
    body_sha256, body_bytes = exchange.body_sha256, exchange.body_bytes
    if body_bytes is None:
        body_bytes = len(exchange.body)
    if body_sha256 is None and exchange.body:
        body_sha256 = hashlib.sha256(exchange.body).hexdigest()
    return {
        "id": number,
        "requested_at": rfc3339(exchange.requested_at),
        "seconds": float(exchange.seconds),
        "method": exchange.method,
        "url": exchange.url,
        "http_version": exchange.http_version,
        "status": exchange.status,
        "status_text": exchange.reason,
        "request_headers": to_json(exchange.request_headers),
        "response_headers": to_json(exchange.response_headers),
        "body_sha256": body_sha256,
        "body_bytes": body_bytes,
        "peer": exchange.peer,
        "tls_sha256": to_json([hashlib.sha256(der).hexdigest() for der in exchange.tls]),
        "redacted": int(exchange.redacted),
        "route": exchange.route,
        "error": exchange.error,
    }


def _add_certificates(db: Database, exchanges: Iterable[Exchange]) -> None:
    for der in {der for exchange in exchanges for der in exchange.tls}:
        db.execute(
            "INSERT INTO certificates (sha256, der) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [hashlib.sha256(der).hexdigest(), der],
        )


def checks(db: Database, post: str) -> tuple[Check, ...]:
    """See :meth:`archive.storage.base.Storage.checks`."""
    kept = follow(db, post)
    if kept is None:
        return ()
    found = rows(
        db,
        """
        SELECT c.*, (
            SELECT json_group_array(exchange)
            FROM (SELECT exchange FROM check_exchanges WHERE check_id = c.id ORDER BY exchange)
        ) AS exchanges
        FROM checks c WHERE c.post = ? ORDER BY c.at, c.id
        """,
        kept["id"],
    )
    return tuple(check_of(row) for row in found)


def exchanges(db: Database, post: str) -> tuple[Exchange, ...]:
    """See :meth:`archive.storage.base.Storage.exchanges`."""
    kept = follow(db, post)
    if kept is None:
        return ()
    found = rows(
        db,
        """
        SELECT * FROM exchanges WHERE id IN (
            SELECT x.exchange FROM check_exchanges x JOIN checks c ON c.id = x.check_id
            WHERE c.post = ?
        ) ORDER BY requested_at, id
        """,
        kept["id"],
    )
    wanted = {sha256 for row in found for sha256 in json.loads(row["tls_sha256"])}
    certificates = {
        sha256: one(db, "SELECT der FROM certificates WHERE sha256 = ?", sha256)["der"]
        for sha256 in wanted
    }
    return tuple(exchange_of(row, certificates) for row in found)
