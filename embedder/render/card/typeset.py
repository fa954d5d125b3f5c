"""Text -> lines of pieces to draw: clusters kept whole, a font for each, broken between words.

Pure, but that the fonts read their files. Sizes are in pixels of the card.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from embedder.render.card.bidi import Base, base_level, levels_of, visual_runs
from embedder.render.card.clusters import clusters, each_cluster, is_emoji
from embedder.render.card.fonts import Face, Fonts

__all__ = ["Line", "Piece", "Span", "Text", "Typesetter", "typeset"]

MAX_CLUSTER = 24
"""Characters: of more marks on one letter only so many are drawn, with a warning."""
_OBJECT = "\ufffc"
_CONTROLS = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f\u2028\u2029\u00ad]"
)


class Span(msgspec.Struct, frozen=True):
    """A text in one colour and weight; with ``picture`` a custom emoji in its place."""

    text: str
    colour: str
    bold: bool = False
    underline: bool = False
    picture: str | None = None
    isolate: bool = False
    """Set apart from the direction of what surrounds it, as ``<bdi>``."""


class Piece(msgspec.Struct, frozen=True):
    """What is drawn at one place: a text in one font, a custom emoji, or a box with the code
    of a character that no font has.
    """

    x: float
    width: float
    text: str
    span: Span
    face: Face | None
    right_to_left: bool


class Line(msgspec.Struct, frozen=True):
    pieces: tuple[Piece, ...]
    width: float
    right_to_left: bool


class Text(msgspec.Struct, frozen=True):
    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    """Clusters that no font has."""
    cut: bool
    plain_emoji: bool
    """Whether an emoji is in a font of one colour."""


class _Unit(msgspec.Struct, gc=False):
    """One cluster: where it is, in what it is drawn."""

    start: int
    text: str
    span: Span
    face: Face | None
    lacks: bool
    """Whether some of it is not drawn."""


class Typesetter:
    """Typesets with one set of fonts, and remembers: a card is laid out several times, until it
    has room, and most of its texts stay the same.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._known: dict[tuple[object, ...], Text] = {}

    def __call__(
        self,
        spans: tuple[Span, ...],
        size: int,
        width: float,
        max_lines: int | None = None,
        base: Base | None = None,
    ) -> Text:
        key = (spans, size, width, max_lines, base)
        if key not in self._known:
            self._known[key] = typeset(spans, self._fonts, size, width, max_lines, base)
        return self._known[key]


def typeset(
    spans: Iterable[Span],
    fonts: Fonts,
    size: int,
    width: float,
    max_lines: int | None = None,
    base: Base | None = None,
) -> Text:
    """The lines of a text in a width; of more than ``max_lines`` the last ends in ``…``.

    ``base`` is the direction; without one it is the text's own, by its first strong character
    outside of what is set apart, as ``dir="auto"``. What comes after the last line is not
    looked at.
    """
    spans = tuple(spans)
    if base is None:
        base = base_level("".join(_isolated(span) for span in spans))
    missing: list[str] = []
    lines: list[Line] = []
    cut = False
    for paragraph in _paragraphs(spans):
        room = None if max_lines is None else max_lines - len(lines)
        if room == 0:
            cut = True
            break
        made, was_cut = _paragraph(paragraph, fonts, size, width, room, base, missing)
        lines += made
        cut = was_cut
        if was_cut:
            break
    if cut and lines:
        lines[-1] = _with_ellipsis(lines[-1], fonts, size, width)
    plain = any(
        piece.face is not None and not piece.face.is_colour and is_emoji(piece.text)
        for line in lines
        for piece in line.pieces
    )
    return Text(tuple(lines), tuple(dict.fromkeys(missing)), cut, plain)


def _isolated(span: Span) -> str:
    return f"\u2068{span.text}\u2069" if span.isolate else span.text


def _paragraphs(spans: Iterable[Span]) -> list[list[Span]]:
    found: list[list[Span]] = [[]]
    for span in spans:
        first, *others = span.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        found[-1].append(msgspec.structs.replace(span, text=first))
        found += [[msgspec.structs.replace(span, text=part)] for part in others]
    return found


