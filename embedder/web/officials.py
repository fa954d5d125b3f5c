"""``/officials``, ``/officials/SLUG``: who held which office when, and what they said; as pages and
as data, under ``/api/v1``, too.
"""

import base64
import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec
from aiohttp import hdrs, web

from archive.by_name import by_name
from archive.export import for_spreadsheets
from archive.folding import fold
from archive.officials import Official
from archive.query import Query, parse
from archive.storage.published import Articles
from archive.storage.register import Listed, Seen
from archive.storage.search import Results
from archive.tenures import HeldAccount, Tenure, accounts, tenures
from embedder.hit_json import hit_json
from embedder.links import Links
from embedder.official_view import official_view
from embedder.post_words import post_words_in
from embedder.used_in import used_in
from embedder.voice import voice_of
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, here, whole_links
from embedder.web.officials_texts import OFFICIALS
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import published
from embedder.web.researchpage import (
    csv_page,
    dates_of,
    json_page,
    lang_of,
    may_read,
    research_page,
)
from embedder.web.search import speaking_in

__all__ = ["OPERATIONS", "SLUG", "routes"]

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
PER_PAGE, MOST = 100, 1_000
LATEST = 10
"""Statements that the page of an official shows; a search has all."""
ARTICLES = 50
COLUMNS = (
    *("slug", "name", "aliases", "wikidata", "bioguide", "office", "jurisdiction", "party"),
    *("since", "until", "offices", "accounts"),
)


# The list


async def _find(request: web.Request, who: Visitor) -> list[Listed]:
    """Those who are asked for, by name."""
    may_read(request, who)
    found = await request.app[ARCHIVE].storage.list_officials(drafts=who.sees_drafts)
    named = by_name(found, request.query.get("name", "")[:200])
    return sorted(named, key=_place)


def _place(one: Listed) -> tuple[str, str]:
    return fold(one.name), one.slug


class _ListPage(msgspec.Struct, frozen=True):
    rows: Sequence[Listed]
    first: int
    total: int
    cursor: str | None


def _page_of(request: web.Request, found: Sequence[Listed]) -> _ListPage:
    """The part of the list behind the cursor. It is a place among the names: who comes into the
    register meanwhile moves nobody else.
    """
    after = _read_cursor(request.query.get("cursor"))
    limit = _limit(request.query.get("limit"))
    start = sum(_place(one) <= after for one in found) if after is not None else 0
    rows = found[start : start + limit]
    more = start + limit < len(found)
    return _ListPage(rows, start + 1, len(found), _cursor(rows[-1]) if more else None)


def _limit(value: str | None) -> int:
    if value is None:
        return PER_PAGE
    if value.isascii() and value.isdecimal() and len(value) < 6 and 1 <= int(value) <= MOST:
        return int(value)
    raise Problem(
        400,
        "bad-limit",
        f"limit takes a number from 1 to {MOST}.",
        next_step=f"Send one, or none: then it is {PER_PAGE}.",
    )


