"""The media of a snapshot in full view: what each picture of the box leads to. Pure.

Each in its own ratio and as large as the page is wide, with its whole description and who
wrote it, its size, and where it is not there, why.
"""

from pathlib import PurePosixPath

import msgspec

from archive.attachments import Held, held, shown_file
from archive.records import STREAM_CAPTIONS, Media, MediaRow
from archive.storage.base import Holding
from embedder.dates import language_name
from embedder.links import Links
from embedder.parts import MediaTile, PostView
from embedder.pictures import Widths, full_tiles, is_picture, picture_of
from embedder.post_words import PostWords
from embedder.voice import Voice

__all__ = ["PAGE_WIDTH", "FullMedia", "FullMedium", "full_media"]

PAGE_WIDTH = 704
"""Pixels between the paddings of our page: ``.page`` of site.css."""


class Track(msgspec.Struct, frozen=True, kw_only=True):
    """Captions of a video in one language."""

    src: str
    lang: str | None
    label: str
    """The language's name in the page's language; without one ``CC``."""


class FullMedium(msgspec.Struct, frozen=True, kw_only=True):
    """One picture, video, GIF or audio in full view."""

    number: int
    """From 1, as the box's links name it: ``#media-1``."""
    name: str
    """``Image 2 of 4``."""
    tile: MediaTile
    """Picture and size for the page; without a picture, its message says why."""
    large: str | None
    """Path of the largest derivative."""
    video: str | None
    """Path of the video, to be played; ``None``: there is none, and the picture is its still."""
    captions: tuple[Track, ...]
    description: str | None
    described: str
    """Who wrote the description, or that nobody did."""
    facts: str | None
    """Of the original: ``1600 × 1067 pixels · JPEG · 235 KB``."""
    detail: str | None
    """Why it is not there, as it was noted at the time."""


class FullMedia(msgspec.Struct, frozen=True, kw_only=True):
    media: tuple[FullMedium, ...]
    warning: str | None
    """Shown only after a click, under these words."""


def full_media(
    holding: Holding,
    post: PostView,
    widths: Widths,
    links: Links,
    voice: Voice,
    words: PostWords,
) -> FullMedia | None:
    """Every medium of ``holding.stored``; ``None`` where it has none. ``post`` is its view."""
    if holding.stored is None or not holding.stored.snapshot.media:
        return None
    media = holding.stored.snapshot.media
    tiles = full_tiles(holding, media, widths, links, voice)
    warning = post.warning or (post.media.warning if post.media is not None else None)
    return FullMedia(
        media=tuple(
            _medium(holding, position, tile, widths, links, voice, words)
            for position, tile in enumerate(tiles)
        ),
        warning=warning,
    )


def _medium(
    holding: Holding,
    position: int,
    tile: MediaTile,
    widths: Widths,
    links: Links,
    voice: Voice,
    words: PostWords,
) -> FullMedium:
    media = holding.stored.snapshot.media if holding.stored else ()
    medium = media[position]
    file = held(holding, "media", position, medium.sha256)
    hidden = file.row is not None and file.shown is None
    text, by_editor = _description(holding, medium, file.row)
    described = words.described_by if by_editor else words.described_by_author
    kind = voice.words.kinds[medium.kind]
    large = None
    row = _still(holding, medium, position, file)
    if tile.picture is not None and row is not None:
        tile = _at_page_width(tile, row, widths, links)
        large = tile.picture.src if tile.picture is not None else None
    return FullMedium(
        number=position + 1,
        name=kind
        if len(media) == 1
        else voice.words.one_of.format(kind=kind, i=position + 1, n=len(media)),
        tile=tile,
        large=large,
        video=_video(file.shown, links),
        captions=_tracks(holding, position, links, voice),
        description=None if hidden else text,
        described=""
        if hidden
        else words.not_described
        if text is None
        else described.format(name=voice.newsroom),
        facts=None if file.shown is None else _facts(file.shown, words),
        detail=file.detail,
    )


def _tracks(holding: Holding, position: int, links: Links, voice: Voice) -> tuple[Track, ...]:
    """Those that are there, of one medium: first the author's, whose places count over all media,
    then those that came with its stream.
    """
    media = holding.stored.snapshot.media if holding.stored else ()
    first = sum(len(medium.captions) for medium in media[:position])
    told = [(place, c.lang, c.name) for place, c in enumerate(media[position].captions, first)]
    streamed = range(STREAM_CAPTIONS * (position + 1), STREAM_CAPTIONS * (position + 2))
    told += [
        (a.position, a.lang, a.name)
        for a in holding.attachments
        if a.role == "captions" and a.position in streamed
    ]
    tracks: list[Track] = []
    for place, lang, name in told:
        row = shown_file(holding, "captions", place)
        if row is not None:
            label = language_name(lang, voice.lang) or name or lang or "CC"
            if name and label in {track.label for track in tracks}:
                label = name  # two in one language: for those who cannot hear, say
            tracks.append(Track(src=links.captions(row.sha256), lang=lang, label=label))
    return tuple(tracks)


def _video(row: MediaRow | None, links: Links) -> str | None:
    made = [v for v in row.variants if v.format == "mp4"] if row is not None else []
    return links.media(row.sha256, made[0].width, "mp4") if row is not None and made else None


def _description(holding: Holding, medium: Media, row: MediaRow | None) -> tuple[str | None, bool]:
    """The description, and whether an editor wrote it; theirs goes before the author's."""
    for note in holding.annotations:
        text = note.body.get("text")
        ours = row is not None and note.kind == "alt" and note.media == row.sha256
        if ours and isinstance(text, str) and text:
            return text, True
    return medium.alt or None, False


def _still(holding: Holding, medium: Media, position: int, file: Held) -> MediaRow | None:
    """The picture that stands for it."""
    if medium.kind != "image":
        poster = shown_file(holding, "poster", position, medium.poster)
        if poster is not None and is_picture(poster):
            return poster
    return file.shown if file.shown is not None and is_picture(file.shown) else None


def _at_page_width(tile: MediaTile, row: MediaRow, widths: Widths, links: Links) -> MediaTile:
    """As wide as the page, never upscaled; a tall one is as long as it is."""
    width, height = row.width or 1, row.height or 1
    scale = min(1.0, PAGE_WIDTH / width)
    box = max(1, round(width * scale)), max(1, round(height * scale))
    sizes = f"(min-width:46rem) {box[0]}px, min(100vw,{box[0]}px)"
    return msgspec.structs.replace(
        tile, picture=picture_of(row, box, sizes, widths, links), width=box[0], height=box[1]
    )


def _facts(row: MediaRow, words: PostWords) -> str:
    kind = PurePosixPath(row.mime).name.upper()
    size = f"{row.bytes / 1e6:.1f} MB" if row.bytes >= 1e6 else f"{max(1, row.bytes // 1000)} KB"
    pixels = words.pixels.format(width=row.width, height=row.height)
    return " · ".join([*([pixels] if row.width and row.height else []), kind, size])
