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

__all__ = ["Ours", "named_post", "our_address"]

_OURS = re.compile(
    rf"/(?:post/(?P<page>{ID})|e/(?P<post>{ID})(?:@(?P<n>[1-9][0-9]{{0,5}}))?(?:/.*)?)/?"
)


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
