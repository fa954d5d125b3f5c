"""The pictures, videos, voices and files of one of Telegram's posts, and its poll. Pure.

Their addresses carry a token and expire: they are fetched when the post is captured.
"""

import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qs

from bs4 import Tag

from archive.platforms.place import place_of
from archive.platforms.shape import string
from archive.platforms.telegram.page import background, first, found_in, has_class, one_line
from archive.records import LinkCard, Media, Place, Poll, PollOption
from archive.text import html_to_text, web_address

__all__ = ["OTHERS", "Shown", "file_named", "link_card", "place_in", "poll_of", "shown_in"]

OTHERS = ("tgme_widget_message_reply", "tgme_widget_message_link_preview")
"""Parts of a post that show another post or a page."""

_KINDS = (
    "tgme_widget_message_photo_wrap",
    "tgme_widget_message_video_player",
    "tgme_widget_message_roundvideo_player",
    "tgme_widget_message_voice_player",
    "tgme_widget_message_sticker_wrap",
    "tgme_widget_message_document_wrap",
    "tgme_widget_message_contact_wrap",
    "tgme_widget_message_invoice_wrap",
    "tgme_widget_message_game_wrap",
)
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*([0-9]{1,5})px")
_SHARE = re.compile(r"padding-top:\s*([0-9]{1,4}(?:\.[0-9]{1,20})?)%")
_DURATION = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})")
_MAX_ITEMS = 100


class Shown(NamedTuple):
    """The media of a post, and what is said of those that are not to be had."""

    media: tuple[Media, ...]
    warnings: tuple[str, ...]
    whole: bool
    """Whether all that a reader of Telegram sees is among the media."""


def shown_in(message: Tag) -> Shown:
    """The media of a post, an album's in its order."""
    media: list[Media] = []
    warnings: list[str] = []
    for tag in islice(found_in(message, _KINDS, OTHERS), _MAX_ITEMS):
        medium, warning = _medium(tag)
        if medium is not None:
            media.append(medium)
        if warning is not None:
            warnings.append(warning)
    warnings += _not_shown(message)
    return Shown(tuple(media), tuple(dict.fromkeys(warnings)), not warnings)


def _medium(tag: Tag) -> tuple[Media | None, str | None]:
    kind = next(kind for kind in _KINDS if has_class(tag, kind))
    match kind.removeprefix("tgme_widget_message_"):
        case "photo_wrap":
            return _photo(tag)
        case "video_player" | "roundvideo_player":
            return _video(tag)
        case "voice_player":
            return _voice(tag)
        case "sticker_wrap":
            return _sticker(tag)
        case "document_wrap":
            named = file_named(tag) or "a file without a name"
            return None, f"It has “{named}”, a file that Telegram hands to its apps alone."
        case other:
            what = {"contact_wrap": "a contact", "invoice_wrap": "an invoice"}.get(other, "a game")
            return None, f"It shows {what}, which was not kept."


def file_named(tag: Tag) -> str | None:
    """The name and the size of the first file, as Telegram writes them."""
    title = one_line(first(tag, "tgme_widget_message_document_title", outside=OTHERS))
    extra = one_line(first(tag, "tgme_widget_message_document_extra", outside=OTHERS))
    return f"{title} ({extra})" if title and extra else title


def _photo(tag: Tag) -> tuple[Media | None, str | None]:
    url = background(tag)
    if url is None:
        return None, "It has a picture whose address Telegram did not give."
    grouped = has_class(tag, "grouped_media_wrap")  # then the style is that of its place
    size = _size(tag, first(tag, "tgme_widget_message_photo")) if not grouped else (None, None)
    names = [name for name in (tag.get("class") or []) if re.fullmatch(r"[0-9]{6,20}", name)]
    return Media(
        kind="image",
        urls=(url,),
        native_id=names[0] if names else None,
        width=size[0],
        height=size[1],
    ), None


def _video(tag: Tag) -> tuple[Media, str | None]:
    video = tag.find("video")
    url = _source(video)
    wrap = first(tag, "tgme_widget_message_video_wrap")
    thumb = first(tag, "tgme_widget_message_video_thumb", "tgme_widget_message_roundvideo_thumb")
    duration = _seconds(
        first(tag, "message_video_duration", "tgme_widget_message_roundvideo_duration")
    )
    width, height = _size(wrap, wrap)
    loops = isinstance(video, Tag) and video.has_attr("loop") and duration is None
    medium = Media(
        kind="gif" if loops else "video",
        urls=(url,) if url else (),
        width=width,
        height=height,
        duration=duration,
        poster_url=background(thumb),
    )
    if url:
        return medium, None
    label = one_line(first(tag, "message_media_not_supported_label"))
    said = f": “{label}”" if label else ""
    return medium, f"Telegram's page has the first picture of a video and not the video{said}."


