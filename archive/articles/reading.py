"""What somebody hands in as an article -> its HTML or text, so that it can be written back."""

import asyncio
import codecs
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from archive.articles.references import Led
from archive.articles.scan import Scanned, scan, scan_text
from archive.articles.shortened import lead
from archive.errors import MediaError, UsageError
from archive.looking import Recording
from archive.media.filetype import PICTURES, recognise
from archive.platforms.base import Fetcher
from archive.text import clean_text, web_address

__all__ = [
    "Article",
    "article_at",
    "article_in",
    "kind_of",
    "picture_at",
    "scan_article",
    "scan_followed",
]

_MARKUP = re.compile(
    r"<(?:!doctype|!--|/?(?:html|head|body|main|article|section|div|p|a|span|blockquote|iframe|figure"
    r"|h[1-6]|ul|ol|li|table|script|img|br|amp-[a-z]+)\b)",
    re.IGNORECASE,
)
_META = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_NO_TEXT = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_TOLD = 5
"""Shortened links that are named, where nobody knows where they lead."""
_HEAD = 2048
"""Bytes in which a page names its encoding (https://html.spec.whatwg.org/#charset)."""


class Article(NamedTuple):
    """An article's source."""

    text: str
    kind: Literal["html", "text"]
    encoding: str
    """What the bytes are in; those that are nothing in it are lone surrogates in ``text``."""
    url: str | None = None


def kind_of(text: str) -> Literal["html", "text"]:
    """Whether it is HTML, by the first tag in it.

    >>> kind_of("a < b"), kind_of("<p>a")
    ('text', 'html')
    """
    return "html" if _MARKUP.search(text) else "text"


def article_in(body: bytes, url: str | None = None) -> Article:
    r"""The article of a file. Each byte comes back by ``text.encode(encoding, "surrogateescape")``.

    >>> article_in(b"<p>\xe9").text.encode("utf-8", "surrogateescape")
    b'<p>\xe9'

    Raises:
        UsageError: it is a PDF, a picture or the like.
    """
    _refuse_what_is_no_text(body, url or "This file")
    for encoding in (*_marked(body), "utf-8", *_told(body)):
        try:
            text = body.decode(encoding)
            if text.encode(encoding) == body:
                return Article(text, kind_of(text), encoding, url)
        except (UnicodeError, LookupError):  # not in this one, or there is none of this name
            continue
    text = body.decode("utf-8", "surrogateescape")
    return Article(text, kind_of(text), "utf-8", url)


def _marked(body: bytes) -> list[str]:
    """UTF-16, by the mark at its begin, which stays in the text."""
    marks = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    return [name for mark, name in marks if body.startswith(mark)]


def _told(body: bytes) -> list[str]:
    found = _META.search(body[:_HEAD])
    return [found.group(1).decode("ascii")] if found else []


async def article_at(url: str, fetcher: Fetcher) -> Article:
    """The article at an address. What it references is read against where the answer came from.

    Raises:
        UsageError: it is no web address, or there is no page at it.
        FetchError: no answer came, or the guard did not let the request out.
    """
    address = web_address(url)
    if address is None:
        raise UsageError(
            f"{url[:200]!r} is no address of an article.",
            next_step="Give its URL, with http:// or https://, or the article itself.",
        )
    answer = await fetcher.get(address, headers={"Accept": "text/html, text/plain;q=0.5"})
    if answer.status != 200:
        raise UsageError(
            f"{address[:200]} answered with status {answer.status}, not with an article.",
            next_step="Open it in your browser, and hand over its HTML or its text.",
        )
    _refuse_what_is_no_text(answer.body, answer.url)
    text = answer.text()
    return Article(text, kind_of(text), "utf-8", answer.url)


def _refuse_what_is_no_text(body: bytes, name: str) -> None:
    """A PDF references posts, too; but to say "none" of it because nothing was read is wrong."""
    kind = next((kind for begin, kind in _NO_TEXT if body.startswith(begin)), None)
    if kind is None and b"\x00" in body[:_HEAD] and not _marked(body):
        kind = None if _MARKUP.search(body[:_HEAD].decode("latin-1")) else "no text"
    if kind is not None:
        raise UsageError(
            f"{name[:200]} is {kind}; an article is read from HTML or plain text.",
            next_step="Save the page as HTML, or copy the article's text into a file.",
        )


async def picture_at(url: str, fetcher: Fetcher) -> bytes:
    """The bytes of a picture of an article, as it is shown there.

    Raises:
        UsageError: it is no web address, or there is nothing at it.
        MediaError: what came is no picture.
        FetchError: no answer came, or the guard did not let the request out.
    """
    address = web_address(url)
    answer = None if address is None else await fetcher.get(address, media=True)
    if answer is None or answer.status != 200:
        why = "is no web address" if answer is None else f"answered with status {answer.status}"
        raise UsageError(
            f"{url[:200]!r} {why}.",
            next_step="Look at the picture in your browser, and type it in.",
        )
    if recognise(answer.body) not in PICTURES:
        raise MediaError(
            f"What is at {url[:200]} is no picture that we know.",
            next_step="Look at it in your browser, and type it in.",
        )
    return answer.body


def scan_article(article: Article, led: Led | None = None) -> Scanned:
    """What it references, whichever way it is written. ``led`` says where its shortened links
    lead.
    """
    text = clean_text(article.text)[0]
    read = scan if article.kind == "html" else scan_text
    return read(text, article.url, led)


async def scan_followed(article: Article, recording: Callable[[float], Recording]) -> Scanned:
    """The same, with links of shorteners followed: one that leads to a post counts as a link to
    it, and one that leads to anything else counts no more. ``recording`` gives a fetcher that may
    take so many seconds.
    """
    scanned = await asyncio.to_thread(scan_article, article)
    if not scanned.shortened:
        return scanned
    led = await lead(scanned.shortened, recording)
    scanned = await asyncio.to_thread(scan_article, article, led)
    if not scanned.shortened:
        return scanned
    links = ", ".join(one[:100] for one in scanned.shortened[:_TOLD])
    told = f"Where these shortened links lead is not known, and it may be to a post: {links}."
    return replace(scanned, warnings=(*scanned.warnings, told))
