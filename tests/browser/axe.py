"""What axe-core finds in a reader's way on a page and in all of its frames; and, of many documents,
what it and our own measure of contrast find in light and dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

import msgspec
import pytest

from tests.browser.attacked import html, serving
from tests.browser.contrast import CONTRAST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["MEASURED", "SCHEMES", "Told", "barriers", "look_at", "show_in_article", "small_targets"]

_AXE = Path(__file__).parents[2] / ".venv/browser/node_modules/axe-core/axe.min.js"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
MEASURED = ("color-contrast",)
"""The rule that takes axe half of its time. :mod:`tests.browser.contrast` measures the same texts,
and more of them.
"""
_HOST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>
<main><h1>An article</h1><iframe src="/empty" title="A post" width="600" height="900"></iframe>
</main></html>"""
_LOOK = """
window.lookAt = async (documents, without) => {
    const options = {
        resultTypes: ["violations"],
        rules: Object.fromEntries(without.map(rule => [rule, {enabled: false}])),
    };
    const frame = document.querySelector("iframe"), view = frame ? frame.contentWindow : window;
    const around = frame ? JSON.stringify(await axe.runPartial(options)) : null, told = [];
    for (const text of documents) {
        const shown = view.document;
        shown.open();
        const loaded = new Promise(done => view.addEventListener("load", done));
        shown.write(text);
        shown.close();
        await loaded;
        const contrast = view.contrasts();
        let found;
        if (frame) {
            const [{frameContext}] = axe.utils.getFrameContexts();
            const inner = await view.axe.runPartial(frameContext, options);
            found = await axe.finishRun([JSON.parse(around), inner], options);
        } else found = await axe.run(options);
        told.push({
            texts: contrast.texts,
            found: [
                ...contrast.found,
                ...found.violations.flatMap(rule => rule.nodes.map(node =>
                    `${rule.id}: ${node.html.slice(0, 120)} (${node.failureSummary})`)),
            ],
        });
    }
    return told;
};
"""
"""Each document in the place of the one before, as a whole page or in the frame of an article: the
browser reads axe once for all of them, and no answer is waited for. What waits for a click is open.
"""


class Told(msgspec.Struct, frozen=True):
    """What was found in a document, and how many texts were measured."""

    texts: int
    found: list[str]


def show_in_article(page: Page, embed: str) -> None:
    """Goes to a page around an embed: some of axe's rules are for whole pages only."""
    host = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>
<main><h1>An article</h1><iframe src="{embed}" title="A post" width="600" height="900"></iframe>
</main></html>"""
    address = urljoin(embed, "/an-article")
    page.route(address, lambda route: route.fulfill(body=host, content_type="text/html"))
    page.goto(address)
    page.unroute(address)
    assert [frame.url for frame in page.frames] == [address, embed]


def look_at(
    browser: Browser,
    documents: Mapping[str, str],
    *,
    framed: bool = False,
    without: Iterable[str] = (),
) -> dict[tuple[str, str], Told]:
    """What all of axe's default rules and our measure of contrast find, by document and scheme.

    Both schemes at once, each in a process of the browser. Pictures do not come.
    """
    if not _AXE.exists():
        pytest.skip("no axe-core: tests/browser/install.sh .venv/browser")
    code = f"{_AXE.read_text()};{CONTRAST}{_LOOK};0"
    told: dict[tuple[str, str], Told] = {}
    with serving(lambda parts: html(_HOST if framed and parts == ["article"] else "")) as origin:
        pages = {scheme: browser.new_page(color_scheme=scheme) for scheme in SCHEMES}
        for page in pages.values():
            page.context.new_cdp_session(page).send(
                "Network.setBlockedURLs", {"urls": ["*/media/*"]}
            )
            page.goto(f"{origin}/article")
            for frame in page.frames:
                frame.evaluate(code)
            page.evaluate(
                "asked => { window.told = lookAt(...asked); }",
                [list(documents.values()), list(without)],
            )
        for scheme, page in pages.items():
            answers = msgspec.convert(page.evaluate("told"), list[Told])
            told |= zip(((name, scheme) for name in documents), answers, strict=True)
            page.context.close()
    return told


def barriers(page: Page, without: Iterable[str] = ()) -> list[str]:
    """All violations of all of axe's default rules, its best practices among them."""
    if not _AXE.exists():
        pytest.skip("no axe-core: tests/browser/install.sh .venv/browser")
    code = _AXE.read_text()
    for frame in page.frames:
        if not frame.evaluate("Boolean(window.axe)"):
            frame.evaluate(code)
    off = {rule: {"enabled": False} for rule in without}
    found = page.evaluate("rules => axe.run({rules})", off)
    looked_at = {tuple(n["target"][:-1]) for rule in found["passes"] for n in rule["nodes"]}
    assert len(looked_at) == len(page.frames), "axe did not look into every frame"
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def small_targets(page: Page) -> list[str]:
    """What is under 24 pixels and has another target near it (WCAG 2.2, 2.5.8)."""
    if not _AXE.exists():
        pytest.skip("no axe-core: tests/browser/install.sh .venv/browser")
    for frame in page.frames:
        frame.evaluate(_AXE.read_text())
    found = page.evaluate("axe.run({runOnly: {type: 'rule', values: ['target-size']}})")
    assert found["passes"] or found["violations"], "axe looked at no target"
    return [
        f"{node['html'][:120]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