def _voice(tag: Tag) -> tuple[Media | None, str | None]:
    url = _source(tag.find("audio"))
    if url is None:
        return None, "It has a voice message whose address Telegram did not give."
    duration = _seconds(first(tag, "tgme_widget_message_voice_duration"))
    return Media(kind="audio", urls=(url,), duration=duration), None


def _sticker(tag: Tag) -> tuple[Media | None, str | None]:
    still = first(tag, "tgme_widget_message_sticker")
    picture = web_address(still.get("data-webp")) if still is not None else None
    if picture is not None:
        return Media(kind="image", urls=(picture,)), None
    moving = _source(tag.find("video"))
    if moving is not None:
        return Media(kind="gif", urls=(moving,)), None
    return None, "It shows an animated sticker, in a form that only Telegram's apps draw."


def _not_shown(message: Tag) -> list[str]:
    """What Telegram says in place of a part that its page does not show. It stands, hidden, in
    every video, too: only what is a part of the post itself is seen.
    """
    bubble = first(message, "tgme_widget_message_bubble")
    if bubble is None:
        return []
    said = []
    for tag in bubble.find_all(class_="message_media_not_supported_wrap", recursive=False):
        if not has_class(tag, "media_not_supported_cont"):
            label = one_line(first(tag, "message_media_not_supported_label"))
            said.append(f"Telegram's page does not show a part of it: “{label or 'no words'}”.")
    return said


def poll_of(message: Tag) -> tuple[str | None, Poll | None, tuple[str, ...]]:
    """The question and the choices of a poll, and a warning: Telegram rounds each share to one
    per cent, and votes are not shares.
    """
    tag = first(message, "tgme_widget_message_poll")
    if tag is None:
        return None, None, ()
    options = []
    for option in tag.find_all(class_="tgme_widget_message_poll_option", limit=_MAX_ITEMS):
        text = one_line(first(option, "tgme_widget_message_poll_option_text"))
        if text is not None:
            options.append(PollOption(text=text))
    kind = (one_line(first(tag, "tgme_widget_message_poll_type")) or "").lower()
    voters = one_line(first(message, "tgme_widget_message_voters")) or ""
    return (
        one_line(first(tag, "tgme_widget_message_poll_question")),
        Poll(
            options=tuple(options),
            closed=True if kind == "final results" else None,
            voters=int(voters) if re.fullmatch(r"[0-9]{1,9}", voters) else None,
        ),
        ("Telegram shows how many per cent chose what, and no votes; they were not kept.",),
    )


def place_in(message: Tag) -> Place | None:
    """The place that a post shows on a map: its link has the point as ``q=LATITUDE,LONGITUDE``."""
    tag = first(message, "tgme_widget_message_location_wrap", outside=OTHERS)
    if tag is None:
        return None
    point = parse_qs(str(tag.get("href") or "").partition("?")[2][:1000]).get("q", [""])[0]
    latitude, _, longitude = point.partition(",")
    title = one_line(first(tag, "tgme_widget_message_location_title"))
    return place_of(title, latitude, longitude)


def link_card(message: Tag) -> LinkCard | None:
    tag = first(message, "tgme_widget_message_link_preview")
    url = web_address(tag.get("href")) if tag is not None else None
    if tag is None or url is None:
        return None
    site = one_line(first(tag, "link_preview_site_name"))
    about = first(tag, "link_preview_description")
    picture = first(
        tag, "link_preview_image", "link_preview_right_image", "link_preview_video_thumb"
    )
    return LinkCard(
        url=url,
        title=one_line(first(tag, "link_preview_title")) or site,
        description=string(html_to_text(about.decode_contents())[0]) if about else None,
        image_url=background(picture),
    )


def _source(tag: object) -> str | None:
    return web_address(tag.get("src")) if isinstance(tag, Tag) else None


def _size(wide: Tag | None, high: Tag | None) -> tuple[int | None, int | None]:
    """Pixels: the width is told, the height as a share of it."""
    width = _WIDTH.search(str(wide.get("style") or "")) if wide is not None else None
    share = _SHARE.search(str(high.get("style") or "")) if high is not None else None
    if width is None or share is None:
        return None, None
    return int(width[1]), round(int(width[1]) * float(share[1]) / 100) or None


def _seconds(tag: Tag | None) -> float | None:
    match = _DURATION.fullmatch(one_line(tag) or "")
    if match is None:
        return None
    return float(int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3]))
