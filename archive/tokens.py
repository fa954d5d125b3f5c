"""Text -> the tokens by which it is searched. One function for what is kept and for what is
asked, so that every backend finds the same. Pure; no string raises.

A text has two kinds of tokens. *Words* stand in a row, one after the other, so that phrases can
be found: letters and digits are apart (``covid19``, ``covid-19`` and ``covid 19`` are ``covid``,
``19``), ``it's`` is ``its``, ``Trump's`` is ``trump``, ``s``, ``U.S.`` is ``us``, ``1,204`` is
``1204``, an address is its host and the words of its path. Scripts without spaces, and Korean,
become pairs of characters that overlap, and the last character by itself. *Forms* stand in no
order and begin with a letter that says what they are: ``h`` a hashtag, ``m`` an account that is
mentioned, ``e`` an English and ``s`` a Spanish stem.

A token is letters, digits and emoji only: no space, no quote, nothing that a query language
knows. (SQLite's ``ascii`` tokenizer and PostgreSQL's ``array_to_tsvector`` leave it whole.)
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import msgspec
import Stemmer
from msgspec.structs import replace

from archive.folding import CLASSES, NOT_SIMPLE, SIMPLE, fold
from archive.records import Snapshot

__all__ = [
    "HASHTAG",
    "MARK",
    "MENTION",
    "Indexed",
    "Phrase",
    "Token",
    "form_of",
    "forms",
    "index",
    "index_of",
    "link_words",
    "phrase",
    "stems",
    "tokens",
    "written",
]


class Token(msgspec.Struct, frozen=True, gc=False):
    """One token, and which code points of the text it stands for: ``start`` to ``end``,
    exclusive.
    """

    text: str
    start: int
    end: int


class Indexed(msgspec.Struct, frozen=True, gc=False):
    """What the index of a text holds: tokens with a space between each and the next."""

    words: str
    """In the order of the text: a phrase is a row of these."""
    forms: str
    """Each once, in no order that means anything."""
    again: str = ""
    """The words that stand there twice or more, each once."""
    links: str = ""
    """See :func:`link_words`."""


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """Words that are looked for in a row."""

    tokens: tuple[str, ...]
    prefix: bool
    """The last token is the beginning of one."""
    text: str
    """The shortest way to write it: what it is cut into is the same."""


HASHTAG, MENTION = "h", "m"
MARK = "ˇ"
"""A letter that no word of a text begins with."""

# An address says https:// or not, and www. or not; neither is a word that anybody looks for.
_SCHEME = re.compile(r"https?://(?:www\.)?|\bwww\.(?=\w)", re.IGNORECASE)

# Each branch begins with a letter of its own: the engine skips to the next of them.
_TOKEN = re.compile(
    r"a(?:"
    r"((?:\.a)+(?![am])\.?)"  # 1: U.S.
    r"|(a\. ?aa\.)"  # 2: EE. UU., if the letters are twins
    r"|[am]*((?:'a[am]*)+)?"  # 3: has an apostrophe
    r")"
    r"|0(?:(0{0,2}(?:(?:,000)+|(?:\.000)+)(?![0m]))|[0m]*)"  # 4: 1,204, 1.204
    r"|(C[Cm]*)"  # 5: without spaces
    r"|Em*"
    r"|RR"
)


def _simple(letter: str) -> re.Pattern[str]:
    """The same of a text that is folded already, as most can be, character by character."""
    pattern = (
        r"L(?:(?:\.L)+(?!L)\.?|L\. ?LL\.|L*(?:'L+)*)"
        r"|[0-9](?:[0-9]{0,2}(?:(?:,[0-9]{3})+|(?:\.[0-9]{3})+)(?![0-9])|[0-9]*)"
        f"|{_EMOJI}"
    )
    return re.compile(pattern.replace("L", letter))


# Ranges: the engine takes twice as long to ask what is a letter.
_EMOJI = "[\u2300-\u2bff\U0001f000-\U0001faff]"
_IN_ASCII = _simple("[a-z]")
_IN_UNICODE = _simple("[a-z\u0080-\u22ff\u2c00-\U0001efff\U0001fb00-\U0010ffff]")
_UNIT = re.compile("Cm*")
# The sign comes first, since the engine looks for it faster than for what must not precede it.
_HASHTAG = re.compile(r"#(?<![a0CE_/&#@]#)([a0C_m]*[aC][a0C_m]*)")
_MENTION = re.compile(
    r"@(?<![a0CE_/@]@)(?<![a0CE_]\.@)([a0_]+(?:[.\-]+[a0_]+)*)(?:@([a0]+(?:[.\-]+[a0]+)*))?(?!@)"
)
_SIGNED = re.compile(r"[#@＃＠﹟﹫]\S*")
_SIGN_INSIDE = re.compile(r"[_.\-]")
_PIECE = re.compile("[^']+")
_PART = re.compile(r"[_.\-]|[^_.\-]+")

_WITH_S = frozenset(
    {
        *("it", "he", "she", "that", "this", "what", "who", "there", "here", "let", "where"),
        *("how", "when", "why"),
    }
)
"""``it's`` is one word to whoever looks for it; ``Trump's`` is Trump and an s."""
_ELIDED = frozenset(
    {
        *("l", "d", "c", "j", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu"),
        *("dell", "nell", "all", "sull", "dall", "un", "quest", "quell", "gl"),
    }
)
"""French and Italian articles and the like: ``l'État`` is found by ``État``."""
_LONGEST = max(map(len, _ELIDED))

