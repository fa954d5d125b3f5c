"""The editor's whole way, from the pasted address to the code, as editors have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from embedder import samples
from tests.browser.conftest import log_in
from tests.browser.platforms import platforms
from tests.chromium import chromium
from tests.serving import Service, service, write_config

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, StorageState

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(whole=True) as started:
        yield started


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that keeps nothing yet; the platforms take a moment to answer."""
    with platforms(delay=0.4) as origin:
        config = write_config(tmp_path_factory.mktemp("empty"), {"*": origin})
        with service(config) as running:
            yield running


@pytest.fixture(scope="module")
def session(browser: Browser, empty: Service) -> StorageState:
    context = browser.new_context()
    log_in(context.new_page(), empty.login)
    state = context.storage_state()
    context.close()
    return state


def desk_in(context: BrowserContext, empty: Service) -> Page:
    page = context.new_page()
    page.goto(f"{empty.origin}/desk/")
    return page


def public_status(empty: Service, frame: str) -> int:
    """What a reader gets under the address that a code names."""
    connection = HTTPConnection(urlsplit(empty.origin).netloc, timeout=10)
    connection.request("GET", urlsplit(frame).path)
    status = connection.getresponse().status
    connection.close()
    return status


def frame_in(code: str) -> str:
    found = re.search(r'<iframe[^>]* src="([^"]+)"', code)
    assert found is not None, code
    return found[1]


def test_a_capture_is_watched_live_and_copying_its_code_ends_the_draft(
    browser: Browser, empty: Service, session: StorageState
) -> None:
    context = browser.new_context(
        storage_state=session, permissions=["clipboard-read", "clipboard-write"]
    )
    page = desk_in(context, empty)
    page.locator("#urls").fill(samples.FOUR_PICTURES_URL)
    page.get_by_role("button", name="Capture", exact=True).click()
    sentence = page.locator(".sentence")
    attempts = page.locator("details.attempts")
    page.locator("[data-events]").wait_for()
    assert re.match("Waiting|Asking Mastodon|Kept", sentence.inner_text())
    page.evaluate("window.neverLeft = true")
    attempts.get_by_text("client-api").wait_for(state="attached")
    page.locator(".preview iframe").first.wait_for()
    assert page.evaluate("window.neverLeft"), "the page was loaded again"
    assert page.locator("[data-events]").count() == 0

    post = (page.locator(".preview iframe").first.get_attribute("src") or "").split("/")[2]
    address = f"{empty.origin}/e/{post.partition('@')[0]}/"
    assert public_status(empty, address) == 404
    page.get_by_role("button", name="Copy code").click()
    page.get_by_text("Copied.").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert f'<iframe src="{empty.origin}/p/' in code
    assert page.evaluate("getSelection().toString()") == "", "a click chose the form's words"
    assert public_status(empty, frame_in(code)) == 200
    assert public_status(empty, address) == 200
    context.close()


def test_several_posts_are_watched_together_and_a_refusal_is_one_sentence(
    browser: Browser, empty: Service, session: StorageState
) -> None:
    context = browser.new_context(storage_state=session)
    page = desk_in(context, empty)
    urls = [*samples.URLS[4:8], "https://x.com/i/status/20"]
    page.locator("#urls").fill("See these:\n" + "\n".join(urls))
    page.get_by_role("button", name="Capture", exact=True).click()
    page.locator("[data-events]").first.wait_for(state="detached")
    assert page.locator(".preview iframe").count() == 8
    page.locator("#tally", has_text="4 kept ✓ · 1 needs a hand").wait_for()
    refused = page.locator(".capture", has_text="x.com/i/status/20")
    assert "this says nothing about the post" in refused.locator(".sentence").inner_text()
    assert refused.get_by_role("button", name="Try again").is_visible()
    assert not refused.locator(".attempts ol").is_visible()
    context.close()


def test_it_all_works_without_javascript(
    browser: Browser, empty: Service, session: StorageState
) -> None:
    context = browser.new_context(storage_state=session, java_script_enabled=False)
    page = desk_in(context, empty)
    page.locator("#urls").fill(samples.URLS[3])
    page.get_by_role("button", name="Capture", exact=True).click()
    page.locator(".preview iframe").first.wait_for()
    page.get_by_role("button", name="Copy code").click()
    code = page.locator("#code-iframe")
    code.wait_for()
    assert public_status(empty, frame_in(code.input_value())) == 200
    context.close()


def test_it_all_works_with_the_keyboard_alone(
    browser: Browser, empty: Service, session: StorageState
) -> None:
    context = browser.new_context(
        storage_state=session, permissions=["clipboard-read", "clipboard-write"]
    )
    page = desk_in(context, empty)
    page.keyboard.type(samples.EDITED_URL)
    tab_to(page, "Capture")
    page.keyboard.press("Enter")
    page.locator(".preview iframe").first.wait_for()
    tab_to(page, "Copy code")
    page.keyboard.press("Enter")
    page.get_by_text("Copied.").wait_for()
    assert "<iframe src=" in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, "Kept posts", back=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/posts")
    tab_to(page, "Sample Mayor (invented)")
    context.close()


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """By Tab alone, as far as it takes; what has the focus must be seen to have it."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        words, seen = page.evaluate(
            """() => {
                const e = document.activeElement, outline = getComputedStyle(e).outlineStyle;
                return [e.innerText || "", e.matches("iframe, body") || outline !== "none"];
            }"""
        )
        assert seen, f"no sign of the focus on {words!r}"
        if words.strip() == name:
            return
    raise AssertionError(f"Tab does not lead to {name!r}")
