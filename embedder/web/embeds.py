"""The embeds: ``/e/ID/``, ``/e/ID@N/``, with options, in every output."""

import re
from typing import Annotated

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.post_shape import PostJson
from archive.storage.base import Holding
from embedder.cards import card_options
from embedder.options import Options, parse_options
from embedder.view import EmbedView, build_view
from embedder.web.answers import (
    CARD_OUTPUTS,
    CORS,
    OUTPUTS,
    Wanted,
    answer,
    frozen_form,
    frozen_page,
    pinned_name,
    rendered_page,
)
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import SETTINGS, here, links_of, speak_as
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import unknown_post
from embedder.web.public import (
    ID,
    Moved,
    find_holding,
    published,
)

__all__ = [
    "CORS",
    "OPERATIONS",
    "OUTPUTS",
    "Asked",
    "json_page",
    "parse_path",
    "routes",
    "view_of",
]

_PATH = re.compile(
    rf"(?P<post>{ID})(?:@(?P<n>[1-9][0-9]{{0,5}}))?"
    rf"(?:/(?P<options>~[^/]{{0,200}}))?(?:/(?P<output>{OUTPUTS})?)?"
)


class Asked(msgspec.Struct, frozen=True):
    """What a path under ``/e/`` asks for."""

    post: str
    n: int | None
    options: str
    output: str


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
        found["output"] or "page",
    )


async def _embed(request: web.Request, who: Visitor) -> Page:
    asked = parse_path(request.match_info["path"])
    options = parse_options(asked.options, request.query) if asked else None
    if asked is None or options is None:
        raise unknown_post()
    holding = await find_holding(request, who, asked.post, asked.n)
    if isinstance(holding, Moved):
        return _redirect(request, asked, holding)
    frozen = asked.n is not None and options.t is not None
    speaks = speak_as(request, options.site)
    form = await frozen_form(request, holding, options) if frozen else None
    if form is not None:
        stored = await frozen_page(request, holding, form, asked.output)
        if stored is not None:
            return stored
    if not speaks:  # such a site there is not, or no more
        options = msgspec.structs.replace(options, site=None)
    if asked.output in CARD_OUTPUTS:
        options = card_options(options)
    view = view_of(request, holding, options, frozen=frozen)
    wanted = Wanted(holding, view, frozen, pinned_name(form, asked.output))
    return await answer(request, wanted, asked.output)


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


def json_page(request: web.Request, holding: Holding) -> Page:
    """The post in its one JSON shape, or the problem that it is not shown."""
    view = view_of(request, holding, Options())
    return rendered_page(request, Wanted(holding, view), "post.json")


def view_of(
    request: web.Request, holding: Holding, options: Options, *, frozen: bool = False
) -> EmbedView:
    now, settings = here(request), request.app[SETTINGS]
    return build_view(
        holding,
        options,
        now.site,
        now.links,
        widths=settings.media.widths,
        frozen=frozen,
        css=now.css,
    )


OPERATIONS: Operations = {
    "GET /e/{embed}/post.json": Operation(
        summary="a post, or one of its snapshots, beside its embed",
        what="Always for anybody: it goes with the embed.",
        tag="Embeds",
        who="anybody",
        parameters=(
            Parameter(
                "embed",
                Annotated[str, Meta(pattern=f"^{ID}(@[1-9][0-9]{{0,5}})?$")],
                "The post's id; `ID@N` is its snapshot number N.",
                where="path",
                example="mds3tvrq35200c0w@1",
            ),
        ),
        answers={
            200: Answer("The post.", PostJson),
            308: Answer("It has another id now.", media=(), headers={"Location": "Where it is."}),
        },
        problems={451: "The post, or this snapshot, is withheld or erased."},
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.get("/e/{path:.+}", published(_embed))]
