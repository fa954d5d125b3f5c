"""How well statements match the words of a query: by what the index knows of them without their
texts being read.

A score is a statement's own, whatever else is in the archive: it stays while captures go on, so
that no page repeats what stood on another. Points are given for words that stand near each other,
for each that stands there twice or more, and for a text that is short.
"""

from archive.grammar import Query, Term

__all__ = [
    "AGAIN_POINTS",
    "NEAR",
    "NEAR_POINTS",
    "SHORT",
    "SHORT_POINTS",
    "again",
    "near",
    "points",
]

NEAR = 6
"""Words of a query that stand so near each other belong together."""
NEAR_POINTS = 4
AGAIN_POINTS = 3
SHORT_POINTS = 2
"""Fewer than any other sign gives."""
SHORT = 2
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
    given, values = [f"{SHORT_POINTS} * (length < {SHORT})"], []
    for group in query.words[:_GROUPS]:
        found = [term for term in group if term.tokens]
        if found:
            given.append(f"{AGAIN_POINTS} * ({' OR '.join(map(_in_again, found))})")
            values += [f" {word}" for term in found for word in _whole(term)]
    return " + ".join(given), values


def most_points(query: Query) -> int:
    """The points of a statement that has every sign."""
    groups = sum(any(term.tokens for term in group) for group in query.words[:_GROUPS])
    return SHORT_POINTS + AGAIN_POINTS * groups + NEAR_POINTS * (near(query) is not None)


def _in_again(term: Term) -> str:
    """That the words of a term stand in the text twice or more, each for itself."""
    return "(" + " AND ".join("instr(again, ?) > 0" for _ in term.tokens) + ")"


def _whole(term: Term) -> list[str]:
    *words, last = term.tokens
    return [*(f"{word} " for word in words), last if term.prefix else f"{last} "]


def again(query: Query) -> str | None:
    """The expression of FTS5 that is true where the words of one of the groups come again."""
    found = [_each_again(term) for group in query.words[:_GROUPS] for term in group if term.tokens]
    return " OR ".join(found) or None


def _each_again(term: Term) -> str:
    *words, last = (f'again : "{word}"' for word in term.tokens)
    return f"({' AND '.join([*words, f'{last} *' if term.prefix else last])})"
