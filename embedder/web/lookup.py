"""Which post an address names: a platform's, or one of ours."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web

from archive.platforms import identify
from archive.records import PostRef
from embedder.brands import of_host, slug_of
from embedder.web.context import ARCHIVE, SETTINGS, SITE, here, local_address
from embedder.web.public import ID

__all__ = ["Ours", "kept_at", "named_post", "our_address"]

_OURS = re.compile(
    rf"/(?:post/(?P<page>{ID})|e/(?P<post>{ID})(?:@(?P<n>[1-9][0-9]{{0,5}}))?(?:/.*)?)/?"
)

_PLACED = re.compile(r"/p/(?P<key>[0-9a-z]{24})(?:/.*)?")
_AT_DESK = re.compile(rf"/desk/posts/(?P<post>{ID})(?:/.*)?")


class Ours(NamedTuple):
    """What an address of ours asks for."""

    path: str
    """From our root on."""
    query: dict[str, str]
    site: str | None = None
    """The slug of the newsroom's site whose host it is, if that has one of its own."""

    @property
    def post(self) -> str | None:
        """The id that it names, for a post's own addresses."""
        found = _OURS.fullmatch(self.path)
        return found and (found["page"] or found["post"])

    @property
    def n(self) -> int | None:
        found = _OURS.fullmatch(self.path)
        return int(found["n"]) if found and found["n"] else None


async def named_post(request: web.Request, url: str) -> tuple[str, int | None]:
    """The id of the post that a URL names, and the snapshot where it names one.

    It says nothing about whether the post is kept. A URL whose id only the platform knows
    gives an id that no post has, unless it was looked up before; the number of reads does
    not depend on it.

    Raises:
        NotAPost: the URL names no post.
    """
    ours = our_address(request, url)
    if ours is not None and ours.post is not None:
        return ours.post, ours.n
    named = identify(url)
    key = named.native_id if isinstance(named, PostRef) else named.key
    known = await request.app[ARCHIVE].storage.resolve(named.platform, key)
    if known is not None:
        return known, None
    return (named.id if isinstance(named, PostRef) else ""), None


async def kept_at(request: web.Request, url: str) -> str | None:
    """The id of the kept post that an address of ours names to an editor: its page, its embed, a
    placement, its page at the desk. ``None``: it names none, or is not ours.
    """
    ours = our_address(request, url)
    if ours is None:
        return None
    storage = request.app[ARCHIVE].storage
    if placed := _PLACED.fullmatch(ours.path):
        placement = await storage.placement(placed["key"])
        return None if placement is None else placement.post
    at_desk = _AT_DESK.fullmatch(ours.path)
    post = await storage.post(at_desk["post"] if at_desk else ours.post or "")
    return None if post is None else post.id


def our_address(request: web.Request, url: str) -> Ours | None:
    """What a URL on one of our hosts asks for; ``None`` on any other."""
    site, sites = here(request).site, request.app[SETTINGS].sites
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None  # identify() says what is wrong with it
    brand = of_host(sites, parts.netloc)
    bases = (site.public_url, site.desk_url, local_address(request.app[SETTINGS]))
    newsroom = request.app[SITE][0].site.public_url
    for base in (brand.public_url if brand else "", *bases, newsroom):
        known = urlsplit(base)
        if known.netloc and known.netloc == parts.netloc:
            path = parts.path.removeprefix(known.path.rstrip("/"))
            return Ours(path, dict(parse_qsl(parts.query)), slug_of(brand) if brand else None)
    return None
