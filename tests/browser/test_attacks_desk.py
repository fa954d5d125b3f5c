"""The desk's pages with hostile texts in Chromium: no script of theirs runs without our policy,
and with it nothing is left for it to stop.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.beside import loop_beside
from tests.browser.test_attacks import WATCH
from tests.embedder.desk_attacked import asked, desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.embedder.conftest import Client

pytestmark = pytest.mark.browser

LOOK = """() => {
    for (const e of document.querySelectorAll("main *")) {
        if (e.tagName == "DETAILS") e.open = true;
        e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
        if (e.focus) e.focus();
    }
    const names = root => [...root.querySelectorAll("*")].map(element => element.tagName).join();
    const main = document.querySelector("main"), again = document.createElement("div");
    again.innerHTML = main.innerHTML;
    const bad = [...document.querySelectorAll("*")].flatMap(element =>
        [...element.attributes].filter(a => a.name.startsWith("on") || a.name == "srcdoc" ||
            (["href", "src", "cite", "action", "formaction"].includes(a.name) && a.value &&
            !["http:", "https:", "mailto:"].includes(new URL(a.value, location).protocol)))
        .map(a => `${element.tagName} ${a.name}=${a.value}`));
    const scripts = [...document.querySelectorAll("script:not([type])")]
        .filter(script => !/^[/]static[/]desk/.test(script.getAttribute("src")));
    return [...ran, ...bad, ...scripts.map(script => script.outerHTML),
        ...(names(again) == names(main) ? [] : ["changed in writing"])];
}"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A desk full of hostile texts, on a loop beside the browser's."""
    with loop_beside() as wait:
        opened = AsyncExitStack()
        folder: Path = tmp_path_factory.mktemp("attacked")
        yield wait(opened.enter_async_context(desk(folder, 0, None)))
        wait(opened.aclose())


@contextmanager
def sending(page: Page, url: str, form: dict[str, str] | None, csrf: str) -> Iterator[None]:
    """Makes the next going to an address the sending of a form, where there is one."""

    def send(route: Route) -> None:
        headers = {
            **route.request.headers,
            "content-type": "application/x-www-form-urlencoded",
            "x-csrf-token": csrf,
        }
        route.continue_(method="POST", headers=headers, post_data=urlencode(form or {}))

    if form is not None:
        page.route(url, send)
    yield
    if form is not None:
        page.unroute(url)


@pytest.mark.parametrize("policy", [True, False], ids=["with our policy", "without a policy"])
def test_no_script_runs_at_the_desk(browser: Browser, attacked: Client, policy: bool) -> None:
    origin = str(attacked.make_url("/")).rstrip("/")
    csrf = attacked.session.headers["X-CSRF-Token"]
    context = browser.new_context(bypass_csp=not policy)
    context.add_cookies(
        [{"name": c.key, "value": c.value, "url": origin} for c in attacked.session.cookie_jar]
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for pattern in ("**/media/**", "**/e/**", "**/events"):
        page.route(pattern, lambda route: route.abort())
    found: dict[str, list[str]] = {}
    for number, ask in enumerate(asked(0, None)):
        # Every list, and then the next kind of page of each post.
        if number >= 14 and number % 9:
            continue
        with sending(page, origin + ask.path, ask.form, csrf):
            page.goto(origin + ask.path, wait_until="domcontentloaded")
        if wrong := page.evaluate(LOOK):
            found[f"{number} {ask.path}"] = wrong
    context.close()
    assert found == {}
    assert errors == []
    assert [url for url in requests if not url.startswith(f"{origin}/")] == []
