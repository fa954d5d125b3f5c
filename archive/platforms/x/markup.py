"""The text of a post in X's own HTML -> what a reader saw, with facets. Pure.

X writes a mention, a hashtag and a link as ``<a>``, a link's shown form in between parts of the
class ``invisible``, an emoji as a picture with the sign as its ``alt``, and what it hides as
``u-hidden``. In its old pages a line break is one, in an embed's code it is ``<br>``.
"""

import re
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urljoin

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from archive.platforms.x.post import created, language
from archive.platforms.x.text import Shown
from archive.platforms.x.urls import (
    account_url,
    cashtag_url,
    hashtag_url,
    post_id_in,
    post_url,
)
from archive.records import Author, Facet, FacetKind, Snapshot
from archive.text import clean_text, web_address

__all__ = ["attribute", "classes", "shown_in", "snapshot_of"]

_ORIGIN = "https://x.com/"
_HIDDEN = {"invisible", "u-hidden"}
_OWN_MEDIA = re.compile(r"pic\.(twitter|x)\.com/\w+")
_MENTION = re.compile(r"[@\uff20]\w+")
_TAG = re.compile(r"([#\uff03$])(\S+)")


class _Piece(NamedTuple):
    text: str
    link: Tag | None


def shown_in(root: Tag, hidden_posts: frozenset[str] = frozenset()) -> Shown:
    """What a reader saw of the text inside ``root``. Links at its end to the post's own media and
    to ``hidden_posts`` (the quoted one) are left out.
    """
    pieces = _pieces(root)
    while pieces and _is_left_out(pieces[-1], hidden_posts):
        pieces.pop()
    text = ""
    spans: list[Facet] = []
    warnings: tuple[str, ...] = ()
    for piece in pieces:
        cleaned, replaced = clean_text(piece.text)
        warnings = tuple(dict.fromkeys((*warnings, *replaced)))
        if piece.link is not None and cleaned.strip():
            kind, target = _facet(cleaned, piece.link)
            spans.append(
                Facet(start=len(text), end=len(text) + len(cleaned), kind=kind, target=target)
            )
        text += cleaned
    led = len(text) - len(text.lstrip())
    text = text.strip()
    facets = tuple(
        Facet(start=f.start - led, end=min(f.end - led, len(text)), kind=f.kind, target=f.target)
        for f in spans
        if 0 <= f.start - led < len(text)
    )
    return Shown(text, facets, warnings)


def snapshot_of(
    native_id: str,
    author: Author,
    words: Tag,
    *,
    told: datetime | None = None,
    hidden_posts: frozenset[str] = frozenset(),
) -> Snapshot:
    """A post of which these are the words, as far as they tell it: a partial one. ``told`` is the
    time that the page says, where the id tells none.
    """
    shown = shown_in(words, hidden_posts)
    created_at, precision = created(native_id, told)
    lang = language(attribute(words, "lang"))
    return Snapshot(
        platform="x",
        native_id=native_id,
        url=post_url(native_id, author.handle),
        author=author,
        text=shown.text,
        facets=shown.facets,
        lang=lang,
        langs=() if lang is None else (lang,),
        created_at=created_at,
        created_precision=precision,
        completeness="partial",
        warnings=shown.warnings,
    )


def classes(tag: Tag) -> list[str]:
    value = tag.get("class")
    return value if isinstance(value, list) else (value or "").split()


def attribute(tag: Tag, name: str) -> str | None:
    """The attribute's value as text."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value


def _pieces(root: Tag) -> list[_Piece]:
    """The text in its parts, each with the link that it belongs to: no part for each node of it."""
    pieces: list[_Piece] = []
    waiting: list[tuple[object, Tag | None]] = [(child, None) for child in reversed(root.contents)]
    while waiting:
        node, link = waiting.pop()
        text = ""
        if isinstance(node, Tag):
            if node.name == "br":
                text = "\n"
            elif node.name == "img":
                text = attribute(node, "alt") or ""
            elif node.name not in {"script", "style"} and not _HIDDEN & set(classes(node)):
                inside = node if node.name == "a" else link
                waiting += [(child, inside) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = str(node)
        if not text:
            continue
        if pieces and pieces[-1].link is link:
            pieces[-1] = _Piece(pieces[-1].text + text, link)
        else:
            pieces.append(_Piece(text, link))
    return pieces


def _is_left_out(piece: _Piece, hidden_posts: frozenset[str]) -> bool:
    text = piece.text.strip()
    if piece.link is None:
        return not text
    return (
        not text
        or _OWN_MEDIA.fullmatch(text) is not None
        or piece.link.get("data-pre-embedded") is not None
        or post_id_in(_target(piece.link)) in hidden_posts
    )


def _facet(text: str, link: Tag) -> tuple[FacetKind, str | None]:
    if _MENTION.fullmatch(text):
        return "mention", account_url(text[1:])
    tag = _TAG.fullmatch(text)
    if tag is None:
        return "link", _target(link)
    return ("cashtag", cashtag_url(tag[2])) if tag[1] == "$" else ("hashtag", hashtag_url(tag[2]))


def _target(link: Tag) -> str | None:
    """Where a link leads in full, where X says so; else to its short one."""
    for name in ("data-expanded-url", "title"):
        told = web_address(attribute(link, name))
        if told is not None:
            return told
    try:
        return web_address(urljoin(_ORIGIN, attribute(link, "href") or ""))
    except ValueError:  # no address at all
        return None
