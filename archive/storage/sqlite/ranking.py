"""How well statements match the words of a query: by what the index knows of them without their
texts being read.

A score is a statement's own, whatever else is in the archive: it stays while captures go on, so
that no page repeats what stood on another. Points are given for words that stand near each other,
for each that stands there twice or more, and for a text that is short.
"""

from typing import NamedTuple

from archive.grammar import Query, Term
from archive.storage.sqlite.tags import length_tag

__all__ = ["NEAR", "NEAR_POINTS", "Level", "levels", "near", "points"]

NEAR = 6
"""Words of a query that stand so near each other belong together."""
NEAR_POINTS = 4
_AGAIN_POINTS = 3
_SHORT_POINTS = 2
_SHORT = 2
"""Of the classes of length, the shortest: up to 16 words."""
_GROUPS = 4
"""Of so many it is asked whether their words come again; the others are not many, and costly."""


def near(query: Query) -> str | None:
    """The expression of FTS5 that is true where the words of a query stand near each other."""
    groups = query.words[:_GROUPS]
    single = [group[0] for group in groups if len(group) == 1 and group[0].tokens]
    if not 1 < len(single) == len(groups):
        return None
    row = " ".join(f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}' for term in single)
    return f"words : NEAR({row}, {NEAR})"


def points(query: Query) -> tuple[str, list[str]]:
    """All other points of a statement, as an expression of SQL about its row in
    ``statement_signs``; and the values of its marks.
    """
    given, values = [f"{_SHORT_POINTS} * (length < {_SHORT})"], []
    for group in query.words[:_GROUPS]:
        found = [term for term in group if term.tokens]
        if found:
            given.append(f"{_AGAIN_POINTS} * ({' OR '.join(map(_in_again, found))})")
            values += [f" {word}" for term in found for word in _whole(term)]
    return " + ".join(given), values


def _in_again(term: Term) -> str:
    """That the words of a term stand in the text twice or more, each for itself."""
    return "(" + " AND ".join("instr(again, ?) > 0" for _ in term.tokens) + ")"


def _whole(term: Term) -> list[str]:
    *words, last = term.tokens
    return [*(f"{word} " for word in words), last if term.prefix else f"{last} "]


class Level(NamedTuple):
    """Statements of one score: of which all of ``every`` is true, and none of ``none``, both
    expressions of FTS5.
    """

    score: int
    every: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


def levels(query: Query) -> tuple[Level, ...] | None:
    """The scores that there can be, the best first, where they are few: then a page of very many
    hits can be filled without a look at all of them. ``None`` for more words than one, and for
    the beginning of one, which the index would have to put together for each.
    """
    if len(query.words) != 1 or any(term.prefix for term in query.words[0]):
        return None
    again = " OR ".join(
        "(" + " AND ".join(f'again : "{word}"' for word in term.tokens) + ")"
        for term in query.words[0]
        if term.tokens
    )
    short = " OR ".join(f'tags : "{length_tag(number)}"' for number in range(_SHORT))
    made = [Level(0)]
    for sign, worth in ((again, _AGAIN_POINTS), (short, _SHORT_POINTS)):
        if sign:
            with_it = [Level(one.score + worth, (*one.every, sign), one.none) for one in made]
            made = with_it + [one._replace(none=(*one.none, sign)) for one in made]
    return tuple(sorted(made, key=lambda level: -level.score))
