"""A page of the desk: never framed, kept by no cache, and with a token in every form."""

import datetime as dt
from typing import Any

from aiohttp import hdrs, web
from markupsafe import Markup

from embedder.dates import dates_in
from embedder.web.auth import Visitor
from embedder.web.context import desk_path, here
from embedder.web.templating import render

__all__ = ["desk_page", "go", "when"]

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


def desk_page(
    request: web.Request, who: Visitor, name: str, *, status: int = 200, **values: Any
) -> web.Response:
    """A page of the desk. ``here`` names the part of the menu that it stands in."""
    now = here(request)
    body = render(
        name,
        lang=who.lang or "en",
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
    return dates_in("en", here(request).site.timezone).minute(moment)
