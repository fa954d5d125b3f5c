"""An article's own words: its headline, language and date, and its paragraphs. Pure.

Menus, shares, captions, advertisements and the posts that it embeds are left out: what is here was
written by the article's author, and may quote somebody.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Literal, NamedTuple

import msgspec

from archive.articles.dates import dateline, json_ld, read_date, told_date
from archive.articles.furniture import article_of, is_furniture
from archive.articles.tree import BLOCKS, Element, Page, Text, read_tree
from archive.platforms.shape import string

__all__ = [
    "Body",
    "Line",
    "Paragraph",
    "is_bold",
    "is_credit",
    "is_label",
    "page_body",
    "read_body",
    "text_lines",
]


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph as a reader saw it, on one line."""

    text: str
    heading: str | None
    """The nearest heading above it, the headline excepted."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What an article says, without what a page puts around it."""

    title: str | None
    lang: str | None
    """As the page gives it: ``en-US``; ``None``: it does not."""
    published: datetime | date | None
    """Aware and in UTC; the day alone where no time, or no zone of it, is told."""
    paragraphs: tuple[Paragraph, ...]


_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LEFT_OUT = {
    *("script", "style", "template", "noscript", "textarea", "iframe", "svg", "figcaption"),
    *("select", "button", "aside", "header", "video", "audio", "object", "amp-ad", "title", "head"),
}
_EMBEDDED = re.compile(
    r"twitter-(?:tweet|video)|instagram-media|bluesky-embed|mastodon-embed|text-post-media"
    r"|tiktok-embed|fb-(?:post|video|xfbml)|reddit-(?:embed|card)|telegram-post|truthsocial-embed"
)
_CAPTION = re.compile(r"wp-caption-text|\bcaption\b|image-?credit|photo-?credit")
_BOLD = {"b", "strong"}
_MAX_TEXT = 500_000
"""Characters of plain text that are read."""
_HEADING_LENGTH = 120
_FEW = 40
"""Nodes in a heading, at most."""
_TITLE_LENGTH = 200
_NEAR = 5_000
"""Characters of markup between the begin of an article and its headline, at most."""

_LABEL = re.compile(
    r"(?:[-\u2013\u2014* ]*)(?:advertisements?|publicidad(?:e)?|anuncio|anzeige|werbung|publicité"
    r"|loader image|translate text .*|read more|leer más|weiterlesen|lire (?:la suite|aussi))"
    r"(?:[-\u2013\u2014*:. ]*)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:latest news|more (?:articles like this|from .*|news|stories)|related (?:articles|posts|"
    r"stories|news)|you may also like|recommended|leave a (?:reply|comment)|comments|"
    r"(?:últimas|más) noticias|te puede interesar|noticias relacionadas|artículos relacionados|"
    r"deja (?:un|tu) comentario|comentarios|mehr zum thema|das könnte sie auch interessieren|"
    r"kommentare|à lire aussi|sur le même sujet|articles liés|leia (?:mais|também))[:.]?",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:image|photo|picture|screenshot|imagen|imágenes|foto|fotografía|fotos|bild(?:quelle)?|bilder"
    r"|image à la une|imagem|crédit photo|crédito|crédito da foto|quelle|source|fuente|fonte)"
    r"(?: ?(?:source|sources|credit|credits|courtesy|via|by|cortesía|de|by courtesy of|quelle"
    r"|crédito|créditos|fuente|nachweis))? ?[:/©]\s*(?P<who>\S.{0,120}?)\s*$",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?:image|photo|picture|imagen|foto|fotografía|captura(?: de pantalla)?|screenshot)s? "
    r"(?:via|vía|courtesy of|from|tomada de|cortesía de|by) (?P<who>\S.{0,60}?)\s*$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\u2026;,][\"'\u201d\u2019\u00bb)\]]*$")


def read_body(content: str, *, kind: Literal["html", "text"]) -> Body:
    """What the article says, from its page or its plain text.

    The date is the one of its JSON-LD, else its dateline's, else the one in its ``<meta>``; never
    the day that the page's head shows.

    >>> read_body("<h1>News</h1><p>He said: “No.”</p>", kind="html").paragraphs[0].text
    'He said: “No.”'
    """
    if kind == "text":
        return _text_body(content)
    tree = read_tree(content)
    return page_body(tree, article_of(tree))


def page_body(tree: Page, article: Element) -> Body:
    """The same of a page that was read before, and in which the article was found."""
    nodes = json_ld(tree)
    title = _title(tree, article)
    paragraphs = tuple(_paragraphs(article, title))
    meta = _meta(tree)
    root = next(tree.elements("html"), None)
    return Body(
        title=title,
        lang=(root.get("lang") if root else "") or meta.get("og:locale") or None,
        published=told_date(nodes)
        or dateline(one.text for one in paragraphs)
        or read_date(meta.get("article:published_time") or meta.get("datepublished")),
        paragraphs=paragraphs,
    )


