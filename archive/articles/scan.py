"""An article -> the posts that it references, and the pictures that it credits. Pure.

Of a link in the text and of an embed it is the article that speaks; what the site puts around
(its own accounts, share buttons, feeds, readers' comments) is left out.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from math import inf
from typing import TypeAlias

import msgspec

from archive.articles.body import Body, is_credit, is_label, page_body, read_body, text_lines
from archive.articles.dates import json_ld
from archive.articles.furniture import article_of, is_furniture
from archive.articles.json_posts import block_addresses, ld_addresses, system_addresses
from archive.articles.marks import OURS, How, Mark, Named, held_html, is_button, mark_of, named_by
from archive.articles.pictures import Picture, folded, pictures_of
from archive.articles.shortened import is_shortened
from archive.articles.tree import BLOCKS, MAX_PAGE, Element, Text, read_tree
from archive.records import NeedsLookup

__all__ = ["MENTIONS", "Led", "Place", "Reference", "Scanned", "scan", "scan_text"]

MAX_PLACES = 1_000
"""So many places of an article are noted."""
_HARDLY = 25
"""Words of an article, below which one that references nothing is told to be hardly any text."""
MAX_POSTS = 500
"""Posts of one article; the rest is counted in a warning."""

MENTIONS = frozenset({"link", "text", "json", "json-ld", "embed"})
"""The ways of reference that load nothing of a platform."""
_SENTENCE = re.compile(
    r"(?<=[.!?\u2026])(?P<closing>[\"'\u201d\u2019\u00bb)]*)\s+(?=[\"'\u201c\u00ab(\u00bf\u00a1]?[^\W_a-z])"
)
_MAX_SENTENCE = 400
_AROUND = 600
"""Characters before and behind an address in a plain text, in which its sentence is sought."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'\u201c\u201d\u00ab\u00bb\[\]]{1,2000}", re.IGNORECASE)
_BARE_ADDRESS = re.compile(
    rf"{_ADDRESS.pattern}"
    r"|(?<![\w@/.:-])(?:[\w-]{1,63}\.){1,9}[a-z]{2,63}/[^\s<>\"'\u201c\u201d\u00ab\u00bb\[\]]{1,2000}",
    re.IGNORECASE,
)
"""Whoever copies a text off a page may get addresses without their scheme: ``x.com/a/status/1``."""
_AFTER = ".,;:!?'*_)]}"
_MAX_HELD = 400_000
"""Characters of code that is held back, of one page."""
_DEEPEST = 2
"""Code that is held back may hold back code once more, and no deeper."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One place in an article where a post is referenced."""

    how: How
    url: str
    """As it stands there."""
    sentence: str | None
    """The sentence of a link; before an embed the one that it follows on."""
    start: int
    end: int
    """Offsets of the element into the source, in code points."""
    noscript: bool = False
    """Seen only by those whose browser runs no script."""
    path: str | None = None
    """Of an embed in the page's JSON: where in it, ``content_elements[3]``; the offsets are those
    of the script.
    """
    line: int | None = None
    """Of the source, in which that script begins."""


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A post that an article references."""

    named: Named
    places: tuple[Place, ...]
    """In order of appearance; never empty."""

    @property
    def how(self) -> How:
        """How it was found: as an embed, if any of its places is one."""
        return self._shown.how

    @property
    def url(self) -> str:
        """Its address as the article writes it."""
        return self._shown.url

    @property
    def _shown(self) -> Place:
        return next((one for one in self.places if one.how not in MENTIONS), self.places[0])

    @property
    def sentence(self) -> str | None:
        """The sentence around, where one is known."""
        return next((one.sentence for one in self.places if one.sentence), None)

    @property
    def in_data(self) -> tuple[Place, ...]:
        """Its places in the JSON that the page is drawn from, which no reader sees as they are."""
        return tuple(one for one in self.places if one.path is not None)

    @property
    def key(self) -> str:
        """The post's id; while only the platform can tell it, what it is to be asked for."""
        return _key(self.named)


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """What an article references."""

    url: str | None
    title: str | None
    lang: str | None
    published: datetime | date | None
    posts: tuple[Reference, ...]
    """Each once, in order of appearance."""
    pictures: tuple[Picture, ...]
    warnings: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    """Links of shorteners, of which nobody told where they lead."""


Led: TypeAlias = Mapping[str, tuple[str, ...]]
"""By a shortener's link the addresses to which it leads, in order."""


