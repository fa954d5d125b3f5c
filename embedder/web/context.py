"""What the handlers share: the archive, the settings, and the site as it is set today."""

import asyncio
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from archive.archive import Archive
from archive.settings import Settings, SiteSettings
from embedder.cards import Cards
from embedder.links import Links
from embedder.site import local_address, told_site

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


SITE = web.AppKey("site", list[SiteNow])
"""One element, put there anew when the settings change."""


async def read_site(app: web.Application) -> None:
    """Reads what the desk was told, after it changed here or in another process."""
    configured = app[SETTINGS].site
    told = await app[ARCHIVE].storage.site_settings()
    site = told_site(configured, told)
    links = Links(site.public_url, site.desk_url)
    app[SITE][:] = [SiteNow(site, links, "setup" in told or bool(configured.name))]


def here(request: web.Request) -> SiteNow:
    return request.app[SITE][0]


def links_of(request: web.Request) -> Links:
    return request.app[SITE][0].links


def whole_links(request: web.Request) -> Links:
    """Links for what leaves our host: with this computer's address while ours is not set."""
    links = links_of(request)
    return links if links.origin else Links(local_address(request.app[SETTINGS]))


def desk_path(links: Links, path: str = "") -> str:
    """A page of the desk as a path from the root: the desk leads to itself under any name.
    ``path`` may have a query and a fragment.
    """
    return urlsplit(links.desk()).path + path
