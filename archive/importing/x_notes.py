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
_IN_MEMORY = 4_000_000
"""Bytes of notes that are held without a file."""


@contextmanager
def notes_in(streams: Iterator[IO[bytes]]) -> Iterator["Notes"]:
    """All notes of these files. What cannot be read is counted."""
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
        if isinstance(item, Problem) or self._count == MAX_NOTES:
            self.unreadable += 1
            return
        try:
            times = times_of(_note(item[1]))
        except Unreadable:
            times = set()
        self.unreadable += not times
        if times:
            self._count += 1
            place = (self._held.seek(0, 2), len(item[1]))
            self._held.write(item[1])
            for second in {math.floor(time.timestamp()) for time in times}:
                self._places.setdefault(second, []).append(place)

    def lengthened(self, status: dict[str, Any]) -> dict[str, Any]:
        """A status with its long text, where there is one."""
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


def _note(data: bytes) -> dict[str, Any]:
    entry = mapping(decode(data)[0])
    return mapping(entry.get("noteTweet", entry))
