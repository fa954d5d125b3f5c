"""``/p/KEY/``: the embed of a placement; ``/api/v1/placements``: made and changed by programs."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, TypedDict

import msgspec
from aiohttp import web
from msgspec import Meta

from archive.clock import rfc3339
from archive.errors import NotAPost
from archive.post_shape import PostJson, Time
from archive.storage.published import Mode, Placement
from embedder.forms import frozen_options
from embedder.options import Options
from embedder.outputs import TEXT_OUTPUTS
from embedder.placed import (
    as_placed,
    asked_of,
    chosen_before,
    kept_options,
    number_of,
    options_of,
)
from embedder.web.answers import Wanted, answer
from embedder.web.auth import Visitor, require
from embedder.web.bodies import answer_json, read_json
from embedder.web.brands import for_article, require_named, require_site
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, here, links_of, speak_for
from embedder.web.embeds import OUTPUTS, view_of
from embedder.web.lookup import named_post
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem, unknown_post
from embedder.web.public import ID, find_post, follow_holding, published

__all__ = [
    "KEY",
    "OPERATIONS",
    "change",
    "find_placement",
    "place",
    "placed",
    "placed_as_chosen",
    "placed_at",
    "routes",
]

KEY = "[0-9a-hjkmnp-tv-z]{24}"

_PATH = re.compile(rf"(?P<key>{KEY})(?:/(?P<options>~[^/]{{0,200}}))?(?:/(?P<output>{OUTPUTS})?)?")


# The embed


class Placed(NamedTuple):
    """What a path under ``/p/`` asks for."""

    wanted: Wanted
    output: str
    address: str
    """Its own, with the options that were asked for."""


async def _embed(request: web.Request, who: Visitor) -> Page:
    found = await placed_at(request, who, request.match_info["path"], request.query)
    return await answer(request, found.wanted, found.output)


async def placed_at(
    request: web.Request, who: Visitor, path: str, query: Mapping[str, str]
) -> Placed:
    """What is shown at the part of an address after ``/p/``.

    Raises:
        Problem: 404, as for :func:`placed`, or it is no address of a placement.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise unknown_post()
    placement = await find_placement(request, found["key"])
    speak_for(request, placement.article, placement.options.get("site"))
    options = options_of(placement, found["options"] or "", query)
    if options is None:
        raise unknown_post()
    segment = asked_of(placement, found["options"] or "", query)
    path = links_of(request).local.placement(placement.key)
    return Placed(
        await placed(request, who, placement, options),
        found["output"] or "page",
        f"{path}{segment}{'/' if segment else ''}",
    )


async def placed(
    request: web.Request, who: Visitor, placement: Placement, options: Options
) -> Wanted:
    """What a placement shows to this visitor, with the state of today.

    Raises:
        Problem: 404, its post is a draft and this visitor sees none, or it was never seen.
    """
    holding = await follow_holding(request, who, placement.post, number_of(placement))
    now = here(request)
    view = view_of(request, holding, options)
    return Wanted(holding, as_placed(view, placement, holding, now.site, now.links))


