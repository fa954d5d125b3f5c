"""What a reader of files gives: rows that became posts, and rows that could not."""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import IO, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from archive.outcome import Found
from archive.records import Snapshot
from archive.tokens import Indexed

__all__ = ["Asked", "Enclosed", "Problem", "Read", "Row", "Unreadable", "found_in_file", "of_file"]


class Unreadable(ValueError):
    """One row is not what it should be. ``next_step`` says what to do about it."""

    def __init__(
        self, what: str, next_step: str = "Mend the row and import the file again."
    ) -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the person who imports says about a file, because the file does not."""

    handle: str | None = None
    """Whose posts they are, where no row names anybody."""
    zone: tzinfo | None = None
    """Of times that name none. Used only for posts whose id carries no time."""
    encoding: str | None = None
    """Of the text; without it UTF-8, or what a byte-order mark says."""


class Enclosed(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a post that lies in the archive that is imported: of which medium, its name."""

    role: Literal["media", "poster"]
    position: int
    name: str


class Row(msgspec.Struct, frozen=True, kw_only=True, tag="row"):
    """One post of a file, with those that it brought along.

    ``row`` is where it stands: the line of a table or of JSON lines, the entry of a JSON array,
    counted from 1. ``notes`` say what is wrong with it, though it is read.
    """

    row: int
    found: Found
    notes: tuple[str, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    """Files of the last snapshot's media."""
    tokens: tuple[Indexed, ...] = ()
    """Of the text of each snapshot, for the index; none: they are still to be made."""


class Problem(msgspec.Struct, frozen=True, kw_only=True, tag="problem"):
    """A row that is left out: which, what is wrong with it, what to do."""

    row: int
    what: str
    next_step: str


Read: TypeAlias = Callable[[IO[bytes], Asked], Iterator[Row | Problem]]
"""Reads a file from its beginning to its end, once, and holds one row at a time."""


def of_file(snapshot: Snapshot, had: datetime | None = None) -> Snapshot:
    """A snapshot as one out of a file: as of when the file says that it was ``had``, else as of
    when it was made, the earliest moment at which it can have looked so. So an old file never
    takes the place of what was captured since. The bytes of its media are not in the row.
    """
    as_of, basis = snapshot.as_of, snapshot.as_of_basis
    if basis == "now":
        as_of, basis = had or as_of or snapshot.edited_at or snapshot.created_at, "file"
    whole = snapshot.completeness
    return replace(
        snapshot,
        as_of=as_of,
        as_of_basis=basis,
        completeness="partial" if snapshot.media and whole == "full" else whole,
    )


def found_in_file(found: Found, had: datetime | None = None) -> Found:
    """A post and those along with it, as out of a file."""
    return replace(
        found,
        snapshots=tuple(of_file(s, had) for s in found.snapshots),
        along=tuple(of_file(s, had) for s in found.along),
    )
