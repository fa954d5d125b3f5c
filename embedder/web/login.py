"""Logging in by the one-time link, and out."""

from aiohttp import web

from embedder.web.auth import (
    end_session,
    is_loopback_http,
    start_session,
    token_hash,
    visitor,
)
from embedder.web.context import ARCHIVE, desk_path, here
from embedder.web.deskpage import desk_page, go
from embedder.web.problems import Problem

__all__ = ["routes"]


async def _ask(request: web.Request) -> web.Response:
    """A form, and nothing more: a mail program's preview of the link must not use it up."""
    return desk_page(request, await visitor(request), "desk/login.html")


async def _login(request: web.Request) -> web.Response:
    if not _cookie_holds(request):
        raise Problem(
            400,
            "not-secure",
            "Over plain http, browsers keep the login on this very computer only.",
            title="Not over plain http",
            next_step="Reach the desk by https, and set desk_url in config.toml to that address.",
        )
    archive = request.app[ARCHIVE]
    token = request.match_info["token"]
    user = await archive.storage.use_login_link(token_hash(token), at=archive.clock())
    if user is None:
        raise Problem(
            403,
            "used-link",
            "This login link was used before, or is older than a day.",
            title="This link is used up",
            next_step="Make a new one on the server: `onrecord users link NAME`.",
        )
    answer = go(request)
    await start_session(request, user, answer)
    return answer


def _cookie_holds(request: web.Request) -> bool:
    """Whether the browser will keep the session's cookie. Behind a proxy, https ends there:
    the proxy says so, or the configured address does.
    """
    site = here(request).site
    return (
        request.scheme == "https"
        or request.headers.get("X-Forwarded-Proto") == "https"
        or (site.desk_url or site.public_url).startswith("https://")
        or is_loopback_http(request)
    )


async def _logout(request: web.Request) -> web.Response:
    answer = web.Response(
        status=303,
        headers={"Location": desk_path(here(request).links).removesuffix("desk/") or "/"},
    )
    await end_session(request, answer)
    return answer


def routes() -> list[web.RouteDef]:
    return [
        web.get("/login/{token}", _ask),
        web.post("/login/{token}", _login),
        web.post("/desk/logout", _logout),
    ]
