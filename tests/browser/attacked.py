"""Hostile posts and every look of an embed on a server of their own, with slow pictures."""

import contextlib
import functools
import re
import threading
import time
from collections.abc import Callable, Collection, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from archive.storage.base import Holding
from embedder import looks as gallery
from embedder.links import Links, static_files
from embedder.options import Options, Style
from embedder.render import v1
from embedder.render.oembed import oembed
from embedder.render.post_page import CSP, post_page
from embedder.view import EmbedView, Site, build_view
from tests.embedder import holdings
from tests.embedder.attack import attack
from tests.embedder.looks import drawing

__all__ = ["GALLERY", "LOOKS", "Answer", "in_host", "look", "serving", "shown", "told"]

_TAGS = re.compile("(?=<(?!/?style))")
SLOW = 0.3
"""Seconds that a picture takes."""
SITE = Site(name="Border Sample News", contact="desk@example.org")

GALLERY = {f"gallery {name}": make for name, make in gallery.LOOKS.items()}
"""The looks that the desk shows: every state."""
LOOKS: dict[str, Callable[[], Holding]] = {**holdings.HOLDINGS, **GALLERY}


class Answer(NamedTuple):
    kind: str
    policy: str | None
    body: str


def html(body: str, policy: str | None = None) -> Answer:
    return Answer("text/html; charset=utf-8", policy, body)


def in_host(fragment: str, lang: str = "en") -> str:
    """A page of a site around a fragment, in an element of its own; it has no policy."""
    return f"""<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>An article</title></head>
<body><main><h1>An article</h1>
<div>{fragment}</div>
<p>The article goes on.</p></main></body></html>"""


@functools.cache
def view_of(name: str, lang: str, style: Style = "inline") -> EmbedView:
    options = Options(parent="reply" in name, lang=lang, style=style)
    return build_view(LOOKS[name](), options, SITE, Links())


def shown(output: str, names: Collection[str], lang: str = "en") -> str:
    """Many looks in one page of a site, each under its name, as ``fragment`` or ``shadow``."""
    style: Style = "shadow" if output == "shadow" else "inline"
    boxes = [v1.fragment(view_of(name, lang, style)) for name in names]
    named = [f"<h2>{name}</h2>\n<div>{box}</div>" for name, box in zip(names, boxes, strict=True)]
    return in_host("\n".join(named), lang)


def look(output: str, name: str, lang: str = "en") -> Answer:
    """A look as one output, with its policy."""
    view = view_of(name, lang)
    if output == "page":
        return html(v1.page(view), v1.csp(view))
    if output == "fragment":
        return html(in_host(v1.fragment(view), lang))
    if output == "shadow":
        return html(in_host(v1.fragment(view_of(name, lang, "shadow")), lang))
    if output == "email":
        return html(in_host(v1.email(view), lang))
    return html(post_page(LOOKS[name](), view, SITE, Links()), CSP)


def told(output: str, turn: int) -> Answer:
    """An attack as one output."""
    live = attack(turn)
    view = build_view(live.hostile, Options(counts=True, parent=True), live.site, Links())
    if output == "page":
        return html(v1.page(view), v1.csp(view))
    if output == "bare page":
        return html(v1.page(view))
    if output == "fragment":
        return html(in_host(v1.fragment(view)))
    if output == "email":
        return html(in_host(v1.email(view)))
    if output == "oembed":
        return html(in_host(str(oembed(view, Links(), None, None)["html"])))
    return html(post_page(live.hostile, view, live.site, Links()), CSP)


@contextlib.contextmanager
def serving(answer: Callable[[list[str]], Answer], *, pieces: float = 0) -> Iterator[str]:
    """The origin of a server that answers a path's parts; pictures come late. With ``pieces``, a
    page comes tag by tag, so many seconds after each other.
    """

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.strip("/").split("/")
            if parts[0] == "media":
                time.sleep(SLOW)
                found = Answer("image/svg+xml", None, drawing(self.path.strip("/")))
            elif parts[0] == "static":
                file = static_files()[parts[1]]
                kind = "text/css" if file.suffix == ".css" else "image/svg+xml"
                found = Answer(kind, None, file.read_text(encoding="utf-8"))
            elif parts[0] == "favicon.ico":
                found = Answer("image/svg+xml", None, "")
            else:
                found = answer(parts)
            self.send_response(200)
            self.send_header("Content-Type", found.kind)
            if found.policy is not None:
                self.send_header("Content-Security-Policy", found.policy)
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # the browser went on
                for piece in _TAGS.split(found.body) if pieces else [found.body]:
                    self.wfile.write(piece.encode())
                    time.sleep(pieces)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
