"""Embeds of every look, served without a store: for a browser to draw."""

import contextlib
import functools
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from embedder import looks as gallery
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render import v1
from embedder.view import Site, build_view
from embedder.words import LANGUAGES
from tests.embedder import holdings

__all__ = ["LONG", "LOOKS", "SITE", "SPOKEN", "browser_view", "served", "view_of"]

SITE = Site(name="Border Sample News")
LONG = "The bridge will be built where the old one stood, and the city pays for half of it. " * 9
TEXTS = {
    "long": LONG,
    "capitals": LONG.upper(),
    "spanish": "Hoy me reuní con la alcaldesa para hablar del puente y de su coste. " * 6,
    "lines": "One\nTwo\n\nThree\nFour",
    "emoji": "👍🏽 " * 60,
    "families": "👩‍👩‍👧‍👦👨‍⚕️🇲🇽" * 20,
    "address": "https://example.org/a/very/long/path-with-words/and?numbers=12345678901234567890",
}


LOOKS = (*holdings.HOLDINGS, *TEXTS)
SPOKEN = tuple(f"{lang} {name}" for lang in LANGUAGES for name in gallery.LOOKS)
"""Those of the desk's gallery in every language: ``es deleted``."""


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = unquote(self.path.strip("/"))
        if name.startswith("media/"):
            kind, policy, body = "image/svg+xml", "default-src 'none'", drawing(name)
        elif name in LOOKS or name in SPOKEN:
            view = browser_view(name)
            kind, policy, body = "text/html; charset=utf-8", v1.csp(view), v1.page(view)
        else:
            kind, policy, body = "text/plain", "default-src 'none'", ""
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the browser went on to the next page
            self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@functools.cache
def sizes() -> dict[str, tuple[int | None, int | None]]:
    live = [make() for make in (*holdings.HOLDINGS.values(), *gallery.LOOKS.values())]
    live += [h for one in live for h in (one.quoted, one.parent, one.reposted) if h is not None]
    return {sha: (row.width, row.height) for one in live for sha, row in one.media.items()}


def drawing(path: str) -> str:
    """A picture of the ratio that the original has."""
    width, height = sizes()[path.removeprefix("media/").split("-")[0]]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="teal"/></svg>'
    )


@functools.cache
def browser_view(name: str) -> EmbedView:
    if name in TEXTS:
        return view_of(TEXTS[name])
    if name in SPOKEN:
        lang, _, look = name.partition(" ")
        return build_view(gallery.LOOKS[look](), Options(lang=lang, parent=True), SITE, Links())
    return build_view(holdings.HOLDINGS[name](), Options(parent=name == "reply"), SITE, Links())


def view_of(text: str) -> EmbedView:
    return build_view(holdings.hold(holdings.snapshot(text)), Options(), SITE, Links())


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The origin of a server that has each look under its name, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
