"""Addresses that a page gives to programs, not to readers: JSON of its system, and JSON-LD. Pure.

Of JSON only what says that it is an embed of the article counts: the same scripts hold the site's
feeds and settings.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from archive.articles.tree import Element
from archive.platforms.shape import Json, mapping, string

__all__ = ["Block", "InData", "block_addresses", "ld_addresses", "system_addresses"]

_WP_BLOCK = re.compile(
    r"<!--\s*wp:(?:core/|core-)?embed(?:/[\w-]{1,40})?\s+(\{[^\n<>]{1,4000}?\})\s*(?P<alone>/)?-->"
    r"(?:(?P<inside>.{0,4000}?)<!--\s*/wp:(?:core/|core-)?embed(?:/[\w-]{1,40})?\s*-->)?",
    re.DOTALL,
)
_SHORTCODE = re.compile(
    r"\[(embed|tweet|twitter|instagram|youtube|facebook|tiktok)(?:\s[^\]\n]{0,200})?\]"
    r"([^\[\n]{1,1000})\[/\1\]"
    r"|\[(?P<name>tweet|twitter|instagram|youtube|facebook|tiktok)[ =](?P<told>[^\]\n]{1,500})\]"
)
_ARC = re.compile(r"Fusion\.globalContent\s*=\s*(?=\{)")
_MAX_NODES = 50_000
_ELSEWHERE = re.compile(
    r"related|recommend|trending|popular|sidebar|promo|footer$|footer[A-Z_]|header|navigation"
    r"|comments|latest|teaser|suggest|feed|^(?:more|other|next|prev\w*)[A-Z_]",
)
"""Keys of JSON that lead away from the article."""
_KINDS = ("type", "_type", "__typename", "blockName", "nodeType", "name")
"""Keys by which systems say what a part of an article is."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_EMBED_WORDS = {
    *("embed", "embedded", "oembed", "tweet", "twitter", "instagram", "youtube", "facebook"),
    *("tiktok", "bluesky", "threads", "mastodon", "telegram", "social", "socialembed", "bookmark"),
}
_INNER = ("raw_oembed", "attributes", "attrs", "referent", "data", "fields", "embed")
_URL_KEYS = (
    *("url", "_id", "id", "tweetId", "tweet_id", "tweetUrl", "tweet_url", "postUrl", "post_url"),
    *("permalink", "embedUrl", "embed_url", "href", "link", "src"),
)
"""Where such a part has its post's address or id, in it or one step inside, the surest first."""
_TWEET_WORDS = {"tweet", "twitter"}
_TWEET_ID = re.compile(r"\d{15,20}")
"""Shorter ones are a system's own numbers."""
_GHOST = re.compile(r'"cards"|"root"')
"""Of an article as Ghost's editors write it, JSON inside JSON: the old one's, and the new one's."""
_CODE = re.compile(r"<(?:blockquote|iframe|div|script|amp-)[^>]", re.IGNORECASE)
_LD_KEYS = (
    *("sharedContent", "citation", "video", "hasPart", "associatedMedia", "isBasedOn", "mentions"),
)
_LD_ARTICLE = re.compile(r"article|blogposting|report", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\\[\]]{1,2000}", re.IGNORECASE)


_Path: TypeAlias = tuple[()] | tuple["_Path", str | int]
"""The way to a place in JSON, from its end: what it is in, and its key there."""
_STEP = 80
"""Characters of a key that are told."""
_STEPS = 20
"""Steps of a way that are told, from its end."""


class Block(NamedTuple):
    """An embed as the site's system writes it into the article's source."""

    url: str
    start: int
    end: int


class InData(NamedTuple):
    """An embed in the JSON that a page is drawn from."""

    written: str
    """Its address; what starts with ``<`` is its code."""
    path: str
    """Where in the JSON: ``content_elements[3]``."""
    start: int
    end: int
    """Of the script that holds it."""


def block_addresses(html: str) -> Iterator[Block]:
    """WordPress' blocks (https://developer.wordpress.org/block-editor/) and short codes."""
    for found in _WP_BLOCK.finditer(html):
        try:
            told = mapping(json.loads(found.group(1)))
        except (ValueError, RecursionError):  # no block after all
            continue
        url = string(told.get("url"))
        if url:
            yield Block(url, found.start(), found.end())
    for found in _SHORTCODE.finditer(html):
        told_url = _ADDRESS.search(found.group(2) or found.group("told") or "")
        name, words = found.group("name"), str(found.group("told") or "").strip()
        if told_url:
            yield Block(told_url.group(), found.start(), found.end())
        elif name in {"tweet", "twitter"} and re.fullmatch(r"\d{1,20}", words):
            yield Block(f"https://x.com/i/status/{words}", found.start(), found.end())


