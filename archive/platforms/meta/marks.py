"""Mentions, hashtags and links in text that Meta gives without its marks. Pure."""

import re
from collections.abc import Callable
from urllib.parse import quote

from archive.records import Facet
from archive.text import fit_facets, web_address

__all__ = ["marks_of"]

_MENTION = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)")
_HASHTAG = re.compile(r"(?<![\w&/#])#(\w{1,150})")
_LINK = re.compile(r"https?://[^\s<>\"“”]{1,2000}")
_NOT_AT_THE_END = ".,;:!?)]}'…"


def marks_of(
    text: str,
    *,
    account: Callable[[str], str],
    hashtag: Callable[[str], str],
    links: bool,
) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """The facets of a plain text, and warnings. ``account`` and ``hashtag`` give the address of a
    name or a tag on its platform. ``links``: whether it makes links of addresses.
    """
    found: list[Facet] = []
    for match in _LINK.finditer(text) if links else ():
        shown = match[0].rstrip(_NOT_AT_THE_END)
        target = web_address(shown)
        if target:
            end = match.start() + len(shown)
            found.append(Facet(start=match.start(), end=end, kind="link", target=target))
    taken = {at for facet in found for at in range(facet.start, facet.end)}
    found += [
        Facet(start=match.start(), end=match.end(), kind="mention", target=account(match[1]))
        for match in _MENTION.finditer(text)
        if match.start() not in taken
    ]
    found += [
        Facet(
            start=match.start(),
            end=match.end(),
            kind="hashtag",
            target=hashtag(quote(match[1], safe="")),
        )
        for match in _HASHTAG.finditer(text)
        if match.start() not in taken and not match[1].isdigit()
    ]
    return fit_facets(len(text), found)
