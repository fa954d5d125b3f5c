"""Every look that an embed can have, in a browser, without a store behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from embedder.words import LANGUAGES
from tests.browser.attacked import look, serving
from tests.browser.axe import barriers, show_in_article
from tests.embedder import holdings
from tests.embedder.looks import LOOKS, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_look_of_an_embed_stands_in_anybodys_way(browser: Browser, scheme: str) -> None:
    found = {}
    with served() as origin:
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        for name in LOOKS:
            show_in_article(page, f"{origin}/{name}")
            found[name] = barriers(page)
        page.close()
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_no_language_stands_in_anybodys_way(browser: Browser, lang: str) -> None:
    """In a frame, a fragment in a site's page, and the post's own page: the gravest states, the
    frame and the post's page in both themes.
    """
    found = {}
    with serving(lambda parts: look(parts[0], parts[1], lang)) as origin:
        page = browser.new_page()
        page.route("**/media/**", lambda route: route.abort())
        for name in ("gone", "withheld", "corrected", "content-warning", "poll"):
            page.emulate_media(color_scheme="light")
            page.goto(f"{origin}/fragment/{name}")
            found[name, "fragment", "light"] = barriers(page)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                show_in_article(page, f"{origin}/page/{name}")
                found[name, "frame", scheme] = barriers(page)
                page.goto(f"{origin}/post/{name}")
                found[name, "post", scheme] = barriers(page)
        page.close()
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_look_in_a_shadow_root_stands_in_anybodys_way(browser: Browser, scheme: str) -> None:
    found = {}
    with serving(lambda parts: look("shadow", parts[0])) as origin:
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.route("**/media/**", lambda route: route.abort())
        for name in holdings.HOLDINGS:
            page.goto(f"{origin}/{name}")
            found[name] = barriers(page)
        page.close()
    assert {name: told for name, told in found.items() if told} == {}


def test_every_look_fits_a_narrow_column(browser: Browser) -> None:
    wide = {}
    with served() as origin:
        page = browser.new_page(viewport={"width": 280, "height": 600})
        for name in LOOKS:
            page.goto(f"{origin}/{name}")
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert {name: width for name, width in wide.items() if width > 280} == {}
