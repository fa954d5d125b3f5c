"""Every recorded post in Chromium, in all outputs, behind the real service: whom the pages ask,
what the browser complains of, and how high they are.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.browser.attacked import html, serving
from tests.browser.recorded import WIDTHS, Recorded, around, asked, recorded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request, Response

pytestmark = pytest.mark.browser

UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
MANY = 179
"""Recorded posts whose address carries their id."""

TELL = """
document.addEventListener("securitypolicyviolation", event =>
    console.warn(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
HEIGHT = "e => e.getBoundingClientRect().height"
BROKEN = """() => [...document.images].filter(i => i.complete && !i.naturalWidth)
    .map(i => i.outerHTML.slice(0, 200))"""


class Seen(NamedTuple):
    """What came of one post's visit."""

    asked: tuple[str, ...]
    failed: tuple[str, ...]
    complaints: tuple[str, ...]
    heights: dict[int, float]


@pytest.fixture(scope="module")
def kept(payloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded(payloads, tmp_path_factory.mktemp("recorded")) as running:
        yield running


@pytest.fixture(scope="module")
def visits(browser: Browser, kept: Recorded) -> dict[str, Seen]:
    """By post; each is seen on a page of a site, then on its own page."""
    found = {}
    with serving(lambda parts: html(around(kept.origin, parts[0]))) as site:
        context = browser.new_context(viewport={"width": 3200, "height": 1200})
        context.add_init_script(TELL)
        page = context.new_page()
        requests: list[str] = []
        failed: list[str] = []
        complaints: list[str] = []

        def answered(response: Response) -> None:
            if response.status >= 400:
                failed.append(f"{response.status} {response.url}")

        def lost(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # the visit went on before the page's icon
                failed.append(f"{request.failure} {request.url}")

        context.on("request", lambda request: requests.append(request.url))
        context.on("requestfailed", lost)
        context.on("response", answered)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for post in kept.posts:
            page.goto(f"{site}/{post}")
            frames = {width: page.frame_locator(f"#w{width} iframe") for width in WIDTHS}
            heights = {w: frame.locator("html").evaluate(HEIGHT) for w, frame in frames.items()}
            complaints += page.evaluate(BROKEN)
            page.goto(f"{kept.origin}/post/{post}")
            complaints += page.evaluate(BROKEN)
            asked_of_us = tuple(url for url in requests if not url.startswith(f"{site}/"))
            found[post] = Seen(asked_of_us, tuple(failed), tuple(complaints), heights)
            for told in (requests, failed, complaints):
                told.clear()
        context.close()
    return found


def test_every_request_of_every_recorded_post_goes_to_us_and_is_answered(
    visits: dict[str, Seen], kept: Recorded
) -> None:
    assert len(visits) == MANY
    ours = f"{kept.origin}/"
    away = {post: told for post, seen in visits.items()
            if (told := [url for url in seen.asked if not url.startswith(ours)])}  # fmt: skip
    assert away == {}
    assert {post: seen.failed for post, seen in visits.items() if seen.failed} == {}
    for post, seen in visits.items():
        assert seen.asked.count(f"{ours}e/{post}/") >= len(WIDTHS)
        assert f"{ours}e/{post}/card.png" in seen.asked


def test_the_browser_complains_of_none(visits: dict[str, Seen]) -> None:
    assert {post: seen.complaints for post, seen in visits.items() if seen.complaints} == {}


def too_far(visits: dict[str, Seen], kept: Recorded, *, unspaced: bool) -> dict[object, object]:
    """Where the height in the desk's and in oEmbed's code is more than a tenth off; of the posts
    in scripts without spaces, or of the others.
    """
    wrong: dict[object, object] = {}
    for post, seen in visits.items():
        text = asked(kept.origin, f"/e/{post}/fragment.html").body
        if (UNSPACED.search(text) is not None) != unspaced:
            continue
        for width, drawn in seen.heights.items():
            path = f"/oembed?url={kept.origin}/post/{post}&maxwidth={width}"
            told = json.loads(asked(kept.origin, path).body)["height"]
            if abs(told - drawn) > drawn / 10:
                wrong[post, width] = (drawn, told)
    return wrong


def test_the_published_height_is_within_a_tenth_of_the_drawn_one(
    visits: dict[str, Seen], kept: Recorded
) -> None:
    """Where ``system-ui`` is Noto Sans: see embedder/height.py."""
    font = subprocess.run(["fc-match", "system-ui"], capture_output=True, text=True, check=False)
    if "Noto Sans" not in font.stdout:
        pytest.skip(
            "system-ui is not Noto Sans: apt-get install -y --no-install-recommends fonts-noto-core"
        )
    assert too_far(visits, kept, unspaced=False) == {}


def test_the_published_height_of_japanese_is_within_a_tenth_of_the_drawn_one(
    visits: dict[str, Seen], kept: Recorded
) -> None:
    """Its characters are as wide as high in every font; where there is none, they are boxes."""
    if not subprocess.run(["fc-list", ":lang=ja"], capture_output=True, check=False).stdout:
        pytest.skip(
            "no font for Japanese: apt-get install -y --no-install-recommends fonts-noto-cjk"
        )
    assert too_far(visits, kept, unspaced=True) == {}


def test_the_policy_of_every_page_is_the_one_that_is_promised(kept: Recorded) -> None:
    for post in kept.posts:
        answer = asked(kept.origin, f"/e/{post}/")
        styles, scripts = (
            " ".join(
                f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
                for text in re.findall(f"<{tag}>(.*?)</{tag}>", answer.body, re.DOTALL)
            )
            for tag in ("style", "script")
        )
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; img-src 'self'; media-src 'self'; "
            f"style-src {styles}; script-src {scripts}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors *"
        )
