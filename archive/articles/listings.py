"""What a site publishes -> its articles: RSS, Atom, JSON Feed, sitemaps and news sitemaps. Pure.

A listing names articles, and other listings: a sitemap index its sitemaps, a paged feed its next
page. What is none of these, or is broken, is an error that says so; a broken entry is left out.
(RSS 2.0; RFC 4287; https://www.jsonfeed.org/version/1.1; https://www.sitemaps.org/protocol.html;
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)
"""

import io
import json
import re
import zlib
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import msgspec

from archive.errors import UsageError
from archive.platforms.shape import Json, mapping, mappings, string
from archive.text import html_to_text, web_address

__all__ = ["Entry", "Listing", "read_listing"]

MOST = 50_000
"""Addresses of a listing, as a sitemap may have."""
MAX_UNPACKED = 50 * 1024 * 1024
"""Bytes of a sitemap that comes packed; the protocol's own limit."""
_TITLE = 500
_NEVER = datetime.min.replace(tzinfo=UTC)
# feedparser raises on a reference to a character that there is not.
_NO_CHARACTER = re.compile(rb"&#(x[0-9a-fA-F]+|[0-9]+);?", re.IGNORECASE)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An article that a listing names."""

    url: str
    title: str | None = None
    published: datetime | None = None
    """When it was published, or last changed where only that is told."""
    changed: datetime | None = None
    """When it was last changed, where that is told to the minute."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Articles in the order of the listing, each once; and the addresses of more listings."""

    entries: tuple[Entry, ...] = ()
    more: tuple[str, ...] = ()
    """The sitemaps of an index, those that changed last first; those without a time behind them."""
    following: str | None = None
    """The next page of a feed (RFC 5005, JSON Feed's ``next_url``): what is older."""


def read_listing(body: bytes, url: str) -> Listing:
    """The articles that a listing names. ``url`` is its own address, which others are told from.

    >>> feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/a"}]}'
    >>> read_listing(feed, "https://news.example/feed.json").entries[0].url
    'https://news.example/a'

    Raises:
        UsageError: it is none of the kinds that are read, or broken from its beginning.
    """
    body = _unpacked(body, url)
    begin = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    more: list[str] = []
    following: str | None = None
    if begin.startswith(b"{"):
        entries, following = _json_feed(body, url)
    elif re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", body[:4096]):
        entries, more = _sitemap(body, url)
    else:
        entries, following = _feed(body, url)
    found: dict[str, Entry] = {}
    for entry in entries[:MOST]:
        address = web_address(urljoin(url, entry.url))
        if address is not None:
            found.setdefault(address, msgspec.structs.replace(entry, url=address))
    others = (_other(each, url) for each in more[:MOST])
    return Listing(
        entries=tuple(found.values()),
        more=tuple(dict.fromkeys(each for each in others if each is not None)),
        following=None if following is None else _other(following, url),
    )


def _other(written: str, url: str) -> str | None:
    """The address of another listing than the one at ``url``."""
    address = web_address(urljoin(url, written))
    return None if address == url else address


def _unpacked(body: bytes, url: str) -> bytes:
    """A file that is stored packed, ``sitemap.xml.gz``."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise _none(url, f"its packing is broken ({error})") from error
    if unpacker.unconsumed_tail:
        raise _none(url, f"it is larger than {MAX_UNPACKED // 2**20} MB when it is unpacked")
    return unpacked


def _json_feed(body: bytes, url: str) -> tuple[list[Entry], str | None]:
    try:
        feed = mapping(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise _none(url, "its JSON is broken") from error
    if "jsonfeed.org/version/" not in (string(feed.get("version")) or ""):
        raise _none(url, "it is JSON, and no JSON Feed")
    entries = [
        Entry(
            url=address,
            title=_short(string(item.get("title"))),
            published=_moment(string(item.get("date_published"))),
            changed=_moment(string(item.get("date_modified"))),
        )
        for item in mappings(feed.get("items"))
        if (address := string(item.get("url"))) is not None
    ]
    return entries, string(feed.get("next_url")) or None


def _sitemap(body: bytes, url: str) -> tuple[list[Entry], list[str]]:
    """A sitemap as far as it can be read: one that breaks off is no reason to lose the rest."""
    entries: list[Entry] = []
    more: list[tuple[str, datetime]] = []
    try:
        for element in _elements(body, {"url", "sitemap"}):
            told = {_local(part.tag): (part.text or "").strip() for part in element.iter()}
            where = told.get("loc")
            if not where:
                continue
            if _local(element.tag) == "sitemap":
                more.append((where, _changed(told.get("lastmod"))))
            else:
                changed = told.get("lastmod")
                entries.append(
                    Entry(
                        url=where,
                        title=_short(told.get("title")),
                        published=_moment(told.get("publication_date") or changed),
                        changed=_moment(changed),
                    )
                )
    except ET.ParseError as error:
        if not entries and not more:
            raise _none(url, f"its XML is broken ({error})") from error
    more.sort(key=lambda one: one[1], reverse=True)  # stable: the others stay in their order
    return entries, [where for where, _ in more]


def _elements(body: bytes, names: set[str]) -> Iterator[ET.Element]:
    """Elements of these names, each when it is read, and forgotten afterwards."""
    # Expat stops what would grow by entities (from 2.4.1 on), and fetches nothing.
    for _, element in ET.iterparse(io.BytesIO(body)):  # noqa: S314  Expat has its own guard
        if _local(element.tag) in names:
            yield element
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _feed(body: bytes, url: str) -> tuple[list[Entry], str | None]:
    try:
        parsed = feedparser.parse(
            io.BytesIO(_NO_CHARACTER.sub(_as_character, body)),
            response_headers={"content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, OverflowError, RecursionError) as error:  # it reads what it is made for
        raise _none(url, "its markup is broken") from error
    if not parsed.get("version"):
        raise _none(url, "it is no feed and no sitemap")
    entries = []
    for item in parsed.entries:
        where = item.get("link") or (item.get("id") if item.get("guidislink") else None)
        if where:
            # Past feedparser's own mapping, which warns where it has one of them for the other.
            published, changed = (
                None if (when := dict.get(item, name)) is None else _of_tuple(when)
                for name in ("published_parsed", "updated_parsed")
            )
            title = _short(html_to_text(item.get("title") or "")[0])
            entries.append(
                Entry(url=where, title=title, published=published or changed, changed=changed)
            )
    links: list[Json] = parsed.feed.get("links", [])
    pages = (link["href"] for link in links if link.get("rel") == "next" and link.get("href"))
    return entries, next(pages, None)


def _of_tuple(when: struct_time) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(when), UTC)
    except (ValueError, OverflowError, OSError):  # no year that there is
        return None


def _as_character(reference: re.Match[bytes]) -> bytes:
    """A reference to a character by its number, as it is; of none that there is, U+FFFD."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits.startswith(b"x") else int(digits[:20])
    fits = 0 < number < 0xD800 or 0xE000 <= number < 0x110000
    return reference[0] if fits else b"&#xFFFD;"


def _moment(text: str | None) -> datetime | None:
    """A time as W3C-DTF writes it; ``None`` where it is only a day, or none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def _changed(text: str | None) -> datetime:
    """When a sitemap was last changed, for sorting: a day is its beginning."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return _NEVER
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _short(text: str | None) -> str | None:
    return " ".join((text or "").split())[:_TITLE] or None


def _none(url: str, why: str) -> UsageError:
    return UsageError(
        f"{url} lists no articles: {why}.",
        next_step="Name an address of RSS, Atom, JSON Feed or a sitemap.",
    )
