"""Hostile posts in Chromium: no script of theirs runs, with our policy and without any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.attacked import serving, told
from tests.embedder.attack import ROUNDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => ran.push(name);
document.addEventListener("securitypolicyviolation",
    event => ran.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
# Both what stands in the document, and what would after its markup was read and written again.
LOOK = """() => {
    const names = root => [...root.querySelectorAll("*")].map(element => element.tagName).join();
    const box = document.querySelector(".onrecord, blockquote").parentElement;
    const again = document.createElement("div");
    again.innerHTML = box.innerHTML;
    const bad = [...document.querySelectorAll("*")].flatMap(element =>
        [...element.attributes].filter(a => a.name.startsWith("on") || a.name == "srcdoc" ||
            (["href", "src", "cite", "action"].includes(a.name) && a.value &&
            !["http:", "https:", "mailto:"].includes(new URL(a.value, location).protocol)))
        .map(a => `${element.tagName} ${a.name}=${a.value}`));
    const lies = [...document.querySelectorAll(".onrecord-card")].filter(card => {
        const link = card.querySelector("a"), said = card.querySelector("p:last-child");
        return link && said && new URL(link.href).hostname.replace(/^www[.]/, "") !=
            new URL(`https://${said.textContent.includes(":") ? `[${said.textContent}]` :
                said.textContent}`).hostname;
    }).map(card => card.innerHTML);
    return [...ran, ...bad, ...lies, ...(names(again) == names(box) ? [] : ["changed in writing"])];
}"""


@pytest.mark.parametrize(
    "output", ["page", "bare page", "fragment", "email", "oembed", "post page"]
)
def test_no_script_of_a_hostile_post_runs(browser: Browser, output: str) -> None:
    found: dict[int, list[str]] = {}
    with serving(lambda parts: told(output, int(parts[0]))) as origin:
        context = browser.new_context()
        context.add_init_script(WATCH)
        asked: list[str] = []
        page = context.new_page()
        context.on("request", lambda request: asked.append(request.url))
        page.route("**/media/**", lambda route: route.abort())
        page.route("**/e/**", lambda route: route.abort())
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        for turn in range(0, ROUNDS, 31):
            page.goto(f"{origin}/{turn}", wait_until="domcontentloaded")
            # What waits for a pointer, a key or an opening gets it.
            page.evaluate(
                """() => { for (const e of document.querySelectorAll("main *, .onrecord *")) {
                    if (e.tagName == "DETAILS") e.open = true;
                    e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
                    if (e.focus) e.focus();
                } }"""
            )
            if wrong := page.evaluate(LOOK):
                found[turn] = wrong
        context.close()
    assert found == {}
    assert errors == []
    assert [url for url in asked if not url.startswith(f"{origin}/")] == []
