"""The media of a snapshot -> the tiles of its grid: sizes, derivatives, descriptions. Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from archive.attachments import held
from archive.media.filetype import PICTURES
from archive.records import Media, MediaRow
from archive.settings import MediaSettings
from archive.storage.base import Holding
from archive.variants import planned_jpeg, planned_widths
from embedder.links import Links
from embedder.parts import MediaTile, Picture
from embedder.voice import Voice

__all__ = [
    "DEFAULT_WIDTHS",
    "MAX_TILES",
    "TEXT_WIDTH",
    "Widths",
    "full_tiles",
    "is_picture",
    "picture_of",
    "small_picture",
    "tiles_of",
]

Widths: TypeAlias = tuple[int, ...]
"""``[media] widths``: what derivatives a picture has or will have."""

DEFAULT_WIDTHS: Widths = MediaSettings().widths

TEXT_WIDTH = 566
"""Pixels between the paddings of a box of 600."""

MAX_TILES = 4
MAX_HEIGHT = 750
# The same few sizes come again and again: avatars above all.
_planned = lru_cache(maxsize=1024)(planned_widths)

_HALF, _TALL = (TEXT_WIDTH - 2) // 2, TEXT_WIDTH * 9 // 16

_UNKNOWN_SIZE = (1600, 900)
_SOUND_SIZE = (TEXT_WIDTH, 72)
_COLOUR = re.compile("#[0-9a-f]{6}")


def tiles_of(
    holding: Holding, media: tuple[Media, ...], widths: Widths, links: Links, voice: Voice
) -> tuple[MediaTile, ...]:
    """At most four tiles; the last says how many more there are.

    A picture whose derivatives are still being made is shown by their addresses: they are
    made when asked for.
    """
    shown = media[:MAX_TILES]
    tiles = []
    for position, medium in enumerate(shown):
        more = len(media) - MAX_TILES if position == MAX_TILES - 1 else 0
        box = _box(position, len(media))
        thing = _thing(medium, position, len(media), voice)
        tiles.append(
            _tile(holding, medium, position, thing, widths, links, voice, box=box, more=more)
        )
    return tuple(tiles)


def full_tiles(
    holding: Holding, media: tuple[Media, ...], widths: Widths, links: Links, voice: Voice
) -> tuple[MediaTile, ...]:
    """Every medium in its own ratio: for the page that the grid's pictures lead to."""
    return tuple(
        _tile(
            holding,
            medium,
            position,
            _thing(medium, position, len(media), voice),
            widths,
            links,
            voice,
            box=None,
            more=0,
        )
        for position, medium in enumerate(media)
    )


