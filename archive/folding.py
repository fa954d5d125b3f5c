"""How a character is written -> what it means to a search: case, diacritics, forms, digits.

:func:`fold` is for one word; :data:`CLASSES` says of each character of a text what it is to a
search, one character for one, so that offsets hold. Pure; every string folds, none raises.
"""

import unicodedata
from functools import lru_cache

__all__ = ["CLASSES", "NOT_SIMPLE", "SIMPLE", "fold"]

_NO_SPACES = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF)),  # Thai to Khmer
    *((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x303B, 0x303C)),
    *((0x3041, 0x30FF), (0x3105, 0x318F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAA60, 0xAA7F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF)),
    *((0xFF66, 0xFFDC), (0x1AFF0, 0x1B16F), (0x20000, 0x3FFFF)),
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese; and Korean, which writes its particles onto its
words."""

_JAMO = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))
"""Vowels and finals of Korean that belong to the consonant before them."""

_PICTURES = (
    *((0x2300, 0x23FF), (0x25A0, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF)),
)
_FLAG = ((0x1F1E6, 0x1F1FF),)
_MODIFIERS = ((0x02B9, 0x02DF), (0x02EC, 0x02EC), (0x02EE, 0x02EE), (0x0640, 0x0640))
"""Letters to Unicode, signs to a reader: primes, raised commas, the Arabic lengthening."""

_SELECTORS = ((0x034F, 0x034F), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))

_IOTA_BELOW = "\u0345"
"""A mark that becomes a letter when its case is folded."""

_APOSTROPHES = "'’‘ʼʻ‛＇`´"
_AS_THEY_ARE = "#@_-.,:/"

# What no decomposition of Unicode leads to.
_LETTERS = {
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "ŋ": "n",
    "ĸ": "k",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ہ": "ه",
    "ە": "ه",
    "ة": "ه",
}

# Marks that make another letter, not the same with an accent: Cyrillic й and ї.
_KEPT = {("и", "\u0306"), ("і", "\u0308")}


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


class _Classes(dict[int, str]):
    """The class of each code point, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _class(chr(code))
        return found


CLASSES = _Classes()
"""For :meth:`str.translate`: ``a`` letter, ``0`` digit, ``C`` letter of a script without spaces,
``m`` mark or invisible character that belongs to what stands before it, ``E`` emoji, ``R`` half
of a flag, ``'`` apostrophe, each of ``#@_-.,:/`` itself; anything else is a space.

>>> "Añó’s #1 東京!".translate(CLASSES)
"aaa'a #0 CC "
"""


def _class(character: str) -> str:
    code, category = ord(character), unicodedata.category(character)
    if character in _APOSTROPHES:
        return "'"
    wide = unicodedata.normalize("NFKC", character)
    if wide in _AS_THEY_ARE and len(wide) == 1:
        return wide
    if category[0] == "M" or category == "Cf" or _within(code, _MODIFIERS):
        return "m"
    if category == "Lo" and _within(code, _JAMO):
        return "m"
    if _within(code, _FLAG):
        return "R"
    if category == "So":
        if wide != character:
            return "a" if wide.isascii() and wide.isalpha() and len(wide) == 1 else " "
        return "E" if _within(code, _PICTURES) else " "
    if category[0] not in "LN":
        return " "
    meant = _letters(character)
    if not meant or unicodedata.category(meant[0])[0] == "M":
        return "m"
    if unicodedata.category(meant[0]) in {"Nd", "No"}:
        return "0"
    return "C" if _within(ord(meant[0]), _NO_SPACES) else "a"


def _letters(character: str) -> str:
    """What a character stands for: letters and digits, without the signs around them. What would
    be two where pairs are made (``ำ``, ``ヿ``) stays one.
    """
    parts = unicodedata.normalize("NFKD", character)
    if _within(ord(character), _NO_SPACES):
        beginnings = [part for part in parts if unicodedata.category(part)[0] != "M"]
        whole = [part for part in beginnings if not _within(ord(part), _JAMO)]
        if beginnings and (len(whole) != 1 or parts[0] != whole[0]):
            return character
    return "".join(
        part
        for part in parts
        if unicodedata.category(part)[0] in "LNM" and not _within(ord(part), _MODIFIERS)
    )


@lru_cache(maxsize=131_072)  # the words of a language come again and again
def fold(word: str) -> str:
    """A word as it is compared: without case, accents, vowel points and other dress.

    Compatibility forms (fullwidth, mathematical bold, ligatures, ¹, Ⅻ) are undone, digits of
    any script are 0 to 9, ``ß`` is ``ss`` and the Turkish ``ı`` is ``i``. What makes another
    letter stays: ``が`` is not ``か``, ``й`` is not ``и``, and vowel signs of India are vowels.
    Only letters, digits, their marks and emoji are left: no space, no punctuation.

    >>> fold("Ｍａñana"), fold("STRASSE"), fold("مُحَمَّد"), fold("É.U.")
    ('manana', 'strasse', 'محمد', 'eu')
    """
    if word.isascii():
        return "".join(filter(str.isalnum, word.lower()))
    for _ in range(5):  # a case folded may decompose further; twice is the most that is known
        folded = _fold(word)
        if folded == word:
            break
        word = folded
    return word


def _fold(word: str) -> str:
    bare = "".join(map(_letters_or_emoji, word)).replace(_IOTA_BELOW, "").casefold()
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", "".join(map(_letters_or_emoji, bare))):
        letter = _LETTERS.get(character)
        if letter is not None:
            kept.append(letter)
            continue
        category = unicodedata.category(character)
        if category == "Nd":
            kept.append(str(unicodedata.decimal(character)))
        elif category[0] == "M":
            if not _is_dress(character) or (kept and (kept[-1], character) in _KEPT):
                kept.append(character)
        else:
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


@lru_cache(maxsize=16_384)
def _letters_or_emoji(character: str) -> str:
    return character if character.translate(CLASSES) in "ER" else _letters(character)


def _is_dress(mark: str) -> bool:
    """Whether a mark only dresses a letter: accents, Hebrew and Arabic points, rings around it,
    selectors. Vowel signs, nuktas, tones of Thai and the Japanese voicing do not.
    """
    placed = unicodedata.combining(mark)
    if placed:
        return placed == 1 or 10 <= placed <= 36 or placed >= 200
    return unicodedata.category(mark) == "Me" or _within(ord(mark), _SELECTORS)


NOT_SIMPLE = "\x00"


class _Simple(dict[int, str]):
    """What each code point folds to, if that is one character whatever stands around it."""

    def __missing__(self, code: int) -> str:
        found = self[code] = self._of(chr(code))
        return found

    @staticmethod
    def _of(character: str) -> str:
        kind = character.translate(CLASSES)
        folded = fold(character)
        if kind == "a" and len(folded) == 1 and folded.isalpha():
            return folded
        if kind == "0" and folded in _DIGITS:
            return folded
        if kind == "E" and folded == character:
            return folded
        return NOT_SIMPLE if kind in "a0ECmR" else kind


_DIGITS = frozenset("0123456789")

SIMPLE = _Simple()
"""For :meth:`str.translate`, as :data:`CLASSES`: letters, digits and emoji are folded, signs are
signs, anything else is a space; :data:`NOT_SIMPLE` where that cannot be said of one character.
"""
