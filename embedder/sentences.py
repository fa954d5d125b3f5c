"""Sentences of our own in another language: each is known by its words, which are kept and told to
programs in English.

A table has a sentence with ``{}`` for what it names, and its translation with ``{0}``, ``{1}`` …
in their places. What stands between “ and ” is somebody else's words, and stays as it is.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["Sentences"]


class _Known(NamedTuple):
    said: str
    longest: str
    """The longest piece of it that names nothing: what does not hold it is another sentence."""
    pattern: re.Pattern[str]
    quoted: tuple[bool, ...]
    """By what it names: whether that stands in somebody else's words."""
    told: str


class Sentences:
    """What some tables know. ``parts`` are what sentences name, a phrase or a word: they are
    translated where they stand in one, and are no sentences. A sentence in which another one
    stands has that translated, too.

    ``frames`` are sentences in which nearly everything stands in a place: each is known only where
    the last thing that it names is known.
    """

    def __init__(
        self,
        *tables: Mapping[str, str],
        parts: Iterable[Mapping[str, str]] = (),
        frames: frozenset[str] = frozenset(),
    ) -> None:
        self._sentences = _compiled(tables)
        self._parts = _compiled(parts)
        self._frames = frames

    def translated(self, said: str) -> str | None:
        """A sentence in the other language; ``None`` for one that no table has.

        >>> tables = {"{} is {}.": "{0} es {1}."}, {"a list": "una lista"}
        >>> known = Sentences(tables[0], parts=tables[1:], frames=frozenset({"{} is {}."}))
        >>> known.translated("x.com is a list."), known.translated("x.com is mine.")
        ('x.com es una lista.', None)
        """
        found = self.found(said)
        return None if found is None else found[1]

    def found(self, said: str) -> tuple[str, str] | None:
        """The same with the entry of a table that it is known by."""
        return self._found(said, self._sentences)

    def part(self, said: str) -> tuple[str, str] | None:
        """The same of what stands in a sentence."""
        return self._found(said, self._parts)

    def _found(self, said: str, known: list[_Known]) -> tuple[str, str] | None:
        for one in known:
            if one.longest not in said or (match := one.pattern.fullmatch(said)) is None:
                continue
            named = match.groups()
            if one.said in self._frames and self._inside(_bare(named[-1])) is None:
                continue
            values = [
                "…" if value is None else value if quoted else self._named(value)
                for value, quoted in zip(named, one.quoted, strict=True)
            ]
            return one.said, one.told.format(*values)
        return None

    def _named(self, value: str) -> str:
        """What stands in a place of a sentence, without the quotes of a programmer."""
        bare = _bare(value)
        return self._inside(bare) or bare

    def _inside(self, value: str) -> str | None:
        found = self.part(value) or self.found(value)
        return None if found is None else found[1]


def _bare(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def _compiled(tables: Iterable[Mapping[str, str]]) -> list[_Known]:
    """Those that say most first."""
    every = [one for table in tables for one in table.items()]
    every.sort(key=lambda one: -len(one[0].replace("{}", "")))
    return [_known(said, told) for said, told in every]


def _known(said: str, told: str) -> _Known:
    pieces = said.split("{}")
    pattern = "(.*?)".join(map(re.escape, pieces))
    # Where looks are counted, "…" stands for what a server said (archive.health).
    pattern = pattern.replace("“(.*?)”", "(?:“(.*?)”|…)")
    quoted = tuple(
        before.endswith("“") and after.startswith("”")
        for before, after in itertools.pairwise(pieces)
    )
    return _Known(said, max(pieces, key=len), re.compile(pattern, re.DOTALL), quoted, told)
