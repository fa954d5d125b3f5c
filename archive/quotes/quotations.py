"""An article's paragraphs -> its quotations: whose words, and whether they are said to be a post.

Pure; no text raises. What stands in quotation marks without a speaker and a cue is no quotation
(scare quotes, nicknames), and neither is the name of a work.
"""

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from archive.articles.body import Body
from archive.quotes.clauses import NEAR, first_border, last_clause
from archive.quotes.marks import MASK, Quoted, masked, quoted
from archive.quotes.speakers import People
from archive.quotes.subjects import Speaker, Subjects
from archive.quotes.words import (
    DENIED,
    ELSEWHERE,
    GOES_ON,
    JUDGING,
    NOUN_CUE,
    POSTING,
    SAYING,
    SO_CALLED,
    SOCIAL,
    TITLED,
)

__all__ = ["Claim", "Line", "Quotation", "lines_of", "quotations"]

Claim: TypeAlias = Literal["posted", "said", "elsewhere", "denied"]
"""Where the words are from, as the article says: a post; it does not say; a press conference, a
letter, an interview; nowhere, since it denies them or only supposes them."""

_RIGHT_AWAY = 60
"""Characters between a quotation and the cue behind it, at most, where none of a name."""
_BROKEN = 25
"""Words between the halves of a quotation that a speaker breaks, at most."""
_MOST = 1_000
"""Pairs of marks that are looked at: no article has so many."""
_SIGNED = 12
"""Words behind the dash of “…” — NAME, at most."""
_SENTENCE_LIKE = 4
"""Words of a quotation, at least, where only a verb of judging says whose it is: fewer may be the
name of what is judged."""
_NEAR_BEFORE = 30
"""Words between a cue and the quotation after it, at most."""


class Line(msgspec.Struct, frozen=True):
    text: str
    heading: bool


class Quotation(msgspec.Struct, frozen=True, kw_only=True):
    """Words in quotation marks that an article says are somebody's."""

    parts: tuple[str, ...]
    """What stands between each pair of marks: two where "NAME said" breaks it."""
    line: int
    """Of :func:`lines_of`, where it begins."""
    heading: bool
    speaker: str | None
    """As the article names them there; ``None``: by nobody's name."""
    official: str | None
    """Slug of whom that is."""
    claim: Claim
    cue: str | None
    """The word by which it is said to be theirs; headings have none."""

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


class _Said(msgspec.Struct, frozen=True):
    """What is told of one quotation."""

    speaker: str | None
    official: str | None
    claim: Claim
    cue: str | None
    behind: bool
    """The cue stands behind the quotation."""


def lines_of(body: Body) -> tuple[Line, ...]:
    """The headline, the paragraphs, and each heading before what it stands above; in order. A
    short paragraph that is no sentence is a heading, too.
    """
    lines = [] if body.title is None else [Line(body.title, heading=True)]
    above: str | None = None
    for paragraph in body.paragraphs:
        if paragraph.heading is not None and paragraph.heading != above:
            lines.append(Line(paragraph.heading, heading=True))
        above = paragraph.heading
        lines.append(Line(paragraph.text, heading=_is_headline(paragraph.text)))
    return tuple(lines)


def _is_headline(text: str) -> bool:
    """Of a paragraph: a quotation with a name beside it, and no sentence."""
    bare = text.rstrip('”"»’ ')
    return len(text.split()) <= 18 and bare[-1:] not in set(".!?:;,…") and len(bare) == len(text)


def quotations(lines: Sequence[Line], people: People) -> tuple[Quotation, ...]:
    """The quotations of an article, in order."""
    texts = [line.text for line in lines]
    found = quoted(texts)[:_MOST]
    reader = _Reader(lines, people, found, masked(texts, found))
    return tuple(reader.read())


