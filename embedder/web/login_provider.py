"""Logging in through the provider of ``[oidc]``, and who its people are here.

Somebody's role is what the provider says at each login. A name that is somebody else's here is
never given to them: a provider that lets people choose their names could else hand out an admin's.
"""

import secrets

from aiohttp import hdrs, web

from archive.errors import UsageError
from archive.settings import Settings
from archive.storage.people import User
from embedder.links import Links
from embedder.oidc import Provider, ProviderError, role_of
from embedder.people import checked_name
from embedder.web.auth import is_loopback_http, start_session
from embedder.web.context import ARCHIVE, SETTINGS, here, local_address
from embedder.web.deskpage import go
from embedder.web.login import PROVIDER, cookie_must_hold, first_page
from embedder.web.problems import Problem
from embedder.web.refusals import note_refused

__all__ = ["provider_of", "routes"]

_COOKIE = "onrecord-login"
_LIFE = 600
"""Seconds in which somebody comes back from the provider."""


def provider_of(settings: Settings) -> list[Provider]:
    """The provider, or none: a list, since an application keeps no ``None``.

    Raises:
        ConfigError: one is set, and the extra that it needs is not installed.
    """
    oidc = settings.oidc
    if not oidc.issuer:
        return []
    return [Provider(oidc, settings.secret(oidc.client_secret_env))]


def _provider(request: web.Request) -> Provider:
    for provider in request.app[PROVIDER]:
        return provider
    raise Problem(
        404,
        "no-provider",
        "Nobody logs in through a provider here.",
        next_step="Log in with your password, or by a link.",
    )


def _redirect_uri(request: web.Request) -> str:
    site = here(request).site
    base = site.desk_url or site.public_url or local_address(request.app[SETTINGS])
    return Links(site.public_url, base).login("provider/back")


async def _begin(request: web.Request) -> web.Response:
    provider = _provider(request)
    cookie_must_hold(request)
    seed = secrets.token_urlsafe(32)
    try:
        address = await provider.address(
            seed, _redirect_uri(request), now=request.app[ARCHIVE].clock()
        )
    except ProviderError as error:
        raise await _refused(request, error.what, error.next_step, status=502) from error
    headers = {hdrs.LOCATION: address, hdrs.CACHE_CONTROL: "private, no-store"}
    answer = web.Response(status=303, headers=headers)
    secure = not is_loopback_http(request)
    answer.set_cookie(
        _name(secure=secure),
        seed,
        max_age=_LIFE,
        path="/",
        httponly=True,
        secure=secure,
        samesite="Lax",
    )
    return answer


async def _back(request: web.Request) -> web.Response:
    """Somebody comes back from the provider, with a code in the address."""
    provider = _provider(request)
    cookie_must_hold(request)
    secure = not is_loopback_http(request)
    seed = request.cookies.get(_name(secure=secure), "")
    archive = request.app[ARCHIVE]
    if not seed:
        raise await _refused(
            request, "This is no answer to a login of this browser.", "Log in again.", status=403
        )
    try:
        claims = await provider.claims(
            seed, _redirect_uri(request), dict(request.query), now=archive.clock()
        )
    except ProviderError as error:
        raise await _refused(request, error.what, error.next_step, status=403) from error
    user = await _user(request, provider, claims)
    answer = go(request, first_page(user))
    await start_session(request, user, answer)
    # The seed was good once.
    answer.del_cookie(_name(secure=secure), path="/", secure=secure, httponly=True, samesite="Lax")
    await archive.storage.note(
        by=user.name,
        action="log in",
        target=f"user:{user.name}",
        reason=f"provider {provider.host}",
        at=archive.clock(),
    )
    return answer


async def _user(request: web.Request, provider: Provider, claims: dict[str, object]) -> User:
    """Who this is here, with the role of today; made at their first login.

    Raises:
        Problem: they have no role, were removed, or their name is somebody else's.
    """
    archive, oidc = request.app[ARCHIVE], request.app[SETTINGS].oidc
    subject, by = f"{oidc.issuer} {claims['sub']}", f"provider {provider.host}"
    role = role_of(claims, oidc)
    known, at = await archive.storage.user_of(subject), archive.clock()
    if role is None:
        if known is not None:  # a role that they had is taken away, wherever they are logged in
            reason = "the provider says no role any more"
            await archive.storage.end_sessions(known[0].name, by=by, at=at, reason=reason)
        raise await _refused(
            request,
            "You are known to the provider, and have no role here.",
            "Ask an admin: [oidc.roles] in config.toml says who has which.",
        )
    if known is None:
        try:
            name = checked_name(str(claims.get(oidc.user_claim, "")))
            await archive.storage.add_user(
                User(name=name, role=role, subject=subject), at=at, by=by
            )
        except UsageError as error:
            raise await _refused(
                request,
                "The name that the provider gives you cannot be taken here.",
                "Ask an admin: `onrecord users add NAME --subject ID` joins you with a name.",
            ) from error
        return User(name=name, role=role, subject=subject)
    user, let_in = known
    if not let_in:
        raise await _refused(request, "You are let in here no more.", "Ask an admin.")
    if user.role != role:
        said = "as the provider says"
        try:
            await archive.storage.set_role(user.name, role, by=by, at=at, reason=said)
        except UsageError as error:  # the only admin would be one no more
            await archive.storage.end_sessions(user.name, by=by, at=at, reason=said)
            raise await _refused(
                request,
                "The provider says that the only admin is none.",
                "On the server, make somebody else an admin: `onrecord users role NAME admin`.",
            ) from error
        user = await archive.storage.user(user.name) or user
    return user


async def _refused(request: web.Request, what: str, next_step: str, status: int = 403) -> Problem:
    """A login that was refused, with its entry in the audit log."""
    await note_refused(request, "refuse login", "user", what)
    return Problem(status, "login-refused", what, title="Not logged in", next_step=next_step)


def _name(*, secure: bool) -> str:
    return f"__Host-{_COOKIE}" if secure else _COOKIE


def routes() -> list[web.RouteDef]:
    return [web.get("/login/provider", _begin), web.get("/login/provider/back", _back)]
