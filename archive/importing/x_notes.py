"""The long texts of a data archive, on the disk while its posts are read: there may be many."""

import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

from archive.importing.reading import decode, elements
from archive.importing.rows import Problem, Unreadable
from archive.platforms.shape import mapping
from archive.platforms.x.notes import TOGETHER, extended, note_of, times_of
from archive.platforms.x.v11 import time_of

__all__ = ["Notes", "notes_in"]

MAX_NOTES = 500_000
MAX_BYTES = 4_000_000_000
"""Of all notes together, on the disk."""
MAX_AT_ONCE = 20
"""Notes of one second: each is held against each post of that second."""
_IN_MEMORY = 4_000_000
"""Bytes of notes that are held without a file."""


@contextmanager
def notes_in(streams: Iterator[IO[bytes]]) -> Iterator["Notes"]:
    """All notes of these files. What cannot be read, or is too much, is counted."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as held:
        notes = Notes(held)
        for stream in streams:
            for item in elements(stream):
                notes.add(item)
        yield notes


class Notes:
    """Notes by the second in which they were made."""

    def __init__(self, held: IO[bytes]) -> None:
        self._held = held
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._count = 0
        self.unreadable = 0

    def add(self, item: tuple[int, bytes] | Problem) -> None:
        end = self._held.seek(0, 2)
        if isinstance(item, Problem) or self._count == MAX_NOTES or end > MAX_BYTES:
            self.unreadable += 1
            return
        places = [self._places.setdefault(second, []) for second in _seconds(item[1])]
        if not places or any(len(some) == MAX_AT_ONCE for some in places):
            self.unreadable += 1
            return
        self._count += 1
        self._held.write(item[1])
        for some in places:
            some.append((end, len(item[1])))

    def lengthened(self, status: dict[str, Any]) -> dict[str, Any]:
        """A status with its long text, where there is one."""
        if not self._places:
            return status
        made = time_of(status.get("created_at"))
        note = None if made is None else note_of(status, self._near(made))
        return status if note is None else status | {"extended_tweet": extended(note)}

    def _near(self, made: datetime) -> list[dict[str, Any]]:
        apart = math.ceil(TOGETHER.total_seconds())
        second = math.floor(made.timestamp())
        places = [
            place
            for near in range(second - apart, second + apart + 1)
            for place in self._places.get(near, ())
        ]
        found = []
        for start, length in dict.fromkeys(places):
            self._held.seek(start)
            found.append(_note(self._held.read(length)))
        return found


def _seconds(data: bytes) -> set[int]:
    """In which a note was made or changed; none of what is no note."""
    try:
        return {math.floor(time.timestamp()) for time in times_of(_note(data))}
    except Unreadable:
        return set()


def _note(data: bytes) -> dict[str, Any]:
    entry = mapping(decode(data)[0])
    return mapping(entry.get("noteTweet", entry))
