"""Files that somebody saved, by their shape: a page, a piece of markup, an envelope. Pure."""

import re
from collections.abc import Callable

from archive.outcome import Answer
from archive.platforms.base import Saved
from archive.platforms.meta.embed_code import EmbedCode, embed_codes
from archive.platforms.meta.sources import Identify, post_at
from archive.platforms.oembed import Oembed, oembed_of
from archive.platforms.shape import mapping
from archive.records import PostRef

__all__ = ["codes_in", "is_fragment", "is_html", "names", "oembed_in"]

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


def codes_in(
    html: str, identify: Identify, read: Callable[[EmbedCode, PostRef | None], Answer]
) -> tuple[Answer, ...]:
    """What each embed code of a platform says; those of others are left out."""
    return tuple(read(code, None) for code in embed_codes(html) if post_at(code.url, identify))


def oembed_in(saved: Saved, provider: str) -> Oembed | None:
    """The oEmbed envelope of a provider; ``None``: the file is none of its."""
    raw = mapping(saved.json())
    if raw.get("provider_name") != provider:
        return None
    told = oembed_of(raw, provider)
    return told if isinstance(told, Oembed) else None
