"""The embeds: ``/e/ID/``, ``/e/ID@N/``, with options, as page, fragment, email, text and JSON."""

import re
from collections.abc import Callable
from typing import Literal, cast

import msgspec
from aiohttp import hdrs, web

from archive.post_json import post_json
from archive.storage.base import Holding
from embedder.options import Options, parse_options
from embedder.render import renderer_of
from embedder.render.oembed import discovery
from embedder.render.text import text
from embedder.site_css import site_css
from embedder.view import EmbedView, build_view, is_shown
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import SETTINGS, here, links_of, whole_links
from embedder.web.problems import unknown_post
from embedder.web.public import (
    ID,
    Moved,
    find_holding,
    not_shown,
    published,
    surrogate_keys,
)

__all__ = ["CORS", "Asked", "json_page", "parse_path", "routes", "view_of"]

Output = Literal["page", "fragment.html", "email.html", "email.txt", "post.json"]

_PATH = re.compile(
    rf"(?P<post>{ID})(?:@(?P<n>[1-9][0-9]{{0,5}}))?"
    r"(?:/(?P<options>~[^/]{0,200}))?(?:/(?P<output>fragment\.html|email\.html|email\.txt|post\.json)?)?"
)
CORS = (hdrs.ACCESS_CONTROL_ALLOW_ORIGIN, "*")


# Its style attributes are constants of ours, and a browser that opens it alone runs nothing.
_EMAIL_CSP = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)


class Asked(msgspec.Struct, frozen=True):
    """What a path under ``/e/`` asks for."""

    post: str
    n: int | None
    options: str
    output: Output


def parse_path(path: str) -> Asked | None:
    """What the part after ``/e/`` asks for; ``None`` when it is no address of an embed.

    >>> parse_path("vhk17dn1s2hjvmyx@2/~dark.t1/fragment.html")
    Asked(post='vhk17dn1s2hjvmyx', n=2, options='~dark.t1', output='fragment.html')
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    n = found["n"]
    return Asked(
        found["post"],
        None if n is None else int(n),
        found["options"] or "",
        cast(Output, found["output"] or "page"),
    )


async def _embed(request: web.Request, who: Visitor) -> Page:
    asked = parse_path(request.match_info["path"])
    options = parse_options(asked.options, request.query) if asked else None
    if asked is None or options is None:
        raise unknown_post()
    holding = await find_holding(request, who, asked.post, asked.n)
    if isinstance(holding, Moved):
        return _redirect(request, asked, holding)
    return _OUTPUTS[asked.output](request, holding, options)


def _redirect(request: web.Request, asked: Asked, where: Moved) -> Page:
    output = "" if asked.output == "page" else asked.output
    # As it came, not as it is read: a line break in it would be one in the header.
    asked_query = request.rel_url.raw_query_string
    query = f"?{asked_query}" if asked_query else ""
    embed = links_of(request).local.embed(where.post, where.n, asked.options)
    return Page(
        status=308,
        body=b"",
        content_type="text/plain; charset=utf-8",
        headers=((hdrs.LOCATION, embed + output + query), CORS),
    )


def _page(request: web.Request, holding: Holding, options: Options) -> Page:
    view = view_of(request, holding, options)
    renderer = renderer_of(view)
    return Page(
        body=renderer.page(view).encode(),
        content_type="text/html; charset=utf-8",
        headers=(
            ("Content-Security-Policy", renderer.csp(view)),
            surrogate_keys(holding),
            (hdrs.LINK, discovery(links_of(request), holding.post.id)),
        ),
    )


def _fragment(request: web.Request, holding: Holding, options: Options) -> Page:
    view = view_of(request, holding, options)
    renderer = renderer_of(view)
    return Page(
        body=renderer.fragment(view).encode(),
        content_type="text/html; charset=utf-8",
        headers=(
            ("Content-Security-Policy", renderer.fragment_csp(view)),
            CORS,
            surrogate_keys(holding),
        ),
    )


def _email(request: web.Request, holding: Holding, options: Options) -> Page:
    view = _leaving(request, holding, options)
    return Page(
        body=renderer_of(view).email(view).encode(),
        content_type="text/html; charset=utf-8",
        headers=(("Content-Security-Policy", _EMAIL_CSP), CORS, surrogate_keys(holding)),
    )


def _text(request: web.Request, holding: Holding, options: Options) -> Page:
    return Page(
        body=text(_leaving(request, holding, options)).encode(),
        content_type="text/plain; charset=utf-8",
        headers=(CORS, surrogate_keys(holding)),
    )


def _leaving(request: web.Request, holding: Holding, options: Options) -> EmbedView:
    """The view for what leaves our host: its addresses are whole even while ours is not set."""
    widths = request.app[SETTINGS].media.widths
    return build_view(holding, options, here(request).site, whole_links(request), widths=widths)


def _json(request: web.Request, holding: Holding, _options: Options) -> Page:
    return json_page(request, holding)


def json_page(request: web.Request, holding: Holding) -> Page:
    """The post in its one JSON shape, or the problem that it is not shown."""
    if not is_shown(holding):
        raise not_shown(here(request).site.name)
    return Page(
        body=msgspec.json.encode(post_json(holding, links_of(request))),
        content_type="application/json",
        headers=(CORS, surrogate_keys(holding)),
    )


def view_of(request: web.Request, holding: Holding, options: Options) -> EmbedView:
    now, settings = here(request), request.app[SETTINGS]
    return build_view(
        holding,
        options,
        now.site,
        now.links,
        widths=settings.media.widths,
        css=site_css(settings.embed.css),
    )


_OUTPUTS: dict[Output, Callable[[web.Request, Holding, Options], Page]] = {
    "page": _page,
    "fragment.html": _fragment,
    "email.html": _email,
    "email.txt": _text,
    "post.json": _json,
}


def routes() -> list[web.RouteDef]:
    return [web.get("/e/{path:.+}", published(_embed))]
