"""``GET /oembed?url=…`` (oembed.com): the embed of a post by its platform's URL or by ours.

The frame is the one of the address that was asked for: a placement's stays a placement's, and
a snapshot's stays that snapshot's.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, TypedDict

import msgspec
from aiohttp import web
from msgspec import Meta

from archive.errors import NotAPost
from embedder.options import Options, parse_options
from embedder.render.oembed import as_xml, oembed
from embedder.view import is_shown
from embedder.web.answers import Wanted
from embedder.web.auth import Visitor
from embedder.web.brands import own_site
from embedder.web.cache import Page
from embedder.web.context import SETTINGS, here, links_of, speak_as, whole_links
from embedder.web.embeds import CORS, parse_path, view_of
from embedder.web.lookup import Ours, named_post, our_address
from embedder.web.on_demand import capture_now, may_capture
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.placements import placed_at
from embedder.web.problems import Problem, unknown_post
from embedder.web.public import follow_holding, not_shown, published, surrogate_keys

__all__ = ["OPERATIONS", "routes"]


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
    wanted = await _wanted(request, who, url)
    if not is_shown(wanted.holding):
        raise not_shown(here(request).site.name)
    whole = whole_links(request)
    frame = msgspec.structs.replace(wanted.view.frame, origin=whole.origin)
    answer = oembed(
        msgspec.structs.replace(wanted.view, frame=frame),
        whole,
        _pixels(query.get("maxwidth")),
        _pixels(query.get("maxheight")),
    )
    xml = form == "xml"
    return Page(
        body=as_xml(answer).encode() if xml else msgspec.json.encode(answer),
        content_type="text/xml; charset=utf-8" if xml else "application/json",
        headers=(CORS, surrogate_keys(wanted.holding)),
    )


async def _wanted(request: web.Request, who: Visitor, url: str) -> Wanted:
    """The embed that an address names.

    Raises:
        Problem: 404, it names none that this visitor may see; or what a capture came to.
    """
    ours = our_address(request, url)
    if ours is not None:
        speak_as(request, ours.site)
        return await _ours(request, who, ours)
    options = _options("", request.query)
    if options.site is None:
        options = msgspec.structs.replace(options, site=own_site(request, who))
    try:
        post, _ = await named_post(request, url)
    except NotAPost:
        raise unknown_post() from None
    try:
        return await _embed(request, who, post, None, options)
    except Problem as problem:
        if problem.status != 404 or not may_capture(who, request.app[SETTINGS]):
            raise
    return await _embed(request, who, await capture_now(request, who, url), None, options)


async def _ours(request: web.Request, who: Visitor, ours: Ours) -> Wanted:
    query = {**ours.query, **request.query}
    if ours.path.startswith("/p/"):
        found = await placed_at(request, who, ours.path.removeprefix("/p/"), query)
        return _framed(found.wanted, found.address)
    if ours.path.startswith("/e/"):
        asked = parse_path(ours.path.removeprefix("/e/"))
        if asked is None:
            raise unknown_post()
        return await _embed(request, who, asked.post, asked.n, _options(asked.options, query))
    if ours.post is None:
        raise unknown_post()
    return await _embed(request, who, ours.post, None, _options("", query))


async def _embed(
    request: web.Request, who: Visitor, post: str, n: int | None, options: Options
) -> Wanted:
    """The post's embed, in the frame of that snapshot where one is named."""
    if not speak_as(request, options.site):
        options = msgspec.structs.replace(options, site=None)
    holding = await follow_holding(request, who, post, n)
    if n is not None and holding.stored is not None:
        n = holding.stored.n  # of a post that moved it is another
    frozen = n is not None and options.t is not None
    view = view_of(request, holding, options, frozen=frozen)
    path = links_of(request).local.embed(holding.post.id, n, options.segment)
    return _framed(Wanted(holding, view, frozen), path)


def _framed(wanted: Wanted, path: str) -> Wanted:
    """The same at the address that was asked for."""
    frame = msgspec.structs.replace(wanted.view.frame, path=path)
    return wanted._replace(view=msgspec.structs.replace(wanted.view, frame=frame))


def _options(segment: str, query: Mapping[str, str]) -> Options:
    options = parse_options(segment, query)
    if options is None:
        raise unknown_post()
    return options


def _pixels(value: str | None) -> int | None:
    """A limit in pixels; what is no number is no limit: a slip is no reason to fail."""
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 6:
        return None
    return int(value)


class _OEmbedAlways(TypedDict):
    type: Literal["rich"]
    version: Literal["1.0"]
    title: str
    provider_name: str
    cache_age: int
    thumbnail_url: str
    thumbnail_width: int
    thumbnail_height: int
    width: int
    height: int
    html: str


class OEmbed(_OEmbedAlways, total=False):
    """As oembed.com says: what is unknown is left out."""

    author_name: str
    author_url: str
    provider_url: str


_PIXELS = "Greatest {} of the frame in pixels. What is no number is no limit."

OPERATIONS: Operations = {
    "GET /oembed": Operation(
        summary="the embed of a post, for oEmbed consumers",
        what="oEmbed 1.0, `rich`. The frame is the one of the address that was asked for. With "
        "`[oembed] capture_unknown` an editor's key has an unknown post captured, and the answer "
        "waits for it.",
        tag="Embeds",
        who="anybody",
        parameters=(
            Parameter(
                "url",
                Annotated[str, Meta(min_length=1)],
                "The post's address on its platform, or one of ours.",
                example="https://sample.example/@mayor/116158876876800001",
                required=True,
            ),
            Parameter("format", Literal["json", "xml"], "Else json."),
            Parameter("maxwidth", str, _PIXELS.format("width")),
            Parameter("maxheight", str, _PIXELS.format("height")),
        ),
        answers={200: Answer("The embed.", OEmbed, ("application/json", "text/xml"))},
        problems={
            400: "`url` is missing.",
            404: "No post is kept there, or what the address names is no post.",
            451: "The post is withheld or erased.",
            501: "Another `format`.",
        },
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.get("/oembed", published(_oembed))]