def scan(html: str, url: str | None = None, led: Led | None = None) -> Scanned:
    """The posts that an article's page references. ``url`` is the article's own, ``led`` says where
    its shortened links lead.

    >>> page = '<p>She <a href="https://twitter.com/jack/status/20?s=21">said so</a> again.</p>'
    >>> [(one.named.native_id, one.how, one.sentence) for one in scan(page).posts]
    [('20', 'link', 'She said so again.')]
    """
    tree = read_tree(html)
    article = article_of(tree)
    body = page_body(tree, article)
    found = _Found(led)
    _Walk(found, article, url).page(tree)
    for comment in block_addresses(html):
        found.add(named_by(comment.url), "block", comment.url, None, comment.start, comment.end)
    lines: dict[int, int] = {}
    for one in system_addresses(tree):
        if one.start not in lines:
            lines[one.start] = html.count("\n", 0, one.start) + 1
        named: list[tuple[Named | None, str]]
        if one.written.startswith("<"):
            named = [(mark.named, mark.url) for mark in _marks_in(one.written, url)]
        else:
            named = [(named_by(one.written), one.written)]
        for post, address in named:
            found.add(
                post,
                "json",
                address,
                None,
                one.start,
                one.end,
                path=one.path,
                line=lines[one.start],
            )
    for address in ld_addresses(json_ld(tree)):
        found.add(named_by(address), "json-ld", address, None, 0, 0)
    return _scanned(url, body, found, pictures_of(tree, article))


