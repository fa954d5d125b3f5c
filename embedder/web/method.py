"""``/method``: how this archive works, as its settings say; for whoever reads or cites it."""

from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import web

from archive.platforms import Platform, terms_of
from embedder.render.report_page import contact_href
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.method_texts import METHOD, SECTIONS
from embedder.web.public import published
from embedder.web.researchpage import lang_of, research_page

__all__ = ["SourceRow", "routes", "sources_of"]


class SourceRow(NamedTuple):
    """One source that is asked; ``terms`` as the platform's file calls them."""

    platform: str
    name: str
    terms: str


def sources_of(platforms: Mapping[str, Platform]) -> tuple[SourceRow, ...]:
    """The sources that are asked here, in the order in which each platform's are tried."""
    return tuple(
        SourceRow(platform.title, source.name, terms_of(platform.name, source.name) or "unknown")
        for platform in platforms.values()
        for source in platform.chosen.sources
    )


async def _page(request: web.Request, _who: Visitor) -> Page:
    now, platforms = here(request), request.app[ARCHIVE].platforms
    sources = sources_of(platforms)
    asked = {source.platform for source in sources}
    words = METHOD[lang_of(request)] if lang_of(request) in METHOD else METHOD["en"]
    return research_page(
        request,
        "research/method.html",
        METHOD,
        part="method",
        sections=SECTIONS,
        paragraphs={name: _paragraphs(words, name) for name in SECTIONS},
        sources=sources,
        off=[one.title for one in platforms.values() if one.title not in asked],
        release=request.app[SETTINGS].publish.release,
        contact=contact_href(now.site.contact),
        contact_said=now.site.contact.removeprefix("mailto:"),
        links=now.links.local,
    )


def _paragraphs(words: Mapping[str, object], section: str) -> list[str]:
    """The keys of its paragraphs, in their order."""
    return [key for key in words if key.startswith(f"{section}.") and key[-1].isdecimal()]


def routes() -> list[web.RouteDef]:
    return [web.get("/method", published(_page))]
