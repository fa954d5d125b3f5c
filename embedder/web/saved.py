"""Saved queries: their list, and each as a page of its own."""

from typing import Any

from aiohttp import web

from archive.query import Query
from embedder.saved_queries import Saved, all_saved
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.problems import Problem
from embedder.web.public import published
from embedder.web.research_texts import Texts
from embedder.web.researchpage import json_page, may_read, research_page
from embedder.web.search import no_query, read_query, shown_search, speaking_in

__all__ = ["SLUG", "find_saved", "query_of", "routes"]

SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_TEXTS: Texts = {"en": {}, "es": {}}


async def find_saved(request: web.Request, slug: str) -> Saved:
    """The saved query of a slug.

    Raises:
        Problem: 404, there is none.
    """
    saved = await all_saved(request.app[SETTINGS], request.app[ARCHIVE].storage)
    found = next((one for one in saved if one.slug == slug), None)
    if found is None:
        raise Problem(
            404,
            "unknown-query",
            "No search is saved here under that name.",
            next_step=f"Look at {here(request).links.local.saved_queries()} for those that are.",
        )
    return found


def query_of(request: web.Request, saved: Saved) -> Query:
    """What a saved query asks for; of the address the ``cursor`` and ``limit`` are added.

    Raises:
        Problem: 400, it cannot be looked for.
    """
    more = {name: value for name in ("cursor", "limit") if (value := request.query.get(name))}
    query = read_query(request, {**saved.params, **more})
    if not isinstance(query, Query):
        no_query(query)
    return query


async def _saved(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    saved = await find_saved(request, request.match_info["slug"])
    query = query_of(request, saved)
    return await shown_search(
        request,
        who,
        query,
        typed=saved.params.get("q", ""),
        params={**saved.params, **request.query},
        heading=saved.name,
        slug=saved.slug,
    )


async def _list(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    speaking = speaking_in(request)
    rows = [_row(request, saved) for saved in await _all(request)]
    return research_page(
        request,
        "research/queries.html",
        _TEXTS,
        part="queries",
        say=speaking.words,
        rows=rows,
        alternates=(("application/json", speaking.links.saved_queries("json"), ""),),
    )


async def _json(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    links = here(request).links
    return json_page(
        {
            "queries": [
                {
                    "slug": saved.slug,
                    "name": saved.name,
                    "query": saved.params,
                    "links": {
                        "page": links.saved_query(saved.slug),
                        "atom": links.feed(saved.slug, "atom"),
                        "feed": links.feed(saved.slug, "json"),
                    },
                }
                for saved in await _all(request)
            ]
        }
    )


async def _all(request: web.Request) -> tuple[Saved, ...]:
    return await all_saved(request.app[SETTINGS], request.app[ARCHIVE].storage)


def _row(request: web.Request, saved: Saved) -> dict[str, Any]:
    links = here(request).links.local
    return {
        "name": saved.name,
        "href": links.saved_query(saved.slug),
        "asked": saved.params.get("q", ""),
        "atom": links.feed(saved.slug, "atom"),
        "feed": links.feed(saved.slug, "json"),
    }


def routes() -> list[web.RouteDef]:
    return [
        web.get("/queries", published(_list)),
        web.get("/queries.json", published(_json)),
        web.get(f"/queries/{{slug:{SLUG}}}", published(_saved, aside=True)),
    ]
