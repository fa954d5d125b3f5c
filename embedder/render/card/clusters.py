"""Clusters: the characters of a text that belong together, and are drawn in one font. Pure."""

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["clusters", "each_cluster", "is_emoji"]

_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff"
    "\U0001f201\U0001f21a\U0001f22f\U0001f232-\U0001f23a\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd"
    "\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce"
    "\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755"
    "\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f]"
)
_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_VIRAMAS = {
    chr(c) for c in (0x94D, 0x9CD, 0xA4D, 0xACD, 0xB4D, 0xC4D, 0xCCD, 0xD4D, 0xDCA, 0x1039, 0x17D2)
}


def clusters(text: str) -> list[str]:
    """What is never taken apart: a letter with its marks, an emoji sequence, a flag.

    >>> [len(cluster) for cluster in clusters("e\u0301a👩‍👩‍👧🇺🇸")]
    [2, 1, 5, 2]
    """
    return list(each_cluster(text))


def each_cluster(text: str) -> Iterator[str]:
    """The same one by one, for whoever needs only the first."""
    last = ""
    for character in text:
        if last and _joins(last, character):
            last += character
        else:
            if last:
                yield last
            last = character
    if last:
        yield last


def _joins(before: str, character: str) -> bool:
    code, last = ord(character), before[-1]
    if before in {"\n", "\t", " "}:
        return False
    if unicodedata.category(character) in {"Mn", "Me", "Mc"} or code in _TONES or code in _TAGS:
        return True
    if character in "\u200d\u200c" or (last == "\u200d" and ord(before[0]) > 0x2000):
        return True
    if last in _VIRAMAS and unicodedata.category(character) == "Lo":
        return True
    return code in _FLAGS and len(before) == 1 and ord(before) in _FLAGS


def is_emoji(text: str) -> bool:
    """Whether a cluster is to be drawn as an emoji, and not as a sign of the text."""
    return bool(_EMOJI.search(text)) and "\ufe0e" not in text
