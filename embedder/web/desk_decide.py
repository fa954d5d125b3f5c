"""Who sees what of a post, at the desk: withheld, shown again, held, erased, each with a reason.

It acts on the whole post, one snapshot, one picture, the author's picture, or the post inside it.
"""

import re
from functools import partial
from typing import Any

from aiohttp import web

from archive.errors import HoldError, UsageError
from archive.media.filetype import PICTURES
from archive.records import HIDDEN
from archive.storage.base import Holding
from archive.targets import parse_target
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.decide_texts import DECIDE
from embedder.web.desk_describe import THUMBNAIL
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.public import ID, held_here
from embedder.web.research_texts import said

__all__ = ["routes"]

ACTS = ("withhold", "release", "hold", "lift", "erase")
ADMINS = frozenset({"hold", "lift", "erase"})
CLASSES = ("court order", "privacy", "copyright", "correction", "terms")
"""How a reason begins of which readers are told the class; any other is told to nobody."""
MAX_REASON = 2000
_ROLES = ("media", "avatar", "card", "poster")
_TARGET = re.compile(r"[0-9a-z]{16}(?:@\d{1,9}|#[0-9a-f]{64})?")


async def _targets(request: web.Request, holding: Holding) -> list[dict[str, Any]]:
    """What of a post can be decided on its own, the whole of it first."""
    post, storage, links = holding.post, request.app[ARCHIVE].storage, here(request).links.local
    found: list[dict[str, Any]] = [
        {"target": post.id, "kind": "post", "visibility": post.visibility, "hold": post.hold}
    ]
    if len(holding.versions) > 1:
        found += [
            {
                "target": f"{post.id}@{version.n}",
                "kind": "snapshot",
                "n": version.n,
                "when": when(request, version.captured_at),
                "visibility": version.visibility,
            }
            for version in holding.versions
        ]
    seen: set[str] = set()
    for role in _ROLES:
        for one in holding.attachments:
            if one.role != role or one.sha256 is None or one.sha256 in seen:
                continue
            seen.add(one.sha256)
            row = await storage.media(one.sha256)
            if row is not None:
                found.append(
                    {
                        "target": f"{post.id}#{one.sha256}",
                        "kind": role,
                        "n": one.position + 1,
                        "visibility": row.visibility,
                        "src": links.media(one.sha256, THUMBNAIL, "webp")
                        if row.mime in PICTURES and row.variants and row.visibility not in HIDDEN
                        else None,
                    }
                )
    for relation in ("quoted", "parent", "reposted"):
        other: Holding | None = getattr(holding, relation)
        if other is not None:
            found.append(
                {
                    "target": other.post.id,
                    "kind": relation,
                    "visibility": other.post.visibility,
                    "hold": other.post.hold,
                }
            )
    return found


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return await _page(request, who, await held_here(request, who))


async def _page(
    request: web.Request,
    who: Visitor,
    holding: Holding,
    *,
    wrong: str | None = None,
    typed: dict[str, str] | None = None,
) -> web.Response:
    return desk_page(
        request,
        who,
        "desk/decide.html",
        status=422 if wrong else 200,
        here="posts",
        say=partial(said, DECIDE, desk_lang(request)),
        post=holding.post.id,
        hold=holding.post.hold,
        erased=holding.post.visibility == "erased",
        hidden=holding.post.visibility in HIDDEN,
        targets=await _targets(request, holding),
        acts=[act for act in ACTS if act not in ADMINS or who.may("admin")],
        classes=CLASSES,
        newsroom=here(request).site.name,
        max_reason=MAX_REASON,
        wrong=wrong,
        typed=typed or {"act": "", "target": holding.post.id, "class": "", "reason": ""},
        done=next((act for act in ACTS if act == request.query.get("done")), None),
    )


async def _decide(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    holding = await held_here(request, who)
    form = await read_form(request)
    typed = {
        name: str(form.get(name, "")).strip()[:MAX_REASON]
        for name in ("act", "target", "class", "reason")
    }
    act, target = typed["act"], typed["target"]
    known = {one["target"] for one in await _targets(request, holding)}
    reason = ": ".join(
        part
        for part in (typed["class"] if typed["class"] in CLASSES else "", typed["reason"])
        if part
    )
    wrong = None
    if act not in ACTS:
        wrong = "wrong.act"
    elif not _TARGET.fullmatch(target) or target not in known:
        wrong = "wrong.target"
    elif not reason:
        wrong = "wrong.reason"
    elif act in {"hold", "lift"} and parse_target(target).post != target:
        wrong = "wrong.hold"
    elif act == "erase" and "sure" not in form:
        wrong = "wrong.sure"
    if act in ADMINS:
        await require(request, "admin")
    if wrong is not None:
        return await _page(request, who, holding, wrong=wrong, typed=typed)
    archive = request.app[ARCHIVE]
    try:
        match act:
            case "withhold":
                await archive.withhold(target, by=who.name, reason=reason)
            case "release":
                await archive.release(target, by=who.name, reason=reason)
            case "erase":
                await archive.erase(target, by=who.name, reason=reason)
            case _:
                await archive.hold(target, by=who.name, reason=reason, lift=act == "lift")
    except HoldError:
        return await _page(request, who, holding, wrong="wrong.held", typed=typed)
    except UsageError:
        return await _page(request, who, holding, wrong="wrong.target", typed=typed)
    return go(request, f"posts/{holding.post.id}/decide?done={act}")


def routes() -> list[web.RouteDef]:
    path = f"/desk/posts/{{post:{ID}}}/decide"
    return [web.get(path, _show), web.post(path, _decide)]
