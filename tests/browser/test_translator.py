"""A page translator rewrites the page around a fragment; what names the original stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.view import Site, build_view
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TRANSLATOR = """
() => {
  document.documentElement.lang = "fr";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts)
    if (text.data.trim() && !text.parentElement.closest('[translate="no"], .notranslate, style'))
      text.data = "traduit";
}
"""


@pytest.mark.parametrize(("look", "line"), [
    ("text", "Original in English · exact words"),
    ("translated", "Original in Spanish · exact words"),
    ("arabic", "Original in Arabic · exact words"),
])  # fmt: skip
def test_the_original_language_and_the_way_to_the_exact_words_stay(
    browser: Browser, look: str, line: str
) -> None:
    links = Links("https://record.example.org")
    view = build_view(holdings.HOLDINGS[look](), Options(), Site(name="Border News"), links)
    page = browser.new_page()
    page.set_content(
        f'<!doctype html><html lang="en"><body><p>A story.</p>{v1.fragment(view)}</body></html>'
    )
    page.evaluate(TRANSLATOR)
    figure = page.locator("figure")
    assert "traduit" in page.locator("blockquote").inner_text()
    assert "Archived" not in figure.inner_text()
    kept = figure.locator("[translate=no]")
    assert kept.is_visible()
    assert kept.inner_text() == line
    target = kept.locator("a").get_attribute("href")
    assert target is not None
    assert target.startswith("https://record.example.org/post/")
    assert target.endswith("#snapshot-1")
    page.close()
