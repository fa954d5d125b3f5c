r"""CSV, by RFC 4180: one flat row a post, in UTF-8.

No text is altered: a cell is what the author wrote, its line ends and quotation marks too, and
every reader of CSV gives it back. A spreadsheet takes a cell that begins with ``=``, ``+``, ``-``
or ``@`` for a formula, and a long id for a number, which it rounds. The plain file does not
hinder it: data that was changed for one program is wrong for all others. Whoever asks for a byte-
order mark asks for a file for spreadsheets, and in that one each such cell has an apostrophe
before it, and so has one that begins with an apostrophe. Taking away one apostrophe from the
front gives every text back.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from archive.export.columns import COLUMNS, Post
from archive.export.writer import Format, Writer

__all__ = ["CSV", "cell", "for_spreadsheets"]

_TAKEN_WRONG = re.compile(r"[=+\-@'\t\r\n＝＋－＠]|\s*[0-9.,]+(?:[eE][+-]?[0-9]+)?\s*\Z")
_STRINGS = frozenset(column.name for column in COLUMNS if column.kind == "string")


def for_spreadsheets(text: str) -> str:
    """A text that no spreadsheet takes for a formula or a number.

    >>> for_spreadsheets("=1+1"), for_spreadsheets("1906000000000000001"), for_spreadsheets("No.")
    ("'=1+1", "'1906000000000000001", 'No.')
    """
    return f"'{text}" if _TAKEN_WRONG.match(text) else text


def cell(value: Any) -> str:
    """A value as it stands in a cell: empty for what is unknown, ``true`` and ``false``."""
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    return str(value)


class _Csv(Writer):
    def begin(self) -> bytes:
        mark = "\ufeff" if self.setup.bom else ""
        return (mark + _lines([[column.name for column in COLUMNS]])).encode()

    def add(self, posts: Sequence[Post]) -> bytes:
        return _lines([self._row(post) for post in posts]).encode()

    def _row(self, post: Post) -> list[str]:
        row = [cell(column.read(post)) for column in COLUMNS]
        if not self.setup.bom:
            return row
        return [
            for_spreadsheets(text) if column.name in _STRINGS else text
            for column, text in zip(COLUMNS, row, strict=True)
        ]


def _lines(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


CSV = Format(
    name="csv",
    title="CSV",
    suffix=".csv",
    content_type="text/csv; charset=utf-8",
    what="one flat row a post",
    writer=_Csv,
    is_text=True,
)
