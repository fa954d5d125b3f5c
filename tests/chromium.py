"""A real Chromium for the tests marked `browser`, or a skip that says what installs it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["chromium"]

_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # the shell alone reads it: lines break as in the whole program
)
"""Nothing that the browser does for itself: every request that is seen is a page's."""


@contextmanager
def chromium(*, whole: bool = False) -> Iterator[Browser]:
    """The browser, without a window; it ends with the block.

    By default the shell of Chromium, where it is installed: the same engine of the same version
    without the tabs and menus, which take two thirds of the processor's time. ``whole`` is the
    program that people have, for what it may do in another way: how it starts frames, the
    clipboard.
    """
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="no playwright: pip install --editable '.[browser]'"
    )
    found = None if whole else shutil.which("chromium-headless-shell")
    found = found or shutil.which("chromium")
    if found is None:
        pytest.skip("no Chromium: apt-get install -y --no-install-recommends chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=found, args=list(_ARGS))
        try:
            yield browser
        finally:
            browser.close()
