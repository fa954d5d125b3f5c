"""What is written where on a card, in each state and language, before a pixel is drawn.

Held by golden files; ONRECORD_UPDATE_GOLDEN=1 writes them anew.
"""

import os
import re
from pathlib import Path

import pytest

from embedder.links import Links
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render.card import Layout, Shape, find_fonts, lay_out, pictures_of
from embedder.render.card.sheet import Box, Photo, Words
from embedder.view import build_view
from embedder.words import LANGUAGES
from tests.embedder import holdings
from tests.embedder.looks import SITE, view_of

GOLDEN = Path(__file__).parent / "golden_cards"
FONTS = find_fonts(system=False)
STATES = (
    "gone", "edited", "edited-newest", "corrected", "withheld", "sensitive", "content-warning",
    "cut", "by-hand", "translated", "quote-lost", "missing-media", "poll", "repost", "reply",
    "video",
)  # fmt: skip


def look(name: str, lang: str = "en") -> EmbedView:
    holding = holdings.HOLDINGS[name]()
    links = Links("https://record.example.org")
    return build_view(holding, Options(parent=True, lang=lang), SITE, links)


def laid(view: EmbedView, shape: Shape = "card") -> Layout:
    return lay_out(view, pictures_of(view), FONTS, shape)


def written(layout: Layout) -> list[str]:
    """The lines from top to bottom, each as its pieces stand from left to right."""
    return ["".join(p.text for p in step.line.pieces) for step in words_of(layout)]


def words_of(layout: Layout) -> list[Words]:
    return [step for step in layout.steps if isinstance(step, Words)]


def told(layout: Layout) -> str:
    """A layout as text, for people to compare: where each line and picture stands, and size."""
    rows = [f"1200 x {layout.height}"]
    for step in layout.steps:
        place = f"{round(step.y):5}"
        if isinstance(step, Words):
            text = "".join(piece.text for piece in step.line.pieces)
            rows.append(f"{place} {step.size} {'<' if step.line.right_to_left else '>'} {text}")
        elif isinstance(step, Photo):
            rows.append(f"{place} photo {round(step.x)} {round(step.width)}x{round(step.height)}")
    return "\n".join(rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_state_is_told_in_each_language(lang: str) -> None:
    found = "".join(f"== {name}\n{told(laid(look(name, lang)))}\n\n" for name in STATES)
    path = GOLDEN / f"{lang}.txt"
    if os.environ.get("ONRECORD_UPDATE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_band_and_the_archived_line_are_on_the_card_whole(lang: str) -> None:
    for name in STATES:
        view = look(name, lang)
        text = _letters(" ".join(written(laid(view))))
        for said in (*(n.text for n in view.notices), *(n.body for n in view.notices)):
            assert _letters(said or "") <= text, (name, said)
        assert _letters(view.archived or "") <= text, name


def _letters(text: str) -> set[str]:
    """The words, in no order: a line of Arabic is not written in the order of its words."""
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("shape", ["card", "og"])
def test_all_that_is_drawn_is_within_the_card(shape: Shape) -> None:
    for name in holdings.HOLDINGS:
        layout = laid(look(name), shape)
        assert layout.height == 630 if shape == "og" else 240 <= layout.height <= 1500, name
        for step in layout.steps:
            assert 0 <= step.x <= step.x + step.width <= 1200.5, (name, step)
            # What has no room is below the footer, which is drawn over it.
            assert step.y >= 0, (name, step)
        foot = [step for step in layout.steps if isinstance(step, Box)][-3]
        assert foot.y + foot.height == layout.height, name


def test_a_card_in_arabic_is_the_mirror_of_one_in_english() -> None:
    there, here = laid(look("four-photos", "ar")), laid(look("four-photos"))
    photos = [[s for s in x.steps if isinstance(s, Photo)] for x in (here, there)]
    for left, right in zip(*photos, strict=True):
        assert right.x == 1200 - left.x - left.width
        assert right.y == left.y
    name, handle = words_of(there)[:2]
    assert (name.line.right_to_left, handle.line.right_to_left) == (True, True)
    said = next(w for w in words_of(there) if "hearing" in w.line.pieces[0].text)
    assert not said.line.right_to_left, "the words of the post have their own direction"


@pytest.mark.parametrize("name", ["sensitive", "content-warning", "withheld"])
def test_what_is_behind_a_warning_or_not_shown_is_not_written(name: str) -> None:
    assert name == "sensitive" or "hearing" not in "".join(written(laid(look(name))))
    photos = [step for step in laid(look(name)).steps if isinstance(step, Photo)]
    assert all(photo.radius == 44 for photo in photos), "a face, and no picture"


def test_a_long_text_ends_in_an_ellipsis_and_what_follows_is_not_looked_at() -> None:
    layout = laid(view_of("The bridge is closed. " * 455))
    lines = [w for w in words_of(layout) if w.size == 36]
    assert lines[-1].line.pieces[-1].text == "…"
    assert layout.height <= 1500
    short, long = ("The bridge is closed. " * n for n in (455, 45_500))
    assert written(laid(view_of(short))) == written(laid(view_of(long)))
    assert laid(view_of("a " * 5000 + "中")).missing == ()
    assert laid(view_of("中 " + "a " * 5000)).missing == ("中",)


def test_letters_that_join_fill_their_lines() -> None:
    """Alone they are wider than joined: as many as fill the lines are looked at all the same."""
    lines = [w for w in words_of(laid(view_of("بيت " * 3000))) if w.size == 36]
    assert all(w.line.width > 1050 for w in lines[:-1])
    assert len(lines) > 20
