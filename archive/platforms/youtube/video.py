"""What each source of YouTube says of a video -> a snapshot. Pure.

The API's shapes are documented (https://developers.google.com/youtube/v3/docs/videos). Those of
the page are YouTube's own: its ``<meta>`` and ``itemprop``, and where it is there the object
``ytInitialPlayerResponse`` of its player (the shape is that which yt-dlp's extractor reads).

Captions are not taken, as the video is not: the API gives them to who owns the video
(https://developers.google.com/youtube/v3/docs/captions/download), and the addresses in the page are
for its player, with a token that it makes.
"""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from archive.errors import NotAPost
from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import PageFacts, when
from archive.platforms.plain import marks_in, whole_marks
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.platforms.youtube.urls import channel_in, channel_url, hashtag_url, identify, ref_of
from archive.records import Author, Completeness, Media, Precision, Snapshot
from archive.text import web_address

__all__ = [
    "UNLISTED",
    "channel",
    "of_api",
    "of_envelope",
    "of_page",
    "of_player",
    "seconds",
    "told",
]

UNLISTED = "unlisted"
"""Label of a video that its owner shows to whoever has the address, and lists nowhere."""

NO_FILE = "The video itself was not taken; its poster stands for it."
_NO_DESCRIPTION = "Only the title was given: the description of the video is not here."
_CUT = "The page gave only the beginning of the description."
_UNBROKEN = "The page gave the description without its line breaks."
_DURATION = re.compile(r"P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?")
_SIZES = ("maxres", "standard", "high", "medium", "default")
_MORE = ("...", "…")


def of_envelope(envelope: Oembed) -> Snapshot | None:
    """The video of an oEmbed answer, which has its title, its channel and its thumbnail;
    ``None``: the answer is about no single video (a playlist).
    """
    native_id = _framed_in(envelope)
    if native_id is None or envelope.title is None:
        return None
    return _snapshot(
        native_id,
        title=envelope.title,
        description=None,
        author=channel(envelope.author_name, envelope.author_url),
        poster=envelope.thumbnail_url,
    )


def of_api(item: Json) -> Snapshot | None:
    """The video of a ``youtube#video`` resource; ``None`` if it is none with a title."""
    snippet, status = mapping(item.get("snippet")), mapping(item.get("status"))
    details, counted = mapping(item.get("contentDetails")), mapping(item.get("statistics"))
    native_id, title = string(item.get("id")), string(snippet.get("title"))
    if native_id is None or title is None:
        return None
    channel_id = string(snippet.get("channelId"))
    created_at, precision = when(snippet.get("publishedAt"))
    return _snapshot(
        native_id,
        title=title,
        description=string(snippet.get("description")) or "",
        author=channel(string(snippet.get("channelTitle")), None, channel_id),
        poster=_largest(snippet.get("thumbnails")),
        duration=seconds(details.get("duration")),
        created=(created_at, precision),
        lang=string(snippet.get("defaultLanguage")),
        sensitive=mapping(details.get("contentRating")).get("ytRating") == "ytAgeRestricted",
        unlisted=status.get("privacyStatus") == "unlisted",
        counts={
            ours: int(number)
            for theirs, ours in (
                ("viewCount", "views"),
                ("likeCount", "likes"),
                ("commentCount", "replies"),
            )
            if re.fullmatch(r"[0-9]{1,15}", number := str(counted.get(theirs)))
        },
    )


def of_page(facts: PageFacts, player: Json) -> Snapshot | None:
    """The video of a watch page; ``None``: it names none, or nothing of it."""
    video = mapping(player.get("videoDetails"))
    native_id = _named_by(facts, video)
    title = (
        string(video.get("title"))
        or told(facts, "name")
        or facts.meta.get("og:title")
        or facts.meta.get("title")
    )
    if native_id is None or title is None:
        return None
    about = mapping(mapping(player.get("microformat")).get("playerMicroformatRenderer"))
    whole = string(video.get("shortDescription")) or ("" if "shortDescription" in video else None)
    beginning = told(facts, "description") or facts.meta.get("og:description")
    published = string(about.get("publishDate")) or string(about.get("uploadDate"))
    owner = string(about.get("ownerProfileUrl")) or next(
        (url for url in facts.items.get("url", ()) if _is_channel(url)), None
    )
    names = facts.items.get("name", ())
    return _snapshot(
        native_id,
        title=title,
        description=whole if whole is not None else beginning,
        from_meta=whole is None,
        author=channel(
            string(video.get("author")) or (names[1] if len(names) > 1 else None),
            web_address(owner),
            string(video.get("channelId")) or told(facts, "channelid"),
        ),
        poster=_last(mapping(video.get("thumbnail")).get("thumbnails"))
        or facts.meta.get("og:image"),
        duration=_number(video.get("lengthSeconds")) or seconds(told(facts, "duration")),
        created=when(published or told(facts, "datepublished") or told(facts, "uploaddate")),
        sensitive=told(facts, "isfamilyfriendly") == "false",
        unlisted=about.get("isUnlisted") is True or told(facts, "unlisted") in {"True", "true"},
        counts={
            name: int(number)
            for name, number in (("views", _number(video.get("viewCount"))),)
            if number is not None
        },
    )


