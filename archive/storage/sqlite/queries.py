"""Saved queries: searches with a name."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import Conflict
from archive.storage.queries import SavedQuery
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.posts import record

__all__ = ["remove_query", "save_query", "saved_queries"]


def saved_queries(db: Database) -> tuple[SavedQuery, ...]:
    """See :meth:`archive.storage.queries.Queries.saved_queries`."""
    return tuple(
        SavedQuery(
            slug=row["slug"],
            name=row["name"],
            params=dict(parse_qsl(row["params"])),
            by=row["by"],
            at=parse_time(row["at"]),
        )
        for row in rows(db, "SELECT * FROM queries ORDER BY name, slug")
    )


def save_query(db: Database, query: SavedQuery) -> None:
    """See :meth:`archive.storage.queries.Queries.save_query`."""
    if first(db, "SELECT 1 FROM queries WHERE slug = ?", query.slug):
        raise Conflict(
            f"There is a saved query {query.slug!r} already.",
            next_step="Give it another name, or remove the other first.",
        )
    params = urlencode(query.params)
    values = {"slug": query.slug, "name": query.name, "params": params}
    insert(db, "queries", {**values, "by": query.by, "at": rfc3339(query.at)})
    target = f"query:{query.slug}"
    detail = {"name": query.name, "params": params}
    record(db, at=query.at, by=query.by, action="save query", target=target, detail=detail)


def remove_query(db: Database, slug: str, *, by: str, at: datetime) -> bool:
    """See :meth:`archive.storage.queries.Queries.remove_query`."""
    if not first(db, "SELECT 1 FROM queries WHERE slug = ?", slug):
        return False
    db.execute("DELETE FROM queries WHERE slug = ?", [slug])
    record(db, at=at, by=by, action="remove query", target=f"query:{slug}")
    return True