def picture_of(
    row: MediaRow, box: tuple[int, int], sizes: str | None, widths: Widths, links: Links
) -> Picture:
    """The derivatives of an original that are of use in a box of CSS pixels, also at 2×.

    With ``sizes`` all of them up to there, for the browser to choose. Without, the one that
    fills the box: in a grid of four, lists of addresses would weigh more than the text.
    """
    width, height = row.width or 1, row.height or 1
    made = sorted(v.width for v in row.variants if v.format == "avif")
    jpegs = [v.width for v in row.variants if v.format == "jpg"]
    drawn = max(box[0], box[1] * width // height)
    useful = _useful(made or _planned(width, height, widths), 2 * drawn)
    if sizes is None:
        useful = useful[-1:]
    jpeg = jpegs[0] if jpegs else planned_jpeg(width, height)
    return Picture(
        src=links.media(row.sha256, jpeg, "jpg"),
        avif=tuple((links.media(row.sha256, w, "avif"), w) for w in useful),
        webp=tuple((links.media(row.sha256, w, "webp"), w) for w in useful),
        sizes=sizes,
    )


def small_picture(row: MediaRow | None, widths: Widths, links: Links) -> str | None:
    """The path of the smallest derivative: for an avatar or an emoji."""
    if row is None or not is_picture(row):
        return None
    made = row.variants and [v.width for v in row.variants if v.format == "webp"]
    smallest = min(made) if made else _planned(row.width or 1, row.height or 1, widths)[0]
    return links.media(row.sha256, smallest, "webp")


def is_picture(row: MediaRow) -> bool:
    return row.mime in PICTURES and bool(row.width) and bool(row.height)


def _box(position: int, count: int) -> tuple[int, int] | None:
    """The tile's size in a box of 600 pixels; ``None`` for one alone, in its own ratio."""
    if count == 1:
        return None
    tall = count == 2 or (count == 3 and position == 0)
    return _HALF, _TALL if tall else _TALL // 2


def _useful(widths: Iterable[int], wanted: int) -> list[int]:
    """Up to the first that is wide enough."""
    useful = []
    for width in widths:
        useful.append(width)
        if width >= wanted:
            break
    return useful


def _tile(
    holding: Holding,
    medium: Media,
    position: int,
    thing: str,
    widths: Widths,
    links: Links,
    voice: Voice,
    *,
    box: tuple[int, int] | None,
    more: int,
) -> MediaTile:
    words = voice.words
    file = held(holding, "media", position, medium.sha256)
    moves = medium.kind != "image"
    still = held(holding, "poster", position, medium.poster) if moves else file
    row = still.shown
    if moves and (row is None or not is_picture(row)) and file.shown and is_picture(file.shown):
        row = file.shown  # a GIF that is a GIF: its first frame
    alt = described = _description(holding, medium, file.row, voice)
    message = None
    if any(f.row is not None and f.shown is None for f in (file, still)):
        row, message, alt, described = None, words.not_shown.format(name=voice.newsroom), "", None
    elif row is None or not is_picture(row):
        row = None
        said = {
            "there": words.kept,
            "late": words.late,
            "too large": words.too_large,
            "not to be had": words.not_to_be_had,
        }
        message = said[file.state].format(thing=thing)
    width, height = _shown_size(row, medium, single=box is None)
    sizes = f"min(100vw,{width}px)" if box is None else None
    return MediaTile(
        alt=_undescribed(holding, thing, voice) if alt is None else alt,
        picture=None
        if row is None
        else picture_of(row, box or (width, height), sizes, widths, links),
        width=width,
        height=height,
        message=message,
        description=None if row is not None else described,
        caption=f"{_named(medium, voice)} · {words.still}" if moves and row is not None else None,
        colour=row.colour if row is not None and _COLOUR.fullmatch(row.colour or "") else None,
        more=f"+{more}" if more > 0 else None,
    )


def _shown_size(row: MediaRow | None, medium: Media, *, single: bool) -> tuple[int, int]:
    """Alone in its natural ratio, never upscaled; among others half the width."""
    if row is not None and row.width and row.height:
        width, height = row.width, row.height
    elif medium.width and medium.height:
        width, height = medium.width, medium.height
    else:
        width, height = _SOUND_SIZE if medium.kind == "audio" else _UNKNOWN_SIZE
    scale = min(1.0, (TEXT_WIDTH if single else _HALF) / width, MAX_HEIGHT / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _description(holding: Holding, medium: Media, row: MediaRow | None, voice: Voice) -> str | None:
    """The editor's, marked as such, else the author's; ``None``: there is none."""
    if row is not None:
        for note in holding.annotations:
            text = note.body.get("text")
            if note.kind == "alt" and note.media == row.sha256 and isinstance(text, str) and text:
                return voice.words.described_by.format(alt=text, name=voice.newsroom)
    return medium.alt


def _undescribed(holding: Holding, thing: str, voice: Voice) -> str:
    """What a picture is that nobody described: of a post that was typed in a screenshot of it."""
    words = voice.words
    shown = None if holding.stored is None else holding.stored.snapshot
    if shown is None or shown.completeness != "by hand":
        return words.no_description.format(thing=thing)
    said = words.screenshot if shown.text else words.screenshot_alone
    author = shown.author
    return said.format(name=author.name or f"@{(author.handle or '').removeprefix('@')}")


def _thing(medium: Media, position: int, count: int, voice: Voice) -> str:
    kind = voice.words.kinds[medium.kind]
    return kind if count == 1 else voice.words.one_of.format(kind=kind, i=position + 1, n=count)


def _named(medium: Media, voice: Voice) -> str:
    """``Video, 0:42``."""
    kind = voice.words.kinds[medium.kind]
    if medium.duration is None:
        return kind
    minutes, seconds = divmod(round(medium.duration), 60)
    return voice.words.lasts.format(kind=kind, time=f"{minutes}:{seconds:02d}")
