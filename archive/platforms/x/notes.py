"""The long text of a post in X's data archive, which keeps it apart as a "note" of its own. Pure.

A note names no post, and its id is none of a post's. It is made in the same seconds as its post,
whose text is the beginning of the note's: without the handles that a reply begins with, which are
not in the note, and with a link to itself or an ellipsis at its end.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from archive.platforms.shape import mapping, mappings, moment, string
from archive.platforms.x.shape import number
from archive.platforms.x.text import LEADING_HANDLES, UNESCAPED, unescape

__all__ = ["TOGETHER", "extended", "note_of", "times_of"]

TOGETHER = timedelta(seconds=5)
"""Between a post and its note at most."""

_LONGEST = 200_000
"""Code points of a note: X allows 25,000."""
_MOST = 5_000
"""Spans of a kind in one note."""
_LINKS = re.compile(r"https?://\S+")
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPES = {ord(sign): escaped for sign, escaped in _SIGNS.items()}
_KINDS = (
    ("hashtags", "hashtags", "text", ("#", "\uff03")),
    ("cashtags", "symbols", "text", ("$",)),
    ("mentions", "user_mentions", "screenName", ("@", "\uff20")),
    ("urls", "urls", "shortUrl", ("",)),
)
"""The spans of a note: its name for them, v1.1's, what is written there, after which sign."""


def times_of(note: Mapping[str, Any]) -> set[datetime]:
    """When a note was made, and last changed."""
    told = (moment(note.get("createdAt")), moment(note.get("updatedAt")))
    return {time for time in told if time is not None}


def note_of(status: Mapping[str, Any], notes: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The one of ``notes``, all made when the status was, that it is the beginning of; ``None``
    where there is none, or more than one.
    """
    begun = _beginning(status)
    if not begun:
        return None
    fits = {}
    for note in notes:
        text = mapping(note.get("core")).get("text")
        if isinstance(text, str) and len(begun) < len(text) <= _LONGEST:
            bare = _words(text)
            if bare.startswith(begun) or _answer(bare).startswith(begun):
                fits[text] = note
    return next(iter(fits.values())) if len(fits) == 1 else None


def _beginning(status: Mapping[str, Any]) -> str:
    text = status.get("full_text", status.get("text"))
    if not isinstance(text, str) or text.startswith("RT @"):
        return ""
    return _answer(_words(text)).rstrip("… ")


def _answer(text: str) -> str:
    """The text without the handles that it begins with."""
    found = LEADING_HANDLES.match(text)
    return text if found is None else text[found.end() :]


def _words(text: str) -> str:
    """The text without its links, however they are written, and without its white space's kinds."""
    return " ".join(unescape(_LINKS.sub(" ", text)).split())


def extended(note: Mapping[str, Any], *, escaped: bool | None = None) -> dict[str, Any]:
    """A note in the form that API v1.1 gives long texts in: see ``extended_tweet`` of
    :func:`archive.platforms.x.v11.parse_v11`. Its bold and italic words are plain there.

    ``escaped`` says whether the note's text is; ``None``: it is not known.
    """
    core = mapping(note.get("core"))
    raw = str(core.get("text"))
    if escaped is None:
        # Some of X's interfaces escape a long text and some do not: a sign left bare tells.
        escaped = UNESCAPED.search(raw) is None
    places = [] if escaped else [place for place, sign in enumerate(raw) if sign in _SIGNS]
    longer = [0]
    for place in places:
        longer.append(longer[-1] + len(_SIGNS[raw[place]]) - 1)

    def moved(offset: int) -> int:
        return offset + longer[bisect_left(places, offset)]

    return {
        "full_text": raw if escaped else raw.translate(_ESCAPES),
        "entities": {
            name: [
                {
                    "indices": [moved(start), moved(end)],
                    "text": item.get("text"),
                    "screen_name": item.get("screenName"),
                    "url": item.get("shortUrl"),
                    "expanded_url": item.get("expandedUrl"),
                    "display_url": item.get("displayUrl"),
                }
                for item, start, end in _spans(core.get(theirs), raw, word, signs)
            ]
            for theirs, name, word, signs in _KINDS
        },
    }


def _spans(
    told: object, raw: str, word: str, signs: tuple[str, ...]
) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    """Where in the text each item stands. Its own indices are believed only if it does: what they
    count is written nowhere. Else it is looked for, after the one before it.
    """
    passed = 0
    for item in mappings(told)[:_MOST]:
        written = string(item.get(word))
        if written is None:
            continue
        forms = [(sign + written).casefold() for sign in signs]
        start, end = number(item.get("fromIndex")), number(item.get("toIndex"))
        if start is None or end is None or raw[start:end].casefold() not in forms:
            places = [found for sign in signs if (found := raw.find(sign + written, passed)) >= 0]
            if not places:
                continue
            start = min(places)
            end = start + len(signs[0]) + len(written)
        passed = max(passed, end)
        yield item, start, end
