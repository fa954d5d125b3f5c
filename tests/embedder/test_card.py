"""The PNG card: what is drawn, in which order and font, and that it always has room."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView, PostView
from embedder.render.card import (
    Card,
    Shape,
    alt_of,
    draw_card,
    find_fonts,
    lay_out,
    pictures_of,
)
from embedder.render.card.bidi import base_level, levels_of, visual_runs
from embedder.render.card.clusters import clusters
from embedder.render.card.typeset import Span, typeset
from embedder.view import build_view
from tests.embedder import holdings
from tests.embedder.looks import SITE

FONTS = find_fonts(system=False)
SHAPES: tuple[Shape, ...] = ("card", "og")


def view_of(name: str) -> EmbedView:
    holding = holdings.HOLDINGS[name]()
    return build_view(holding, Options(parent=True), SITE, Links("https://record.example.org"))


def of_text(text: str) -> EmbedView:
    return build_view(holdings.hold(holdings.snapshot(text)), Options(), SITE, Links())


def red(view: EmbedView) -> dict[str, bytes]:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "#ff0000").save(out, "PNG")
    return dict.fromkeys(pictures_of(view), out.getvalue())


def image_of(card: Card) -> Image.Image:
    with Image.open(io.BytesIO(card.png)) as opened:
        return opened.convert("RGB")


def seen(text: str) -> str:
    """The characters in the order in which they are seen."""
    levels = levels_of(text, base_level(text))
    runs = visual_runs(levels, 0, len(text))
    order = "".join(text[a:b][::-1] if level % 2 else text[a:b] for a, b, level in runs)
    return "".join(c for c in order if c not in "\u202c\u202e\u2067\u2069")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("abc אבג def", "abc גבא def"),
        ("אבג 25 דה", "הד 25 גבא"),
        ("אבג abc, דה", "הד ,abc גבא"),
        ("ab \u202ecd\u202c", "ab dc"),
        ("ab \u2067x אב\u2069 c", "ab בא x c"),
    ],
)
def test_characters_are_seen_in_the_order_of_the_bidirectional_algorithm(
    text: str, wanted: str
) -> None:
    assert seen(text) == wanted


@pytest.mark.parametrize(
    "whole",
    ["👩‍👩‍👧", "🇲🇽", "👍🏽", "❤️", "e\u0301\u0323", "1\ufe0f\u20e3", "क्ष", "🏴\U000e0067\U000e007f"],
)
def test_what_belongs_together_is_never_taken_apart(whole: str) -> None:
    assert clusters(f"a{whole}b") == ["a", whole, "b"]


@pytest.mark.parametrize("name", ["hostile", "six-photos"])
def test_a_card_has_the_size_that_was_laid_out(name: str) -> None:
    view = view_of(name)
    for shape in SHAPES:
        card = draw_card(view, red(view), FONTS, shape)
        image = image_of(card)
        assert image.size == (card.width, card.height)
        assert (card.width, card.height) == (1200, lay_out(view, red(view), FONTS, shape).height)
        assert len(image.getcolors(1 << 20) or ()) > 20, "letters have soft edges"


@pytest.mark.parametrize("name", ["sensitive", "content-warning", "withheld"])
def test_what_is_behind_a_warning_or_not_shown_is_not_drawn(name: str) -> None:
    view = view_of(name)
    avatar = {view.post.author.avatar} if isinstance(view.post, PostView) else set()
    assert set(pictures_of(view)) <= avatar
    assert alt_of(view).startswith("Image of the post")


def test_a_picture_is_drawn_where_it_was_handed_in() -> None:
    view = view_of("one-photo")
    with_it, without = draw_card(view, red(view), FONTS), draw_card(view, {}, FONTS)
    assert image_of(with_it).getpixel((600, 600)) == (255, 0, 0)
    assert image_of(without).getpixel((600, 600)) != (255, 0, 0)
    assert any("could not be drawn" in warning for warning in without.warnings)


def test_a_character_without_a_glyph_is_a_box_with_its_code_and_a_warning() -> None:
    card = draw_card(of_text("中 is the middle"), red(of_text("")), FONTS)
    assert card.missing == ("中",)
    assert card.warnings == (
        "No font has these characters: U+4E2D. Install one that has them, or name its file in "
        "[card] fonts.",
    )
    assert draw_card(of_text("Κ, Ж, ق, ש, क, é"), red(of_text("")), FONTS).warnings == ()


def test_letters_that_are_told_to_run_backwards_do() -> None:
    (line,) = typeset([Span("see \u202egnp.exe\u202c and אב", "#000000")], FONTS, 36, 1000).lines
    assert "".join(piece.text for piece in line.pieces if not piece.right_to_left) == (
        "see exe.png and "
    )


def test_conjuncts_are_shaped() -> None:
    (line,) = typeset([Span("क्ष", "#000000")], FONTS, 36, 1000).lines
    apart = sum(typeset([Span(c, "#000000")], FONTS, 36, 1000).lines[0].width for c in ("क", "ष"))
    assert line.width < apart


def test_a_text_that_is_cut_ends_in_an_ellipsis() -> None:
    for text in ("word " * 2000, "w" * 500, "كلمة " * 900):
        laid = typeset([Span(text, "#000000")], FONTS, 36, 600, 3)
        assert len(laid.lines) == 3
        drawn = "".join(piece.text for piece in laid.lines[-1].pieces)
        assert "…" in drawn
        assert all(line.width <= 600 for line in laid.lines)


def test_a_dark_card_is_dark() -> None:
    view = build_view(holdings.post_text(), Options(theme="dark"), SITE, Links())
    assert image_of(draw_card(view, {}, FONTS)).getpixel((1100, 100)) == (0x15, 0x18, 0x1D)


def test_emoji_in_one_colour_are_told() -> None:
    card = draw_card(of_text("ok 👍🏽"), red(of_text("")), FONTS)
    assert card.plain_emoji
    assert not card.missing
    assert [w.split(":")[0] for w in card.warnings] == ["The emoji are drawn in one colour"]
    assert not lay_out(of_text("1 ❤︎ ✓"), red(of_text("")), FONTS).plain_emoji


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"])
        | st.sampled_from("\u202e\u2067\u2069\u200d\u0301 \t\nאب中👍"),
        max_size=300,
    )
)
def test_no_text_breaks_a_card(text: str) -> None:
    laid = typeset([Span(text, "#000000")], FONTS, 36, 400, 5)
    assert len(laid.lines) <= 5
    assert lay_out(of_text(text), (), FONTS).height <= 1500


def font_file(folder: Path, name: str, *tables: tuple[bytes, bytes]) -> str:
    """A file with these tables and a map of characters; of a font as little as is looked at."""
    bodies = (*tables, (b"cmap", struct.pack(">HH", 0, 0)))
    offset, rows, data = 12 + 16 * len(bodies), b"", b""
    for tag, body in bodies:
        rows += struct.pack(">4sIII", tag, 0, offset + len(data), len(body))
        data += body
    path = folder / name
    path.write_bytes(struct.pack(">IHHHH", 0x10000, len(bodies), 0, 0, 0) + rows + data)
    return str(path)


def test_a_font_whose_glyphs_cannot_be_drawn_is_left_out_and_named(tmp_path: Path) -> None:
    glyphs = (b"glyf", b"")
    painted = [
        font_file(tmp_path, "colr1.ttf", glyphs, (b"COLR", b"\0\1")),
        font_file(tmp_path, "apple.ttf", glyphs, (b"sbix", b"")),
        font_file(tmp_path, "empty.ttf"),
        str(tmp_path / "nowhere.ttf"),
    ]
    drawn = [
        font_file(tmp_path, "plain.ttf", glyphs),
        font_file(tmp_path, "colr0.ttf", glyphs, (b"COLR", b"\0\0")),
        font_file(tmp_path, "bitmaps.ttf", (b"CBDT", b""), (b"COLR", b"\0\1")),
    ]
    fonts = find_fonts([*painted, *drawn], system=False)
    assert [str(face.path) for face in fonts.faces[-3:]] == drawn
    assert [said.split(": ")[0] for said in fonts.unusable] == painted
    assert "Noto Color Emoji with bitmaps" in fonts.unusable[0]
