"""Tables of one account's posts in the columns of the Trump Twitter Archive: today's ``id, text,
isRetweet, isDeleted, device, favorites, retweets, date``, and the older ``source, text, created_at,
retweet_count, favorite_count, is_retweet, id_str``. Neither names the account.
"""

from collections.abc import Iterator
from typing import IO

from archive.importing.columns import Told, counts_in, id_in, rows_of, truth_of, when
from archive.importing.reading import has_columns, table
from archive.importing.rows import Asked, Problem, Row, Unreadable

__all__ = ["COLUMNS", "OLD_COLUMNS", "read"]

COLUMNS = ("id", "text", "isretweet", "date")
OLD_COLUMNS = ("id_str", "text", "is_retweet", "created_at")
_DELETED = "The file that it came in marks it as deleted from X."


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    yield from rows_of(_told(stream, asked), asked)


def _told(stream: IO[bytes], asked: Asked) -> Iterator[tuple[int, Told] | Problem]:
    old = has_columns(stream, OLD_COLUMNS, asked.encoding)
    named = OLD_COLUMNS if old else COLUMNS
    for item in table(stream, named, asked.encoding):
        if isinstance(item, Problem):
            yield item
            continue
        line, row = item
        native_id, text, repost, at = (row[name] for name in named)
        try:
            told = Told(
                native_id=id_in(native_id),
                text=text,
                at=when(at),
                counts=counts_in(row, reposts="retweet_count", likes="favorite_count")
                if old
                else counts_in(row, reposts="retweets", likes="favorites"),
                repost=truth_of(repost),
                warnings=(_DELETED,) if truth_of(row.get("isdeleted", "")) else (),
            )
        except Unreadable as error:
            yield Problem(row=line, what=error.what, next_step=error.next_step)
        else:
            yield line, told
