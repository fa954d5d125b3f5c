"""A day of an editor at the desk, by the keyboard alone: from three pasted addresses to the audit
log, in both languages of the desk, and without JavaScript, too.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from embedder import samples
from tests.browser.axe import barriers
from tests.browser.contrast import faint
from tests.browser.platforms import platforms
from tests.browser.test_from_browser import CSP, X_PAGE, X_URL
from tests.chromium import chromium
from tests.serving import Service, service, write_config

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

GOOD = samples.FOUR_PICTURES_URL
PARTIAL = "https://partial.example/@clerk/117000000000000001"
REFUSED = "https://x.com/sample_treasurer/status/20"
ARTICLE = "https://news.example/flood"
HTML = f"""<!doctype html><html lang="en"><title>Flood damage</title><body><article>
<h1>Council to meet on flood damage</h1><p>MAYFIELD, March 13, 2026 – The council meets.</p>
<blockquote class="mastodon-embed" data-embed-url="{GOOD}/embed">
<a href="{GOOD}">Post</a></blockquote>
<blockquote class="mastodon-embed" data-embed-url="{samples.EXAMPLE_URL}/embed">
<a href="{samples.EXAMPLE_URL}">Post</a></blockquote></article></body></html>"""
TEXT = """Council to meet on flood damage

MAYFIELD, March 7, 2026 – The council meets on Thursday, and the mayor will be there.

Ana Torres wrote on Mastodon: "Sample: four pictures from the fish square."
"""


@contextmanager
def half_a_platform() -> Iterator[str]:
    """A server whose post has a picture that is not to be had."""
    like = samples.MASTODON[samples.EXAMPLE_URL.rsplit("/", 1)[1]]
    picture = like["media_attachments"][0] | {"url": "https://partial.example/gone.jpg"}
    account = like["account"] | {
        "id": "7",
        "acct": "clerk",
        "username": "clerk",
        "url": "https://partial.example/@clerk",
        "avatar": "",
    }
    status = like | {
        "id": PARTIAL.rsplit("/", 1)[1],
        "url": PARTIAL,
        "uri": "https://partial.example/users/clerk/statuses/117000000000000001",
        "content": "<p>The bridge is closed until noon.</p>",
        "account": account,
        "media_attachments": [picture | {"preview_url": picture["url"]}],
    }

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there = self.path.startswith("/api/v1/statuses/")
            body = json.dumps(status if there else {"error": "Record not found"}).encode()
            self.send_response(200 if there else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium(whole=True) as started:
        yield started


@pytest.fixture(scope="module")
def hosts() -> Iterator[dict[str, str]]:
    with platforms() as origin, half_a_platform() as half:
        yield {"*": origin, "partial.example": half}


@pytest.fixture
def empty(tmp_path: Path, hosts: dict[str, str]) -> Iterator[Service]:
    with service(write_config(tmp_path, hosts)) as running:
        yield running


class Keyboard:
    """An editor who has no mouse. Places are named by selectors: words are in two languages."""

    def __init__(self, page: Page, desk: str) -> None:
        self.page = page
        self._desk = desk

    def open(self, path: str) -> None:
        self.page.goto(self._desk + path)

    def reach(self, selector: str, most: int = 400) -> None:
        """Tab until it has the focus."""
        self.page.locator(selector).first.wait_for(state="attached")
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached with {most} tabs on {self.page.url}")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)

    def choose(self, selector: str, value: str) -> None:
        """An option of a list, by its arrows."""
        self.reach(selector)
        options = self.page.locator(f"{selector} option")
        values = [option.get_attribute("value") for option in options.all()]
        self.page.keyboard.press("Home")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        assert self.page.locator(selector).input_value() == value

    def pick(self, name: str, value: str) -> None:
        """One of a group of buttons, by its arrows."""
        group = f"input[type=radio][name={name}]"
        self.reach(group)
        for _ in range(self.page.locator(group).count() + 1):
            now = self.page.evaluate("document.activeElement.value")
            if now.endswith(value):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is none of {name}")

    def press(self, selector: str) -> None:
        """A button or a link; the page that follows is fit for everybody."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.see()

    def see(self) -> None:
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def words(self) -> str:
        return str(self.page.locator("main").inner_text())


