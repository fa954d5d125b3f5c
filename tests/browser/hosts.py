"""A real service, and pages of another site around its embeds, as newsrooms have them."""

from __future__ import annotations

import re
import threading
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec

from embedder import samples
from tests.browser.platforms import delete, platforms
from tests.serving import free_port, onrecord, service, write_config

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

__all__ = ["KINDS", "POSTS", "Record", "Visit", "article", "record", "visit"]

POSTS = {
    "one picture": (samples.EXAMPLE_URL, "Come and ask your questions."),
    "four pictures": (samples.FOUR_PICTURES_URL, "four pictures from the market square"),
    "warned": (samples.URLS[4], "Flood damage"),
    "gone": (samples.DELETED_URL, "Not available on Mastodon"),
}
"""By name: the address, and words that are seen before any click."""
_STYLE = {"fragment": "", "fragment with a link": "?style=link", "shadow": "?style=shadow"}
KINDS = ("frame", *_STYLE)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The running service and the ids of the posts."""

    origin: str
    posts: dict[str, str]

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.origin + path, timeout=20) as answer:  # noqa: S310
            return str(answer.read().decode())

    def code(self, kind: str, post: str) -> str:
        """What an editor puts into the page."""
        where = f"/e/{self.posts[post]}/"
        if kind == "frame":
            url = quote(f"{self.origin}/post/{self.posts[post]}", safe="")
            told = msgspec.json.decode(self.read(f"/oembed?url={url}"))
            frame = re.search("<iframe .*</iframe>", told["html"])
            assert frame is not None
            return frame[0]
        return self.read(f"{where}fragment.html{_STYLE[kind]}")

    def codes(self, kind: str, posts: Iterable[str] = POSTS) -> list[str]:
        return [self.code(kind, post) for post in posts]

    def styles(self, kind: str, post: str) -> str:
        """What the policy of a fragment says of its styles."""
        path = f"/e/{self.posts[post]}/fragment.html{_STYLE[kind]}"
        with urllib.request.urlopen(self.origin + path, timeout=20) as answer:  # noqa: S310
            found = re.search("style-src ([^;]*)", answer.headers["Content-Security-Policy"])
        assert found is not None
        return found[1]


@contextmanager
def record(folder: Path) -> Iterator[Record]:
    """The service with its public address, and the posts, until the block ends."""
    with platforms() as stand_in:
        config, port = write_config(folder, {"*": stand_in}), free_port()
        public = f'[site]\npublic_url = "http://127.0.0.1:{port}"\n'
        config.write_text(config.read_text("utf-8").replace("[site]\n", public), "utf-8")
        urls = [url for url, _ in POSTS.values()]
        kept = onrecord(config, "capture", "--release", *urls)
        assert kept.returncode == 0, kept.stderr
        ids = re.findall(r"^(\w+)@", kept.stdout, re.MULTILINE)
        delete(stand_in, samples.DELETED_URL)
        onrecord(config, "recheck", ids[list(POSTS).index("gone")])
        with service(config, port) as running:
            yield Record(origin=running.origin, posts=dict(zip(POSTS, ids, strict=True)))


def article(*codes: str, width: str = "600px", lang: str = "en") -> str:
    """A page of a site, whose column is so wide; its rules are what such sites have."""
    boxes = "\n".join(f"<div>{code}</div><p>Between.</p>" for code in codes)
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<title>An article</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/site.css"></head>
<body><main id="w{width}"><h1>An article</h1>{boxes}</main></body></html>"""


SITE_CSS = """
body { margin: 0 auto; padding: 0 16px; font: 17px/1.6 Georgia, serif; color: #222 }
main { margin: 0 auto; max-width: 600px } #w280px { width: 280px } #w1200px { max-width: 1200px }
main p { margin: 0 0 1.4em; font-size: 19px } main img { display: block; border-radius: 0 }
main blockquote { margin: 2em; padding: 1em; border-left: 5px solid red; font-style: italic }
main a { color: #900; text-decoration: none } iframe { max-width: 100% }
"""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A page, what its console said of, and whom it asked."""

    page: Any
    record: Record
    said: list[str]
    asked: list[str]
    host: str
    held: list[Any]
    """Pictures that are kept back."""

    def box(self, kind: str, number: int) -> Locator:
        page: Page = self.page
        if kind == "frame":
            return page.locator("iframe").nth(number).content_frame.locator("figure.onrecord")
        return page.locator("figure.onrecord").nth(number)

    def outer(self, kind: str, number: int) -> Locator:
        """What holds the words of the box."""
        page: Page = self.page
        return (
            page.locator(".onrecord-host").nth(number)
            if kind == "shadow"
            else self.box(kind, number)
        )

    def release(self) -> None:
        while self.held:
            self.held.pop().continue_()

    def elsewhere(self) -> list[str]:
        ours = (self.host, f"{self.record.origin}/", "data:")
        return [url for url in self.asked if not url.startswith(ours)]


STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"


@contextmanager
def visit(
    browser: Browser,
    record: Record,
    html: str,
    *,
    policy: str | None = None,
    images: str = "there",
    **context: Any,
) -> Iterator[Visit]:
    """The page as a reader has it; ``images`` may be ``blocked`` or ``held``."""
    opened = browser.new_context(**{"viewport": {"width": 700, "height": 1000}} | context)
    page = opened.new_page()
    page.set_default_timeout(10_000)

    def hear(message: ConsoleMessage) -> None:
        if images != "blocked" or "/media/" not in message.location.get("url", ""):
            seen.said.append(f"{message.type}: {message.text}")

    with _site(html, policy) as host:
        seen = Visit(page=page, record=record, said=[], asked=[], host=host, held=[])
        page.on("console", hear)
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        if images == "blocked":
            page.route("**/media/**", lambda route: route.abort())
        elif images == "held":
            page.route("**/media/**", lambda route: seen.held.append(route))
        page.goto(host, wait_until="load" if images != "held" else "domcontentloaded")
        page.wait_for_function(STYLED)  # "domcontentloaded" waits for no stylesheet
        try:
            yield seen
        finally:
            opened.close()


@contextmanager
def _site(html: str, policy: str | None) -> Iterator[str]:
    """The site on this computer, too: a browser lets no page from elsewhere ask a service here."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sheet = self.path == "/site.css"
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if sheet else "text/html; charset=utf-8")
            if policy is not None and not sheet:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write((SITE_CSS if sheet else html).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