def _meta(tree: Page) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.elements("meta", "time"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        value = tag.get("content") or tag.get("datetime")
        if name and value:
            found.setdefault(name.lower(), value)
    return found


def _title(tree: Page, article: Element) -> str | None:
    """The headline: the ``<h1>`` that the page is called by, else the one nearest the article."""
    meta = _meta(tree)
    title = next(tree.elements("title"), None)
    called = meta.get("og:title") or string(" ".join(title.raw.split()) if title else "") or ""
    headings = [one for one in tree.elements("h1") if one.text() and one.start < article.end]
    for heading in headings:
        text = heading.text()
        if called and (called in text or (text in called and len(text) * 2 > len(called))):
            return text
    near = [one.text() for one in headings if one.start < article.inside + _NEAR]
    return near[-1] if near and (not called or len(near[-1].split()) > 2) else called or None


def _paragraphs(article: Element, title: str | None) -> Iterator[Paragraph]:
    heading: str | None = None
    for block, text in _blocks(article):
        if _is_heading(block, text):
            heading = None if text == title else text
        elif not is_label(text) and not is_credit(text) and text != title:
            yield Paragraph(text, heading)


def _blocks(article: Element) -> Iterator[tuple[Element, str]]:
    """Each run of text between two block borders, with the block that it stands in."""
    words: list[str] = []
    home = article

    def run() -> Iterator[tuple[Element, str]]:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            yield home, text

    waiting: list[Element | Text | tuple[Element]] = list(reversed(article.children))
    breaks = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            yield from run()
            home = node[0].parent or article
        elif isinstance(node, Text):
            words.append(node.text)
            breaks = breaks if not node.text.strip() else 0
        elif node.name == "br":
            breaks += 1
            words.append(" ")
            if breaks > 1:
                yield from run()
        elif _is_left_out(node):
            continue
        elif node.name in BLOCKS:
            yield from run()
            home, breaks = node, 0
            waiting.append((node,))
            waiting.extend(reversed(node.children))
        else:
            waiting.extend(reversed(node.children))
    yield from run()


def _is_left_out(element: Element) -> bool:
    if element.name in _LEFT_OUT or is_furniture(element):
        return True
    told = element.get("class").lower()
    return bool(_EMBEDDED.search(told) or _CAPTION.search(told))


def _is_heading(block: Element, text: str) -> bool:
    if any(one.name in _HEADINGS for one in (block, *block.above())):
        return True
    if len(text) > _HEADING_LENGTH or _SENTENCE_END.search(text):
        return False
    return is_bold(block)


def is_bold(block: Element) -> bool:
    """Whether all text in it is bold: a heading that was made by hand."""
    inside = (one for one in block.children if isinstance(one, Element))
    if any(len(one.children) > _FEW for one in (block, *inside)):
        return False
    said = [one for one in islice(block.walk(), _FEW) if isinstance(one, Text) and one.text.strip()]
    return bool(said) and all(
        any(up.name in _BOLD for up in (one.parent, *one.parent.above())) for one in said
    )


def is_label(text: str) -> bool:
    """No sentence but a sign that a page puts in between: "- Advertisement -"."""
    return bool(_LABEL.fullmatch(text))


def is_credit(text: str) -> re.Match[str] | None:
    """A line that says whose a picture is; ``who`` names it: "Image source: X"."""
    if len(text) >= _HEADING_LENGTH:
        return None
    return _CREDIT.match(text) or _TAKEN.match(text)


class Line(NamedTuple):
    """A line of an article's plain text, and what it is."""

    kind: Literal["title", "heading", "paragraph", "credit"]
    text: str
    heading: str | None


def text_lines(content: str) -> Iterator[Line]:
    """The lines of an article's plain text, up to where the site's own lists begin."""
    lines = [" ".join(line.split()) for line in content[:_MAX_TEXT].splitlines()]
    lines = [line for line in lines if line and not is_label(line)]
    title = next((line for line in lines if _is_headline(line)), None)
    above = lines[: lines.index(title)] if title is not None else []
    if title is not None and not any(_SENTENCE_END.search(line) for line in above):
        yield Line("title", title, None)
        lines = lines[len(above) + 1 :]
    heading: str | None = None
    begun = False
    for line, following in zip(lines, (*lines[1:], ""), strict=False):
        if begun and _BEHIND.fullmatch(line):
            return
        if is_credit(line) or _is_caption(line):
            yield Line("credit", line, heading)
        elif _is_text_heading(line, following):
            heading = line
            yield Line("heading", line, heading)
        else:
            begun = True
            yield Line("paragraph", line, heading)


def _text_body(content: str) -> Body:
    lines = list(text_lines(content))
    paragraphs = tuple(Paragraph(one.text, one.heading) for one in lines if one.kind == "paragraph")
    return Body(
        title=next((one.text for one in lines if one.kind == "title"), None),
        lang=None,
        published=dateline(one.text for one in paragraphs),
        paragraphs=paragraphs,
    )


def _is_caption(line: str) -> bool:
    """A sentence with the credit of its picture behind."""
    tail = re.split(r"[.!?][\"\u201d)]?\s+", line)[-1]
    return tail != line and is_credit(tail) is not None


def _is_headline(line: str) -> bool:
    return (
        len(line) <= _TITLE_LENGTH
        and len(line.split()) >= 4
        and not re.search(r"[.;,]$", line)
        and not re.match(r"\w+, \w+ \d{1,2}, \d{4}$", line)
        and not is_credit(line)
    )


def _is_text_heading(line: str, following: str) -> bool:
    words = line.split()
    if len(line) > _HEADING_LENGTH or len(words) < 2 or not words[0][:1].isalnum():
        return False
    if line.endswith(":"):
        capital = sum(word[:1].isupper() for word in words)
        return capital * 2 > len(words) or is_credit(following) is not None
    return _SENTENCE_END.search(line) is None and line[:1].isupper() and '"' not in line
