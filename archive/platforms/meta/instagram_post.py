"""A post of Instagram from the JSON in its own pages of 2016 to 2023 -> a snapshot. Pure.

``window._sharedData`` of a post's page (recorded 2018 to 2020), and the same object in embeds and
in ``?__a=1`` answers. A post of 2016 has ``code``, ``date`` and ``caption`` in place of
``shortcode``, ``taken_at_timestamp`` and ``edge_media_to_caption``.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from bs4 import BeautifulSoup

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.meta.instagram_urls import account_url, hashtag_url, ref_of
from archive.platforms.meta.marks import marks_of
from archive.platforms.meta.media_id import minute_of, post_code
from archive.platforms.meta.sources import another_post
from archive.platforms.place import place_of
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.records import Author, Facet, Media, PostRef, Precision, Snapshot
from archive.text import web_address

__all__ = ["author_of", "data_in", "marks", "media_in", "read_media", "time_of"]

_BEGINNINGS = re.compile(
    r"\A\s{0,99}window\.(?:_sharedData\s{0,9}=\s{0,9}"
    r"|__additionalDataLoaded\(\s{0,9}[\"'][^\"']{0,200}[\"'],\s{0,9})"
)
_CONTEXT = re.compile(r'"contextJSON"\s{0,9}:\s{0,9}("(?:[^"\\]|\\.)*+")')
_MAX_SCRIPTS = 500
_MAX_NODES = 20_000
_MAX_TAGGED = 50
_KEYS = ("shortcode_media", "xdt_shortcode_media")


def data_in(soup: BeautifulSoup) -> Iterator[object]:
    """The JSON that a page of Instagram's holds about its post, part by part. It is looked for in
    scripts only: the words of a post stand elsewhere, and may look like anything.
    """
    decoder = json.JSONDecoder()
    for tag in soup.find_all("script", limit=_MAX_SCRIPTS):
        script = tag.get_text()
        start, context = _BEGINNINGS.match(script), _CONTEXT.search(script)
        try:
            if start is not None:
                yield decoder.raw_decode(script, start.end())[0]
            elif context is not None:
                yield json.loads(json.loads(context[1]))
        except (ValueError, RecursionError, TypeError):  # cut off: it costs the others nothing
            continue


def media_in(data: object) -> Json | None:
    """The post in Instagram's JSON, however it is wrapped; ``None``: there is none."""
    todo, seen = [data], 0
    while todo and seen < _MAX_NODES:
        node = todo.pop()
        seen += 1
        if isinstance(node, dict):
            for key in _KEYS:
                if ref_in(mapping(node.get(key))) is not None:
                    return mapping(node[key])
            old = mapping(node.get("media"))
            if "display_src" in old and ref_in(old) is not None:
                return old
            todo += reversed(list(node.values()))
        elif isinstance(node, list):
            todo += reversed(node)
    return None


def ref_in(media: Json) -> PostRef | None:
    """The post that an object is."""
    code = post_code(string(media.get("shortcode")) or string(media.get("code")) or "")
    return None if code is None else ref_of(code)


def read_media(media: Json, ref: PostRef | None) -> Answer:
    """What Instagram's object of a post says of the post ``ref``, or of its own."""
    found = ref_in(media)
    if found is None:
        return Failed(reason="malformed", detail="Instagram gave a post without its code.")
    if ref is not None and found.native_id != ref.native_id:
        return another_post("Instagram", found, ref)
    if mapping(media.get("owner")).get("is_private") is True:
        return Refused(reason="protected", detail="Instagram says that the account is private.")
    return Found(ref=found, snapshots=(parse_media(media, found),))


