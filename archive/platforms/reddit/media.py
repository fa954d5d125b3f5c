"""The pictures, videos, links and polls of Reddit's JSON, under our names. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from archive.platforms.reddit.urls import named_post
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.records import LinkCard, Media, Poll, PollOption
from archive.text import web_address

__all__ = ["Shown", "link_card", "poll_of", "shown_by", "time_of", "upload_key"]

_EXTENSIONS = {
    "image/jpg": "jpg",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
}
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


class Shown(NamedTuple):
    """The media of a post, and what is said of those that are not to be had."""

    media: tuple[Media, ...] = ()
    warnings: tuple[str, ...] = ()
    whole: bool = True


def shown_by(post: Json) -> Shown:
    """A gallery in its order, a video, a picture; and the pictures inside a text.

    Reddit gives a picture no description: what stands under one of a gallery, its caption, is
    kept as that.
    """
    if post.get("is_gallery") is True or "gallery_data" in post:
        return _gallery(post)
    video = _video(post)
    if video is not None:
        return video
    found = mapping(post.get("media_metadata")).items()
    inside = [medium for key, told in found if (medium := _uploaded(key, mapping(told), None))]
    picture = _picture(post)
    return Shown((*((picture,) if picture else ()), *inside))


def _gallery(post: Json) -> Shown:
    told = mapping(post.get("media_metadata"))
    media: list[Media] = []
    lost = 0
    for item in mappings(mapping(post.get("gallery_data")).get("items")):
        key = string(item.get("media_id")) or ""
        medium = _uploaded(key, mapping(told.get(key)), string(item.get("caption")))
        if medium is None:
            lost += 1
        else:
            media.append(medium)
    if not media and not lost:
        return Shown((), ("Its gallery is not in the answer.",), whole=False)
    said = (f"Reddit did not give {lost} picture(s) of the gallery.",) if lost else ()
    return Shown(tuple(media), said, whole=not lost)


def _uploaded(key: str, told: Json, caption: str | None) -> Media | None:
    """An upload by its key: the file itself, then Reddit's signed copy of it."""
    kind, size = string(told.get("e")), mapping(told.get("s"))
    mime = string(told.get("m"))
    if told.get("status") != "valid" or kind not in {"Image", "AnimatedImage"}:
        return None
    extension = _EXTENSIONS.get(mime or "")
    own = f"https://i.redd.it/{key}.{extension}"
    at_reddit = extension is not None and re.fullmatch(r"[a-z0-9]{5,30}", key) is not None
    copies = (web_address(size.get(name)) for name in ("u", "gif", "mp4"))
    urls = (own if at_reddit else None, *copies)
    return Media(
        kind="image",
        urls=tuple(url for url in urls if url),
        native_id=key,
        mime=None if mime == "image/jpg" else mime,
        alt=caption,
        width=count(size.get("x")),
        height=count(size.get("y")),
    )


def _video(post: Json) -> Shown | None:
    """A video that Reddit keeps. Its MP4 files have no sound: that is a file of its own, and only
    the playlist has both.
    """
    told = mapping(
        mapping(post.get("secure_media") or post.get("media")).get("reddit_video")
        or mapping(post.get("preview")).get("reddit_video_preview")
    )
    url = web_address(told.get("fallback_url"))
    if url is None:
        return None
    stream = web_address(told.get("hls_url"))
    gif = told.get("is_gif") is True
    silent = gif or told.get("has_audio") is False
    medium = Media(
        kind="gif" if gif else "video",
        urls=tuple(u for u in (None if silent else stream, url) if u),
        native_id=next(iter(urlsplit(url).path.split("/")[1:]), None),
        mime="video/mp4",
        width=count(told.get("width")),
        height=count(told.get("height")),
        duration=_seconds(told.get("duration")),
        poster_url=_preview(post)[0],
    )
    if silent:
        return Shown((medium,))
    said = "Reddit keeps picture and sound apart: where they could not be joined, it is silent."
    return Shown((medium,), (said,), whole=stream is not None)


def _picture(post: Json) -> Media | None:
    url = _outbound(post)
    if url is None or post.get("is_self") is True:
        return None
    parts = urlsplit(url)
    if post.get("post_hint") != "image" and not (
        parts.hostname == "i.redd.it" and _PICTURE.search(parts.path)
    ):
        return None
    copy, width, height = _preview(post)
    return Media(
        kind="image",
        urls=tuple(dict.fromkeys(u for u in (url, copy) if u)),
        native_id=parts.path.strip("/").partition(".")[0]
        if parts.hostname == "i.redd.it"
        else None,
        width=width,
        height=height,
    )


def _seconds(value: object) -> float | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return float(value) if 0 < value < 1e6 else None


def upload_key(url: str) -> str | None:
    """The key of an upload, which its file and Reddit's copies have in their addresses."""
    parts = urlsplit(url)
    ours = parts.hostname in {"i.redd.it", "preview.redd.it"}
    # A copy may have words before the key: /the-bridge-v0-abc123.jpg
    return parts.path.strip("/").partition(".")[0].rpartition("-")[2] or None if ours else None


def _preview(post: Json) -> tuple[str | None, int | None, int | None]:
    image = next(iter(mappings(mapping(post.get("preview")).get("images"))), {})
    source = mapping(image.get("source"))
    return (
        web_address(source.get("url")),
        count(source.get("width")),
        count(source.get("height")),
    )


def _outbound(post: Json) -> str | None:
    return web_address(post.get("url_overridden_by_dest")) or web_address(post.get("url"))


def link_card(post: Json) -> LinkCard | None:
    """The page that a link post links to, as Reddit shows it: the host, and maybe a picture."""
    url = _outbound(post)
    named = named_post(url)
    if url is None or post.get("is_self") is True:
        return None
    if named is not None and named.native_id == post.get("name"):
        return None
    told = mapping(mapping(post.get("secure_media") or post.get("media")).get("oembed"))
    thumbnail = web_address(post.get("thumbnail"))
    return LinkCard(
        url=url,
        title=string(told.get("title")) or string(post.get("domain")),
        description=string(told.get("description")),
        image_url=_preview(post)[0] or web_address(told.get("thumbnail_url")) or thumbnail,
    )


def poll_of(post: Json) -> Poll | None:
    """A poll. To whoever did not vote the votes are given once it is over."""
    told = mapping(post.get("poll_data"))
    options = tuple(_options(told))
    if not options:
        return None
    return Poll(
        options=options,
        ends_at=time_of(told.get("voting_end_timestamp"), 1000),
        closed=True if all(option.votes is not None for option in options) else None,
        voters=count(told.get("total_vote_count")),
        multiple=False,
    )


def _options(told: Json) -> Iterator[PollOption]:
    for option in mappings(told.get("options")):
        text = string(option.get("text"))
        if text is not None:
            yield PollOption(text=text, votes=count(option.get("vote_count")))


def time_of(value: object, per_second: int = 1) -> datetime | None:
    """A time in seconds since 1970, or in parts of them."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    seconds = value / per_second if abs(value) < 1e15 else 0
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < 4e9 else None
