"""JSON lines of X's API v1.1, as twarc collected them: one status a line, or an array of them."""

from collections.abc import Iterator
from typing import IO, Any

from archive.importing.reading import json_values
from archive.importing.rows import Asked, Problem, Row, Unreadable, found_in_file
from archive.platforms.shape import mapping
from archive.platforms.x.post import author_of, found
from archive.platforms.x.v11 import parse_v11
from archive.records import Author

__all__ = ["looks_so", "read", "status"]


def looks_so(value: dict[str, Any]) -> bool:
    """Whether a JSON object is surely a status of API v1.1."""
    return "id_str" in value and ("full_text" in value or "text" in value) and "entities" in value


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    owner = author_of(id=None, name=None, handle=asked.handle, avatar=None)
    for item in json_values(stream):
        if isinstance(item, Problem):
            yield item
            continue
        row, value, notes = item
        try:
            yield status(row, value, notes, owner)
        except Unreadable as error:
            yield Problem(row=row, what=error.what, next_step=error.next_step)


def status(
    row: int, value: object, notes: tuple[str, ...] = (), owner: Author | None = None
) -> Row:
    """The post of a status. ``owner`` wrote it where it names nobody.

    Raises:
        Unreadable: it is none.
    """
    try:
        parsed = parse_v11(mapping(value), owner)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    return Row(row=row, found=found_in_file(found(parsed, parsed.chain[-1])), notes=notes)