class _Reader:
    """Reads an article once, from its begin to its end."""

    def __init__(
        self, lines: Sequence[Line], people: People, found: Sequence[Quoted], frames: Sequence[str]
    ) -> None:
        self._lines = lines
        self._found = found
        self._frames = frames
        self._subjects = Subjects(people, frames, [line.heading for line in lines])

    def read(self) -> list[Quotation]:
        made: list[Quotation] = []
        last: tuple[int, _Said | None] = (-1, None)
        for number, one in enumerate(self._found):
            begin = one.pieces[0]
            previous = self._found[number - 1] if number else None
            joined = last[0] == number - 1 and last[1] is not None and previous is not None
            if joined and previous is not None and last[1] is not None:
                between = self._between(previous, one)
                if between is not None and self._breaks(between, last[1], one):
                    made[-1] = msgspec.structs.replace(
                        made[-1], parts=(*made[-1].parts, *_parts(one))
                    )
                    last = (number, last[1])
                    continue
            said = self._said(one, previous, last[1] if joined else None)
            if said is None:
                last = (number, None)
                continue
            made.append(
                Quotation(
                    parts=_parts(one),
                    line=begin.paragraph,
                    heading=self._lines[begin.paragraph].heading,
                    speaker=said.speaker,
                    official=said.official,
                    claim=said.claim,
                    cue=said.cue,
                )
            )
            last = (number, said)
        return made

    def _between(self, one: Quoted, other: Quoted) -> str | None:
        """The text between two quotations of one paragraph."""
        end, begin = one.pieces[-1], other.pieces[0]
        if end.paragraph != begin.paragraph:
            return None
        return self._frames[end.paragraph][end.end : begin.start].strip(MASK)

    def _breaks(self, between: str, said: _Said, other: Quoted) -> bool:
        """Whether what stands between two quotations only says whose both are."""
        if not said.behind or said.cue is None or len(between.split()) > _BROKEN:
            return False
        if len(_cues(between)) != 1:
            return False
        inner = between.strip().rstrip(".,:;—–-").strip()
        if first_border(inner) is not None or self._behind(other) is not None:
            return False
        return bool(re.search(r"[.,:;—–-]\s*$", between))

    # Whose it is

    def _said(self, one: Quoted, previous: Quoted | None, before: _Said | None) -> _Said | None:
        first = one.pieces[0]
        line = self._lines[first.paragraph]
        left = self._left(one)
        if SO_CALLED.search(left) or _is_title(left, one.text):
            return None
        if line.heading:
            return self._in_heading(one)
        behind = self._behind(one)
        if behind is not None:
            return behind
        ahead = self._ahead(one, left)
        if ahead is not None:
            return ahead
        if before is not None and previous is not None:
            between = self._between(previous, one)
            if between is not None and first_border(between) is None and not before.behind:
                return before  # "… is “a bad deal” and that “everyone” knows"
            if between is None and self._stands_alone(one):
                return msgspec.structs.replace(before, behind=False)
        return None

    def _stands_alone(self, one: Quoted) -> bool:
        """Whether its paragraphs are nothing but the quotation."""
        pieces = one.pieces
        return all(not self._frames[p.paragraph].strip(MASK + " .,") for p in pieces)

    def _left(self, one: Quoted) -> str:
        """The clause before a quotation, in its sentence; that of the paragraph before, where it
        ends in a colon.
        """
        first = one.pieces[0]
        text = self._frames[first.paragraph][max(0, first.start - NEAR) : max(0, first.start - 1)]
        if not text.strip():
            if first.paragraph == 0 or self._lines[first.paragraph - 1].heading:
                return ""
            above = self._frames[first.paragraph - 1].rstrip()[-NEAR:]
            return last_clause(above) if above.endswith(":") else ""
        return last_clause(text)

    def _right(self, one: Quoted) -> str:
        """The clause behind a quotation, if the sentence goes on there."""
        last = one.pieces[-1]
        frame = self._frames[last.paragraph]
        text = frame[last.end : last.end + NEAR].lstrip(MASK)
        words = last.text.rstrip()
        if not text.strip() or text[:1] in ".;)":
            return ""
        if text[:1].isspace() and words[-1:] in ".!?…":
            following = text.lstrip()[:1]
            near = " ".join(text.split()[:6])
            begins = following.isupper() or following == MASK
            if begins and (words[-1:] == "." or not _cues(near)):
                return ""
        quote = text.find(MASK)
        text = text if quote < 0 else text[:quote]
        return text[: first_border(text)]

    def _behind(self, one: Quoted) -> _Said | None:
        """By a cue behind it: “…,” NAME said on X."""
        right = self._right(one)
        closed = one.pieces[-1].text.rstrip()[-1:] in set(",.!?…—–;:")
        if not closed and right.lstrip()[:1] not in set(",—–-("):
            return None
        clause = right.lstrip(" ,—–-(")
        first = clause.split(maxsplit=1)[0].lower().strip(",") if clause.strip() else ""
        cues = _cues(clause)
        if not cues:
            return self._signed(one, right, clause)
        if first in GOES_ON and not re.match(r"de\s+acuerdo", clause, re.IGNORECASE):
            return None
        cue = cues[0]
        last = one.pieces[-1]
        offset = self._frames[last.paragraph].find(clause, last.end)
        before = self._subjects.at(last.paragraph, offset, offset + cue.start())
        if not before and len(clause[: cue.start()]) > _RIGHT_AWAY:
            return None
        speaker = self._subjects.subject(last.paragraph, clause, offset, cue, behind=True)
        if speaker is None:
            return None
        return self._told(one, speaker, clause, cue, self._left(one), behind=True)

    def _signed(self, one: Quoted, right: str, clause: str) -> _Said | None:
        """By a name behind a dash: “…” — NAME, on X."""
        last = one.pieces[-1]
        begin = self._frames[last.paragraph].find(clause, last.end)
        named = self._subjects.at(last.paragraph, begin, begin + len(clause))
        if right.lstrip()[:1] not in set("—–-") or len(clause.split()) > _SIGNED or not named:
            return None
        if named[0].start - begin > 1 or named[0].kind == "pronoun":
            return None
        claim: Claim = "posted" if SOCIAL.search(clause) else "said"
        return _Said(named[0].text, named[0].slug, claim, None, behind=True)

    def _ahead(self, one: Quoted, left: str) -> _Said | None:
        """By a cue before it: NAME posted on X: “…”."""
        first = one.pieces[0]
        cues = _cues(left)
        if not cues and SOCIAL.search(left) and len(one.text.split()) >= _SENTENCE_LIKE:
            cues = [*JUDGING.finditer(left)]
        paragraph = first.paragraph
        at = self._frames[paragraph][: max(0, first.start - 1)]
        if not at.strip():
            paragraph -= 1
            at = self._frames[paragraph] if left else ""
        offset = at.rfind(left) if left else 0
        noun = NOUN_CUE.search(left) or self._colon(paragraph, left, offset)
        if cues and len(left[cues[-1].end() :].split()) <= _NEAR_BEFORE:
            cue = cues[-1]
        elif noun is not None:
            cue = noun
        else:
            return None
        speaker = self._subjects.subject(paragraph, left, offset, cue, behind=False)
        if speaker is None:
            return None
        return self._told(one, speaker, left, cue, self._right(one), behind=False)

    def _colon(self, paragraph: int, left: str, offset: int) -> re.Match[str] | None:
        """A colon behind a name, without a verb: NAME on X: “…”."""
        named = self._subjects.at(paragraph, offset, offset + len(left))
        if not any(mention.kind in {"name", "office"} for mention in named):
            return None
        return re.search(r":\s*$", left)

    def _in_heading(self, one: Quoted) -> _Said | None:
        """By the name that stands beside it."""
        first, last = one.pieces[0], one.pieces[-1]
        named = [m for m in self._subjects.in_paragraph(first.paragraph) if m.slug is not None]
        if not named:
            return None
        nearest = min(
            named,
            key=lambda m: min(abs(m.start - last.end), abs(first.start - m.end)),
        )
        social = SOCIAL.search(self._frames[first.paragraph][:NEAR])
        return _Said(nearest.text, nearest.slug, "posted" if social else "said", None, behind=False)

    # Where it is from

    def _told(
        self,
        one: Quoted,
        speaker: Speaker,
        clause: str,
        cue: re.Match[str],
        other: str,
        *,
        behind: bool,
    ) -> _Said:
        before = clause[: cue.start()]
        claim = _claim(clause, cue, other)
        if claim == "said" and self._context(one) == "elsewhere":
            claim = "elsewhere"
        if DENIED.search(before):
            claim = "denied"
        return _Said(speaker[0], speaker[1], claim, cue[0].strip(" :,—–-"), behind=behind)

    def _context(self, one: Quoted) -> Claim:
        """Where the paragraph before says that what follows was said, as in "During her press
        conference, NAME …", if this one is no new subject.
        """
        first = one.pieces[0]
        if not self._frames[first.paragraph][: max(0, first.start - 1)].strip():
            if first.paragraph == 0:
                return "said"
            above = self._frames[first.paragraph - 1][:NEAR]
        else:
            above = self._frames[first.paragraph][: min(first.start, NEAR)]
        begins = re.compile(r"^\W*(?:During|At|In|On|Durante|En|Al)\b", re.IGNORECASE)
        if begins.match(above) and ELSEWHERE.search(above) and not SOCIAL.search(above):
            return "elsewhere"
        return "said"


