"""What readers asked, at the desk: the list, newest first, and all of it as CSV."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from functools import partial

from aiohttp import web

from archive.clock import rfc3339
from archive.storage.requests import DECISIONS, MAX_TEXT, Request
from embedder.links import Links
from embedder.web.auth import Visitor, require
from embedder.web.bodies import plain_text, read_form
from embedder.web.context import ARCHIVE, SETTINGS, desk_path, here, local_address
from embedder.web.desk_posts import rows_of
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.problems import Problem
from embedder.web.requests_texts import REQUESTS
from embedder.web.research_texts import said
from embedder.web.sheets import harmless, send_csv

__all__ = ["request_row", "routes", "send_requests"]

PAGE = 30
ROWS = 200
"""Requests that are read at once for the CSV."""
COLUMNS = (
    *("id", "at", "kind", "post", "url", "text", "contact"),
    *("deadline", "decision", "answer", "decided_by", "decided_at"),
)


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    cursor, whole = request.query.get("cursor"), "all" in request.query
    storage = request.app[ARCHIVE].storage
    page = await storage.requests(limit=PAGE, cursor=cursor, undecided=not whole)
    links = here(request).links
    held = [await storage.holding(post) for post in {asked.post for asked in page.requests}]
    names = {row["id"]: row["name"] for row in rows_of(request, [one for one in held if one])}
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
                "name": names.get(asked.post, asked.post),
                "decision": asked.decision,
                "deadline": asked.deadline and asked.deadline.isoformat(),
                "late": _is_late(request, asked),
                "href": desk_path(links, f"posts/{asked.post}"),
            }
            for asked in page.requests
        ],
        cursor=page.cursor,
        paged=cursor is not None,
        whole=whole,
        waiting=await storage.open_requests(),
    )


def _is_late(request: web.Request, asked: Request) -> bool:
    today = request.app[ARCHIVE].clock().date()
    return asked.decision is None and asked.deadline is not None and asked.deadline < today


async def _find(request: web.Request) -> Request:
    number = int(request.match_info["number"])
    found = await request.app[ARCHIVE].storage.request(number)
    if found is None:
        raise Problem(
            404,
            "not-found",
            "There is no such report.",
            next_step="Look at the list again.",
        )
    return found


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return _one(request, who, await _find(request))


def _one(
    request: web.Request,
    who: Visitor,
    asked: Request,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: str | None = None,
) -> web.Response:
    kept = {
        "deadline": asked.deadline.isoformat() if asked.deadline else "",
        "decision": asked.decision or "",
        "answer": asked.answer or "",
    }
    say = partial(said, REQUESTS, desk_lang(request))
    return desk_page(
        request,
        who,
        "desk/request.html",
        status=422 if wrong else 200,
        here="requests",
        say=say,
        asked=asked,
        at=when(request, asked.at),
        decided=asked.decided_at and when(request, asked.decided_at),
        decisions=DECISIONS,
        most=MAX_TEXT,
        typed=typed or kept,
        wrong=wrong and say(wrong, most=MAX_TEXT),
        saved="saved" in request.query,
    )


async def _decide(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    asked = await _find(request)
    form = await read_form(request)
    typed = {name: plain_text(form.get(name, "")) for name in ("deadline", "decision", "answer")}
    try:
        deadline = date.fromisoformat(typed["deadline"]) if typed["deadline"] else None
    except ValueError:
        return _one(request, who, asked, typed=typed, wrong="wrong.deadline")
    if len(typed["answer"]) > MAX_TEXT:
        return _one(request, who, asked, typed=typed, wrong="wrong.long")
    archive = request.app[ARCHIVE]
    await archive.storage.decide_request(
        asked.id,
        deadline=deadline,
        decision=next((one for one in DECISIONS if one == typed["decision"]), None),
        answer=typed["answer"] or None,
        by=who.name,
        at=archive.clock(),
    )
    return go(request, f"requests/{asked.id}?saved")


async def send_requests(request: web.Request) -> web.StreamResponse:
    """All of them as CSV."""
    await require(request, "editor")
    return await send_csv(request, "requests", COLUMNS, _pages(request))


async def _pages(request: web.Request) -> AsyncIterator[list[dict[str, str]]]:
    storage, now = request.app[ARCHIVE].storage, here(request)
    links = now.links if now.site.public_url else Links(local_address(request.app[SETTINGS]))
    page = await storage.requests(limit=ROWS)
    while True:
        yield [request_row(asked, links) for asked in page.requests]
        if page.cursor is None:
            return
        page = await storage.requests(limit=ROWS, cursor=page.cursor)


def request_row(asked: Request, links: Links) -> dict[str, str]:
    """A row of the CSV. What strangers wrote is made harmless for spreadsheets: a cell that would
    be read as a formula has an apostrophe before it.
    """
    return {
        "id": str(asked.id),
        "at": rfc3339(asked.at),
        "kind": asked.kind,
        "post": asked.post,
        "url": links.post(asked.post),
        "text": harmless(asked.text),
        "contact": harmless(asked.contact or ""),
        "deadline": asked.deadline.isoformat() if asked.deadline else "",
        "decision": asked.decision or "",
        "answer": harmless(asked.answer or ""),
        "decided_by": harmless(asked.decided_by or ""),
        "decided_at": rfc3339(asked.decided_at) if asked.decided_at else "",
    }


def routes() -> list[web.RouteDef]:
    one = r"/desk/requests/{number:[1-9]\d{0,14}}"
    return [
        web.get("/desk/requests", _list),
        web.get("/desk/requests.csv", send_requests),
        web.get(one, _show),
        web.post(one, _decide),
    ]