def _paragraph(
    spans: Sequence[Span], fonts: Fonts, size: int, width: float, room: int | None,
    base: Base, missing: list[str],
) -> tuple[list[Line], bool]:  # fmt: skip
    """The lines of a paragraph, and whether there is more of it than there is room for.

    Twice what the lines hold is looked at first, and more only if that did not fill them: the
    width of letters that join is known only once they stand together.
    """
    measured = _Measure(size, fonts)
    budget = None if room is None else 2.0 * room * width
    while True:
        units, is_all = _units(spans, fonts, measured, budget)
        levels = levels_of("".join(unit.text for unit in units), base)
        lines: list[Line] = []
        at = 0
        while True:
            end = _line_end(units, at, width, measured)
            lines.append(_line(units[at:end], levels, base, measured))
            at = end
            if at >= len(units) or (room is not None and len(lines) >= room):
                break
        if is_all or budget is None or at < len(units):
            break
        budget *= 4
    missing.extend(unit.text for unit in units[:at] if unit.lacks)
    return lines, at < len(units)


def _units(
    spans: Sequence[Span], fonts: Fonts, measured: "_Measure", budget: float | None
) -> tuple[list[_Unit], bool]:
    """The clusters of a paragraph, until they are wider than ``budget``; whether those are all."""
    units: list[_Unit] = []
    at, used = 0, 0.0
    for span in spans:
        if span.picture is not None:
            units.append(_Unit(at, _OBJECT, span, None, False))
            at += 1
            used += measured(_OBJECT, span, None)
            continue
        for cluster in each_cluster(_isolated(span).replace("\t", "    ")):
            shown = cluster[:MAX_CLUSTER]
            face, lacks = None, shown != cluster
            if _CONTROLS.sub("", shown):
                face = fonts.find(shown, emoji=is_emoji(shown))
                lacks = lacks or face is None
            units.append(_Unit(at, shown, span, face, lacks))
            at += len(shown)
            if budget is not None:
                used += measured(shown, span, face)
                if used > budget:
                    return units, False
    return units, True


class _Measure:
    """Widths of texts in their fonts, each measured once a paragraph."""

    def __init__(self, size: int, fonts: Fonts) -> None:
        self.size, self.fonts = size, fonts
        self._known: dict[tuple[str, int, bool], float] = {}

    def __call__(self, text: str, span: Span, face: Face | None) -> float:
        if span.picture is not None:
            return self.size * 1.25
        shown = _CONTROLS.sub("", text)
        if not shown:
            return 0.0
        if face is None:
            return self.size * 1.15
        key = (shown, id(face), span.bold)
        if key not in self._known:
            font = face.at(self.size, bold=span.bold)
            scale = self.size / font.size
            self._known[key] = font.getlength(shown) * scale
        return self._known[key]


def _line_end(units: list[_Unit], at: int, width: float, measure: _Measure) -> int:
    """Where the line that begins at a unit ends: after the last word that has room."""
    used, i, last = 0.0, at, at
    while i < len(units):
        j = i
        while j < len(units) and not _may_break(units, j):
            j += 1
        j = min(j + 1, len(units))
        word = units[i:j]
        length = _length(word, measure)
        bare = [u for u in word if u.text != " "]
        if used + _length(bare, measure) > width:
            if last > at:
                return last
            return _within(units, at, j, width, measure)
        used, i, last = used + length, j, j
    return len(units)


def _within(units: list[_Unit], at: int, end: int, width: float, measure: _Measure) -> int:
    """As much of one word as there is room for, one cluster at least."""
    used, i = 0.0, at
    while i < end:
        used += measure(units[i].text, units[i].span, units[i].face)
        if used > width and i > at:
            break
        i += 1
    return i


