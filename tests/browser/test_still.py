"""Slow pictures move nothing: the box has its size before they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.attacked import LOOKS, html, look, serving, shown
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SHIFTS = """async () => {
    const all = root => [...root.querySelectorAll("*")].flatMap(
        e => [...(e.tagName == "IMG" && e.checkVisibility() ? [e] : []),
            ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
    const came = all(document), late = came.filter(img => !img.complete);
    await Promise.all(late.map(img => new Promise(done => img.onload = img.onerror = done)));
    const moved = new Set();
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            sum += entry.value;
            for (const {node} of entry.sources) moved.add(node?.outerHTML?.slice(0, 90));
        }
    }).observe({type: "layout-shift", buffered: true});
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)));
    return {sum, moved: [...moved], drawn: came.filter(img => img.naturalWidth).length};
}"""
"""How much moved until every picture that is drawn had come, also in shadow roots; what did;
and how many pictures came.
"""


@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_when_the_pictures_of_a_page_come(browser: Browser, width: int) -> None:
    moved = {}
    with serving(lambda parts: look("page", parts[0])) as origin:
        page = browser.new_page(viewport={"width": width, "height": 1400})
        for name in holdings.HOLDINGS:
            page.goto(f"{origin}/{name}", wait_until="load")
            moved[name] = page.evaluate(SHIFTS)["sum"]
        page.close()
    assert {name: sum_ for name, sum_ in moved.items() if sum_} == {}


@pytest.mark.parametrize("output", ["fragment", "shadow"])
@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_in_an_article_when_the_pictures_come(
    browser: Browser, output: str, width: int
) -> None:
    """All looks in one article, in a window so high that every picture comes by itself."""
    with serving(lambda _: html(shown(output, LOOKS))) as origin:
        page = browser.new_page(viewport={"width": width, "height": 50_000})
        page.goto(origin)
        told = page.evaluate(SHIFTS)
        page.close()
    assert told["drawn"] > len(LOOKS)
    assert (told["sum"], told["moved"]) == (0, [])


@pytest.mark.parametrize("output", ["fragment", "shadow"])
def test_a_picture_without_a_size_would_be_seen_to_move(browser: Browser, output: str) -> None:
    """The measure works."""
    with serving(lambda parts: look(output, parts[0])) as origin:
        page = browser.new_page(viewport={"width": 600, "height": 1400})
        page.goto(f"{origin}/one-photo", wait_until="domcontentloaded")
        page.evaluate(
            """() => {
                const host = document.querySelector(".onrecord-host");
                const img = (host?.shadowRoot ?? document).querySelector(".onrecord-media img");
                img.removeAttribute("width"); img.removeAttribute("height");
            }"""
        )
        told = page.evaluate(SHIFTS)
        page.close()
    assert told["sum"] > 0
    assert told["drawn"]
