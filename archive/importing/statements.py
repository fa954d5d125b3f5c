"""A table of one account's posts with ``created_at, text, url, replies, retweets, favorites,
user``, as FiveThirtyEight published those of presidents. The id stands in ``url``; ``created_at``
is a minute without a zone.
"""

from collections.abc import Iterator
from typing import IO

from archive.importing.columns import Told, counts_in, id_in, rows_of, when
from archive.importing.reading import table
from archive.importing.rows import Asked, Problem, Row, Unreadable

__all__ = ["COLUMNS", "read"]

COLUMNS = ("created_at", "text", "url", "user")


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    yield from rows_of(_told(stream, asked), asked)


def _told(stream: IO[bytes], asked: Asked) -> Iterator[tuple[int, Told] | Problem]:
    for item in table(stream, COLUMNS, asked.encoding):
        if isinstance(item, Problem):
            yield item
            continue
        line, row = item
        try:
            told = Told(
                native_id=id_in(row["url"]),
                text=row["text"],
                handle=row["user"],
                at=when(row["created_at"]),
                counts=counts_in(row, replies="replies", reposts="retweets", likes="favorites"),
            )
        except Unreadable as error:
            yield Problem(row=line, what=error.what, next_step=error.next_step)
        else:
            yield line, told
