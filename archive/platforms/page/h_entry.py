"""A post in a page's own markup: a microformats2 ``h-entry``
(https://microformats.org/wiki/h-entry, https://microformats.org/wiki/microformats2-parsing). Pure.

Only what an archive keeps is read, of the one entry that the page is about. What older themes mark
up (``hentry``) is left out: they put it around whatever they list.
"""

from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

from archive.platforms.page.told import Told
from archive.platforms.page.urls import normalised
from archive.platforms.page_facts import when
from archive.platforms.shape import moment, string
from archive.records import Author, Facet, Media, PostLink
from archive.text import html_to_text, web_address

__all__ = ["of_h_entry"]

_MOST = 50


def of_h_entry(soup: BeautifulSoup, url: str, native_id: str) -> Told:
    """The entry of a page at ``url`` whose normalised address is ``native_id``: the one that names
    this page, or the only one there is. Of several, as in a feed, none.
    """
    entries = [_Entry(tag) for tag in _outermost(soup)]
    own = [entry for entry in entries if native_id in _addresses(entry, url)]
    only = own or entries
    if not only or (not own and len(entries) > 1):
        return Told()
    return _told(only[0], url)


class _Entry:
    """An entry's properties: class -> elements, none of an item within the entry. Such an item is
    itself a property's element, as an author's h-card is.
    """

    def __init__(self, entry: Tag) -> None:
        self._found: dict[str, list[Tag]] = {}
        todo = [child for child in reversed(entry.contents) if isinstance(child, Tag)]
        while todo:
            tag = todo.pop()
            classes = _classes(tag)
            for name in classes:
                if name.startswith(("p-", "u-", "dt-", "e-")):
                    self._found.setdefault(name, []).append(tag)
            if not any(name.startswith("h-") for name in classes):
                todo += [child for child in reversed(tag.contents) if isinstance(child, Tag)]

    def all(self, *names: str) -> list[Tag]:
        return [tag for name in names for tag in self._found.get(name, ())][:_MOST]

    def first(self, *names: str) -> Tag | None:
        return next(iter(self.all(*names)), None)


def _outermost(soup: BeautifulSoup) -> Iterator[Tag]:
    """The entries of a page, and none that is a part of another one: a comment, a quotation."""
    todo: list[Tag] = [soup]
    found = 0
    while todo and found < _MOST:
        tag = todo.pop()
        if "h-entry" in _classes(tag):
            found += 1
            yield tag
        else:
            todo += [child for child in reversed(tag.contents) if isinstance(child, Tag)]


def _told(entry: _Entry, url: str) -> Told:
    content, summary = entry.first("e-content", "p-content"), entry.first("p-summary")
    media = tuple(_media(entry, url))  # before the text, which takes its pictures out
    text, facets, warnings = _text(content or summary, url)
    name = entry.first("p-name")
    return Told(
        # A name that holds the content is the whole entry: the entry has no title of its own.
        title=None if name is None or _holds(name, content) else string(_words(name)),
        text=text,
        facets=facets,
        whole=content is not None,
        author=_author(entry.first("p-author", "u-author"), url),
        created=when(_time(entry.first("dt-published"))),
        edited_at=moment(_time(entry.first("dt-updated"))),
        media=media,
        parent=_link(entry.first("u-in-reply-to"), url),
        quoted=_link(entry.first("u-quotation-of"), url),
        warnings=warnings,
    )


def _classes(tag: Tag) -> list[str]:
    value = tag.get("class")
    return value.split() if isinstance(value, str) else list(value or ())


def _holds(tag: Tag, content: Tag | None) -> bool:
    if content is None:
        return False
    return tag is content or any(parent is tag for parent in content.parents)


def _text(tag: Tag | None, url: str) -> tuple[str | None, tuple[Facet, ...], tuple[str, ...]]:
    if tag is None:
        return None, (), ()
    for link in tag.find_all("a", href=True, limit=1_000):
        link["href"] = _address(url, str(link["href"])) or ""
    for picture in tag.select("img.u-photo"):
        picture.decompose()  # a picture of the entry, kept as such
    text, facets, warnings = html_to_text(tag.decode_contents())
    return text or None, facets, warnings


def _words(tag: Tag | None) -> str | None:
    return " ".join(tag.get_text(" ").split()) if tag else None


def _time(tag: Tag | None) -> str | None:
    if tag is None:
        return None
    told = tag.get("datetime") or tag.get("title") or tag.get("value")
    # Hours in the form that ISO 8601 has, and many themes write as a space.
    return str(told or _words(tag) or "").strip().replace(" ", "T", 1)


def _author(tag: Tag | None, url: str) -> Author | None:
    if tag is None:
        return None
    name = next(iter(tag.select(".p-name")), None)
    picture = next(iter(tag.select("img.u-photo, .u-photo img")), None)
    if picture is None and tag.name == "img":
        picture = tag
    link = tag if tag.get("href") else next(iter(tag.select("a.u-url, a[href]")), None)
    words = _words(name or tag) or (str(picture.get("alt") or "") if picture else "")
    if not string(words):
        return None
    return Author(
        name=string(words),
        handle=None,
        native_id=None,
        url=_address(url, str(link["href"])) if link else None,
        avatar_url=_address(url, str(picture.get("src") or "")) if picture else None,
    )


def _media(entry: _Entry, url: str) -> Iterator[Media]:
    for tag in entry.all("u-video"):
        source = _address(url, str(tag.get("src") or tag.get("href") or ""))
        if source:
            poster = _address(url, str(tag.get("poster") or ""))
            yield Media(kind="video", urls=(source,), poster_url=poster)
    for tag in entry.all("u-audio"):
        source = _address(url, str(tag.get("src") or tag.get("href") or ""))
        if source:
            yield Media(kind="audio", urls=(source,))
    for tag in entry.all("u-photo"):
        source = _address(url, str(tag.get("src") or tag.get("href") or ""))
        if source:
            yield Media(kind="image", urls=(source,), alt=string(tag.get("alt")))


def _link(tag: Tag | None, url: str) -> PostLink | None:
    if tag is None:
        return None
    named = tag if tag.get("href") else next(iter(tag.select("a.u-url, a[href]")), None)
    address = _address(url, str(named["href"])) if named else None
    return PostLink(url=address, unavailable="not taken") if address else None


def _addresses(entry: _Entry, url: str) -> set[str]:
    found = set()
    for tag in entry.all("u-url", "u-uid"):
        address = _address(url, str(tag.get("href") or ""))
        try:
            found |= {normalised(address)} if address else set()
        except ValueError:  # no address after all
            continue
    return found


def _address(url: str, href: str) -> str | None:
    try:
        return web_address(urljoin(url, href)) if href else None
    except ValueError:  # no address at all
        return None
