"""The card beside the page that it is a picture of, in a real browser: 600 pixels wide, drawn twice
as large, in the fonts that come along.

Compared is what a reader would notice: the same words in each line, lines and pictures in the
same places, the same grounds. Not compared are pixels of letters: two programs draw those.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PIL import Image

from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render import v1
from embedder.render.card import draw_card, find_fonts, lay_out, pictures_of
from embedder.render.card.sheet import Photo, Words
from embedder.view import build_view
from tests.chromium import chromium
from tests.embedder import holdings
from tests.embedder.looks import SITE, TEXTS, drawing

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

FONTS = find_fonts(system=False)
ORIGIN = "http://card.example"
NEAR = 8
"""Pixels of 1200 by which a line or a picture may be elsewhere."""
ADDRESS = 38
"""By so much a card is higher: a line of its footer has the address of what the page links to."""
LINKS = "[translate=no] a, .onrecord-band > a, p.onrecord-box > a, figcaption > a"
"""Of the page alone: a picture has none."""
LOOKS = (
    "text", "long", "spanish", "lines", "four-photos", "three-photos", "two-photos", "one-photo",
    "six-photos", "missing-media", "video", "quote", "quote-lost", "gone", "edited",
    "edited-newest", "corrected", "sensitive", "content-warning", "by-hand", "emoji", "translated",
    "reply", "repost", "poll", "card", "cut", "arabic", "ar:arabic", "ar:four-photos", "ar:gone",
    "ar:quote", "ar:sensitive",
)  # fmt: skip

OF_THE_POST = {"poll": 1, "sensitive": 1, "content-warning": 0}
"""How many lines of a card are words of the post, where others of its own are as large."""

_LINES = """box => {
  const scale = r => [r.left * 2, r.top * 2, r.width * 2, r.height * 2]
  const at = box.getBoundingClientRect()
  const from = r => new DOMRect(r.left - at.left, r.top - at.top, r.width, r.height)
  const lines = []
  const texts = [...box.querySelectorAll('.onrecord-text')]
  for (const text of texts.filter(text => text.checkVisibility())) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest('.onrecord-emoji')) continue
      const data = walker.currentNode.data
      for (let i = 0; i < data.length; i++) {
        range.setStart(walker.currentNode, i)
        range.setEnd(walker.currentNode, i + 1)
        const rects = range.getClientRects()
        if (rects.length && data[i] != '\\n') lines.push([data[i], ...scale(from(rects[0]))])
      }
    }
  }
  const pictured = '.onrecord-by img, .onrecord-media img, .onrecord-card img'
  const images = [...box.querySelectorAll(pictured)].filter(image => image.checkVisibility())
  return {
    letters: lines,
    pictures: images.map(image => scale(from(image.getBoundingClientRect()))),
    height: at.height * 2,
  }
}"""


class Seen(NamedTuple):
    """One of the two: its lines of text with the middle of each, its pictures, its grounds."""

    lines: list[tuple[float, list[str]]]
    pictures: list[tuple[float, ...]]
    height: float
    grounds: list[tuple[int, ...]]


def view_of(name: str, theme: Any, links: Links) -> EmbedView:
    lang, _, look = name.rpartition(":")
    made = holdings.HOLDINGS.get(look)
    holding = made() if made else holdings.hold(holdings.snapshot(TEXTS[look]))
    options = Options(parent=look == "reply", theme=theme, lang=lang or None)
    return build_view(holding, options, SITE, links)


def words(text: str) -> list[str]:
    """In no order: a line from right to left is handed out in another by each."""
    return sorted(re.findall(r"\w+", text))


def grounds(image: Image.Image, height: float) -> list[tuple[int, ...]]:
    """Of the band or the padding above, of the footer: beside the words, where none are."""
    spots = ((1150, 12), (1184, round(height) - 14))
    found = [image.getpixel(spot) for spot in spots]
    return [colour for colour in found if isinstance(colour, tuple)]


def on_page(page: Page, view: EmbedView) -> Seen:
    served = v1.page(view)
    page.unroute_all()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("/media/"):
            route.fulfill(body=drawing(path[1:]), content_type="image/svg+xml")
        elif path.startswith("/font/"):
            face = FONTS.faces[int(path.removeprefix("/font/"))]
            route.fulfill(path=face.path, content_type="font/ttf")
        else:
            route.fulfill(body=served, content_type="text/html; charset=utf-8")

    page.route("**/*", answer)
    page.goto(ORIGIN)
    numbers = [
        i
        for i, face in enumerate(FONTS.faces)
        if face.path.name.startswith(("NotoSans[", "NotoSansArabic["))
    ]
    faces = "".join(
        f"@font-face{{font-family:card{i};src:url(/font/{i});font-weight:100 900}}" for i in numbers
    )
    families = ",".join(f"card{i}" for i in numbers)
    style = f"{faces} html {{ font-family: {families} !important }} {LINKS} {{ display: none }}"
    page.add_style_tag(content=style)
    page.evaluate(
        f"Promise.all({numbers}.map(i => document.fonts.load('700 16px card' + i, 'aب')))"
    )
    page.evaluate("document.fonts.ready")
    box = page.locator("figure")
    found = box.evaluate(_LINES)
    with Image.open(io.BytesIO(box.screenshot())) as shot:
        shades = grounds(shot.convert("RGB"), shot.height)
    rows: dict[int, list[tuple[str, float]]] = {}
    for letter, _, top, _, height in found["letters"]:
        middle = top + height / 2
        row = next((key for key in rows if abs(key - middle) < 20), round(middle))
        rows.setdefault(row, []).append((letter, middle))
    lines = [(float(row), words("".join(c for c, _ in rows[row]))) for row in sorted(rows)]
    return Seen(
        [line for line in lines if line[1]],
        [tuple(place) for place in found["pictures"]],
        found["height"],
        shades,
    )


def on_card(view: EmbedView) -> Seen:
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
    pictures = dict.fromkeys(pictures_of(view), picture.getvalue())
    layout = lay_out(view, pictures, FONTS)
    texts = [s for s in layout.steps if isinstance(s, Words) and s.size in {32, 36}]
    lines = [
        (step.y + step.height / 2, words("".join(piece.text for piece in step.line.pieces)))
        for step in texts
        if not any(piece.span.bold for piece in step.line.pieces)
    ]
    with Image.open(io.BytesIO(draw_card(view, pictures, FONTS).png)) as image:
        shades = grounds(image.convert("RGB"), layout.height)
    return Seen(
        [line for line in lines if line[1]],
        [(s.x, s.y, s.width, s.height) for s in layout.steps if isinstance(s, Photo)],
        layout.height,
        shades,
    )


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        # The policy of the page lets in no font of ours, and the card's is to be compared.
        context = browser.new_context(
            viewport={"width": 600, "height": 400}, device_scale_factor=2, bypass_csp=True
        )
        yield context.new_page()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_card_is_the_picture_of_its_page(page: Page, theme: str) -> None:
    wrong: dict[str, list[str]] = {}
    for name in LOOKS if theme == "light" else ("text", "gone", "corrected", "ar:quote"):
        seen = on_page(page, view_of(name, theme, Links()))
        drawn = on_card(view_of(name, theme, Links("https://record.example.org")))
        found = differences(name, seen, drawn)
        if found:
            wrong[name] = found
    told = "\n".join(f"{name}: {said}" for name, every in wrong.items() for said in every)
    assert wrong == {}, told


def differences(name: str, page: Seen, card: Seen) -> list[str]:
    found = []
    texts = card.lines[: OF_THE_POST.get(name.rpartition(":")[2])]
    if [line for _, line in page.lines] != [line for _, line in texts]:
        found.append(f"lines: {page.lines} on the page, {texts} on the card")
    else:
        pairs = zip(page.lines, texts, strict=True)
        found += [f"{a} on the page, {b} on the card" for a, b in pairs if abs(a[0] - b[0]) > NEAR]
    if len(page.pictures) != len(card.pictures):
        found.append(f"pictures: {page.pictures} on the page, {card.pictures} on the card")
    else:
        found += [
            f"a picture: {a} on the page, {b} on the card"
            for a, b in zip(page.pictures, card.pictures, strict=True)
            if any(abs(x - y) > NEAR for x, y in zip(a, b, strict=True))
        ]
    if abs(card.height - page.height - ADDRESS) > NEAR:
        found.append(f"height: {page.height} of the page, {card.height} of the card")
    if page.grounds != card.grounds:
        found.append(f"grounds: {page.grounds} of the page, {card.grounds} of the card")
    return found
