"""A page of Telegram's, as far as it is about posts: the widget of one, or a channel's own page.

Both have each post in one ``div.tgme_widget_message`` (https://core.telegram.org/widgets/post is
the documented use of the first). The page is hostile: what is read is bounded.
"""

import base64
import json
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from archive.platforms.shape import mapping, string
from archive.soup import parse_html
from archive.text import web_address

__all__ = [
    "background",
    "channel_of",
    "error_of",
    "first",
    "found_in",
    "has_class",
    "is_ours",
    "members_of",
    "messages_of",
    "named_in",
    "one_line",
    "read_page",
]

MAX_PAGE = 1_000_000
"""Characters of a page that are read; one of a channel has 150,000."""
MAX_TAGS = 25_000
"""Of those, at most so many tags, opening and closing, are read: a parser's time grows with the
square of the depth that a hostile page nests."""
_MAX_POSTS = 100
# Browsers read `<![` up to the next `>` as a comment; html.parser shows some of them.
_BOGUS_COMMENT = re.compile(r"<!\[[^>]*>?")
_DATA_POST = re.compile(r"([A-Za-z][A-Za-z0-9_]{3,31})/([1-9][0-9]{0,9})")
_PEER = re.compile(r"c([1-9][0-9]{0,18})(?:_|$)")
_BACKGROUND = re.compile(r"background-image:\s*url\(\s*[\"']?([^\"')]{1,8192})")


def read_page(html: str) -> BeautifulSoup:
    """The page; broken markup is read as far as it goes."""
    html = html[: html.rfind(">", 0, MAX_PAGE) + 1]
    if html.count("<") > MAX_TAGS:
        html = "<".join(html.split("<", MAX_TAGS + 1)[:-1])
    return parse_html(_BOGUS_COMMENT.sub("", html))


def is_ours(page: BeautifulSoup) -> bool:
    """Whether anything in it has the classes of Telegram's widget."""
    return page.find(class_=re.compile(r"^(tgme_widget_message|link_preview_)")) is not None


def messages_of(page: BeautifulSoup) -> list[Tag]:
    """The posts of a page that say whose they are, in order."""
    found = page.find_all("div", class_="tgme_widget_message", limit=_MAX_POSTS)
    return [tag for tag in found if isinstance(tag, Tag) and named_in(tag) is not None]


def named_in(message: Tag) -> tuple[str, str] | None:
    """The channel's name as it writes it, and the post's number: ``data-post``."""
    match = _DATA_POST.fullmatch(str(message.get("data-post") or ""))
    return (match[1], match[2]) if match else None


def channel_of(message: Tag) -> str | None:
    """The channel's number, which stays when its name changes; as ``t.me/c/NUMBER`` has it.

    The widget says it in ``data-peer`` (``c1005640892_…``), both pages in ``data-view``, which
    is JSON in base64: ``{"c": -1005640892, "p": 361, …}``. An older copy may have neither.
    """
    match = _PEER.match(str(message.get("data-peer") or ""))
    if match:
        return match[1]
    view = str(message.get("data-view") or "")[:1000]
    try:
        told = mapping(json.loads(base64.urlsafe_b64decode(view + "=" * (-len(view) % 4))))
    except (ValueError, RecursionError):  # not there, or in another form
        return None
    number = told.get("c")
    return str(-number) if type(number) is int and -(10**19) < number < 0 else None


def members_of(message: Tag) -> tuple[str, ...]:
    """The numbers of all posts that an album is made of; of a single post none."""
    numbers = []
    for item in message.find_all("a", class_="grouped_media_wrap", limit=_MAX_POSTS):
        match = re.search(r"/([1-9][0-9]{0,9})\?", f"{item.get('href') or ''}?")
        if match:
            numbers.append(match[1])
    return tuple(dict.fromkeys(numbers))


def error_of(page: BeautifulSoup) -> str | None:
    """What stands in a post's place: ``Post not found``, ``Channel with username …``."""
    tag = page.find("div", class_="tgme_widget_message_error")
    return one_line(tag) if isinstance(tag, Tag) else None


def first(tag: Tag, *classes: str, outside: tuple[str, ...] = ()) -> Tag | None:
    """The first element below with one of these classes."""
    return next(found_in(tag, classes, outside), None)


def found_in(tag: Tag, classes: tuple[str, ...], outside: tuple[str, ...] = ()) -> Iterator[Tag]:
    """The elements below with one of these classes, in order; not what stands in an element with
    one of the classes ``outside``. Each element is looked at once, however deep they nest.
    """
    todo = list(reversed(tag.contents))
    while todo:
        node = todo.pop()
        if isinstance(node, Tag) and not any(has_class(node, name) for name in outside):
            if any(has_class(node, name) for name in classes):
                yield node
            todo.extend(reversed(node.contents))


def one_line(tag: Tag | None) -> str | None:
    """The text of an element, its whitespace as a reader sees it."""
    return string(" ".join(tag.get_text().split())) if tag is not None else None


def has_class(tag: Tag, name: str) -> bool:
    value = tag.get("class")
    return name in (value.split() if isinstance(value, str) else value or ())


def background(tag: Tag | None) -> str | None:
    """The address of the picture that an element shows as its background."""
    match = _BACKGROUND.search(str(tag.get("style") or "")) if tag is not None else None
    if match is None:
        return None
    address = match[1].strip()
    return web_address(f"https:{address}" if address.startswith("//") else address)
