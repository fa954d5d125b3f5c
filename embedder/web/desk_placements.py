"""A post's placements at the desk: made by "copy", listed, and changed after publication."""

import re
from typing import Any

from aiohttp import web
from msgspec import UNSET

from archive.errors import UsageError
from archive.storage.base import Holding
from archive.storage.published import MODES, Placement
from embedder.options import Options
from embedder.placed import options_of
from embedder.web.auth import require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.desk_put_in import languages_of
from embedder.web.deskpage import go, when
from embedder.web.languages import desk_lang
from embedder.web.placements import KEY, change, find_placement
from embedder.web.problems import Problem, unknown_post
from embedder.web.public import ID, find_post

__all__ = ["chosen", "placements_of", "routes"]

THEMES = ("auto", "light", "dark")
FLAGS = ("counts", "media", "parent")


async def placements_of(request: web.Request, holding: Holding) -> list[dict[str, Any]]:
    """The placements of a post as its page lists them, newest first."""
    found = await request.app[ARCHIVE].storage.placements(holding.post.id)
    return [_row(request, placement) for placement in found]


def _row(request: web.Request, placement: Placement) -> dict[str, Any]:
    options = options_of(placement) or Options()
    return {
        "key": placement.key,
        "article": placement.article,
        "article_public": placement.article_public,
        "mode": placement.mode,
        "modes": MODES,
        "snapshot": placement.snapshot,
        "theme": options.theme,
        "themes": THEMES,
        "lang": options.lang or "",
        "langs": languages_of(desk_lang(request)),
        "flags": {flag: getattr(options, flag) for flag in FLAGS},
        "by": placement.made_by,
        "made": when(request, placement.made_at),
        "href": here(request).links.local.placement(placement.key),
    }


async def chosen(request: web.Request, holding: Holding) -> Placement | None:
    """The placement whose codes the page shows; ``None`` where its address names none of it."""
    key = request.query.get("placement", "")
    if not re.fullmatch(KEY, key):
        return None
    placement = await request.app[ARCHIVE].storage.placement(key)
    return placement if placement is not None and placement.post == holding.post.id else None


async def _change(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    placement = await find_placement(request, request.match_info["key"])
    if placement.post != post.id:
        raise unknown_post()
    form = await read_form(request)
    mode, number = str(form.get("mode", "")), str(form.get("snapshot", ""))
    if mode not in MODES or not re.fullmatch("[1-9][0-9]{0,5}", number):
        raise Problem(
            422,
            "wrong-form",
            "The form lacks a mode or a snapshot.",
            next_step="Open the post's page again and send the form from there.",
        )
    # What the form does not ask stays: a width, a template version.
    options: dict[str, Any] = {
        **placement.options,
        "theme": str(form.get("theme", "auto")),
        "lang": str(form.get("lang", "")),
        **{flag: flag in form for flag in FLAGS},
    }
    # A form without the field says nothing of it; one that leaves it empty takes the article out.
    said = form.get("article")
    article = UNSET if said is None else str(said).strip() or None
    try:
        await change(
            request,
            who,
            placement,
            mode=mode,
            snapshot=int(number),
            options=options,
            article=article,
            article_public=None if said is None else "article_public" in form,
        )
    except UsageError as error:
        raise Problem(422, "no-article", error.what, next_step=error.next_step) from error
    return go(request, f"posts/{post.id}?placement={placement.key}#placement-{placement.key}")


def routes() -> list[web.RouteDef]:
    return [web.post(f"/desk/posts/{{post:{ID}}}/placements/{{key:{KEY}}}", _change)]
