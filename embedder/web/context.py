"""What the handlers share: the archive, the settings, and the site as it is set today."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from archive.archive import Archive
from archive.settings import NewsSiteSettings, Settings, SiteSettings
from embedder.brands import branded, of_article, of_host, of_slug
from embedder.cards import Cards
from embedder.links import Links
from embedder.site import local_address, told_site
from embedder.site_css import site_css

__all__ = [
    "ARCHIVE",
    "CARDS",
    "SETTINGS",
    "SITE",
    "STOPPING",
    "WORKERS",
    "SiteNow",
    "desk_path",
    "here",
    "links_of",
    "local_address",
    "read_site",
    "speak_as",
    "speak_for",
    "whole_links",
]

ARCHIVE: web.AppKey[Archive] = web.AppKey("archive", Archive)
CARDS = web.AppKey("cards", Cards)
SETTINGS = web.AppKey("settings", Settings)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set when the service stops: whoever holds a stream open ends it."""
WORKERS = web.AppKey("workers", list[asyncio.Task[None]])
"""What runs beside the requests for as long as the service does."""


class SiteNow(NamedTuple):
    """The site of this moment, and the links that follow from it."""

    site: SiteSettings
    links: Links
    set_up: bool
    """Whether the desk's first page was answered or skipped, or config.toml has the name."""
    css: str = ""
    """Of its embeds."""
    brand: NewsSiteSettings | None = None
    """Which of the newsroom's sites it is; ``None``: the newsroom itself."""


SITE = web.AppKey("site", list[SiteNow])
"""The newsroom, and behind it each of ``[[sites]]``; put there anew when the settings change."""
_SPEAKING = web.RequestKey("speaking", SiteNow)


async def read_site(app: web.Application) -> None:
    """Reads what the desk was told, after it changed here or in another process."""
    configured = app[SETTINGS].site
    told = await app[ARCHIVE].storage.site_settings()
    site = told_site(configured, told)
    links = Links(site.public_url, site.desk_url)
    set_up = "setup" in told or bool(configured.name)
    css = site_css(app[SETTINGS].embed.css)
    nows = [SiteNow(site, links, set_up, css)]
    for brand in app[SETTINGS].sites:
        its = branded(site, brand)
        its_css = site_css(brand.css) or css
        nows.append(SiteNow(its, Links(its.public_url, its.desk_url), set_up, its_css, brand))
    app[SITE][:] = nows


def here(request: web.Request) -> SiteNow:
    """In whose name the answer speaks: that of the site whose article a placement stands in, else
    of the site that an address names, by its option ``site`` or as its host, else of the newsroom.
    """
    nows = request.app[SITE]
    if len(nows) == 1:
        return nows[0]
    speaking = request.get(_SPEAKING)
    if speaking is None:
        brand = of_host(request.app[SETTINGS].sites, request.host)
        speaking = request[_SPEAKING] = _of_brand(nows, brand)
    return speaking


def speak_for(request: web.Request, article: str | None, slug: str | None = None) -> None:
    """From now on the answer speaks for the site of an article, where it is one of ours; else for
    the one of a slug; else again for that of the address.
    """
    sites = request.app[SETTINGS].sites
    brand = None if article is None else of_article(sites, article)
    if sites:
        brand = brand or (slug and of_slug(sites, slug)) or of_host(sites, request.host)
        request[_SPEAKING] = _of_brand(request.app[SITE], brand)


def speak_as(request: web.Request, slug: str | None) -> bool:
    """From now on the answer speaks for the site of a slug; whether there is one."""
    brand = None if slug is None else of_slug(request.app[SETTINGS].sites, slug)
    if brand is not None:
        request[_SPEAKING] = _of_brand(request.app[SITE], brand)
    return brand is not None


def _of_brand(nows: list[SiteNow], brand: NewsSiteSettings | None) -> SiteNow:
    return next((now for now in nows if now.brand is brand), nows[0])


def links_of(request: web.Request) -> Links:
    return here(request).links


def whole_links(request: web.Request) -> Links:
    """Links for what leaves our host: with this computer's address while ours is not set."""
    links = links_of(request)
    return links if links.origin else Links(local_address(request.app[SETTINGS]))


def desk_path(links: Links, path: str = "") -> str:
    """A page of the desk as a path from the root: the desk leads to itself under any name.
    ``path`` may have a query and a fragment.
    """
    return urlsplit(links.desk()).path + path