def _parts(one: Quoted) -> tuple[str, ...]:
    return tuple(piece.text.strip() for piece in one.pieces)


def _cues(text: str) -> list[re.Match[str]]:
    found = [*POSTING.finditer(text), *SAYING.finditer(text)]
    found.sort(key=lambda match: match.start())
    return found


def _claim(clause: str, cue: re.Match[str], other: str) -> Claim:
    """A verb of posting says it itself; else what is told first of where, behind the cue, before
    it, or on the other side of the quotation.
    """
    if POSTING.fullmatch(cue[0]):
        return "posted"
    after, before = clause[cue.end() :], clause[: cue.start()]
    published = re.match("public", cue[0], re.IGNORECASE) is not None
    noun = re.search(r"post|tweet|tuit|publicación|caption", cue[0], re.IGNORECASE) is not None
    for part in (after, before, other):
        social, elsewhere = SOCIAL.search(part), ELSEWHERE.search(part)
        if elsewhere and (social is None or elsewhere.start() < social.start()):
            return "elsewhere"
        if social:
            return "posted"
    return "posted" if published or noun else "said"


def _is_title(left: str, words: str) -> bool:
    """Whether a work, a law or an event is named: a noun of such right before, and a capital."""
    if TITLED.search(left) is None:
        return False
    first = next((c for c in words if c.isalnum()), "a")
    return first.isupper() or first.isdigit()
