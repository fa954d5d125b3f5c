"""An element of an article -> the address of the post that it shows, if it is an embed. Pure.

Whether an address names a post is for :func:`~archive.platforms.identify` to say, always.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from archive.articles.tree import Element
from archive.errors import NotAPost
from archive.platforms import identify
from archive.records import NeedsLookup, PostRef

__all__ = ["OURS", "How", "Mark", "Named", "held_html", "is_button", "mark_of", "named_by"]

How: TypeAlias = Literal[
    "blockquote",
    "iframe",
    "amp",
    "widget",
    "block",
    "held back",
    "embed",
    "json",
    "json-ld",
    "link",
    "text",
]
"""How a post was found: its platform's code (``blockquote``; ``widget``: as the platform's script
leaves it), a frame, an AMP element, a block of the site's system or its JSON, code that waits for
consent or for scrolling (``held back``), an embed of ours, JSON-LD, a link, or an address in the
text."""

Named: TypeAlias = PostRef | NeedsLookup


class Mark(NamedTuple):
    """An embed, and the post that it shows."""

    how: How
    url: str
    named: Named


_BUTTONS = frozenset(
    {
        *(
            "fb-like",
            "fb-page",
            "fb-share-button",
            "fb-comments",
            "fb-follow",
            "fb-save",
            "fb-send",
        ),
        *("fb-like-box", "twitter-share-button", "twitter-follow-button", "twitter-timeline"),
        *("twitter-hashtag-button", "twitter-mention-button", "g-ytsubscribe", "g-follow"),
    }
)
"""Classes of what is a button, a profile or a list, whatever address it holds."""
_BUTTON_ELEMENTS = re.compile(
    r"amp-(?:facebook-(?:like|page|comments)|social-share)|fb:(?!post$|video$)[\w-]+"
)

OURS = frozenset({"onrecord", "onrecord-host"})
"""Classes of what this archive renders: see embedder/render."""
_EMBEDS = frozenset(
    {
        *("twitter-tweet", "twitter-video", "instagram-media", "bluesky-embed", "mastodon-embed"),
        *("text-post-media", "tiktok-embed", "fb-post", "fb-video", "reddit-embed-bq"),
        *("reddit-card", "reddit-embed", "truthsocial-embed", "threads-embed"),
    }
)
_ADDRESSES = (
    *("data-bluesky-uri", "data-instgrm-permalink", "data-text-post-permalink", "data-embed-url"),
    *("data-href", "cite", "data-url", "data-permalink", "data-telegram-post"),
)
_TWEET = "https://x.com/i/status/{}"
_TIKTOK = "https://www.tiktok.com/embed/v2/{}"
_AMP = {
    "amp-twitter": (("data-tweetid",), _TWEET),
    "amp-instagram": (("data-shortcode",), "https://www.instagram.com/p/{}/"),
    "amp-youtube": (("data-videoid",), "https://www.youtube.com/watch?v={}"),
    "amp-facebook": (("data-href",), "{}"),
    "amp-tiktok": (("data-src",), _TIKTOK),
    "amp-reddit": (("data-src",), "{}"),
    "amp-iframe": (("src", "data-src"), "{}"),
    "amp-video-iframe": (("src", "data-src"), "{}"),
}
_PLAYERS = {
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "youtube-video": ("videoid", "https://www.youtube.com/watch?v={}"),
    "bsky-embed": ("uri", "{}"),
    "oembed": ("url", "{}"),
    "embetty-tweet": ("status", _TWEET),
    "fb:post": ("href", "{}"),
    "fb:video": ("href", "{}"),
}
_TWEET_IDS = (
    *("data-tweet-id", "data-tweetid", "data-twitter-id", "data-tweet", "data-twitter-tweet-id"),
)
_FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
_WRAPPED = {
    "www.google.com": ("q", "url"),
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "l.instagram.com": ("u",),
    "cdn.embedly.com": ("url", "src"),
    "cdn.iframe.ly": ("url",),
    "iframely.net": ("url",),
    "twitframe.com": ("url",),
}
"""Hosts whose addresses carry the one that is meant, and the parameters that do."""
_ARCHIVED = re.compile(
    r"/(?:web/\d{4,14}(?:[a-z]{2}_)?/|(?:o/\w+/|[\d.-]{4,20}/|newest/|oldest/)?(?=https?:))(.+)",
    re.DOTALL,
)
_ARCHIVES = {
    "web.archive.org",
    *(f"archive.{end}" for end in ("today", "ph", "is", "md", "li", "fo", "vn")),
}
_MAX_ADDRESS = 4096
_MAX_NODES = 400
"""So many nodes of an embed's code are looked at."""
_MAX_HELD = 200_000
_MAX_NOTE = 500
"""Characters of text: what holds more is no placeholder of an embed, whatever its attributes."""
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{40,}")
_RUN_OR_READ = re.compile(
    r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma)script|.*json.*"
)
"""Types of scripts that are run or hold JSON; with any other a script is a place to keep code."""
_JSON_ADDRESSES = ("url", "src", "uri", "href", "permalink", "embedUrl", "embed_url")
_JSON_CODE = ("html", "code", "embed", "embedCode", "embed_code")


