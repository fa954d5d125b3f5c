"""Finds statements: pages of them, and all of them in batches."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
from archive.storage.sqlite.ranking import (
    AGAIN_POINTS,
    NEAR_POINTS,
    SHORT,
    SHORT_POINTS,
    again,
    most_points,
    near,
    points,
)
from archive.storage.sqlite.tags import of_value

__all__ = ["Past", "batch", "count", "counted", "ids_of", "search"]

COUNTED = 10_000
"""So many hits are counted for a page; beyond, that there are more."""
RANKED = 20_000
"""Of so many the best matches are sought; of more, among the newest."""
READ = 2_000
"""Of so many it is read how well they match, without another question to the index."""
_WORTH_IT = 0.25
"""What part of the statements that the index finds must be hits."""
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


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _told(ids: Iterable[int], met: set[int]) -> Iterator[int]:
    """The same ids, each remembered as it is met."""
    for each in ids:
        met.add(each)
        yield each


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
        for score, number in self._in_order(newest):
            if place.last is None or (score, number) < (place.score, place.last):
                yield score, number

    def _in_order(self, newest: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The index tells whose words come again: of the others it is read only how long they are,
        and only until the page is full.
        """
        close = self._close(newest)
        twice = self._twice(newest) if len(newest) > READ else None
        if twice is None:
            yield from self._as_read(newest, close)
            return
        met = set(close)
        if len(self._query.words) == 1:
            yield from self._short_first(_told(twice, met), AGAIN_POINTS)
        else:
            met.update(twice)
            yield from self._as_read(sorted(met, reverse=True), close)
        yield from self._short_first((each for each in newest if each not in met), 0)

    def _as_read(self, ids: Iterable[int], close: set[int]) -> Iterator[tuple[int, int]]:
        """These, by what is read of each; the best that there can be at once."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        most = most_points(self._query)
        for batch in _batches(ids):
            points = self._points(batch)
            for number in batch:
                score = points.get(number, 0) + NEAR_POINTS * (number in close)
                if score == most:
                    yield score, number
                else:
                    groups[score].append(number)
        for score in sorted(groups, reverse=True):
            yield from ((score, number) for number in groups[score])

    def _short_first(self, ids: Iterable[int], score: int) -> Iterator[tuple[int, int]]:
        """These, of one score but for what a short text adds, the best first."""
        long: list[int] = []
        for batch in _batches(ids):
            short = self._short(batch)
            for number in batch:
                if number in short:
                    yield score + SHORT_POINTS, number
                else:
                    long.append(number)
        yield from ((score, number) for number in long)

    def count(self, limit: int | None = None) -> int:
        return counted(self._db, self._what, limit)

    def found(self, ids: Sequence[int]) -> Sequence[Found]:
        return found_now(self._db, ids)

    def _twice(self, newest: Sequence[int]) -> Iterator[int] | None:
        """Those whose words come again, asked of the index for that alone; ``None`` where so many
        others between them are found that to read of each is cheaper.
        """
        sign = again(self._query)
        if sign is None:
            return iter(())
        wanted = {*newest}
        what = Asked(sign, newest[-1], newest[0])
        first_part = ids_of(self._db, what, limit=READ)
        of_them = sum(each in wanted for each in first_part)
        if len(first_part) == READ and of_them < READ * _WORTH_IT:
            return None
        return (each for part in self._parts(what, first_part) for each in part if each in wanted)

    def _parts(self, what: Asked, part: list[int]) -> Iterator[list[int]]:
        """All that is asked, the newest first, after the first part of it."""
        yield part
        while len(part) == READ:
            part = ids_of(self._db, what.within(what.low, part[-1] - 1), limit=READ)
            yield part

    def _close(self, newest: Sequence[int]) -> set[int]:
        """Those in which the words stand near each other."""
        sign = near(self._query)
        if sign is None or not newest:
            return set()
        what = self._words().matching(sign).within(newest[-1], newest[0])
        return {*ids_of(self._db, what)} & {*newest}

    def _points(self, ids: Sequence[int]) -> dict[int, int]:
        """The points of those that have some, but for words near each other."""
        given, values = points(self._query)
        sql = f"""
            SELECT json_group_array(id) AS ids, json_group_array(score) AS scores FROM (
                SELECT s.id, {given} AS score
                FROM json_each(?) j CROSS JOIN statement_signs s ON s.id = j.value)
            WHERE score > 0
        """  # noqa: S608  the words stand for marks
        row = one(self._db, sql, *values, msgspec.json.encode(ids).decode())
        return dict(zip(_ids(row["ids"]), _ids(row["scores"]), strict=True))

    def _short(self, ids: Sequence[int]) -> set[int]:
        """Those whose text is short."""
        sql = """
            SELECT json_group_array(s.id) AS ids FROM json_each(?) j
            CROSS JOIN statement_signs s ON s.id = j.value WHERE s.length < ?
        """
        return {*_ids(one(self._db, sql, msgspec.json.encode(ids).decode(), SHORT)["ids"])}

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
