"""Finds statements: pages of them, and all of them in batches."""

import hashlib
import re

import msgspec
from msgspec.structs import replace
from sqlite_utils import Database

from archive.errors import UsageError
from archive.grammar import Query
from archive.query import to_params
from archive.storage.search import Results
from archive.storage.sqlite.connection import one
from archive.storage.sqlite.hits import found_now, hits
from archive.storage.sqlite.matching import Asked, asked

__all__ = ["batch", "count", "counted", "search"]

COUNTED = 10_000
"""So many hits are counted for a page; beyond, that there are more."""
BATCH = 500


class Place(msgspec.Struct, frozen=True):
    """Where a page begins: after so many hits, the last of them with this score and id."""

    before: int = 0
    last: int | None = None


def search(db: Database, query: Query, drafts: bool) -> Results:
    """See :meth:`archive.storage.search.Searching.search`."""
    place = _place(query, drafts)
    what = asked(db, query, drafts=drafts)
    ids = _ids(db, what, query, place.last, query.limit + 1)
    page = ids[: query.limit]
    total = counted(db, what, COUNTED + 1)
    next_place = Place(place.before + len(page), page[-1]) if len(ids) > query.limit else None
    return Results(
        hits=hits(db, found_now(db, page)),
        first=place.before + 1,
        total=min(total, COUNTED),
        exact=total <= COUNTED,
        cursor=None if next_place is None else _cursor(query, drafts, next_place),
    )


def batch(db: Database, query: Query, drafts: bool, last: int | None) -> list[tuple[int, str, int]]:
    """The next statements after an id, in the order of the query: (id, post, snapshot)."""
    ids = _ids(db, asked(db, query, drafts=drafts), query, last, BATCH)
    found = found_now(db, ids)
    return [(each.id, each.post, each.snapshot) for each in found]


def count(db: Database, query: Query, drafts: bool) -> int:
    """See :meth:`archive.storage.search.Searching.count`."""
    return counted(db, asked(db, query, drafts=drafts))


def _ids(db: Database, what: Asked, query: Query, last: int | None, limit: int) -> list[int]:
    if query.sort == "oldest":
        what = what if last is None else what.within(last + 1, what.high)
        order = "ASC"
    else:
        what = what if last is None else what.within(what.low, last - 1)
        order = "DESC"
    found = db.execute(
        "SELECT rowid FROM statements_search WHERE statements_search MATCH ? "  # noqa: S608  one of two words
        f"AND rowid BETWEEN ? AND ? ORDER BY rowid {order} LIMIT ?",
        [what.match, what.low, what.high, limit],
    )
    return [row[0] for row in found.fetchall()]


def counted(db: Database, what: Asked, limit: int | None = None) -> int:
    """How many there are, or so many as the limit says."""
    sql = """
        SELECT count(*) AS n FROM (
          SELECT 1 FROM statements_search WHERE statements_search MATCH ?
            AND rowid BETWEEN ? AND ? LIMIT ?)
    """
    return int(one(db, sql, what.match, what.low, what.high, -1 if limit is None else limit)["n"])


def _key(query: Query, drafts: bool) -> str:
    """What a cursor belongs to: the list, whatever the length of its pages."""
    params = to_params(replace(query, cursor=None, limit=1)) | {"drafts": str(drafts)}
    return hashlib.sha256(repr(sorted(params.items())).encode()).hexdigest()[:12]


def _cursor(query: Query, drafts: bool, place: Place) -> str:
    return f"{_key(query, drafts)}.{place.before}.{place.last}"


def _place(query: Query, drafts: bool) -> Place:
    if query.cursor is None:
        return Place()
    found = re.fullmatch(r"([0-9a-f]{12})\.([0-9]{1,9})\.(-?[0-9]{1,16})", query.cursor)
    if found is None or found[1] != _key(query, drafts):
        raise UsageError(
            "This is no cursor of ours, or one of another search.",
            next_step="Begin again with the first page, without one.",
        )
    return Place(int(found[2]), int(found[3]))
