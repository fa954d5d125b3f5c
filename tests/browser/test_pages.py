"""Every kind of page in a real browser: whom it asks, what it says, whom it keeps out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from embedder import samples
from tests.browser.axe import barriers, show_in_article
from tests.browser.conftest import ARTICLE, DRAFT_URL, Desk
from tests.browser.contrast import faint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser


def _post(url: str, form: str) -> Callable[[Desk], str]:
    return lambda desk: form.format(id=desk.posts[url])


EDITORS: dict[str, Callable[[Desk], str]] = {
    "paste": lambda _: "/desk/",
    "captures": lambda desk: desk.captures,
    "by hand": lambda _: "/desk/capture/by-hand?url=https://x.com/mayor/status/20",
    "saved response": lambda _: "/desk/capture/saved?url=https://x.com/mayor/status/20",
    "bookmarklet": lambda _: "/desk/bookmarklet?url=https://x.com/mayor/status/20",
    "from browser": lambda _: "/desk/from-browser?url=https://x.com/mayor/status/20",
    "posts": lambda _: "/desk/posts",
    "setup": lambda _: "/desk/setup",
    "quotations": lambda _: "/desk/quotes?url=https://news.example/wall",
    "requests": lambda _: "/desk/requests",
    "a request": lambda _: "/desk/requests/1",
    "collections": lambda _: "/desk/collections",
    "a collection": lambda _: "/desk/collections/the-market-square",
    "queues": lambda _: "/desk/queues",
    "saved searches": lambda _: "/desk/queries",
    "sources": lambda _: "/desk/sources",
    "articles": lambda _: "/desk/articles?url=https://news.example/wall",
    "an article": lambda _: f"/desk/article?url={ARTICLE}",
    "gone": lambda _: "/desk/gone",
    "alerts": lambda _: "/desk/alerts",
    "audit": lambda _: "/desk/audit",
    "people": lambda _: "/desk/people",
    "quotes": lambda _: "/desk/quotes",
    "sites": lambda _: "/desk/sites",
    "me": lambda _: "/desk/me",
    "asked": lambda _: "/desk/asked",
    "gallery of one state": lambda _: "/desk/gallery?state=deleted",
    "post at the desk": _post(samples.FOUR_PICTURES_URL, "/desk/posts/{id}"),
    "draft at the desk": _post(DRAFT_URL, "/desk/posts/{id}"),
    "put in an article": _post(samples.FOUR_PICTURES_URL, "/desk/posts/{id}/article"),
    "who sees it": _post(samples.URLS[7], "/desk/posts/{id}/decide"),
    "describe": _post(samples.FOUR_PICTURES_URL, "/desk/posts/{id}/describe"),
    "withheld at the desk": _post(samples.URLS[5], "/desk/posts/{id}"),
}
ANYBODYS: dict[str, Callable[[Desk], str]] = {
    "home": lambda _: "/",
    "login": lambda desk: desk.login_link(),
    "used login": lambda desk: desk.service.login,
    "coverage": lambda _: "/coverage",
    "method": lambda _: "/method",
    "API": lambda _: "/docs",
    "post page": _post(samples.FOUR_PICTURES_URL, "/post/{id}"),
    "edited post page": _post(samples.EDITED_URL, "/post/{id}"),
    "withheld post page": _post(samples.URLS[5], "/post/{id}"),
    "post page of gone": _post(samples.DELETED_URL, "/post/{id}"),
    "search": lambda _: "/search?q=sample+lang:en",
    "officials": lambda _: "/officials",
    "official": lambda _: "/officials/gia-gov",
    "embed": _post(samples.EXAMPLE_URL, "/e/{id}/"),
    "embed of pictures": _post(samples.FOUR_PICTURES_URL, "/e/{id}/"),
    "embed of a poll, corrected": _post(samples.URLS[3], "/e/{id}/"),
    "embed behind a warning": _post(samples.URLS[4], "/e/{id}/"),
    "embed with a quoted post": _post(samples.URLS[7], "/e/{id}/"),
    "embed of gone": _post(samples.DELETED_URL, "/e/{id}/"),
    "embed of withheld": _post(samples.URLS[5], "/e/{id}/"),
}
NOT_SHOWN = {"embed of withheld", "withheld post page"}
"""Their status is 451, which a browser's console tells as an error."""
PAGES = {**EDITORS, **ANYBODYS}
each_page = pytest.mark.parametrize("name", PAGES)
each_scheme = pytest.mark.parametrize("scheme", ["light", "dark"])


DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@contextmanager
def visit(
    browser: Browser, desk: Desk, name: str, *, scheme: str = "light", width: int = 1280
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page, seen whole, with what it asked for and what the browser complained of."""
    context = browser.new_context(
        storage_state=desk.session if name in EDITORS else None,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 3000},
    )
    asked: list[str] = []
    complaints: list[str] = []
    waiting: list[Request] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("request", lambda request: waiting.append(request))
    context.on("requestfinished", lambda request: waiting.remove(request))
    context.on("requestfailed", lambda request: waiting.remove(request))
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    path = PAGES[name](desk)
    page.goto(path if path.startswith("http") else desk.url(path))
    settle(page, waiting)
    try:
        yield page, asked, complaints
    finally:
        context.close()


def settle(page: Page, waiting: list[Request]) -> None:
    """Waits until the page has twice been drawn with nothing on its way: what is loaded only when
    it is in sight is asked for when that has been drawn, and then asks itself.
    """
    quiet = 0
    for _ in range(500):
        page.evaluate(DRAWN)
        quiet = 0 if waiting else quiet + 1
        if quiet == 2:
            return
    raise AssertionError(f"{page.url} still waits for {[request.url for request in waiting]}")


@each_page
@each_scheme
def test_a_page_asks_us_alone_raises_no_complaint_and_stands_in_nobodys_way(
    browser: Browser, desk: Desk, name: str, scheme: str
) -> None:
    with visit(browser, desk, name, scheme=scheme) as (page, asked, complaints):
        embed = name.startswith("embed")
        found = [] if embed else barriers(page) + faint(page)
        assert [url for url in asked if not url.startswith(f"{desk.service.origin}/")] == []
        if name in NOT_SHOWN:
            complaints = [c for c in complaints if "status of 451" not in c]
        assert complaints == []
        if embed:
            show_in_article(page, page.url)
            found = barriers(page) + faint(page)
        assert found == []


@each_page
def test_a_page_fits_a_phone(browser: Browser, desk: Desk, name: str) -> None:
    with visit(browser, desk, name, width=360) as (page, _, _):
        wide = page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1
                    && !e.closest(".scroll, .skip, pre"))
                .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert wide == []
        for frame in page.frames[1:]:
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), frame.url


def test_the_desks_own_styles_win_over_those_of_every_page(browser: Browser, desk: Desk) -> None:
    with visit(browser, desk, "posts") as (page, _, _):
        colours = {
            kind: page.locator(f".tag-{kind}").first.evaluate("e => getComputedStyle(e).color")
            for kind in ("draft", "public", "withheld")
        }
    assert len(set(colours.values())) == 3, colours


@pytest.mark.parametrize("name", ["edited post page", "post page of gone"])
def test_the_looks_at_a_post_are_read_on_a_phone_without_scrolling_sideways(
    browser: Browser, desk: Desk, name: str
) -> None:
    with visit(browser, desk, name, width=360) as (page, _, _):
        for table in page.locator(".scroll").all():
            assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
