"""A fragment in a React site: rendered by its server, hydrated, and put in after a click."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from embedder import samples
from tests.browser.platforms import platforms
from tests.chromium import chromium
from tests.peers.react.site import react_site
from tests.serving import free_port, onrecord, service, write_config

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.peers

WORDS = "Sample: four pictures from the market square."

BAD = {"error", "warning"}


class World(msgspec.Struct, frozen=True, kw_only=True):
    """A post in a running archive, and the React site that shows it."""

    post: str
    archive: str
    site: str
    browser: Any


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A page, what its console told of, and what it asked for."""

    page: Any
    errors: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("react")
    with platforms() as origin, chromium(whole=True) as browser:
        config, port = write_config(folder, {"*": origin}), free_port()
        public = f'[site]\npublic_url = "http://127.0.0.1:{port}"\n'
        config.write_text(config.read_text("utf-8").replace("[site]\n", public), "utf-8")
        kept = onrecord(config, "capture", "--release", samples.FOUR_PICTURES_URL)
        found = re.match(r"(\w+)@", kept.stdout)
        assert found is not None, kept.stderr
        (folder / "site").mkdir()
        with service(config, port) as archive, react_site(folder / "site", archive.origin) as site:
            yield World(post=found[1], archive=archive.origin, site=site, browser=browser)


Open = Callable[..., Visit]


@pytest.fixture
def visit(world: World) -> Iterator[Open]:
    browser: Browser = world.browser
    contexts = []

    def opened(kind: str, *, script: bool = True) -> Visit:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": 900, "height": 1400}
        )
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page=page, errors=[], asked=[])
        page.on(
            "console",
            lambda told: (
                seen.errors.append(told.text) if told.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on("request", lambda request: seen.asked.append(request.url))
        page.goto(f"{world.site}/{kind}/{world.post}")
        return seen

    yield opened
    for context in contexts:
        context.close()


def hydrated(page: Page) -> None:
    """Returns when React answers a click, which it does not before it has hydrated."""
    page.get_by_role("button", name="Clapped 0").click()
    page.get_by_role("button", name="Clapped 1").wait_for()


def shown_right(world: World, seen: Visit) -> None:
    """The box with its style, its words and its four pictures, all of them from the archive."""
    figure = seen.page.locator("figure.onrecord")
    assert figure.count() == 1
    style = figure.evaluate(
        "figure => { const { borderTopWidth, borderTopStyle, borderTopLeftRadius, width, "
        "fontFamily } = getComputedStyle(figure); "
        "return { borderTopWidth, borderTopStyle, borderTopLeftRadius, width, fontFamily } }"
    )
    assert style == {
        "borderTopWidth": "1px",
        "borderTopStyle": "solid",
        "borderTopLeftRadius": "12px",
        "width": "600px",
        "fontFamily": "serif",
    }
    text = figure.inner_text()
    assert WORDS in text
    assert "(invented)" in text
    assert figure.locator("script").count() == 0
    pictures = figure.locator("img")
    for place in range(pictures.count()):
        pictures.nth(place).scroll_into_view_if_needed()
    seen.page.wait_for_function(
        "[...document.querySelectorAll('figure img')].every(i => i.complete && i.naturalWidth > 0)"
    )
    assert pictures.count() >= 4
    elsewhere = [
        url
        for url in seen.asked
        if not url.startswith((f"{world.site}/", f"{world.archive}/", "data:"))
    ]
    assert elsewhere == []
    media = [url for url in seen.asked if "/media/" in url]
    assert len(media) >= 4
    assert all(url.startswith(f"{world.archive}/media/") for url in media)


def test_the_server_s_page_shows_the_post_without_any_script(world: World, visit: Open) -> None:
    seen = visit("article", script=False)
    figure = seen.page.locator("figure.onrecord")
    assert figure.is_visible()
    assert WORDS in figure.inner_text()
    assert seen.errors == []


def test_hydration_finds_the_markup_that_it_expects_and_leaves_it(
    world: World, visit: Open
) -> None:
    before = visit("article", script=False).page.locator("main > div").inner_html()
    seen = visit("article")
    hydrated(seen.page)
    assert seen.page.locator("main > div").inner_html() == before
    shown_right(world, seen)
    assert not [url for url in seen.asked if "fragment.html" in url]
    assert seen.errors == []


def test_other_markup_than_the_server_s_would_be_told(visit: Open) -> None:
    seen = visit("stale")
    hydrated(seen.page)
    assert any("hydrat" in error for error in seen.errors)


def test_after_a_click_the_post_is_there_with_its_style(world: World, visit: Open) -> None:
    seen = visit("teaser")
    hydrated(seen.page)
    assert seen.page.locator("figure.onrecord").count() == 0
    seen.page.get_by_role("button", name="Read on").click()
    seen.page.locator("figure.onrecord").wait_for()
    shown_right(world, seen)
    assert seen.errors == []


def test_the_click_and_the_server_show_the_same_markup(visit: Open) -> None:
    clicked = visit("teaser").page
    clicked.get_by_role("button", name="Read on").click()
    rendered = visit("article").page
    assert clicked.locator("figure.onrecord").evaluate("f => f.outerHTML") == rendered.locator(
        "figure.onrecord"
    ).evaluate("f => f.outerHTML")


def test_a_post_that_is_not_shown_to_anybody_is_a_link(world: World) -> None:
    page = world.browser.new_page()
    page.goto(f"{world.site}/article/{'0' * 16}")
    assert page.get_by_role("link", name="The post, as it was kept").is_visible()
    page.close()
