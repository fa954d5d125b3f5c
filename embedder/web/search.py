"""Searching what is kept: ``/search`` as a page, JSON and CSV, and how the hits are spread.

One query stands behind all of them, read from the parameters of the address.
"""

import asyncio
from collections.abc import Mapping
from typing import NoReturn, get_args
from zoneinfo import ZoneInfo

import msgspec
from aiohttp import hdrs, web
from msgspec.structs import replace

from archive.errors import UsageError
from archive.filters import NAMES
from archive.grammar import in_parameter
from archive.mistakes import Mistake, Wrong
from archive.query import Query, from_params, to_text
from archive.storage.search import Facets, Histogram, Unit
from embedder.hit_json import counts_json, csv_head, csv_rows, histogram_csv, results_json
from embedder.render.search_page import (
    CSP,
    Covered,
    Found,
    counts_part,
    mistaken_room,
    search_room,
)
from embedder.search_links import Asked
from embedder.search_view import Speaking
from embedder.search_words import search_words_in
from embedder.voice import voice_of
from embedder.web import problems
from embedder.web.auth import Visitor, visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, desk_path, here, whole_links
from embedder.web.problems import Problem
from embedder.web.public import ALWAYS, PRIVATE, PUBLIC, published
from embedder.web.research_texts import Texts
from embedder.web.researchpage import CORS, csv_page, json_page, may_read, research_page

__all__ = ["asked_for", "no_query", "params_of", "routes", "shown_search", "speaking_in"]

INLINE = 200
"""Hits up to which facets and histogram stand in the page at once. With more, counting takes
longer than finding: they are loaded after the list, so that nobody waits for them."""
BATCH = 500
"""Hits that the CSV reads at once."""
_PARAMETERS = 40
"""Parameters of an address that are looked at, and characters of each: more than a query has."""
_LENGTH = 2000
_TEXTS: Texts = {"en": {}, "es": {}}
"""The page's own words are in :mod:`embedder.search_words`."""
_NOINDEX = ("X-Robots-Tag", "noindex")


def params_of(request: web.Request) -> dict[str, str]:
    """The parameters of an address, the first of each name."""
    found: dict[str, str] = {}
    for name, value in request.query.items():
        if len(found) < _PARAMETERS:
            found.setdefault(name, value[:_LENGTH])
    return found


def read_query(request: web.Request, params: Mapping[str, str]) -> Query | tuple[Mistake, ...]:
    """What the parameters ask for; days are the site's."""
    return from_params(params, zone=ZoneInfo(here(request).site.timezone))


def speaking_in(request: web.Request) -> Speaking:
    """The words, dates and addresses of the site's pages."""
    now = here(request)
    words = search_words_in(voice_of(now.site, None).lang)
    return Speaking(
        voice=voice_of(now.site, words.lang),
        words=words,
        links=now.links.local,
        zone=ZoneInfo(now.site.timezone),
    )


