"""Facets of plain text, as a platform draws them that sends no markup with it: addresses,
hashtags, mentions. Pure.
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from archive.records import Facet
from archive.text import fit_facets, web_address

__all__ = ["marks_in", "whole_marks"]

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]{1,2000}", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<![\w&/#])[#＃](?=\w*[^\W\d_])\w{1,100}")
_MENTION = re.compile(r"(?<![\w/@.])@[\w.\-]{1,100}")
_AFTER = ".,;:!?'\"…’)]}*"


def marks_in(
    text: str,
    *,
    hashtag: Callable[[str], str] | None = None,
    mention: Callable[[str], str | None] | None = None,
) -> tuple[Facet, ...]:
    """What a reader sees as links in a text. ``hashtag`` and ``mention`` give the address of a
    name, percent-encoded and without its sign; without them these stay plain, as does a name that
    ``mention`` does not know.

    >>> [text for text in ("See https://a.example/x.",) for facet in marks_in(text)
    ...  if text[facet.start : facet.end] == facet.target]
    ['See https://a.example/x.']
    """
    found: list[Facet] = []
    for match in _ADDRESS.finditer(text):
        shown = _without_tail(match[0])
        if web_address(shown):
            end = match.start() + len(shown)
            found.append(Facet(start=match.start(), end=end, kind="link", target=shown))
    for match in _HASHTAG.finditer(text) if hashtag else ():
        target = hashtag(quote(match[0][1:])) if hashtag else None
        found.append(Facet(start=match.start(), end=match.end(), kind="hashtag", target=target))
    for match in _MENTION.finditer(text) if mention else ():
        name = match[0][1:].rstrip(".-")
        target = mention(quote(name)) if name and mention else None
        if target is not None:
            end = match.start() + 1 + len(name)
            found.append(Facet(start=match.start(), end=end, kind="mention", target=target))
    return fit_facets(len(text), found)[0]


def whole_marks(text: str, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """Those of a text that was cut which are whole: its last word may be the beginning of a longer
    address, tag or name.

    >>> whole_marks("See https://a.example/pl…", marks_in("See https://a.example/pl…"))
    ()
    """
    end = len(text.rstrip(_AFTER + " "))
    return tuple(facet for facet in facets if facet.end < end)


def _without_tail(shown: str) -> str:
    """An address without the marks of the sentence that it ends; a bracket stays that it opens."""
    while shown[-1] in _AFTER and not (shown[-1] == ")" and shown.count("(") >= shown.count(")")):
        shown = shown[:-1]
    return shown