# Signs inside a name, as letters that no word has: a_b, a.b and a-b are three accounts.
_SIGNS = {"_": "ˍ", ".": "ˑ", "-": "ˉ", "@": "ˆ"}
_WRITTEN = str.maketrans({letter: sign for sign, letter in _SIGNS.items()})


def tokens(text: str) -> list[Token]:
    """The words of a text, in its order.

    >>> [t.text for t in tokens("The U.S. said it’s COVID-19: https://www.cdc.gov/flu")]
    ['the', 'us', 'said', 'its', 'covid', '19', 'cdc', 'gov', 'flu']
    """
    if "://" in text or "ww." in text.lower():
        text = _SCHEME.sub(lambda found: " " * len(found[0]), text)
    classes = text.translate(CLASSES)
    lower = text.lower() if text.isascii() else None
    found: list[Token] = []
    append = found.append
    for match in _TOKEN.finditer(classes):
        start, end = match.span()
        kind = match.lastindex
        if kind is None:
            word = fold(text[start:end]) if lower is None else lower[start:end]
            if word:
                append(Token(word, start, end))
        elif kind in (1, 4):  # what stands between falls out
            append(Token(fold(text[start:end]), start, end))
        elif kind == 5:
            found += _pairs(text, classes, start, end)
        else:
            split = (
                _with_apostrophes(text, classes, start, end)
                if kind == 3
                else _twins(text, start, end)
            )
            found += [token for token in split if token.text]
    return found


def _words(text: str) -> list[str]:
    """The texts of :func:`tokens`, in a third of the time. A million posts are indexed."""
    if text.isascii():
        simple, pattern = text.lower(), _IN_ASCII
    else:
        simple, pattern = text.translate(SIMPLE), _IN_UNICODE
    if NOT_SIMPLE in simple or "`" in simple:
        return [token.text for token in tokens(text)]
    if "://" in simple or "ww." in simple:
        simple = _SCHEME.sub(" ", simple)
    words = pattern.findall(simple)
    if all(map(str.isalnum, words)):
        return words
    plain: list[str] = []
    for word in words:
        if word.isalnum() or len(word) == 1:
            plain.append(word)
        else:  # the few that have an apostrophe or a point
            plain += [token.text for token in tokens(word)]
    return plain


