"""CSV of what people wrote, RFC 4180, made harmless for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["csv_lines", "harmless"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A cell that would be read as a formula has an apostrophe before it.

    >>> harmless("=1+1"), harmless("a=1")
    ("'=1+1", 'a=1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The lines of some rows."""
    out = io.StringIO()
    csv.DictWriter(out, columns).writerows(rows)
    return out.getvalue().encode()
