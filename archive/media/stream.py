"""A stream (HLS) -> the bytes of its tracks, fetched by ourselves through the guard.

ffmpeg never sees an address: it joins what was fetched.
"""

import asyncio

import msgspec

from archive.errors import MediaError, TooLarge
from archive.media.playlist import Part, Playlist, Variant, read_master, read_media
from archive.platforms.base import Fetcher, Response

__all__ = ["Tracks", "fetch_stream"]

_AT_ONCE = 4
"""Parts of a stream that are fetched at once."""


class Tracks(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be joined to one file."""

    video: bytes
    audio: bytes | None
    """Where the sound comes apart from the picture."""


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
        return Tracks(video=await _fetch(fetcher, track, most), audio=None)
    variant, track = await _best(fetcher, variants, most)
    video = await _fetch(fetcher, track, most)
    audio = None
    if variant.audio is not None:
        audio = await _fetch(fetcher, await _media(fetcher, variant.audio), most - len(video))
    return Tracks(video=video, audio=audio)


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
    response = await fetcher.get(url)
    if response.status != 200:
        raise MediaError(f"The stream's list was answered with {response.status}.")
    return read_media(response.text(), response.url)


async def _fetch(fetcher: Fetcher, track: Playlist, most: int) -> bytes:
    turns = asyncio.Semaphore(_AT_ONCE)
    room = most

    async def one(part: Part) -> bytes:
        nonlocal room
        async with turns:
            if room <= 0:
                raise TooLarge(f"The parts of the video have more than {most:,} bytes together.")
            data = await _part(fetcher, part, room)
            room -= len(data)
        if room < 0:
            raise TooLarge(f"The parts of the video have more than {most:,} bytes together.")
        return data

    tasks = [asyncio.create_task(one(part)) for part in track.parts]
    try:
        return b"".join(await asyncio.gather(*tasks))
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
    raise MediaError(f"A part of the stream was answered with {response.status}.")