def forms(text: str, lang: str | None = None) -> list[Token]:
    """The hashtags, mentions and stems of a text, as forms.

    ``lang`` is the text's own: English and Spanish have stems; where it is unknown, both.

    >>> [t.text for t in forms("#MAGA rallies, @a_b", "en")]
    ['hmaga', 'maˍb', 'emaga', 'eralli']
    """
    return [*_marked(text), *_stemmed(tokens(text), lang)]


def index(text: str, lang: str | None = None) -> Indexed:
    """What is written into the index of a text in this language.

    >>> index("Border crossings", "en")
    Indexed(words='border crossings', forms='eborder ecross', again='', links='')
    """
    words = _words(text)
    made = dict.fromkeys([token.text for token in _marked(text)])
    for language in _languages(lang):
        made.update(dict.fromkeys(map(_STEMS[language].__getitem__, words)))
    made.pop("", None)
    counts = Counter(words)
    again = (word for word in counts if counts[word] > 1) if len(counts) < len(words) else ()
    return Indexed(" ".join(words), " ".join(made), " ".join(again))


def index_of(snapshot: Snapshot) -> Indexed:
    """What is written into the index of a snapshot: of its text, and of where its links lead."""
    return replace(index(snapshot.text, snapshot.lang), links=link_words(snapshot))


def link_words(snapshot: Snapshot) -> str:
    """The words of the full addresses that a text leads to; no phrase goes from one to another."""
    targets = dict.fromkeys(f.target for f in snapshot.facets if f.kind == "link" and f.target)
    return f" {MARK} ".join(filter(None, (" ".join(_words(target)) for target in targets)))


def phrase(text: str) -> Phrase:
    """The words of a text as they are looked for in others, in a row.

    The last pair of a script without spaces goes on in other texts: so its last character is
    left out, and one character alone is the beginning of a pair.

    >>> phrase("東京都").tokens, phrase("京")
    (('東京', '京都'), Phrase(tokens=('京',), prefix=True, text='京'))
    """
    row = tokens(text)
    texts = [token.text for token in row]
    prefix = bool(row) and text[row[-1].start].translate(CLASSES) == "C"
    if prefix and len(row) > 1 and row[-2].end == row[-1].end:
        prefix = False
        texts.pop()
    return Phrase(tuple(texts), prefix, " ".join(_as_written(text, row)))


def form_of(text: str) -> Token | None:
    """The hashtag or mention that a text begins with, as a form; its span is in the text.

    >>> form_of("#MAGA!")
    Token(text='hmaga', start=0, end=5)
    """
    found = [token for token in _marked(text) if token.start == 0]
    return found[-1] if found else None  # of @a@example.org the longer


def written(form: str) -> str:
    """The hashtag or mention that a form stands for, as it is written.

    >>> written("maˍb")
    '@a_b'
    """
    sign = "#" if form.startswith(HASHTAG) else "@"
    return sign + form[1:].translate(_WRITTEN)


def stems(word: str) -> tuple[str, ...]:
    """The forms of a token's stems, in each language that has some.

    >>> stems("canciones")
    ('ecancion', 'scancion')
    """
    return tuple(filter(None, (known[word] for known in _STEMS.values())))


class _Stems(dict[str, str]):
    """The form of each word's stem; empty where a word has none. Words come again and again."""

    def __init__(self, letter: str, algorithm: str, times: int) -> None:
        super().__init__()
        self._letter, self._times = letter, times
        self._stemmer = Stemmer.Stemmer(algorithm, 0)
        self._lock = Lock()  # a stemmer is for one thread at a time

    def __missing__(self, word: str) -> str:
        stem = ""
        if len(word) >= 3 and word.isascii() and word.isalpha():
            stem = word
            with self._lock:
                for _ in range(self._times):
                    stem = self._stemmer.stemWord(stem)
            stem = f"{self._letter}{stem}"
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = stem
        return stem


_REMEMBERED = 131_072
_STEMS = {
    "en": _Stems("e", "english", 1),
    "es": _Stems("s", "spanish", 2),  # `mujeres` is `mujer`, and `mujer`, as a verb, `muj`
}