def named_by(address: str, base: str | None = None) -> Named | None:
    """The post that an address in an article names, against the article's own ``base``; ``None``:
    it is a page, a profile, a share button, or no address at all.
    """
    address = address.strip()
    if not 0 < len(address) <= _MAX_ADDRESS or "\x00" in address:
        return None
    try:
        if base or address.startswith("//"):
            address = urljoin(base or "https://", address)
        if not re.match(r"https?://|at://", address, re.IGNORECASE):
            return None
        return identify(_unwrapped(address), pages=False)
    except (NotAPost, ValueError):
        return None


def _unwrapped(address: str) -> str:
    """The address that a web archive's, a search engine's or an embed service's leads to."""
    parts = urlsplit(address)
    if parts.hostname in _ARCHIVES:
        found = _ARCHIVED.match(address[len(f"{parts.scheme}://{parts.netloc}") :])
        return found.group(1) if found else address
    for name in _WRAPPED.get(parts.hostname or "", ()):
        for value in parse_qs(parts.query).get(name, ()):
            if re.match(r"https?://", value, re.IGNORECASE):
                return value
    return address


def is_button(element: Element) -> bool:
    """Whether it is a platform's button, profile or list, whatever address it holds."""
    if not element.words.isdisjoint(_BUTTONS):
        return True
    return _BUTTON_ELEMENTS.fullmatch(element.name) is not None


def mark_of(element: Element, base: str | None = None) -> Mark | None:
    """The embed that an element is; ``None``: it is none."""
    if is_button(element):
        return None
    if not element.words.isdisjoint(OURS):
        links = (one.get("href") for one in element.elements("a"))
        return _first("embed", links, base)
    if element.name in _AMP:
        names, form = _AMP[element.name]
        return _first("amp", _filled(element, names, form), base)
    if element.name in _PLAYERS:
        name, form = _PLAYERS[element.name]
        return _first("widget", _filled(element, (name,), form), base)
    for name in _TWEET_IDS:
        if re.fullmatch(r"\d{1,20}", value := element.get(name)):
            return _first("widget", (_TWEET.format(value),), base)
    if element.name in _FRAMES:
        source = element.get(_FRAMES[element.name])
        found = _first("iframe", (source, *_carried(source)), base)
        return found or _first("held back", _data(element), base)
    if element.name == "script":
        post = element.get("data-telegram-post")
        return _first("blockquote", (f"https://t.me/{post}",), base) if post else None
    if not element.words.isdisjoint(_EMBEDS) or element.name == "blockquote":
        return _blockquote(element, base)
    if element.name in {"a", "button", "meta", "link", "img", "body", "html"}:
        return None
    found = _first("held back", _data(element), base)
    if found is None and not _shows(element):
        found = _first("held back", _told(element), base)
    return found if found is not None and len(element.text(_MAX_NOTE)) < _MAX_NOTE else None


def _filled(element: Element, names: Iterable[str], form: str) -> Iterator[str]:
    for name in names:
        value = element.get(name)
        if value:
            yield value if "://" in value else form.format(value)


