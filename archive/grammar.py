"""The grammar of a search: what a person types -> a query, or mistakes. Pure.

:mod:`archive.query` is the way in. Every text is either a query or has mistakes; none raises.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Literal

import msgspec
from msgspec.structs import replace

from archive.filters import (
    ALL_OF,
    FILTERS,
    NAMES,
    PERIODS,
    Filter,
    Period,
    nearest_name,
    read_period,
)
from archive.mistakes import Mistake, Wrong
from archive.tokens import Phrase, form_of, phrase, written
from archive.tokens import stems as stems_of

__all__ = [
    "DEFAULT_LIMIT",
    "HELP",
    "MAX_LIMIT",
    "MAX_QUERY",
    "MAX_TERMS",
    "Help",
    "Query",
    "Sort",
    "Term",
    "in_parameter",
    "in_quotes",
    "query_of",
]

MAX_QUERY = 1000
"""Characters of a query."""
MAX_TERMS = 50
"""Words, phrases and filters in one."""
DEFAULT_LIMIT, MAX_LIMIT = 25, 200

Sort = Literal["newest", "oldest", "best"]


class Term(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One thing that a text has, or has not: words in a row, or a form."""

    text: str
    """How it is written in a query, in its one canonical spelling."""
    tokens: tuple[str, ...] = ()
    """Words that follow each other; empty for a form."""
    prefix: bool = False
    """The last of the words, or the form, is the beginning of one."""
    forms: tuple[str, ...] = ()
    """A text that has one of these has the term, too: stems; of a hashtag or mention, itself."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, and which part of it is asked for. An empty one is everything.

    Equal queries have equal URLs, in whatever order and spelling they were typed.
    """

    words: tuple[tuple[Term, ...], ...] = ()
    """Of each group a text has one term at least."""
    without: tuple[Term, ...] = ()
    """None of these."""
    filters: tuple[Filter, ...] = ()
    """Of the same name, one is enough; but each of those in :data:`~archive.filters.ALL_OF`, and
    none that is negated."""
    since: Period | None = None
    """Its start counts."""
    until: Period | None = None
    """Its end counts: ``until:2025-04`` has all of April."""
    stems: bool = False
    """Words are found in their other forms, too; what stands in quotation marks is not."""
    sort: Sort = "newest"
    """``best`` only where there are words."""
    archive_at: Period | None = None
    """As the archive was at its end."""
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    """Where the page before ended; opaque here."""


class Help(msgspec.Struct, frozen=True):
    """One part of the grammar, for people."""

    part: str
    example: str
    what: str


HELP: tuple[Help, ...] = (
    Help(
        "words",
        "border wall",
        "Both words, anywhere in the text; case and accents do not count",
    ),
    Help('"phrase"', '"border wall"', "These words in this order, exactly so"),
    Help("OR", "border OR frontera", "One of the two; it joins the words beside it"),
    Help("-", "border -wall", "Without this word, phrase or filter"),
    Help("*", "deport*", "Words that begin so"),
    Help("#", "#border", "The hashtag only; without the sign, the word too"),
    Help("@", "@example", "Mentions of the account only"),
    Help("from:", "from:@example", "Posts of an account or an official"),
    Help("office:", 'office:"Secretary of State"', "Posted while in this office"),
    Help("party:", "party:independent", "Of officials of this party"),
    Help("platform:", "platform:bluesky", "On this platform: x, bluesky, fediverse, youtube …"),
    Help("lang:", "lang:es", "In this language, by its code"),
    Help("since:", "since:2025-04-03", "From this year, month, day or time on"),
    Help("until:", "until:2025-04", "Up to the end of this year, month, day or time"),
    Help("status:", "status:gone", "live, gone or unknown, when last looked at"),
    Help("has:", "has:image", "With image, video, link, quote or reply (it answers another)"),
    Help("kind:", "kind:repost", "Posts of one's own (post), or of others passed on (repost)"),
    Help("in:", "in:news.example.org", "Used in an article of this site"),
    Help("reason:", "reason:follow", "Kept for an article, on request, by follow, import or hand"),
)
"""The whole grammar; each example parses."""


