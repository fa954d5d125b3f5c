"""Whose words a quotation is, by the clause beside it. Pure.

The subject of the cue: a name or an office before it, or right behind it; for a pronoun, or a verb
without a subject, whoever was named before.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from archive.quotes.clauses import NEAR, borders
from archive.quotes.marks import MASK
from archive.quotes.speakers import Mention, People
from archive.quotes.words import NO_SUBJECT, OF_THEIRS, PARTICLES, SOMEBODY_OF

__all__ = ["Speaker", "Subjects"]

Speaker: TypeAlias = tuple[str | None, str | None]
"""As the article names them, and the slug of whom that is, if it is known."""

_ACCORDING = ("according", "de acuerdo", "según", "se ")
_ASIDE = re.compile(
    r"\([^()]*$|,\s*(?:who|whose|whom|which|que|quien|cuy[oa]s?)\b[^,]*$", re.IGNORECASE
)
"""Before a name that stands in brackets, or in a clause of its own."""

_GOES_ON = re.compile(r"\b(?:and|but|y|e|pero)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""Before a second verb of the same subject: "called it … after a talk with NAME but said"."""

_BACK = 3
"""Paragraphs in which it is looked for whom a pronoun means."""


class Subjects:
    """Those who are named in the paragraphs of an article, its quotations masked."""

    def __init__(self, people: People, frames: Sequence[str], headings: Sequence[bool]) -> None:
        self._frames = frames
        self._headings = headings
        self._mentions = [people.mentions(frame) for frame in frames]

    def in_paragraph(self, paragraph: int) -> Sequence[Mention]:
        return self._mentions[paragraph]

    def at(self, paragraph: int, start: int, end: int) -> list[Mention]:
        return [m for m in self._mentions[paragraph] if start <= m.start and m.end <= end]

    def subject(
        self, paragraph: int, clause: str, offset: int, cue: re.Match[str], *, behind: bool
    ) -> Speaker | None:
        """Who says it, as named and as known: before the cue, behind it, or someone named before.
        ``None``: nobody can be found.
        """
        before = self.at(paragraph, offset, offset + cue.start())
        frame = self._frames[paragraph]
        stop = offset + cue.start()
        free = [
            m
            for m in before
            if not _after_particle(frame, m.start) and not _aside(frame[offset:stop], m, offset)
        ]
        pronouns = [m for m in before if m.kind == "pronoun"]
        according = cue[0].lower().startswith(_ACCORDING)
        close = [m for m in pronouns if len(frame[m.end : offset + cue.start()].split()) <= 3]
        after = self.at(paragraph, offset + cue.end(), offset + len(clause))
        if close:
            return self._earlier(paragraph, offset, close[-1].text, one_clause=free)
        if before and not according:
            theirs = _works_for(frame, before[-1], offset + cue.start())
            if theirs is not None:
                return theirs, None
        if free and not according:
            return _named(free[-1])
        subject = _subject_words(clause[: cue.start()], at_start=behind)
        if subject and not before and not according:
            return subject, None
        after = [m for m in after if m.kind != "pronoun"]
        theirs = _works_for(frame, after[0], offset + len(clause)) if after and not before else None
        if theirs is not None:
            return theirs, None
        straight = [m for m in after if not _after_particle(frame, m.start) or according]
        if straight and (behind or according or _follows(frame, offset + cue.end(), straight[0])):
            return _named(straight[0])
        if before and not (_GOES_ON.search(clause[: cue.start()]) and not according):
            return _named(before[-1])
        return self._earlier(paragraph, offset, None)

    def _earlier(
        self,
        paragraph: int,
        offset: int,
        written: str | None,
        one_clause: Sequence[Mention] = (),
    ) -> Speaker | None:
        """Whom a pronoun, or a verb without a subject, means: whoever is named first in the same
        clause, in the sentence before, or in the paragraph before.
        """
        same = [m for m in one_clause if m.kind in {"name", "office"} and m.slug]
        if same:
            return written or same[0].text, same[0].slug
        above = range(paragraph - 1, max(-1, paragraph - 1 - _BACK), -1)
        for number in (paragraph, *(one for one in above if not self._headings[one])):
            stop = offset if number == paragraph else len(self._frames[number])
            start = max(0, stop - NEAR)
            text = self._frames[number][start:stop]
            edges = [0, *(begin for _, begin in borders(text)), len(text)]
            for begin, end in reversed(list(pairwise(edges))):
                named = self._first_named(number, start + begin, start + end)
                if named is not None:
                    return written or named.text, named.slug
        return (written, None) if written else None

    def _first_named(self, paragraph: int, start: int, end: int) -> Mention | None:
        named = [m for m in self.at(paragraph, start, end) if m.kind in {"name", "office"}]
        frame = self._frames[paragraph]
        free = [m for m in named if not _after_particle(frame, m.start)]
        return next(iter(free or named), None)


def _named(mention: Mention) -> Speaker:
    return mention.text, mention.slug


def _aside(clause: str, mention: Mention, offset: int) -> bool:
    """Whether a name stands in brackets, or in a clause about the speaker: "NAME, who met …,"."""
    found = _ASIDE.search(clause[: mention.start - offset])
    if found is None:
        return False
    return (")" if found[0].startswith("(") else ",") in clause[mention.end - offset :]


def _works_for(frame: str, mention: Mention, end: int) -> str | None:
    """Who it is, where not the one who is named speaks but somebody who works for them."""
    if OF_THEIRS.match(frame[mention.end : end]):
        return " ".join(frame[mention.start : end].split())
    before = SOMEBODY_OF.search(frame[max(0, mention.start - 60) : mention.start])
    return f"{before[0]}{mention.text}" if before is not None else None


def _after_particle(frame: str, start: int) -> bool:
    """Whether a name stands after "with", "to", "de": it is not the subject."""
    before = re.findall(r"[^\W\d_]+", frame[max(0, start - 60) : start])
    while before and before[-1].lower() in {"the", "la", "el"}:
        before.pop()
    gap = frame[max(0, start - 60) : start].rstrip()
    return bool(before) and before[-1].lower() in PARTICLES and not gap.endswith((",", MASK))


def _follows(frame: str, end: int, mention: Mention) -> bool:
    """Whether a name stands so near behind a verb that it is its subject: "wrote the senator"."""
    between = frame[end : mention.start]
    return len(between.split()) <= 4 and not re.search(r"[,:;]", between)


def _subject_words(text: str, *, at_start: bool) -> str | None:
    """A subject without a name, as "the ministry", right before a verb."""
    clause = re.split(r"[,;:—–(]", text)[-1] if not at_start else text
    words = clause.split()
    while words and words[-1].lower() in NO_SUBJECT:
        words.pop()
    if at_start:
        return " ".join(words) or None
    match = re.search(
        r"\b(?:the|a|an|his|her|their|its|el|la|los|las|un|una|su|sus)\s+[\w-]+(?:\s+[\w-]+)?\s*$",
        " ".join(words),
        re.IGNORECASE,
    )
    return match[0] if match else None
