"""Pages of other sites with our embeds: wide and narrow, strict, printed, without pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.hosts import KINDS, POSTS, Record, Visit, article, record, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

EVERYWHERE = ("Sample Mayor (invented)", "@mayor@sample.example", "March 2026", "Original post")
each_kind = pytest.mark.parametrize("kind", KINDS)

TOO_WIDE = """root => [...root.querySelectorAll("*")].filter(e => {
    const style = getComputedStyle(e);
    return style.clipPath == "none" && style.display != "inline" && style.overflowX != "visible"
        && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with record(tmp_path_factory.mktemp("hosts")) as running:
        yield running


def stand(seen: Visit, kind: str, column: int, posts: tuple[str, ...] = tuple(POSTS)) -> None:
    """The boxes are whole and within their column, and nothing was said or asked elsewhere."""
    page = seen.page
    for number, post in enumerate(posts):
        # First the place: a frame that is out of sight draws nothing, and is never seen at rest.
        page.locator("main > div").nth(number).scroll_into_view_if_needed()
        box = seen.box(kind, number)
        box.scroll_into_view_if_needed()
        shown, place = box.bounding_box(), page.locator("main > div").nth(number).bounding_box()
        assert shown is not None
        assert shown["width"] <= column + 0.5
        assert shown["x"] >= place["x"] - 0.5
        assert shown["x"] + shown["width"] <= place["x"] + place["width"] + 0.5
        assert box.evaluate("e => document.documentElement.scrollWidth <= innerWidth")
        assert box.evaluate(TOO_WIDE) == []
        words = seen.outer(kind, number).inner_text()
        for part in (POSTS[post][1], "Archived by Border News", *EVERYWHERE):
            assert part in words, part
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.elsewhere() == []
    assert seen.said == []


HOSTS: dict[str, tuple[int, dict[str, Any], dict[str, Any]]] = {
    "a plain page": (600, {}, {}),
    "a column of 280": (280, {"width": "280px"}, {}),
    "a column of 1200": (600, {"width": "1200px"}, {"viewport": {"width": 1280, "height": 1000}}),
    "dark": (600, {}, {"color_scheme": "dark"}),
    "forced colours": (600, {}, {"forced_colors": "active"}),
    "magnified four times": (600, {}, {"viewport": {"width": 320, "height": 256}}),
    "no script": (600, {}, {"java_script_enabled": False}),
}
"""The widest that a box may be, the page, and the browser."""


@each_kind
@pytest.mark.parametrize("host", HOSTS)
def test_the_boxes_are_at_home(
    browser: Browser, kept: Record, host: str, kind: str, tmp_path: Path
) -> None:
    column, page, context = HOSTS[host]
    with visit(browser, kept, article(*kept.codes(kind), **page), **context) as seen:
        stand(seen, kind, column)
        seen.page.screenshot(path=tmp_path / "page.png", full_page=True)


@pytest.mark.parametrize("width", ["280px", "600px"])
def test_with_the_script_each_frame_is_as_high_as_what_is_in_it(
    browser: Browser, kept: Record, width: str, tmp_path: Path
) -> None:
    script = f'<script src="{kept.origin}/embed.js"></script>'
    with visit(
        browser, kept, article(*kept.codes("frame"), script, width=width, lang="de")
    ) as seen:
        stand(seen, "frame", int(width[:-2]))
        for number in range(len(POSTS)):
            high = seen.box("frame", number).evaluate(
                "e => Math.ceil(document.documentElement.getBoundingClientRect().height)"
            )
            seen.page.wait_for_function(
                "([n, high]) => document.querySelectorAll('iframe')[n].height == high",
                arg=[number, high],
            )
        seen.page.screenshot(path=tmp_path / "page.png", full_page=True)


def test_under_a_strict_policy_the_frame_without_its_style_is_whole(
    browser: Browser, kept: Record
) -> None:
    policy = f"default-src 'self'; frame-src {kept.origin}"
    codes = kept.codes("frame")
    bare = [code.split(' style="')[0] + "></iframe>" for code in codes]
    with visit(browser, kept, article(*bare), policy=policy) as seen:
        stand(seen, "frame", 600)
    with visit(browser, kept, article(*codes), policy=policy) as seen:
        assert len(seen.said) == len(codes), "the style of the code is what is refused"
        assert all("style" in told for told in seen.said)


def test_under_a_strict_policy_a_fragment_with_a_linked_sheet_is_whole(
    browser: Browser, kept: Record
) -> None:
    policy = f"default-src 'self'; img-src {kept.origin}; style-src 'self' {kept.origin}"
    html = article(*kept.codes("fragment with a link"))
    with visit(browser, kept, html, policy=policy) as seen:
        stand(seen, "fragment with a link", 600)
        is_styled(seen, "fragment with a link")


@pytest.mark.parametrize("kind", ["fragment", "shadow"])
def test_under_a_strict_policy_the_hashes_that_the_fragment_names_let_its_styles_in(
    browser: Browser, kept: Record, kind: str
) -> None:
    styles = kept.styles(kind, "gone")
    assert "sha256-" in styles
    policy = f"default-src 'self'; img-src {kept.origin}; style-src 'self' {styles}"
    with visit(browser, kept, article(*kept.codes(kind)), policy=policy) as seen:
        stand(seen, kind, 600)
        is_styled(seen, kind)


def is_styled(seen: Visit, kind: str) -> None:
    style = "e => getComputedStyle(e).borderRadius"
    assert [seen.box(kind, n).evaluate(style) for n in range(len(POSTS))] == ["12px"] * len(POSTS)


PICTURES = ("one picture", "four pictures")


@each_kind
def test_without_pictures_their_descriptions_are_read_and_the_box_keeps_its_size(
    browser: Browser, kept: Record, kind: str, tmp_path: Path
) -> None:
    heights = {}
    for images in ("there", "blocked"):
        html = article(*kept.codes(kind, PICTURES))
        with visit(browser, kept, html, images=images) as seen:
            stand(seen, kind, 600, PICTURES)
            seen.page.screenshot(path=tmp_path / f"{images}.png", full_page=True)
            for number, post in enumerate(PICTURES):
                media = seen.box(kind, number).locator(".onrecord-media")
                assert all(media.locator("img").evaluate_all("all => all.map(e => e.alt)"))
                heights[post, images] = media.evaluate("e => e.getBoundingClientRect().height")
    for post in PICTURES:
        assert abs(heights[post, "blocked"] - heights[post, "there"]) < 2, post


SHIFTS = """() => new Promise(told => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) sum += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => told(sum), 50));
})"""


@each_kind
def test_late_pictures_move_nothing(browser: Browser, kept: Record, kind: str) -> None:
    with visit(browser, kept, article(*kept.codes(kind, PICTURES)), images="held") as seen:
        boxes = [seen.box(kind, number) for number in range(len(PICTURES))]
        before = [box.bounding_box() for box in boxes]
        seen.page.locator("main > div").last.scroll_into_view_if_needed()
        seen.page.evaluate("scrollTo(0, 0)")
        while not seen.held:
            seen.page.wait_for_timeout(20)
        seen.release()
        seen.page.wait_for_load_state()
        for box, old in zip(boxes, before, strict=True):
            assert box.bounding_box() == pytest.approx(old, abs=1)
        if kind != "shadow":  # its words come after it, while the page is read
            assert boxes[0].evaluate(SHIFTS) == 0


@each_kind
def test_on_paper_a_box_is_on_one_page_and_addresses_are_written_out(
    browser: Browser, kept: Record, kind: str, tmp_path: Path
) -> None:
    with visit(browser, kept, article(*kept.codes(kind))) as seen:
        seen.page.emulate_media(media="print")
        stand(seen, kind, 600)
        seen.page.screenshot(path=tmp_path / "page.png", full_page=True)
        for number, post in enumerate(POSTS):
            box, outer = seen.box(kind, number), seen.outer(kind, number)
            assert box.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
            last = "> a" if kind == "shadow" else "figcaption a"
            written = outer.locator(f"blockquote a, {last}").evaluate_all(
                "all => all.filter(a => a.getClientRects().length)"
                ".map(a => getComputedStyle(a, '::after').content)"
            )
            assert len(written) >= 2
            assert all(text.startswith('" (http') for text in written), written
            if post == "warned":
                assert box.locator("details").get_attribute("open") is None
                assert "Content warning" in outer.inner_text(), "what is not printed is named"
