"""The feeds of any search, and of each saved one: Atom and JSON Feed, newest first."""

from datetime import datetime

from aiohttp import hdrs, web
from msgspec.structs import replace

from archive.query import Query, to_text
from embedder.feeds import ATOM, JSON_FEED, Feed, atom, json_feed
from embedder.search_links import Asked
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, here, whole_links
from embedder.web.public import published
from embedder.web.researchpage import CORS, may_read
from embedder.web.saved import SLUG, find_saved, query_of
from embedder.web.search import asked_for, speaking_in

__all__ = ["routes"]


async def _of_search(request: web.Request, who: Visitor) -> Page:
    query = asked_for(request, who)[1].query
    return await _feed(request, who, query, "", to_text(query))


async def _of_saved(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    saved = await find_saved(request, request.match_info["slug"])
    query = query_of(request, saved)
    return await _feed(request, who, query, saved.slug, saved.name)


async def _feed(request: web.Request, who: Visitor, query: Query, slug: str, title: str) -> Page:
    """The feed of a query, under the slug that it is saved by, if it is."""
    form = request.match_info["format"]
    newest = replace(query, sort="newest")
    found = await request.app[ARCHIVE].storage.search(newest, drafts=who.sees_drafts)
    asked, speaking = Asked(newest, whole_links(request), slug), speaking_in(request)
    publisher = here(request).site.name or "onrecord"
    feed = Feed(
        title=f"{title or speaking.words.title} · {publisher}",
        home=asked.home(),
        itself=asked.feed(form, query.cursor),
        first=asked.feed(form),
        following=None if found.cursor is None else asked.feed(form, found.cursor),
        hits=found.hits,
        empty_since=_day(request.app[ARCHIVE].clock()),
        publisher=publisher,
    )
    if form == "atom":
        body, content_type = atom(feed, asked.links, speaking), ATOM
    else:
        body, content_type = json_feed(feed, asked.links, speaking), JSON_FEED
    link = [] if feed.following is None else [(hdrs.LINK, f'<{feed.following}>; rel="next"')]
    return Page(body=body, content_type=content_type, headers=(CORS, *link))


def _day(moment: datetime) -> datetime:
    """An empty feed has been so since today: asked for again, it is the same, byte by byte."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/feeds/search.{format:atom|json}", published(_of_search, aside=True)),
        web.get(f"/feeds/{{slug:{SLUG}}}.{{format:atom|json}}", published(_of_saved, aside=True)),
    ]