def of_player(html: str, facts: PageFacts) -> Snapshot | None:
    """The video of the frame in which others show it (``/embed/ID``): its title, and the channel.

    The object stands as text within the frame's own settings; the shape is a recording's.
    """
    found = re.search(r'"embedded_player_response":\s?(?=")', html)
    try:
        text, _ = json.JSONDecoder().raw_decode(html, found.end()) if found else ("", 0)
        preview = mapping(mapping(json.loads(text)).get("embedPreview"))
    except (ValueError, RecursionError, TypeError):  # none there, or nested past all sense
        return None
    shown = mapping(preview.get("thumbnailPreviewRenderer"))
    title = _runs(shown.get("title"))
    details = mapping(
        mapping(shown.get("videoDetails")).get("embeddedPlayerOverlayVideoDetailsRenderer")
    )
    expanded = mapping(
        mapping(details.get("expandedRenderer")).get(
            "embeddedPlayerOverlayVideoDetailsExpandedRenderer"
        )
    )
    button = mapping(mapping(expanded.get("subscribeButton")).get("subscribeButtonRenderer"))
    native_id = _id_in(facts.canonical)
    if title is None or native_id is None:
        return None
    return _snapshot(
        native_id,
        title=title,
        description=None,
        author=channel(_runs(expanded.get("title")), None, string(button.get("channelId"))),
        poster=_last(mapping(shown.get("defaultThumbnail")).get("thumbnails")),
        duration=_number(shown.get("videoDurationSeconds")),
    )


def told(facts: PageFacts, name: str) -> str | None:
    """The first ``itemprop`` of a page: that of the video, which stands before its parts."""
    return next(iter(facts.items.get(name, ())), None)


def seconds(value: object) -> float | None:
    """An ISO 8601 duration (``PT4M1S``) in seconds; a live broadcast has ``P0D``, which is none."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    days, hours, minutes, rest = (int(part or 0) for part in found.groups())
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=rest)
    return length.total_seconds() or None


def channel(name: str | None, url: str | None, native_id: str | None = None) -> Author:
    """The channel that published it."""
    handle, in_url = channel_in(url)
    native_id = native_id or in_url
    if url is None and native_id is not None:
        url = channel_url(native_id)
    return Author(name=name, handle=handle, native_id=native_id, url=url)


def _snapshot(
    native_id: str,
    *,
    title: str,
    description: str | None,
    author: Author,
    poster: str | None,
    from_meta: bool = False,
    duration: float | None = None,
    created: tuple[datetime | None, Precision] = (None, "unknown"),
    lang: str | None = None,
    sensitive: bool = False,
    unlisted: bool = False,
    counts: dict[str, int] | None = None,
) -> Snapshot:
    """``description`` is ``None`` where the source does not give it, and empty where there is
    none.
    """
    completeness: Completeness = "full"
    warnings = [NO_FILE]
    if description is None:
        completeness = "partial"
        warnings.append(_NO_DESCRIPTION)
    elif from_meta:
        cut = description.endswith(_MORE)
        completeness = "cut" if cut else "partial"
        warnings.append(_CUT if cut else _UNBROKEN)
    text = f"{title}\n\n{description}" if description else title
    facets = marks_in(text, hashtag=hashtag_url)
    created_at, precision = created
    return Snapshot(
        platform="youtube",
        native_id=native_id,
        url=ref_of(native_id).url,
        author=author,
        text=text,
        facets=whole_marks(text, facets) if completeness == "cut" else facets,
        sensitive=sensitive,
        labels=(UNLISTED,) if unlisted else (),
        lang=lang,
        langs=(lang,) if lang else (),
        created_at=created_at,
        created_precision=precision,
        media=(Media(kind="video", native_id=native_id, duration=duration, poster_url=poster),),
        counts=counts or {},
        completeness="partial" if completeness == "full" and created_at is None else completeness,
        lacks=("end",) if description is None else (),
        warnings=tuple(warnings),
    )


def _framed_in(envelope: Oembed) -> str | None:
    """The video that the envelope's own frame shows."""
    found = re.search(r'src="(https?://[^"\s]{1,500})"', envelope.html or "")
    return _id_in(found[1]) if found else None


def _named_by(facts: PageFacts, video: Json) -> str | None:
    named = string(video.get("videoId")) or told(facts, "videoid") or told(facts, "identifier")
    if named is not None:
        return named
    return _id_in(facts.meta.get("og:url")) or _id_in(facts.canonical)


def _id_in(url: str | None) -> str | None:
    try:
        ref = identify(urlsplit(url)) if url else None
    except (NotAPost, ValueError):  # a playlist, a channel, or no address at all
        return None
    return ref.native_id if ref else None


def _is_channel(url: str) -> bool:
    return re.search(r"youtube\.com/(?:@|user/|c/|channel/)", url) is not None


def _largest(thumbnails: object) -> str | None:
    sizes = mapping(thumbnails)
    found = (web_address(mapping(sizes.get(size)).get("url")) for size in _SIZES)
    return next((url for url in found if url), None)


def _last(thumbnails: object) -> str | None:
    """The player lists them from the smallest on."""
    return next(
        (u for t in reversed(mappings(thumbnails)) if (u := web_address(t.get("url")))), None
    )


def _number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        value = int(value)
    return count(value) or None


def _runs(value: object) -> str | None:
    return string(
        "".join(string(run.get("text")) or "" for run in mappings(mapping(value).get("runs")))
    )
