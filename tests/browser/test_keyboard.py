"""By the keyboard alone: all that can be used is reached, in order, and seen to be; and what a
screen reader says of a post comes in the order of the specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from embedder.post_words import post_words_in
from embedder.words import LANGUAGES, words_in
from tests.browser.attacked import look, serving
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ID = "74gy9nvatnzde455"
"""Of the posts that :mod:`tests.embedder.holdings` makes: their box leads to their own page."""
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


@pytest.mark.parametrize("scripts", [True, False])
def test_a_picture_of_the_posts_page_is_opened_and_left_by_key(
    browser: Browser, scripts: bool
) -> None:
    """From the box to the full view, from there to the picture's file, and back both ways."""
    expect = pytest.importorskip("playwright.sync_api").expect
    with serving(lambda _: look("post page", "four-photos")) as origin:
        page = browser.new_context(java_script_enabled=scripts).new_page()
        page.goto(f"{origin}/post/{ID}")

        def tab_to(link: str) -> None:
            found = page.locator(f'a[href*="{link}"]:focus')
            for _ in range(12):
                page.keyboard.press("Tab")
                if found.count():
                    return
            raise AssertionError(link)

        tab_to("#media-2")
        page.keyboard.press("Enter")
        full = page.locator("#media-2:target")
        expect(full).to_be_in_viewport()
        page.keyboard.press("Tab")
        picture = full.locator("a[href^='/media/']")
        expect(picture).to_be_focused()
        expect(full).to_be_in_viewport()

        page.keyboard.press("Enter")
        page.wait_for_url("**/media/*.jpg")
        page.go_back()  # the key of the browser itself, which has no window here
        expect(full).to_be_in_viewport()

        tab_to("#media-2")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(full.get_by_role("link", name="Back to the post")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(page.locator("figure.onrecord a").first).to_be_focused()
        page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_screen_reader_says_band_name_office_text_media_date_and_archived(
    browser: Browser, lang: str
) -> None:
    words = words_in(lang)
    box = [
        "The hearing was on Tuesday",
        "Robin Sample",
        "@robin_sample",
        "Mayor of Sampleville",
        "Two figures",
        "A bridge over a river",
        "A chart of crossings",
        "17:02",
        words.archived_by.split("{", maxsplit=1)[0],
    ]
    linked = [*box, words.copy, words.original]
    orders = {
        "page": [words.skip, *linked, words.end],
        "fragment": linked,
        "shadow": linked,
        "email": box,
        "post page": [post_words_in(lang).skip, *linked, post_words_in(lang).versions],
    }
    with serving(lambda parts: look(unquote(parts[0]), "corrected", lang)) as origin:
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        heard = {}
        for output in orders:
            page.goto(f"{origin}/{output}", wait_until="domcontentloaded")
            heard[output] = said(session.send("Accessibility.getFullAXTree")["nodes"])
        page.close()
    for output, order in orders.items():
        at = 0
        for part in order:
            found = heard[output].find(part, at)
            assert found >= 0, (output, part, heard[output])
            at = found + len(part)


def said(nodes: list[dict[str, Any]]) -> str:
    """What a screen reader says of a page, a line for each text and picture, in its order."""
    by_id = {node["nodeId"]: node for node in nodes}

    def of(node: dict[str, Any]) -> list[str]:
        role, name = node["role"]["value"], node.get("name", {}).get("value", "")
        own = [name] if role in {"StaticText", "image", "img"} and not node.get("ignored") else []
        return own + [t for c in node.get("childIds", ()) if c in by_id for t in of(by_id[c])]

    return "\n".join(of(nodes[0]))
