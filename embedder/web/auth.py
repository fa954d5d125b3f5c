"""Who asks: sessions, one-time links, keys, roles, and the guard against forged requests.

Tokens are random, and only their SHA-256 is stored. A session lives in a cookie that
scripts cannot read, and is ``SameSite=Lax``, not ``Strict``: an editor who follows a link
from a mail to the desk is still logged in, while a frame or a form on another site gets
nothing. What changes anything must also come from our own pages: the browser says so
(``Sec-Fetch-Site``, ``Origin``), and the form carries a token bound to the session.
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec
from aiohttp import hdrs, web

from archive.archive import Archive
from archive.errors import UsageError
from archive.storage.people import Role, Scope, User
from embedder.links import Links
from embedder.people import token_hash
from embedder.site import site_of
from embedder.web.bodies import close_files, read_form
from embedder.web.cache import CACHE, Handler
from embedder.web.context import ARCHIVE, here, local_address
from embedder.web.languages import CHOSEN
from embedder.web.names import SESSION_COOKIE
from embedder.web.problems import Problem

__all__ = [
    "TOUCHED",
    "Visitor",
    "end_session",
    "guarding_changes",
    "is_loopback",
    "is_loopback_http",
    "make_login_link",
    "require",
    "require_role",
    "require_scope",
    "start_session",
    "token_hash",
    "visitor",
]

TOUCH_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a session was last used."""
_MAX_TOUCHED = 10_000
TOUCHED: web.AppKey[dict[str, datetime]] = web.AppKey("touched", dict)
"""By its hash: when this process last wrote that a session was used."""
_RANK: dict[Role, int] = {"reader": 1, "editor": 2, "admin": 3}


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """Who sent a request; without a role: anybody."""

    name: str = "anonymous"
    """As the audit log writes it; a key's is ``key:NAME``."""
    role: Role | None = None
    lang: str | None = None
    session: str | None = None
    """The session's token, where the visitor came by cookie."""

    scopes: tuple[Scope, ...] = ()
    """What a key is limited to; none: to nothing but its role."""
    sites: tuple[str, ...] = ()
    """Names of the newsroom's sites that somebody, or a key, edits for; none: all."""

    def may(self, role: Role, scope: Scope | None = None) -> bool:
        """Whether the visitor has a role, and within it this scope."""
        has_role = self.role is not None and _RANK[self.role] >= _RANK[role]
        return has_role and (not self.scopes or scope is None or scope in self.scopes)

    @property
    def sees_drafts(self) -> bool:
        return self.may("editor", "read")

    @property
    def csrf(self) -> str:
        """The token that this session's forms carry."""
        return hmac.new((self.session or "").encode(), b"onrecord form", "sha256").hexdigest()


ANYBODY = Visitor()
_VISITOR = web.RequestKey("visitor", Visitor)


async def visitor(request: web.Request) -> Visitor:
    """Who sent a request, by its key, else its cookie. Looked up once a request.

    Raises:
        Problem: 401, a key that is none of ours or was revoked. (A session that ran out is
            no error: its owner is a reader like any other.)
    """
    known = request.get(_VISITOR)
    if known is None:
        known = await _visitor(request)
        request[_VISITOR] = known
        request[CHOSEN] = known.lang or ""
    return known


async def _visitor(request: web.Request) -> Visitor:
    archive = request.app[ARCHIVE]
    token = _bearer(request)
    if token is not None:
        key = await archive.storage.key(token_hash(token))
        if key is None:
            raise Problem(
                401,
                "bad-key",
                "This key is unknown here, or was revoked.",
                next_step="Ask an admin for a key: `onrecord keys add NAME`.",
                headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="onrecord"'},
            )
        return Visitor(name=f"key:{key.name}", role=key.role, scopes=key.scopes, sites=key.sites)
    # By https the cookie of plain http is nobody's: a neighbour of our host could have planted it.
    session = request.cookies.get(_cookie(secure=not is_loopback_http(request)))
    if session:
        user = await _user_of(request, token_hash(session))
        if user is not None:
            return Visitor(
                name=user.name, role=user.role, lang=user.lang, session=session, sites=user.sites
            )
    return ANYBODY


async def _user_of(request: web.Request, sha256: str) -> User | None:
    """Whose a session is; that it is used is written once a minute."""
    archive, touched = request.app[ARCHIVE], request.app[TOUCHED]
    at = archive.clock()
    idle = timedelta(days=archive.settings.login.idle_days) or None
    user = await archive.storage.session(sha256, at=at, idle=idle)
    if user is not None and abs(at - touched.get(sha256, datetime.min.replace(tzinfo=UTC))) >= (
        TOUCH_EVERY
    ):
        if len(touched) >= _MAX_TOUCHED:
            touched.clear()
        touched[sha256] = at
        await archive.storage.touch_session(sha256, at=at)
    return user


async def require(request: web.Request, role: Role, scope: Scope | None = None) -> Visitor:
    """The visitor, who has this role at least. A key that is limited to scopes must have this one:
    without one named, ``read`` for what only reads, and what changes something is not for it.

    Raises:
        Problem: 401 for anybody, 403 for a lesser role, or another scope.
    """
    who = await require_role(request, role)
    if scope is None and request.method in {"GET", "HEAD"}:
        scope = "read"
    if who.scopes and scope is None:
        raise _out_of_scope("This is for people, and for keys that are not limited.")
    if scope is not None:
        require_scope(who, scope)
    return who