def parse_media(media: Json, ref: PostRef) -> Snapshot:
    """The snapshot of Instagram's object of a post."""
    text = _caption(media)
    facets, warnings = marks(text)
    files = _files(media)
    lacks = any(not medium.urls for medium in files) or not files
    at, precision = time_of(ref.native_id, _seconds(media))
    owner = mapping(media.get("owner"))
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=author_of(
            handle=owner.get("username"),
            name=owner.get("full_name"),
            native_id=owner.get("id"),
            avatar=owner.get("profile_pic_url"),
        ),
        text=text,
        facets=facets,
        created_at=at,
        created_precision=precision,
        media=files,
        place=place_of(mapping(media.get("location")).get("name")),
        counts=_counts(media),
        completeness="partial" if lacks else "full",
        warnings=(*warnings, *_warnings(media, lacks)),
    )


def marks(text: str) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """Instagram links names and hashtags in a caption, and no addresses."""
    return marks_of(text, account=account_url, hashtag=hashtag_url, links=False)


def author_of(
    *, handle: object, name: object = None, native_id: object = None, avatar: object = None
) -> Author:
    known = string(handle)
    number = str(native_id) if count(native_id) is not None else string(native_id)
    return Author(
        name=string(name),
        handle=known,
        native_id=number,
        url=account_url(known) if known else None,
        avatar_url=web_address(avatar),
    )


def time_of(code: str, told: datetime | None) -> tuple[datetime | None, Precision]:
    """When a post was made: as Instagram says it, else to the minute by its id."""
    if told is not None:
        return told, "s"
    minute = minute_of(code)
    return minute, "unknown" if minute is None else "minute"


def _seconds(media: Json) -> datetime | None:
    told = count(media.get("taken_at_timestamp")) or count(media.get("date"))
    try:
        return datetime.fromtimestamp(told, UTC) if told else None
    except (ValueError, OverflowError, OSError):  # no year that there is
        return None


def _nodes(edge: object) -> list[Json]:
    """The objects of an ``edge_…``."""
    return [mapping(item.get("node")) for item in mappings(mapping(edge).get("edges"))]


def _caption(media: Json) -> str:
    for node in _nodes(media.get("edge_media_to_caption")):
        if text := string(node.get("text")):
            return text
    return string(media.get("caption")) or ""


def _files(media: Json) -> tuple[Media, ...]:
    children = _nodes(media.get("edge_sidecar_to_children"))
    return tuple(_file(node) for node in children or [media])


def _file(node: Json) -> Media:
    size = mapping(node.get("dimensions"))
    picture = web_address(node.get("display_url")) or web_address(node.get("display_src"))
    moving = node.get("is_video") is True
    address = web_address(node.get("video_url")) if moving else picture
    return Media(
        kind="video" if moving else "image",
        urls=(address,) if address else (),
        native_id=string(node.get("id")),
        mime="video/mp4" if moving and address else None,
        alt=string(node.get("accessibility_caption")),
        width=count(size.get("width")) or None,
        height=count(size.get("height")) or None,
        duration=_duration(node.get("video_duration")),
        poster_url=picture if moving else None,
    )


def _duration(value: object) -> float | None:
    """Seconds, to a day at most."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return float(value) if 0 < value < 86_400 else None


def _counts(media: Json) -> dict[str, int]:
    def total(*names: str) -> int | None:
        counted = (count(mapping(media.get(name)).get("count")) for name in names)
        return next((number for number in counted if number is not None), None)

    told = {
        "likes": total("edge_media_preview_like", "likes"),
        "replies": total("edge_media_to_parent_comment", "edge_media_to_comment", "comments"),
        "views": count(media.get("video_view_count")),
    }
    return {name: number for name, number in told.items() if number is not None}


def _warnings(media: Json, lacks: bool) -> tuple[str, ...]:
    warnings: list[str] = []
    tagged = [
        f"@{handle[:30]}"
        for node in _nodes(media.get("edge_media_to_tagged_user"))[:_MAX_TAGGED]
        if (handle := string(mapping(node.get("user")).get("username")))
    ]
    if tagged:
        warnings.append(f"Accounts are marked in its pictures: {', '.join(dict.fromkeys(tagged))}.")
    if media.get("caption_is_edited") is True:
        warnings.append("Instagram says that the caption was edited, and not when.")
    if lacks:
        warnings.append("Not all of its pictures or videos are in Instagram's answer.")
    return tuple(warnings)
