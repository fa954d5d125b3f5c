"""Captions of a video (WebVTT): whether it is some, and what readers get of it. Pure.

The file is hostile: it may hold styles, notes and markup. What readers get has times and words
alone (https://www.w3.org/TR/webvtt1/).
"""

import hashlib
import re

from archive.errors import MediaError
from archive.records import MediaRow

__all__ = ["MAX_BYTES", "MAX_CUES", "MIME", "inspect_captions", "plain_captions"]

MIME = "text/vtt"
MAX_BYTES = 1_000_000
MAX_CUES = 20_000

_TIMES = re.compile(
    r"((?:\d{2,5}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,5}:)?[0-5]\d:[0-5]\d\.\d{3})"
    r"(?:[ \t].*)?"
)
_TAG = re.compile(r"<[^<>]{0,500}>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|lrm|rlm|nbsp);)")


def inspect_captions(data: bytes) -> MediaRow:
    """What is to be kept of captions.

    Raises:
        MediaError: they are none, or too long. Says which.
    """
    if len(data) > MAX_BYTES:
        raise MediaError(f"The captions have more than {MAX_BYTES:,} bytes.")
    if b"-->" not in plain_captions(data):
        raise MediaError("The captions hold no words with their times.")
    return MediaRow(sha256=hashlib.sha256(data).hexdigest(), mime=MIME, bytes=len(data))


def plain_captions(data: bytes) -> bytes:
    """The cues of captions, each with its times and its words, and nothing else.

    Raises:
        MediaError: the file does not begin as captions do.
    """
    try:
        text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise MediaError("The captions are no text in UTF-8.") from None
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        raise MediaError("The captions are no WebVTT.")
    cues: list[str] = []
    for block in re.split(r"\n{2,}", text)[: 2 * MAX_CUES]:
        lines = block.split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
        times = None if at is None else _TIMES.fullmatch(lines[at].strip())
        if at is None or times is None:
            continue  # the head, a style, a note, a region
        words = "\n".join(_words(line) for line in lines[at + 1 :]).strip("\n")
        if words:
            cues.append(f"{times[1]} --> {times[2]}\n{words}")
    return ("WEBVTT\n\n" + "\n\n".join(cues[:MAX_CUES]) + "\n").encode("utf-8")


def _words(line: str) -> str:
    """A line of a cue without markup; what is left of a broken tag is written out."""
    bare = _TAG.sub("", line).replace("-->", "--&gt;")
    return _ENTITY.sub("&amp;", bare).replace("<", "&lt;")