def scan_text(text: str, url: str | None = None, led: Led | None = None) -> Scanned:
    """The same of an article's plain text: the addresses in it, and pictures by their credits."""
    found = _Found(led)
    for match in _BARE_ADDRESS.finditer(text[:MAX_PAGE]):
        address = match.group().rstrip(_AFTER)
        if found.is_full:
            break
        before = text[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
        behind = text[match.end() : match.end() + _AROUND].partition("\n")[0]
        line = f"{before}{match.group()}{behind}"
        sentence = None if line.strip() == address else _sentence_at(line, len(before))
        address = address if "//" in address else f"https://{address}"
        found.add(found.named(address), "text", address, sentence, match.start(), match.end())
    credited = folded(
        (line.text, line.heading) for line in text_lines(text) if line.kind == "credit"
    )
    return _scanned(url, read_body(text, kind="text"), found, credited)


def _scanned(
    url: str | None, body: Body, found: "_Found", pictures: tuple[Picture, ...]
) -> Scanned:
    posts = found.posts()
    warnings: tuple[str, ...] = ()
    if not posts and sum(len(one.text.split()) for one in body.paragraphs) < _HARDLY:
        warnings = (
            "It holds hardly any text: it may be a wall for subscribers, or a page that scripts "
            "draw. Open it in your browser, and hand over its HTML or its text.",
        )
    if len(posts) > MAX_POSTS:
        warnings = (f"It references {len(posts)} posts; {MAX_POSTS} of them are listed.",)
    return Scanned(
        url=url,
        title=body.title,
        lang=body.lang,
        published=body.published,
        posts=posts[:MAX_POSTS],
        pictures=pictures,
        warnings=warnings,
        shortened=tuple(found.shortened),
    )


def _first_start(post: Reference) -> float:
    starts = (one.start for one in post.places if one.path is None and one.start < one.end)
    return min(starts, default=inf)


def _key(named: Named) -> str:
    return f"{named.platform}:{named.key}" if isinstance(named, NeedsLookup) else named.id


class _Found:
    """What was found so far, by post."""

    def __init__(self, led: Led | None) -> None:
        self._led = led or {}
        self.shortened: dict[str, None] = {}
        self._count = 0
        self._named: dict[str, Named] = {}
        self._places: dict[str, list[Place]] = {}

    def add(
        self,
        named: Named | None,
        how: How,
        url: str,
        sentence: str | None,
        start: int,
        end: int,
        *,
        noscript: bool = False,
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        if named is None or self.is_full:
            return
        self._count += 1
        key = _key(named)
        self._named.setdefault(key, named)
        place = Place(
            how=how,
            url=url,
            sentence=sentence,
            start=start,
            end=end,
            noscript=noscript,
            path=path,
            line=line,
        )
        self._places.setdefault(key, []).append(place)

    def named(self, address: str, base: str | None = None) -> Named | None:
        """The post that a link names, by where it leads if it is a shortener's and that is told."""
        if not is_shortened(address):
            return named_by(address, base)
        trail = self._led.get(address)
        if trail is None:
            self.shortened[address] = None
            return named_by(address)
        posts = (named_by(one) for one in trail)
        return next((one for one in posts if one is not None), None)

    @property
    def is_full(self) -> bool:
        """Whether so many places are noted that no more are looked for."""
        return self._count >= MAX_PLACES

    def posts(self) -> tuple[Reference, ...]:
        """In the order in which a reader meets them; those of the page's JSON alone come last."""
        found = [
            Reference(named=named, places=tuple(self._places[key]))
            for key, named in self._named.items()
        ]
        return tuple(sorted(found, key=_first_start))


class _Walk:
    """Goes through a page in order of appearance."""

    def __init__(self, found: _Found, article: Element, base: str | None) -> None:
        self._found = found
        self._article = article
        self._holders = {id(article), *(id(one) for one in article.above())}
        self._base = base
        self._last: Element | None = None
        """The block in which text stood last."""
        self._read: tuple[Element, str, dict[int, int]] | None = None
        self._held = 0

    def page(self, tree: Element) -> None:
        waiting: list[Element | Text] = list(reversed(tree.children))
        while waiting and not self._found.is_full:
            node = waiting.pop()
            if isinstance(node, Text):
                self._text(node)
            elif not self._is_left_out(node) and not self._embed(node):
                waiting.extend(reversed(node.children))

    def _is_left_out(self, element: Element) -> bool:
        if id(element) in self._holders:
            return False
        if element.name in {"head", "style", "svg"} or is_button(element):
            return True
        return is_furniture(element)

    def _is_inside(self, node: Element | Text) -> bool:
        return self._article.start <= node.start and node.end <= self._article.end

    def _embed(self, element: Element) -> bool:
        """Notes the post of an embed or a link; whether what is in it is done with."""
        if element.name == "a":
            if self._is_inside(element):
                self._link(element)
            return False
        mark = mark_of(element, self._base)
        if mark is not None:
            self._add(mark.named, mark.how, mark.url, element)
            return True
        if not element.words.isdisjoint(OURS):
            return True
        held = held_html(element)
        self._held += len(held)
        for inner in _marks_in(held if self._held <= _MAX_HELD else "", self._base):
            self._add(inner.named, "held back", inner.url, element)
        return False

    def _link(self, link: Element) -> None:
        href = link.get("href")
        named = self._found.named(href, self._base)
        if named is not None:
            sentence = self._sentence(_block(link), link)
            self._found.add(
                named, "link", href, sentence, link.start, link.end, noscript=_in_noscript(link)
            )

    def _add(self, named: Named, how: How, url: str, element: Element) -> None:
        before = "" if self._last is None else self._text_of(self._last)[0].rstrip()
        self._found.add(
            named,
            how,
            url,
            _sentence_at(before, len(before) - 1),
            element.start,
            element.end,
            noscript=_in_noscript(element),
        )

    def _sentence(self, block: Element, node: Element | Text, at: int = 0) -> str | None:
        """The sentence of a block in which a link or an address stands."""
        shown, places = self._text_of(block)
        inside = node.walk() if isinstance(node, Element) else (node,)
        texts = (one for one in inside if isinstance(one, Text) and one.text.strip())
        start = next((places[id(one)] for one in texts if id(one) in places), None)
        return None if start is None else _sentence_at(shown, start + at)

    def _text_of(self, block: Element) -> tuple[str, dict[int, int]]:
        """A block's text and where in it each piece is, once for all that stands in it."""
        if self._read is None or self._read[0] is not block:
            self._read = (block, *block.shown())
        return self._read[1:]

    def _text(self, text: Text) -> None:
        if not text.text.strip():
            return
        block = _block(text)
        if self._is_inside(text) and text.parent.name != "a":
            for found in _ADDRESS.finditer(text.text):
                if self._found.is_full:
                    return
                address = found.group().rstrip(_AFTER)
                named = self._found.named(address)
                if named is not None:
                    sentence = self._sentence(block, text, found.start())
                    bare = sentence == address
                    self._found.add(
                        named, "text", address, None if bare else sentence, text.start, text.end
                    )
        words = " ".join(text.text.split())
        if block.name != "figcaption" and not is_label(words) and not is_credit(words):
            self._last = block


def _marks_in(html: str, base: str | None, depth: int = 1) -> Iterator[Mark]:
    """The embeds in code that stands in an attribute, a script or the like."""
    if not html:
        return
    waiting: list[Element | Text] = list(reversed(read_tree(html).children))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text) or is_button(node):
            continue
        mark = mark_of(node, base)
        if mark is not None:
            yield mark
            continue
        if depth < _DEEPEST:
            yield from _marks_in(held_html(node), base, depth + 1)
        waiting.extend(reversed(node.children))


def _in_noscript(element: Element) -> bool:
    return any(one.name == "noscript" for one in element.above())


def _block(node: Element | Text) -> Element:
    """The block of text that a node stands in."""
    element = node.parent if isinstance(node, Text) else node
    above = _and_above(element) if isinstance(node, Text) else node.above()
    for element in above:
        if element.name in BLOCKS:
            break
    return element


def _and_above(element: Element) -> Iterator[Element]:
    yield element
    yield from element.above()


@lru_cache(maxsize=4)  # of one block, for each link in it
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each begins and ends."""
    found = [(one.end("closing"), one.end()) for one in _SENTENCE.finditer(text)]
    starts = [0, *(start for _, start in found)]
    ends = [*(end for end, _ in found), len(text)]
    return tuple(zip(starts, ends, strict=True))


def _sentence_at(text: str, at: int) -> str | None:
    """The sentence that a place of a text is in, on one line; ``None``: the text is empty."""
    sentence = next((text[start:end] for start, end in _sentences(text) if at < end), text)
    return _cut(" ".join(sentence.split())) or None


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_SENTENCE else text[: _MAX_SENTENCE - 1].rstrip() + "\u2026"
