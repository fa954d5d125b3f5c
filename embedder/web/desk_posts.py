"""The posts at the desk: the list, and one post with its codes and what is decided of it."""

from collections.abc import Iterable
from typing import Any

import msgspec
from aiohttp import web

from archive.errors import UsageError
from archive.platforms import platform_title
from archive.records import HIDDEN, Check, Stored
from archive.status import status_of
from archive.storage.base import Holding
from archive.storage.published import Placement
from archive.text import web_address
from embedder.errors_es import error_in
from embedder.height import estimate
from embedder.options import Options
from embedder.placed import number_of
from embedder.view import is_shown
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS, desk_path, here, speak_for
from embedder.web.desk_accounts import account_at_desk
from embedder.web.desk_card import card_at_desk
from embedder.web.desk_damage import damage_at_desk
from embedder.web.desk_describe import undescribed
from embedder.web.desk_placements import chosen, placements_of
from embedder.web.desk_put_in import chosen_options, codes_of
from embedder.web.deskpage import came_of, desk_page, go, when
from embedder.web.embeds import view_of
from embedder.web.languages import desk_lang, say
from embedder.web.placements import place
from embedder.web.problems import unknown_post
from embedder.web.public import ID, Moved, find_holding, find_post
from embedder.web.told import said_of

__all__ = ["post_at_desk", "routes", "rows_of", "rows_with_people"]

PAGE = 30
TEXT = 280
"""Characters of a post's text in a list."""
WIDTH = 600


