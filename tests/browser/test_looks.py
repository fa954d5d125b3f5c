"""Every look that an embed can have, in a browser, without a store behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from embedder.render import v1
from embedder.words import LANGUAGES
from tests.browser import attacked
from tests.browser.axe import MEASURED, Told, look_at
from tests.embedder.looks import LOOKS, SPOKEN, browser_view, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def found_in(told: Mapping[tuple[str, str], Told]) -> dict[tuple[str, str], list[str]]:
    assert all(one.texts for one in told.values())
    return {of: one.found for of, one in told.items() if one.found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_look_in_a_frame_stands_in_anybodys_way(browser: Browser, lang: str) -> None:
    names = [name for name in SPOKEN if name.startswith(f"{lang} ")]
    told = look_at(
        browser,
        {name: v1.page(browser_view(name)) for name in (*names, *(LOOKS if lang == "en" else ()))},
        framed=True,
    )
    assert found_in(told) == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_look_in_an_article_and_on_its_own_page_stands_in_anybodys_way(
    browser: Browser, lang: str
) -> None:
    """As a fragment, in a shadow root, and as the post's page."""
    names = attacked.LOOKS if lang == "en" else attacked.GALLERY
    articles = {output: attacked.shown(output, names, lang) for output in ("fragment", "shadow")}
    posts = {name: attacked.look("post page", name, lang).body for name in attacked.GALLERY}
    told = look_at(browser, {**articles, **posts}, without=() if lang == "en" else MEASURED)
    assert found_in(told) == {}


def test_what_stands_in_the_way_would_be_found(browser: Browser) -> None:
    """In each output, also within a shadow root: what is faint in one scheme alone, by axe and by
    our measure, and a picture without a description.
    """
    names = ("text", "one-photo", "content-warning")
    outputs = {
        "page": attacked.look("page", "one-photo").body,
        "fragment": attacked.shown("fragment", names),
        "shadow": attacked.shown("shadow", names),
    }
    for output, text in outputs.items():
        faint = text.replace("#a3abb8", "#666")
        assert faint != text
        worse = {"faint": faint, "bare": re.sub(' alt="[^"]+"', "", text)}
        told = look_at(browser, worse, framed=output == "page")
        found = {of: "\n".join(one.found) for of, one in told.items()}
        assert found["faint", "light"] == "", output
        assert "color-contrast:" in found["faint", "dark"], output
        assert re.search(r"^\d\.\d\d: ", found["faint", "dark"], re.MULTILINE), output
        assert "image-alt" in found["bare", "light"], output
        assert "image-alt" in found["bare", "dark"], output


def test_every_look_fits_a_narrow_column(browser: Browser) -> None:
    wide = {}
    with served() as origin:
        page = browser.new_page(viewport={"width": 280, "height": 600})
        for name in LOOKS:
            page.goto(f"{origin}/{name}")
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
        page.close()
    assert {name: width for name, width in wide.items() if width > 280} == {}
