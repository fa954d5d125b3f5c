"""A quotation and a text -> how alike they are, word by word. Pure; no text raises.

Words are those of the search: case, accents, quotation marks, dashes and other dress do not count,
hashtags count as their words, and emoji are left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from archive.folding import fold
from archive.tokens import Token, tokens

__all__ = ["Likeness", "Step", "Way", "Words", "compare", "quotation_words", "text_words"]

Way = Literal["same", "changed", "left out", "added"]

_MOST_CELLS = 300_000
"""Of the table that compares two texts; beyond it they are not looked at word by word."""
_LACKS = 2
"""What a word costs that the text has not, or has otherwise; one of the text's that the quotation
leaves out costs 1: a headline leaves out many."""
_ENOUGH = 0.5
"""The share of a quotation's words that a text must have at all, to be compared in order."""

# An omission, or what the writer put in: [ … ], ( … ), "...", "[the wall]". A letter in brackets
# that belongs to a word is its case: "[W]e".
_LETTER = re.compile(r"\[(\w{1,2})\](?=\w)|(?<=\w)\[(\w{1,3})\]")
_GAP = re.compile(r"\(sic\)|[\[(]\s*(?:\.\s?\.\s?\.+|…)\s*[\])]|\.\s?\.\s?\.+|…|\[[^\[\]]{1,200}\]")
_LINK = re.compile(r"https?://\S+")
_AROUND = " .,;:!?\u2026\"'\u201c\u201d\u2018\u2019\u00ab\u00bb()\u2013\u2014-"
_CLOSES_SENTENCE = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|\n+")


class Words(msgspec.Struct, frozen=True):
    """The words of a quotation or a text, as they are compared."""

    folded: tuple[str, ...]
    written: tuple[str, ...]
    """Each as it stands there, with its marks and the space behind it."""
    gaps: frozenset[int] = frozenset()
    """Numbers of the words before which something is left out or put in; of a quotation."""
    bracketed: bool = False
    """Something stood in brackets or dots, at its ends too."""
    starts: frozenset[int] = frozenset()
    """Numbers of the words that begin a sentence; of a text."""
    ends: frozenset[int] = frozenset()
    """Numbers of the words that end one."""


class Step(msgspec.Struct, frozen=True):
    """Some words in a row that are treated alike."""

    way: Way
    quoted: str
    """As the quotation has them; empty where they are *left out*."""
    kept: str
    """As the text has them; empty where they are *added*."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How a text has the words of a quotation."""

    differs: int
    """Words that are changed, left out or added; 0: all are there, in this order, in a row but
    for what the quotation itself marks."""
    same: int
    """Words that are the same."""
    of: int
    """Words of the quotation."""
    marked: bool
    """The quotation says that something is left out or put in."""
    whole: bool
    """It begins and ends where a sentence of the text does."""
    steps: tuple[Step, ...]
    before: str = ""
    """Of the text, right before and after it."""
    after: str = ""

    @property
    def share(self) -> float:
        return self.same / self.of if self.of else 0.0


def quotation_words(text: str) -> Words:
    """The words of a quotation; what stands in brackets is the writer's, and is none of them."""
    text = _LETTER.sub(lambda found: f"\ue000{found[1] or found[2]}", text)
    lettered = "\ue000" in text
    text = text.replace("\ue000", "")
    folded: list[str] = []
    written: list[str] = []
    gaps: set[int] = set()
    inner = False
    place = 0
    pieces = _GAP.split(text)
    for piece in pieces:
        row = _plain(tokens(piece))
        if row and place:
            gaps.add(len(folded))
            inner = True
        folded += [token.text for token in row]
        written += _written(piece, row)
        place = len(folded)
    brackets = bool(re.search(r"\(sic\)|\[[^\[\]…]*\w[^\[\]]*\]", text))
    return Words(
        folded=tuple(folded),
        written=tuple(written),
        gaps=frozenset(gaps),
        bracketed=inner or lettered or brackets,
    )


@lru_cache(maxsize=2_048)  # the same posts are held against each quotation
def text_words(text: str) -> Words:
    """The words of a kept text, with where its sentences begin and end. Hashtags, mentions and
    links at the end of a sentence are not missed from it.
    """
    links = _LINK.sub(lambda found: " " * len(found[0]), text)
    row = _plain(tokens(links))
    breaks = [match.end() for match in _CLOSES_SENTENCE.finditer(text)]
    starts, ends = set[int](), set[int]()
    for number, token in enumerate(row):
        before = row[number - 1] if number else None
        if before is None or any(before.end <= place <= token.start for place in breaks):
            starts.add(number)
            if before is not None:
                ends.add(number - 1)
    if row:
        ends.add(len(row) - 1)
    for number in sorted(ends):  # "We did it #border": the sentence may end before the hashtag
        back = number
        while back > 0 and back not in starts and text[row[back].start - 1] in "#@＃＠":
            back -= 1
            ends.add(back)
    return Words(
        folded=tuple(token.text for token in row),
        written=tuple(_written(links, row)),
        starts=frozenset(starts),
        ends=frozenset(ends),
    )


