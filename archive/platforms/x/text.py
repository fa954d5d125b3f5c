"""The text of a post of X and its entities -> what a reader saw, with facets. Pure.

X gives text with its short links in it, escaped (``&amp;``), and entities that count code
points of that escaped text. So pieces are cut out by the entities first and unescaped
after.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from archive.platforms.x.urls import post_id_in
from archive.records import Facet, FacetKind
from archive.text import clean_text, fit_facets

__all__ = ["LEADING_HANDLES", "UNESCAPED", "Entity", "Shown", "codepoints", "show", "unescape"]

LEADING_HANDLES = re.compile(r"(@\w+\s+)+")
"""Of those whom a reply answers: X puts them before its text."""

UNESCAPED = re.compile(r"[<>]|&(?!(amp|lt|gt);)")
"""A sign left bare, which shows that a text is not escaped."""

_ESCAPED = re.compile(r"&(amp|lt|gt);")
_ESCAPES = {"amp": "&", "lt": "<", "gt": ">"}
_MENTIONS = re.compile(r"\s*(@\w+\s*)+")
_SHORT_LINKS = re.compile(r"\s*(https?://t\.co/\w+\s*)+")


class Entity(NamedTuple):
    """A span of X's own text: code points ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    kind: FacetKind
    target: str | None = None
    shown: str | None = None
    """What stands in its place on X; ``None``: the text itself."""
    of_media: bool = False
    """The short link that X appends for a post's pictures and hides."""


class Shown(NamedTuple):
    text: str
    facets: tuple[Facet, ...]
    warnings: tuple[str, ...]


def unescape(text: str) -> str:
    """X escapes exactly these three, once."""
    return _ESCAPED.sub(lambda match: _ESCAPES[match[1]], text)


def codepoints(text: str, units: int) -> int:
    """The offset in code points of an offset in UTF-16 units; past the end, the end."""
    passed = 0
    for index, character in enumerate(text):
        if passed >= units:
            return index
        passed += 2 if ord(character) > 0xFFFF else 1
    return len(text)


def show(
    raw: str,
    entities: Iterable[Entity],
    *,
    visible: tuple[int, int] | None = None,
    hidden_posts: frozenset[str] = frozenset(),
    escaped: bool = True,
) -> Shown:
    """What a reader saw of ``raw``.

    ``visible`` is X's display range in code points. It hides the mentions that a reply
    begins with and the links that X appends, and is believed in that only: X counts it in
    units that differ between its interfaces, and no word may be lost to a wrong count.
    Links at the end to ``hidden_posts`` (the quoted one) and to the post's own media are
    left out in any case.

    >>> show("a &amp; https://t.co/1", [Entity(8, 22, "link", "https://e.org/", "e.org")])[:2]
    ('a & e.org', (Facet(start=4, end=9, kind='link', target='https://e.org/'),))
    """
    by_span = {
        Facet(start=entity.start, end=entity.end, kind=entity.kind): entity
        for entity in sorted(entities, key=lambda entity: entity.of_media)
    }
    spans, warnings = fit_facets(len(raw), by_span)
    kept = [by_span[span] for span in spans]
    start, end = _bounds(raw, kept, visible, hidden_posts)

    pieces: list[str] = []
    facets: list[Facet] = []
    length, cut = 0, start

    def write(piece: str) -> None:
        nonlocal length, warnings
        cleaned, replaced = clean_text(piece)
        pieces.append(cleaned)
        length += len(cleaned)
        warnings = tuple(dict.fromkeys((*warnings, *replaced)))

    def write_raw(piece: str) -> None:
        write(unescape(piece) if escaped else piece)

    for entity in kept:
        if entity.start < start or entity.end > end:
            continue
        write_raw(raw[cut : entity.start])
        begins = length
        if entity.shown is None:
            write_raw(raw[entity.start : entity.end])
        else:
            write(entity.shown)
        cut = entity.end
        if length > begins:
            facets.append(Facet(start=begins, end=length, kind=entity.kind, target=entity.target))
    write_raw(raw[cut:end])
    return Shown("".join(pieces), tuple(facets), warnings)


def _bounds(
    raw: str,
    kept: list[Entity],
    visible: tuple[int, int] | None,
    hidden_posts: frozenset[str],
) -> tuple[int, int]:
    start, end = 0, len(raw)
    if visible is not None and 0 < visible[0] <= len(raw):
        hidden = raw[: visible[0]]
        if _MENTIONS.fullmatch(hidden):
            start = visible[0]
            start += len(raw[start:]) - len(raw[start:].lstrip())
    if visible is not None and start <= visible[1] and _SHORT_LINKS.fullmatch(raw[visible[1] :]):
        end = visible[1]
    for entity in reversed(kept):
        if entity.start < start or raw[entity.end : end].strip():
            break
        if entity.start < end and not (
            entity.of_media or (entity.kind == "link" and post_id_in(entity.target) in hidden_posts)
        ):
            break
        end = min(end, entity.start)
    if end < len(raw):
        end = start + len(raw[start:end].rstrip())
    return start, end
