"""``/method``: how this archive works, as its settings say; for whoever reads or cites it."""

from collections.abc import Mapping

from aiohttp import web

from archive.sources import states_of
from embedder.render.report_page import contact_href
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.method_texts import METHOD, SECTIONS
from embedder.web.public import published
from embedder.web.researchpage import lang_of, research_page
from embedder.web.sources import by_platform
from embedder.web.sources_texts import SOURCES

__all__ = ["routes"]

_TEXTS = {lang: {**METHOD[lang], **SOURCES[lang]} for lang in METHOD}


async def _page(request: web.Request, _who: Visitor) -> Page:
    now = here(request)
    # Without how they fare: what a newsroom asks for is its own business.
    platforms = by_platform(states_of(request.app[ARCHIVE].platforms), lang_of(request))
    words = METHOD[lang_of(request)] if lang_of(request) in METHOD else METHOD["en"]
    return research_page(
        request,
        "research/method.html",
        _TEXTS,
        part="method",
        sections=SECTIONS,
        paragraphs={name: _paragraphs(words, name) for name in SECTIONS},
        platforms=platforms,
        off=[one.title for one in platforms if not one.asked],
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
