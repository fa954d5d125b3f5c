"""A page of the desk: never framed, kept by no cache, and with a token in every form.

It speaks the language that its reader chose, else the one that their browser asks for.
"""

import datetime as dt
from typing import Any

from aiohttp import hdrs, web
from markupsafe import Markup

from embedder.dates import dates_in
from embedder.web.auth import Visitor
from embedder.web.context import desk_path, here
from embedder.web.languages import desk_lang
from embedder.web.templating import render
from embedder.web.texts import TEXTS, text

__all__ = ["came_of", "desk_page", "go", "when"]

_HEADERS = {
    hdrs.CACHE_CONTROL: "private, no-store",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: browsers then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}


def came_of(request: web.Request, outcome: str, cause: str | None) -> str:
    """What came of a look, in words. One that an older release or an import wrote in words of its
    own stays in them.
    """
    lang = desk_lang(request)
    said, why = f"outcome.{outcome}", f"cause.{cause}"
    what = text(lang, said) if said in TEXTS[lang] else outcome
    if cause is None:
        return what
    return f"{what} ({text(lang, why) if why in TEXTS[lang] else cause})"


def desk_page(
    request: web.Request, who: Visitor, name: str, *, status: int = 200, **values: Any
) -> web.Response:
    """A page of the desk. ``here`` names the part of the menu that it stands in."""
    now = here(request)
    body = render(
        name,
        lang=desk_lang(request),
        site_name=now.site.name,
        static=now.links.local.static,
        desk=lambda path="": desk_path(now.links, path),
        csrf=Markup('<input type="hidden" name="csrf" value="{}">').format(who.csrf),
        who=who,
        **{"here": "", **values},
    )
    headers = {**_HEADERS, hdrs.CONTENT_TYPE: "text/html; charset=utf-8"}
    return web.Response(status=status, body=body, headers=headers)


def go(request: web.Request, path: str = "") -> web.Response:
    """On to a page of the desk, with GET."""
    headers = {
        hdrs.LOCATION: desk_path(here(request).links, path),
        hdrs.CACHE_CONTROL: "private, no-store",
    }
    return web.Response(status=303, headers=headers)


def when(request: web.Request, moment: dt.datetime) -> str:
    """A time as the desk writes it."""
    return dates_in(desk_lang(request), here(request).site.timezone).minute(moment)
