"""A site's page with our frames and /embed.js: heights, language, and who is not heard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from embedder.render import v1
from embedder.web.static import embed_script
from tests.chromium import chromium
from tests.embedder.looks import browser_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
HOST, RECORD = "https://news.example/", "https://record.example"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(whole=True) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 700, "height": 600})
    opened.route(f"{RECORD}/**", _record)
    opened.route("https://evil.example/**", _evil)
    yield opened
    opened.close()


def _record(route: Route) -> None:
    if route.request.url.endswith("/embed.js"):
        route.fulfill(body=embed_script(), content_type="text/javascript")
    elif re.match(f"{RECORD}/[ep]/", route.request.url):
        name = route.request.url.split("/")[4]
        view = browser_view(name)
        headers = {"Content-Security-Policy": v1.csp(view)}
        route.fulfill(body=v1.page(view), content_type="text/html; charset=utf-8", headers=headers)
    else:
        route.fulfill(status=404)


def _evil(route: Route) -> None:
    route.fulfill(
        body="<script>parent.postMessage({onrecord: 1, height: 9999}, '*');"
        "parent.frames[0].postMessage({onrecord: 1, height: 9999}, '*')</script>",
        content_type="text/html",
    )


def frame(name: str, more: str = "") -> str:
    return f'<iframe src="{RECORD}/e/{name}/" width="600" height="77" {more}></iframe>'


SCRIPT = f'<script src="{RECORD}/embed.js"></script>'


def article(page: Page, body: str, lang: str = "de") -> None:
    """A page with our frames. They have no German: with another language a frame loads anew,
    while a test looks into it.
    """
    html = f'<!doctype html><html lang="{lang}"><body>{body}</body></html>'
    page.route(HOST, lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(HOST, wait_until="load")


def fits(page: Page, number: int) -> None:
    """The frame's height becomes that of what is in it."""
    # A locator waits: a frame in a sandbox changes its process, and has no document meanwhile.
    document = page.locator("iframe").nth(number).content_frame.locator("html:has(figure)")
    inner = document.evaluate("(html) => Math.ceil(html.getBoundingClientRect().height)")
    assert inner > 100
    page.wait_for_function(
        "([n, high]) => document.querySelectorAll('iframe')[n].height == high", arg=[number, inner]
    )


def test_frames_become_as_high_as_what_is_in_them_also_twice_the_same(page: Page) -> None:
    article(page, SCRIPT + frame("text") + frame("long") + frame("text") + SCRIPT)
    for number in range(3):
        fits(page, number)


def test_the_frame_of_a_placement_is_heard_too(page: Page) -> None:
    article(page, SCRIPT + frame("long").replace("/e/", "/p/"))
    fits(page, 0)


def test_the_frame_of_a_placement_gets_the_language_too(page: Page) -> None:
    article(page, SCRIPT + frame("long").replace("/e/", "/p/"), lang="es")
    page.wait_for_function("document.querySelector('iframe').src.endsWith('/p/long/?lang=es')")
    page.wait_for_function("document.querySelector('iframe').height > 100")


def test_a_frame_that_comes_later_is_heard_too(page: Page) -> None:
    article(page, SCRIPT)
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", frame("long"))
    page.wait_for_function("document.querySelector('iframe').height > 100")


def test_a_frame_in_a_sandbox_is_heard(page: Page) -> None:
    article(page, SCRIPT + frame("text", 'sandbox="allow-scripts"'))
    fits(page, 0)


def test_a_narrower_frame_tells_its_new_height(page: Page) -> None:
    article(page, SCRIPT + frame("long"))
    fits(page, 0)
    page.evaluate("document.querySelector('iframe').width = 300")
    page.wait_for_timeout(100)
    fits(page, 0)


def test_without_the_script_the_height_of_the_code_stays(page: Page) -> None:
    article(page, frame("text"))
    assert page.evaluate("document.querySelector('iframe').height") == "77"


def test_a_strangers_frame_and_the_page_itself_are_not_heard(page: Page) -> None:
    evil = '<iframe src="https://evil.example/" height="50"></iframe>'
    article(page, SCRIPT + frame("text") + evil)
    page.evaluate("postMessage({onrecord: 1, height: 9999}, '*')")
    fits(page, 0)
    assert page.evaluate("document.querySelectorAll('iframe')[1].height") == "50"


def test_a_frame_that_comes_later_gets_the_language_when_it_has_loaded(page: Page) -> None:
    article(page, SCRIPT, lang="es")
    page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", frame("long"))
    page.wait_for_function("document.querySelector('iframe').src.endsWith('?lang=es')")
    page.wait_for_function("document.querySelector('iframe').height > 100")


def test_the_language_of_the_page_goes_to_frames_that_name_none(page: Page) -> None:
    body = SCRIPT + frame("text") + frame("text/~dark.en") + frame("text/~dark")
    article(page, body, lang="es-MX")
    page.wait_for_function("document.querySelectorAll('iframe')[2].src.endsWith('?lang=es')")
    sources = page.evaluate("[...document.querySelectorAll('iframe')].map((f) => f.src)")
    assert sources[0] == f"{RECORD}/e/text/?lang=es"
    assert sources[1] == f"{RECORD}/e/text/~dark.en/"


def test_a_language_that_we_do_not_have_is_not_asked_for(page: Page) -> None:
    article(page, SCRIPT + frame("text"), lang="de")
    assert page.evaluate("document.querySelector('iframe').src") == f"{RECORD}/e/text/"


def test_it_is_small(page: Page) -> None:
    assert len(embed_script()) <= 1536
