"""How well statements match the words of a query: by what the index knows of them without their
texts being read.

A score is a statement's own, whatever else is in the archive: it stays while captures go on, so
that no page repeats what stood on another.
"""

from collections.abc import Callable, Iterator

from archive.grammar import Query, Term
from archive.storage.sqlite.tags import length_tag

__all__ = ["NEAR", "scores"]

NEAR = 6
"""Words of a query that stand so near each other belong together."""
_SHORT = 2
"""Of the classes of length, the shortest: up to 16 words."""
_GROUPS = 4
"""Of so many it is asked whether their words come again; the others are not many, and costly."""


def scores(query: Query, find: Callable[[str], list[int]]) -> dict[int, int]:
    """The scores of statements, those without a point left out. ``find`` gives the ids of those
    among the hits of which an expression of FTS5 is true.

    Points are given for words that stand near each other, for each that stands there twice or
    more, and for a text that is short.
    """
    points: dict[int, int] = {}
    for expression, worth in _signs(query):
        for each in find(expression):
            points[each] = points.get(each, 0) + worth
    return points


def _signs(query: Query) -> Iterator[tuple[str, int]]:
    """What is a sign of a good match, and how many points it is worth."""
    groups = query.words[:_GROUPS]
    single = [group[0] for group in groups if len(group) == 1 and group[0].tokens]
    if len(single) == len(groups) > 1:
        row = " ".join(f'"{" ".join(term.tokens)}"{" *" if term.prefix else ""}' for term in single)
        yield f"words : NEAR({row}, {NEAR})", 4
    for group in groups:
        again = [sign for term in group if (sign := _again(term))]
        if again:
            yield " OR ".join(again), 3
    short = " OR ".join(f'tags : "{length_tag(number)}"' for number in range(_SHORT))
    yield short, 2


def _again(term: Term) -> str:
    """That the words of a term stand in the text twice or more, each for itself."""
    if not term.tokens:
        return ""
    words = " AND ".join(f'again : "{word}"' for word in term.tokens)
    return f"({words}{' *' if term.prefix else ''})"
