"""The height of a box: by estimate, and in a real browser within a tenth of it."""

import contextlib
import functools
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from embedder.height import estimate
from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render import v1
from embedder.view import Site, build_view
from tests.chromium import chromium
from tests.embedder import holdings

SITE = Site(name="Border Sample News")
LONG = "The bridge will be built where the old one stood, and the city pays for half of it. " * 9


def view_of(text: str) -> EmbedView:
    return build_view(holdings.hold(holdings.snapshot(text)), Options(), SITE, Links())


def test_more_words_make_a_higher_box() -> None:
    assert estimate(view_of(LONG), 600) > estimate(view_of(LONG[:200]), 600)


def test_a_line_break_makes_a_line() -> None:
    assert estimate(view_of("a\nb"), 600) - estimate(view_of("a b"), 600) == 27


def test_a_word_that_is_longer_than_its_line_is_broken() -> None:
    assert estimate(view_of("x" * 400), 320) > estimate(view_of("x"), 320) + 100


def test_a_script_without_spaces_takes_its_lines() -> None:
    assert estimate(view_of("橋" * 200), 600) > estimate(view_of("橋"), 600) + 100


def test_a_box_is_no_wider_than_it_may_be() -> None:
    assert estimate(view_of(LONG), 2000) == estimate(view_of(LONG), 600)


def test_a_withheld_box_is_as_high_as_what_it_hides() -> None:
    hidden = build_view(holdings.withheld(), Options(), SITE, Links())
    shown = build_view(holdings.photos(4), Options(), SITE, Links())
    assert abs(estimate(hidden, 600) - estimate(shown, 600)) < 5


TEXTS = {
    "long": LONG,
    "capitals": LONG.upper(),
    "spanish": "Hoy me reuní con la alcaldesa para hablar del puente y de su coste. " * 6,
    "lines": "One\nTwo\n\nThree\nFour",
    "emoji": "👍🏽 " * 60,
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name.startswith("media/"):
            kind, policy, body = "image/svg+xml", "default-src 'none'", drawing(name)
        elif name in {*holdings.HOLDINGS, *TEXTS}:
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
    live = [make() for make in holdings.HOLDINGS.values()]
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
    return build_view(holdings.HOLDINGS[name](), Options(parent=name == "reply"), SITE, Links())


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [600, 420, 320])
def test_chromium_draws_it_within_a_tenth_and_our_policy_lets_it(pages: str, width: int) -> None:
    wrong, refused = {}, []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 300})
        page.on("console", lambda m: refused.append(m.text) if "Security" in m.text else None)
        for name in (*holdings.HOLDINGS, *TEXTS):
            page.goto(f"{pages}/{name}")
            drawn = page.evaluate("document.documentElement.getBoundingClientRect().height")
            told = estimate(browser_view(name), width)
            if abs(told - drawn) > drawn / 10:
                wrong[name] = (drawn, told)
    assert wrong == {}
    assert [text for text in refused if re.search("refused|violates", text, re.IGNORECASE)] == []
