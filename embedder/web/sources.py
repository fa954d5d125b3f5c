"""``/desk/sources`` and ``/api/v1/sources``: where posts come from, and how the sources fare."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import msgspec
from aiohttp import web

from archive.sources import SourceState
from embedder.web.auth import require
from embedder.web.bodies import answer_json
from embedder.web.context import ARCHIVE
from embedder.web.deskpage import came_of, desk_page, when
from embedder.web.languages import desk_lang
from embedder.web.operations import Answer, Operation, Operations
from embedder.web.research_texts import said
from embedder.web.sources_es import spoken
from embedder.web.sources_texts import SOURCES
from embedder.web.texts import text

__all__ = ["OPERATIONS", "PlatformSources", "by_platform", "routes"]


class PlatformSources(NamedTuple):
    """A platform with its sources, those that are asked first."""

    name: str
    title: str
    sources: tuple[SourceState, ...]

    @property
    def asked(self) -> tuple[SourceState, ...]:
        return tuple(source for source in self.sources if source.place is not None)


def by_platform(states: Sequence[SourceState], lang: str) -> tuple[PlatformSources, ...]:
    """The sources of each platform, in their order, with their sentences in a language of ours."""
    told = [spoken(state, lang) for state in states]
    return tuple(
        PlatformSources(name, title, tuple(sources))
        for (name, title), sources in groupby(told, lambda one: (one.platform, one.title))
    )


async def _page(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    lang = desk_lang(request)

    def words(key: str, **parts: object) -> str:
        if key in SOURCES["en"]:
            return said(SOURCES, lang, key, **parts)
        return text(lang, key, **parts)

    states = await request.app[ARCHIVE].sources()
    return desk_page(
        request,
        who,
        "desk/sources.html",
        here="sources",
        words=words,
        title=words("sources.title"),
        lead=words("sources.lead"),
        more=words("sources.more"),
        trouble=words("sources.trouble"),
        troubled=[one for one in states if one.health.refused or one.health.failed],
        platforms=by_platform(states, lang),
        came=partial(came_of, request),
        when=partial(when, request),
    )


class SourceList(msgspec.Struct, frozen=True):
    """Every source of every platform: those of one platform together, in their order."""

    sources: tuple[SourceState, ...]


async def _list(request: web.Request) -> web.Response:
    await require(request, "editor")
    return answer_json(SourceList(await request.app[ARCHIVE].sources()))


OPERATIONS: Operations = {
    "GET /api/v1/sources": Operation(
        summary="where posts come from: each platform's sources, and how they fare",
        what="Whether a source is asked, and why not; what it needs; under whose terms it is "
        "reached, and what is done when a post is gone. `health` counts the looks of the last 24 "
        "hours by what came of them, and names no post.",
        tag="Captures",
        who="editor",
        answers={200: Answer("The sources.", SourceList)},
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/sources", _page), web.get("/api/v1/sources", _list)]
