"""Where the words of a query stand in a text, and the part of the text that shows them. Pure."""

from collections.abc import Sequence

import msgspec

from archive.query import Query, Term
from archive.tokens import Token, forms, tokens

__all__ = ["Snippet", "found_in", "marks", "snippet"]

Span = tuple[int, int]


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text, with ``…`` where more stood before or after it."""

    text: str
    marks: tuple[Span, ...]
    """Where the query's words stand in ``text``: code points, in order, none overlapping."""


def marks(text: str, query: Query, lang: str | None = None) -> tuple[Span, ...]:
    """Where the words of the query stand in the text: code points, in order, none overlapping.

    Words that are left out have no place in a hit, and no mark.
    """
    terms = [term for group in query.words for term in group]
    return _merged(_spans(text, terms, lang)) if terms else ()


def found_in(text: str, query: Query, lang: str | None = None) -> bool:
    """Whether the text has the query's words, and none that it leaves out. Filters, which are
    not about the text, are not looked at. What an index finds is the same.
    """
    row, loose = tokens(text), forms(text, lang)

    def has(term: Term) -> bool:
        return bool(_places(term, row, loose))

    return all(any(map(has, group)) for group in query.words) and not any(map(has, query.without))


def snippet(text: str, query: Query, length: int = 240, lang: str | None = None) -> Snippet:
    """The part of a text with most of the query's words in it, at most ``length`` code points
    without the ``…`` at its ends. A text that is short enough stays whole; one in which nothing is
    found is shown from its beginning.
    """
    found = marks(text, query, lang)
    if len(text) <= length:
        return Snippet(text=text, marks=found)
    start = _best_start(found, length)
    if start + length >= len(text):
        start = len(text) - length
    end = min(len(text), start + length)
    start, end = _at_words(text, start, end, found)
    before, after = "…" * (start > 0), "…" * (end < len(text))
    shift = len(before) - start
    inside = tuple(
        (max(left, start) + shift, min(right, end) + shift)
        for left, right in found
        if left < end and right > start
    )
    return Snippet(text=f"{before}{text[start:end]}{after}", marks=inside)


def _spans(text: str, terms: Sequence[Term], lang: str | None) -> list[Span]:
    row = tokens(text)
    # Half of the time that a text takes, for what few queries ask.
    loose = forms(text, lang) if any(term.forms for term in terms) else []
    return [span for term in terms for span in _places(term, row, loose)]


def _places(term: Term, row: list[Token], loose: list[Token]) -> list[Span]:
    """Where a term stands in a text with these words and forms."""
    if not term.tokens:
        (form,) = term.forms
        return [
            (token.start, token.end)
            for token in loose
            if token.text == form or (term.prefix and token.text.startswith(form))
        ]
    *head, last = term.tokens
    count = len(term.tokens)
    found: list[Span] = []
    begins = term.tokens[0][0]
    for at in range(len(row) - count + 1):
        if begins != row[at].text[0]:
            continue
        if all(row[at + i].text == word for i, word in enumerate(head)):
            end = row[at + count - 1]
            if end.text == last or (term.prefix and end.text.startswith(last)):
                found.append((row[at].start, _end(end, last, term.prefix)))
    if term.forms:
        found += [(token.start, token.end) for token in loose if token.text in term.forms]
    return found


def _end(token: Token, word: str, prefix: bool) -> int:
    """Of a pair of which the first character is looked for, that alone is marked."""
    if prefix and len(word) == 1 and token.end - token.start == 2 and not word.isascii():
        return token.start + 1
    return token.end


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _best_start(found: tuple[Span, ...], length: int) -> int:
    """Where a part begins that has the most marks; a quarter of what is left stands before."""
    best, most, last = found[0][0] if found else 0, 0, 0
    for first, (start, _) in enumerate(found):
        while last < len(found) and found[last][1] <= start + length:
            last += 1
        if last - first > most:
            most = last - first
            spare = length - (found[last - 1][1] - start)
            best = max(0, start - spare // 4)
    return best


def _at_words(text: str, start: int, end: int, found: tuple[Span, ...]) -> Span:
    """The part without a piece of a word at its ends, if white space is near; no mark is lost."""
    inside = [span for span in found if span[0] < end and span[1] > start]
    if start > 0:
        first = min(max(start, inside[0][0]) if inside else end, start + 30)
        while start < first and not text[start - 1].isspace():
            start += 1
        while start < first and text[start].isspace():
            start += 1
    if end < len(text):
        last = max(min(end, inside[-1][1]) if inside else start, end - 30)
        cut = end
        while cut > last and not text[cut].isspace():
            cut -= 1
        while cut > last and text[cut - 1].isspace():
            cut -= 1
        end = cut if cut > start else end
    return start, end
