"""Saved queries at the desk: the list, saving one, taking one out."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from archive.errors import Conflict
from archive.query import Query, to_params
from archive.storage.queries import SavedQuery
from embedder.grammar_words import wrong_in
from embedder.saved_queries import TAKEN, Saved, all_saved, configured, slug_of
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.problems import Problem
from embedder.web.saved import SLUG
from embedder.web.search import read_query

__all__ = ["routes"]

MAX_NAME = 200
_ASKED = ("q", "stems", "sort", "archive_at")
"""What of a search is saved: not which page of it."""


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    params = {name: request.query.get(name, "") for name in _ASKED}
    return await _page(request, who, params)


async def _page(
    request: web.Request,
    who: Visitor,
    params: Mapping[str, str],
    *,
    called: str = "",
    wrong: str = "",
) -> web.Response:
    saved = await all_saved(request.app[SETTINGS], request.app[ARCHIVE].storage)
    return desk_page(
        request,
        who,
        "desk/queries.html",
        here="queries",
        status=422 if wrong else 200,
        rows=[_row(request, one) for one in saved],
        params=params,
        called=called,
        wrong=wrong,
    )


def _row(request: web.Request, saved: Saved) -> dict[str, Any]:
    links = here(request).links.local
    kept = saved.kept
    return {
        "slug": saved.slug,
        "name": saved.name,
        "href": links.saved_query(saved.slug),
        "asked": saved.params.get("q", ""),
        "by": kept and kept.by,
        "at": kept and when(request, kept.at),
    }


async def _save(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    form = await read_form(request)
    name = " ".join(str(form.get("name", "")).split())
    params = {key: str(form.get(key, "")) for key in _ASKED}
    query = read_query(request, params)
    slug = slug_of(name)
    taken = {one.slug for one in configured(request.app[SETTINGS])} | TAKEN
    if not isinstance(query, Query):
        return await _page(
            request,
            who,
            params,
            called=name,
            wrong=f"{wrong_in(desk_lang(request), query[0].wrong)}.",
        )
    if not slug or len(name) > MAX_NAME:
        return await _page(request, who, params, called=name, wrong="name")
    archive = request.app[ARCHIVE]
    try:
        if slug in taken:
            raise Conflict(f"There is a saved query {slug!r} already.")
        await archive.storage.save_query(
            SavedQuery(
                slug=slug, name=name, params=to_params(query), by=who.name, at=archive.clock()
            )
        )
    except Conflict:
        return await _page(request, who, params, called=name, wrong="taken")
    return go(request, f"queries#query-{slug}")


async def _remove(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    archive = request.app[ARCHIVE]
    slug = request.match_info["slug"]
    if not await archive.storage.remove_query(slug, by=who.name, at=archive.clock()):
        raise Problem(
            404,
            "unknown-query",
            "No search is saved here under that name, or config.toml has it.",
            next_step="Look at the list again; what config.toml has is taken out there.",
        )
    return go(request, "queries")


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk/queries", _list),
        web.post("/desk/queries", _save),
        web.post(f"/desk/queries/{{slug:{SLUG}}}/remove", _remove),
    ]