@lru_cache(maxsize=1024)
def _languages(lang: str | None) -> tuple[str, ...]:
    primary = re.split("[-_]", lang or "und", maxsplit=1)[0].lower()
    if primary in _STEMS:
        return (primary,)
    return tuple(_STEMS) if primary == "und" else ()


def _stemmed(words: list[Token], lang: str | None) -> Iterator[Token]:
    for language in _languages(lang):
        for word in words:
            stem = _STEMS[language][word.text]
            if stem:
                yield Token(stem, word.start, word.end)


def _marked(text: str) -> Iterator[Token]:
    """Hashtags and mentions."""
    for signed in _SIGNED.finditer(text):
        base = max(0, signed.start() - 2)  # what stands before the sign says whether it is one
        part = text[base : signed.end()]
        classes = part.translate(CLASSES)
        for match in _HASHTAG.finditer(classes):
            tag = _named(part, classes, *match.span(1))
            if tag.strip(_SIGNS["_"]):
                yield Token(HASHTAG + tag, base + match.start(), base + match.end())
        for match in _MENTION.finditer(classes):
            name = _named(part, classes, *match.span(1))
            if not name:
                continue
            yield Token(MENTION + name, base + match.start(), base + match.end(1))
            if match[2]:
                host = _named(part, classes, *match.span(2))
                whole = f"{MENTION}{name}{_SIGNS['@']}{host}"
                yield Token(whole, base + match.start(), base + match.end())


def _named(text: str, classes: str, start: int, end: int) -> str:
    """A name folded, with the signs in it as letters."""
    if not _SIGN_INSIDE.search(classes, start, end):
        return fold(text[start:end])
    return "".join(
        _SIGNS.get(part[0]) or fold(text[part.start() : part.end()])
        for part in _PART.finditer(classes, start, end)
    )


def _with_apostrophes(text: str, classes: str, start: int, end: int) -> Iterator[Token]:
    """``it's`` whole, ``Trump's`` and ``l'État`` in two."""
    pieces = [match.span() for match in _PIECE.finditer(classes, start, end)]
    begun, word = pieces[0][0], fold(text[slice(*pieces[0])])
    stop = pieces[0][1]
    for place, (left, right) in enumerate(pieces[1:], 2):
        piece = fold(text[left:right])
        possessive = piece == "s" and place == len(pieces) and word not in _WITH_S
        if possessive or (len(word) <= _LONGEST and word in _ELIDED):
            yield Token(word, begun, stop)
            begun, word = left, piece
        else:
            word += piece
        stop = right
    yield Token(word, begun, stop)


def _twins(text: str, start: int, end: int) -> Iterator[Token]:
    """``EE. UU.`` is one word; ``is. It.`` are two."""
    second = end - 3
    left, right = fold(text[start : start + 2]), fold(text[second : end - 1])
    if left == left[:1] * 2 and right == right[:1] * 2:
        yield Token(left + right, start, end)
        return
    yield Token(left, start, start + 2)
    yield Token(right, second, end - 1)


def _pairs(text: str, classes: str, start: int, end: int) -> Iterator[Token]:
    """Each character with the next, and the last by itself."""
    spans = [match.span() for match in _UNIT.finditer(classes, start, end)]
    units = [(fold(text[left:right]), left, right) for left, right in spans]
    units = [unit for unit in units if unit[0]]
    for (first, left, _), (second, _, right) in pairwise(units):
        yield Token(first + second, left, right)
    if units:
        yield Token(*units[-1])


def _as_written(text: str, row: list[Token]) -> Iterator[str]:
    """Each word once, and what has no spaces in one piece."""
    at = 0
    while at < len(row):
        last = at
        if text[row[at].start].translate(CLASSES) == "C":
            while last + 1 < len(row) and row[last + 1].start < row[last].end:
                last += 1
        if last > at:
            yield fold(text[row[at].start : row[last].end])
        else:
            yield row[at].text
        at = last + 1
