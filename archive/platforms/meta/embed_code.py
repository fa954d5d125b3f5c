"""The embed codes of Meta's platforms: what stands in the blockquote that a script replaces. Pure.

The same markup comes in oEmbed's ``html``, and from the menu of a post. Forms: Facebook 2016 to
2020 and Instagram 2015 to 2020 as recorded; Threads 2025 as recorded, which holds no text.
"""

from datetime import datetime

import msgspec
from bs4 import Tag

from archive.platforms.page_facts import soup_of
from archive.platforms.shape import moment, string
from archive.text import web_address

__all__ = ["EmbedCode", "embed_codes"]

_BOXES = (
    "blockquote.instagram-media[data-instgrm-permalink],"
    "blockquote.text-post-media[data-text-post-permalink],"
    ".fb-post[data-href], .fb-video[data-href]"
)
_MAX_CODES = 20


class EmbedCode(msgspec.Struct, frozen=True, kw_only=True):
    """What one embed code says."""

    url: str
    """The post's."""
    text: str | None
    """Its markup; ``None``: there is none of it."""
    author: str | None
    """The name of a Page (Facebook); ``Name (@handle)`` (Instagram)."""
    author_url: str | None
    when: datetime | None
    when_in_words: str | None
    """The day as the platform wrote it, in whichever language."""


def embed_codes(html: str) -> list[EmbedCode]:
    """The codes in a piece of markup, in order."""
    soup = soup_of(html)
    return [
        code for box in soup.select(_BOXES, limit=_MAX_CODES) if (code := _code(box)) is not None
    ]


def _code(box: Tag) -> EmbedCode | None:
    url = web_address(
        box.get("data-instgrm-permalink")
        or box.get("data-text-post-permalink")
        or box.get("data-href")
    )
    if url is None:
        return None
    paragraphs = box.find_all("p", limit=10)
    links = [link for link in box.find_all("a", limit=20) if not link.find_parent("p")]
    if "instagram-media" in (box.get("class") or ()):
        return _instagram(url, paragraphs)
    if not paragraphs:
        return EmbedCode(
            url=url, text=None, author=None, author_url=None, when=None, when_in_words=None
        )
    links = [link for link in links if string(link.get_text())]
    tail = "".join(str(node) for node in paragraphs[-1].next_siblings)
    return EmbedCode(
        url=url,
        text="".join(str(paragraph) for paragraph in paragraphs),
        author=string(links[0].get_text()) if links else None,
        author_url=web_address(links[0].get("href")) if links else None,
        when=None,
        when_in_words=string(soup_of(tail).get_text(" ", strip=True)),
    )


def _instagram(url: str, paragraphs: list[Tag]) -> EmbedCode:
    """The last paragraph says who shared it; the one before is the caption, until 2019."""
    last = paragraphs[-1] if paragraphs else None
    time = last.find("time") if last else None
    shared = string(last.get_text(" ", strip=True)) if last else None
    link = last.find("a") if last else None
    captioned = len(paragraphs) > 1
    return EmbedCode(
        url=url,
        text=str(paragraphs[-2]) if captioned else None,
        author=shared,
        author_url=web_address(link.get("href")) if link else None,
        when=moment(time.get("datetime")) if isinstance(time, Tag) else None,
        when_in_words=None,
    )
