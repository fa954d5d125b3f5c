"""Finds statements: pages of them, and all of them in batches."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile

import msgspec
from msgspec.structs import replace
from sqlite_utils import Database

from archive.errors import UsageError
from archive.grammar import Query
from archive.mistakes import SENTENCES
from archive.query import to_params
from archive.storage.search import Results
from archive.storage.sqlite.connection import first, one
from archive.storage.sqlite.hits import Found, found_now, hits
from archive.storage.sqlite.matching import ALL_IDS, Asked, Seen, asked, tagged
from archive.storage.sqlite.past import Then, erased_since, found_of, then
from archive.storage.sqlite.ranking import NEAR_POINTS, Level, levels, near, points
from archive.storage.sqlite.tags import of_value

__all__ = ["Past", "batch", "count", "counted", "ids_of", "search"]

COUNTED = 10_000
"""So many hits are counted for a page; beyond, that there are more."""
RANKED = 20_000
"""Of so many the best matches are sought; of more, among the newest."""
BATCH = 500


class Place(msgspec.Struct, frozen=True):
    """Where a page begins."""

    before: int = 0
    """Hits on earlier pages."""
    last: int | None = None
    """The id of the last of them."""
    score: int = 0
    """Its score; of best matches only, as the next."""
    least: int = ALL_IDS[0]
    """The least id among which the first page sought the best."""


def search(db: Database, query: Query, drafts: bool) -> Results:
    """See :meth:`archive.storage.search.Searching.search`."""
    place = _place(query, drafts)
    source = Today(db, query, drafts) if query.archive_at is None else Past(db, query, drafts)
    ranked: int | None = None
    total: int | None = None
    if query.sort == "best" and query.words:
        page, following, ranked, total = _best(source, query, place)
    else:
        ids = source.ids(place.last, query.limit + 1)
        page, following = ids[: query.limit], None
        if len(ids) > query.limit:
            following = Place(place.before + query.limit, page[-1])
    if total is None:
        total = source.count(COUNTED + 1)
    return Results(
        hits=hits(db, source.found(page)),
        first=place.before + 1,
        total=min(total, COUNTED),
        exact=total <= COUNTED,
        cursor=None if following is None else _cursor(query, drafts, following),
        ranked=ranked,
        erased_since=erased_since(db, query, drafts),
    )


def _best(
    source: "Today | Past", query: Query, place: Place
) -> tuple[list[int], Place | None, int | None, int | None]:
    """The ids of a page of best matches, where the next begins, of how many hits they are the
    best, if not of all, and how many hits there are at least, if that was seen on the way.

    A score is the statement's own, and the first page says how far back is sought: so what comes
    in meanwhile moves nothing that was or will be shown.
    """
    least = place.least
    total: int | None = None
    if place.last is None:
        newest = source.newest(least, RANKED + 1)
        total = None if COUNTED >= len(newest) > RANKED else len(newest)
        if len(newest) > RANKED:
            newest.pop()
            least = newest[-1]
    else:
        # What came in meanwhile, too; but a cursor that somebody made up costs no more than that.
        newest = source.newest(least, 2 * RANKED)
    ranked = RANKED if least > ALL_IDS[0] else None
    best = list(islice(source.best(newest, place), query.limit + 1))
    page = [number for _, number in best[: query.limit]]
    following = None
    if len(best) > query.limit:
        following = Place(place.before + query.limit, page[-1], best[query.limit - 1][0], least)
    return page, following, ranked, total


def _in_order(
    newest: Sequence[int], scored: Mapping[int, int], place: Place
) -> Iterator[tuple[int, int]]:
    """Scores and ids after a place, the best first, of equal ones the newest."""
    groups: dict[int, list[int]] = {}
    for number, score in scored.items():
        groups.setdefault(score, []).append(number)
    for score in sorted(groups, reverse=True):
        for number in sorted(groups[score], reverse=True):
            if place.last is None or (score, number) < (place.score, place.last):
                yield score, number
    for number in newest:
        if number not in scored and (place.last is None or (0, number) < (place.score, place.last)):
            yield 0, number


class Today:
    """What a query finds today: by the index alone."""

    def __init__(self, db: Database, query: Query, drafts: bool) -> None:
        self._db = db
        self._query = query
        seen: Seen = "not draft" if _mostly_public(db) else "public"
        self._what = asked(db, query, drafts=drafts, seen=seen)

    def ids(self, last: int | None, limit: int) -> list[int]:
        """The next ids after one, in the order of the query."""
        what, oldest = self._what, self._query.sort == "oldest"
        if last is not None:
            what = what.within(last + 1, what.high) if oldest else what.within(what.low, last - 1)
        return ids_of(self._db, what, oldest=oldest, limit=limit)

    def newest(self, least: int, limit: int) -> list[int]:
        """The newest ids, down to one."""
        return ids_of(self._db, self._what.within(least, ALL_IDS[1]), limit=limit)

    def best(self, newest: Sequence[int], place: Place) -> Iterator[tuple[int, int]]:
        """Scores and ids of these that come after a place, the best first, of equal ones the
        newest.
        """
        parts = levels(self._query) if len(newest) >= RANKED else None
        if parts is None:
            return _in_order(newest, self.scores(newest), place)
        return self._by_level(parts, self._what.within(newest[-1], ALL_IDS[1]), place)

    def _by_level(
        self, parts: Sequence[Level], what: Asked, place: Place
    ) -> Iterator[tuple[int, int]]:
        for level in parts:
            of = what
            for expression in level.every:
                of = of.matching(expression)
            if level.none:
                of = of.but(" OR ".join(f"({each})" for each in level.none))
            if place.last is not None and level.score >= place.score:
                if level.score > place.score:
                    continue
                of = of.within(of.low, place.last - 1)
            for number in ids_of(self._db, of, limit=self._query.limit + 1):
                yield level.score, number

    def count(self, limit: int | None = None) -> int:
        return counted(self._db, self._what, limit)

    def found(self, ids: Sequence[int]) -> Sequence[Found]:
        return found_now(self._db, ids)

    def scores(self, ids: Sequence[int]) -> dict[int, int]:
        """The scores of those of these, the newest first, that have a point."""
        if not ids:
            return {}
        given, values = points(self._query)
        sql = f"""
            SELECT json_group_array(id) AS ids, json_group_array(score) AS scores FROM (
                SELECT s.id, {given} AS score
                FROM json_each(?) j CROSS JOIN statement_signs s ON s.id = j.value)
            WHERE score > 0
        """  # noqa: S608  the words stand for marks
        row = one(self._db, sql, *values, msgspec.json.encode(ids).decode())
        found = dict(zip(_ids(row["ids"]), _ids(row["scores"]), strict=True))
        sign = near(self._query)
        if sign is not None:
            what = self._words().matching(sign).within(ids[-1], ids[0])
            for each in {*ids_of(self._db, what)} & {*ids}:
                found[each] = found.get(each, 0) + NEAR_POINTS
        return found

    def _words(self) -> Asked:
        """What is asked of the index, or less."""
        return self._what


class Past(Today):
    """What it finds in the archive of another day: one by one."""

    def __init__(self, db: Database, query: Query, drafts: bool) -> None:
        self._db = db
        self._query = query
        self._drafts = drafts
        self._met: dict[int, Then] = {}

    def then(self, last: int | None = None) -> Iterator[Then]:
        return then(self._db, self._query, self._drafts, last)

    def ids(self, last: int | None, limit: int) -> list[int]:
        met = list(islice(self.then(last), limit))
        self._met |= {each.id: each for each in met}
        return [each.id for each in met]

    def newest(self, least: int, limit: int) -> list[int]:
        met = takewhile(lambda each: each.id >= least, self.then())
        kept = list(islice(met, limit))
        self._met |= {each.id: each for each in kept}
        return [each.id for each in kept]

    def best(self, newest: Sequence[int], place: Place) -> Iterator[tuple[int, int]]:
        return _in_order(newest, self.scores(newest), place)

    def _words(self) -> Asked:
        return asked(self._db, replace(self._query, filters=()), seen="all")

    def count(self, limit: int | None = None) -> int:
        return sum(1 for _ in islice(then(self._db, self._query, self._drafts, told=False), limit))

    def found(self, ids: Sequence[int]) -> Sequence[Found]:
        return [found_of(self._db, self._query, self._met[each]) for each in ids]


def batch(db: Database, query: Query, drafts: bool, last: int | None) -> list[tuple[int, str, int]]:
    """The next statements after an id, in the order of the query: (id, post, snapshot)."""
    if query.archive_at is not None:
        met = islice(then(db, query, drafts, last), BATCH)
        return [(each.id, each.post, each.snapshot) for each in met]
    ids = Today(db, query, drafts).ids(last, BATCH)
    sql = """
        SELECT t.id, t.post, t.snapshot FROM json_each(?) j
        CROSS JOIN statements t ON t.id = j.value
    """
    return db.execute(sql, [json.dumps(ids)]).fetchall()


def count(db: Database, query: Query, drafts: bool) -> int:
    """See :meth:`archive.storage.search.Searching.count`."""
    if query.archive_at is not None:
        return Past(db, query, drafts).count()
    return counted(db, asked(db, query, drafts=drafts, seen="not draft"))


def ids_of(db: Database, what: Asked, *, oldest: bool = False, limit: int = -1) -> list[int]:
    """The ids of what is asked, newest first."""
    # As one JSON text: to fetch each as a row takes twice as long.
    sql = f"SELECT json_group_array(id) AS ids FROM ({_OLDEST if oldest else _NEWEST})"  # noqa: S608  text of ours
    found = _ids(one(db, sql, what.match, what.low, what.high, limit)["ids"])
    found.sort(reverse=not oldest)  # they are; SQLite does not say that an aggregate keeps it
    return found


_IDS = """
    SELECT rowid AS id FROM statements_search
    WHERE statements_search MATCH ? AND rowid BETWEEN ? AND ?
