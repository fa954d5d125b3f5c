"""Every page of ours by the keyboard alone: each thing that can be used is reached, in the order of
the page, is seen to be, and is large enough for a finger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import small_targets
from tests.browser.conftest import Desk
from tests.browser.test_pages import each_page, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# One of a group of radio buttons is reached, the arrows choose among them. What is in a closed
# warning is reached once Enter has opened it.
USABLE = """() => {
    for (const e of document.querySelectorAll("details")) e.open = true;
    const groups = new Set();
    window.usable = [...document.querySelectorAll(`a[href], button, input, select, textarea,
        summary, video[controls], iframe, [tabindex="0"]`)].filter(e => {
            if (!e.checkVisibility({visibilityProperty: true}) || e.disabled || e.tabIndex < 0 ||
                e.type == "hidden") return false;
            if (e.type != "radio") return true;
            const chosen = document.querySelector(`input[name="${e.name}"]:checked`);
            if (chosen ? chosen != e : groups.has(e.name)) return false;
            return groups.add(e.name);
        });
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return usable.length;
}"""
FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e), at = usable.indexOf(e);
    const seen = e.tagName == "IFRAME" || e.tagName == "VIDEO" ||
        style.outlineStyle != "none" && parseFloat(style.outlineWidth) > 0;
    return [at, e == document.body ? "" : e.outerHTML.slice(0, 120), seen];
}"""


@each_page
def test_every_thing_is_reached_in_order_and_seen_to_be(
    browser: Browser, desk: Desk, name: str
) -> None:
    with visit(browser, desk, name) as (page, _, _):
        many = page.evaluate(USABLE)
        reached: list[int] = []
        for _ in range(8 * many + 40):
            page.keyboard.press("Tab")
            at, what, seen = page.evaluate(FOCUSED)
            if not what or (at == 0 and len(reached) > 1):
                break  # past the end, or again at the beginning
            if reached and reached[-1] == at:
                continue  # still inside a frame or a player
            assert seen, f"no outline: {what}"
            assert at >= 0, f"not looked for: {what}"
            reached.append(at)
        missed = [page.evaluate("i => usable[i].outerHTML.slice(0, 120)", i)
                  for i in range(many) if i not in reached]  # fmt: skip
        assert missed == []
        assert reached == sorted(reached)
        assert small_targets(page) == []
