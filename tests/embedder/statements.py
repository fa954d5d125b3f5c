"""Invented statements, and a store that finds among them, in memory. Nobody said any of this."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from archive.clock import milliseconds
from archive.errors import UsageError
from archive.marking import found_in
from archive.query import Query
from archive.storage.search import (
    FACETS,
    Bar,
    Facet,
    FacetName,
    Facets,
    FacetValue,
    Held,
    Histogram,
    Hit,
    Results,
    Thumbnail,
    Unit,
)

__all__ = ["HOSTILE", "Statements", "hit", "many"]

POSTED = datetime(2025, 4, 3, 15, 52, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> ]]> &amp; \x0b\x00\ufffe \"' =cmd|' /C calc'!A0 \u202e border"
OFFICE = Held(
    slug="ana-sample",
    name="Ana Sample",
    office="Mayor of Sampleville",
    party="Independent",
    jurisdiction="Sampleville",
)
WORDS = (
    "The bridge over the river is open again, and the border crossing with it.",
    "Cruzar la frontera sin papeles no es un delito; el muro no cambia nada.",
    "We open 14 classrooms this week. #BridgeHearing",
    "Budget talks go on; the wall is not part of it. https://example.org/plans/b",
)


def hit(text: str = WORDS[0], number: int = 0, **changes: Any) -> Hit:
    """A statement that was found, posted ``number`` days after the first."""
    at = changes.pop("created_at", POSTED + timedelta(days=number))
    values: dict[str, Any] = {
        "id": milliseconds(at) * 1000,
        "post": f"{number:016d}",
        "snapshot": 1,
        "kind": "post",
        "platform": "x",
        "url": f"https://x.com/ana_sample/status/{number}",
        "text": text,
        "content_warning": None,
        "lang": "en",
        "author_name": "Ana Sample",
        "author_handle": "ana_sample",
        "official": OFFICE,
        "created_at": at,
        "created_precision": "ms",
        "time_unknown": False,
        "edited_away": False,
        "state": "live",
        "last_seen_live": at + timedelta(hours=1),
        "first_seen_gone": None,
        "reason": "follow",
        "visibility": "public",
        "media": 0,
        "thumbnail": None,
    }
    return Hit(**values | changes)


def picture(number: int) -> Thumbnail:
    """A thumbnail, with words to it or without."""
    return Thumbnail(
        sha256=f"{number:064x}",
        kind="image",
        alt="A bridge over a river" if number % 2 else None,
        width=320,
        height=213,
        format="webp",
    )


def many(count: int) -> list[Hit]:
    """Statements of several people and platforms, over some years."""
    found = []
    for n in range(count):
        gone = n % 7 == 3
        found.append(
            hit(
                WORDS[n % 4] + (" " + WORDS[(n + 1) % 4]) * (n % 5),
                n * 9,
                lang="es" if n % 4 == 1 else "en",
                platform=("x", "bluesky", "fediverse")[n % 3],
                author_name=("Ana Sample", "Luis Muestra", None)[n % 3],
                official=None if n % 3 == 2 else OFFICE,
                state="gone" if gone else "live",
                first_seen_gone=POSTED + timedelta(days=n * 9 + 3) if gone else None,
                edited_away=n % 11 == 5,
                kind="repost" if n % 13 == 6 else "post",
                visibility="draft" if n % 17 == 8 else "public",
                media=n % 3,
                thumbnail=picture(n) if n % 5 == 2 else None,
            )
        )
    return found


class Statements:
    """What of a store the search page needs. Of the filters it knows ``lang:`` and
    ``platform:``.
    """

    def __init__(self, hits: Sequence[Hit], **told: Any) -> None:
        self.hits = sorted(hits, key=lambda hit: hit.id, reverse=True)
        self.told = told
        """What the answers say beside their hits: ``ranked``, ``sampled`` …"""
        self.asked: list[str] = []

    def _found(self, query: Query, drafts: bool) -> list[Hit]:
        found = [
            hit
            for hit in self.hits
            if found_in(hit.text, query, hit.lang)
            and (drafts or hit.visibility == "public")
            and (query.since is None or hit.created_at >= query.since.start)
            and (query.until is None or hit.created_at < query.until.end)
            and all(
                (getattr(hit, part.name, None) == part.value) is not part.negated
                for part in query.filters
                if part.name in {"lang", "platform"}
            )
        ]
        return found[::-1] if query.sort == "oldest" else found

    async def search(self, query: Query, *, drafts: bool = False) -> Results:
        self.asked.append("search")
        start = 0
        if query.cursor is not None:
            if not query.cursor.isdecimal():
                raise UsageError("This is no cursor of ours.", next_step="Begin anew.")
            start = int(query.cursor)
        found = self._found(query, drafts)
        end = start + query.limit
        results = Results(
            hits=tuple(found[start:end]),
            first=start + 1,
            total=len(found),
            exact=True,
            cursor=f"{end}" if end < len(found) else None,
        )
        told = {key: value for key, value in self.told.items() if key != "sampled"}
        return replace(results, **told)

    async def facets(self, query: Query, *, drafts: bool = False, exact: bool = False) -> Facets:
        self.asked.append("facets exact" if exact else "facets")
        found = self._found(query, drafts)
        facets = [Facet(name=name, values=_values(name, found)) for name in FACETS]
        sampled = None if exact else self.told.get("sampled")
        return Facets(facets=tuple(facets), total=len(found), sampled=sampled)

    async def histogram(
        self, query: Query, unit: Unit | None = None, *, drafts: bool = False
    ) -> Histogram:
        self.asked.append("histogram")
        found = self._found(query, drafts)
        unit = unit or "month"
        counted = Counter(_start(hit.created_at.date(), unit) for hit in found)
        bars = []
        at = min(counted, default=None)
        while at is not None and at <= max(counted):
            bars.append(Bar(start=at.isoformat(), count=counted[at]))
            at = _start(
                at + timedelta(days={"day": 1, "week": 7, "month": 31}.get(unit, 366)), unit
            )
        return Histogram(unit=unit, bars=tuple(bars), total=len(found))


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _values(name: FacetName, hits: Sequence[Hit]) -> tuple[FacetValue, ...]:
    def of(hit: Hit) -> tuple[str, str]:
        held = hit.official
        match name:
            case "official":
                return (held.slug or "", held.name) if held else ("", "")
            case "office" | "party":
                value = (getattr(held, name) or "") if held else ""
                return value, value
            case "year":
                return f"{hit.created_at.year}", f"{hit.created_at.year}"
            case "media":
                return ("image", "image") if hit.media else ("", "")
            case "status":
                return hit.state, hit.state
        value = getattr(hit, name) or ""
        return value, value

    counted = Counter(of(hit) for hit in hits)
    return tuple(
        FacetValue(value=value, label=label, count=count)
        for (value, label), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    )
