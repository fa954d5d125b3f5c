"""Nothing moves: not when slow pictures come, and not while a box comes tag by tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.attacked import LOOKS, Answer, html, look, serving, shown
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
WATCH = """() => {
    window.shifted = {sum: 0, moved: []};
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            shifted.sum += entry.value;
            for (const {node} of entry.sources) shifted.moved.push(node?.outerHTML?.slice(0, 90));
        }
    }).observe({type: "layout-shift"});
}"""
PIECES = 0.002
ROW = ".onrecord-by{display:flex;"
WATCH_ALL = f"({WATCH})()".replace('type: "layout-shift"', 'type: "layout-shift", buffered: true')
COME = """async () => {
    const all = root => [...root.querySelectorAll("*")].flatMap(
        e => [...(e.tagName == "IMG" && e.checkVisibility() ? [e] : []),
            ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
    const came = all(document), late = came.filter(img => !img.complete);
    await Promise.all(late.map(img => new Promise(done => img.onload = img.onerror = done)));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
    return {...shifted, drawn: came.filter(img => img.naturalWidth).length};
}"""
"""Waits for every picture that is drawn, also in shadow roots."""
WITHOUT_SIZE = """() => {
    const host = document.querySelector(".onrecord-host");
    const img = (host?.shadowRoot ?? document).querySelector(".onrecord-media img");
    img.removeAttribute("width"); img.removeAttribute("height");
}"""


def moved_by_pictures(page: Page, url: str, *, first: str = DRAWN) -> dict[str, Any]:
    """How much moved when the pictures came, what did, and how many came.

    None comes before all the rest is drawn and ``first`` was run in the page: how slow the machine
    is has no say in it.
    """
    held: list[Route] = []
    hold = True
    page.route("**/media/**", lambda route: held.append(route) if hold else route.continue_())
    page.goto(url, wait_until="domcontentloaded")
    page.evaluate(first)
    page.evaluate(DRAWN)
    page.evaluate(WATCH)
    hold = False
    for route in held:
        route.continue_()
    told: dict[str, Any] = page.evaluate(COME)
    page.unroute("**/media/**")
    return {**told, "held": len(held)}


def moved_by_all(page: Page, url: str) -> dict[str, Any]:
    """How much moved from the first tag that was read until every picture was drawn."""
    page.goto(url)
    told: dict[str, Any] = page.evaluate(COME)
    return told


@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_while_a_page_is_read(browser: Browser, width: int) -> None:
    told = {}
    with serving(lambda parts: look("page", parts[0]), pieces=PIECES) as origin:
        page = browser.new_page(viewport={"width": width, "height": 1400})
        page.add_init_script(WATCH_ALL)
        for name in holdings.HOLDINGS:
            told[name] = moved_by_all(page, f"{origin}/{name}")
        page.close()
    assert {name: one for name, one in told.items() if one["sum"]} == {}
    assert sum(one["drawn"] for one in told.values()) > len(told)


@pytest.mark.parametrize("output", ["fragment", "shadow"])
@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_while_an_article_is_read(browser: Browser, output: str, width: int) -> None:
    with serving(lambda _: html(shown(output, LOOKS)), pieces=PIECES) as origin:
        page = browser.new_page(viewport={"width": width, "height": 50_000})
        page.add_init_script(WATCH_ALL)
        told = moved_by_all(page, origin)
        seen = page.get_by_role("figure").last.is_visible()
        page.close()
    assert (told["sum"], told["moved"]) == (0, [])
    assert told["drawn"] > len(LOOKS)
    assert seen


@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_when_the_pictures_of_a_page_come(browser: Browser, width: int) -> None:
    told = {}
    with serving(lambda parts: look("page", parts[0])) as origin:
        page = browser.new_page(viewport={"width": width, "height": 1400})
        for name in holdings.HOLDINGS:
            told[name] = moved_by_pictures(page, f"{origin}/{name}")
        page.close()
    assert {name: one for name, one in told.items() if one["sum"]} == {}
    assert sum(one["held"] for one in told.values()) > len(told)
    assert sum(one["drawn"] for one in told.values()) > len(told)


@pytest.mark.parametrize("output", ["fragment", "shadow"])
@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_in_an_article_when_the_pictures_come(
    browser: Browser, output: str, width: int
) -> None:
    """All looks in one article, in a window so high that every picture comes by itself."""
    with serving(lambda _: html(shown(output, LOOKS))) as origin:
        page = browser.new_page(viewport={"width": width, "height": 50_000})
        told = moved_by_pictures(page, origin)
        page.close()
    assert told["held"]
    assert told["drawn"] > len(LOOKS)
    assert (told["sum"], told["moved"]) == (0, [])


@pytest.mark.parametrize("output", ["page", "fragment"])
def test_a_row_with_its_middle_kept_would_be_seen_to_move(browser: Browser, output: str) -> None:
    """The measure works: the name moves up when the line below it is read."""

    def centred(parts: list[str]) -> Answer:
        answer = look(output, parts[0])
        assert ROW in answer.body
        return html(answer.body.replace(ROW, f"{ROW}align-items:center;"))

    with serving(centred, pieces=10 * PIECES) as origin:
        page = browser.new_page(viewport={"width": 600, "height": 1400})
        page.add_init_script(WATCH_ALL)
        told = moved_by_all(page, f"{origin}/one-photo")
        page.close()
    assert told["sum"] > 0


@pytest.mark.parametrize("output", ["page", "fragment", "shadow"])
def test_a_picture_without_a_size_would_be_seen_to_move(browser: Browser, output: str) -> None:
    """The measure works."""
    with serving(lambda parts: look(output, parts[0])) as origin:
        page = browser.new_page(viewport={"width": 600, "height": 1400})
        told = moved_by_pictures(page, f"{origin}/one-photo", first=WITHOUT_SIZE)
        page.close()
    assert told["sum"] > 0
    assert told["drawn"]
