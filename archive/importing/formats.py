"""The formats by name, and how a file is told to be of one."""

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import UsageError
from archive.importing import (
    own_export,
    politwoops,
    statements,
    trump_archive,
    twarc_v1,
    twarc_v2,
    x_archive,
)
from archive.importing.packs import is_zip
from archive.importing.reading import has_columns, json_values, peek, rewound
from archive.importing.rows import Problem, Read

__all__ = ["FORMATS", "opened", "reader", "recognise"]

FORMATS: dict[str, Read] = {
    "onrecord": own_export.read,
    "politwoops": politwoops.read,
    "statements": statements.read,
    "trump-archive": trump_archive.read,
    "twarc-v1": twarc_v1.read,
    "twarc-v2": twarc_v2.read,
    "x-archive": x_archive.read,
}
"""By the name that the command takes; the source of a snapshot is ``import:NAME``."""

_TABLES = {
    "trump-archive": (trump_archive.COLUMNS, trump_archive.OLD_COLUMNS),
    "politwoops": (politwoops.COLUMNS,),
    "statements": (statements.COLUMNS,),
}
_OBJECTS = {
    "onrecord": own_export.looks_so,
    "twarc-v1": twarc_v1.looks_so,
    "twarc-v2": twarc_v2.looks_so,
}


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file that a person named; of a folder that is a data archive, its first posts.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with x_archive.first_of(path) if path.is_dir() else path.open("rb") as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}.", next_step="Check its name."
        ) from error


def reader(format: str) -> Read:
    """What reads a format.

    Raises:
        UsageError: there is no such format; names the one that may be meant.
    """
    if format not in FORMATS:
        near = difflib.get_close_matches(format.casefold(), FORMATS, n=1, cutoff=0.5)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"{format!r} is no format of posts.",
            next_step=f"{meant}There are {', '.join(FORMATS)}.",
        )
    return FORMATS[format]


def recognise(stream: IO[bytes], encoding: str | None = None) -> str:
    """The format of a file, where its content leaves no doubt.

    Raises:
        UsageError: it does.
    """
    if is_zip(stream):
        return "x-archive"
    head = peek(stream).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"window.YTD.tweet"):
        return "x-archive"
    if head[:1] in {b"{", b"["}:
        found = _of_object(stream)
    else:
        found = [
            name
            for name, sets in _TABLES.items()
            if any(has_columns(stream, columns, encoding) for columns in sets)
        ]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        "What kind of file this is cannot be told for certain.",
        next_step=f"Say --format: {', '.join(FORMATS)}.",
    )


def _of_object(stream: IO[bytes]) -> list[str]:
    """The formats that the first readable object of a file may be of."""
    with rewound(stream):
        for item in json_values(stream):
            if not isinstance(item, Problem) and isinstance(item[1], dict):
                value = item[1].get("tweet", item[1])
                return [name for name, is_it in _OBJECTS.items() if is_it(value)]
            if isinstance(item, tuple) and item[0] > 10:
                break
    return []
