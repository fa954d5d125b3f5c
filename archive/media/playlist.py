"""Playlists of streams (HLS) -> the parts to fetch. Pure.

A playlist comes from outside and names addresses: what is read of it is bounded, only web
addresses count, and a list of lists goes one level deep (RFC 8216).
"""

import re
from urllib.parse import urljoin

import msgspec

from archive.errors import MediaError
from archive.text import clean_text, web_address

__all__ = [
    "Part",
    "Playlist",
    "Subtitles",
    "Variant",
    "is_playlist",
    "read_master",
    "read_media",
    "read_subtitles",
]

MAX_TEXT = 2_000_000
"""Characters of a playlist."""
MAX_VARIANTS = 50
MAX_RENDITIONS = 200
MAX_SUBTITLES = 20
MAX_NAME = 100
MAX_PARTS = 2_000
"""A part has some seconds: an hour has a thousand of them."""
MAX_SECONDS = 24 * 3600.0

_ATTRIBUTE = re.compile(r'([A-Z0-9-]{1,60})=("[^"]{0,4096}"|[^",]{1,4096})')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
_RANGE = re.compile(r"(\d{1,15})(?:@(\d{1,15}))?")


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One of the qualities in which a stream is to be had."""

    url: str
    bandwidth: int
    """Its peak, in bits per second (``BANDWIDTH``)."""
    audio: str | None = None
    """Address of the playlist of its sound, where that comes apart."""


class Subtitles(msgspec.Struct, frozen=True, kw_only=True):
    """The captions of a stream in one language (RFC 8216 §4.3.4.1)."""

    url: str
    """Of their own playlist."""
    lang: str | None = None
    """BCP 47."""
    name: str | None = None
    """For a person to choose by: ``English``."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes to fetch: the whole of an address, or ``start`` up to ``end`` (exclusive) of it."""

    url: str
    start: int | None = None
    end: int | None = None


class Playlist(msgspec.Struct, frozen=True, kw_only=True):
    """What one track is made of, in order."""

    parts: tuple[Part, ...]
    """The head that the others need (``EXT-X-MAP``) is the first, where there is one."""
    seconds: float


def is_playlist(data: bytes) -> bool:
    """Whether an answer is a playlist, whatever its server called it."""
    return data.removeprefix(b"\xef\xbb\xbf").startswith(b"#EXTM3U")


def read_master(text: str, url: str) -> tuple[Variant, ...]:
    """The qualities of a master playlist at ``url``, the best first; empty: it is no master.

    Raises:
        MediaError: it names more than a stream has, or an address that is none.
    """
    lines = _lines(text)
    sounds: dict[str, dict[str, str]] = {}
    for is_of in _renditions(lines, "AUDIO"):
        group = is_of.get("GROUP-ID", "")
        if group not in sounds or _chosen(is_of) > _chosen(sounds[group]):
            sounds[group] = is_of
    # One without an address stands in the file of the picture.
    audio = {g: _address(url, s["URI"]) for g, s in sounds.items() if s.get("URI")}
    variants: list[Variant] = []
    told: dict[str, str] | None = None
    for line in lines:
        if line.startswith("#EXT-X-STREAM-INF:"):
            told = _attributes(line)
        elif told is not None and not line.startswith("#"):
            bandwidth = told.get("BANDWIDTH", "")
            if bandwidth.isdecimal() and len(bandwidth) < 15:
                variants.append(
                    Variant(
                        url=_address(url, line),
                        bandwidth=int(bandwidth),
                        audio=audio.get(told.get("AUDIO", "")),
                    )
                )
            told = None
        if len(variants) > MAX_VARIANTS:
            raise MediaError(f"The stream is offered in more than {MAX_VARIANTS} qualities.")
    return tuple(sorted(variants, key=lambda variant: -variant.bandwidth))