def _may_break(units: list[_Unit], i: int) -> bool:
    """Whether a line may end after a unit."""
    here, after = units[i].text, units[i + 1].text if i + 1 < len(units) else " "
    if after == " ":
        return i + 1 == len(units)
    if here in {" ", "-", "–", "—", "\u200b"}:
        return True
    wide = {unicodedata.east_asian_width(c[0]) for c in (here, after)} & {"W", "F"}
    closing = unicodedata.category(after[0]) in {"Pe", "Po", "Pf"}
    opening = unicodedata.category(here[0]) in {"Ps", "Pi"}
    return bool(wide) and not closing and not opening


def _runs(units: Iterable[_Unit]) -> list[list[_Unit]]:
    """Neighbours that are drawn at once."""
    found: list[list[_Unit]] = []
    for unit in units:
        last = found[-1][-1] if found else None
        alone = unit.span.picture is not None or (
            unit.face is None and bool(_CONTROLS.sub("", unit.text))
        )
        if last is not None and not alone and last.face is unit.face and last.span is unit.span:
            found[-1].append(unit)
        else:
            found.append([unit])
    return found


def _length(units: list[_Unit], measure: _Measure) -> float:
    return sum(measure("".join(u.text for u in r), r[0].span, r[0].face) for r in _runs(units))


def _line(units: list[_Unit], levels: list[int], base: int, measure: _Measure) -> Line:
    while units and units[-1].text == " ":
        units = units[:-1]
    pieces: list[Piece] = []
    x = 0.0
    by_level = visual_runs([levels[u.start] for u in units], 0, len(units))
    for start, end, level in by_level:
        runs = _runs(units[start:end])
        for run in runs if level % 2 == 0 else runs[::-1]:
            text = "".join(u.text for u in run)
            length = measure(text, run[0].span, run[0].face)
            shown = _CONTROLS.sub("", text)
            if shown:
                backwards = level % 2 == 1
                if backwards and _is_overridden(shown):
                    shown, backwards = "".join(reversed(clusters(shown))), False
                pieces.append(Piece(x, length, shown, run[0].span, run[0].face, backwards))
                x += length
    return Line(tuple(pieces), x, base == 1)


def _is_overridden(text: str) -> bool:
    """Whether letters that are read from left to right were told to run the other way: Raqm
    would not turn them.
    """
    kinds = {unicodedata.bidirectional(character) for character in text}
    return bool(kinds & {"L", "EN"}) and not kinds & {"R", "AL", "AN"}


def _with_ellipsis(line: Line, fonts: Fonts, size: int, width: float) -> Line:
    """The line with ``…`` at its end, and less of its last pieces where there is no room."""
    span = line.pieces[-1].span if line.pieces else Span("", "#888888")
    span = Span("…", span.colour)
    face = fonts.find("…", emoji=False)
    measure = _Measure(size, fonts)
    room = measure("…", span, face)
    pieces = list(line.pieces)
    if line.right_to_left:
        while pieces and sum(p.width for p in pieces) + room > width:
            pieces = _shorter(pieces, 0, measure)
        moved = [msgspec.structs.replace(p, x=p.x + room) for p in _placed(pieces)]
        pieces = [Piece(0.0, room, "…", span, face, False), *moved]
    else:
        while pieces and sum(p.width for p in pieces) + room > width:
            pieces = _shorter(pieces, -1, measure)
        x = sum(p.width for p in pieces)
        pieces.append(Piece(x, room, "…", span, face, False))
    return Line(tuple(pieces), sum(p.width for p in pieces), line.right_to_left)


def _shorter(pieces: list[Piece], which: int, measure: _Measure) -> list[Piece]:
    last = pieces[which]
    text = "".join(clusters(last.text)[:-1]).rstrip()
    if not text or last.span.picture is not None:
        del pieces[which]
        return pieces
    pieces[which] = msgspec.structs.replace(
        last, text=text, width=measure(text, last.span, last.face)
    )
    return pieces


def _placed(pieces: list[Piece]) -> list[Piece]:
    x, placed = 0.0, []
    for piece in pieces:
        placed.append(msgspec.structs.replace(piece, x=x))
        x += piece.width
    return placed
