"""A page translator rewrites whatever a page can hold of us; what names the original stays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from embedder.links import Links
from embedder.options import Options
from embedder.render import v1
from embedder.view import Site, build_view
from tests.browser.attacked import Answer, html, serving
from tests.browser.axe import show_in_article
from tests.embedder import holdings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

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


@pytest.mark.parametrize("output", ["fragment", "shadow", "page", "mail"])
def test_in_every_output_the_box_is_translated_but_for_that_line(
    browser: Browser, output: str
) -> None:
    links = Links("https://record.example.org")
    page = browser.new_page()
    for name in ("gone", "card", "poll", "quote", "corrected", "content-warning", "translated"):
        options = Options(style="shadow" if output == "shadow" else "inline", counts=True)
        view = build_view(holdings.HOLDINGS[name](), options, Site(name="Border News"), links)
        render = {"page": v1.page, "mail": v1.email}.get(output, v1.fragment)
        text = render(view)
        if output == "page":
            answer = html(text, v1.csp(view))
            with serving(partial(_said, answer)) as origin:
                show_in_article(page, f"{origin}/a")
                document = page.locator("iframe").content_frame.locator("html")
                left, kept = _translated(document)
        else:
            page.set_content(f'<!doctype html><html lang="en"><body>{text}</body></html>')
            left, kept = _translated(page.locator("html"))
        assert left == [], name
        line = "Original in Spanish" if name == "translated" else "Original in English"
        assert kept
        assert all(one.startswith(line) for one in kept), kept
    page.close()


def _said(answer: Answer, _path: list[str]) -> Answer:
    return answer


def _translated(document: Locator) -> tuple[list[str], list[str]]:
    """What of the words that are drawn is left as it was, but for what says that it must be;
    and that.
    """
    document.evaluate(f"() => {{ ({TRANSLATOR})() }}")
    document.locator("[translate=no]").first.wait_for(state="attached")
    found = document.evaluate(
        """root => {
            const left = [], walk = (node) => {
                if (node.nodeType == 3 && /\\p{L}{2}/u.test(node.data) && node.data != "traduit"
                    && !node.parentElement.closest("[translate=no], style, script, title"))
                    left.push(node.data);
                for (const inner of node.shadowRoot ? node.shadowRoot.childNodes : []) walk(inner);
                for (const inner of node.childNodes) walk(inner);
            };
            walk(root);
            return [left, [...root.querySelectorAll("[translate=no]")].map(e => e.textContent)];
        }"""
    )
    return found[0], found[1]
