"""A sheet: what is drawn where on a card, as plain records from top to bottom. Pure.

Everything is laid out from left to right; where the box is read from right to left, the records
are mirrored when the sheet is finished.
"""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from embedder.render.card.bidi import Base
from embedder.render.card.typeset import Line, Span, Text, Typesetter

__all__ = ["MUTED", "Box", "Photo", "Sheet", "Step", "Style", "Words", "shifted"]

WIDTH = 1200

Corners: TypeAlias = tuple[bool, bool, bool, bool]
"""Top left, top right, bottom right, bottom left: those that are round."""
ALL: Corners = (True, True, True, True)


class Words(msgspec.Struct, frozen=True):
    """One line of text in a row of its own."""

    line: Line
    x: float
    y: float
    width: float
    height: int
    size: int
    """Of the type, in pixels."""


class Box(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    """``#rrggbb``, or ``#rrggbbaa`` to let through what is below."""
    line: str | None = None
    radius: int = 0
    corners: Corners = ALL


class Photo(msgspec.Struct, frozen=True):
    """A picture that fills its place, and the ground that stands there without it."""

    path: str
    x: float
    y: float
    width: float
    height: float
    ground: str
    radius: int = 0
    corners: Corners = ALL


Step: TypeAlias = Words | Box | Photo


class Style(msgspec.Struct, frozen=True):
    """Of a text: size and height of a line, in pixels."""

    size: int
    height: int


MUTED = Style(28, 40)
"""Handle, time, office: 14/20 of the box."""


class Sheet:
    """Collects what is drawn. Each method that lays out a text gives where it ends."""

    def __init__(
        self, typesetter: Typesetter, colours: Mapping[str, str], *, right_to_left: bool = False
    ) -> None:
        self.colours = colours
        self.missing: list[str] = []
        self.plain_emoji = False
        self.base: Base = 1 if right_to_left else 0
        self._steps: list[Step] = []
        self._typesetter = typesetter

    @property
    def steps(self) -> tuple[Step, ...]:
        if self.base == 0:
            return tuple(self._steps)
        return tuple(_mirrored(step) for step in self._steps)

    @property
    def spot(self) -> int:
        """The place in the order of drawing of what comes next."""
        return len(self._steps)

    def add(self, step: Step, spot: int | None = None) -> None:
        """``spot`` puts it below what was laid out since then."""
        self._steps.insert(len(self._steps) if spot is None else spot, step)

    def typeset(
        self, spans: list[Span], width: float, size: int, lines: int | None, *, own: bool = False
    ) -> Text:
        """A text that is not placed yet. ``own``: by its own direction, as ``dir="auto"``."""
        text = self._typesetter(tuple(spans), size, width, lines, None if own else self.base)
        self.missing += text.missing
        self.plain_emoji = self.plain_emoji or text.plain_emoji
        return text

    def words(
        self, spans: list[Span], x: float, y: float, width: float, style: Style,
        lines: int | None = None, *, own: bool = False,
    ) -> float:  # fmt: skip
        """A text in a column, at the side where it begins."""
        for line in self.typeset(spans, width, style.size, lines, own=own).lines:
            self.add(Words(line, x, y, width, style.height, style.size))
            y += style.height
        return y

    def small(self, text: str, x: float, y: float, width: float, lines: int = 2) -> float:
        return self.words([Span(text, self.colours["muted"])], x, y, width, MUTED, lines)

    def centred(
        self, spans: list[Span], x: float, y: float, width: float, height: float, style: Style
    ) -> None:
        """A text in the middle of a place, in as many lines as it has room for."""
        rows = max(1, int(height // style.height))
        lines = self.typeset(spans, width, style.size, rows).lines
        top = y + (height - style.height * len(lines)) / 2
        for i, line in enumerate(lines):
            left, row = x + (width - line.width) / 2, top + i * style.height
            self.add(Words(line, left, row, line.width, style.height, style.size))

    def frame(self, spot: int, x: float, y: float, width: float, bottom: float) -> None:
        """A line around what was laid out since a spot."""
        self.add(Box(x, y, width, bottom - y, line=self.colours["line"], radius=20), spot)


def shifted(step: Step, by: float) -> Step:
    """The same, further down."""
    return msgspec.structs.replace(step, y=step.y + by)


def _mirrored(step: Step) -> Step:
    x = WIDTH - step.x - step.width
    if isinstance(step, Words):
        return msgspec.structs.replace(step, x=x)
    a, b, c, d = step.corners
    return msgspec.structs.replace(step, x=x, corners=(b, a, d, c))
