"""A view and the bytes of its pictures -> the card, a PNG of 1200 pixels. Pure.

It looks as the box does, twice as large. What there is no room for is cut with ``…``; nothing
of a post that is behind a warning is drawn. First all is laid out, then drawn.
"""

import io
from collections.abc import Container, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from embedder.card_words import card_words_in
from embedder.parts import EmbedView, Notice, PostView
from embedder.render.card.canvas import Canvas
from embedder.render.card.fonts import Fonts
from embedder.render.card.post import GAP, Limits, PostSheet
from embedder.render.card.sheet import MUTED, WIDTH, Box, Sheet, Step, Style, shifted
from embedder.render.card.typeset import Span, Typesetter

__all__ = [
    "OG_HEIGHT",
    "VERSION",
    "WIDTH",
    "Card",
    "Layout",
    "Shape",
    "alt_of",
    "draw_card",
    "lay_out",
    "pictures_of",
]

VERSION = 2
"""Of what a card looks like: a stored one of another is not used."""
MAX_HEIGHT, MIN_HEIGHT, OG_HEIGHT = 1500, 240, 630

Shape = Literal["card", "og"]
_EDGE, _PAD = 2, 32
"""The line around the box, and what is between it and the words."""
_LEFT, _WIDTH = _EDGE + _PAD, WIDTH - 2 * (_EDGE + _PAD)
"""Of the column of words."""
_LINE = 54
"""Height of a line of the text."""
_FOOT = Style(26, 38)
_COMPRESSION = 3
"""Of zlib. 6 takes three times as long for photographs, and saves a twentieth of the bytes."""

_LIGHT = {
    "ground": "#ffffff", "text": "#16181d", "muted": "#545b66", "line": "#c9ced6",
    "link": "#0b57d0", "tint": "#f4f5f7", "edited": "#5c3d00", "edited-ground": "#fff6e0",
    "gone": "#7a1410", "gone-ground": "#fdecea",
}  # fmt: skip
_DARK = {
    "ground": "#15181d", "text": "#e8eaed", "muted": "#a3abb8", "line": "#3a414d",
    "link": "#8ab4f8", "tint": "#1d2128", "edited": "#ffd98a", "edited-ground": "#2e2410",
    "gone": "#ffb4ab", "gone-ground": "#331a18",
}  # fmt: skip
COLOURS: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": _LIGHT, "dark": _DARK})


