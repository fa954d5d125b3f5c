"""What axe-core finds in a reader's way on a page and in all of its frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["barriers", "show_in_article", "small_targets"]

_AXE = Path(__file__).parents[2] / ".venv/browser/node_modules/axe-core/axe.min.js"


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


def barriers(page: Page) -> list[str]:
    """All violations of all of axe's default rules, its best practices among them."""
    if not _AXE.exists():
        pytest.skip("no axe-core: tests/browser/install.sh .venv/browser")
    code = _AXE.read_text()
    for frame in page.frames:
        frame.evaluate(code)
    found = page.evaluate("axe.run()")
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
