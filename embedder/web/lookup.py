"""Which post an address names: a platform's, or one of ours."""

import re
from urllib.parse import urlsplit

from aiohttp import web

from archive.platforms import identify
from archive.records import PostRef
from embedder.web.context import ARCHIVE, SETTINGS, here, local_address
from embedder.web.public import ID

__all__ = ["named_post"]

_OURS = re.compile(
    rf"/(?:post/(?P<page>{ID})|e/(?P<post>{ID})(?:@(?P<n>[1-9][0-9]{{0,5}}))?(?:/.*)?)/?"
)


async def named_post(request: web.Request, url: str) -> tuple[str, int | None]:
    """The id of the post that a URL names, and the snapshot where it names one.

    It says nothing about whether the post is kept. A URL whose id only the platform knows
    gives an id that no post has, unless it was looked up before; the number of reads does
    not depend on it.

    Raises:
        NotAPost: the URL names no post.
    """
    ours = _ours(request, url)
    if ours is not None:
        return ours
    named = identify(url)
    key = named.native_id if isinstance(named, PostRef) else named.key
    known = await request.app[ARCHIVE].storage.resolve(named.platform, key)
    if known is not None:
        return known, None
    return (named.id if isinstance(named, PostRef) else ""), None


def _ours(request: web.Request, url: str) -> tuple[str, int | None] | None:
    site = here(request).site
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None  # identify() says what is wrong with it
    for base in (site.public_url, site.desk_url, local_address(request.app[SETTINGS])):
        known = urlsplit(base)
        if not known.netloc or known.netloc != parts.netloc:
            continue
        path = parts.path.removeprefix(known.path.rstrip("/"))
        found = _OURS.fullmatch(path)
        if found is not None:
            return found["page"] or found["post"], int(found["n"]) if found["n"] else None
    return None
