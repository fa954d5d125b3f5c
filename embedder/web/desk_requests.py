"""What readers asked, at the desk: the list, newest first, and all of it as CSV."""

from collections.abc import Iterable

from aiohttp import hdrs, web

from archive.clock import rfc3339
from archive.storage.requests import Request
from embedder.links import Links
from embedder.web.auth import require
from embedder.web.bodies import HEADERS
from embedder.web.context import ARCHIVE, SETTINGS, desk_path, here, local_address
from embedder.web.deskpage import desk_page, when
from embedder.web.sheets import csv_lines, harmless

__all__ = ["requests_csv", "routes"]

PAGE = 30
ROWS = 200
"""Requests that are read at once for the CSV."""
COLUMNS = ("id", "at", "kind", "post", "url", "text", "contact")


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    cursor = request.query.get("cursor")
    page = await request.app[ARCHIVE].storage.requests(limit=PAGE, cursor=cursor)
    links = here(request).links
    return desk_page(
        request,
        who,
        "desk/requests.html",
        here="requests",
        rows=[
            {
                "id": asked.id,
                "kind": asked.kind,
                "text": asked.text,
                "contact": asked.contact,
                "iso": rfc3339(asked.at),
                "at": when(request, asked.at),
                "post": asked.post,
                "href": desk_path(links, f"posts/{asked.post}"),
            }
            for asked in page.requests
        ],
        cursor=page.cursor,
        paged=cursor is not None,
    )


async def _csv(request: web.Request) -> web.StreamResponse:
    """All of them, page by page: a year of complaints does not have to fit into memory."""
    await require(request, "editor")
    storage, now = request.app[ARCHIVE].storage, here(request)
    links = now.links if now.site.public_url else Links(local_address(request.app[SETTINGS]))
    answer = web.StreamResponse(
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "text/csv; charset=utf-8",
            hdrs.CONTENT_DISPOSITION: 'attachment; filename="requests.csv"',
        }
    )
    page = await storage.requests(limit=ROWS)
    await answer.prepare(request)
    await answer.write(csv_lines(COLUMNS, [dict(zip(COLUMNS, COLUMNS, strict=True))]))
    while True:
        await answer.write(requests_csv(page.requests, links))
        if page.cursor is None:
            break
        page = await storage.requests(limit=ROWS, cursor=page.cursor)
    await answer.write_eof()
    return answer


def requests_csv(requests: Iterable[Request], links: Links) -> bytes:
    """Rows of the CSV, RFC 4180. What strangers wrote is made harmless for spreadsheets: a
    cell that would be read as a formula has an apostrophe before it.
    """
    return csv_lines(
        COLUMNS,
        (
            {
                "id": str(asked.id),
                "at": rfc3339(asked.at),
                "kind": asked.kind,
                "post": asked.post,
                "url": links.post(asked.post),
                "text": harmless(asked.text),
                "contact": harmless(asked.contact or ""),
            }
            for asked in requests
        ),
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/requests", _list), web.get("/desk/requests.csv", _csv)]
