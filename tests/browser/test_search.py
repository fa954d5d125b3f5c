"""The search page in a real browser: by the keyboard alone from the question to the post, without
a script, and with what is wrong explained at its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import Desk
from tests.browser.contrast import faint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FOCUSED = "() => (document.activeElement.getAttribute('href') || document.activeElement.id)"


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Tab, until what has the focus leads to an address or has an id that begins so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(wanted):
            return
    raise AssertionError(f"nothing that begins with {wanted} is reached with {most} tabs")


def test_from_the_front_door_to_a_post_by_the_keyboard_alone_on_a_phone(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    page = context.new_page()
    page.goto(desk.url("/"))
    tab_to(page, "/search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search")
    tab_to(page, "q")
    page.keyboard.type("classrooms since:2026")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=classrooms*")
    assert page.locator(".hit mark").first.inner_text() == "classrooms"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past what is at the top of every page
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "/post/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/post/*")
    assert page.locator("h1").is_visible()
    context.close()


def test_a_mistake_stands_in_nobodys_way_and_its_link_mends_it(
    browser: Browser, desk: Desk
) -> None:
    context = browser.new_context(color_scheme="dark", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(desk.url("/search?q=sample+platfrom:mastodon"))
    assert page.locator("#q").get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for options in page.locator(".options > summary").all():
        options.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) + faint(page) == []
    page.get_by_role("link", name="Write").click()
    assert page.locator("#q").input_value() == "sample platform:mastodon"
    assert page.locator(".hit").count() > 0
    context.close()


def test_without_a_script_all_is_there_and_a_facet_narrows(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.url("/search?q=sample"))
    before = page.locator(".hit").count()
    page.locator(".facets a", has_text="image").click()
    after = page.locator(".hit").count()
    assert 0 < after < before
    page.locator(".chip").click()
    assert page.locator(".hit").count() == before
    page.locator(".bars a").first.click()
    assert 0 < page.locator(".hit").count() < before
    context.close()
