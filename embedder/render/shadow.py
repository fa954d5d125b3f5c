"""The box with a shadow root: its look in there, all of its words outside, slotted. Pure.

Made of the same markup as the plain box, so that both say the same whatever is added to it. A
page's own stylesheet does not reach what is in a shadow root; a search engine and a page
translator read what is not. Where no shadow root is made, as by ``innerHTML``, the words are
plain paragraphs with the pictures between them; what waits for a click stays hidden.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Slotted", "slotted"]

_TAG = re.compile(r"(<[^>]+>)")
_NAME = re.compile(r"^</?([a-z0-9]+)")
_CLASSES = re.compile(r' class="([^"]*)"')
_SPOKEN = re.compile(r' (?:lang|dir|cite|translate)="[^"]*"')
_VOID = {"br", "img", "source", "input"}
_WORDS = {"onrecord-name", "onrecord-small", "onrecord-tag", "onrecord-title"}


class Slotted(NamedTuple):
    """A box in two."""

    inside: str
    """What the shadow root holds: no words, but for the numbers on a picture (``+3``)."""
    outside: str
    """Its words, each with the name of its slot."""


class _Element(NamedTuple):
    tag: str
    name: str
    classes: frozenset[str]


def slotted(box: str) -> Slotted:
    r"""The box, its words taken out of it.

    Our own markup, in which what came from outside is escaped: every ``<`` and ``>`` is a tag's.

    The last slot is named ``end``: when its words are there, all are.

    >>> slotted('<div><p>Hi <b>you</b></p><p lang="fr">Salut</p></div>').outside
    '<p slot="1">Hi <b>you</b></p>\n<p lang="fr" slot="end">Salut</p>\n'
    """
    return _Box().split(box)


class _Box:
    """One walk through a box."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.outside: list[str] = []
        self.open: list[_Element] = []
        self.slots = 0
        self.covered = 0
        """In how many boxes that a reader opens by a click."""

    def split(self, box: str) -> Slotted:
        pieces = iter(_TAG.split(box))
        for piece in pieces:
            if not piece.startswith("<"):
                self.inside.append(piece)
                continue
            element = _element(piece)
            if not piece.startswith("</") and self._is_words(element):
                self._take(element, _rest(pieces, element.name))
                continue
            self.inside.append(piece)
            if element.name == "img":
                self._show(piece)
            self._walk(piece, element)
        inside, outside = "".join(self.inside), "".join(self.outside)
        last = re.compile(f'(?<= slot="){self.slots}(?=")|(?<=<slot name="){self.slots}(?=")')
        return Slotted(last.sub("end", inside), last.sub("end", outside))

    def _walk(self, piece: str, element: _Element) -> None:
        if piece.startswith("</"):
            self.open.pop()
            self.covered -= element.name == "details"
        elif element.name not in _VOID:
            self.open.append(element)
            self.covered += element.name == "details"

    def _is_words(self, element: _Element) -> bool:
        """Whether this is the outermost element that holds words and nothing but words."""
        return (
            element.name in {"p", "blockquote", "summary"}
            or not element.classes.isdisjoint(_WORDS)
            or self._is_in({"figcaption", "li"})
            or (element.name == "span" and "onrecord-lack" in self.open[-1].classes)
        )

    def _take(self, element: _Element, words: str) -> None:
        """A slot in the place of the words, and the words outside."""
        self.slots += 1
        slot = f'<slot name="{self.slots}"></slot>'
        hidden = " hidden" if self.covered and element.name != "summary" else ""
        named = f'{"".join(_SPOKEN.findall(element.tag))} slot="{self.slots}"{hidden}'
        inside, outside = f"{element.tag}{slot}</{element.name}>", f"<p{named}>{words}</p>"
        if element.name == "blockquote":
            # A page's rules for p would reach one in there.
            words = re.sub(r"^<p[^>]*>|</p>$", "", words)
            inside = f'<div class="onrecord-quote onrecord-text">{slot}</div>'
            outside = f"<blockquote{named}>{words}</blockquote>"
        elif self._is_in({"figcaption"}):
            inside, outside = slot, f"{element.tag[:-1]}{named}>{words}</{element.name}>"
        elif element.name == "a":
            inside = f'<div class="onrecord-title">{slot}</div>'
            outside = f"<p{named}>{_plain(element.tag)}{words}</a></p>"
        elif element.name == "bdi":
            outside = f"<p{named}><bdi>{words}</bdi></p>"
        self.inside.append(inside)
        self.outside.append(outside + "\n")

    def _show(self, image: str) -> None:
        """A picture for where there is no shadow root: in no slot, so that it is drawn once."""
        link = next((e for e in reversed(self.open) if e.name == "a"), None)
        if link is not None and not self.covered:
            self.outside.append(f"<p>{_plain(link.tag)}{image}</a></p>\n")

    def _is_in(self, names: set[str]) -> bool:
        return bool(self.open) and self.open[-1].name in names


def _element(tag: str) -> _Element:
    classes = _CLASSES.search(tag)
    return _Element(tag, _NAME.findall(tag)[0], frozenset(classes[1].split() if classes else ()))


def _plain(tag: str) -> str:
    """The tag without classes: outside, they would be those of a box."""
    return _CLASSES.sub("", tag)


def _rest(pieces: Iterator[str], name: str) -> str:
    """What stands before the end of an element; the end is taken, too."""
    words, deep = [], 1
    for piece in pieces:
        if piece.startswith("<") and _element(piece).name == name:
            deep += -1 if piece.startswith("</") else 1
        if not deep:
            break
        words.append(piece)
    return "".join(words)
