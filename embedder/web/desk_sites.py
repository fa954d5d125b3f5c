"""The newsroom's sites, at the desk: what they show of posts, and how their feeds are read."""

from functools import partial
from typing import Any

from aiohttp import web

from embedder.sites_told import told_sites
from embedder.web.auth import require
from embedder.web.context import ARCHIVE
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.news_sites_texts import NEWS_SITES
from embedder.web.research_texts import said

__all__ = ["routes"]


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    archive, lang = request.app[ARCHIVE], desk_lang(request)
    told = told_sites(
        await archive.storage.count_articles(), await archive.storage.count_references()
    )
    configured = {site.name: site for site in archive.reading.sites.values()}
    feeds: dict[str, list[dict[str, Any]]] = {}
    for name, site in configured.items():
        feeds[name] = []
        for feed in site.feeds:
            last = await archive.storage.listing(feed)
            read = "" if last is None else when(request, last.read_at)
            problem = None if last is None else last.problem
            feeds[name].append({"url": feed, "read": read, "problem": problem})
    return desk_page(
        request,
        who,
        "desk/sites.html",
        here="sites",
        say=partial(said, NEWS_SITES, lang),
        language=lang,
        sites=told,
        feeds=feeds,
    )


async def _read(request: web.Request) -> web.Response:
    """Looks at the feeds of the sites that whoever asks edits for."""
    who = await require(request, "editor")
    reading = request.app[ARCHIVE].reading
    mine = [s for s in reading.sites.values() if not who.sites or s.name in who.sites]
    await reading.ask_now(mine, by=who.name)
    return go(request, "sites")


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/sites", _show), web.post("/desk/sites", _read)]
