"""Whether a quotation may be a post in another language, put into the article's. Pure.

Words cannot decide that: what is found here is shown to a person, who judges. Names and numbers
stay in every language, and so do the first letters of many words of English and Spanish; the length
stays about the same.
"""

import re
from collections.abc import Iterable, Sequence

from archive.folding import fold
from archive.quotes.meanings import MEANINGS
from archive.quotes.words import COMMON, ENGLISH, NUMBER_WORDS, SAME_WORD, SPANISH
from archive.tokens import Token, tokens

__all__ = ["language_of", "likelihood"]

_SHORTER, _LONGER = 0.5, 1.9
"""Words of a translation for each word of the original, from and to."""
_ENOUGH = 0.25
"""The share of a quotation's words that must come back, where a name or a number does."""
_ENOUGH_ALONE = 0.3
"""Where none does, and how many words at least."""
_AT_LEAST_ALONE = 3
_SUM = re.compile(
    r"(?P<figure>\d{1,15}(?:[.,]\d{1,15}){0,5})(?:\s+(?P<unit>mil\s+millones|thousand|millions?|billions?"
    r"|trillions?|mil|millón|millones|billón|billones|mdp|mdd))?\b",
    re.IGNORECASE,
)
_ZEROS = {
    **dict.fromkeys(("thousand", "mil"), 3),
    **dict.fromkeys(("million", "millions", "millón", "millones", "mdp", "mdd"), 6),
    **dict.fromkeys(("billion", "billions", "mil millones"), 9),
    **dict.fromkeys(("trillion", "trillions", "billón", "billones"), 12),
}
"""What a word behind a figure adds to it: a Spanish *billón* is a trillion."""
_ROOT = 4
"""Letters that two words must begin with alike."""


def language_of(text: str, declared: str | None = None) -> str | None:
    """English or Spanish by its small words, else as declared; ``None``: it cannot be told.

    >>> language_of("No vamos a entregar ni una gota"), language_of("Good morning, Laredo", "en-US")
    ('es', 'en')
    """
    words = [token.text for token in tokens(text)]
    english = sum(word in ENGLISH for word in words)
    spanish = sum(word in SPANISH for word in words)
    if english != spanish and max(english, spanish) >= 2:
        return "en" if english > spanish else "es"
    code = (declared or "").lower().replace("_", "-").partition("-")[0]
    return code if re.fullmatch("[a-z]{2,3}", code) and code not in {"und", "zxx"} else None


def likelihood(quotation: str, text: str, *, of_speaker: Iterable[str] = ()) -> float:
    """How much speaks for it, from 0 (nothing is to be shown) to 1, of some sentences in a row of
    the text. Names that any post of the speaker may have, ``of_speaker``, say nothing.

    >>> likelihood("We fixed 27 dams in Laredo", "Reparamos 27 presas en Laredo.") > 0.3
    True
    >>> likelihood("We fixed 27 dams in Laredo", "Reparamos 31 presas en Laredo.")
    0.0
    """
    quotation, text = _in_figures(quotation), _in_figures(text)
    idle = {word.text for name in of_speaker for word in tokens(name)}
    sentences = [part for part in re.split(r"(?<=[.!?…])\s+|\n+", text) if part.strip()]
    sizes = [len(tokens(sentence)) for sentence in sentences]
    asked = len(tokens(quotation))
    best = 0.0
    for begin in range(len(sentences)):
        for end in range(begin + 1, len(sentences) + 1):
            size = sum(sizes[begin:end])
            if size > asked / _SHORTER:
                break
            if size < asked / _LONGER:
                continue
            best = max(best, _likely(quotation, " ".join(sentences[begin:end]), idle))
    return best


def _in_figures(text: str) -> str:
    """Sums in digits alone, as no language writes them: both "$1.2 billion" and "1,200 millones"
    are 1200000000. A mark before three digits parts thousands, before fewer a fraction.
    """
    return _SUM.sub(_digits, text)


def _digits(found: re.Match[str]) -> str:
    figure = found["figure"]
    zeros = _ZEROS.get(" ".join((found["unit"] or "").lower().split()), 0)
    marks = re.findall("[.,]", figure)
    whole, _, fraction = figure.rpartition(marks[-1]) if marks else (figure, "", "")
    if len(fraction) == 3:
        whole, fraction = figure, ""
    if len(fraction) > zeros:
        return found[0]
    return re.sub("[.,]", "", whole) + fraction.ljust(zeros, "0")


def _likely(quotation: str, text: str, idle: set[str]) -> float:
    asked, kept = _content(quotation, idle), _content(text, idle)
    if not asked or not kept:
        return 0.0
    there = {word for word, _ in kept}
    numbers = {word for word, _ in asked if word.isdigit()}
    if not numbers <= there or {w for w in there if w.isdigit() and len(w) > 2} - numbers:
        return 0.0
    names = {word for word, capital in asked if capital and not word.isdigit()}
    sure = len(numbers) + len(names & there)
    if names and len(names & there) * 3 < len(names) and not numbers:
        return 0.0
    roots = {word[:_ROOT] for word in there if len(word) >= _ROOT}
    back = sum(word in there or (len(word) >= _ROOT and word[:_ROOT] in roots) for word, _ in asked)
    share = (back + len(numbers)) / (len(asked) + len(numbers))
    if sure:
        return share if share >= _ENOUGH else 0.0
    return share if back >= _AT_LEAST_ALONE and share >= _ENOUGH_ALONE else 0.0


def _content(text: str, idle: set[str]) -> list[tuple[str, bool]]:
    """The words that say something, and whether each is written as a name."""
    found: list[tuple[str, bool]] = []
    row = tokens(text)
    for number, token in enumerate(row):
        word = _meant(fold(token.text))
        if word in idle or (word in COMMON and not word.isdigit()):
            continue
        found.append((word, text[token.start].isupper() and not _begins(text, row, number)))
    return found


def _begins(text: str, row: Sequence[Token], number: int) -> bool:
    """Whether a word begins a sentence, where a capital says nothing."""
    if number == 0:
        return True
    return bool(re.search(r"[.!?…:]", text[row[number - 1].end : row[number].start]))


def _meant(word: str) -> str:
    return NUMBER_WORDS.get(word, SAME_WORD.get(word, MEANINGS.get(word, word)))
