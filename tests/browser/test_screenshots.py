"""Screenshots of a post that is typed in are dropped on the page, or pasted, several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

HAND_OVER = """([kind, names]) => {
    const all = new DataTransfer();
    for (const name of names) {
        const type = name.endsWith(".png") ? "image/png" : "text/plain";
        all.items.add(new File(["x"], name, { type }));
    }
    const event = kind === "drop"
        ? new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true })
        : new ClipboardEvent("paste", { clipboardData: all, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
}"""


def test_pictures_that_are_dropped_or_pasted_are_put_beside_those_chosen(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(storage_state=desk.session)
    page = context.new_page()
    page.goto(desk.url("/desk/capture/by-hand"))
    names = "() => [...document.getElementById('screenshots').files].map(file => file.name)"
    assert page.evaluate(HAND_OVER, ["drop", ["a.png", "b.png", "c.txt"]])
    assert page.evaluate(HAND_OVER, ["paste", ["d.png"]])
    assert page.evaluate(names) == ["a.png", "b.png", "d.png"]
    page.get_by_text("Pictures taken: 3.").wait_for()
    assert not page.evaluate(HAND_OVER, ["paste", ["words.txt"]]), "text is pasted as ever"
    assert page.evaluate(names) == ["a.png", "b.png", "d.png"]
    context.close()