async def placed_as_chosen(
    request: web.Request, who: Visitor, path: str, options: Options
) -> Wanted:
    """What is shown at the part of an address after ``/p/`` to whoever asks for these options for
    many posts at once: what was chosen for the placement comes before them.

    Raises:
        Problem: as for :func:`placed_at`.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise unknown_post()
    placement = await find_placement(request, found["key"])
    return await placed(request, who, placement, chosen_before(placement, options))


async def find_placement(request: web.Request, key: str) -> Placement:
    placement = await request.app[ARCHIVE].storage.placement(key)
    if placement is None:
        raise unknown_post()
    return placement


# Making and changing, for the desk and for programs


async def place(
    request: web.Request,
    who: Visitor,
    post: str,
    *,
    mode: Mode = "newest",
    snapshot: int | None = None,
    options: dict[str, Any] | None = None,
    article: str | None = None,
    article_public: bool | None = None,
) -> Placement:
    """A new placement; the option set that it names is frozen.

    Raises:
        Problem: 403, the article is another site's than this visitor edits for.
    """
    require_site(request, who, article)
    require_named(request, who, (options or {}).get("site"))
    placement = await request.app[ARCHIVE].placing.place(
        post,
        by=who.name,
        mode=mode,
        snapshot=snapshot,
        options=_options(for_article(request, who, article, options or {})),
        article=article,
        article_public=article_public,
    )
    await _freeze(request, who, placement)
    return placement


async def change(
    request: web.Request,
    who: Visitor,
    placement: Placement,
    *,
    mode: Mode | None = None,
    snapshot: int | None = None,
    options: dict[str, Any] | None = None,
    article: str | msgspec.UnsetType | None = msgspec.UNSET,
    article_public: bool | None = None,
) -> Placement:
    """A changed placement; the option set that it names now is frozen.

    ``article=None`` says that it is in none.

    Raises:
        Problem: 403, it is in an article of another site than this visitor edits for, or shall be.
    """
    for one in (placement.article, article):
        require_site(request, who, one if isinstance(one, str) else None)
    require_named(request, who, (options or {}).get("site"))
    if placement.article is None and placement.options.get("site"):
        require_named(request, who, placement.options["site"], known=False)
    # Who only chooses another snapshot leaves the frozen address as it is.
    if options is not None or article is not msgspec.UNSET:
        stands_in = placement.article if article is msgspec.UNSET else article
        options = for_article(
            request, who, stands_in, placement.options if options is None else options
        )
    placement = await request.app[ARCHIVE].placing.change(
        placement,
        by=who.name,
        mode=mode,
        snapshot=snapshot,
        options=None if options is None else _options(options),
        article=article,
        article_public=article_public,
    )
    await _freeze(request, who, placement)
    return placement


def _options(asked: dict[str, Any]) -> dict[str, Any]:
    kept = kept_options(asked)
    if kept is None:
        raise Problem(
            422,
            "no-such-version",
            "There is no such template version.",
            next_step="Leave t out for the newest one.",
        )
    return kept


async def _freeze(request: web.Request, who: Visitor, placement: Placement) -> None:
    segment = frozen_options(options_of(placement) or Options()).segment
    archive = request.app[ARCHIVE]
    await archive.freeze(placement.post, placement.snapshot, segment, by=who.name)


# For programs

_Number = Annotated[int, Meta(gt=0, lt=1_000_000)]
_Address = Annotated[str, Meta(min_length=1, max_length=2000)]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    post: Annotated[str, Meta(max_length=2000)]
    """Its id, or any address of it."""
    mode: Mode = "newest"
    snapshot: _Number | None = None
    options: dict[str, str | int | bool] = {}
    article: _Address | None = None
    article_public: bool | None = None


class ChangePlacement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mode: Mode | None = None
    snapshot: _Number | None = None
    options: dict[str, str | int | bool] | None = None
    article: _Address | msgspec.UnsetType | None = msgspec.UNSET
    """``null``: it is in none any more."""
    article_public: bool | None = None


async def _make(request: web.Request) -> web.Response:
    who = await require(request, "editor", "place")
    asked = await read_json(request, Place)
    post = await _post_of(request, asked.post)
    kept = await find_post(request, who, post)
    placement = await place(
        request,
        who,
        kept.id,
        mode=asked.mode,
        snapshot=asked.snapshot,
        options=dict(asked.options),
        article=asked.article,
        article_public=asked.article_public,
    )
    return answer_json(_told(request, placement), status=201)


async def _patch(request: web.Request) -> web.Response:
    who = await require(request, "editor", "place")
    asked = await read_json(request, ChangePlacement)
    placement = await change(
        request,
        who,
        await find_placement(request, request.match_info["key"]),
        mode=asked.mode,
        snapshot=asked.snapshot,
        options=None if asked.options is None else dict(asked.options),
        article=asked.article,
        article_public=asked.article_public,
    )
    return answer_json(_told(request, placement))


async def _one(request: web.Request) -> web.Response:
    await require(request, "editor")
    placement = await find_placement(request, request.match_info["key"])
    return answer_json(_told(request, placement))


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    kept = await find_post(request, who, await _post_of(request, request.query.get("post", "")))
    placements = await request.app[ARCHIVE].storage.placements(kept.id)
    return answer_json({"post": kept.id, "placements": [_told(request, one) for one in placements]})


async def _post_of(request: web.Request, named: str) -> str:
    if re.fullmatch(ID, named):
        return named
    try:
        return (await named_post(request, named))[0]
    except NotAPost:
        raise unknown_post() from None


def _told(request: web.Request, placement: Placement) -> dict[str, Any]:
    speak_for(request, placement.article, placement.options.get("site"))
    links = links_of(request)
    segment = frozen_options(options_of(placement) or Options()).segment
    return {
        "key": placement.key,
        "post": placement.post,
        "mode": placement.mode,
        "snapshot": placement.snapshot,
        "options": placement.options,
        "article": placement.article,
        "article_public": placement.article_public,
        "made_by": placement.made_by,
        "made_at": rfc3339(placement.made_at),
        "changed_at": rfc3339(placement.changed_at),
        "links": {
            **{
                name: links.placement(placement.key) + ("" if name == "page" else name)
                for name in TEXT_OUTPUTS
            },
            "frozen": links.embed(placement.post, placement.snapshot, segment),
        },
    }


# What it all takes and answers


class PlacementFacts(TypedDict):
    """One embed in one article. ``links`` are its addresses by output; ``frozen`` is the fixed one
    of what the article was published with.
    """

    key: str
    post: str
    mode: Mode
    snapshot: int
    options: dict[str, Any]
    article: str | None
    article_public: bool
    made_by: str
    made_at: Time
    changed_at: Time
    links: dict[str, str]


class PlacementList(TypedDict):
    post: str
    placements: list[PlacementFacts]


_KEY = Parameter(
    "key",
    Annotated[str, Meta(pattern=f"^{KEY}$")],
    "Of the placement.",
    where="path",
    example="7h2mds3tvrq35200c0wtr9ac",
)
_UNKNOWN = {404: "No post is kept there, or no snapshot of that number."}

OPERATIONS: Operations = {
    "GET /p/{key}/post.json": Operation(
        summary="the post that a placement shows",
        what="Always for anybody: it goes with the embed.",
        tag="Embeds",
        who="anybody",
        parameters=(_KEY,),
        answers={200: Answer("The post.", PostJson)},
        problems={451: "The post, or the snapshot that is shown, is withheld or erased."},
    ),
    "GET /api/v1/placements": Operation(
        summary="the placements of a post",
        what="Newest first.",
        tag="Placements",
        who="editor",
        parameters=(
            Parameter(
                "post",
                str,
                "Its id, or any address of it.",
                example="mds3tvrq35200c0w",
                required=True,
            ),
        ),
        answers={200: Answer("The placements.", PlacementList)},
        problems={404: "No post is kept there."},
    ),
    "POST /api/v1/placements": Operation(
        summary="place a post in an article",
        what="The embed at `/p/KEY/` shows what the desk decides, also after publication. It "
        "releases nothing: that of a draft answers as one that never was.",
        tag="Placements",
        who="editor",
        body=Place,
        example={"post": "mds3tvrq35200c0w", "article": "https://news.example/bridge"},
        answers={201: Answer("The placement.", PlacementFacts)},
        problems={**_UNKNOWN, 409: "Somebody else was faster."},
    ),
    "GET /api/v1/placements/{key}": Operation(
        summary="a placement",
        tag="Placements",
        who="editor",
        parameters=(_KEY,),
        answers={200: Answer("The placement.", PlacementFacts)},
    ),
    "PATCH /api/v1/placements/{key}": Operation(
        summary="change what a placement shows",
        what='What is left out stays; `"article": null` takes it out of its article.',
        tag="Placements",
        who="editor",
        parameters=(_KEY,),
        body=ChangePlacement,
        example={"mode": "pinned", "snapshot": 1},
        answers={200: Answer("The placement.", PlacementFacts)},
        problems={**_UNKNOWN, 409: "Somebody else was faster."},
    ),
}


def routes() -> list[web.RouteDef]:
    one = f"/api/v1/placements/{{key:{KEY}}}"
    return [
        web.get("/p/{path:.+}", published(_embed)),
        web.get("/api/v1/placements", _list),
        web.post("/api/v1/placements", _make),
        web.get(one, _one),
        web.patch(one, _patch),
    ]
