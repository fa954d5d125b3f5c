"""Oneself at the desk: who one is here, the language in which the desk speaks, where one is told of
one's articles' posts, one's password.
"""

from aiohttp import web

from archive.errors import UsageError
from archive.settings import is_mail_address
from archive.storage.people import User
from embedder.passwords import MOST, checked_password
from embedder.web.auth import Visitor, require, token_hash
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS
from embedder.web.deskpage import go
from embedder.web.login import LOGINS
from embedder.web.people_page import people_page
from embedder.web.problems import Problem

__all__ = ["DESK_LANGUAGES", "routes"]

DESK_LANGUAGES = {"en": "English", "es": "Español"}
"""Those that the desk speaks, under their own names."""
MAX_MAIL = 254
"""Characters of an address, as SMTP takes it (RFC 5321)."""


async def _person(request: web.Request) -> tuple[Visitor, User]:
    """Who is logged in, of any role. A key is nobody's self.

    Raises:
        Problem: nobody is; or it is a key.
    """
    who = await require(request, "reader")
    user = None
    if who.session is not None:
        user = await request.app[ARCHIVE].storage.user(who.name)
    if user is None:
        raise Problem(
            403,
            "not-a-person",
            "This page is for people who are logged in; a key has none.",
            next_step="Log in with your browser.",
        )
    return who, user


async def _show(request: web.Request) -> web.Response:
    who, user = await _person(request)
    return _page(request, who, user, saved="saved" in request.query)


def _page(
    request: web.Request,
    who: Visitor,
    user: User,
    *,
    saved: bool = False,
    wrong: str | None = None,
    wrong_mail: str | None = None,
    wait: int = 0,
) -> web.Response:
    return people_page(
        request,
        who,
        "desk/me.html",
        status=422 if wrong or wrong_mail is not None else 200,
        here="me",
        languages=DESK_LANGUAGES.items(),
        has_password=user.password,
        provider=None if user.subject is None else user.subject.partition(" ")[0],
        editor=who.may("editor"),
        mail=(user.mail or "") if wrong_mail is None else wrong_mail,
        alerts=user.alerts,
        sends_mail=bool(request.app[SETTINGS].alerts.smtp),
        wrong_mail=wrong_mail is not None,
        saved=saved,
        wrong=wrong,
        minutes=-(-wait // 60),
    )


async def _save(request: web.Request) -> web.Response:
    """The language of one's desk; or one is logged out wherever else one is logged in."""
    who, _ = await _person(request)
    form, archive = await read_form(request), request.app[ARCHIVE]
    if "elsewhere" in form:
        mine = token_hash(who.session or "")
        await archive.storage.end_sessions(who.name, by=who.name, at=archive.clock(), but=mine)
        return go(request, "me?saved")
    lang = str(form.get("lang", ""))
    if lang not in DESK_LANGUAGES:
        raise Problem(
            422,
            "unknown-language",
            "The desk does not speak this language.",
            next_step=f"Choose one of {', '.join(DESK_LANGUAGES)}.",
        )
    await archive.storage.set_lang(who.name, lang, at=archive.clock())
    return go(request, "me?saved")


async def _mail(request: web.Request) -> web.Response:
    """Where one is told, and whether one wants it; an empty address takes it away. What readers
    would be told may be a draft: it is for editors.
    """
    await require(request, "editor")
    who, user = await _person(request)
    form = await read_form(request)
    mail = str(form.get("mail", "")).strip()
    if mail and (len(mail) > MAX_MAIL or not is_mail_address(mail)):
        return _page(request, who, user, wrong_mail=mail[:MAX_MAIL])
    archive = request.app[ARCHIVE]
    alerts = "alerts" in form and bool(mail)
    await archive.storage.set_mail(who.name, mail or None, alerts=alerts, at=archive.clock())
    return go(request, "me?saved#mail")


async def _password(request: web.Request) -> web.Response:
    """A new password, from whoever knows the one that there is. This browser stays logged in."""
    who, user = await _person(request)
    if user.subject is not None:
        raise Problem(
            403,
            "no-password",
            "You log in at a provider; your password is kept there.",
            next_step="Change it there.",
        )
    form = await read_form(request)
    old, new, again = (str(form.get(key, ""))[: MOST + 1] for key in ("old", "new", "again"))
    if new != again:
        return _page(request, who, user, wrong="me.password.differ")
    try:
        checked_password(new, who.name)
    except UsageError:
        return _page(request, who, user, wrong="me.password.bad")
    logins, archive = request.app[LOGINS], request.app[ARCHIVE]
    if user.password:
        known = await logins.user(request, who.name, old)
        if not isinstance(known, User):
            wait = known or 0
            wrong = "login.wait" if wait else "me.password.wrong"
            return _page(request, who, user, wrong=wrong, wait=wait)
    await archive.storage.set_password(
        who.name,
        await logins.passwords.hash(new),
        by=who.name,
        at=archive.clock(),
        but=token_hash(who.session or ""),
    )
    return go(request, "me?saved")


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk/me", _show),
        web.post("/desk/me", _save),
        web.post("/desk/me/mail", _mail),
        web.post("/desk/me/password", _password),
    ]
