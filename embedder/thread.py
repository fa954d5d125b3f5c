"""The posts of a thread, as the permanent page of each of them lists them. Pure."""

from collections.abc import Sequence

import msgspec

from archive.records import Stored
from embedder.links import Links
from embedder.runs import tag_of
from embedder.voice import Voice

__all__ = ["Part", "thread_of"]

_WORDS = 140
"""Characters of a post's text that stand in the list."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A post of the thread."""

    href: str
    words: str
    """The beginning of its text; where the author put a warning before it, that; else nothing."""
    lang: str | None
    date: str
    this: bool
    """It is the one whose page this is."""


def thread_of(thread: Sequence[Stored], post: str, local: Links, voice: Voice) -> list[Part]:
    """A line for each post, in the order of the thread."""
    return [
        Part(
            href=local.post(stored.post),
            words=_words(stored.snapshot.content_warning or stored.snapshot.text),
            lang=tag_of(stored.snapshot.lang),
            date=voice.dates.minute(stored.snapshot.created_at or stored.as_of),
            this=stored.post == post,
        )
        for stored in thread
    ]


def _words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"{line[: _WORDS - 1].rstrip()}…"
