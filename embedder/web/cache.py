"""Finished public answers, kept in memory until anything was written.

A warm embed costs one look into a dict: the path and query as they came are the key, and
what is kept is ready to send, plain and compressed, each with its strong ETag. The cache
knows nothing of posts: it is emptied whenever the archive's data changed, so that what was
withheld a moment ago is never served from here.
"""

import gzip
import hashlib
from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import TypeAlias

import msgspec
from aiohttp import hdrs, web
from multidict import CIMultiDict

from embedder.web.names import SESSION_COOKIE

__all__ = [
    "CACHE",
    "Finished",
    "Handler",
    "Page",
    "PageCache",
    "accepts_gzip",
    "etag_of",
    "is_personal",
    "names",
]

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_KEY = 512
"""A longer address is answered and not kept: nobody hands one out."""
MAX_ASIDE = 8 * 1024 * 1024
"""Bytes of pages that are kept aside."""
MIN_GZIP = 512
"""Below this, compression costs more than it saves."""
_TEXT = ("text/", "application/json", "application/javascript", "image/svg")


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler of a public address made: bytes, and the headers that belong to them."""

    body: bytes
    content_type: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    cache: str | None = None
    """``Cache-Control`` of an answer for anybody; ``None`` is the usual one."""


class Finished:
    """A page with its validators and its compressed twin, ready for any number of requests.

    The two codings have different ETags, as they are different bytes; both stand for the
    same page, and either answers a conditional request (RFC 9110, section 13.1.2).
    """

    __slots__ = ("_gzip", "_gzip_headers", "_headers", "_plain", "_status", "etags", "size")

    def __init__(self, page: Page, headers: tuple[tuple[str, str], ...]) -> None:
        self._status = page.status
        self._plain = page.body
        etag = etag_of(page.body)
        self._headers = CIMultiDict(
            [
                (hdrs.CONTENT_TYPE, page.content_type),
                (hdrs.ETAG, etag),
                *headers,
                *page.headers,
            ]
        )
        self._gzip: bytes | None = None
        self._gzip_headers = self._headers
        self.etags: tuple[str, ...] = (etag,)
        if page.content_type.startswith(_TEXT):
            self._headers[hdrs.VARY] = "Accept-Encoding"
            if len(page.body) >= MIN_GZIP:
                # mtime 0: the same page gives the same bytes in every process.
                self._gzip = gzip.compress(page.body, 6, mtime=0)
                gzip_etag = f'{etag[:-1]}-gzip"'
                self._gzip_headers = self._headers.copy()
                self._gzip_headers[hdrs.CONTENT_ENCODING] = "gzip"
                self._gzip_headers[hdrs.ETAG] = gzip_etag
                self.etags = (etag, gzip_etag)
        self.size = len(self._plain) + len(self._gzip or b"") + 2048

    def response(self, request: web.Request) -> web.Response:
        """The answer to one request: the page in the coding it takes, or 304."""
        headers, body = self._headers, self._plain
        asked = request.headers
        if self._gzip is not None and accepts_gzip(asked.get(hdrs.ACCEPT_ENCODING, "")):
            headers, body = self._gzip_headers, self._gzip
        wanted = asked.get(hdrs.IF_NONE_MATCH)
        if wanted is not None and self._status == 200 and names(wanted, self.etags):
            return web.Response(status=304, headers=_without_content(headers))
        return web.Response(status=self._status, body=body, headers=headers)


class PageCache:
    """Finished pages by path and query, the oldest dropped first.

    ``generation`` counts how often it was emptied. Whoever makes a page reads it before
    reading the archive and hands it to :meth:`put`, so that a page made from old data
    never gets in after the data changed.
    """

    def __init__(self, max_bytes: int = 32 * 1024 * 1024, aside: int = MAX_ASIDE) -> None:
        self.max_bytes = max_bytes
        self.aside: PageCache | None = PageCache(aside, 0) if aside else None
        """For pages of which anybody can ask for ever new ones, such as searches: they push out
        each other, and never an embed."""
        self.bytes = 0
        self.generation = 0
        self._pages: dict[str, Finished] = {}
        self.get = self._pages.get
        """The page of a path and query as they came, or ``None``."""

    def put(self, key: str, page: Finished, generation: int) -> None:
        """Keeps a page, unless the data changed since ``generation`` or it is too large."""
        if generation != self.generation or len(key) > MAX_KEY or page.size > self.max_bytes // 8:
            return
        self._drop(key)
        self._pages[key] = page
        self.bytes += page.size
        while self.bytes > self.max_bytes:
            self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        self.generation += 1
        self.bytes = 0
        self._pages.clear()
        if self.aside is not None:
            self.aside.clear()

    def __len__(self) -> int:
        return len(self._pages)

    def _drop(self, key: str) -> None:
        old = self._pages.pop(key, None)
        if old is not None:
            self.bytes -= old.size


CACHE = web.AppKey("cache", PageCache)


def is_personal(request: web.Request) -> bool:
    """Whether a request shows a session or a key, valid or not."""
    headers = request.headers
    return hdrs.AUTHORIZATION in headers or SESSION_COOKIE in headers.get(hdrs.COOKIE, "")


def etag_of(body: bytes) -> str:
    """A strong ETag: 128 bits of the SHA-256 of the bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def names(wanted: str, etags: tuple[str, ...]) -> bool:
    """Whether an ``If-None-Match`` value names one of these; weak comparison, as it asks for.

    >>> names('W/"a", "b"', ('"a"',)), names("*", ('"a"',)), names('"c"', ('"a"',))
    (True, True, False)
    """
    if wanted in etags or wanted.strip() == "*":
        return True
    return any(one.strip().removeprefix("W/") in etags for one in wanted.split(","))


@lru_cache(maxsize=256)
def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an ``Accept-Encoding`` value takes gzip (RFC 9110, section 12.5.3).

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    weights: dict[str, float] = {}
    for part in accept_encoding.split(","):
        coding, _, parameter = part.strip().lower().partition(";")
        weight = parameter.strip().removeprefix("q=")
        try:
            weights[coding.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _without_content(headers: CIMultiDict[str]) -> CIMultiDict[str]:
    kept = headers.copy()
    kept.popall(hdrs.CONTENT_TYPE, None)
    kept.popall(hdrs.CONTENT_ENCODING, None)
    return kept
