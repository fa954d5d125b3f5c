"""The way of a researcher, by the keyboard alone, on a telephone: what an official said, in which
office, and how to cite it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import Desk
from tests.browser.contrast import faint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def tab_to(page: Page, part: str, most: int = 150) -> None:
    """Tab, from the top of the page, until what has the focus leads to an address with the part."""
    page.evaluate("document.activeElement.blur()")
    for _ in range(most):
        page.keyboard.press("Tab")
        if part in page.evaluate("document.activeElement.href ?? ''"):
            return
    raise AssertionError(f"no link to {part} is reached with {most} tabs")


def follow(page: Page, part: str) -> None:
    """To where that link leads, which must be fit for a telephone, and for everybody."""
    tab_to(page, part)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) + faint(page) == []


def test_from_an_official_to_the_citation_of_what_was_said(browser: Browser, desk: Desk) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page = context.new_page()
    page.goto(desk.url("/"))
    follow(page, "/search")
    follow(page, "/officials")
    follow(page, "/officials/gia-gov")
    assert page.locator("h1").inner_text() == "Gia Gov"
    follow(page, "/search?q=from%3Agia-gov")
    assert "Governor" in page.locator(".hit").first.inner_text()
    follow(page, "/post/")
    assert "Governor" in page.locator("figure").first.inner_text()
    post = page.url.rsplit("/", 1)[1].partition("#")[0]
    tab_to(page, "/cite.ris")
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    ris = Path(coming.value.path()).read_text(encoding="utf-8")
    assert ris.startswith("TY  - ")
    assert f"/post/{post}" in ris
    context.close()
