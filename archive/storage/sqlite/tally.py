"""Counts what was found: facets, and hits by time of posting."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import msgspec
from msgspec.structs import replace
from sqlite_utils import Database

from archive.grammar import Query
from archive.platforms import platform_title
from archive.storage.search import (
    FACETS,
    Bar,
    Facet,
    FacetName,
    Facets,
    FacetValue,
    Histogram,
    Unit,
)
from archive.storage.sqlite.connection import one, rows
from archive.storage.sqlite.matching import asked
from archive.storage.sqlite.past import then
from archive.storage.sqlite.search import counted, ids_of
from archive.storage.sqlite.tags import BUCKETS, UNKNOWN_TIME, Speaker, bucket_tag, folded

__all__ = ["bars_of", "facets", "facets_of", "histogram", "unit_for"]

EXACT = 50_000
"""So many hits are counted one by one; of more a part is, chosen by chance."""
SAMPLE = 20_000
FEW = 10_000
"""So many hits are counted in a histogram faster one by one than bar by bar."""
VALUES = 50
"""Of a facet that are named."""
MOST_BARS = 3_700
MANY_BARS = 120
"""At most so many, where no unit is asked for."""

_UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
_EPOCH = date(1970, 1, 1)
_DAY = 86_400_000_000
"""Of a day, in ids."""


def facets(db: Database, query: Query, drafts: bool, exact: bool) -> Facets:
    """See :meth:`archive.storage.search.Searching.facets`."""
    if query.archive_at is not None:
        return _past_facets(db, query, drafts)
    what = asked(db, query, drafts=drafts, seen="not draft")
    total = counted(db, what) if exact else counted(db, what, EXACT + 1)
    sampled = total > EXACT and not exact
    if sampled:
        total = counted(db, what)
        part = min(BUCKETS, max(1, round(BUCKETS * SAMPLE / total)))
        what = what.also(*map(bucket_tag, range(part)))
    # Three texts of JSON: to fetch as many rows takes nearly twice as long. No join of FTS5 with
    # a table that is not told to stay in this order.
    found = one(
        db,
        """
        SELECT json_group_array(s.rowid) AS ids, json_group_array(f.speaker) AS speakers,
          json_group_array(f.features) AS features
        FROM statements_search s CROSS JOIN statement_facets f ON f.id = s.rowid
        WHERE s.statements_search MATCH ? AND s.rowid BETWEEN ? AND ?
        """,
        what.match,
        what.low,
        what.high,
    )
    ids = msgspec.json.decode(found["ids"], type=list[int])
    by_speaker = msgspec.json.decode(found["speakers"], type=list[int | None])
    by_features = msgspec.json.decode(found["features"], type=list[str])
    counts = Counter(by_speaker)
    speakers = _speakers(db, counts)
    unknown = ids_of(db, what.also(UNKNOWN_TIME))
    made = facets_of(
        {speakers.get(number): n for number, n in counts.items()},
        Counter(by_features),
        ids=ids,
        unknown=unknown,
        scale=total / len(ids) if sampled and ids else 1.0,
    )
    return Facets(facets=made, total=total, sampled=len(ids) if sampled else None)


def facets_of(
    speakers: Mapping[Speaker | None, int],
    features: Mapping[str, int],
    *,
    ids: Sequence[int],
    unknown: Sequence[int],
    scale: float = 1.0,
) -> tuple[Facet, ...]:
    """All facets of hits: how many each speaker said, how many have the same features (see
    :func:`~archive.storage.sqlite.tags.features`), and their ids, also of those of unknown time.
    """
    counts: dict[FacetName, Counter[str]] = {name: Counter() for name in FACETS}
    labels: dict[tuple[FacetName, str], Counter[str]] = {}

    def add(name: FacetName, value: str, label: str, n: int) -> None:
        counts[name][value] += n
        labels.setdefault((name, value), Counter())[label] += n

    for speaker, n in speakers.items():
        who = speaker.slug or speaker.name if speaker else ""
        add("official", who, speaker.name if speaker else "", n)
        office, party = (speaker.office or "", speaker.party or "") if speaker else ("", "")
        add("office", folded(office), office, n)
        add("party", folded(party), party, n)
    for each, n in features.items():
        platform, lang, state, media, reason = each.split("|")
        add("platform", platform, platform_title(platform), n)
        add("lang", lang, lang, n)
        add("status", state, state, n)
        for medium in media.split("+"):
            add("media", medium, medium, n)
        add("reason", reason, reason, n)
    for year, n in _years(ids, unknown).items():
        add("year", year, year, n)
    return tuple(_facet(name, counts[name], labels, scale) for name in FACETS)


def _facet(
    name: FacetName,
    counts: Counter[str],
    labels: dict[tuple[FacetName, str], Counter[str]],
    scale: float,
) -> Facet:
    values = [
        FacetValue(
            value=value,
            label=max(labels[name, value].items(), key=lambda pair: (pair[1], pair[0]))[0],
            count=max(1, round(n * scale)),
        )
        for value, n in counts.items()
    ]
    if name == "year":
        values.sort(key=lambda each: each.value, reverse=True)
    else:
        values.sort(key=lambda each: (-each.count, each.label, each.value))
    return Facet(name=name, values=tuple(values[:VALUES]), others=max(0, len(values) - VALUES))


def _years(ids: Sequence[int], unknown: Sequence[int]) -> dict[str, int]:
    """Hits by the year of posting, in UTC; without a year those of unknown time."""
    if not ids:
        return {}
    ordered, apart = sorted(ids), sorted(unknown)
    found = {"": len(apart)} if apart else {}
    for year in range(_day_of(ordered[0]).year, _day_of(ordered[-1]).year + 1):
        low, high = _id_of(date(year, 1, 1)), _id_of(date(year + 1, 1, 1))
        n = sum(
            sign * (bisect_left(side, high) - bisect_left(side, low))
            for side, sign in ((ordered, 1), (apart, -1))
        )
        if n:
            found[str(year)] = n
    return found


def _speakers(db: Database, ids: Iterable[int | None]) -> dict[int | None, Speaker]:
    found = rows(
        db,
        """
        SELECT id, slug, name, office, party, jurisdiction FROM statement_speakers
        WHERE id IN (SELECT value FROM json_each(?))
        """,
        json.dumps([number for number in ids if number is not None]),
    )
    return {row.pop("id"): Speaker(**row) for row in found}


def _past_facets(db: Database, query: Query, drafts: bool) -> Facets:
    speakers: Counter[Speaker | None] = Counter()
    features: Counter[str] = Counter()
    ids: list[int] = []
    unknown: list[int] = []
    for each in then(db, query, drafts):
        speakers[each.speaker] += 1
        features[each.features] += 1
        ids.append(each.id)
        if each.time_unknown:
            unknown.append(each.id)
    return Facets(facets=facets_of(speakers, features, ids=ids, unknown=unknown), total=len(ids))


def histogram(db: Database, query: Query, unit: Unit | None, drafts: bool) -> Histogram:
    """See :meth:`archive.storage.search.Searching.histogram`."""
    if query.archive_at is not None:
        return _past_histogram(db, query, unit, drafts)
    whole = asked(db, query, drafts=drafts, seen="not draft")
    what = whole.without(UNKNOWN_TIME)
    apart = counted(db, whole.also(UNKNOWN_TIME))
    # The beginning of a word is put together of many words, for each bar anew.
    begun = any(term.prefix for group in query.words for term in group)
    ids = ids_of(db, what, oldest=True, limit=-1 if begun else FEW + 1)
    if begun or len(ids) <= FEW:
        return _histogram(ids, unit, apart)
    ends = ids[0], ids_of(db, what, limit=1)[0]
    unit = unit_for(*ends, unit)
    starts = bars_of(*ends, unit)
    spans = [
        (max(_id_of(low), what.low), min(_id_of(high) - 1, what.high))
        for low, high in pairwise(starts)
    ]
    # One by one: inside another query FTS5 is not told where to begin and to end.
    counts = [counted(db, what.within(*span)) for span in spans]
    return _bars(unit, starts, counts, apart)


def _past_histogram(db: Database, query: Query, unit: Unit | None, drafts: bool) -> Histogram:
    query = replace(query, sort="oldest")
    met = [(each.id, each.time_unknown) for each in then(db, query, drafts, told=False)]
    ids = [each for each, unknown in met if not unknown]
    return _histogram(ids, unit, len(met) - len(ids))


def _histogram(ids: Sequence[int], unit: Unit | None, apart: int) -> Histogram:
    """Of hits by their ids, oldest first, and so many of unknown time."""
    if not ids:
        return Histogram(unit=unit or "day", bars=(), total=apart)
    unit = unit_for(ids[0], ids[-1], unit)
    starts = bars_of(ids[0], ids[-1], unit)
    places = [bisect_left(ids, _id_of(start)) for start in starts]
    return _bars(unit, starts, [high - low for low, high in pairwise(places)], apart)


def _bars(unit: Unit, starts: Sequence[date], counts: Sequence[int], apart: int) -> Histogram:
    pairs = zip(starts[:-1], counts, strict=True)
    bars = tuple(Bar(start=start.isoformat(), count=n) for start, n in pairs)
    return Histogram(unit=unit, bars=bars, total=apart + sum(counts))


def unit_for(first: int, last: int, unit: Unit | None) -> Unit:
    """The unit that was asked for, or the finest of which there are not too many bars."""
    most = MANY_BARS if unit is None else MOST_BARS
    finest = _UNITS.index(unit or "day")
    return next(
        (each for each in _UNITS[finest:] if len(bars_of(first, last, each)) - 1 <= most), "year"
    )


def bars_of(first: int, last: int, unit: Unit) -> list[date]:
    """The first day of each bar from the first hit's to the last's, and of the one after."""
    start, end = _begin(_day_of(first), unit), _day_of(last)
    starts = [start]
    while starts[-1] <= end:
        starts.append(_next(starts[-1], unit))
    return starts


def _begin(day: date, unit: Unit) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(day: date, unit: Unit) -> date:
    if unit == "month":
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    if unit == "year":
        return date(day.year + 1, 1, 1)
    return day + timedelta(days=7 if unit == "week" else 1)


def _day_of(id: int) -> date:
    return _EPOCH + timedelta(days=id // _DAY)


def _id_of(day: date) -> int:
    return (day - _EPOCH).days * _DAY
