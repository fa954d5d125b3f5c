"""A text as one line, for titles and previews. Pure."""

import re

__all__ = ["one_line", "shortened"]

# Marks that turn the direction of what follows: in a title nothing ends their reach.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text without line breaks, runs of spaces, and marks that turn its direction."""
    # What is printable holds none of those marks, which is seen in a tenth of the time.
    if text.isprintable() and "  " not in text:
        return text.strip()
    line = " ".join(text.split())
    return line if line.isprintable() else " ".join(_BIDI.sub("", line).split())


def shortened(text: str, length: int) -> str:
    """:func:`one_line`, of at most ``length`` characters, with "…" where it was cut."""
    beginning = text[: 3 * length]
    line = one_line(beginning)
    if len(line) <= length and len(beginning) < len(text):
        line = one_line(text)
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
