"""Tables in the columns of Politwoops' own database of deleted posts: ``id, user_name, content,
created``; where there is a ``tweet``, the status as X's API v1.1 gave it, that counts alone. Every
post in them was found deleted by Politwoops; nobody here looked.
"""

from collections.abc import Iterator
from typing import IO

from msgspec.structs import replace

from archive.importing.columns import Told, id_in, rows_of, when
from archive.importing.reading import decode, table
from archive.importing.rows import Asked, Problem, Row, Unreadable
from archive.importing.twarc_v1 import status
from archive.platforms.x.ids import is_id

__all__ = ["COLUMNS", "read"]

COLUMNS = ("id", "user_name", "content", "created")
_LISTED = "The list that it came in says that it was deleted from X."


def read(stream: IO[bytes], asked: Asked) -> Iterator[Row | Problem]:
    """See :data:`archive.importing.rows.Read`."""
    yield from rows_of(_told(stream, asked), asked)


def _told(stream: IO[bytes], asked: Asked) -> Iterator[tuple[int, Told] | Row | Problem]:
    for item in table(stream, COLUMNS, asked.encoding):
        if isinstance(item, Problem):
            yield item
            continue
        line, row = item
        try:
            whole = row.get("tweet", "").strip()
            yield _status(line, whole) if whole.startswith("{") else (line, _of(row))
        except Unreadable as error:
            yield Problem(row=line, what=error.what, next_step=error.next_step)


def _status(line: int, whole: str) -> Row:
    value, notes = decode(whole.encode("utf-8", "surrogateescape"))
    row = status(line, value, notes)
    *earlier, last = row.found.snapshots
    last = replace(last, warnings=(*last.warnings, _LISTED))
    return replace(row, found=replace(row.found, snapshots=(*earlier, last)))


def _of(row: dict[str, str]) -> Told:
    inner = row.get("retweeted_id", "").strip()
    reposted = None
    if is_id(inner) and row.get("retweeted_content", "").strip():
        name = row.get("retweeted_user_name", "")
        reposted = Told(native_id=inner, text=row["retweeted_content"], handle=name)
    return Told(
        native_id=id_in(row["id"]),
        text=row["content"],
        handle=row["user_name"],
        at=when(row["created"]),
        repost=bool(inner),
        inner=reposted,
        warnings=(_LISTED,),
    )
