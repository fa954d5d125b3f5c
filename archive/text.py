"""Markup and entities -> plain text and facets. The one unit of offsets is the code point.

What comes out is what a reader saw: whitespace collapsed as HTML does it, a link in its
shown form, nothing that the platform hides. What goes in is hostile: no string raises.
"""

import re
from collections.abc import Iterable, Mapping
from html.entities import html5
from urllib.parse import urlsplit

import nh3
from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from archive.records import Facet, FacetKind
from archive.soup import parse_html

__all__ = [
    "MAX_HTML",
    "MAX_TAGS",
    "clean_text",
    "fit_facets",
    "html_to_text",
    "is_cut",
    "sanitise_html",
    "web_address",
]

MAX_HTML = 200_000
"""Characters of markup that are read; the rest is cut, with a warning. No post is longer,
and a parser's time grows with the square of the depth that a hostile page nests."""

MAX_TAGS = 5_000
"""Of those, at most so many tags, opening and closing, are read."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_REPLACED = (
    "Characters that are no text (NUL, or half of a surrogate pair) were replaced by U+FFFD."
)
_CUT = (
    f"The text was longer than {MAX_HTML:,} characters of markup, or {MAX_TAGS:,} tags, and was "
    "cut."
)

_SPACES = re.compile(r"([ \t\n\r\f]+)")
_SHORTCODE = re.compile(r":([^\s:]+)(?=:)")
# Browsers read `<![` up to the next `>` as a comment; html.parser shows some of them.
_BOGUS_COMMENT = re.compile(r"<!\[[^>]*>?")
# A tag, a comment or the like that the end of the markup breaks off: to browsers it is nothing,
# and html.parser begins with its search for the end anew at each `<` in it.
_UNENDED = re.compile(r"<[A-Za-z/!?][^>]*\Z")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
# What nearly every link is, and what all the checks below would leave as it is.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]++(?:[/?#][!-~]*+)?+")

_HIDDEN = {
    *("script", "style", "template", "head", "title", "iframe", "object", "embed", "noembed"),
    *("noframes", "svg", "math", "textarea", "select", "datalist", "audio", "video", "canvas"),
}
_PARAGRAPHS = {
    *("p", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dl", "figure", "hr"),
}
_LINES = {
    *("address", "article", "aside", "dd", "details", "div", "dt", "figcaption", "footer"),
    *("form", "header", "main", "nav", "section", "summary", "tr", "caption"),
}


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    r"""``text`` with each lone surrogate and NUL as U+FFFD, and a warning if there was one.

    Neither can be stored or sent as UTF-8 text. Every other character stays as it is, and
    the length too: one code point for one, so that offsets hold.

    >>> clean_text("a\x00b")[0]
    'a�b'
    """
    cleaned, count = _NO_TEXT.subn("\ufffd", text)
    return cleaned, (_REPLACED,) if count else ()


def fit_facets(
    text_length: int, facets: Iterable[Facet]
) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
    """The facets that can stand on a text of ``text_length`` code points, in order.

    Those that are empty or lie outside are dropped; of two that overlap the one that starts
    first stays, at the same start the longer. Each kind of loss is a warning.
    """
    inside, lost = [], 0
    for facet in facets:
        if 0 <= facet.start < facet.end <= text_length:
            inside.append(facet)
        else:
            lost += 1
    kept: list[Facet] = []
    for facet in sorted(inside, key=lambda facet: (facet.start, -facet.end)):
        if not kept or facet.start >= kept[-1].end:
            kept.append(facet)
    warnings = []
    if lost:
        warnings.append(f"{lost} marked span(s) lay outside the text and were left out.")
    if len(kept) < len(inside):
        overlapping = len(inside) - len(kept)
        warnings.append(f"{overlapping} marked span(s) overlapped another and were left out.")
    return tuple(kept), tuple(warnings)


def web_address(href: object) -> str | None:
    """``href`` as an absolute http or https URL; ``None`` if it is anything else.

    Nothing else may become the target of a link: ``javascript:`` and ``data:`` run code,
    and a relative address leads to us.
    """
    if not isinstance(href, str):
        return None
    if _PLAIN_ADDRESS.fullmatch(href):
        return href
    href = re.sub(r"[\t\n\r]", "", clean_text(href)[0].strip())
    if not re.match(r"https?://", href, re.IGNORECASE):
        return None
    try:
        return href if urlsplit(href).hostname else None
    except ValueError:  # no address: brackets without an IPv6 number between them
        return None


def html_to_text(
    html: str, *, emojis: Mapping[str, str] | None = None, keep_quote_link: bool = False
) -> tuple[str, tuple[Facet, ...], tuple[str, ...]]:
    """The text of a platform's HTML as a reader saw it, its facets, and warnings.

    For what Mastodon's client API and ActivityPub give. Paragraphs are set apart by an
    empty line, list items are marked, quoted lines start with ``> ``. ``emojis`` maps the
    shortcodes that may stand in the text (without colons) to their pictures.

    Mastodon hides what is in ``.invisible`` and ends ``.ellipsis`` with "…"; the facet of
    such a link holds its full address. ``.quote-inline`` ("RE: https://…") is written for
    servers that cannot show quotes, and left out here unless ``keep_quote_link``: keep it
    where the quoted post is not shown otherwise.
    (https://docs.joinmastodon.org/spec/activitypub/#sanitization, FEP-044f)

    >>> html_to_text("<p>Hi <a href='https://example.org/page'>there</a></p>")[0]
    'Hi there'
    """
    read = _read(html)
    source, warnings = clean_text(read)
    if len(html) > len(read):
        warnings = (*warnings, _CUT)
    source = _without_unended(_BOGUS_COMMENT.sub("", source))
    source = _NAMED_ENTITY.sub(_undo_entity, source)
    writer = _Writer(keep_quote_link)
    # The <div> keeps BeautifulSoup from taking a short text for a file name or an address.
    writer.walk(parse_html(f"<div>{source}"))
    text, replaced = clean_text("".join(writer.parts))
    facets, lost = fit_facets(len(text), writer.facets)
    if emojis:
        facets, _ = fit_facets(len(text), (*facets, *_emoji_facets(text, emojis, facets)))
    return text, facets, tuple(dict.fromkeys((*warnings, *replaced, *lost)))


def sanitise_html(html: str) -> str:
    """``html`` with nothing in it but what a post's text may hold; safe to set into a page.

    Strict allow-list: paragraphs, breaks, links to http and https, quotations, lists, code,
    emphasis, and the classes by which Mastodon shortens links and marks mentions. No style,
    no picture, no identifier. ``rel`` is ours.
    """
    return nh3.clean(
        clean_text(_read(html))[0],
        tags={
            *("p", "br", "a", "span", "code", "pre", "blockquote"),
            *("ul", "ol", "li", "strong", "em", "b", "i"),
        },
        attributes={"a": {"href"}},
        allowed_classes={
            "a": {"mention", "hashtag", "u-url"},
            "span": {"invisible", "ellipsis", "h-card", "quote-inline"},
            "p": {"quote-inline"},
        },
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https"},
        url_relative="deny",
        link_rel="nofollow noopener",
    )


def is_cut(html: str) -> bool:
    """Whether there is more of this markup than is read."""
    return len(_read(html)) < len(html)


def _read(html: str) -> str:
    """The part of the markup that is read."""
    html = html[:MAX_HTML]
    if html.count("<") <= MAX_TAGS:
        return html
    return "<".join(html.split("<", MAX_TAGS + 1)[:-1])


def _without_unended(html: str) -> str:
    """The markup without a tag that its end breaks off."""
    ended = html.rfind(">") + 1
    return html[:ended] + _UNENDED.sub("", html[ended:])


def _undo_entity(match: re.Match[str]) -> str:
    """Named entities by HTML's own list, which the parser does not know in full. One that is
    on no list is text, with its semicolon; markup stays escaped until the text is had.
    """
    character = html5.get(match[1])
    if character is None:
        return f"&amp;{match[1]}"
    return match[0] if character in "<>&\"'" else character


def _emoji_facets(
    text: str, emojis: Mapping[str, str], taken: tuple[Facet, ...]
) -> Iterable[Facet]:
    """Where shortcodes stand in the text, outside the spans that are links already."""
    covered = {at for facet in taken for at in range(facet.start, facet.end)}
    last = 0
    for match in _SHORTCODE.finditer(text):
        start, end = match.start(), match.end() + 1
        target = web_address(emojis.get(match[1]))
        if target and start >= last and start not in covered and end - 1 not in covered:
            last = end
            yield Facet(start=start, end=end, kind="emoji", target=target)


class _Link:
    """A link that is being written; it starts where its first visible character does."""

    def __init__(self, tag: Tag, target: str) -> None:
        self.tag = tag
        self.target = target
        self.start: int | None = None
        self.first_word = ""


class _Writer:
    """Writes the visible text of a tree. Space and breaks wait until a word follows them."""

    def __init__(self, keep_quote_link: bool) -> None:
        self.parts: list[str] = []
        self.facets: list[Facet] = []
        self._keep_quote_link = keep_quote_link
        self._length = 0
        self._space = False
        self._break = 0  # newlines that blocks ask for
        self._newlines = 0  # newlines that <br> asks for
        self._marker = ""
        self._link: _Link | None = None
        self._ellipses: list[tuple[Tag, int]] = []
        self._lists: list[int | None] = []  # the next number; None: bullets
        self._quotes = 0
        self._pre = 0

    def walk(self, root: Tag) -> None:
        """Enters and leaves each element in order, without recursion: nesting is unbounded."""
        todo: list[tuple[PageElement, bool]] = [(node, True) for node in reversed(root.contents)]
        while todo:
            node, entering = todo.pop()
            if isinstance(node, Tag):
                if not entering:
                    self._leave(node)
                elif not self._is_hidden(node):
                    self._enter(node)
                    todo.append((node, False))
                    todo.extend((child, True) for child in reversed(node.contents))
            elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
                self._text(str(node))

    def _is_hidden(self, tag: Tag) -> bool:
        classes = _classes(tag)
        return (
            tag.name in _HIDDEN
            or tag.has_attr("hidden")
            or "invisible" in classes
            or ("quote-inline" in classes and not self._keep_quote_link)
        )

    def _enter(self, tag: Tag) -> None:
        match tag.name:
            case "br":
                self._newlines += 1
            case "a":
                self._end_link()  # HTML has no link within a link: the second ends the first
                target = web_address(tag.get("href"))
                self._link = _Link(tag, target) if target else None
            case "img":
                self._text(str(tag.get("alt") or ""))
            case "td" | "th":
                self._space = True
            case "ul" | "ol":
                self._block(1 if self._lists else 2)
                self._lists.append(_number(tag, "start", 1) if tag.name == "ol" else None)
            case "li":
                self._block(1)
                self._marker = self._next_marker(tag)
            case _:
                self._block_edge(tag)
                self._quotes += tag.name == "blockquote"
                self._pre += tag.name == "pre"
        if "ellipsis" in _classes(tag):
            self._ellipses.append((tag, self._length))

    def _leave(self, tag: Tag) -> None:
        if self._ellipses and self._ellipses[-1][0] is tag:
            _, length = self._ellipses.pop()
            if self._length > length:
                self._word("…")
        match tag.name:
            case "a":
                if self._link is not None and self._link.tag is tag:
                    self._end_link()
            case "td" | "th":
                self._space = True
            case "ul" | "ol":
                self._lists.pop()
                self._block(1 if self._lists else 2)
            case "li":
                self._block(1)
                self._marker = ""
            case _:
                self._quotes -= tag.name == "blockquote"
                self._pre -= tag.name == "pre"
                self._block_edge(tag)

    def _block_edge(self, tag: Tag) -> None:
        if tag.name in _PARAGRAPHS:
            self._block(1 if self._lists else 2)
        elif tag.name in _LINES:
            self._block(1)

    def _block(self, newlines: int) -> None:
        if not self._break and self._newlines:
            self._newlines -= 1  # a <br> that ends a block makes no line of its own
        self._break = max(self._break, newlines)

    def _next_marker(self, item: Tag) -> str:
        if not self._lists:
            return "• "
        indent = "  " * (len(self._lists) - 1)
        number = self._lists[-1]
        if number is None:
            return f"{indent}• "
        number = _number(item, "value", number)
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _end_link(self) -> None:
        link, self._link = self._link, None
        if link is not None and link.start is not None:
            self.facets.append(
                Facet(start=link.start, end=self._length, kind=_kind(link), target=link.target)
            )

    def _text(self, text: str) -> None:
        if self._pre:
            for n, line in enumerate(re.split(r"\r\n?|\n", text)):
                self._newlines += n > 0
                if line:
                    self._word(line)
            return
        for piece in _SPACES.split(text):
            if piece and piece[0] in " \t\n\r\f":
                self._space = True
            elif piece:
                self._word(piece)

    def _word(self, word: str) -> None:
        newlines = self._break + self._newlines
        if not self._length or newlines:
            lead = "\n" * newlines if self._length else ""
            lead += "> " * self._quotes + self._marker
            self._marker = ""
        else:
            lead = " " if self._space else ""
        self._space, self._break, self._newlines = False, 0, 0
        self._length += len(lead)
        if self._link is not None and self._link.start is None:
            self._link.start, self._link.first_word = self._length, word
        self._length += len(word)
        self.parts += (lead, word)


def _classes(tag: Tag) -> list[str]:
    value = tag.get("class")
    return value.split() if isinstance(value, str) else list(value or ())


def _kind(link: _Link) -> FacetKind:
    """Mastodon's and the microformats' marks: hashtags are ``mention hashtag``, accounts
    ``u-url mention`` in an ``h-card``.
    """
    classes, parent = _classes(link.tag), link.tag.parent
    is_tag = "tag" in (link.tag.get("rel") or ()) and link.first_word.startswith("#")
    if "hashtag" in classes or is_tag:
        return "hashtag"
    if "mention" in classes or ("u-url" in classes and parent and "h-card" in _classes(parent)):
        return "mention"
    return "link"


def _number(tag: Tag, name: str, default: int) -> int:
    value = str(tag.get(name) or "")
    return int(value) if re.fullmatch(r"-?[0-9]{1,9}", value) else default
