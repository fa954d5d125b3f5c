"""A day of an editor at the desk, by the keyboard alone: from three pasted addresses to the audit
log, in both languages of the desk, and without JavaScript, too.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from embedder import samples
from tests.browser.axe import MEASURED, SCHEMES, barriers
from tests.browser.contrast import faint
from tests.browser.platforms import platforms
from tests.browser.test_from_browser import CSP, X_PAGE, X_URL
from tests.chromium import chromium
from tests.serving import Service, service, write_config

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Route

pytestmark = pytest.mark.browser

GOOD = samples.FOUR_PICTURES_URL
WIDTHS = (360, 1200)
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

    def __init__(self, page: Page, desk: str, eye: Page | None = None) -> None:
        """Without scripts, axe does not run in the page either: then ``eye`` shows it again."""
        self.page = page
        self._desk = desk
        self.eye = eye

    def open(self, path: str) -> None:
        self.page.goto(self._desk + path)
        self.see()

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

    def press(self, selector: str, *, live: bool = False) -> None:
        """A button or a link; the page that follows is fit for everybody. One that is ``live``
        changes under axe's hands: it is seen when what it waits for has come.
        """
        self.reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        if not live:
            self.see()

    def see(self) -> None:
        """The page as it is now, on a phone and on a desk, in light and dark: nothing is cut off,
        nothing is faint, and axe finds nothing.
        """
        self.page.wait_for_load_state()
        page = self.eye or self.page
        if self.eye is not None:
            still(self.eye, self.page)
        size = page.viewport_size
        assert size is not None
        found = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                where = f"{page.url} at {width} px, {scheme}"
                if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                    found.append(f"{where}: wider than the window")
                found += [f"{where}: {one}" for one in faint(page)]
            found += [f"{where}: {one}" for one in barriers(page, without=MEASURED)]
        page.set_viewport_size(size)
        assert found == []

    def words(self) -> str:
        return str(self.page.locator("main").inner_text())


def still(eye: Page, page: Page) -> None:
    """Shows in one page what another, without scripts, shows: frames, styles and all. One that
    waits for a capture would load itself again under axe's hands.
    """
    html = re.sub(r"<script\b[^>]*></script>|<meta http-equiv=.refresh.*?>", "", page.content())
    html = re.sub(r"<(/?)noscript>", r"<\1div>", html)
    eye.unroute_all()
    eye.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
    eye.goto(page.url)


def stand_in(route: Route) -> None:
    route.fulfill(
        status=200,
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": CSP},
        body=f"<!doctype html><html><body><main>{X_PAGE}</main></body></html>",
    )


def in_time(page: Page, there: Callable[[], bool]) -> None:
    """Waits for what is shown live; without a script the page loads itself again."""
    for _ in range(100):
        if there():
            return
        page.wait_for_timeout(200)
    raise AssertionError(page.locator("main").inner_text())


SAID = {
    "en": {
        "partial": "without 1 of 1 picture",
        "refused": "this says nothing about the post",
        "differs": "Differs from a kept post in 1 word",
        "audit": "What was done",
    },
    "es": {
        "partial": "sin su imagen",
        "refused": "esto no dice nada de la publicación",
        "differs": "Difiere de una publicación guardada en 1 palabra",
        "audit": "Lo que se hizo",
    },
}


@pytest.mark.parametrize("script", [True, False], ids=["live", "no script"])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_day_of_an_editor(browser: Browser, empty: Service, lang: str, script: bool) -> None:
    context = browser.new_context(
        java_script_enabled=script,
        viewport={"width": 1000, "height": 900},
        locale="es-MX" if lang == "en" else "en-GB",  # what one chose oneself goes before it
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    eye = None if script else eye_on(browser, context)
    editor = Keyboard(page, empty.origin, eye)
    editor.open(urlsplit(empty.login).path)
    editor.press("form button")
    if eye is not None:
        cookies: Any = context.cookies()  # Playwright has two types for a cookie
        eye.context.add_cookies(cookies)
    editor.open("/desk/me")
    editor.choose("#lang", lang)
    editor.press('form[action$="/me"] button')
    assert page.locator("html").get_attribute("lang") == lang

    # Three addresses, out of a mail.
    editor.open("/desk/")
    editor.write("#urls", f"Please:\n> {GOOD}\n> {PARTIAL} and {REFUSED}.\nThanks!")
    editor.press('form[action$="/captures"] button', live=True)
    by_hand = f'.offers a[href*="by-hand"][href*="{REFUSED.rsplit("/", 1)[1]}"]'
    in_time(
        page,
        lambda: page.locator(".preview").count() == 2 and page.locator(by_hand).count() > 0,
    )
    assert page.locator(".pulse").count() == 0
    editor.see()
    for url, kind in ((PARTIAL, "partial"), (REFUSED, "refused")):
        came = page.locator(f'section:has-text("{url}")')
        assert SAID[lang][kind] in came.locator(".sentence").inner_text()
        assert came.locator('.offers a[href*="/bookmarklet"]').count() == 1
        assert came.locator('.offers a[href*="/by-hand"]').count() == 1
        again = came.locator('form[action$="/captures"] [name=urls]')
        assert again.input_value() == url, "try later"
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
    around = browser.new_context(java_script_enabled=script, viewport=page.viewport_size)
    reader = Keyboard(around.new_page(), empty.origin, None if script else eye_on(browser, around))
    reader.open(f"/post/{post}")
    shown = reader.page.locator("img[alt='A street under water, seen from the station.']").first
    picture = shown.evaluate("e => e.currentSrc || e.src")
    assert around.request.get(picture).status == 200

    # The article is checked: one post is kept, one is not.
    editor.open("/desk/articles")
    editor.write("#content", HTML)
    editor.write("main #url", ARTICLE)
    editor.press('form[action$="/articles"] button')
    assert samples.EXAMPLE_URL in editor.words()
    editor.press('form[action$="/articles/captures"] button', live=True)
    in_time(page, lambda: page.locator(".preview").count() == 1)
    editor.see()

    # Its quotations.
    editor.open("/desk/quotes")
    editor.write("#article", TEXT)
    editor.press('form[action$="/quotes"] button')
    assert SAID[lang]["differs"] in editor.words(), editor.words()
    assert page.locator("main del").inner_text().endswith("fish")
    assert page.locator("main ins").inner_text().endswith("market")

    # A reader complains about a picture; it is withheld, and the reader is answered.
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
    assert around.request.get(picture).status == 404
    reader.open(f"/post/{post}")
    editor.open("/desk/requests/1")
    answers = [o.get_attribute("value") for o in page.locator("#decision option").all()]
    editor.choose("#decision", str(next(one for one in answers if one)))
    editor.write("#answer", "The picture is not shown any more.")
    editor.press('form[action$="/requests/1"] button')
    editor.open("/desk/requests/1")
    assert page.locator("#answer").input_value() == "The picture is not shown any more."

    # What was done.
    editor.open("/desk/audit")
    assert SAID[lang]["audit"] in page.title()
    assert "A child is in it." in editor.words()
    assert "My child is in the first picture." not in editor.words(), "who asked is not told there"
    for opened in (editor, reader):
        if opened.eye is not None:
            opened.eye.context.close()
        opened.page.context.close()


def eye_on(browser: Browser, context: BrowserContext) -> Page:
    """A page with scripts, of whoever the other context is."""
    state = context.storage_state()
    return browser.new_context(
        storage_state=state, viewport={"width": 1000, "height": 900}
    ).new_page()


def report(reader: Keyboard) -> None:
    """As anybody does it, on the public page of the post."""
    page = reader.page
    if page.locator("#report-text").count() == 0:
        reader.press('a[href*="report"]')
    if not page.locator("#report-text").is_visible():
        reader.reach("details:has(#report-text) summary")
        page.keyboard.press("Enter")
    reader.choose("#report-kind", "privacy")
    reader.write("#report-text", "My child is in the first picture.")
    reader.press("form.report button")


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
    window.see()
    window.reach("[name=public]")
    window.page.keyboard.press("Space")
    window.press('form[action$="/from-browser"] button')
    assert "/desk/posts/" in window.page.url
    assert window.page.locator("html").get_attribute("lang") == lang
    window.page.close()
    platform.close()
