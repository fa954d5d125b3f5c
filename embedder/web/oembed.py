"""``GET /oembed?url=…`` (oembed.com): the embed of a post by its platform's URL or by ours."""

import msgspec
from aiohttp import web

from archive.errors import NotAPost
from embedder.options import Options, parse_options
from embedder.render.oembed import as_xml, oembed
from embedder.view import is_shown
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import here, links_of
from embedder.web.embeds import CORS, view_of
from embedder.web.lookup import named_post
from embedder.web.problems import Problem, unknown_post
from embedder.web.public import Moved, find_holding, not_shown, published, surrogate_keys

__all__ = ["routes"]


async def _oembed(request: web.Request, who: Visitor) -> Page:
    query = request.query
    form = query.get("format", "json")
    if form not in {"json", "xml"}:
        raise Problem(
            501,
            "format",
            "This answers in JSON and in XML.",
            next_step="Ask again with format=json or format=xml.",
        )
    url = query.get("url", "")
    if not url:
        raise Problem(
            400,
            "no-url",
            "The parameter url is missing.",
            next_step="Ask with ?url= and the address of a post, percent-encoded.",
        )
    try:
        post, n = await named_post(request, url)
    except NotAPost:
        raise unknown_post() from None
    holding = await find_holding(request, who, post, n)
    if isinstance(holding, Moved):
        holding = await find_holding(request, who, holding.post, holding.n)
        if isinstance(holding, Moved):
            raise unknown_post()
    if not is_shown(holding):
        raise not_shown(here(request).site.name)
    options = parse_options(query=query) or Options()
    answer = oembed(
        view_of(request, holding, options),
        links_of(request),
        _pixels(query.get("maxwidth")),
        _pixels(query.get("maxheight")),
    )
    xml = form == "xml"
    return Page(
        body=as_xml(answer).encode() if xml else msgspec.json.encode(answer),
        content_type="text/xml; charset=utf-8" if xml else "application/json",
        headers=(CORS, surrogate_keys(holding)),
    )


def _pixels(value: str | None) -> int | None:
    """A limit in pixels; what is no number is no limit: a slip is no reason to fail."""
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 6:
        return None
    return int(value)


def routes() -> list[web.RouteDef]:
    return [web.get("/oembed", published(_oembed))]