def read_subtitles(text: str, url: str) -> tuple[Subtitles, ...]:
    """The captions that a master playlist at ``url`` names, each language and name once; those for
    foreign words alone (``FORCED``) are none.

    Raises:
        MediaError: it is no list that we would read, or names an address that is none.
    """
    found: dict[tuple[str | None, str | None], Subtitles] = {}
    for is_of in _renditions(_lines(text), "SUBTITLES"):
        if not is_of.get("URI") or is_of.get("FORCED") == "YES":
            continue
        lang, name = is_of.get("LANGUAGE", ""), clean_text(is_of.get("NAME", ""))[0].strip()
        told = Subtitles(
            url=_address(url, is_of["URI"]),
            lang=lang if _LANGUAGE.fullmatch(lang) else None,
            name=name[:MAX_NAME] or None,
        )
        if told.url not in {other.url for other in found.values()}:
            found.setdefault((told.lang, told.name), told)
    return tuple(found.values())[:MAX_SUBTITLES]


def _renditions(lines: list[str], kind: str) -> list[dict[str, str]]:
    told = [_attributes(line) for line in lines if line.startswith("#EXT-X-MEDIA:")]
    return [is_of for is_of in told[:MAX_RENDITIONS] if is_of.get("TYPE") == kind]


def _chosen(sound: dict[str, str]) -> tuple[bool, bool]:
    """How far a player takes this one of several by itself."""
    return sound.get("DEFAULT") == "YES", sound.get("AUTOSELECT") == "YES"


def read_media(text: str, url: str) -> Playlist:
    """The parts of a media playlist at ``url``.

    Raises:
        MediaError: it is none, is endless, encrypted, still going on, or names an address that is
            none. Says which.
    """
    lines = _lines(text)
    head: Part | None = None
    parts: list[Part] = []
    seconds, wanted, ends = 0.0, None, 0
    for line in lines:
        name, _, value = line.partition(":")
        if name == "#EXT-X-KEY" and _attributes(line).get("METHOD", "NONE") != "NONE":
            raise MediaError("The stream is encrypted.")
        if name in {"#EXT-X-STREAM-INF", "#EXT-X-MEDIA"}:
            raise MediaError("The stream's list leads to another list of qualities.")
        if name == "#EXT-X-MAP":
            if head is not None or parts:
                raise MediaError("The stream changes its form on the way, which we cannot join.")
            is_of = _attributes(line)
            head, _ = _part(_address(url, is_of.get("URI", "")), is_of.get("BYTERANGE"), 0)
        elif name == "#EXTINF":
            seconds += _seconds(value)
        elif name == "#EXT-X-BYTERANGE":
            wanted = value
        elif not line.startswith("#"):
            part, ends = _part(_address(url, line), wanted, ends)
            parts.append(part)
            wanted = None
        if len(parts) > MAX_PARTS or seconds > MAX_SECONDS:
            raise MediaError(f"The stream has more than {MAX_PARTS} parts, or lasts over a day.")
    if not parts:
        raise MediaError("The stream's list names no parts.")
    if "#EXT-X-ENDLIST" not in lines:
        raise MediaError("The stream is still going on.")
    return Playlist(parts=(*([head] if head else ()), *parts), seconds=seconds)


def _lines(text: str) -> list[str]:
    if len(text) > MAX_TEXT:
        raise MediaError(f"The stream's list has more than {MAX_TEXT:,} characters.")
    return [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]


def _attributes(line: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(line.partition(":")[2])
    return {name: value.strip('"') for name, value in found}


def _address(base: str, reference: str) -> str:
    try:
        address = web_address(urljoin(base, reference))
    except ValueError:  # brackets without an IPv6 number
        address = None
    if address is None:
        raise MediaError(f"The stream's list names {reference[:80]!r}, which is no web address.")
    return address


def _part(url: str, wanted: str | None, after: int) -> tuple[Part, int]:
    """A part, and where the next of the same file begins if it does not say so itself."""
    if wanted is None:
        return Part(url=url), 0
    told = _RANGE.fullmatch(wanted.strip())
    if told is None or not int(told[1]):
        raise MediaError(f"The stream's list names the bytes {wanted[:40]!r}, which are none.")
    start = after if told[2] is None else int(told[2])
    end = start + int(told[1])
    return Part(url=url, start=start, end=end), end


def _seconds(value: str) -> float:
    told = re.match(r"\d{1,9}(?:\.\d{1,9})?", value)
    return float(told[0]) if told else 0.0
