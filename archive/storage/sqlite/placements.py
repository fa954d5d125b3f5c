"""Placements: one embed in one article, and what the desk decided that it shows."""

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UnknownPost
from archive.storage.published import Placement
from archive.storage.sqlite.articles import unreference
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.keep import reference
from archive.storage.sqlite.posts import locate, record, target
from archive.storage.sqlite.rows import Row, follow, to_json

__all__ = ["add_placement", "change_placement", "placement", "placements"]

_PLACEMENT = """
    SELECT p.*, a.url AS article_url, a.public AS article_public
    FROM placements p LEFT JOIN articles a ON a.id = p.article
"""


def add_placement(db: Database, new: Placement) -> Placement:
    """See :meth:`archive.storage.published.Published.add_placement`."""
    row = {"key": new.key, "made_by": new.made_by, "made_at": rfc3339(new.made_at)}
    insert(db, "placements", row | _columns(db, new, by=new.made_by, at=new.made_at))
    return _recorded(db, new.key, by=new.made_by, action="place")


def change_placement(db: Database, changed: Placement, *, by: str) -> Placement:
    """See :meth:`archive.storage.published.Published.change_placement`."""
    before = first(db, "SELECT post, article FROM placements WHERE key = ?", changed.key)
    if before is None:
        raise UnknownPost("No such placement is kept here.")
    columns = _columns(db, changed, by=by, at=changed.changed_at)
    names = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(f"UPDATE placements SET {names} WHERE key = :key", columns | {"key": changed.key})  # noqa: S608  names from below
    if before["article"] is not None and before["article"] != columns["article"]:
        unreference(db, before["post"], before["article"])
    return _recorded(db, changed.key, by=by, action="change placement")


def _columns(db: Database, placed: Placement, *, by: str, at: datetime) -> dict[str, Any]:
    post, n = locate(db, placed.post, placed.snapshot)
    article = None
    if placed.article is not None:
        reference(db, post["id"], placed.article, by=by, at=at)
        article = one(db, "SELECT id FROM articles WHERE url = ?", placed.article)["id"]
    return {
        "post": post["id"],
        "mode": placed.mode,
        "snapshot": n,
        "options": to_json(placed.options),
        "article": article,
        "changed_at": rfc3339(placed.changed_at),
    }


def _recorded(db: Database, key: str, *, by: str, action: str) -> Placement:
    row = one(db, _PLACEMENT + "WHERE p.key = ?", key)
    now = _placement_of(row)
    record(
        db,
        at=now.changed_at,
        by=by,
        action=action,
        target=target(now.post, now.snapshot),
        # Whoever has the key sees the placement, once its post is public: it is no secret.
        detail={
            "key": key,
            "mode": now.mode,
            "options": now.options,
            "article": now.article,
        },
    )
    return now


def placement(db: Database, key: str) -> Placement | None:
    """See :meth:`archive.storage.published.Published.placement`."""
    row = first(db, _PLACEMENT + "WHERE p.key = ?", key)
    return None if row is None else _placement_of(row)


def placements(db: Database, post: str) -> tuple[Placement, ...]:
    """See :meth:`archive.storage.published.Published.placements`."""
    kept = follow(db, post)
    if kept is None:
        return ()
    found = rows(
        db, _PLACEMENT + "WHERE p.post = ? ORDER BY p.made_at DESC, p.key DESC", kept["id"]
    )
    return tuple(_placement_of(row) for row in found)


def _placement_of(row: Row) -> Placement:
    return Placement(
        key=row["key"],
        post=row["post"],
        mode=row["mode"],
        snapshot=row["snapshot"],
        options=json.loads(row["options"]),
        article=row["article_url"],
        article_public=bool(row["article_public"]),
        made_by=row["made_by"],
        made_at=parse_time(row["made_at"]),
        changed_at=parse_time(row["changed_at"]),
    )
