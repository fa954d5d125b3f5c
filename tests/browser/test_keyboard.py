"""By the keyboard alone: all that can be used is reached, in order, and seen to be; and what a
screen reader says of a post comes in the order of the specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from embedder.words import LANGUAGES, words_in
from tests.browser.attacked import look, serving
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

USABLE = """() => [...document.querySelectorAll("a[href], summary, video[controls]")]
    .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 90))"""
FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e);
    const seen = style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 1;
    return [e.outerHTML.slice(0, 90), seen];
}"""


def test_every_link_and_warning_is_reached_in_order_and_seen_to_be(browser: Browser) -> None:
    missed: dict[str, Any] = {}
    with serving(lambda parts: look("page", parts[0])) as origin:
        page = browser.new_page()
        page.route("**/media/**", lambda route: route.abort())
        for name in holdings.HOLDINGS:
            page.goto(f"{origin}/{name}", wait_until="domcontentloaded")
            usable = page.evaluate(USABLE)
            reached = []
            for _ in usable:
                page.keyboard.press("Tab")
                reached.append(page.evaluate(FOCUSED))
            if [told for told, _ in reached] != usable or not all(seen for _, seen in reached):
                missed[name] = (usable, reached)
        page.goto(f"{origin}/four-photos", wait_until="domcontentloaded")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "end"
        page.close()
    assert missed == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_screen_reader_says_band_name_office_text_media_date_and_archived(
    browser: Browser, lang: str
) -> None:
    words = words_in(lang)
    with serving(lambda _: look("page", "corrected", lang)) as origin:
        page = browser.new_page()
        page.goto(origin, wait_until="domcontentloaded")
        session = page.context.new_cdp_session(page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        page.close()
    by_id = {node["nodeId"]: node for node in nodes}

    def said(node: dict[str, Any]) -> list[str]:
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        own = [name] if role in {"StaticText", "image", "img"} and not node.get("ignored") else []
        return own + [t for c in node.get("childIds", ()) if c in by_id for t in said(by_id[c])]

    heard = "\n".join(said(nodes[0]))
    order = [
        words.skip,
        "The hearing was on Tuesday",
        "Robin Sample",
        "@robin_sample",
        "Mayor of Sampleville",
        "Two figures",
        "A bridge over a river",
        "A chart of crossings",
        "17:02",
        words.archived_by.split("{", maxsplit=1)[0],
        words.copy,
        words.original,
        words.end,
    ]
    at = 0
    for part in order:
        found = heard.find(part, at)
        assert found >= 0, (part, heard)
        at = found
