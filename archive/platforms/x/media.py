"""Pictures, videos, cards and polls of X's answers. Pure.

Shapes: react-tweet's ``types`` for the syndication endpoint; for polls the same card as in
X's other interfaces (``poll2choice_text_only``), of which recordings exist.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.platforms.shape import mapping, mappings, moment, string
from archive.platforms.x.shape import boolean, number
from archive.records import LinkCard, Media, Poll, PollOption
from archive.text import web_address

__all__ = [
    "card_of",
    "full_avatar",
    "image_urls",
    "kind_of",
    "media_of",
    "native_id_of",
    "poll_of",
    "video_urls",
]

_POLL = re.compile(r"poll([2-4])choice")
_CARD_IMAGES = (
    *("photo_image_full_size_original", "summary_photo_image_original", "player_image_original"),
    *("thumbnail_image_original", "photo_image_full_size_large", "summary_photo_image_large"),
    *("player_image_large", "thumbnail_image_large", "player_image", "thumbnail_image"),
)


def media_of(detail: Mapping[str, Any]) -> Media | None:
    """One entry of ``mediaDetails``; ``None`` for a kind that is not known here."""
    kind = kind_of(detail.get("type"))
    if kind is None:
        return None
    size = mapping(detail.get("original_info"))
    picture = web_address(detail.get("media_url_https"))
    info = mapping(detail.get("video_info"))
    moving = kind != "image"
    urls, mime = video_urls(mappings(info.get("variants")), "bitrate") if moving else ((), None)
    milliseconds = number(info.get("duration_millis"))
    return Media(
        kind=kind,
        urls=urls if moving else image_urls(picture),
        native_id=native_id_of(picture),
        mime=mime,
        alt=string(detail.get("ext_alt_text")),
        width=number(size.get("width")) or None,
        height=number(size.get("height")) or None,
        duration=milliseconds / 1000 if milliseconds else None,
        poster_url=picture if moving else None,
    )


def kind_of(word: object) -> Literal["image", "video", "gif"] | None:
    if word == "photo":
        return "image"
    if word == "video":
        return "video"
    return "gif" if word == "animated_gif" else None


def native_id_of(picture: str | None) -> str | None:
    """What X calls a medium, from its picture's or poster's address.

    All interfaces give that address, and not all of them a ``media_key``, so this is the
    same whichever source answered: a video's number, else the picture's file name.
    """
    if picture is None:
        return None
    video = re.search(r"_video_thumb/([0-9]+)/", picture)
    if video:
        return video[1]
    return urlsplit(picture).path.rsplit("/", 1)[-1].split(".")[0] or None


def image_urls(url: str | None) -> tuple[str, ...]:
    """Where a picture's bytes may be had: the original first, then as X wrote it."""
    if url is None:
        return ()
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "name"]
    original = urlunsplit(parts._replace(query=urlencode([*query, ("name", "orig")])))
    return (original,) if original == url else (original, url)


def video_urls(
    variants: list[dict[str, Any]], bitrate_key: str
) -> tuple[tuple[str, ...], str | None]:
    """A video's files, the MP4 with the highest bit rate first, playlists last; its type."""
    usable = [
        (variant.get("content_type") == "video/mp4", number(variant.get(bitrate_key)) or 0, url)
        for variant in variants
        if (url := web_address(variant.get("url"))) is not None
    ]
    usable.sort(key=lambda variant: (variant[0], variant[1]), reverse=True)
    return tuple(url for *_, url in usable), "video/mp4" if usable and usable[0][0] else None


def full_avatar(url: object) -> str | None:
    """An avatar's address at full size: X's own is 48 pixels wide."""
    address = web_address(url)
    return None if address is None else re.sub(r"_normal(?=\.\w+$|$)", "", address)


def card_of(
    card: Mapping[str, Any], targets: Mapping[str, str]
) -> tuple[LinkCard | Poll | None, tuple[str, ...]]:
    """What a ``card`` shows, and warnings. ``targets`` leads from short links to full ones."""
    name = string(card.get("name"))
    if name is None:
        return None, ()
    values = _bindings(card.get("binding_values"))
    if _POLL.search(name):
        return _poll(values), ()
    title = string(_text(values, "title"))
    address = web_address(_text(values, "card_url")) or web_address(card.get("url"))
    if title is None or address is None:
        kind = string(name.rpartition(":")[2])
        return None, (f"X drew a card of the kind {kind!r}, which was not kept.",)
    return (
        LinkCard(
            url=targets.get(address, address),
            title=title,
            description=string(_text(values, "description")),
            image_url=next(
                (url for key in _CARD_IMAGES if (url := _image(values, key)) is not None), None
            ),
        ),
        (),
    )


def poll_of(
    options: list[PollOption], *, ends_at: datetime | None, closed: bool | None
) -> Poll | None:
    """A poll; ``None`` without options. Each voter has one vote on X."""
    if not options:
        return None
    votes = [option.votes for option in options if option.votes is not None]
    return Poll(
        options=tuple(options),
        ends_at=ends_at,
        closed=closed,
        multiple=False,
        voters=sum(votes) if len(votes) == len(options) else None,
    )


def _poll(values: Mapping[str, Mapping[str, Any]]) -> Poll | None:
    options = [
        PollOption(text=label, votes=number(_text(values, f"choice{n}_count")))
        for n in range(1, 5)
        if (label := string(_text(values, f"choice{n}_label"))) is not None
    ]
    return poll_of(
        options,
        ends_at=moment(_text(values, "end_datetime_utc")),
        closed=boolean(values.get("counts_are_final", {}).get("boolean_value")),
    )


def _bindings(values: object) -> dict[str, dict[str, Any]]:
    """By key, in both of X's forms: an object, or a list of ``{key, value}``."""
    if isinstance(values, list):
        return {
            key: mapping(item.get("value"))
            for item in mappings(values)
            if (key := string(item.get("key"))) is not None
        }
    return {key: mapping(value) for key, value in mapping(values).items()}


def _text(values: Mapping[str, Mapping[str, Any]], key: str) -> object:
    return values.get(key, {}).get("string_value")


def _image(values: Mapping[str, Mapping[str, Any]], key: str) -> str | None:
    return web_address(mapping(values.get(key, {}).get("image_value")).get("url"))
