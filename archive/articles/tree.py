"""A page's HTML as a tree whose elements know where in the source they stand. Pure.

An article is rewritten at these offsets, so that whatever is no embed stays byte for byte as it
was; what a reader saw is read from the same tree. No string raises, and the time that a page
takes grows with its length: a hostile page nests and leaves open what it likes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape

__all__ = ["BLOCKS", "MAX_PAGE", "MAX_TAGS", "Element", "Page", "Text", "read_tree"]

MAX_PAGE = 5_000_000
"""Characters of a page that are read; what is behind them is no article's text."""

MAX_TAGS = 30_000
"""So many tags are read; of the recorded pages none has a fifth."""

MAX_TEXT = 20_000
"""Characters of text that are read of one element."""

_MAX_DEPTH = 256
"""Elements that are nested deeper become neighbours, as in browsers."""

_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "param", "keygen", "frame", "basefont", "bgsound", "command"),
}
_RAW = {
    *("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"),
}
"""What they hold is text to a browser, whatever it looks like."""
_CHARACTER_REFERENCES = {"textarea", "title"}
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "li", "main", "menu"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    }
)
"""What stands on lines of its own."""
_TABLE = {"table", "tbody", "thead", "tfoot", "tr", "td", "th"}
_WALLS = {"td", "th", "table", "template"}
"""An end tag inside ends nothing outside, but for a table's own."""
_ENDED_BY = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "option": {"option"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
}
_LISTS = {"ul", "ol", "menu", "dl", "table", "select", "tbody", "thead", "tfoot"}

