"""CSV of what people wrote, RFC 4180, made harmless for spreadsheets."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from aiohttp import hdrs, web

from embedder.web.bodies import HEADERS

__all__ = ["csv_lines", "harmless", "send_csv"]

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


async def send_csv(
    request: web.Request,
    name: str,
    columns: Sequence[str],
    pages: AsyncIterator[Iterable[Mapping[str, str]]],
) -> web.StreamResponse:
    """A list of the newsroom's as a file, page by page: no list has to fit into memory."""
    answer = web.StreamResponse(
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "text/csv; charset=utf-8",
            hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}.csv"',
        }
    )
    await answer.prepare(request)
    await answer.write(csv_lines(columns, [dict(zip(columns, columns, strict=True))]))
    async for rows in pages:
        await answer.write(csv_lines(columns, rows))
    await answer.write_eof()
    return answer
