"""What is known of an official -> finished plain values for their page. Pure; no I/O, no HTML."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from archive.officials import Official
from archive.platforms import platform_title
from archive.query import Query, parse, to_params
from archive.storage.register import Seen
from archive.storage.search import Results
from archive.tenures import HeldAccount, Tenure, accounts, tenures
from embedder.dates import Dates
from embedder.links import Links
from embedder.search_view import Speaking, hit_view
from embedder.timeline import TimeLine, time_line

__all__ = ["official_view"]

_OTHERS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "threads": "Threads",
    "youtube": "YouTube",
}
"""Platforms of registers from which nothing is captured."""


def official_view(
    official: Official,
    seen: Sequence[Seen],
    statements: Results,
    gone: Results,
    *,
    dates: Dates,
    speaking: Speaking,
    today: date,
) -> dict[str, Any]:
    """The page's values. Words that depend on the language are the template's."""
    links, query = speaking.links, Query()
    offices, parties = tenures(official.offices), tenures(official.parties)
    return {
        "name": official.name,
        "aliases": ", ".join(official.aliases),
        "elsewhere": _elsewhere(official),
        "now": next((_title(o) for o in offices if _is_open(o, today)), None),
        "offices": _rows(offices, time_line(offices, today), dates, today),
        "ticks": time_line(offices, today).ticks,
        "parties": _rows(parties, None, dates, today),
        "seen": [_seen(one, dates) for one in seen],
        "accounts": [_account(one, dates) for one in accounts(official.claims)],
        "statements": [hit_view(hit, query, speaking) for hit in statements.hits],
        "statements_total": _total(statements),
        "statements_n": statements.total,
        "statements_href": _search(links, official.slug),
        "gone": [hit_view(hit, query, speaking) for hit in gone.hits],
        "gone_total": _total(gone),
        "gone_n": gone.total,
        "gone_href": _search(links, official.slug, "status:gone"),
    }


def _title(office: Tenure) -> str:
    return ", ".join(filter(None, (office.title, office.jurisdiction)))


def _is_open(tenure: Tenure, today: date) -> bool:
    return tenure.start <= today and (tenure.until is None or tenure.until > today)


def _rows(
    held: Sequence[Tenure], line: TimeLine | None, dates: Dates, today: date
) -> list[dict[str, Any]]:
    bars = line.bars if line is not None else [None] * len(held)
    return [
        {
            "title": tenure.title,
            "where": tenure.jurisdiction,
            "party": " → ".join(tenure.parties),
            "since": None if tenure.since is None else dates.calendar_day(tenure.since),
            "until": None
            if tenure.until is None or tenure.until > today
            else dates.calendar_day(tenure.until),
            "ends": None
            if tenure.until is None or tenure.until <= today
            else dates.calendar_day(tenure.until),
            "last_seen": tenure.last_seen,
            "terms": tenure.terms,
            "districts": ", ".join(tenure.districts),
            "districts_n": len(tenure.districts),
            "sources": _sources(tenure.sources),
            "bar": bar,
        }
        for tenure, bar in zip(held, bars, strict=True)
    ]


def _sources(sources: Sequence[str]) -> list[str]:
    """Files of registers by name; ``desk`` is what was said here."""
    return list(dict.fromkeys("desk" if s.startswith("desk:") else s for s in sources))


def _seen(one: Seen, dates: Dates) -> dict[str, Any]:
    return {
        "platform": platform_title(one.platform),
        "handle": None if one.handle is None else f"@{one.handle.removeprefix('@')}",
        "name": one.name,
        "native_id": one.native_id,
        "kind": one.kind,
        "posts": one.posts,
        "first": dates.day(one.first),
        "last": dates.day(one.last),
    }


def _account(one: HeldAccount, dates: Dates) -> dict[str, Any]:
    return {
        "platform": _OTHERS.get(one.platform) or platform_title(one.platform),
        "handle": None if one.handle is None else f"@{one.handle}",
        "native_id": one.native_id,
        "kinds": one.kinds,
        "since": one.since and dates.calendar_day(one.since),
        "until": one.until and dates.calendar_day(one.until),
        "basis": one.basis,
        "sources": _sources(one.sources),
    }


def _total(results: Results) -> str:
    return f"{results.total:,}" if results.exact else f"{results.total:,}+"


def _search(links: Links, slug: str, more: str = "") -> str:
    query = parse(f"from:{slug} {more}".strip())
    return links.search(to_params(query) if isinstance(query, Query) else {})


def _elsewhere(official: Official) -> list[tuple[str, str]]:
    found = []
    if official.wikidata:
        found.append(("Wikidata", f"https://www.wikidata.org/wiki/{official.wikidata}"))
    if official.bioguide:
        found.append(("Bioguide", f"https://bioguide.congress.gov/search/bio/{official.bioguide}"))
    return found