def _cursor(one: Listed) -> str:
    return base64.urlsafe_b64encode("\0".join(_place(one)).encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        name, slug = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split("\0")
    except ValueError as error:
        raise Problem(
            400,
            "bad-cursor",
            "This is no cursor of ours.",
            next_step="Begin again with the first page, without one.",
        ) from error
    return name, slug


async def _list(request: web.Request, who: Visitor) -> Page:
    found = await _find(request, who)
    page = _page_of(request, found)
    links, dates = here(request).links.local, dates_of(request, OFFICIALS)
    asked = request.query.get("name", "")[:200]

    def when(one: Listed) -> str:
        since = "?" if one.since is None else dates.calendar_day(one.since)
        until = "" if one.until is None else dates.calendar_day(one.until)
        return "" if one.office is None else f"{since} – {until}"

    following = None
    if page.cursor is not None:
        following = str(request.rel_url.update_query(cursor=page.cursor))
    return research_page(
        request,
        "research/officials.html",
        OFFICIALS,
        part="officials",
        alternates=(("application/json", links.officials("json"), ""),),
        rows=[
            {
                "href": links.official(one.slug),
                "name": one.name,
                "office": ", ".join(filter(None, (one.office, one.jurisdiction))),
                "party": one.party,
                "when": when(one),
                "accounts": one.accounts,
            }
            for one in page.rows
        ],
        asked=asked,
        first=page.first,
        last=page.first + len(page.rows) - 1,
        total=page.total,
        action=links.officials(),
        next=following,
        paged="cursor" in request.query,
        faces=[
            (kind.upper(), f"{links.officials(kind)}{_query(request)}") for kind in ("json", "csv")
        ],
    )


def _query(request: web.Request) -> str:
    """The name that is asked for, for the other faces of the list."""
    asked = request.rel_url.with_query({"name": request.query.get("name", "")[:200]})
    return f"?{asked.raw_query_string}" if request.query.get("name") else ""


class OfficialsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some officials, by name."""

    officials: tuple[Listed, ...]
    total: int
    cursor: str | None
    next: str | None
    """Where the next page is."""


async def _list_json(request: web.Request, who: Visitor) -> Page:
    page = _page_of(request, await _find(request, who))
    following = None
    headers: tuple[tuple[str, str], ...] = ()
    if page.cursor is not None:
        following = str(request.rel_url.update_query(cursor=page.cursor))
        headers = ((hdrs.LINK, f'<{following}>; rel="next"'),)
    body = OfficialsPage(
        officials=tuple(page.rows), total=page.total, cursor=page.cursor, next=following
    )
    return json_page(body, *headers)


async def _list_csv(request: web.Request, who: Visitor) -> Page:
    """All of them: a table is taken whole."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in await _find(request, who):
        row = msgspec.to_builtins(one) | {"aliases": "; ".join(one.aliases)}
        writer.writerow(
            [
                for_spreadsheets(value) if isinstance(value := row[column], str) else value
                for column in COLUMNS
            ]
        )
    return csv_page(out.getvalue().encode(), "officials.csv")


# One of them


class Statements(msgspec.Struct, frozen=True, kw_only=True):
    """The newest of what somebody said."""

    total: int
    exact: bool
    latest: tuple[dict[str, Any], ...]
    """As a search has them."""


class OfficialJson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in the register, with what is kept of them."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    wikidata: str | None
    bioguide: str | None
    offices: tuple[Tenure, ...]
    """The one that began last first; terms that follow each other are one."""
    parties: tuple[Tenure, ...]
    """With dates of their own."""
    accounts: tuple[HeldAccount, ...]
    """As the registers have them."""
    seen: tuple[Seen, ...]
    """As posts show them that are kept here."""
    statements: Statements
    gone: Statements
    """Those that were no longer there when they were last looked at."""
    articles: tuple[str, ...]
    """Addresses of published articles that show a statement."""
    page: str


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of one of them."""

    official: Official
    seen: tuple[Seen, ...]
    statements: Results
    gone: Results
    articles: Articles


async def _know(request: web.Request, who: Visitor) -> _Known:
    may_read(request, who)
    storage, slug = request.app[ARCHIVE].storage, request.match_info["slug"]
    official = await storage.official(slug, drafts=who.sees_drafts)
    if official is None:
        raise Problem(
            404,
            "unknown-official",
            "No official of this name is known here.",
            next_step="The list of officials has them all: /officials.",
        )
    return _Known(
        official=official,
        seen=await storage.seen_accounts(slug, drafts=who.sees_drafts),
        statements=await storage.search(said_by(slug), drafts=who.sees_drafts),
        gone=await storage.search(said_by(slug, "status:gone"), drafts=who.sees_drafts),
        articles=await storage.articles_of(slug, limit=ARTICLES),
    )


def said_by(slug: str, more: str = "") -> Query:
    """The search for what somebody said."""
    query = parse(f"from:{slug} {more}".strip())
    if not isinstance(query, Query):
        raise TypeError(f"{slug} cannot be searched for")
    return msgspec.structs.replace(query, limit=LATEST)


async def _show(request: web.Request, who: Visitor) -> Page:
    known = await _know(request, who)
    now, slug = here(request), known.official.slug
    links, voice = now.links.local, voice_of(now.site, lang_of(request))
    speaking, today = speaking_in(request), request.app[ARCHIVE].clock().date()
    return research_page(
        request,
        "research/official.html",
        OFFICIALS,
        part="officials",
        alternates=(("application/json", links.official(slug, "json"), ""),),
        view=official_view(
            known.official,
            known.seen,
            known.statements,
            known.gone,
            dates=dates_of(request, OFFICIALS),
            speaking=speaking,
            today=today,
        ),
        say=speaking.words,
        used=used_in(known.articles, voice, post_words_in(voice.lang)),
        faces=[("JSON", links.official(slug, "json"))],
    )


async def _show_json(request: web.Request, who: Visitor) -> Page:
    known = await _know(request, who)
    official = known.official
    return json_page(
        OfficialJson(
            slug=official.slug,
            name=official.name,
            aliases=official.aliases,
            wikidata=official.wikidata,
            bioguide=official.bioguide,
            offices=tenures(official.offices),
            parties=tenures(official.parties),
            accounts=accounts(official.claims),
            seen=known.seen,
            statements=_statements(known.statements, whole_links(request)),
            gone=_statements(known.gone, whole_links(request)),
            articles=tuple(article.url for article in known.articles.listed),
            page=whole_links(request).official(official.slug),
        )
    )


def _statements(results: Results, links: Links) -> Statements:
    return Statements(
        total=results.total,
        exact=results.exact,
        latest=tuple(hit_json(hit, links) for hit in results.hits),
    )


_NAME = Parameter("name", str, "Begins of words of a name or an office.", example="ito")
_LIMIT = Parameter("limit", int, f"How many a page has: {PER_PAGE}, at most {MOST}.")
_CURSOR = Parameter("cursor", str, "Of the page before.")

OPERATIONS: Operations = {
    "GET /api/v1/officials": Operation(
        summary="the officials of the register",
        what="By name. The office is the one that began last.",
        tag="Officials",
        who="research",
        parameters=(_NAME, _LIMIT, _CURSOR),
        answers={200: Answer("A page.", OfficialsPage, headers={"Link": "The next page."})},
        problems={400: "The limit or the cursor is none."},
    ),
    "GET /api/v1/officials/{slug}": Operation(
        summary="an official: offices and accounts over time, the newest statements",
        tag="Officials",
        who="research",
        parameters=(
            Parameter("slug", str, "As the list has it.", where="path", example="fay-ito"),
        ),
        answers={200: Answer("The official.", OfficialJson)},
        problems={404: "The register has nobody of this slug."},
    ),
}


def routes() -> list[web.RouteDef]:
    one = f"{{slug:{SLUG}}}"
    return [
        web.get("/officials", published(_list)),
        web.get("/officials.json", published(_list_json)),
        web.get("/officials.csv", published(_list_csv)),
        web.get(f"/officials/{one}", published(_show)),
        web.get(f"/officials/{one}.json", published(_show_json)),
        web.get("/api/v1/officials", published(_list_json)),
        web.get(f"/api/v1/officials/{one}", published(_show_json)),
    ]
