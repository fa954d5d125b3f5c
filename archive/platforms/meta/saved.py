"""Files that somebody saved, by their shape: a page, a piece of markup, an envelope. Pure."""

import re

from archive.platforms.base import Saved
from archive.platforms.oembed import Oembed, oembed_of
from archive.platforms.shape import mapping

__all__ = ["is_fragment", "is_html", "names", "oembed_in"]

_WHOLE_PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_LOOKED_AT = 20_000  # characters: a page says so at its beginning


def is_html(saved: Saved) -> bool:
    """Whether a file is markup."""
    return saved.body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def names(html: str, *words: str) -> bool:
    """Whether a page names a host or a platform at all: cheaper than to read it."""
    return any(word in html for word in words)


def is_fragment(html: str) -> bool:
    """Whether markup is an embed code alone: an article that holds some is not a platform's."""
    return _WHOLE_PAGE.search(html[:_LOOKED_AT]) is None


def oembed_in(saved: Saved, provider: str) -> Oembed | None:
    """The oEmbed envelope of a provider; ``None``: the file is none of its."""
    raw = mapping(saved.json())
    if raw.get("provider_name") != provider:
        return None
    told = oembed_of(raw, provider)
    return told if isinstance(told, Oembed) else None