def _blockquote(element: Element, base: str | None) -> Mark | None:
    """A platform's own code: the post's address is in an attribute, or in the last link, behind
    those of mentions and of what the post links to.
    """
    is_marked = not element.words.isdisjoint(_EMBEDS)
    inside = [one for one in islice(element.walk(), _MAX_NODES) if isinstance(one, Element)]
    told = [element.get(name) for name in _ADDRESSES]
    if "tiktok-embed" in element.words and element.get("data-video-id"):
        told.append(_TIKTOK.format(element.get("data-video-id")))
    telling = next((one for one in inside if one.name in {"blockquote", "iframe"}), None)
    if telling is not None and is_marked:
        told += [telling.get(name) for name in (*_ADDRESSES, "src")]
        told += [_TWEET.format(telling.get(name)) for name in _TWEET_IDS if telling.get(name)]
    found = _first("blockquote", told, base)
    if found is not None:
        return found
    links = [one for one in inside if one.name == "a"]
    for link in reversed(links):
        href = link.get("href")
        named = named_by(href, base)
        if isinstance(named, PostRef):
            return Mark("blockquote", href, named)
        if not is_marked:  # anybody's quotation: only one that ends with a post's address is one
            return None
    return _first("blockquote", _data(element), base)


def _data(element: Element) -> Iterator[str]:
    """The addresses in attributes that HTML does not know: ``data-src``, and those in which the
    keepers of consent put it: ``uc-src``, ``consent-original-src-_``.
    """
    for name, value in element.attributes.items():
        if "-" in name and re.match(r"\s*(?:https?:)?//", value, re.IGNORECASE):
            yield value
            if element.name == "iframe":
                yield from _carried(value)


def _told(element: Element) -> Iterator[str]:
    """The addresses in JSON that an attribute holds, as Substack tells its cards."""
    for told in _objects(element):
        for name in _JSON_ADDRESSES:
            value = told.get(name)
            if isinstance(value, str):
                yield value


def _objects(element: Element) -> Iterator[dict[str, object]]:
    for name, value in element.attributes.items():
        if "-" in name and value.lstrip()[:1] == "{":
            try:
                told = json.loads(value[:_MAX_HELD], strict=False)
            except (ValueError, RecursionError):  # braces, but no JSON
                continue
            if isinstance(told, dict):
                yield told


def _shows(element: Element) -> bool:
    """Whether an embed stands in it, a platform's or ours: then what it tells of itself is the same
    once more.
    """
    return any(
        isinstance(one, Element)
        and (one.name in {"blockquote", "iframe"} or not one.words.isdisjoint(OURS))
        for one in islice(element.walk(), _MAX_NODES)
    )


def _carried(address: str) -> Iterator[str]:
    """The address that a site's own frame for embeds is to show: ``/media/oembed?url=…``."""
    path, _, query = address.partition("?")
    if query and "embed" in path.lower():
        told = parse_qs(query[:_MAX_ADDRESS])
        for name in ("url", "src"):
            yield from told.get(name, ())


def _first(how: How, addresses: Iterable[str], base: str | None) -> Mark | None:
    for address in addresses:
        named = named_by(address, base)
        if named is not None:
            return Mark(how, address.strip(), named)
    return None


def held_html(element: Element) -> str:
    """The code that an element holds back until somebody consents or scrolls; empty: none."""
    if element.name in {"textarea", "xmp", "noembed"}:
        return element.raw
    if element.name == "script":
        kind = element.get("type").lower()
        return "" if _RUN_OR_READ.fullmatch(kind) else _decoded(element.raw)
    for name, value in element.attributes.items():
        if "-" in name or name == "srcdoc":
            found = _decoded(value)
            if found:
                return found
    codes = (told.get(key) for told in _objects(element) for key in _JSON_CODE)
    held = next((code for code in codes if isinstance(code, str) and _decoded(code)), "")
    return _decoded(held) if held and not _shows(element) else ""


def _decoded(value: str) -> str:
    """Markup, as it is, in base64 or as in an address; empty: it is none."""
    value = value.strip()[:_MAX_HELD]
    if value.startswith("<"):
        return value
    if value[:3].lower() == "%3c":
        return unquote(value)
    if not _BASE64.fullmatch(value):
        return ""
    try:
        text = base64.b64decode(value, validate=False).decode("utf-8", "replace").strip()
    except (binascii.Error, ValueError):  # letters, but no base64
        return ""
    return text if text.startswith("<") else ""
