"""What a web page says of itself in its head: Open Graph, other ``<meta>``, JSON-LD, links. Pure.

The page is hostile: what is read is bounded, and every value is only the page's word.
"""

import json
import re
from urllib.parse import urljoin

import msgspec
from bs4 import BeautifulSoup, Tag

from archive.platforms.shape import Json, mapping, mappings, string
from archive.text import web_address

__all__ = ["PageFacts", "facts_in", "facts_of", "soup_of"]

MAX_PAGE = 2_000_000
"""Characters of a page that are read."""
_MAX_NODES = 500
_ENDLESS_NUMBER = re.compile(r"&#\d{20,};?")


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself."""

    title: str | None
    meta: dict[str, str]
    """``property`` or ``name`` in lower case -> content; of a repeated one the first."""
    repeated: dict[str, tuple[str, ...]]
    """All contents of each, in order: pages give several ``og:image``."""
    json_ld: tuple[Json, ...]
    """The objects of ``application/ld+json``, those of an ``@graph`` or a list one by one."""
    canonical: str | None
    oembed: str | None
    """Address of the JSON envelope that the page links to
    (https://oembed.com/#section4)."""
    lang: str | None


def soup_of(html: str) -> BeautifulSoup:
    """A page, parsed; of a hostile one as much as is read, and no number without end in it."""
    return BeautifulSoup(_ENDLESS_NUMBER.sub("\ufffd", html[:MAX_PAGE]), "html.parser")


def facts_of(html: str, url: str) -> PageFacts:
    """The facts of a page at ``url``, against which its relative addresses are read."""
    return facts_in(soup_of(html), url)


def facts_in(soup: BeautifulSoup, url: str) -> PageFacts:
    """The facts of a page that is parsed already."""
    repeated: dict[str, list[str]] = {}
    for tag in soup.find_all("meta", limit=_MAX_NODES):
        name = _text(tag, "property") or _text(tag, "name") or _text(tag, "itemprop")
        content = string(_text(tag, "content"))
        if name and content:
            repeated.setdefault(name.lower(), []).append(content)
    root = soup.find("html")
    return PageFacts(
        title=string(soup.title.get_text()) if soup.title else None,
        meta={name: contents[0] for name, contents in repeated.items()},
        repeated={name: tuple(contents) for name, contents in repeated.items()},
        json_ld=tuple(_json_ld(soup)),
        canonical=_link(soup, url, rel="canonical"),
        oembed=_link(soup, url, rel="alternate", type="application/json+oembed"),
        lang=_text(root, "lang") if isinstance(root, Tag) else None,
    )


def _json_ld(soup: BeautifulSoup) -> list[Json]:
    found: list[Json] = []
    for tag in soup.find_all("script", type="application/ld+json", limit=_MAX_NODES):
        try:
            value: object = json.loads(tag.get_text())
        except (ValueError, RecursionError):  # a broken block costs the others nothing
            continue
        for node in mappings(value) or [mapping(value)]:
            found += mappings(node.get("@graph")) or [node]
    return [node for node in found[:_MAX_NODES] if node]


def _link(soup: BeautifulSoup, url: str, **attributes: str) -> str | None:
    tag = soup.find("link", attrs={**attributes})
    href = _text(tag, "href") if isinstance(tag, Tag) else None
    try:
        return web_address(urljoin(url, href)) if href else None
    except ValueError:  # no address at all
        return None


def _text(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value