_OPENING = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?+""",
)
_PLAIN_TAG = re.compile(
    r"""<[A-Za-z][^\s/>]*+((?:\s++[^\s/>=]++(?:=(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+)*+)[\s/]*+>"""
)
_PLAIN_ATTRIBUTE = re.compile(r"""([^\s/>=]++)(?:=("[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+""")
"""Most tags are so plain that they are read at once."""
_TAG_END = re.compile(r"[\s/]*+>")
_ENDLESS_NUMBER = re.compile(r"&#\d{20,};?")


_NO_WORDS: frozenset[str] = frozenset()


class Text:
    """Characters between tags, references resolved; ``start`` and ``end`` are their offsets."""

    def __init__(self, text: str, parent: "Element", start: int, end: int) -> None:
        self.text = text
        self.parent = parent
        self.start = start
        self.end = end


class Element:
    """An element, from the ``<`` of its start tag at ``start`` to behind its end tag at ``end``.

    ``inside`` and ``close`` are where its content begins and ends. ``raw`` is the content of those
    whose tags are text: a script, an ``<iframe>``.
    """

    def __init__(
        self, name: str, attributes: dict[str, str], parent: "Element | None", start: int
    ) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | Text] = []
        self.start = start
        self.inside = self.close = self.end = start
        self.raw = ""
        self.words = frozenset(attributes["class"].split()) if "class" in attributes else _NO_WORDS
        """Its classes."""

    def get(self, name: str) -> str:
        """An attribute's value, without spaces around; empty where there is none."""
        return self.attributes.get(name, "").strip()

    def walk(self) -> "Iterator[Element | Text]":
        """All that is in it, in order of appearance, itself left out."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Element):
                waiting.extend(reversed(node.children))

    def elements(self, *names: str) -> "Iterator[Element]":
        """The elements in it, of these names if any are given."""
        for node in self.walk():
            if isinstance(node, Element) and (not names or node.name in names):
                yield node

    def above(self) -> "Iterator[Element]":
        """What it stands in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def text(self, most: int = MAX_TEXT) -> str:
        """The text in it as one line, what is hidden left out; of a longer one the begin."""
        return " ".join(self.shown(most)[0].split())

    def shown(self, most: int = MAX_TEXT) -> "tuple[str, dict[int, int]]":
        """The text in it as it stands there, and where in it each :class:`Text` begins, by its
        ``id()``.
        """
        pieces: list[str] = []
        places: dict[int, int] = {}
        length = 0
        for piece in _shown(self):
            if isinstance(piece, Text):
                places[id(piece)] = length
                piece = piece.text
            pieces.append(piece)
            length += len(piece)
            if length > most:
                break
        return "".join(pieces), places


class Page(Element):
    """The root of a page, with all its elements in order of appearance."""

    def __init__(self) -> None:
        super().__init__("", {}, None, 0)
        self.listed: list[Element] = []

    def elements(self, *names: str) -> Iterator[Element]:
        """As of any element; here nothing has to be searched."""
        return (one for one in self.listed if not names or one.name in names)


_UNSHOWN = {"script", "style", "template", "title", "textarea", "iframe", "noscript", "svg", "head"}


def _shown(element: Element) -> "Iterator[Text | str]":
    waiting: list[Element | Text | str] = list(reversed(element.children))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str | Text):
            yield node
        elif node.name == "br":
            yield "\n"
        elif node.name not in _UNSHOWN:
            blank = " " if node.name in BLOCKS else ""
            waiting.append(blank)
            waiting.extend(reversed(node.children))
            waiting.append(blank)


def read_tree(html: str) -> Page:
    """The tree of ``html``, under a root without a name. Offsets are into ``html`` as it is."""
    return _Reader(html[:MAX_PAGE]).read()


class _Reader:
    def __init__(self, html: str) -> None:
        self.html = html
        self.lower = html.replace("\u0130", "i").lower()  # alone it grows in lower case
        self.root = Page()
        self.open: list[Element] = [self.root]
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        """Where in ``open`` those of a name stand that are not ended yet."""

    def read(self) -> Page:
        html, at, size, tags = self.html, 0, len(self.html), 0
        while at < size:
            found = html.find("<", at)
            tags += 1
            if found < 0 or tags > MAX_TAGS:
                self._text(at, size if found < 0 else found)
                break
            opening = _OPENING.match(html, found)
            if opening:
                self._text(at, found)
                at = self._end_tag(opening) if opening.group(1) else self._start_tag(opening)
            elif html.startswith(("<!", "<?", "</"), found):
                self._text(at, found)
                at = self._comment(found)
            else:
                self._text(at, found + 1)
                at = found + 1
        while len(self.open) > 1:
            self._pop(size)
        self.root.close = self.root.end = size
        return self.root

    def _text(self, start: int, end: int) -> None:
        if start < end:
            parent = self.open[-1]
            parent.children.append(Text(_plain(self.html[start:end]), parent, start, end))

    def _comment(self, at: int) -> int:
        ending = "-->" if self.html.startswith("<!--", at) else ">"
        if self.html.startswith(("<!-->", "<!--->"), at):
            ending = ">"
        found = self.html.find(ending, at + 2)
        return len(self.html) if found < 0 else found + len(ending)

    def _start_tag(self, opening: re.Match[str]) -> int:
        at = opening.start()
        name = opening.group(2).lower()
        attributes: dict[str, str] = {}
        plain = _PLAIN_TAG.match(self.html, at)
        if plain:
            behind = plain.end()
            for found in _PLAIN_ATTRIBUTE.findall(plain.group(1)):
                _set(attributes, *found)
        else:
            behind = self._attributes(opening.end(), attributes)
        if not behind:  # nothing ends it: to browsers it is nothing
            return len(self.html)
        self._make_room(name, at)
        parent = self.open[-1]
        element = Element(name, attributes, parent, at)
        parent.children.append(element)
        self.root.listed.append(element)
        element.inside = element.close = element.end = behind
        if name in _VOID:
            return behind
        if name in _RAW:
            return self._raw(element)
        if len(self.open) < _MAX_DEPTH:
            self.places[name].append(len(self.open))
            self.open.append(element)
        return behind

    def _attributes(self, position: int, attributes: dict[str, str]) -> int:
        """Reads the attributes of a tag in any form; gives where it ends, 0 where nothing does."""
        while not (end := _TAG_END.match(self.html, position)):
            found = _ATTRIBUTE.match(self.html, position)
            if found is None or found.end() == position:
                if position >= len(self.html):
                    return 0
                position += 1
                continue
            _set(attributes, found.group(1), found.group(2) or "")
            position = found.end()
        return end.end()

    def _raw(self, element: Element) -> int:
        """Up to its own end tag, or the page's end."""
        at, ending = element.inside, f"</{element.name}"
        while (at := self.lower.find(ending, at)) >= 0:
            behind = at + len(ending)
            if self.html[behind : behind + 1] in {">", "/", " ", "\t", "\n", "\r", "\f"}:
                break
            at = behind
        element.close = len(self.html) if at < 0 else at
        stop = -1 if at < 0 else self.html.find(">", at)
        element.end = len(self.html) if stop < 0 else stop + 1
        raw = self.html[element.inside : element.close]
        element.raw = _plain(raw) if element.name in _CHARACTER_REFERENCES else raw
        return element.end

    def _make_room(self, name: str, at: int) -> None:
        """Ends what this start tag ends by itself."""
        if name in BLOCKS and self.places.get("p"):
            self._end_within({"p"}, _WALLS | {"button"}, (at, at))
        if name in _ENDED_BY:
            self._end_within(_ENDED_BY[name], _LISTS, (at, at))

    def _end_tag(self, opening: re.Match[str]) -> int:
        name = opening.group(2).lower()
        stop = self.html.find(">", opening.end())
        if stop < 0:
            return len(self.html)
        last = self.open[-1]
        if last.name == name and self._is_open():
            self._pop(opening.start())
            last.end = stop + 1
            self._pop_ended(opening.start())
            return stop + 1
        walls: set[str] = set() if name in _TABLE or name == "template" else _WALLS
        self._end_within({name}, walls, (opening.start(), stop + 1))
        return stop + 1

    def _end_within(self, names: set[str], walls: set[str], tag: tuple[int, int]) -> None:
        """Ends the innermost open element of these names, if no wall is around it nearer; what is
        open in it ends with it, but blocks in a mere span of text stay open.
        """
        index = self._innermost(names)
        if not index or index < self._innermost(walls - names):
            return
        element = self.open[index]
        inner = self.open[index + 1 :]
        if element.name not in BLOCKS and any(one.name in BLOCKS for one in inner):
            self.places[element.name].pop()
            element.close, element.end = tag
            return
        while len(self.open) > index:
            self._pop(tag[0])
        element.close, element.end = tag
        self._pop_ended(tag[0])

    def _pop_ended(self, here: int) -> None:
        while len(self.open) > 1 and not self._is_open():
            self._pop(here)

    def _innermost(self, names: set[str]) -> int:
        """Where the innermost open element of these names stands; 0: there is none."""
        return max((places[-1] for one in names if (places := self.places.get(one))), default=0)

    def _is_open(self) -> bool:
        """Whether the innermost element was not ended before those that were in it."""
        places = self.places[self.open[-1].name]
        return bool(places) and places[-1] == len(self.open) - 1

    def _pop(self, here: int) -> None:
        is_open = self._is_open()
        element = self.open.pop()
        if is_open:
            self.places[element.name].pop()
            element.close = element.end = here


def _set(attributes: dict[str, str], name: str, value: str) -> None:
    """Notes an attribute; the first of a name counts."""
    if value[:1] in {'"', "'"} and value[:1] == value[-1:] and len(value) > 1:
        value = value[1:-1]
    attributes.setdefault(name.lower(), _plain(value))


def _plain(text: str) -> str:
    return unescape(_ENDLESS_NUMBER.sub("\ufffd", text)) if "&" in text else text
