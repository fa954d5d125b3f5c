"""A quotation and the kept posts -> what can be said of it. Pure.

Nothing here says that somebody did not say something: where no kept post has the words, that is
said, with what is kept.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

from archive.quotes.compare import Likeness, Words, compare, quotation_words, text_words
from archive.quotes.evidence import OBTAINED, Evidence, Version
from archive.quotes.quotations import Quotation
from archive.quotes.translating import language_of, likelihood
from archive.quotes.words import COMMON

__all__ = ["Finding", "Match", "Result", "Why", "decide"]

Result: TypeAlias = Literal[
    "word for word",
    "omission or bracket",
    "differs",
    "fragment",
    "translation",
    "another speaker",
    "typed in",
    "in a file",
    "no post",
    "not claimed",
]
"""*translation*: a person is to judge. *typed in*, *in a file*: a text that was not obtained from
the platform is the same. *no post*: the article says that it is a post, and none that is kept has
it. *not claimed*: it is not said to be a post, and no post is found."""

Why: TypeAlias = Literal["one word", "too common", "elsewhere", "denied", "not said to be a post"]

_ALIKE = 0.6
"""The share of a quotation's words that must be the same, of one that is said to be a post, or
stands in a heading; for others :data:`_ALIKE_SAID`."""
_ALIKE_SAID = 0.75
_SHORT = 5
"""Words below which one that differs is no likeness, as in "we will go" and "we will win"; one word
fewer is enough for a whole sentence."""
_ANOTHERS = 6
"""Words in a row that are somebody's, at least; of a whole sentence :data:`_ANOTHERS_WHOLE`."""
_ANOTHERS_WHOLE = 4


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """The post that has the words, and how."""

    evidence: Evidence
    version: Version
    """The newest snapshot that has them so."""
    snapshots: tuple[int, ...]
    """All that have them so, in order."""
    edited_away: bool
    """The snapshot that stands for the post today has other words."""
    likeness: Likeness | None
    """``None`` of a translation: its words are not compared."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of a quotation."""

    result: Result
    differs: int = 0
    """Words, where the result is *differs*; else 0."""
    match: Match | None = None
    why: Why | None = None
    """Of one that is *not claimed*."""


def decide(
    quotation: Quotation,
    own: Sequence[Evidence],
    others: Sequence[Evidence] = (),
    *,
    lang: str | None = None,
    of_speaker: Iterable[str] = (),
) -> Finding:
    """What can be said of a quotation. ``own`` are the posts of whom it is by, in the time around
    the article, ``others`` those of other people; ``lang`` is the article's language,
    ``of_speaker`` the names that any post of the speaker may have.
    """
    words = quotation_words(quotation.text)
    if quotation.claim == "denied":
        return Finding(result="not claimed", why="denied")
    if len(words.folded) < 2:
        return Finding(result="not claimed", why="one word")
    if quotation.claim == "elsewhere":
        return Finding(result="not claimed", why="elsewhere")
    if not _says_something(words):
        return Finding(result="not claimed", why="too common")
    posted = quotation.claim == "posted"
    alike = _ALIKE if posted or quotation.heading else _ALIKE_SAID
    found = _best(words, own, alike)
    if found is not None:
        return found
    if posted:
        exact = _best(words, others, alike=None)
        if exact is not None and exact.match is not None and _is_much(words, exact.match):
            return msgspec.structs.replace(exact, result="another speaker", differs=0)
        translated = _translated(quotation.text, own, lang, tuple(of_speaker))
        if translated is not None:
            return Finding(result="translation", match=translated)
        return Finding(result="no post")
    return Finding(result="not claimed", why="not said to be a post")


def _says_something(words: Words) -> bool:
    """Whether one may find somebody by these words: two that say something, or three with one."""
    telling = sum(word not in COMMON for word in words.folded)
    return telling >= 2 or (telling == 1 and len(words.folded) >= 3) or len(words.folded) >= 6


def _is_much(words: Words, match: Match) -> bool:
    whole = match.likeness is not None and match.likeness.whole
    return len(words.folded) >= (_ANOTHERS_WHOLE if whole else _ANOTHERS)


_RANK: dict[Result, int] = {
    "word for word": 0,
    "omission or bracket": 1,
    "fragment": 2,
    "differs": 3,
    "typed in": 4,
    "in a file": 5,
}


def _best(words: Words, posts: Iterable[Evidence], alike: float | None) -> Finding | None:
    """The best of all; without ``alike`` only what is the same."""
    best: tuple[tuple[int, int, int], Finding] | None = None
    for number, evidence in enumerate(posts):
        for finding in _of_post(words, evidence, alike):
            key = (_RANK[finding.result], finding.differs, number)
            if best is None or key < best[0]:
                best = (key, finding)
    return None if best is None else best[1]


def _of_post(words: Words, evidence: Evidence, alike: float | None) -> Iterable[Finding]:
    compared: list[tuple[Version, Likeness, Result]] = []
    for version in evidence.versions:
        likeness = compare(words, text_words(version.text))
        if likeness is None:
            continue
        result = _result(version, likeness, alike)
        if result is not None:
            compared.append((version, likeness, result))
    for version, likeness, result in compared:
        same = [
            other.n
            for other, like, said in compared
            if said == result and like.differs == likeness.differs
        ]
        today = _today(evidence)
        match = Match(
            evidence=evidence,
            version=version,
            snapshots=tuple(sorted(same)),
            edited_away=today is not None and today.n not in same and today.text != version.text,
            likeness=likeness,
        )
        yield Finding(result=result, differs=likeness.differs, match=match)


def _today(evidence: Evidence) -> Version | None:
    """The snapshot that stands for the post today, if it may be seen."""
    return next((one for one in evidence.versions if one.n == evidence.current), None)


def _result(version: Version, likeness: Likeness, alike: float | None) -> Result | None:
    if likeness.differs:
        if alike is None or version.origin not in OBTAINED:
            return None
        enough = likeness.share >= alike and likeness.differs <= alike * likeness.of
        near = likeness.of >= _SHORT or (
            likeness.of == _SHORT - 1 and likeness.differs == 1 and likeness.whole
        )
        return "differs" if enough and near else None
    if version.origin == "file":
        return "in a file"
    if version.origin not in OBTAINED:
        return "typed in" if version.origin == "hand" else None
    if likeness.marked:
        return "omission or bracket"
    return "word for word" if likeness.whole else "fragment"


def _translated(
    text: str, own: Iterable[Evidence], lang: str | None, of_speaker: Sequence[str]
) -> Match | None:
    """The post that it is most likely a translation of."""
    language = language_of(text, lang)
    best: tuple[float, Match] | None = None
    for evidence in own:
        for version in evidence.versions:
            other = language_of(version.text, version.lang)
            if version.origin not in OBTAINED or None in (language, other) or language == other:
                continue
            today = _today(evidence)
            likely = likelihood(text, version.text, of_speaker=of_speaker)
            if likely and (best is None or likely > best[0]):
                match = Match(
                    evidence=evidence,
                    version=version,
                    snapshots=(version.n,),
                    edited_away=today is not None and today.text != version.text,
                    likeness=None,
                )
                best = (likely, match)
    return None if best is None else best[1]
