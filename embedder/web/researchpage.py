"""A page of the research room: public, cacheable, without a script; its data for programs.

Who may read is said by ``[access] research``: anybody, or whoever shows a key or a session.
"""

from functools import partial
from typing import Any

import msgspec
from aiohttp import hdrs, web

from embedder.dates import Dates, dates_in
from embedder.voice import voice_of
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import SETTINGS, here
from embedder.web.problems import Problem
from embedder.web.research_texts import Texts, said, with_frame
from embedder.web.templating import render

__all__ = ["CORS", "csv_page", "dates_of", "json_page", "lang_of", "may_read", "research_page"]

CORS = (hdrs.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def may_read(request: web.Request, who: Visitor) -> None:
    """Lets through whoever may read here.

    Raises:
        Problem: 401, reading needs a key, and none was shown.
    """
    if request.app[SETTINGS].access.research == "key" and not who.may("reader", "read"):
        raise Problem(
            401,
            "key-needed",
            "Reading here needs a key.",
            next_step="Ask the newsroom for one, and send `Authorization: Bearer KEY`.",
            headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="onrecord"'},
        )


def lang_of(request: web.Request) -> str:
    """The language of the site."""
    return voice_of(here(request).site, None).lang


def dates_of(request: web.Request, texts: Texts) -> Dates:
    """Dates in the language that the page's words are in, and the site's time zone."""
    lang = lang_of(request)
    return dates_in(lang if lang in texts else "en", here(request).site.timezone)


def research_page(
    request: web.Request,
    name: str,
    texts: Texts,
    *,
    part: str,
    status: int = 200,
    alternates: tuple[tuple[str, str, str], ...] = (),
    **values: Any,
) -> Page:
    """A page of the room. ``part`` names where in the menu it stands; ``alternates`` are its other
    faces as (type, address, title).
    """
    now, lang = here(request), lang_of(request)
    links = now.links.local
    lang = lang if lang in texts else "en"
    body = render(
        name,
        lang=lang,
        words=partial(said, with_frame(texts), lang),
        site_name=now.site.name,
        static=links.static,
        home=links.home(),
        rooms=(
            ("search", links.search({})),
            ("queries", links.saved_queries()),
            ("officials", links.officials()),
            ("coverage", links.coverage()),
            ("method", links.method()),
            ("docs", links.docs()),
        ),
        here=part,
        alternates=alternates,
        **values,
    )
    return Page(
        body=body,
        status=status,
        content_type="text/html; charset=utf-8",
        headers=(("Content-Security-Policy", _CSP),),
    )


def json_page(value: Any, *headers: tuple[str, str]) -> Page:
    """The same as data."""
    return Page(
        body=msgspec.json.encode(value), content_type="application/json", headers=(CORS, *headers)
    )


def csv_page(body: bytes, name: str) -> Page:
    """The same as a table, to be saved under a name."""
    return Page(
        body=body,
        content_type="text/csv; charset=utf-8",
        headers=(CORS, (hdrs.CONTENT_DISPOSITION, f'attachment; filename="{name}"')),
    )
