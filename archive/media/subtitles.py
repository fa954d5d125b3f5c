"""The captions of a stream (HLS): fetched part by part through the guard, joined to one WebVTT.

Each part is a file of its own whose times count from a moment that it names
(``X-TIMESTAMP-MAP``, RFC 8216 §3.5); a cue that reaches over the border of two stands in both.
"""

import re
from collections.abc import Sequence

from archive.errors import MediaError
from archive.media.captions import MAX_BYTES, MAX_CUES
from archive.media.playlist import is_playlist, read_media
from archive.media.stream import checked, fetch_parts
from archive.platforms.base import Fetcher

__all__ = ["fetch_subtitles", "join_captions"]

_TIME = r"(?:(\d{2,5}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(.{{0,200}}))?")
_MAP = re.compile(r"X-TIMESTAMP-MAP=(.{1,100})")
_TICKS = 90
"""Of MPEG's clock in a millisecond; its count has 33 bits, and begins anew after a day."""
_ROUND = 1 << 33


async def fetch_subtitles(fetcher: Fetcher, url: str, most: int = MAX_BYTES) -> bytes:
    """The captions of a playlist at ``url``, as one WebVTT; a file that is one already, as it is.

    Raises:
        MediaError: the list, or a part, is not what it should be. Says why.
        TooLarge: they have more than ``most`` bytes.
        FetchError: a part was not to be had.
    """
    response = checked(await fetcher.get(url, media=True, most=most), "The list of the captions")
    if not is_playlist(response.body):
        return response.body
    track = read_media(response.text(), response.url)
    return join_captions(await fetch_parts(fetcher, track, most))


def join_captions(parts: Sequence[bytes]) -> bytes:
    """One WebVTT of the parts of captions, in their order: times that count from the beginning of
    the first part, and every cue once.

    Raises:
        MediaError: a part is no WebVTT, or they have too many cues. Says which.
    """
    cues: list[tuple[int, int, str, str]] = []
    known: set[tuple[int, int, str, str]] = set()
    origin: int | None = None
    for part in parts:
        text = part.decode("utf-8", "replace").removeprefix("\ufeff")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text.strip():
            continue
        if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
            raise MediaError("A part of the captions is no WebVTT.")
        head, *blocks = re.split(r"\n{2,}", text)
        counts_from = _counts_from(head)
        if origin is None:
            origin = counts_from
        shift = 0 if origin is None or counts_from is None else _apart(counts_from, origin)
        for block in (head, *blocks):
            cue = _cue(block, shift)
            if cue is None or cue in known:
                continue
            known.add(cue)
            if cues and cues[-1][2:] == cue[2:] and cues[-1][0] <= cue[0] <= cues[-1][1] + 1:
                cues[-1] = (cues[-1][0], max(cues[-1][1], cue[1]), *cue[2:])
                continue
            cues.append(cue)
            if len(cues) > MAX_CUES:
                raise MediaError(f"The captions have more than {MAX_CUES:,} cues.")
    cues.sort(key=lambda cue: cue[0])
    told = (f"{_clock(a)} --> {_clock(b)}{how and ' '}{how}\n{said}" for a, b, how, said in cues)
    return ("WEBVTT\n\n" + "\n\n".join(told) + "\n").encode("utf-8")


def _counts_from(head: str) -> int | None:
    """The moment of MPEG's clock that is 0 of a part's own times, in ticks; ``None``: not told."""
    told = _MAP.search(head)
    if told is None:
        return None
    ticks = re.search(r"\bMPEGTS:(\d{1,12})\b", told[1])
    local = re.search(rf"\bLOCAL:{_TIME}", told[1])
    if ticks is None or local is None:
        return None
    return int(ticks[1]) - _milliseconds(local.groups()) * _TICKS


def _apart(counts_from: int, origin: int) -> int:
    """Milliseconds between two moments of a clock that begins anew."""
    ticks = (counts_from - origin) % _ROUND
    return round((ticks - _ROUND if ticks > _ROUND // 2 else ticks) / _TICKS)


def _cue(block: str, shift: int) -> tuple[int, int, str, str] | None:
    """Begin and end in milliseconds, settings, words; ``None``: no cue, or one before the
    beginning.
    """
    lines = block.strip("\n").split("\n")
    at = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
    times = None if at is None else _TIMES.fullmatch(lines[at].strip())
    words = "" if at is None else "\n".join(line.rstrip() for line in lines[at + 1 :])
    if times is None or not words.strip() or "-->" in words:
        return None
    begins = _milliseconds(times.groups()[:4]) + shift
    ends = _milliseconds(times.groups()[4:8]) + shift
    return None if ends <= max(begins, 0) else (max(begins, 0), ends, times[9] or "", words)


def _milliseconds(told: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in told)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