async def require_role(request: web.Request, role: Role) -> Visitor:
    """As :func:`require`, where the scope depends on what is asked: :func:`require_scope` follows.

    Raises:
        Problem: 401 for anybody, 403 for a lesser role.
    """
    who = await visitor(request)
    if who.may(role):
        return who
    if who.role is None:
        raise Problem(
            401,
            "login-needed",
            f"This is for {role}s who are logged in.",
            title="Log in first",
            next_step="Log in with your password at /login, or by your login link (`onrecord users "
            "link NAME` makes one). Programs send a key: `Authorization: Bearer KEY`.",
            headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="onrecord"'},
        )
    raise Problem(
        403,
        "role-needed",
        f"This needs the role {role}; {who.name} is {who.role}.",
        next_step="Ask an admin.",
    )


def require_scope(who: Visitor, scope: Scope) -> None:
    """Nothing, where a key is not limited, or has this scope.

    Raises:
        Problem: 403, it is limited to others.
    """
    if who.scopes and scope not in who.scopes:
        raise _out_of_scope(f"This needs a key with the scope {scope}.")


def _out_of_scope(detail: str) -> Problem:
    return Problem(
        403,
        "scope-needed",
        detail,
        next_step="Ask an admin for a key that may: `onrecord keys add NAME --scope SCOPE`.",
    )


async def make_login_link(archive: Archive, user: str, *, by: str = "onrecord") -> str:
    """A one-time address that logs a user in, good for ``[login] link_hours``.

    Where there is no user at all, this makes the first one, an admin.

    Raises:
        UsageError: there are users, and none has this name.
    """
    at = archive.clock()
    names = {known.name for known in await archive.storage.users()}
    if not names:
        await archive.storage.add_user(User(name=user, role="admin"), at=at, by=by)
    elif user not in names:
        raise UsageError(
            f"There is no user {user!r}.", next_step="`onrecord users list` shows who there is."
        )
    token = secrets.token_urlsafe(32)
    until = at + timedelta(hours=archive.settings.login.link_hours)
    await archive.storage.add_login_link(token_hash(token), user, until=until)
    await archive.storage.note(by=by, action="make login link", target=f"user:{user}", at=at)
    site = await site_of(archive)
    base = site.desk_url or site.public_url or local_address(archive.settings)
    return Links(site.public_url, base).login(token)


async def start_session(request: web.Request, user: User, answer: web.Response) -> None:
    """Logs a user in: a new session, its cookie on the answer.

    Its token is always of our own making, whatever cookie came along; the session of that cookie
    ends, so that nobody who planted it stays in.
    """
    archive = request.app[ARCHIVE]
    before = (await visitor(request)).session
    if before is not None:
        await archive.storage.end_session(token_hash(before))
    token = secrets.token_urlsafe(32)
    at = archive.clock()
    life = timedelta(days=archive.settings.login.session_days)
    await archive.storage.add_session(token_hash(token), user.name, at=at, until=at + life)
    secure = not is_loopback_http(request)
    answer.set_cookie(
        _cookie(secure=secure),
        token,
        max_age=int(life.total_seconds()),
        path="/",
        httponly=True,
        secure=secure,
        samesite="Lax",
    )


async def end_session(request: web.Request, answer: web.Response) -> None:
    """Logs out: the session ends in the store, not in the browser alone."""
    who, archive = await visitor(request), request.app[ARCHIVE]
    if who.session is not None:
        await archive.storage.end_session(token_hash(who.session))
        await archive.storage.note(
            by=who.name, action="log out", target=f"user:{who.name}", at=archive.clock()
        )
    answer.del_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="Lax")
    answer.del_cookie(_cookie(secure=True), path="/", secure=True, httponly=True, samesite="Lax")


def is_loopback_http(request: web.Request) -> bool:
    """Whether the browser came by plain http to this computer's own address."""
    if request.scheme != "http" or request.headers.get("X-Forwarded-Proto") == "https":
        return False
    return is_loopback(request.url.host or "")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address means this very computer."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def guarding_changes(handler: Handler, most: int | None = None) -> Handler:
    """A handler that a changing request reaches only from our own pages or with a key. From
    editors it takes ``most`` bytes, where that is more than others may send.

    What was changed is seen at once: the cache of finished pages is emptied afterwards.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        if _bearer(request) is None and not _from_our_pages(request):
            raise _forged("It came from a page of another site.")
        who = await visitor(request)
        if most is not None and who.may("editor"):
            request = request.clone(client_max_size=most)
        try:
            if who.session is not None and not _same(await _sent(request), who.csrf):
                raise _forged("Its form was older than your login, or not ours.")
            return await handler(request)
        finally:
            close_files(request)
            # Nobody else can change anything, and nobody else shall be able to empty it.
            if who.may("editor"):
                request.app[CACHE].clear()

    return answer


def _same(sent: str, expected: str) -> bool:
    return hmac.compare_digest(sent.encode("utf-8", "replace"), expected.encode())


def _bearer(request: web.Request) -> str | None:
    """The key that a request shows. Other schemes are none of ours: a proxy may ask for them."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def _sent(request: web.Request) -> str:
    header = request.headers.get("X-CSRF-Token")
    if header is not None:
        return header
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return str((await read_form(request)).get("csrf", ""))
    return ""


def _from_our_pages(request: web.Request) -> bool:
    """By what the browser says; a program that is no browser says nothing, and shows a token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return True
    today = here(request).site
    ours = {urlsplit(url).netloc for url in (today.public_url, today.desk_url)}
    return urlsplit(origin).netloc in {request.host, *ours} - {""}


def _forged(detail: str) -> Problem:
    return Problem(
        403,
        "forged-request",
        f"This request was not taken. {detail}",
        title="Not taken",
        next_step="Open the page again and send it from there; programs send a key.",
    )


def _cookie(*, secure: bool) -> str:
    return f"__Host-{SESSION_COOKIE}" if secure else SESSION_COOKIE