class Card(msgspec.Struct, frozen=True, kw_only=True):
    png: bytes
    width: int
    height: int
    missing: tuple[str, ...] = ()
    """Characters that no font has: a box with the code is in the place of each."""
    plain_emoji: bool = False
    """Whether emoji are drawn in one colour, for want of a font."""
    undrawn: tuple[str, ...] = ()
    """Paths of pictures that are not there, or are none."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be drawn, as sentences that say what to do."""
        found = []
        if self.missing:
            codes = ", ".join(f"U+{ord(m[0]):04X}" for m in self.missing[:30])
            more = f" and {len(self.missing) - 30} more" if len(self.missing) > 30 else ""
            found.append(
                f"No font has these characters: {codes}{more}. Install one that has them, or "
                "name its file in [card] fonts."
            )
        if self.plain_emoji:
            found.append(
                "The emoji are drawn in one colour: no font with coloured ones was found. Install "
                "Noto Color Emoji, or name its file in [card] fonts."
            )
        found += [
            f"The picture {path} could not be drawn: it is not there, or is damaged."
            for path in self.undrawn
        ]
        return tuple(found)


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn where, before a pixel is: records in the order of drawing."""

    height: int
    ground: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]
    plain_emoji: bool


# Where all is too high, less and less is drawn; the lines of the text are counted last.
_LADDER = (
    Limits(MAX_HEIGHT // _LINE + 1),
    Limits(MAX_HEIGHT // _LINE + 1, picture=700, inner=360, quoted=6),
    Limits(MAX_HEIGHT // _LINE + 1, picture=480, inner=260, quoted=4, said=4),
    Limits(MAX_HEIGHT // _LINE + 1, picture=360, inner=200, quoted=3, said=2, rest=False),
    Limits(MAX_HEIGHT // _LINE + 1, picture=240, inner=0, quoted=2, said=1, rest=False),
)
_OG_LADDER = (
    Limits(OG_HEIGHT // _LINE + 1, picture=240, inner=120, quoted=2, said=2),
    Limits(OG_HEIGHT // _LINE + 1, picture=180, inner=0, quoted=1, said=1, rest=False),
)


def draw_card(
    view: EmbedView, pictures: Mapping[str, bytes], fonts: Fonts, shape: Shape = "card"
) -> Card:
    """The card; ``pictures`` are the bytes of what :func:`pictures_of` names, by path."""
    layout = lay_out(view, pictures, fonts, shape)
    canvas = Canvas((WIDTH, layout.height), layout.ground, fonts, pictures)
    for step in layout.steps:
        canvas.draw(step)
    out = io.BytesIO()
    canvas.image.save(out, "PNG", compress_level=_COMPRESSION)
    return Card(
        png=out.getvalue(),
        width=WIDTH,
        height=layout.height,
        missing=layout.missing,
        plain_emoji=layout.plain_emoji,
        undrawn=tuple(dict.fromkeys(canvas.undrawn)),
    )


def lay_out(
    view: EmbedView, pictures: Container[str], fonts: Fonts, shape: Shape = "card"
) -> Layout:
    """Where everything of a card goes; of the pictures only their paths are needed."""
    if not fonts.faces:
        raise ValueError("There are no fonts to draw a card with.")
    typesetter = Typesetter(fonts)
    greatest, ladder, fewest = (
        (OG_HEIGHT, _OG_LADDER, 2) if shape == "og" else (MAX_HEIGHT, _LADDER, 8)
    )
    for limits in ladder:
        sketch = _Sketch(view, pictures, typesetter, limits)
        if sketch.height <= greatest:
            break
        one = _Sketch(view, pictures, typesetter, msgspec.structs.replace(limits, text=1))
        lines = int(1 + (greatest - one.height) // _LINE)
        if lines >= fewest or limits is ladder[-1]:
            limits = msgspec.structs.replace(limits, text=max(1, lines))
            sketch = _Sketch(view, pictures, typesetter, limits)
            break
    height = greatest if shape == "og" else max(MIN_HEIGHT, round(sketch.height))
    return sketch.finished(min(height, greatest))


def pictures_of(view: EmbedView) -> tuple[str, ...]:
    """The paths of the pictures that a card of this view shows, in order, each once."""
    found: list[str] = []
    for outer in (view.parent, view.post):
        for post in (outer, outer.quoted if isinstance(outer, PostView) else None):
            if not isinstance(post, PostView):
                continue
            found += [post.author.avatar] if post.author.avatar else []
            if post.warning is not None:
                continue
            found += [run.src for run in post.runs if run.src]
            if post.media is not None and post.media.warning is None:
                found += [tile.picture.src for tile in post.media.tiles if tile.picture]
            if post.card is not None and post.card.picture is not None:
                found.append(post.card.picture.src)
    return tuple(dict.fromkeys(found))


def alt_of(view: EmbedView) -> str:
    """What is offered beside the card as its text: who, when, and the text, shortened."""
    said = card_words_in(view.frame.lang).image_of
    bands = " ".join(notice.text for notice in view.notices)
    if view.post is None:
        return f"{said}: {bands or view.title}"
    return " ".join(f"{said}. {bands} {view.title}: {view.description}".split())


class _Sketch:
    """A card within some limits: its parts, and how high it would be."""

    def __init__(
        self, view: EmbedView, pictures: Container[str], typesetter: Typesetter, limits: Limits
    ) -> None:
        self._view, self._limits = view, limits
        self._words = card_words_in(view.frame.lang)
        self._colours = COLOURS["dark" if view.frame.theme == "dark" else "light"]
        right_to_left = view.frame.words.dir == "rtl"
        self._sheet, self._foot = (
            Sheet(typesetter, self._colours, right_to_left=right_to_left) for _ in range(2)
        )
        y = float(_EDGE)
        for notice in view.notices[:4]:
            y = self._band(notice, y)
        if view.post is not None:
            posts = PostSheet(self._sheet, limits, self._words, pictures)
            y = self._body(posts, y + _PAD) + _PAD
        self._end = y
        self._foot_height = self._footer()
        self.height = y + self._foot_height

    def _band(self, notice: Notice, y: float) -> float:
        c, sheet, spot = self._colours, self._sheet, self._sheet.spot
        kind = {"correction": "edited"}.get(notice.kind, notice.kind)
        tone, ground = c.get(kind, c["text"]), c.get(f"{kind}-ground", c["tint"])
        left, width = _LEFT + 8, _WIDTH - 8
        said = [Span(notice.text, tone, bold=bool(notice.body))]
        end = sheet.words(said, left, y + 20, width, MUTED, 4)
        if notice.body:
            body = [Span(notice.body, tone)]
            end = sheet.words(body, left, end, width, MUTED, self._limits.said, own=True)
        end += 20
        edge = tone if kind in {"edited", "gone"} else c["line"]
        sheet.add(Box(0, y, WIDTH, end - y, fill=ground), spot)
        sheet.add(Box(_EDGE, y, 8, end - y, fill=edge), spot + 1)
        sheet.add(Box(0, end, WIDTH, 2, fill=c["line"]))
        return end + 2

    def _body(self, posts: PostSheet, y: float) -> float:
        view, sheet, width = self._view, self._sheet, _WIDTH
        words = view.frame.words
        if view.reposted_by is not None:
            said = f"\u2068{view.reposted_by.name}\u2069 {words.reposted} · {view.repost_time}"
            y = sheet.small(said, _LEFT, y, width) + GAP
        if view.replying_to is not None:
            said = f"{words.in_reply_to} \u2068{view.replying_to}\u2069"
            y = sheet.small(said, _LEFT, y, width, 1) + GAP
        if view.parent is not None:
            y = posts.nested(view.parent, _LEFT, y, width) + GAP
        if isinstance(view.post, PostView):
            y = posts.post(view.post, _LEFT, y, width, outer=True)
            hidden = view.post.warning is not None
        elif view.post is not None:
            y = posts.nested(view.post, _LEFT, y, width)
            hidden = False
        if self._limits.rest and not hidden:
            y = self._translations(y)
        return y

    def _translations(self, y: float) -> float:
        sheet, width = self._sheet, _WIDTH
        for note in self._view.translations:
            top, spot = y + GAP, sheet.spot
            said = [Span(note.text, self._colours["text"])]
            lines = self._limits.quoted
            end = sheet.words(
                said, _LEFT + 26, top + 26, width - 52, Style(32, 48), lines, own=True
            )
            y = sheet.small(note.by, _LEFT + 26, end + 16, width - 52) + 26
            sheet.frame(spot, _LEFT, top, width, y)
        return y

    def _footer(self) -> float:
        frame, foot = self._view.frame, self._foot
        address = (frame.origin + frame.permalink).partition("://")[2] or frame.id
        said = [self._view.archived, f"\u2066{address}\u2069"]
        missing = len(dict.fromkeys(self._sheet.missing))
        if missing:
            said.append(self._words.missing.of(missing, str(missing)))
        y = 18.0
        for text in filter(None, said):
            y = foot.words([Span(text, self._colours["muted"])], _LEFT, y, _WIDTH, _FOOT, 2)
        return y + 18

    def finished(self, height: int) -> Layout:
        """All that is drawn on a card of this height; the footer is at its end."""
        c, sheet = self._colours, self._sheet
        top = height - self._foot_height
        if top < self._end:
            # Not even the least there is to draw has room: it does not end without a mark.
            sheet.add(Box(0, top - 72, WIDTH, 72, fill=c["ground"]))
            sheet.words([Span("…", c["muted"])], _LEFT, top - 64, 100, Style(36, 54), 1)
        frame = (
            Box(0, top, WIDTH, height - top, fill=c["tint"]),
            Box(0, top, WIDTH, 2, fill=c["line"]),
        )
        foot = tuple(shifted(step, top) for step in self._foot.steps)
        return Layout(
            height=height,
            ground=c["ground"],
            steps=(*sheet.steps, *frame, *foot, Box(0, 0, WIDTH, height, line=c["line"])),
            missing=tuple(dict.fromkeys((*sheet.missing, *self._foot.missing))),
            plain_emoji=sheet.plain_emoji or self._foot.plain_emoji,
        )