"""
_NEWEST, _OLDEST = (f"{_IDS} ORDER BY rowid {way} LIMIT ?" for way in ("DESC", "ASC"))
_ids = msgspec.json.Decoder(list[int]).decode


def _mostly_public(db: Database) -> bool:
    """Whether of the newest statements at least half are public. Then a page is found at once by
    leaving out the drafts, which counts many in a third of the time; else by the tag of what is
    public.
    """
    row = first(db, "SELECT id FROM statement_signs ORDER BY id DESC LIMIT 1 OFFSET ?", _LOOKED_AT)
    low = ALL_IDS[0] if row is None else row["id"]
    shares = [
        counted(db, Asked(tagged(of_value("visibility", state)), low, ALL_IDS[1]), _LOOKED_AT)
        for state in ("public", "draft")
    ]
    return shares[0] >= shares[1]


_LOOKED_AT = 1000


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
    numbers = (place.before, place.last, place.score, place.least)
    return ".".join((_key(query, drafts), *map(str, numbers)))


def _place(query: Query, drafts: bool) -> Place:
    if query.cursor is None:
        return Place()
    found = re.fullmatch(r"([0-9a-f]{12})((?:\.-?[0-9]{1,16}){4})", query.cursor)
    if found is None or found[1] != _key(query, drafts):
        raise UsageError(
            f"{SENTENCES['foreign_cursor']}.",
            next_step="Begin again with the first page, without one.",
        )
    return Place(*map(int, found[2].split(".")[1:]))
