"""Where a sentence ends, and the clause beside a quotation. Pure.

Only what stands near a quotation is looked at: an article of one endless paragraph costs no more.
"""

import re

from archive.quotes.marks import MASK

__all__ = ["NEAR", "borders", "first_border", "last_clause"]

NEAR = 2_000
"""Characters beside a quotation that are looked at."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’»)\]\ufffc]*\s+(?=[^\s])")
_SHORT = re.compile(
    r"(?:\b(?:Sen|Gov|Rep|Dr|Mr|Mrs|Ms|Sr|Sra|Lic|Ing|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Gen|Lt|Col)"
    r"|\b[A-Z](?:\.[A-Z])*|\bEE)\.$"
)
_NETWORK = re.compile(r"\b(?:on|en|to|from|via|vía|por|de)\s+X\.$")
"""The network ends a sentence, an initial does not."""
_LONGEST_SHORT = 12


def borders(text: str) -> list[tuple[int, int]]:
    """Where each sentence but the last ends, and where the next begins.

    >>> borders("Sen. Ana Río spoke. We left.")
    [(19, 20)]
    """
    return [
        (match.start(), match.end())
        for match in _SENTENCE.finditer(text)
        if not _is_short(text[max(0, match.start() - _LONGEST_SHORT) : match.start()])
    ]


def _is_short(end: str) -> bool:
    """Whether the full stop at the end is that of a short form."""
    return _SHORT.search(end) is not None and _NETWORK.search(end) is None


def first_border(text: str) -> int | None:
    """Where the first of several sentences ends."""
    return next((end for end, _ in borders(text)), None)


def last_clause(text: str) -> str:
    """What stands after the last sentence that ends, and after the last quotation."""
    ends = borders(text)
    tail = text[ends[-1][1] :] if ends else text
    return tail[tail.rfind(MASK) + 1 :]