def stand_in(route: Route) -> None:
    route.fulfill(
        status=200,
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": CSP},
        body=f"<!doctype html><html><body><main>{X_PAGE}</main></body></html>",
    )


def in_time(page: Page, there: Callable[[], bool], *, script: bool) -> None:
    """Waits for what is shown live; without a script the editor looks again."""
    for _ in range(100):
        if there():
            return
        if not script:
            page.reload()
        page.wait_for_timeout(100)
    raise AssertionError(page.locator("main").inner_text())


SAID = {
    "en": {
        "partial": "without",
        "differs": "Differs from a kept post in 1 word",
        "withheld": "withheld",
        "audit": "What was done",
    },
    "es": {
        "partial": "sin",
        "differs": "Difiere de una publicación guardada en 1 palabra",
        "withheld": "retuvo",
        "audit": "Lo que se hizo",
    },
}


@pytest.mark.parametrize("script", [True, False], ids=["live", "no script"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_day_of_an_editor(
    browser: Browser, empty: Service, lang: str, script: bool, tmp_path: Path
) -> None:
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": 1000, "height": 900}, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    editor = Keyboard(page, empty.origin)

    page.goto(empty.login)
    editor.press("form button")
    editor.open("/desk/me")
    editor.choose("#lang", lang)
    editor.press('form[action$="/me"] button')
    assert page.locator("html").get_attribute("lang") == lang

    # Three addresses, out of a mail.
    editor.open("/desk/")
    editor.write("#urls", f"Please:\n> {GOOD}\n> {PARTIAL} and {REFUSED}.\nThanks!")
    editor.press('form[action$="/captures"] button')
    by_hand = f'.offers a[href*="by-hand"][href*="{REFUSED.rsplit("/", 1)[1]}"]'
    in_time(
        page,
        lambda: page.locator(".preview").count() == 2 and page.locator(by_hand).count() > 0,
        script=script,
    )
    assert page.locator(".pulse").count() == 0
    page.screenshot(path=tmp_path / f"captures-{lang}.png", full_page=True)
    good = page.locator(f'section:has-text("{GOOD}") form[action*="/copy"]').get_attribute("action")
    assert good is not None
    post = good.split("/posts/")[1].split("/")[0]

    # The refused one by hand.
    editor.press(by_hand)
    assert page.locator("#url").input_value() == REFUSED
    editor.write("#text", "The treasury opens at nine.")
    editor.write("#name", "Sample Treasurer")
    editor.write("#handle", "sample_treasurer")
    editor.write("#time", "2026-03-12 09:00")
    editor.press('form[action$="/by-hand"] button')
    assert "The treasury opens at nine." in page.content()

    if script:
        hand_over(editor, lang)

    # Whose the account is, and what the first picture shows.
    editor.open(f"/desk/posts/{post}")
    editor.write("#whose-name", "Ana Torres")
    editor.write("#whose-office", "Mayor")
    editor.press("form.whose button:not([name])")
    editor.press(f'a[href$="/posts/{post}/describe"]')
    editor.write("#alt-1", "A street under water, seen from the station.")
    editor.press("form:has(#alt-1) button:not([name])")

    # Into an article.
    editor.open(f"/desk/posts/{post}/article")
    editor.write("#article", ARTICLE)
    editor.press('form[action$="/copy"] button')
    assert "/p/" in page.content(), "the code names a placement"
    reader = browser.new_context().new_page()
    there = reader.goto(f"{empty.origin}/post/{post}")
    assert there is not None
    assert there.status == 200
    shown = reader.locator("img[alt='A street under water, seen from the station.']").first
    picture = shown.evaluate("e => e.currentSrc || e.src")
    assert reader.request.get(picture).status == 200

    # The article is checked: one post is kept, one is not.
    editor.open("/desk/articles")
    editor.write("#content", HTML)
    editor.write("main #url", ARTICLE)
    editor.press('form[action$="/articles"] button')
    assert samples.EXAMPLE_URL in editor.words()
    editor.press('form[action$="/articles/captures"] button')
    in_time(page, lambda: page.locator(".preview").count() == 1, script=script)

    # Its quotations.
    editor.open("/desk/quotes")
    editor.write("#article", TEXT)
    editor.press('form[action$="/quotes"] button')
    assert SAID[lang]["differs"] in editor.words(), editor.words()
    page.screenshot(path=tmp_path / f"quotes-{lang}.png", full_page=True)

    # A reader complains about a picture; it is withheld, and the reader is answered.
    reader.goto(f"{empty.origin}/post/{post}")
    report(reader)
    editor.open("/desk/requests")
    editor.press('a[href$="/requests/1"]')
    editor.press(f'a[href$="/posts/{post}/decide"]')
    sha256 = page.locator('input[name=target][value*="#"]').first.get_attribute("value")
    assert sha256 is not None
    editor.pick("target", sha256)
    editor.pick("act", "withhold")
    editor.choose("#class", "privacy")
    editor.write("#reason", "A child is in it.")
    editor.press('form[action$="/decide"] button')
    assert page.locator("[role=status]").count() == 1
    assert sha256.split("#")[1] in picture
    assert reader.request.get(picture).status == 404
    editor.open("/desk/requests/1")
    answers = [o.get_attribute("value") for o in page.locator("#decision option").all()]
    editor.choose("#decision", str(next(one for one in answers if one)))
    editor.write("#answer", "The picture is not shown any more.")
    editor.press('form[action$="/requests/1"] button')

    # What was done.
    editor.open("/desk/audit")
    assert SAID[lang]["audit"] in page.title()
    assert "A child is in it." in editor.words()
    page.screenshot(path=tmp_path / f"audit-{lang}.png", full_page=True)
    if script:
        assert barriers(page) + faint(page) == []
    context.close()
    reader.context.close()


def report(reader: Page) -> None:
    """As anybody does it, on the public page of the post."""
    if reader.locator("#report-text").count() == 0:
        reader.locator('a[href*="report"]').first.click()
    if not reader.locator("#report-text").is_visible():
        reader.locator("details:has(#report-text) summary").click()
    reader.locator("#report-kind").select_option("privacy")
    reader.locator("#report-text").fill("My child is in the first picture.")
    reader.locator("form.report button").click()
    reader.wait_for_load_state()


def hand_over(editor: Keyboard, lang: str) -> None:
    """A post that its platform shows to people who are logged in only, by the bookmark."""
    page = editor.page
    editor.open("/desk/bookmarklet")
    href = page.locator('a[href^="javascript:"]').first.get_attribute("href")
    assert href is not None
    platform = page.context.new_page()
    platform.route(f"https://{urlsplit(X_URL).hostname}/**", stand_in)
    platform.goto(X_URL)
    with platform.expect_popup() as opened:
        # What a bookmark does; the page's own policy does not hold for it.
        session: Any = page.context.new_cdp_session(platform)
        code = unquote(href.removeprefix("javascript:"))
        session.send("Runtime.evaluate", {"expression": code, "userGesture": True})
    window = Keyboard(opened.value, "")
    window.page.locator("#handover form").wait_for()
    window.reach("[name=public]")
    window.page.keyboard.press("Space")
    window.press('form[action$="/from-browser"] button')
    assert "/desk/posts/" in window.page.url
    assert window.page.locator("html").get_attribute("lang") == lang
    window.page.close()
    platform.close()
