"""Our own static files, under names that carry a hash of their content.

They are the only addresses that are ``immutable``: a changed file has another name.
"""

import gzip
import re
from functools import cache
from pathlib import Path

from aiohttp import hdrs, web

from embedder.links import static_files
from embedder.web.cache import accepts_gzip, etag_of, names
from embedder.words import LANGUAGES

__all__ = ["STATIC", "StaticFiles", "embed_script", "routes"]

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def _packed(path: Path) -> tuple[bytes, bytes, str]:
    """A file, the same compressed, and its type."""
    body = path.read_bytes()
    return body, gzip.compress(body, 9, mtime=0), _TYPES[path.suffix]


class StaticFiles:
    """The files that the package ships, read and compressed once."""

    def __init__(self) -> None:
        self._files = {name: _packed(path) for name, path in static_files().items()}
        self._icon = next(body for body, _, kind in self._files.values() if kind == _TYPES[".svg"])

    def response(self, request: web.Request) -> web.Response:
        found = self._files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        body, zipped, content_type = found
        headers = {
            hdrs.CONTENT_TYPE: content_type,
            hdrs.CACHE_CONTROL: "public, max-age=31536000, immutable",
            hdrs.VARY: "Accept-Encoding",
            hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        if accepts_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
            headers[hdrs.CONTENT_ENCODING] = "gzip"
            body = zipped
        return web.Response(body=body, headers=headers)

    def icon(self) -> web.Response:
        """Our icon under an address without a hash, so not ``immutable``."""
        headers = {
            hdrs.CONTENT_TYPE: _TYPES[".svg"],
            hdrs.CACHE_CONTROL: "public, max-age=86400",
            "X-Content-Type-Options": "nosniff",
        }
        return web.Response(body=self._icon, headers=headers)


STATIC = web.AppKey("static", StaticFiles)


async def _icon(request: web.Request) -> web.Response:
    """What browsers ask for by themselves where a page names no icon: an embed opened alone."""
    return request.app[STATIC].icon()


@cache
def embed_script() -> bytes:
    """``/embed.js``: our file with the languages that there are, without comments and indents."""
    path = Path(__file__).parents[1] / "templates" / "embed.js"
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    source = source.replace("LANGUAGE_PATTERN", "|".join(LANGUAGES))
    source = source.replace("LANGUAGES", " ".join(LANGUAGES))
    return "\n".join(line.strip() for line in source.splitlines() if line.strip()).encode()


async def _embed_script(request: web.Request) -> web.Response:
    """Sites name it without a hash, so a mended one must reach them: kept for an hour."""
    body = embed_script()
    etag = etag_of(body)
    headers = {
        hdrs.CONTENT_TYPE: _TYPES[".js"],
        hdrs.CACHE_CONTROL: "public, max-age=3600, stale-if-error=86400",
        hdrs.ETAG: etag,
        hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if names(request.headers.get(hdrs.IF_NONE_MATCH, ""), (etag,)):
        headers.pop(hdrs.CONTENT_TYPE)
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers)


async def _serve(request: web.Request) -> web.Response:
    return request.app[STATIC].response(request)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/static/{name}", _serve),
        web.get("/favicon.ico", _icon),
        web.get("/embed.js", _embed_script),
    ]
