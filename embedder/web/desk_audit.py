"""The audit log at the desk: who did what to what, when and why; and all of it as CSV."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypedDict
from urllib.parse import urlencode

from aiohttp import hdrs, web

from archive.clock import rfc3339
from archive.storage.audit import AuditEntry
from embedder.audit_es import reason_in
from embedder.web.auth import require
from embedder.web.bodies import HEADERS
from embedder.web.context import ARCHIVE, desk_path, here
from embedder.web.deskpage import when
from embedder.web.languages import desk_lang
from embedder.web.people_page import people_page
from embedder.web.people_texts import PEOPLE
from embedder.web.public import ID
from embedder.web.sheets import csv_lines, harmless

__all__ = ["routes"]

PAGE = 50
ROWS = 500
"""Entries that are read at once for the CSV."""
COLUMNS = ("id", "at", "by", "action", "target", "reason", "detail")
MOST = 200
_POST = re.compile(f"({ID})(?:@([0-9]+)|#[0-9a-f]{{64}}|#.*)?")


_FILTERS = ("by", "action", "post")


class Filters(TypedDict):
    """What of the log is asked for."""

    by: str | None
    action: str | None
    post: str | None


def _filters(request: web.Request) -> Filters:
    """Empty ones ask for all. A post may be named as at the desk: its id, or an address of ours."""
    by, action, post = (
        request.query.get(key, "").strip()[:MOST] for key in Filters.__annotations__
    )
    found = re.search(rf"(?<![0-9a-z]){ID}(?![0-9a-z])", post)
    return {
        "by": by or None,
        "action": action or None,
        "post": found[0] if found else post or None,
    }


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    storage = request.app[ARCHIVE].storage
    filters = _filters(request)
    cursor = request.query.get("cursor")
    page = await storage.audit(limit=PAGE, cursor=cursor, **filters)
    asked = {key: value for key, value in filters.items() if value}
    lang = desk_lang(request)
    return people_page(
        request,
        who,
        "desk/audit.html",
        here="audit",
        rows=[_row(request, entry, lang) for entry in page.entries],
        filters=filters,
        actions=sorted(
            ((_action(action, lang), action) for action in await storage.audit_actions()),
        ),
        people=[user.name for user in await storage.users()],
        csv=f"audit.csv?{urlencode(asked)}" if asked else "audit.csv",
        newest=f"audit?{urlencode(asked)}" if cursor is not None else None,
        older=None
        if page.cursor is None
        else f"audit?{urlencode({**asked, 'cursor': page.cursor})}",
    )


def _action(action: str, lang: str) -> str:
    """A kind of thing that was done, in words; one that is not known stands as it is."""
    words = PEOPLE.get(lang, PEOPLE["en"]).get(f"audit.action.{action}", action)
    return words if isinstance(words, str) else action


def _row(request: web.Request, entry: AuditEntry, lang: str) -> dict[str, Any]:
    named = _POST.fullmatch(entry.target)
    kind, _, name = entry.target.partition(":")
    return {
        "iso": rfc3339(entry.at),
        "at": when(request, entry.at),
        "by": entry.by,
        "action": _action(entry.action, lang),
        "href": named and desk_path(here(request).links, f"posts/{named[1]}"),
        "post": named and named[1],
        "version": named and named[2],
        "target": name if kind in {"user", "key", "query"} and name else entry.target,
        "reason": reason_in(lang, entry.action, entry.reason),
        "detail": list(_lines(entry.detail)),
    }


def _lines(detail: Mapping[str, Any], of: str = "") -> Iterator[str]:
    """``role: editor`` and the like, a line each; what is inside another has both names."""
    for name, value in detail.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{of}{name}, ")
        elif isinstance(value, list):
            yield f"{of}{name}: {', '.join(map(str, value)) or '–'}"
        else:
            yield f"{of}{name}: {'–' if value is None else value}"


async def _csv(request: web.Request) -> web.StreamResponse:
    """All that is asked for, page by page: years of it do not have to fit into memory."""
    await require(request, "editor")
    storage, filters = request.app[ARCHIVE].storage, _filters(request)
    answer = web.StreamResponse(
        headers={
            **HEADERS,
            hdrs.CONTENT_TYPE: "text/csv; charset=utf-8",
            hdrs.CONTENT_DISPOSITION: 'attachment; filename="audit.csv"',
        }
    )
    page = await storage.audit(limit=ROWS, **filters)
    await answer.prepare(request)
    await answer.write(csv_lines(COLUMNS, [dict(zip(COLUMNS, COLUMNS, strict=True))]))
    while True:
        await answer.write(csv_lines(COLUMNS, map(_cells, page.entries)))
        if page.cursor is None:
            break
        page = await storage.audit(limit=ROWS, cursor=page.cursor, **filters)
    await answer.write_eof()
    return answer


def _cells(entry: AuditEntry) -> dict[str, str]:
    return {
        "id": str(entry.id),
        "at": rfc3339(entry.at),
        "by": harmless(entry.by),
        "action": entry.action,
        "target": harmless(entry.target),
        "reason": harmless(entry.reason or ""),
        "detail": json.dumps(entry.detail, ensure_ascii=False) if entry.detail else "",
    }


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/audit", _list), web.get("/desk/audit.csv", _csv)]
