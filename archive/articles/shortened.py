"""Links that a shortener made short -> where they lead: to a post, or to anything else.

An address of a shortener tells nothing by itself, so that it is asked. A link that a platform
shortens for its own posts alone is named as it stands, and asked for when the post is captured.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from archive.errors import FetchError
from archive.looking import Recording
from archive.platforms import MAX_URL

__all__ = ["MOST", "is_shortened", "lead"]

log = logging.getLogger(__name__)

MOST = 20
"""Links of one article that are followed."""
_PATIENCE = 10.0
"""Seconds that one of them may take: somebody waits for the article."""
_HOSTS = frozenset(
    {
        *("bit.ly", "bitly.com", "j.mp", "buff.ly", "ow.ly", "tinyurl.com", "is.gd", "v.gd"),
        *("dlvr.it", "trib.al", "goo.gl", "ift.tt", "lnkd.in", "cutt.ly", "rb.gy", "rebrand.ly"),
        *("t.ly", "shorturl.at", "tiny.cc", "hubs.ly", "hubs.li", "spr.ly", "snip.ly", "wp.me"),
        *("fb.me", "x.gd", "shorturl.gg", "short.gy", "mtr.cool", "soo.gd", "t.co"),
    }
)


def is_shortened(address: str) -> bool:
    """Whether an address is a shortener's.

    >>> is_shortened("https://bit.ly/3abc"), is_shortened("https://bit.ly/"), is_shortened("bit.ly")
    (True, False, False)
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # no address
        return False
    host = (parts.hostname or "").removeprefix("www.")
    return host in _HOSTS and len(parts.path) > 1 and len(address) <= MAX_URL


async def lead(
    urls: Iterable[str], recording: Callable[[float], Recording]
) -> dict[str, tuple[str, ...]]:
    """The addresses to which each of these links leads, in order: a platform may lead on from its
    post to its login. One that cannot be followed is left out.
    """
    asked = list(dict.fromkeys(urls))[:MOST]
    found = await asyncio.gather(*(_trail(url, recording(_PATIENCE)) for url in asked))
    return {url: trail for url, trail in zip(asked, found, strict=True) if trail}


async def _trail(url: str, fetcher: Recording) -> tuple[str, ...]:
    last: tuple[str, ...] = ()
    try:
        last = ((await fetcher.get(url)).url,)
    except FetchError as error:
        log.info("%s was not followed to its end: %s", url[:200], error)
    # What led nowhere but to the shortener itself tells nothing.
    met = dict.fromkeys((*(one.url for one in fetcher.exchanges), *last))
    return tuple(one for one in met if not is_shortened(one))
