"""Whose the account of a post is, at the desk: asked once, answered for all its posts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from archive.answering import ACCOUNT_KINDS
from archive.by_name import by_name
from archive.errors import UsageError
from archive.naming import Asked, Change
from archive.officials import Conflict, Resolved
from archive.platforms import platform_title
from embedder.errors_es import error_in
from embedder.web.accounts import confirm
from embedder.web.auth import require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.public import ID, find_post

__all__ = ["account_at_desk", "routes"]

FIELDS = ("official", "name", "office", "jurisdiction", "party", "since", "until", "kind")
MOST_MATCHES = 20
MOST_CHANGES = 20
MOST_LOOKED = 1_000


async def account_at_desk(
    request: web.Request,
    post: str,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: str | None = None,
    with_changes: bool = True,
) -> dict[str, Any] | None:
    """What the desk asks, or was told, of the account of a post; ``None`` where none is known.
    ``typed`` is a form that could not be kept, and ``wrong`` why. ``with_changes`` looks for posts
    that say otherwise, among the first thousand of the account.
    """
    archive = request.app[ARCHIVE]
    asked = await archive.naming.ask(post)
    if asked is None:
        return None
    account = asked.account
    handle = account.handles[0].handle if account.handles else account.native_id
    slug = account.official
    official = None if slug is None else await archive.storage.official(slug)
    answered = account.confirmed_by is not None
    changes: list[Change] = []
    looked = 0
    if answered and with_changes:
        async for batch in archive.naming.changes(post_of=account):
            changes += batch.changes
            looked += batch.posts
            if len(changes) > MOST_CHANGES or looked >= MOST_LOOKED:
                break
    return {
        "post": post,
        "handle": f"@{handle.removeprefix('@')}",
        "platform": platform_title(account.platform),
        "posts": account.posts,
        "answered": answered,
        "by": account.confirmed_by,
        "at": account.confirmed_at and when(request, account.confirmed_at),
        "name": official and official.name,
        "href": None if slug is None else here(request).links.local.official(slug),
        "kind": account.kind,
        "private_person": account.private_person,
        "proposal": None if answered else _proposal(asked.found),
        "conflict": None if answered else _conflict(asked.found),
        "kinds": ACCOUNT_KINDS,
        "typed": dict.fromkeys(FIELDS, "")
        | ({"official": slug or "", "kind": account.kind or ""} if answered else {})
        | dict(typed or {}),
        "matches": await _matches(request, typed),
        "wrong": wrong,
        "changes": [
            {"post": c.post, "was": _line(c.was), "now": _line(c.now)}
            for c in changes[:MOST_CHANGES]
        ],
        "more_changes": len(changes) > MOST_CHANGES,
    }


def _proposal(found: Resolved | Conflict | None) -> dict[str, Any] | None:
    """What one press confirms."""
    if not isinstance(found, Resolved):
        return None
    office = found.office
    wide = found.account_kind == "office-wide"
    return {
        "name": found.name,
        "office": _line(
            {
                "office": office and office.title,
                "jurisdiction": office and office.jurisdiction,
                "party": found.party,
            }
        ),
        "kind": found.account_kind,
        "basis": found.basis,
        "fields": {
            "official": found.official,
            "kind": found.account_kind or "",
            "since": _day(found.since) if wide else "",
            "until": _day(found.until) if wide else "",
        },
    }


def _day(moment: datetime | None) -> str:
    return "" if moment is None else moment.date().isoformat()


def _conflict(found: Resolved | Conflict | None) -> dict[str, Any] | None:
    """The people whom the register has for it."""
    if not isinstance(found, Conflict):
        return None
    return {"what": found.what, "sides": found.sides, "officials": found.officials}


def _line(body: Mapping[str, Any] | None) -> str:
    if body is None:
        return ""
    keys = ("name", "office", "jurisdiction", "party")
    return ", ".join(str(body[key]) for key in keys if body.get(key))


async def _matches(request: web.Request, typed: Mapping[str, str] | None) -> list[dict[str, str]]:
    """People in the register who may be meant by a name: a name never joins two by itself."""
    if not typed or not typed.get("name") or typed.get("official"):
        return []
    found = by_name(await request.app[ARCHIVE].storage.list_officials(), typed["name"])
    return [
        {
            "slug": one.slug,
            "name": one.name,
            "office": _line({"office": one.office, "jurisdiction": one.jurisdiction}),
        }
        for one in found[:MOST_MATCHES]
    ]


async def _confirm(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    form = await read_form(request)
    typed = {field: str(form.get(field, "")).strip()[:500] for field in FIELDS}
    said: dict[str, str | None] = {**typed, "who": str(form.get("who", "official"))}
    if typed["official"]:
        said["name"] = None
    asked_again = None
    if said["who"] == "official" and typed["name"] and "new" not in form:
        # One of this name may be in the register: the desk asks which, once.
        if await _matches(request, typed):
            asked_again = ""
    elif said["who"] != "official":
        said |= dict.fromkeys(FIELDS, None)
    if asked_again is None:
        try:
            await confirm(request, who, post.id, said)
        except UsageError as error:
            asked_again = error_in(desk_lang(request), error)
        else:
            return go(request, f"posts/{post.id}#account")
    account = await account_at_desk(request, post.id, typed=typed, wrong=asked_again or None)
    return desk_page(
        request, who, "desk/whose.html", status=422, here="posts", whose=account, post=post.id
    )


async def _apply(request: web.Request) -> web.Response:
    """Changes the posts that were named otherwise, which the page has listed."""
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    archive = request.app[ARCHIVE]
    account: Asked | None = await archive.naming.ask(post.id)
    if account is not None:
        async for _ in archive.naming.apply(by=who.name, post_of=account.account):
            pass
    return go(request, f"posts/{post.id}#account")


def routes() -> list[web.RouteDef]:
    path = f"/desk/posts/{{post:{ID}}}/account"
    return [web.post(path, _confirm), web.post(f"{path}/apply", _apply)]
