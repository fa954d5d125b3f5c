"""The desk's first page: the site's name, public address, language and time zone."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from aiohttp import web
from babel import Locale

from archive.settings import SiteSettings
from embedder.site import ASKED
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.brands import require_reach
from embedder.web.context import ARCHIVE, SETTINGS, here, read_site
from embedder.web.deskpage import desk_page, go
from embedder.words import LANGUAGES

__all__ = ["bad_values", "routes", "setup_page", "zones"]


async def _ask(request: web.Request) -> web.Response:
    who = await require(request, "admin")
    require_reach(who, ())
    return setup_page(request, who)


def setup_page(
    request: web.Request,
    who: Visitor,
    *,
    values: Mapping[str, str] | None = None,
    bad: frozenset[str] = frozenset(),
) -> web.Response:
    """The form, with what is set today, or with what was sent and is wrong."""
    today = here(request).site
    return desk_page(
        request,
        who,
        "desk/setup.html",
        status=422 if bad else 200,
        here="setup",
        values={key: getattr(today, key) for key in ASKED} | dict(values or {}),
        bad=bad,
        fixed=_fixed(request.app[SETTINGS].site),
        languages=_languages(),
        zones=zones(),
    )


async def _save(request: web.Request) -> web.Response:
    who = await require(request, "admin")
    require_reach(who, ())
    form = await read_form(request)
    told = {"setup": "skipped"}
    if "skip" not in form:
        fixed = _fixed(request.app[SETTINGS].site)
        sent = {k: str(form.get(k, "")).strip() for k in ASKED if k not in fixed}
        bad = bad_values(sent)
        if bad:
            return setup_page(request, who, values=sent, bad=bad)
        told = {**sent, "setup": "done"}
        if "public_url" in told:
            told["public_url"] = told["public_url"].rstrip("/")
    archive = request.app[ARCHIVE]
    await archive.storage.set_site_settings(told, by=who.name, at=archive.clock())
    await read_site(request.app)
    return go(request)


def bad_values(sent: Mapping[str, str]) -> frozenset[str]:
    """The fields that cannot be taken; an empty one says nothing, and is no mistake.

    >>> sorted(bad_values({"name": "", "public_url": "record.example.org", "timezone": "Mars"}))
    ['public_url', 'timezone']
    """
    bad = set()
    if len(sent.get("name", "")) > 200:
        bad.add("name")
    if sent.get("public_url") and not _is_origin(sent["public_url"]):
        bad.add("public_url")
    if sent.get("lang") and sent["lang"] not in LANGUAGES:
        bad.add("lang")
    if sent.get("timezone") and sent["timezone"] not in zones():
        bad.add("timezone")
    return frozenset(bad)


def _is_origin(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or parts.username)
    )


def _fixed(configured: SiteSettings) -> frozenset[str]:
    """What config.toml says, and the desk cannot change."""
    silent = SiteSettings()
    return frozenset(key for key in ASKED if getattr(configured, key) != getattr(silent, key))


def _languages() -> list[tuple[str, str]]:
    """Each language that embeds speak, under its own name."""
    return [(code, Locale.parse(code).get_display_name(code) or code) for code in LANGUAGES]


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones, in their order."""
    return tuple(sorted(available_timezones()))


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/setup", _ask), web.post("/desk/setup", _save)]