def _written(text: str, row: Sequence[Token]) -> list[str]:
    """Each word with the marks that stand at it, and a space where one follows: put together again
    they read as they were written.
    """
    found: list[str] = []
    if not row:
        return found
    starts = [*(token.start for token in row[1:]), len(text)]
    head = _ends_in(text[: row[0].start])
    for token, following in zip(row, starts, strict=True):
        gap = text[token.end : following]
        tail = _begins_with(gap)
        parted = len(tail) < len(gap)
        found.append(f"{head}{text[token.start : token.end]}{tail}{' ' * parted}")
        head = _ends_in(gap) if parted else ""
    return found


def _begins_with(gap: str) -> str:
    """What stands right behind a word."""
    return gap.split(maxsplit=1)[0] if gap.strip() and not gap[0].isspace() else ""


def _ends_in(gap: str) -> str:
    """What stands right before a word."""
    return gap.split()[-1] if gap.strip() and not gap[-1].isspace() else ""


def _together(written: Iterable[str], *, bare: bool = False) -> str:
    """Words in a row. ``bare`` are those that differ: marks around them make no difference."""
    return "".join(written).strip(_AROUND if bare else None)


def _plain(row: Sequence[Token]) -> list[Token]:
    """Without emoji: who quotes leaves them out."""
    return [token for token in row if any(c.isalnum() for c in fold(token.text))]


def compare(quotation: Words, text: Words) -> Likeness | None:
    """How a text has a quotation; ``None``: not so that one would think of the other.

    >>> asked, kept = quotation_words("We build [it] here"), text_words("Today we build here.")
    >>> found = compare(asked, kept)
    >>> found.differs, found.marked, found.whole
    (0, True, False)
    """
    asked, kept = quotation.folded, text.folded
    if not asked or not kept:
        return None
    there = Counter(kept)
    shared = sum(min(count, there[word]) for word, count in Counter(asked).items())
    if shared < _ENOUGH * len(asked) or len(asked) * len(kept) > _MOST_CELLS:
        return None
    if not quotation.gaps:
        spans = _in_a_row(asked, kept)
        if spans:
            start = next((s for s in spans if _is_whole(text, s, s + len(asked))), spans[0])
            pairs = [(i, start + i) for i in range(len(asked))]
            return _likeness(quotation, text, pairs)
    return _likeness(quotation, text, _aligned(quotation, kept))


def _in_a_row(asked: Sequence[str], kept: Sequence[str]) -> list[int]:
    """Where the words stand in a row."""
    first, size = asked[0], len(asked)
    return [
        start
        for start in range(len(kept) - size + 1)
        if kept[start] == first and tuple(kept[start : start + size]) == tuple(asked)
    ]


def _is_whole(text: Words, start: int, end: int) -> bool:
    return start in text.starts and end - 1 in text.ends


_Pair = tuple[int | None, int | None]


def _aligned(quotation: Words, kept: Sequence[str]) -> list[_Pair]:
    """The pairs of words that cost least: the text may go on before and after, and where the
    quotation has a gap. ``None`` on the left: the quotation lacks the word.
    """
    asked, wide = quotation.folded, len(kept) + 1
    costs = [[0] * wide]
    ways: list[list[int]] = [[0] * wide]  # 0 begin, 1 pair, 2 added, 3 left out, 4 skipped freely
    for i, word in enumerate(asked, start=1):
        above, row, way = costs[-1], [_LACKS * i] + [0] * (wide - 1), [2] + [0] * (wide - 1)
        free = i < len(asked) and i in quotation.gaps
        for j in range(1, wide):
            best, how = above[j - 1] + _LACKS * (word != kept[j - 1]), 1
            if above[j] + _LACKS < best:
                best, how = above[j] + _LACKS, 2
            skip = row[j - 1] + (0 if free else 1)
            if i < len(asked) and (skip < best or (free and skip <= best and how != 1)):
                best, how = skip, 4 if free else 3
            row[j], way[j] = best, how
        costs.append(row)
        ways.append(way)
    last = costs[-1]
    j = min(range(wide), key=lambda place: (last[place], place))
    if j + 1 < wide and last[j + 1] == last[j]:
        j += 1  # a last word that is another is changed, not added
    i = len(asked)
    pairs: list[_Pair] = []
    while i:
        how = ways[i][j]
        if how == 1:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif how == 2:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            if how == 3:
                pairs.append((None, j))
    pairs.reverse()
    return pairs


def _likeness(quotation: Words, text: Words, pairs: Sequence[_Pair]) -> Likeness:
    steps: list[tuple[Way, list[str], list[str]]] = []
    differs = same = 0
    places = [j for _, j in pairs if j is not None]
    for i, j in pairs:
        way: Way
        if i is None:
            way = "left out"
        elif j is None:
            way = "added"
        else:
            way = "same" if quotation.folded[i] == text.folded[j] else "changed"
        differs += way != "same"
        same += way == "same"
        if not steps or steps[-1][0] != way:
            steps.append((way, [], []))
        if i is not None:
            steps[-1][1].append(quotation.written[i])
        if j is not None:
            steps[-1][2].append(text.written[j])
    start, end = (places[0], places[-1] + 1) if places else (0, 0)
    return Likeness(
        differs=differs,
        same=same,
        of=len(quotation.folded),
        marked=quotation.bracketed,
        whole=bool(places) and _is_whole(text, start, end),
        steps=tuple(
            Step(way, _together(said, bare=way != "same"), _together(has, bare=way != "same"))
            for way, said, has in steps
        ),
        before=_together(text.written[max(0, start - 6) : start]),
        after=_together(text.written[end : end + 6]),
    )
