"""From my browser: a bookmark for it, and the window that takes what the bookmark hands over.

The window is opened by a page of a platform. It takes one message, from its opener, and only if
that is of the origin that the window's own address names; it shows what it got, and keeps it once
the editor says so. So no page can put words under the address of another site.
"""

from functools import partial
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from archive.errors import NotAPost, UsageError
from archive.from_browser import Handed
from archive.handing import BadPicture
from archive.platforms import MAX_URL
from archive.text import web_address
from embedder.bookmarklet import bookmarklet
from embedder.errors_es import error_in
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS, here, local_address
from embedder.web.deskpage import desk_page, go
from embedder.web.from_browser_texts import FROM_BROWSER
from embedder.web.handed_in import MAX_BODY
from embedder.web.languages import desk_lang
from embedder.web.problems import Problem
from embedder.web.refusals import note_refused, note_upload
from embedder.web.research_texts import said
from embedder.web.told import said_of

__all__ = ["LARGE", "routes"]

_WINDOW = "/desk/from-browser"
LARGE = {_WINDOW: MAX_BODY}
_LONGEST = 200
"""Characters of another page's origin that are written down."""


def _url(request: web.Request) -> str:
    """The address that a page of ours was opened for; empty where it is no web address."""
    url = request.query.get("url", "")[:MAX_URL]
    return url if web_address(url) else ""


async def _explain(request: web.Request) -> web.Response:
    """What the bookmark does, and the bookmark."""
    who = await require(request, "editor")
    say = partial(said, FROM_BROWSER, desk_lang(request))
    site = here(request).site
    base = site.desk_url or site.public_url or local_address(request.app[SETTINGS])
    return desk_page(
        request,
        who,
        "desk/bookmarklet.html",
        here="capture",
        say=say,
        url=_url(request),
        code=bookmarklet(f"{base.rstrip('/')}{_WINDOW}", say("blocked")),
        share=f"{base.rstrip('/')}/desk/capture?url=",
    )


async def _window(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return _page(request, who, _url(request))


async def _keep(request: web.Request) -> web.Response:
    """Keeps what the window showed, once the editor has confirmed it. What another page than the
    one that opened it said to the window is not kept, and the window says so.
    """
    who = await require(request, "editor")
    form = await read_form(request)
    if "foreign" in form:
        origin = str(form["foreign"])[:_LONGEST]
        await note_refused(request, "refuse message", f"POST {_WINDOW}", f"from {origin}")
        return web.Response(status=204)
    try:
        handed = msgspec.json.decode(str(form.get("handed", "")), type=Handed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(
            422,
            "wrong-form",
            "The form lacks what the browser handed over.",
            next_step="Press the bookmark again on the page of the post.",
        ) from error
    if "public" not in form:
        return _page(request, who, handed.url, handed=handed, wrong="public.missing")
    try:
        captured = await request.app[ARCHIVE].capture_from_browser(handed, by=who.name)
    except NotAPost:
        return _page(request, who, handed.url, handed=handed, wrong="no post")
    except UsageError as error:
        if isinstance(error, BadPicture):
            await note_upload(request, error.what)
        why = error_in(desk_lang(request), error)
        return _page(request, who, handed.url, handed=handed, wrong="not taken", told=why)
    if captured.post is None:
        told = said_of(captured.told.said, desk_lang(request))
        return _page(request, who, handed.url, handed=handed, wrong="not taken", told=told)
    return go(request, f"posts/{captured.post}")


def _page(
    request: web.Request,
    who: Visitor,
    url: str,
    *,
    handed: Handed | None = None,
    wrong: str | None = None,
    told: str | None = None,
) -> web.Response:
    answer = desk_page(
        request,
        who,
        "desk/from_browser.html",
        status=422 if wrong else 200,
        here="capture",
        say=partial(said, FROM_BROWSER, desk_lang(request)),
        url=url,
        origin=_origin(url),
        handed=handed,
        as_json="" if handed is None else msgspec.json.encode(handed).decode(),
        wrong=wrong,
        told=told,
    )
    # The one page that stays tied to who opened it, to be handed something by it.
    answer.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return answer


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if web_address(url) else ""


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk/bookmarklet", _explain),
        web.get(_WINDOW, _window),
        web.post(_WINDOW, _keep),
    ]
