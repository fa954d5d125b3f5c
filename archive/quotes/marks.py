"""Paragraphs -> what stands in quotation marks in them. Pure; no text raises.

Straight, curly, low and pointed marks; single ones only where a comma or a full stop stands before
the closing one, since an apostrophe looks the same. What is quoted inside a quotation belongs to
it. One that goes on in the next paragraph, which then begins with a mark of its own, is one. A mark
that nothing closes begins none.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

__all__ = ["Piece", "Quoted", "masked", "quoted"]

MASK = "\ufffc"
"""Stands for each character that is quoted, where the rest of a text is read."""

_CLOSES = {"“": "”", "„": "“”", "«": "»", "‹": "›", '"': '"', "‘": "’", "「": "」", "『": "』"}
_GOES_ON = '“"«»„‘「'
_SINGLE_END = re.compile(r"(?<=[,.?!…;:])’(?!\w)")
_LONGEST_SINGLE = 1_000
"""Characters between single marks, at most."""


class Piece(msgspec.Struct, frozen=True):
    """One stretch between marks, in one paragraph."""

    paragraph: int
    start: int
    """Of its words in the paragraph, in code points; the mark stands before it."""
    end: int
    """Exclusive; a closing mark stands there, if the quotation does not go on."""
    text: str


class Quoted(msgspec.Struct, frozen=True):
    """What one pair of marks holds: a piece for each paragraph."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words, with a blank line between paragraphs."""
        return "\n\n".join(piece.text for piece in self.pieces)


def quoted(paragraphs: Sequence[str]) -> list[Quoted]:
    r"""All that stands in quotation marks, in order.

    >>> [q.text for q in quoted(["“We won,” she said. «Sí», dijo. It is 48\" wide."])]
    ['We won,', 'Sí']
    """
    found: list[Quoted] = []
    open_pieces: list[Piece] = []
    opened = ""
    for number, text in enumerate(paragraphs):
        begin = 0
        singles = [found.start() for found in _SINGLE_END.finditer(text)] if "‘" in text else []
        if opened:
            lead = len(text) - len(text.lstrip())
            if text[lead : lead + 1] not in _GOES_ON or lead == len(text):
                open_pieces, opened = [], ""
            else:
                begin = lead + 1
        inside, whole = opened, open_pieces
        position = begin
        while True:
            if not inside:
                start = _opening(text, position)
                if start is None:
                    open_pieces, opened = [], ""
                    break
                inside, whole, position = text[start], [], start + 1
                begin = position
            end = (
                _closing_single(singles, position)
                if inside == "‘"
                else _closing(text, position, inside)
            )
            if end is None:
                again = text.find(inside, begin) if inside in "“„" else -1
                if again >= 0:  # the mark before was never closed
                    inside, position = "", again
                    continue
                if inside == "‘":  # an apostrophe
                    inside, position = "", begin
                    continue
                rest = text[begin:].rstrip()
                if rest:
                    piece = Piece(number, begin, begin + len(rest), rest)
                    open_pieces, opened = [*whole, piece], inside
                else:
                    open_pieces, opened = [], ""
                break
            piece = Piece(number, begin, end, text[begin:end])
            if piece.text.strip():
                found.append(Quoted((*whole, piece)))
            inside, whole, position = "", [], end + 1
    return found


def _opening(text: str, position: int) -> int | None:
    """Where the next mark is that begins a quotation."""
    for place in range(position, len(text)):
        mark = text[place]
        if mark not in _CLOSES:
            continue
        after = text[place + 1 : place + 2]
        if not after or after.isspace():
            continue
        if mark in '"‘':
            before = text[place - 1] if place else " "
            if before.isalnum() or before in '"’”.,':
                continue
        return place
    return None


def _closing(text: str, position: int, mark: str) -> int | None:
    """Where the quotation ends that this mark began, if it ends in the paragraph."""
    depth = 0
    for place in range(position, len(text)):
        character = text[place]
        if character == mark and mark in "“„«‹「『":
            if mark in "“„":
                return None  # curly marks do not nest in themselves
            depth += 1
        elif character in _CLOSES[mark]:
            if mark == '"' and not _closes_straight(text, place):
                continue
            if depth == 0:
                return place
            depth -= 1
    return None


def _closing_single(ends: Sequence[int], position: int) -> int | None:
    """The same of a single mark, of whose kind all that may end one are known."""
    at = bisect_left(ends, position)
    near = at < len(ends) and ends[at] < position + _LONGEST_SINGLE
    return ends[at] if near else None


def _closes_straight(text: str, place: int) -> bool:
    after = text[place + 1 : place + 2]
    return place > 0 and not text[place - 1].isspace() and not after.isalnum()


_MARKS = re.compile('[“”„«»‹›"「」『』]')


def masked(paragraphs: Sequence[str], found: Sequence[Quoted]) -> list[str]:
    """The paragraphs with :data:`MASK` for each character that is quoted, marks too: as long as
    they were, so that places in one are places in the other.
    """
    texts = [list(text) for text in paragraphs]
    for one in found:
        for piece in one.pieces:
            row = texts[piece.paragraph]
            first = max(0, piece.start - 1)
            last = min(len(row), piece.end + 1)
            if piece.end < len(row) and not _MARKS.match(row[piece.end]) and row[piece.end] != "’":
                last = piece.end
            row[first:last] = MASK * (last - first)
    return ["".join(row) for row in texts]
