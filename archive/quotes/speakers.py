"""Who is meant by a name, an office or a pronoun in an article. Pure; no text raises.

A full name is somebody of the register who has it; a family name is whoever has it and is named in
full in the article, else the only one who has it, or who holds an office then. An office is that of
somebody whom the article names, by the register or by the article itself ("President NAME").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from archive.folding import fold
from archive.officials import fold_handle
from archive.quotes.words import HEADS, HONORIFICS, PRONOUN, TIMES
from archive.tokens import tokens

__all__ = ["Known", "Mention", "People", "handles_in", "heads_of", "named_at_all"]

_LONGEST = 6
"""Words of a name, at most."""
_NO_NAMES = frozenset(map(fold, TIMES))
_BETWEEN = 7
"""Words of an office between its noun and the name, at most: "Secretary of Homeland Security"."""
_HANDLE = re.compile(r"(?<![\w@./-])@(?P<handle>\w[\w.-]{0,99}(?:@[\w.-]{1,100}\w)?)")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the register, as far as an article may name them."""

    slug: str
    names: tuple[str, ...]
    handles: frozenset[str] = frozenset()
    """Of their accounts at the time, folded, without ``@``."""
    heads: frozenset[str] = frozenset()
    """The nouns of their offices at the time: see :data:`~archive.quotes.words.HEADS`."""
    in_office: bool = False
    """At the time."""


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One place where somebody is named."""

    start: int
    end: int
    text: str
    """As it stands there."""
    slug: str | None
    """Of whom it is; ``None``: nobody of the register, or it cannot be told."""
    kind: Literal["name", "office", "pronoun", "other"]


class _Word(msgspec.Struct, frozen=True):
    folded: str
    start: int
    end: int
    capital: bool
    gap: str
    """What stands between it and the word before."""


def heads_of(office: str) -> frozenset[str]:
    """The nouns of an office's title.

    >>> sorted(heads_of("U.S. Secretary of Homeland Security"))
    ['secretary']
    """
    found = {HEADS[word] for word in _folded(office) if word in HEADS}
    if found & {"president", "governor"}:
        found.add("leader")
    return frozenset(found)


def _folded(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


@lru_cache(maxsize=65_536)  # a register is read for each article
def _name(text: str) -> tuple[str, ...]:
    """The words of a name, initials left out."""
    return tuple(word for word in _folded(text) if len(word) > 1)


def named_at_all(texts: Iterable[str], people: Iterable[tuple[str, Sequence[str]]]) -> set[str]:
    """The slugs of those of whom an article has the family name, or a whole name: few of many,
    given each with the names.
    """
    there = {word for text in texts for word in _folded(text)}
    return {slug for slug, names in people if any(_families(_name(name)) & there for name in names)}


def handles_in(texts: Iterable[str]) -> set[str]:
    """The accounts that an article names by ``@`` and their handle, folded."""
    return {_handle(found) for text in texts for found in _HANDLE.finditer(text)}


def _handle(found: re.Match[str]) -> str:
    return fold_handle(found["handle"].rstrip(".-"))


def _families(name: tuple[str, ...]) -> set[str]:
    """The words by which somebody is called without the first name."""
    return {word for word in name[1:] if len(word) > 2} or set(name)


class People:
    """Those whom an article may mean, and what it says of them."""

    def __init__(self, known: Iterable[Known], texts: Sequence[str]) -> None:
        self._by_slug = {one.slug: one for one in known}
        self._full: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._family: dict[str, set[str]] = defaultdict(set)
        self._first: dict[str, set[str]] = defaultdict(set)
        self._handles: dict[str, set[str]] = defaultdict(set)
        for one in self._by_slug.values():
            for handle in one.handles:
                self._handles[handle].add(one.slug)
            for name in map(_name, one.names):
                if not name:
                    continue
                self._full[name].add(one.slug)
                if len(name) > 2:  # the second family name is often left out
                    self._full[name[:2]].add(one.slug)
                for word in _families(name):
                    self._family[word].add(one.slug)
                self._first[one.slug].add(name[0])
        self._heads: dict[str, set[str]] = {
            slug: set(one.heads) for slug, one in self._by_slug.items()
        }
        self._in_full: set[str] = set()
        for text in texts:
            words = _words(text)
            for i in range(len(words)):
                slugs, _ = self._full_name(words, i)
                self._in_full |= slugs if len(slugs) == 1 else set()
        self._named: set[str] = set()
        for text in texts:
            for mention in self.mentions(text):
                if mention.kind == "name" and mention.slug:
                    self._named.add(mention.slug)

    def mentions(self, text: str) -> list[Mention]:
        """All places of a text where somebody is named, in order."""
        words = _words(text)
        found: list[Mention] = []
        taken: set[int] = set()
        by_handle = self._by_handle(text)
        found += by_handle
        for mention in by_handle:
            taken |= {n for n, word in enumerate(words) if mention.start < word.end <= mention.end}
        i = 0
        while i < len(words):
            if i in taken:
                i += 1
                continue
            slugs, size = self._full_name(words, i)
            if not size:
                slugs, size = self._family_name(words, i)
            if size:
                begin = self._office_before(words, i, slugs)
                end = i + size
                self._office_after(words, end, slugs)
                found.append(_mention(text, words, begin, end, slugs, "name"))
                taken |= set(range(begin, end))
                i = end
                continue
            i += 1
        found += self._offices(text, words, taken)
        found += _others(text, words, taken)
        for match in PRONOUN.finditer(text):
            found.append(
                Mention(
                    start=match.start(),
                    end=match.end(),
                    text=match[0],
                    slug=None,
                    kind="pronoun",
                )
            )
        found.sort(key=lambda mention: (mention.start, -mention.end))
        return found

    def _by_handle(self, text: str) -> list[Mention]:
        """The places where somebody is named by the handle of their account: ``@SecDelgado``."""
        return [
            Mention(
                start=found.start(),
                end=found.start() + 1 + len(found["handle"].rstrip(".-")),
                text=found[0].rstrip(".-"),
                slug=next(iter(slugs)),
                kind="name",
            )
            for found in (_HANDLE.finditer(text) if self._handles else ())
            if len(slugs := self._handles.get(_handle(found), set[str]())) == 1
        ]

    def of_office(self, head: str) -> str | None:
        """Who of those that the article names has this office; ``None``: nobody, or several."""
        named = {slug for slug in self._named if head in self._heads[slug]}
        return next(iter(named)) if len(named) == 1 else None

    def _full_name(self, words: Sequence[_Word], i: int) -> tuple[set[str], int]:
        """Whose whole name begins at a word, and how many words it has."""
        if not words[i].capital:
            return set(), 0
        name: list[str] = []
        best: tuple[set[str], int] = (set(), 0)
        for j in range(i, min(i + _LONGEST, len(words))):
            if j > i and not re.fullmatch(r"[\s.\ufffc’'-]*|\s*\ufffc+\s*", words[j].gap):
                break
            if len(words[j].folded) > 1:
                name.append(words[j].folded)
            slugs = self._full.get(tuple(name))
            if slugs and len(name) > 1:
                best = (slugs, j - i + 1)
        return best

    def _family_name(self, words: Sequence[_Word], i: int) -> tuple[set[str], int]:
        """Whose family name a word is, where no other first name stands before it."""
        word = words[i]
        slugs = self._family.get(word.folded)
        if not slugs or not word.capital:
            return set(), 0
        before = words[i - 1] if i and words[i].gap.strip("\ufffc") == " " else None
        if before is not None and before.capital and not self._may_precede(before, slugs, words, i):
            return set(), 0
        after = words[i + 1] if i + 1 < len(words) else None
        if after is not None and after.capital and after.gap == " " and not _all_capital(words):
            own = {part for slug in slugs for n in self._by_slug[slug].names for part in _name(n)}
            if after.folded not in own | _NO_NAMES | HEADS.keys():
                return set(), 0  # "Delgado Street", "Santos Pérez"
        if len(slugs) > 1:
            in_full = slugs & self._in_full
            in_office = {slug for slug in slugs if self._by_slug[slug].in_office}
            slugs = in_full or in_office or slugs
        return slugs, 1

    def _may_precede(self, before: _Word, slugs: set[str], words: Sequence[_Word], i: int) -> bool:
        if before.folded in HEADS or before.folded in HONORIFICS or before.folded in _NO_NAMES:
            return True
        if any(before.folded in self._first[slug] for slug in slugs):
            return True
        office = any(words[j].folded in HEADS for j in range(max(0, i - _BETWEEN), i))
        return office or bool(re.search(r"[.!?]\s*$", before.gap)) or i == 1

    def _office_before(self, words: Sequence[_Word], i: int, slugs: set[str]) -> int:
        """Where the office begins that stands right before a name; it is noted whose it is."""
        begin = i
        for j in range(i - 1, max(-1, i - _BETWEEN - 1), -1):
            if j + 1 < len(words) and re.search(r"[,;:!?()\ufffc]", words[j + 1].gap):
                break
            if words[j].folded in HEADS:
                begin = j
                if len(slugs) == 1:
                    self._note(next(iter(slugs)), words[j].folded)
                break
            if not words[j].capital and words[j].folded not in {"of", "de", "del", "the", "la"}:
                break
        return begin

    def _office_after(self, words: Sequence[_Word], end: int, slugs: set[str]) -> None:
        """Notes the office that stands behind a name and a comma."""
        for j in range(end, min(end + 4, len(words))):
            if j == end and "," not in words[j].gap:
                return
            if words[j].folded in HEADS and len(slugs) == 1:
                self._note(next(iter(slugs)), words[j].folded)
                return

    def _note(self, slug: str, word: str) -> None:
        self._heads[slug].add(HEADS[word])
        if HEADS[word] in {"president", "governor"}:
            self._heads[slug].add("leader")

    def _offices(self, text: str, words: Sequence[_Word], taken: set[int]) -> list[Mention]:
        found: list[Mention] = []
        for i, word in enumerate(words):
            if word.folded not in HEADS or i in taken:
                continue
            before = words[i - 1].folded if i else ""
            if before not in {"the", "el", "la", "her", "his"} and not word.capital:
                continue
            after = words[i + 1] if i + 1 < len(words) else None
            if after is not None and after.capital and after.gap.strip(".") == " ":
                continue  # of somebody who is no official here
            slug = self.of_office(HEADS[word.folded])
            begin = i - 1 if before in {"the", "el", "la"} else i
            slugs = {slug} if slug else set[str]()
            found.append(_mention(text, words, begin, i + 1, slugs, "office"))
            taken |= {begin, i}
        return found


def _all_capital(words: Sequence[_Word]) -> bool:
    """Whether it is a headline in capitals, in which a capital makes no name."""
    return sum(word.capital for word in words) * 2 > len(words)


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    last = 0
    for token in tokens(text):
        first = text[token.start]
        gap = text[last : token.start]
        found.append(_Word(fold(token.text), token.start, token.end, first.isupper(), gap))
        last = token.end
    return found


def _mention(
    text: str,
    words: Sequence[_Word],
    begin: int,
    end: int,
    slugs: set[str],
    kind: Literal["name", "office", "other"],
) -> Mention:
    start, stop = words[begin].start, words[end - 1].end
    return Mention(
        start=start,
        end=stop,
        text=" ".join(text[start:stop].replace("\ufffc", " ").split()),
        slug=next(iter(slugs)) if len(slugs) == 1 else None,
        kind=kind,
    )


def _others(text: str, words: Sequence[_Word], taken: set[int]) -> list[Mention]:
    """Names of people who are in no register: words with capitals in a row."""
    found: list[Mention] = []
    i = 0
    while i < len(words):
        if not words[i].capital or i in taken or words[i].folded in _NO_NAMES:
            i += 1
            continue
        j = i + 1
        while (
            j < len(words)
            and words[j].capital
            and j not in taken
            and words[j].gap.strip(".") == " "
            and words[j].folded not in _NO_NAMES
        ):
            j += 1
        found.append(_mention(text, words, i, j, set(), "other"))
        i = j
    return found
