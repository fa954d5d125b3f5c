"""The sentence of a text in which something stands. Pure."""

import re
from functools import lru_cache

__all__ = ["sentence_at"]

_SENTENCE = re.compile(
    r"(?<=[.!?\u2026])(?P<closing>[\"'\u201d\u2019\u00bb)]*)\s+(?=[\"'\u201c\u00ab(\u00bf\u00a1]?[^\W_a-z])"
)
_MAX_SENTENCE = 400


@lru_cache(maxsize=4)  # of one block, for each link in it
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each begins and ends."""
    found = [(one.end("closing"), one.end()) for one in _SENTENCE.finditer(text)]
    starts = [0, *(start for _, start in found)]
    ends = [*(end for end, _ in found), len(text)]
    return tuple(zip(starts, ends, strict=True))


def sentence_at(text: str, at: int) -> str | None:
    """The sentence that a place of a text is in, on one line; ``None``: the text is empty."""
    sentence = next((text[start:end] for start, end in _sentences(text) if at < end), text)
    return _cut(" ".join(sentence.split())) or None


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SENTENCE else text[: _MAX_SENTENCE - 1].rstrip() + "\u2026"
