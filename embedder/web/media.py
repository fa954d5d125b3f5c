"""``/media/SHA256-WIDTH.avif``: derivatives of originals, without any metadata; of a video an
MP4 of its pictures and sound, where ffmpeg is installed.

Made once, when first asked for at the latest, and never re-made under the same name. They
are still not ``immutable``: any picture may have to be withheld.
"""

import re
from typing import cast

from aiohttp import hdrs, web

from archive.media.captions import MIME, plain_captions
from archive.records import Format
from embedder.web.auth import Visitor, visitor
from embedder.web.cache import etag_of, names
from embedder.web.context import ARCHIVE
from embedder.web.problems import Problem
from embedder.web.public import ALWAYS, PRIVATE, PUBLIC

__all__ = ["byte_range", "routes"]

_NAME = re.compile(r"([0-9a-f]{64})-([1-9][0-9]{0,4})\.(avif|webp|jpg|mp4)")
_MIME: dict[Format, str] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "mp4": "video/mp4",
}


_CAPTIONS = re.compile(r"([0-9a-f]{64})\.vtt")


async def _media(request: web.Request) -> web.Response:
    who = await visitor(request)
    captions = _CAPTIONS.fullmatch(request.match_info["name"])
    if captions is not None:
        return await _captions(request, who, captions[1])
    found = _NAME.fullmatch(request.match_info["name"])
    if found is None:
        raise _no_such_medium()
    sha256, width, kind = found[1], int(found[2]), cast(Format, found[3])
    archive = request.app[ARCHIVE]
    body = None
    if await _may_see(request, who, sha256):
        body = await archive.variant(sha256, width, kind)
    if body is None:
        raise _no_such_medium()
    return _send(request, body, _headers(who, sha256, body, _MIME[kind]))


async def _captions(request: web.Request, who: Visitor, sha256: str) -> web.Response:
    """Times and words of a video's captions; styles, notes and markup stay with the original."""
    archive = request.app[ARCHIVE]
    row = await archive.storage.media(sha256)
    body = None
    if row is not None and row.mime == MIME and await _may_see(request, who, sha256):
        body = await archive.original(sha256)
    if body is None:
        raise _no_such_medium()
    plain = plain_captions(body)
    return _send(request, plain, _headers(who, sha256, plain, f"{MIME}; charset=utf-8"))


def _headers(who: Visitor, sha256: str, body: bytes, mime: str) -> dict[str, str]:
    return {
        hdrs.CONTENT_TYPE: mime,
        hdrs.ETAG: etag_of(body),
        hdrs.CACHE_CONTROL: PUBLIC if who.role is None else PRIVATE,
        hdrs.ACCEPT_RANGES: "bytes",
        "Surrogate-Key": f"media-{sha256}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        **dict(ALWAYS),
    }


async def _may_see(request: web.Request, who: Visitor, sha256: str) -> bool:
    """An editor sees the media of drafts, too; the public what a public snapshot shows."""
    storage = request.app[ARCHIVE].storage
    if await storage.media_visible(sha256):
        return True
    if not who.sees_drafts:
        return False
    row = await storage.media(sha256)
    return row is not None and row.visibility in {"draft", "public"}


def _send(request: web.Request, body: bytes, headers: dict[str, str]) -> web.Response:
    etag = headers[hdrs.ETAG]
    if names(request.headers.get(hdrs.IF_NONE_MATCH, ""), (etag,)):
        del headers[hdrs.CONTENT_TYPE]
        return web.Response(status=304, headers=headers)
    wanted = request.headers.get(hdrs.RANGE)
    if wanted is None or request.headers.get(hdrs.IF_RANGE, etag) != etag:
        return web.Response(body=body, headers=headers)
    part = byte_range(wanted, len(body))
    if part is None:
        return web.Response(body=body, headers=headers)
    start, end = part
    if start >= end:
        raise Problem(
            416,
            "range-not-satisfiable",
            f"This file has {len(body)} bytes.",
            next_step="Ask for a range within them, or for the whole.",
            headers={hdrs.CONTENT_RANGE: f"bytes */{len(body)}"},
        )
    headers[hdrs.CONTENT_RANGE] = f"bytes {start}-{end - 1}/{len(body)}"
    return web.Response(status=206, body=body[start:end], headers=headers)


def byte_range(wanted: str, size: int) -> tuple[int, int] | None:
    """Start and end (exclusive) of a ``Range`` value; empty when it lies outside.

    ``None`` for what we may ignore (RFC 9110, section 14.2): several ranges, another unit,
    and what is no range.

    >>> byte_range("bytes=0-99", 50), byte_range("bytes=-10", 50), byte_range("bytes=0-1,4-5", 9)
    ((0, 50), (40, 50), None)
    """
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", wanted, re.ASCII)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if found[2] and int(found[2]) < start:
        return None
    return (start, end) if start < size else (size, size)


def _no_such_medium() -> Problem:
    return Problem(
        404,
        "unknown-medium",
        "No picture and no video is kept here under that address.",
        title="Not kept here",
        next_step="The post's embed and its permanent page name those that there are.",
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/media/{name}", _media)]
