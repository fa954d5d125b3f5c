"""The entities and the card of a post, as tweet-result and API v1.1 write them alike. Pure."""

from collections.abc import Mapping
from typing import Any

from archive.platforms.shape import mapping, mappings, string
from archive.platforms.x.media import card_of
from archive.platforms.x.shape import number
from archive.platforms.x.text import Entity
from archive.platforms.x.urls import account_url, cashtag_url, hashtag_url
from archive.records import LinkCard, Poll
from archive.text import web_address

__all__ = ["card_in", "entities_of"]


def entities_of(told: object, raw: str) -> list[Entity]:
    """The spans of ``raw`` that an ``entities`` object names, in code points."""
    entities, found = mapping(told), []
    for name in ("hashtags", "symbols", "user_mentions", "urls", "media"):
        for item in mappings(entities.get(name)):
            indices = item.get("indices")
            if not isinstance(indices, list) or len(indices) != 2:
                continue
            start, end = number(indices[0]), number(indices[1])
            if start is not None and end is not None:
                found.append(_entity(name, item, start, end, raw))
    return found


def _entity(name: str, item: Mapping[str, Any], start: int, end: int, raw: str) -> Entity:
    if name == "hashtags":
        tag = string(item.get("text")) or raw[start + 1 : end]
        return Entity(start, end, "hashtag", hashtag_url(tag))
    if name == "symbols":
        tag = string(item.get("text")) or raw[start + 1 : end]
        return Entity(start, end, "cashtag", cashtag_url(tag))
    if name == "user_mentions":
        handle = string(item.get("screen_name")) or raw[start + 1 : end]
        return Entity(start, end, "mention", account_url(handle))
    target = web_address(item.get("expanded_url")) or web_address(item.get("url"))
    shown = string(item.get("display_url")) or target
    return Entity(start, end, "link", target, shown, of_media=name == "media")


def card_in(tweet: Mapping[str, Any]) -> tuple[LinkCard | Poll | None, tuple[str, ...]]:
    """What the card of a post shows, and warnings."""
    targets = {
        short: target
        for item in mappings(mapping(tweet.get("entities")).get("urls"))
        if (short := string(item.get("url"))) is not None
        and (target := web_address(item.get("expanded_url"))) is not None
    }
    return card_of(mapping(tweet.get("card")), targets)
