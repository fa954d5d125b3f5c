"""An article -> the posts that it references, and the pictures that it credits. Pure.

Of a link in the text and of an embed it is the article that speaks; what the site puts around
(its own accounts, share buttons, feeds, readers' comments) is left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

import msgspec

from archive.articles.body import Body, is_credit, is_label, page_body, read_body, text_lines
from archive.articles.dates import json_ld
from archive.articles.furniture import article_of, is_furniture
from archive.articles.json_posts import block_addresses, ld_addresses, system_addresses
from archive.articles.marks import OURS, How, Mark, Named, held_html, is_button, mark_of, named_by
from archive.articles.pictures import Picture, folded, pictures_of
from archive.articles.references import Found, Led, Reference
from archive.articles.sentences import sentence_at
from archive.articles.tree import BLOCKS, MAX_PAGE, Element, Text, read_tree

__all__ = ["Scanned", "scan", "scan_text"]

_MOST = 5_000
"""Addresses of a plain text that are looked at."""
_HARDLY = 25
"""Words of an article, below which one that references nothing is told to be hardly any text."""
MAX_POSTS = 500
"""Posts of one article; the rest is counted in a warning."""

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
    found = Found(led)
    walk = _Walk(found, article, url)
    walk.page(tree)
    for one in block_addresses(html):
        found.add(named_by(one.url), "block", one.url, walk.before(one.start), one.start, one.end)
    lines: dict[int, int] = {}
    for data in system_addresses(tree):
        if data.start not in lines:
            lines[data.start] = html.count("\n", 0, data.start) + 1
        named: list[tuple[Named | None, str]]
        if data.written.startswith("<"):
            named = [(mark.named, mark.url) for mark in _marks_in(data.written, url)]
        else:
            named = [(named_by(data.written), data.written)]
        for post, address in named:
            found.add(
                post,
                "json",
                address,
                None,
                data.start,
                data.end,
                path=data.path,
                line=lines[data.start],
            )
    for address in ld_addresses(json_ld(tree)):
        found.add(named_by(address), "json-ld", address, None, 0, 0)
    return _scanned(url, body, found, pictures_of(tree, article))


def scan_text(text: str, url: str | None = None, led: Led | None = None) -> Scanned:
    """The same of an article's plain text: the addresses in it, and pictures by their credits."""
    found = Found(led)
    for match in islice(_BARE_ADDRESS.finditer(text[:MAX_PAGE]), _MOST):
        address = match.group().rstrip(_AFTER)
        if found.is_full:
            break
        before = text[max(0, match.start() - _AROUND) : match.start()].rpartition("\n")[2]
        behind = text[match.end() : match.end() + _AROUND].partition("\n")[0]
        line = f"{before}{match.group()}{behind}"
        sentence = None if line.strip() == address else sentence_at(line, len(before))
        address = address if "//" in address else f"https://{address}"
        found.add(found.named(address), "text", address, sentence, match.start(), match.end())
    credited = folded(
        (line.text, line.heading) for line in text_lines(text) if line.kind == "credit"
    )
    return _scanned(url, read_body(text, kind="text"), found, credited)


def _scanned(url: str | None, body: Body, found: Found, pictures: tuple[Picture, ...]) -> Scanned:
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


class _Walk:
    """Goes through a page in order of appearance."""

    def __init__(self, found: Found, article: Element, base: str | None) -> None:
        self._found = found
        self._article = article
        self._holders = {id(article), *(id(one) for one in article.above())}
        self._base = base
        self._last: Element | None = None
        """The block in which text stood last."""
        self._ends: list[int] = []
        self._blocks: list[Element] = []
        """Where each text ended so far that may lead to an embed, and its block."""
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
        self._found.add(
            named,
            how,
            url,
            self._last_sentence(self._last),
            element.start,
            element.end,
            noscript=_in_noscript(element),
        )

    def before(self, place: int) -> str | None:
        """The last sentence before a place of the source, once the page was gone through."""
        number = bisect_right(self._ends, place)
        return self._last_sentence(self._blocks[number - 1]) if number else None

    def _last_sentence(self, block: Element | None) -> str | None:
        text = "" if block is None else self._text_of(block)[0].rstrip()
        return sentence_at(text, len(text) - 1)

    def _sentence(self, block: Element, node: Element | Text, at: int = 0) -> str | None:
        """The sentence of a block in which a link or an address stands."""
        shown, places = self._text_of(block)
        inside = node.walk() if isinstance(node, Element) else (node,)
        texts = (one for one in inside if isinstance(one, Text) and one.text.strip())
        start = next((places[id(one)] for one in texts if id(one) in places), None)
        return None if start is None else sentence_at(shown, start + at)

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
        if block.name != "figcaption" and _leads(words):
            self._last = block
            self._ends.append(text.end)
            self._blocks.append(block)


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


def _leads(words: str) -> bool:
    """Whether a text may lead to an embed: no address or code alone, no credit, no label."""
    alone = _ADDRESS.fullmatch(words) or (words.startswith("[") and words.endswith("]"))
    return not (alone or is_label(words) or is_credit(words))


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