def system_addresses(tree: Element) -> Iterator[InData]:
    """The embeds in the JSON that a page is drawn from: Arc's ``content_elements``, Ghost's cards,
    WordPress' blocks as a headless site has them.
    """
    for script in tree.elements("script"):
        kind = script.get("type").lower()
        arc = _ARC.search(script.raw) if kind == "" or kind.endswith("/javascript") else None
        if kind == "application/json":
            data = _loaded(script.raw)
        elif arc:
            data = _decoded(script.raw, arc.end())
        else:
            continue
        for written, path in _embeds(data):
            yield InData(written, path, script.start, script.end)


def _loaded(raw: str) -> object:
    try:
        value: object = json.loads(raw, strict=False)
    except (ValueError, RecursionError):  # no JSON
        return None
    return value


def _decoded(raw: str, at: int) -> object:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(raw, at)
    except (ValueError, RecursionError):  # no JSON there
        return None
    return value


def _embeds(root: object) -> Iterator[tuple[str, str]]:
    """Each with its path."""
    waiting: list[tuple[object, _Path]] = [(root, ())]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node, path = waiting.pop()
        seen += 1
        if isinstance(node, list):
            if len(node) == 2 and node[0] in ("embed", "bookmark") and isinstance(node[1], dict):
                for url in _urls(node[1]):  # a card of Ghost's mobiledoc
                    yield url, _written(path)
            waiting.extend((value, (path, n)) for n, value in reversed([*enumerate(node)]))
        elif isinstance(node, dict):
            words = _kind_of(node)
            found = list(_urls(node, words)) if not _EMBED_WORDS.isdisjoint(words) else []
            if found:
                for url in found:
                    yield url, _written(path)
                continue
            waiting.extend(
                (value, (path, key))
                for key, value in reversed(node.items())
                if isinstance(value, dict | list | str) and not _ELSEWHERE.search(key)
            )
        elif isinstance(node, str):
            text = node.lstrip()
            if text[:1] == "<" and _CODE.search(text):
                yield text, _written(path)
            elif text[:1] == "{" and _GHOST.search(text[:4000]):
                waiting.append((_loaded(text), path))


def _written(path: _Path) -> str:
    parts: list[str] = []
    while path and len(parts) < _STEPS:
        path, step = path
        parts.append(f"[{step}]" if isinstance(step, int) else f".{step[:_STEP]}")
    return ("\u2026" if path else "") + "".join(reversed(parts)).removeprefix(".")


def _kind_of(node: Json) -> set[str]:
    """The words by which a part of an article says what it is: ``oembed_response``,
    ``core/embed``, ``CoreEmbedBlock``, ``tweet``.
    """
    kinds = (node.get(name) for name in _KINDS)
    return {
        word.lower()
        for kind in kinds
        if isinstance(kind, str)
        for word in _WORD.findall(kind[:100])
    }


def _urls(node: Json, words: Iterable[str] = ()) -> Iterator[str]:
    inner = (mapping(node.get(name)) for name in _INNER)
    by_id = not _TWEET_WORDS.isdisjoint(words)
    for part in (*inner, node):
        for name in _URL_KEYS:
            value = string(part.get(name))
            if value and value.startswith(("http://", "https://")):
                yield value
                return
            if value and by_id and _TWEET_ID.fullmatch(value):
                yield f"https://x.com/i/status/{value}"
                return


def ld_addresses(nodes: Iterable[Json]) -> Iterator[str]:
    """What the article's own JSON-LD says that it shares, cites or shows."""
    for node in nodes:
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _LD_ARTICLE.search(kind) for kind in kinds):
            continue
        for key in _LD_KEYS:
            value = node.get(key)
            for part in value if isinstance(value, list) else [value]:
                yield from _ld_urls(part)
        for update in _listed(node.get("liveBlogUpdate")):
            yield from _ld_urls(mapping(update).get("sharedContent"))
        body = node.get("articleBody")
        if isinstance(body, str):
            for found in _ADDRESS.finditer(body[:200_000]):
                yield found.group().rstrip(".,;:!?)")


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _ld_urls(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    told = mapping(value)
    for key in ("url", "embedUrl", "contentUrl", "@id"):
        url = string(told.get(key))
        if url:
            yield url