class PostAtDesk(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages need of a post, beside its codes."""

    id: str
    visibility: str
    frames: dict[str, str]
    """By theme: the embed on the desk's own host, where the session sees drafts."""
    width: int
    height: int
    may_copy: bool
    copy_releases: bool
    page: str
    original: str | None
    since: str | None
    """When and why it was withheld or erased."""
    undescribed: int
    """Pictures without a description."""
    warnings: tuple[str, ...]
    """What to know of the snapshot that is shown, before it is published."""


def post_at_desk(request: web.Request, holding: Holding) -> PostAtDesk:
    post, now = holding.post, here(request)
    links, since = now.links.local, None
    if holding.visibility_at is not None and post.visibility in HIDDEN:
        since = say(
            request,
            "post.since",
            when=when(request, holding.visibility_at),
            reason=holding.visibility_reason or say(request, "unknown"),
        )
    return PostAtDesk(
        id=post.id,
        visibility=post.visibility,
        frames={
            "light": links.embed(post.id, None, Options(theme="light").segment),
            "dark": links.embed(post.id, None, Options(theme="dark").segment),
        },
        width=WIDTH,
        height=estimate(view_of(request, holding, Options()), WIDTH),
        may_copy=is_shown(holding),
        copy_releases=request.app[SETTINGS].publish.release != "hand",
        page=links.post(post.id),
        original=web_address(post.url),
        since=since,
        undescribed=undescribed(holding) if is_shown(holding) else 0,
        warnings=holding.stored.snapshot.warnings if holding.stored else (),
    )


def rows_of(request: web.Request, holdings: Iterable[Holding]) -> list[dict[str, Any]]:
    """Posts as a list shows them."""
    return [_row(request, holding) for holding in holdings]


async def rows_with_people(
    request: web.Request, holdings: Iterable[Holding]
) -> list[dict[str, Any]]:
    """The same, with who is on each."""
    rows = rows_of(request, holdings)
    on_it = await request.app[ARCHIVE].storage.assigned([row["id"] for row in rows])
    return [{**row, "on_it": on_it.get(row["id"])} for row in rows]


def _row(request: web.Request, holding: Holding) -> dict[str, Any]:
    post, snapshot = holding.post, holding.stored and holding.stored.snapshot
    author = snapshot.author if snapshot else None
    handle = f"@{author.handle.removeprefix('@')}" if author and author.handle else None
    words = " ".join(snapshot.text.split()) if snapshot else ""
    posted = snapshot.created_at if snapshot else None
    return {
        "id": post.id,
        "on_it": None,
        "name": (author and author.name) or handle or post.id,
        "handle": handle if author and author.name else None,
        "platform": platform_title(post.platform),
        "text": words if len(words) <= TEXT else f"{words[:TEXT]}…",
        "visibility": post.visibility,
        "kept": holding.stored is not None,
        "gone": status_of(holding.checks).state == "gone",
        "posted": when(request, posted) if posted else "",
        "requested": when(request, post.requested_at),
    }


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    cursor = request.query.get("cursor")
    page = await request.app[ARCHIVE].storage.list_posts(limit=PAGE, cursor=cursor, drafts=True)
    return desk_page(
        request,
        who,
        "desk/posts.html",
        here="posts",
        rows=await rows_with_people(request, page.holdings),
        gone=len(await request.app[ARCHIVE].deleted.waiting()),
        cursor=page.cursor,
        paged=cursor is not None,
    )


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    holding = await find_holding(request, who, request.match_info["post"])
    if isinstance(holding, Moved):
        location = desk_path(here(request).links, f"posts/{holding.post}")
        return web.Response(status=308, headers={"Location": location})
    return await _page(request, who, holding)


async def _page(
    request: web.Request,
    who: Visitor,
    holding: Holding,
    *,
    said: str | None = None,
    wrong: str | None = None,
    unplaced: str | None = None,
) -> web.Response:
    author = holding.stored.snapshot.author if holding.stored else None
    name = author and (author.name or author.handle)
    placement = await chosen(request, holding)
    if placement is not None:
        # its code has the address of that site
        speak_for(request, placement.article, placement.options.get("site"))
    card = await card_at_desk(request, holding)
    codes = {}
    if placement is not None and is_shown(holding):
        codes = await codes_of(request, await _as_placed(request, holding, placement), placement)
    return desk_page(
        request,
        who,
        "desk/post.html",
        status=422 if wrong or unplaced else 200,
        here="posts",
        title=say(request, "post.title", name=name) if name else say(request, "post.unnamed"),
        post=post_at_desk(request, holding),
        codes=codes,
        card=card,
        whose=await account_at_desk(request, holding.post.id),
        work=await _work(request, holding.post.id),
        damage=await damage_at_desk(request.app[ARCHIVE], holding, desk_lang(request)),
        placements=await placements_of(request, holding),
        chosen_key=placement and placement.key,
        local_only=not here(request).site.public_url,
        kept=None
        if holding.stored is None
        else {
            "when": when(request, holding.stored.captured_at),
            "parts": sum(a.state == "there" for a in holding.attachments if a.role == "media"),
        },
        said=said,
        wrong=wrong,
        unplaced=unplaced,
        versions=[_version(request, v) for v in reversed(holding.versions)],
        checks=[_check(request, c) for c in reversed(holding.checks)],
    )


async def _work(request: web.Request, post: str) -> dict[str, Any]:
    """Who is on a post, and the collections that there are and that it is in."""
    storage = request.app[ARCHIVE].storage
    return {
        "who": (await storage.assigned([post])).get(post),
        "people": [user.name for user in await storage.users()],
        "collections": await storage.collections(),
        "filed_in": await storage.filed_in(post),
    }


def _version(request: web.Request, stored: Stored) -> dict[str, Any]:
    return {
        "n": stored.n,
        "href": here(request).links.local.embed(stored.post, stored.n),
        "reason": stored.reason,
        "source": stored.source,
        "captured": when(request, stored.captured_at),
        "visibility": stored.visibility,
    }


def _check(request: web.Request, check: Check) -> dict[str, Any]:
    return {
        "at": when(request, check.at),
        "source": check.source,
        "told": came_of(request, check.outcome, check.cause),
        "detail": check.detail,
    }


async def _copy(request: web.Request) -> web.Response:
    """Makes a placement for an article, and shows its code. Whoever takes it means to publish:
    the draft ends here, if the settings say so.
    """
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    form = await read_form(request)
    article = str(form.get("article", "")).strip() or None
    try:
        options = msgspec.structs.asdict(chosen_options(form))
        placement = await place(request, who, post.id, article=article, options=_said(options))
    except UsageError as error:
        holding = await _holding(request, post.id)
        return await _page(request, who, holding, unplaced=_unplaced(request, error))
    if post.visibility == "draft" and request.app[SETTINGS].publish.release != "hand":
        await request.app[ARCHIVE].release(post.id, by=who.name, reason="its code was copied")
    return go(request, f"posts/{post.id}?placement={placement.key}#codes")


def _said(options: dict[str, Any]) -> dict[str, Any]:
    """Those that say something."""
    return {name: value for name, value in options.items() if value is not None}


def _unplaced(request: web.Request, error: UsageError) -> str:
    return error_in(desk_lang(request), error)


async def _release(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    reason = await _reason(request)
    if reason is None and post.visibility == "withheld":
        wrong = say(request, "post.reason.again")
        return await _page(request, who, await _holding(request, post.id), wrong=wrong)
    await request.app[ARCHIVE].release(post.id, by=who.name, reason=reason)
    return go(request, f"posts/{post.id}")


async def _withhold(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    reason = await _reason(request)
    if reason is None:
        wrong = say(request, "post.reason.missing")
        return await _page(request, who, await _holding(request, post.id), wrong=wrong)
    await request.app[ARCHIVE].withhold(post.id, by=who.name, reason=reason)
    return go(request, f"posts/{post.id}")


async def _recheck(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    captured = await request.app[ARCHIVE].recheck(post.id, by=who.name)
    return await _page(
        request,
        who,
        await _holding(request, post.id),
        said=said_of(captured.told.said, desk_lang(request)),
    )


async def _reason(request: web.Request) -> str | None:
    return str((await read_form(request)).get("reason", "")).strip()[:2000] or None


async def _as_placed(request: web.Request, holding: Holding, placement: Placement) -> Holding:
    """What the placement shows: the current snapshot, or the one that it is pinned to."""
    n = number_of(placement)
    if n is None:
        return holding
    pinned = await request.app[ARCHIVE].storage.holding(holding.post.id, n)
    return pinned or holding


async def _holding(request: web.Request, post: str) -> Holding:
    holding = await request.app[ARCHIVE].storage.holding(post)
    if holding is None:
        raise unknown_post()
    return holding


def routes() -> list[web.RouteDef]:
    post = f"/desk/posts/{{post:{ID}}}"
    return [
        web.get("/desk/posts", _list),
        web.get(post, _show),
        web.post(f"{post}/copy", _copy),
        web.post(f"{post}/release", _release),
        web.post(f"{post}/withhold", _withhold),
        web.post(f"{post}/recheck", _recheck),
    ]
