"""Who may use the service, at the desk: users and keys, for admins. Plain forms.

An admin who edits for some sites alone lets people in for these, and has no hand in the others'.
"""

from typing import Any

from aiohttp import web

from archive.errors import UsageError
from archive.storage.people import SCOPES, Role, User
from embedder.errors_es import error_in
from embedder.people import checked_name, checked_sites, make_key
from embedder.web.auth import Visitor, make_login_link, require
from embedder.web.bodies import read_form
from embedder.web.brands import reaches, require_reach
from embedder.web.context import ARCHIVE, SETTINGS
from embedder.web.deskpage import when
from embedder.web.languages import desk_lang
from embedder.web.people_page import people_page
from embedder.web.problems import Problem

__all__ = ["routes"]

ROLES: tuple[Role, ...] = ("reader", "editor", "admin")
MOST = 500


async def _show(request: web.Request) -> web.Response:
    return await _page(request, await require(request, "admin"))


async def _page(
    request: web.Request,
    who: Visitor,
    *,
    told: str | None = None,
    name: str = "",
    secret: str | None = None,
    wrong: str | None = None,
) -> web.Response:
    """The lists and the forms. ``secret`` is a link or a key that was just made: it is on this page
    alone, once.
    """
    storage = request.app[ARCHIVE].storage
    users, keys = await storage.users(), await storage.keys()
    return people_page(
        request,
        who,
        "desk/people.html",
        status=422 if wrong else 200,
        here="people",
        users=[{"is": user, "reach": reaches(who, user.sites)} for user in users],
        keys=[
            {
                "name": key.name,
                "role": key.role,
                "scopes": key.scopes,
                "sites": key.sites,
                "made_by": key.made_by,
                "made": when(request, key.made_at),
                "revoked": key.revoked_at and when(request, key.revoked_at),
                "reach": reaches(who, key.sites),
            }
            for key in keys
        ],
        roles=ROLES,
        scopes=SCOPES,
        sites=[site.name for site in request.app[SETTINGS].sites if reaches(who, (site.name,))],
        limited=bool(who.sites),
        told=told,
        whom=name,
        secret=secret,
        wrong=wrong,
    )


async def _do(request: web.Request) -> web.Response:
    """One of the forms: ``do`` says which."""
    who = await require(request, "admin")
    form = await read_form(request)
    sent = {key: str(form.get(key, "")).strip()[:MOST] for key in ("do", "name", "role", "reason")}
    scopes, sites = ([str(one) for one in form.getall(key, [])] for key in ("scope", "site"))
    try:
        told = await _done(request, who, sent, scopes, sites)
    except UsageError as error:
        return await _page(request, who, wrong=error_in(desk_lang(request), error))
    return await _page(request, who, name=sent["name"], **told)


async def _done(
    request: web.Request,
    who: Visitor,
    sent: dict[str, str],
    scopes: list[str],
    sites: list[str],
) -> dict[str, Any]:
    archive = request.app[ARCHIVE]
    storage, at, by = archive.storage, archive.clock(), who.name
    name, reason = sent["name"], sent["reason"] or None
    role = next((role for role in ROLES if role == sent["role"]), None)
    if sent["do"] == "add":
        name = checked_name(name)
    known = await storage.user(name) if sent["do"] not in {"key", "revoke"} else None
    if known is not None:
        require_reach(who, known.sites)
    match sent["do"]:
        case "add" if role is not None:
            theirs = who.sites if known is None else ()
            await storage.add_user(User(name=name, role=role, sites=theirs), at=at, by=by)
            return {"told": "people.added", "secret": await make_login_link(archive, name, by=by)}
        case "link":
            return {"told": "people.linked", "secret": await make_login_link(archive, name, by=by)}
        case "role" if role is not None:
            await storage.set_role(name, role, by=by, at=at, reason=reason)
            return {"told": "people.changed"}
        case "sites":
            chosen = checked_sites(sites, archive.settings)
            require_reach(who, chosen)
            await storage.set_user_sites(name, chosen, by=by, at=at)
            return {"told": "people.sites.changed"}
        case "logout":
            await storage.end_sessions(name, by=by, at=at, reason=reason)
            return {"told": "people.logged.out"}
        case "remove":
            await storage.remove_user(name, by=by, at=at, reason=reason)
            return {"told": "people.removed"}
        case "key" if role is not None:
            chosen = checked_sites(sites, archive.settings) or who.sites
            require_reach(who, chosen)
            secret = await make_key(archive, name, role, scopes, chosen, by=by)
            return {"told": "people.key.made", "secret": secret}
        case "revoke":
            for key in await storage.keys():
                if key.name == name:
                    require_reach(who, key.sites)
            if not await storage.revoke_key(name, by=by, at=at, reason=reason):
                raise UsageError(
                    "There is no such key that works.", next_step="Look at the list of keys."
                )
            return {"told": "people.key.revoked"}
    raise Problem(
        400, "bad-form", "This form is none of ours.", next_step="Send it from the desk’s page."
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/people", _show), web.post("/desk/people", _do)]
