"""``/api/v1/export``: what a query finds, as a file, streamed while it is read."""

import asyncio
import logging
import tempfile
from contextlib import aclosing
from pathlib import Path
from typing import Literal, NamedTuple

from aiohttp import hdrs, web

from archive.export import FORMATS, About, Format, export
from embedder.web.auth import Visitor, visitor
from embedder.web.context import ARCHIVE, here, links_of, whole_links
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import ALWAYS, PRIVATE
from embedder.web.researchpage import CORS
from embedder.web.search import asked_for

__all__ = ["OPERATIONS", "SLOTS", "at_once", "routes"]

log = logging.getLogger("onrecord.web")

AT_ONCE = 2
"""Exports that one process makes at a time: each keeps a processor busy."""
SLOTS = web.AppKey("export slots", asyncio.Semaphore)


def at_once() -> asyncio.Semaphore:
    return asyncio.Semaphore(AT_ONCE)


class _Asked(NamedTuple):
    format: Format
    about: About
    bom: bool


async def _export(request: web.Request) -> web.StreamResponse:
    who = await visitor(request)
    asked = _asked(request, who)
    if request.method == hdrs.METH_HEAD:
        return web.Response(headers=_headers(request, asked))
    slots = request.app[SLOTS]
    if slots.locked():
        raise Problem(
            503,
            "busy",
            f"{AT_ONCE} exports are being made just now.",
            next_step="Ask again in a minute, or take a smaller part.",
            headers={hdrs.RETRY_AFTER: "60"},
        )
    async with slots:
        with tempfile.TemporaryDirectory(prefix="onrecord-") as scratch:
            return await _stream(request, asked, Path(scratch))


async def _stream(request: web.Request, asked: _Asked, scratch: Path) -> web.StreamResponse:
    archive = request.app[ARCHIVE]
    parts = export(
        archive.storage,
        archive.blobs,
        asked.format,
        asked.about,
        links=whole_links(request),
        scratch=scratch,
        bom=asked.bom,
    )
    async with aclosing(parts):
        begun = await anext(parts)  # what cannot begin is an answer of its own
        response = web.StreamResponse(headers=_headers(request, asked))
        await response.prepare(request)
        try:
            await response.write(begun)
            async for part in parts:
                await response.write(part)
            await response.write_eof()
        except BaseException:
            # Half a file must not look like a whole one: the connection breaks off.
            if request.transport is not None:
                request.transport.abort()
            raise
    return response


def _asked(request: web.Request, who: Visitor) -> _Asked:
    """What the parameters ask for.

    Raises:
        Problem: 400, one of them is none that there is; 401, reading needs a key; 403, drafts are
            for editors.
    """
    params, found = asked_for(request, who)
    name = params.get("format", "csv")
    if name not in FORMATS:
        raise Problem(
            400,
            "bad-format",
            "There is no export in this format.",
            next_step=f"Ask for one of {', '.join(FORMATS)}.",
        )
    drafts = params.get("drafts") == "1"
    if drafts and not who.sees_drafts:
        raise Problem(
            403, "role", "Drafts are for editors.", next_step="Ask for what is public: drafts=0."
        )
    about = About(query=found.query, newsroom=here(request).site.name, drafts=drafts)
    return _Asked(FORMATS[name], about, params.get("bom") == "1")


def _headers(request: web.Request, asked: _Asked) -> list[tuple[str, str]]:
    kind = asked.format
    headers = [
        (hdrs.CONTENT_TYPE, kind.content_type),
        (hdrs.CONTENT_DISPOSITION, f'attachment; filename="posts{kind.suffix}"'),
        (hdrs.CACHE_CONTROL, PRIVATE),
        CORS,
        *ALWAYS,
    ]
    if not kind.tells_itself:
        named = {**asked.about.asked, **({"drafts": "1"} if asked.about.drafts else {})}
        about = links_of(request).export("datapackage", named)
        headers.append((hdrs.LINK, f'<{about}>; rel="describedby"; type="application/json"'))
    return headers


OPERATIONS: Operations = {
    "GET /api/v1/export": Operation(
        summary="what a query finds, as a file",
        what="Streamed while it is read. The same archive, query and `archive_at` give the same "
        "bytes. CSV, JSON lines and ids name in `Link` the document that says what is in them.",
        tag="Posts",
        who="research",
        parameters=(
            Parameter(
                "format",
                Literal[tuple(FORMATS)],
                "; ".join(f"`{one.name}`: {one.what}" for one in FORMATS.values()),
                example="csv",
            ),
            Parameter("q", str, "Words and filters, as in the search.", example="border"),
            Parameter("archive_at", str, "The archive as it stood then."),
            Parameter("sort", Literal["newest", "oldest"], "In which order."),
            Parameter("stems", str, "`1`: words in their other forms, too."),
            Parameter("drafts", str, "`1`: what is not released, too; for editors."),
            Parameter("bom", str, "`1`: a CSV for spreadsheets."),
        ),
        answers={
            200: Answer(
                "The file.",
                media=tuple(
                    dict.fromkeys(one.content_type.partition(";")[0] for one in FORMATS.values())
                ),
            )
        },
        problems={
            400: "No such format; or a mistake in the query, which is named.",
            403: "Drafts are for editors.",
            503: "Too many exports at once: ask again after `Retry-After`.",
        },
    )
}


def routes() -> list[web.RouteDef]:
    return [web.get("/api/v1/export", _export)]
