"""A stream (HLS) -> the bytes of its tracks, fetched by ourselves through the guard.

ffmpeg never sees an address: it joins what was fetched.
"""

import asyncio

import msgspec

from archive.errors import MediaError, TooLarge, Unreachable
from archive.media.playlist import (
    Part,
    Playlist,
    Subtitles,
    Variant,
    read_master,
    read_media,
    read_subtitles,
)
from archive.platforms.base import Fetcher, Response

__all__ = ["PASSING", "Tracks", "checked", "fetch_parts", "fetch_stream"]

PASSING = frozenset({429, 500, 502, 503, 504})
"""What a server answers that may give the file another time."""

_AT_ONCE = 4
"""Parts of a stream that are fetched at once."""


class Tracks(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be joined to one file."""

    video: bytes
    audio: bytes | None
    """Where the sound comes apart from the picture."""
    subtitles: tuple[Subtitles, ...] = ()
    """The captions that the stream names; none of them is joined to it."""


async def fetch_stream(fetcher: Fetcher, playlist: Response, most: int) -> Tracks:
    """The best quality of a stream that stays under ``most`` bytes, all parts in their order.

    Raises:
        MediaError: the list, or a part, is not what it should be. Says why.
        TooLarge: no quality is small enough.
        FetchError: a part was not to be had.
    """
    variants = read_master(playlist.text(), playlist.url)
    if not variants:
        track = read_media(playlist.text(), playlist.url)
        return Tracks(video=b"".join(await fetch_parts(fetcher, track, most)), audio=None)
    variant, track = await _best(fetcher, variants, most)
    video = b"".join(await fetch_parts(fetcher, track, most))
    audio = None
    if variant.audio is not None:
        sound = await _media(fetcher, variant.audio)
        audio = b"".join(await fetch_parts(fetcher, sound, most - len(video)))
    subtitles = read_subtitles(playlist.text(), playlist.url)
    return Tracks(video=video, audio=audio, subtitles=subtitles)


async def _best(
    fetcher: Fetcher, variants: tuple[Variant, ...], most: int
) -> tuple[Variant, Playlist]:
    """The best quality that is small enough by its bandwidth: all last as long."""
    track = await _media(fetcher, variants[0].url)
    for variant in variants:
        if variant.bandwidth / 8 * track.seconds <= most:
            if variant is not variants[0]:
                track = await _media(fetcher, variant.url)
            return variant, track
    raise TooLarge(f"In every quality the video has more than {most:,} bytes.")


async def _media(fetcher: Fetcher, url: str) -> Playlist:
    response = checked(await fetcher.get(url), "The stream's list")
    return read_media(response.text(), response.url)


def checked(response: Response, what: str) -> Response:
    """The answer, if it is the file.

    Raises:
        MediaError: it is not, and another time will not help.
        Unreachable: the server may give it another time.
    """
    if response.status == 200:
        return response
    told = f"{what} was answered with {response.status}."
    raise Unreachable(told) if response.status in PASSING else MediaError(told)


async def fetch_parts(fetcher: Fetcher, track: Playlist, most: int) -> list[bytes]:
    """All parts of a track, in their order.

    Raises:
        MediaError: a part is not what it should be.
        TooLarge: they have more than ``most`` bytes together.
        FetchError: a part was not to be had.
    """
    turns = asyncio.Semaphore(_AT_ONCE)
    room = most

    async def one(part: Part) -> bytes:
        nonlocal room
        async with turns:
            if room <= 0:
                raise TooLarge(f"The parts of the stream have more than {most:,} bytes together.")
            data = await _part(fetcher, part, room)
            room -= len(data)
        if room < 0:
            raise TooLarge(f"The parts of the stream have more than {most:,} bytes together.")
        return data

    tasks = [asyncio.create_task(one(part)) for part in track.parts]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _part(fetcher: Fetcher, part: Part, most: int) -> bytes:
    headers = {}
    if part.start is not None and part.end is not None:
        headers["Range"] = f"bytes={part.start}-{part.end - 1}"
    response = await fetcher.get(part.url, headers=headers, media=True, most=most)
    if part.start is None or part.end is None:
        if response.status == 200:
            return response.body
    elif response.status == 206:
        return response.body
    elif response.status == 200 and len(response.body) >= part.end:  # it knows no ranges
        return response.body[part.start : part.end]
    if response.status in PASSING:
        raise Unreachable(f"A part of the stream was answered with {response.status}.")
    raise MediaError(f"A part of the stream was answered with {response.status}.")
