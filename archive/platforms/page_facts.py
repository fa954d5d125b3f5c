"""What a web page says of itself in its head: Open Graph, other ``<meta>``, JSON-LD, links. Pure.

The page is hostile: what is read is bounded, and every value is only the page's word.
"""

import itertools
import json
import re
from datetime import UTC, datetime
from urllib.parse import urljoin

import msgspec
from bs4 import BeautifulSoup, Tag

from archive.outcome import Failed, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import Response
from archive.platforms.shape import Json, mapping, mappings, moment, string
from archive.records import Precision
from archive.soup import parse_html
from archive.text import web_address

__all__ = [
    "PageFacts",
    "facts_in",
    "facts_of",
    "html_of",
    "json_behind",
    "script_json",
    "soup_of",
    "when",
]

MAX_PAGE = 2_000_000
"""Characters of a page that are read."""
MAX_TAGS = 20_000
"""Of those, at most so many ``<`` are read."""
_MAX_NODES = 500
_MAX_SCRIPTS = 5


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
    items: dict[str, tuple[str, ...]] = {}
    """``itemprop`` of ``<meta>``, ``<link>`` and ``<time>`` -> what it holds, in order, of
    whichever item."""


def facts_of(html: str, url: str) -> PageFacts:
    """The facts of a page at ``url``, against which its relative addresses are read."""
    return facts_in(soup_of(html), url)


def html_of(response: Response, who: str) -> str | Refused | Failed:
    """The page of an answer, or what an answer without one says. ``who`` answered."""
    refused = refusal(response, who)
    if refused is not None:
        return refused
    html = response.text()
    start = html.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        return Refused(reason="not shown", detail=f"{who} answered with an empty page.")
    if start != "<" and "html" not in response.headers.get("content-type", "").lower():
        return Failed(reason="malformed", detail=f"{who} answered with something that is no page.")
    return html


def soup_of(html: str) -> BeautifulSoup:
    """A page, parsed once for whoever reads more of it than its facts; bounded. A page that is
    made to take long is cut: none of the recorded ones has a third of these tags.
    """
    html = html[:MAX_PAGE]
    if html.count("<") > MAX_TAGS:
        html = "<".join(html.split("<", MAX_TAGS + 1)[:-1])
    # Behind the last one there are tags at most that nothing ends, for each of which the parser
    # searches the end anew.
    ended = html.rfind(">") + 1
    html = html[:ended] + html[ended:].partition("<")[0]
    # What has no line break in it may look like a file's name, of which the parser warns.
    return parse_html(html + "\n")


def facts_in(soup: BeautifulSoup, url: str) -> PageFacts:
    """The facts of a parsed page: see :func:`facts_of`."""
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
        items=_items(soup, url),
    )


def when(value: object) -> tuple[datetime | None, Precision]:
    """The time that a page tells, and how exactly. One without a zone is a day in the page's own
    calendar: no hour of it is known, and none is guessed.

    >>> when("2021-04-07T10:00:00+02:00")[0].isoformat(), when("2021-04-07T10:00")[1]
    ('2021-04-07T08:00:00+00:00', 'day')
    """
    told = moment(value)
    if told is not None:
        return told, "ms" if told.microsecond else "s"
    try:
        day = datetime.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        day = None
    return (None, "unknown") if day is None else (day.replace(tzinfo=UTC), "day")


def json_behind(html: str, words: str) -> Json:
    """The JSON object that a page's script sets behind ``words`` (``name =``); empty: none.

    Only where it is JSON as it stands: no script is run.
    """
    return _json_at(html[:MAX_PAGE], rf"(?<![\w$]){re.escape(words)}\s{{0,9}}(?={{)")


def script_json(html: str, id: str) -> Json:
    """The JSON object that is all of the page's ``<script id="…">``; empty: none."""
    start = rf'<script[^>]{{1,99}}?\bid="{re.escape(id)}"[^>]{{0,99}}>\s{{0,9}}(?={{)'
    return _json_at(html[:MAX_PAGE], start)


def _json_at(html: str, start: str) -> Json:
    for found in itertools.islice(re.finditer(start, html), _MAX_SCRIPTS):
        try:
            value, _ = json.JSONDecoder().raw_decode(html, found.end())
        except (ValueError, RecursionError):  # no JSON there, or nested past all sense
            continue
        return mapping(value)
    return {}


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


def _items(soup: BeautifulSoup, url: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in soup.find_all(["meta", "link", "time"], itemprop=True, limit=_MAX_NODES):
        value = _text(tag, "content") or _text(tag, "datetime")
        told = string(value) if value else _address(url, _text(tag, "href"))
        if told:
            found.setdefault((_text(tag, "itemprop") or "").lower(), []).append(told)
    return {name: tuple(values) for name, values in found.items()}


def _link(soup: BeautifulSoup, url: str, **attributes: str) -> str | None:
    tag = soup.find("link", attrs={**attributes})
    return _address(url, _text(tag, "href")) if isinstance(tag, Tag) else None


def _address(url: str, href: str | None) -> str | None:
    try:
        return web_address(urljoin(url, href)) if href else None
    except ValueError:  # no address at all
        return None


def _text(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value
