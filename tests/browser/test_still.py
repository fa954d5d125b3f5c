"""Slow pictures move nothing: the box has its size before they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.attacked import look, serving
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SHIFTS = """() => new Promise(told => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => told(sum), 50));
})"""


@pytest.mark.parametrize("output", ["page", "fragment"])
@pytest.mark.parametrize("width", [320, 600])
def test_nothing_moves_when_the_pictures_come(browser: Browser, output: str, width: int) -> None:
    moved = {}
    with serving(lambda parts: look(output, parts[0])) as origin:
        page = browser.new_page(viewport={"width": width, "height": 1400})
        for name in holdings.HOLDINGS:
            page.goto(f"{origin}/{name}", wait_until="load")
            moved[name] = page.evaluate(SHIFTS)
        page.close()
    assert {name: sum_ for name, sum_ in moved.items() if sum_} == {}


def test_a_picture_without_a_size_would_be_seen_to_move(browser: Browser) -> None:
    """The measure works."""

    with serving(lambda parts: look("fragment", parts[0])) as origin:
        page = browser.new_page(viewport={"width": 600, "height": 1400})
        page.goto(f"{origin}/one-photo", wait_until="domcontentloaded")
        page.evaluate(
            """() => { const img = document.querySelector(".onrecord-media img");
                img.removeAttribute("width"); img.removeAttribute("height"); }"""
        )
        page.wait_for_load_state("load")
        assert page.evaluate(SHIFTS) > 0
        page.close()