async def _page(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    params = params_of(request)
    query = read_query(request, params)
    if isinstance(query, Query):
        # Filters that are parameters of their own are typed out: they are part of what is asked.
        whole = any(params.get(name) for name in NAMES)
        typed = to_text(query) if whole else params.get("q", "")
        return await shown_search(request, who, query, typed=typed, params=params)
    return _mistaken(request, query, params)


async def shown_search(
    request: web.Request,
    who: Visitor,
    query: Query,
    *,
    typed: str,
    params: Mapping[str, str],
    heading: str = "",
    slug: str = "",
) -> Page:
    """The page of a search, under whatever address it was asked for. ``heading`` and ``slug`` are
    those of a saved query.
    """
    storage, drafts = request.app[ARCHIVE].storage, who.sees_drafts
    try:
        results = await storage.search(query, drafts=drafts)
    except UsageError:
        if query.cursor is None:
            raise
        wrong = Wrong("foreign_cursor", "")
        return _mistaken(request, (in_parameter("cursor", query.cursor, wrong),), params)
    found = Found(results=results)
    exactly = params.get("counts") == "all"
    if results.hits and (exactly or (results.exact and results.total <= INLINE)):
        facets, histogram = await _counts(request, who, query, params, exact=exactly)
        found = Found(results=results, facets=facets, histogram=histogram)
    elif not results.hits:
        found = Found(results=results, covered=await _covered(request, who))
    speaking = speaking_in(request)
    asked = Asked(query, speaking.links, slug)
    save = None
    if who.sees_drafts and not heading:
        save = desk_path(here(request).links, "queries?") + asked.page().partition("?")[2]
    room = search_room(asked, found, speaking, typed, heading=heading, save=save)
    words = speaking.words
    return _framed(
        request,
        room=room,
        say=words,
        title=heading or (words.found.format(query=typed) if typed else words.title),
        canonical=asked.home(),
        following=None if results.cursor is None else asked.page(results.cursor),
        script=bool(results.hits) and found.facets is None,
        alternates=(
            ("application/atom+xml", asked.feed("atom"), "Atom"),
            ("application/feed+json", asked.feed("json"), "JSON Feed"),
            ("application/json", asked.face(".json"), ""),
            ("text/csv", asked.face(".csv"), ""),
        ),
    )


def _mistaken(
    request: web.Request, mistakes: tuple[Mistake, ...], params: Mapping[str, str]
) -> Page:
    speaking = speaking_in(request)
    return _framed(
        request,
        room=mistaken_room(mistakes, params, speaking),
        say=speaking.words,
        title=speaking.words.title,
        canonical="",
        following=None,
        script=False,
    )


def _framed(request: web.Request, **values: object) -> Page:
    page = research_page(request, "research/search.html", _TEXTS, part="search", **values)  # type: ignore[arg-type]
    headers = (
        (("Content-Security-Policy", CSP), _NOINDEX)
        if request.query_string
        else (("Content-Security-Policy", CSP),)
    )
    return replace(page, headers=headers)


async def _counts(
    request: web.Request,
    who: Visitor,
    query: Query,
    params: Mapping[str, str],
    *,
    exact: bool = False,
) -> tuple[Facets, Histogram]:
    storage, drafts = request.app[ARCHIVE].storage, who.sees_drafts
    facets, histogram = await asyncio.gather(
        storage.facets(query, drafts=drafts, exact=exact),
        storage.histogram(query, _unit(params), drafts=drafts),
    )
    return facets, histogram


def _unit(params: Mapping[str, str]) -> Unit | None:
    unit = params.get("unit")
    return next((known for known in get_args(Unit) if known == unit), None)


async def _covered(request: web.Request, who: Visitor) -> Covered:
    """What is kept at all, for whoever found nothing."""
    storage = request.app[ARCHIVE].storage
    oldest = await storage.search(Query(sort="oldest", limit=1), drafts=who.sees_drafts)
    return Covered(total=oldest.total, exact=oldest.exact, oldest=next(iter(oldest.hits), None))


async def _counts_part(request: web.Request, who: Visitor) -> Page:
    """Histogram and facets, for the script of a page that shows the list already."""
    params, asked = asked_for(request, who)
    facets, histogram = await _counts(request, who, asked.query, params)
    speaking = speaking_in(request)
    local = Asked(asked.query, speaking.links)
    bars, beside = counts_part(facets, histogram, local, speaking)
    body = (
        f'<!doctype html><meta charset="utf-8"><title>{speaking.words.facets}</title>'
        f'<div data-part="histogram">{bars}</div><div data-part="facets">{beside}</div>'
    )
    return Page(
        body=body.encode(),
        content_type="text/html; charset=utf-8",
        headers=(("Content-Security-Policy", CSP), _NOINDEX),
    )


async def _json(request: web.Request, who: Visitor) -> Page:
    _, asked = asked_for(request, who)
    found = await request.app[ARCHIVE].storage.search(asked.query, drafts=who.sees_drafts)
    facts = results_json(found, asked)
    link = [(hdrs.LINK, f'<{facts["next"]}>; rel="next"')] if facts["next"] else []
    return json_page(facts, _NOINDEX, *link)


async def _counts_json(request: web.Request, who: Visitor) -> Page:
    params, asked = asked_for(request, who)
    exactly = params.get("counts") == "all"
    facets, histogram = await _counts(request, who, asked.query, params, exact=exactly)
    return json_page(counts_json(facets, histogram, asked), _NOINDEX)


async def _histogram_csv(request: web.Request, who: Visitor) -> Page:
    params, asked = asked_for(request, who)
    histogram = await request.app[ARCHIVE].storage.histogram(
        asked.query, _unit(params), drafts=who.sees_drafts
    )
    return csv_page(histogram_csv(histogram), "histogram.csv")


async def _csv(request: web.Request) -> web.StreamResponse:
    """All hits, page by page: however many they are, they do not have to fit into memory."""
    who = await visitor(request)
    params, asked = asked_for(request, who)
    storage, drafts = request.app[ARCHIVE].storage, who.sees_drafts
    query = replace(asked.query, limit=BATCH, cursor=None)
    found = await storage.search(query, drafts=drafts)
    answer = web.StreamResponse(
        headers={
            hdrs.CONTENT_TYPE: "text/csv; charset=utf-8",
            hdrs.CONTENT_DISPOSITION: 'attachment; filename="search.csv"',
            hdrs.CACHE_CONTROL: PUBLIC if who.role is None else PRIVATE,
            **dict([*ALWAYS, CORS, _NOINDEX]),
        }
    )
    await answer.prepare(request)
    if request.method == hdrs.METH_HEAD:
        return answer
    await answer.write((b"\xef\xbb\xbf" if params.get("bom") == "1" else b"") + csv_head())
    while True:
        await answer.write(csv_rows(found.hits, asked.links))
        if found.cursor is None:
            break
        found = await storage.search(replace(query, cursor=found.cursor), drafts=drafts)
    await answer.write_eof()
    return answer


def asked_for(request: web.Request, who: Visitor) -> tuple[dict[str, str], Asked]:
    """The parameters of an address, and the query that they are, for programs: with whole links.

    Raises:
        Problem: 400, what was asked cannot be looked for, each mistake with its place; 401,
            reading needs a key.
    """
    may_read(request, who)
    params = params_of(request)
    query = read_query(request, params)
    if not isinstance(query, Query):
        no_query(query)
    return params, Asked(query, whole_links(request))


def no_query(mistakes: tuple[Mistake, ...]) -> NoReturn:
    """Says to a program what is wrong with what it asks.

    Raises:
        Problem: 400, always.
    """
    first = mistakes[0]
    told = msgspec.convert(mistakes, list[problems.Mistake], from_attributes=True)
    raise Problem(
        400,
        "no-query",
        f"{first.what}.",
        title="This cannot be looked for",
        next_step=f"Write {first.instead!r} in that place." if first.instead else "Leave it out.",
        more={"mistakes": msgspec.to_builtins(told)},
    )


def routes() -> list[web.RouteDef]:
    return [
        web.get("/search", published(_page, aside=True)),
        web.get("/search.json", published(_json, aside=True)),
        web.get("/search.csv", _csv),
        web.get("/search/counts", published(_counts_part, aside=True)),
        web.get("/search/counts.json", published(_counts_json, aside=True)),
        web.get("/search/histogram.csv", published(_histogram_csv, aside=True)),
    ]