class _Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One thing typed. ``what`` is ``None`` where it is a mistake, which is told elsewhere."""

    start: int
    end: int
    what: "Term | Filter | _Bound | Literal['OR'] | None"
    negated: bool = False
    parameter: str = "q"

    def mistake(self, wrong: Wrong) -> Mistake:
        return Mistake(start=self.start, end=self.end, wrong=wrong, parameter=self.parameter)


class _Bound(msgspec.Struct, frozen=True):
    """``since:`` or ``until:``."""

    name: str
    period: Period


def query_of(params: Mapping[str, str], zone: tzinfo, stemmed: bool) -> Query | tuple[Mistake, ...]:
    """The query in ``q`` and in the parameters named as filters are, or all mistakes in them."""
    text = params.get("q", "")
    if len(text) > MAX_QUERY:
        wrong = Wrong("too_long", "", {"most": MAX_QUERY, "length": len(text)})
        return (Mistake(start=MAX_QUERY, end=len(text), wrong=wrong),)
    mistakes: list[Mistake] = []
    pieces = [*_pieces(text, zone, stemmed, mistakes), *_fields(params, zone, mistakes)]
    if len(pieces) > MAX_TERMS:
        wrong = Wrong("too_many", "", {"most": MAX_TERMS})
        start = pieces[MAX_TERMS].start
        mistakes.append(Mistake(start=start, end=len(text), wrong=wrong))
    groups = _groups(pieces, mistakes)
    if any(piece.what == "OR" for piece in pieces):
        mistakes += _brackets(text)
    bounds = _bounds(pieces, mistakes)
    if not mistakes:
        mistakes += _nothing_to_find(text, pieces)
    if mistakes:
        return tuple(sorted(mistakes, key=lambda m: (m.parameter != "q", m.start, m.end)))
    without = {p.what for p in pieces if isinstance(p.what, Term) and p.negated}
    return Query(
        words=tuple(sorted({tuple(sorted(set(group))) for group in groups})),
        without=tuple(sorted(without)),
        filters=tuple(sorted({p.what for p in pieces if isinstance(p.what, Filter)}, key=_place)),
        since=bounds.get("since"),
        until=bounds.get("until"),
        stems=stemmed,
    )


def _place(filter: Filter) -> tuple[int, Filter]:
    return NAMES.index(filter.name), filter


_QUOTES = '"“”„‟«»＂'
_PIECE = re.compile(
    rf"(?P<minus>[-−](?=[^\s]))?(?:(?P<name>[A-Za-z]+):(?!//))?"
    rf"(?:(?P<open>[{_QUOTES}])(?P<quoted>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)"
    rf"|(?P<word>[^\s{_QUOTES}]*))"
)


def _pieces(text: str, zone: tzinfo, stemmed: bool, mistakes: list[Mistake]) -> Iterator[_Piece]:
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None or match.end() == at:  # white space
            at += 1
            continue
        at = match.end()
        what = _what(match, zone, stemmed)
        piece = _Piece(
            start=match.start(),
            end=at,
            what=None if isinstance(what, Wrong) else what,
            negated=match["minus"] is not None,
        )
        if isinstance(what, Wrong):
            mistakes.append(piece.mistake(what))
        if what is not None:
            yield piece


def _fields(params: Mapping[str, str], zone: tzinfo, mistakes: list[Mistake]) -> Iterator[_Piece]:
    """Filters that are parameters of their own."""
    for name in NAMES:
        value = re.sub(f"[{_QUOTES}]", "", params.get(name, "")[:MAX_QUERY]).strip()
        if value:
            read = _filter(name, value, False, zone)
            if isinstance(read, Wrong):
                instead = read.instead.partition(":")[2]
                mistakes.append(in_parameter(name, params[name], replace(read, instead=instead)))
            else:
                yield _Piece(start=0, end=len(params[name]), what=read, parameter=name)


def _what(
    match: re.Match[str], zone: tzinfo, stemmed: bool
) -> Term | Filter | _Bound | Literal["OR"] | Wrong | None:
    """What one piece is; ``None`` for what holds no word: a dash, a bracket."""
    name, quoted, word = match["name"], match["quoted"], match["word"]
    negated = match["minus"] is not None
    if quoted is not None and not match["close"]:
        before = match[0][: match.start("open") - match.start()]
        instead = f'{before}"{quoted.strip()}"' if quoted.strip() else ""
        return Wrong("lone_quotation_mark", instead)
    value = word if quoted is None else quoted
    if name is not None:
        if value or quoted is not None or name.lower() in NAMES:
            return _filter(name.lower(), value, negated, zone)
        value = name  # a word before a colon
    if quoted is not None:
        return _quoted(value, stemmed)
    if value == "OR" and not negated:
        return "OR"
    if value == "AND":  # holds between words anyway
        return None
    if value == "NOT":
        return Wrong("not", "-")
    return _word(value, stemmed)


def _filter(name: str, value: str, negated: bool, zone: tzinfo) -> Filter | _Bound | Wrong:
    value = value.strip()
    if name not in NAMES:
        near = nearest_name(name)
        minus = "-" * negated
        if near:
            instead = f"{minus}{near}:{in_quotes(value)}"
            return Wrong("near_filter", instead, {"name": name, "near": near})
        return Wrong("unknown_filter", f'{minus}"{name}:{value}"', {"name": name})
    if not value:
        example = next(part.example for part in HELP if part.part == f"{name}:")
        return Wrong("no_value", example, {"name": name})
    if name in PERIODS:
        if negated:
            other = PERIODS[1 - PERIODS.index(name)]
            return Wrong("negated_period", f"{other}:{value}", {"name": name, "other": other})
        period = read_period(name, value, zone)
        return period if isinstance(period, Wrong) else _Bound(name, period)
    read = FILTERS[name](value)
    if isinstance(read, Wrong):
        return replace(read, instead=f"-{read.instead}") if negated else read
    return Filter(name, read, negated)


def _quoted(value: str, stemmed: bool) -> Term | Wrong:
    bare = value.strip()
    row = phrase(bare)
    if not row.tokens:
        return Wrong("nothing_quoted", "")
    star = bare.endswith("*")
    if star and _is_short(row):
        return Wrong("star_too_early", "")
    exact = stemmed and not star and len(row.tokens) == 1 and bool(stems_of(row.tokens[0]))
    return _words(row, star, exact=exact)


def _word(value: str, stemmed: bool) -> Term | Wrong | None:
    bare = value.strip("([{)]}.,;:!?…¿¡")
    star = bare.endswith("*")
    bare = bare.removesuffix("*")
    if "*" in bare or (star and not bare):
        instead = bare.strip("*").partition("*")[0]
        return Wrong("star_inside", f"{instead}*" if instead else "")
    form = form_of(bare)
    if form is not None:
        return Term(text=written(form.text) + "*" * star, forms=(form.text,), prefix=star)
    row = phrase(bare)
    if not row.tokens:
        return None
    if star and _is_short(row):
        return Wrong("star_too_early", "")
    term = _words(row, star)
    if stemmed and len(row.tokens) == 1 and not term.prefix:
        return replace(term, forms=stems_of(row.tokens[0]))
    return term


def _is_short(row: Phrase) -> bool:
    """Whether nearly everything begins so."""
    return row.tokens[-1].isascii() and len(row.tokens) == 1 and len(row.tokens[0]) < 2


def _words(row: Phrase, star: bool, *, exact: bool = False) -> Term:
    text = row.text + "*" * (star and not row.prefix)
    if exact or " " in text:
        text = f'"{text}"'
    return Term(text=text, tokens=row.tokens, prefix=star or row.prefix)


def _groups(pieces: list[_Piece], mistakes: list[Mistake]) -> list[list[Term]]:
    """The terms, with those together that OR joins."""
    groups: list[list[Term]] = []
    joining: _Piece | None = None
    before: _Piece | None = None
    for piece in pieces:
        if piece.what == "OR":
            if before is None or joining is not None or before.parameter != piece.parameter:
                mistakes.append(piece.mistake(Wrong("or_between", "")))
            else:
                joining = piece
            continue
        if joining is not None and before is not None:
            wrong = _cannot_join(before, piece)
            if wrong is not None:
                mistakes.append(joining.mistake(wrong))
        if isinstance(piece.what, Term) and not piece.negated:
            if joining is not None and groups:
                groups[-1].append(piece.what)
            else:
                groups.append([piece.what])
        joining, before = None, piece
    if joining is not None:
        mistakes.append(joining.mistake(Wrong("or_between", "")))
    return groups


def _cannot_join(left: _Piece, right: _Piece) -> Wrong | None:
    """Why OR does not stand between these two; ``None`` if it may."""
    if left.what is None or right.what is None:
        return None  # a mistake that is told by itself
    if right.parameter != "q":
        return Wrong("or_between", "")
    if left.negated or right.negated:
        return Wrong("or_left_out", "")
    if isinstance(left.what, Term) and isinstance(right.what, Term):
        return None
    if isinstance(left.what, Filter) and isinstance(right.what, Filter):
        if left.what.name == right.what.name not in ALL_OF:
            return None
        if left.what.name == right.what.name:
            return Wrong("or_all_of", "", {"name": left.what.name})
    return Wrong("or_mixed", "")


def _bounds(pieces: list[_Piece], mistakes: list[Mistake]) -> dict[str, Period]:
    found: dict[str, Period] = {}
    for piece in pieces:
        if not isinstance(piece.what, _Bound):
            continue
        name, period = piece.what.name, piece.what.period
        if found.get(name, period) != period:
            mistakes.append(piece.mistake(Wrong("second_period", "", {"name": name})))
            continue
        found[name] = period
        if len(found) == 2 and found["since"].start >= found["until"].end:
            other = found["until" if name == "since" else "since"]
            mistakes.append(piece.mistake(Wrong("nothing_between", f"{name}:{other.text}")))
    return found


def _brackets(text: str) -> Iterator[Mistake]:
    outside = re.sub(f"[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]", lambda m: " " * len(m[0]), text)
    for match in re.finditer(r"[()]", outside):
        yield Mistake(start=match.start(), end=match.end(), wrong=Wrong("brackets", ""))


def _nothing_to_find(text: str, pieces: list[_Piece]) -> Iterator[Mistake]:
    if text.strip() and not pieces:
        yield Mistake(start=0, end=len(text), wrong=Wrong("no_word", ""))
    elif pieces and all(piece.negated for piece in pieces):
        wrong = Wrong("only_left_out", f"since:2025 {text.strip()}")
        yield Mistake(start=0, end=len(text), wrong=wrong)


def in_quotes(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def in_parameter(name: str, value: str, wrong: Wrong) -> Mistake:
    return Mistake(start=0, end=len(value), wrong=wrong, parameter=name)
