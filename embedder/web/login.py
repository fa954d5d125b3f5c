"""Logging in, by the one-time link or by name and password, and out.

A wrong password and a name that nobody has get the same answer in the same time, and count alike:
what is told, and how fast, must not say who works here.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from aiohttp import web

from archive.settings import LoginSettings
from archive.storage.people import User
from embedder.oidc import Provider
from embedder.passwords import Busy, Passwords
from embedder.web.auth import (
    end_session,
    is_loopback_http,
    start_session,
    token_hash,
    visitor,
)
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.deskpage import go
from embedder.web.people_page import people_page
from embedder.web.problems import Problem
from embedder.web.refusals import note_refused
from embedder.web.throttle import Tries, client_address

__all__ = ["LOGINS", "PROVIDER", "Logins", "cookie_must_hold", "first_page", "routes", "safe_path"]

MAX_NAME = 200
_PATH = re.compile(r"[\w@%=&?.,:/#~+-]{0,300}", re.ASCII)


class Logins:
    """Who may try a password, and whether it fits."""

    def __init__(self, settings: LoginSettings) -> None:
        within = timedelta(minutes=settings.tries_minutes)
        self.passwords = Passwords()
        self._by_name = Tries(settings.tries, within)
        self._by_address = Tries(settings.tries, within)

    async def user(self, request: web.Request, name: str, password: str) -> User | int | None:
        """The user of a name and password; ``None`` where they do not fit, and the seconds until
        the next try where there were too many.
        """
        archive, address = request.app[ARCHIVE], client_address(request)
        now = archive.clock()
        waits = [self._by_name.begin(name, now), self._by_address.begin(address, now)]
        wait = max((wait for wait in waits if wait is not None), default=None)
        if wait is not None:
            return wait
        kept = await archive.storage.password(name)
        try:
            fits = await self.passwords.fits(kept, password)
        except Busy:
            return 5
        if not fits or kept is None:
            return None
        self._by_name.forget(name)
        self._by_address.take_back(address)
        user = await archive.storage.user(name)
        if user is not None and self.passwords.is_outdated(kept):
            await archive.storage.renew_hash(name, kept, await self.passwords.hash(password))
        return user


LOGINS = web.AppKey("logins", Logins)
PROVIDER = web.AppKey("provider", list[Provider])
"""The provider of logins, or none."""


def safe_path(path: str) -> str:
    """A page of the desk that somebody is led to after the login; anything else is its first page.

    >>> safe_path("posts/vhk17dn1s2hjvmyx#account"), safe_path("../x"), safe_path("//evil.example")
    ('posts/vhk17dn1s2hjvmyx#account', '', '')
    """
    if not _PATH.fullmatch(path) or path.startswith("/") or ".." in path or "//" in path:
        return ""
    return path


def first_page(user: User) -> str:
    """Where somebody is led to after the login who asked for no page: the desk is for editors."""
    return "me" if user.role == "reader" else ""


async def _form(request: web.Request) -> web.Response:
    return await _login_page(request, to=safe_path(request.query.get("to", "")))


async def _login_page(
    request: web.Request,
    *,
    to: str,
    name: str = "",
    wrong: str | None = None,
    wait: int | None = None,
) -> web.Response:
    who = await visitor(request)
    answer = people_page(
        request,
        who,
        "desk/password.html",
        status=200 if wrong is None else 429 if wait else 403,
        typed=name,
        to=to,
        wrong=wrong,
        minutes=-(-(wait or 0) // 60),
        action=urlsplit(here(request).links.login()).path,
        provider=next((provider.name for provider in request.app[PROVIDER]), None),
    )
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


async def _by_password(request: web.Request) -> web.Response:
    cookie_must_hold(request)
    form = await read_form(request)
    name = str(form.get("name", "")).strip()[:MAX_NAME]
    to = safe_path(str(form.get("to", "")))
    archive = request.app[ARCHIVE]
    found = await request.app[LOGINS].user(request, name, str(form.get("password", "")))
    if isinstance(found, User):
        answer = go(request, to or first_page(found))
        await start_session(request, found, answer)
        await archive.storage.note(
            by=found.name,
            action="log in",
            target=f"user:{found.name}",
            reason="password",
            at=archive.clock(),
        )
        return answer
    # A name that nobody has is not written down: it may be a password in the wrong field.
    known = await archive.storage.user(name) is not None
    await note_refused(
        request,
        "refuse login",
        f"user:{name}" if known else "user",
        "wrong name or password" if found is None else "too many tries",
    )
    if found is None:
        return await _login_page(request, to=to, name=name, wrong="login.wrong")
    return await _login_page(request, to=to, name=name, wrong="login.wait", wait=found)


async def _ask(request: web.Request) -> web.Response:
    """A form, and nothing more: a mail program's preview of the link must not use it up."""
    who = await visitor(request)
    days = f"{request.app[SETTINGS].login.session_days:g}"
    return people_page(request, who, "desk/login.html", days=days)


async def _by_link(request: web.Request) -> web.Response:
    cookie_must_hold(request)
    archive = request.app[ARCHIVE]
    token = request.match_info["token"]
    user = await archive.storage.use_login_link(token_hash(token), at=archive.clock())
    if user is None:
        whose = await archive.storage.link_owner(token_hash(token))
        await note_refused(
            request,
            "refuse login",
            f"user:{whose}" if whose else "user",
            "a login link that is used up, too old or none",
        )
        raise Problem(
            403,
            "used-link",
            "This login link was used before, or is too old.",
            title="This link is used up",
            next_step="Make a new one on the server: `onrecord users link NAME`.",
        )
    answer = go(request, first_page(user))
    await start_session(request, user, answer)
    return answer


def cookie_must_hold(request: web.Request) -> None:
    """Nothing, where the browser will keep the session's cookie. Behind a proxy, https ends there:
    the proxy says so, or the configured address does.

    Raises:
        Problem: it will not.
    """
    site = here(request).site
    if (
        request.scheme == "https"
        or request.headers.get("X-Forwarded-Proto") == "https"
        or (site.desk_url or site.public_url).startswith("https://")
        or is_loopback_http(request)
    ):
        return
    raise Problem(
        400,
        "not-secure",
        "Over plain http, browsers keep the login on this very computer only.",
        title="Not over plain http",
        next_step="Reach the desk by https, and set desk_url in config.toml to that address.",
    )


async def _logout(request: web.Request) -> web.Response:
    answer = web.Response(
        status=303,
        headers={"Location": urlsplit(here(request).links.login()).path.removesuffix("login")},
    )
    await end_session(request, answer)
    return answer


def routes() -> list[web.RouteDef]:
    return [
        web.get("/login", _form),
        web.post("/login", _by_password),
        web.get("/login/{token}", _ask),
        web.post("/login/{token}", _by_link),
        web.post("/desk/logout", _logout),
    ]
