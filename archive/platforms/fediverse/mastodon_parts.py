"""The parts of a Mastodon status: address, author, media, poll, link card, emoji. Pure."""

import mimetypes
from typing import get_args
from urllib.parse import urlsplit

from archive.platforms.fediverse.shape import seconds, size
from archive.platforms.fediverse.urls import ref_of, server_of
from archive.platforms.shape import Json, count, mapping, mappings, moment, string
from archive.records import Author, LinkCard, Media, MediaKind, Poll, PollOption, PostRef
from archive.text import web_address

__all__ = [
    "author_of",
    "emojis_of",
    "is_for_followers",
    "is_public",
    "is_whole",
    "link_card",
    "media_kind",
    "media_of",
    "poll_of",
    "status_ref",
]


def status_ref(status: Json) -> PostRef:
    """The post that a status is, at its own server.

    Raises:
        ValueError: it names no address.
    """
    ref = ref_of(string(status.get("url")), string(status.get("uri")))
    if ref is None:
        raise ValueError("the status has no address")
    return ref


def is_whole(status: Json) -> bool:
    """Whether it has what a post must have: an address, an account, a text."""
    address = ref_of(string(status.get("url")), string(status.get("uri")))
    return bool(address and mapping(status.get("account"))) and isinstance(
        status.get("content"), str
    )


def is_public(status: Json) -> bool:
    """Whether anybody may read it, listed or not: it is neither for followers nor direct."""
    return status.get("visibility", "public") in ("public", "unlisted", "public_unlisted")


def is_for_followers(status: Json) -> bool:
    """Whether its author meant it for followers: Mastodon calls that ``private``."""
    return status.get("visibility") == "private"


def author_of(account: Json, base: str) -> Author:
    """Who posted. The handle always names the server: ``acct`` leaves it out for its own
    accounts (https://docs.joinmastodon.org/entities/Account/).
    """
    acct = string(account.get("acct")) or string(account.get("username"))
    url = web_address(account.get("url"))
    return Author(
        name=string(account.get("display_name")),
        handle=acct if acct is None or "@" in acct else f"{acct}@{server_of(base)}",
        native_id=web_address(account.get("uri")) or url,
        url=url,
        avatar_url=web_address(account.get("avatar_static")) or web_address(account.get("avatar")),
    )


def emojis_of(emojis: object) -> dict[str, str]:
    """Shortcode -> picture, a still one where there is one."""
    pictures = {}
    for emoji in mappings(emojis):
        url = web_address(emoji.get("static_url")) or web_address(emoji.get("url"))
        shortcode = string(emoji.get("shortcode"))
        if shortcode and url:
            pictures[shortcode] = url
    return pictures


def media_of(attachments: object, *, ours: bool) -> tuple[Media, ...]:
    """The attachments (https://docs.joinmastodon.org/entities/MediaAttachment/).

    ``ours``: the server that answered is the post's own; else its attachment ids say
    nothing at the origin, and are left out.
    """
    return tuple(_medium(entry, ours) for entry in mappings(attachments))


def _medium(entry: Json, ours: bool) -> Media:
    meta = mapping(entry.get("meta"))
    original = mapping(meta.get("original"))
    urls = [web_address(entry.get(key)) for key in ("url", "remote_url")]
    kind = _kind(string(entry.get("type")), urls[1] or urls[0])
    return Media(
        kind=kind,
        urls=tuple(dict.fromkeys(url for url in urls if url)),
        native_id=string(entry.get("id")) if ours else None,
        alt=string(entry.get("description")),
        width=size(original.get("width")) or size(meta.get("width")),
        height=size(original.get("height")) or size(meta.get("height")),
        duration=seconds(original.get("duration")) or seconds(meta.get("duration")),
        poster_url=web_address(entry.get("preview_url")) if kind != "image" else None,
    )


def _kind(said: str | None, url: str | None) -> MediaKind:
    """``gifv`` is a video without sound that plays like a GIF; ``unknown`` is what the server
    did not fetch itself.
    """
    match said:
        case "image" | "video" | "audio":
            return said
        case "gifv":
            return "gif"
        case _:
            return media_kind(None, url)


def media_kind(mime: str | None, url: str | None) -> MediaKind:
    """The kind that a media type tells, else the ending of the address, else an image."""
    guessed = mime or (mimetypes.guess_type(urlsplit(url).path)[0] if url else None) or ""
    major = guessed.partition("/")[0].lower()
    return next((kind for kind in get_args(MediaKind) if kind == major), "image")


def poll_of(poll: object) -> Poll | None:
    """The poll (https://docs.joinmastodon.org/entities/Poll/); of an earlier version only the
    options are known.
    """
    entry = mapping(poll)
    options = tuple(
        PollOption(text=string(option.get("title")) or "", votes=count(option.get("votes_count")))
        for option in mappings(entry.get("options"))
    )
    if not options:
        return None
    expired, multiple = entry.get("expired"), entry.get("multiple")
    return Poll(
        options=options,
        ends_at=moment(entry.get("expires_at")),
        closed=expired if isinstance(expired, bool) else None,
        multiple=multiple if isinstance(multiple, bool) else None,
        voters=count(entry.get("voters_count")),
    )


def link_card(card: object) -> LinkCard | None:
    """The preview of a linked page (https://docs.joinmastodon.org/entities/PreviewCard/)."""
    entry = mapping(card)
    url = web_address(entry.get("url"))
    if url is None:
        return None
    return LinkCard(
        url=url,
        title=string(entry.get("title")),
        description=string(entry.get("description")),
        image_url=web_address(entry.get("image")),
    )
