"""What an editor's browser hands over of one post that it shows -> a snapshot. Pure.

The page was made for the one who is logged in there. So only what the post itself shows is taken:
no cookies, no forms, no scripts, no other posts; and what is for followers only is refused.
"""

from typing import Any
from urllib.parse import urljoin

import msgspec
import nh3
from bs4 import Tag
from msgspec.structs import replace

from archive.bounds import MAX_MEDIA, within_bounds
from archive.by_hand import one_line
from archive.clock import parse_time
from archive.errors import NotAPost, UsageError
from archive.outcome import Found, Refused
from archive.platforms import identify
from archive.records import Author, Facet, FacetKind, Media, NeedsLookup, PostRef, Snapshot
from archive.soup import parse_html
from archive.text import clean_text, html_to_text, web_address

__all__ = ["SOURCE", "Handed", "Picture", "ReadPage", "read_page", "snapshot_of"]

SOURCE = "browser"
"""The source that such a snapshot names: "seen in NAME's browser"."""

MAX_HTML = 512 * 1024
MAX_TAGS = 3_000
"""Of the markup of one post, which has a few hundred: more of it is a page, and costs time."""

_TAGS = {
    *(
        "article",
        "section",
        "div",
        "span",
        "p",
        "br",
        "blockquote",
        "pre",
        "code",
        "ul",
        "ol",
        "li",
    ),
    *("a", "b", "i", "em", "strong", "img", "figure", "figcaption", "time", "svg"),
}
_NOT_THE_POST = {
    *("script", "style", "noscript", "template", "form", "textarea", "select", "button", "iframe"),
    *("object", "title"),
}
"""Left out with all that is in them; of other tags what is in them stays."""
_POSTS = "article, [role=article]"
_TEXTS = "[data-testid=tweetText], .e-content, [itemprop~=articleBody], .status__content"
_LOCKS = "[data-testid=icon-lock], .fa-lock"
"""How X and Mastodon mark a post, or an account, that is for followers only."""

_SIGNS: dict[str, FacetKind] = {"#": "hashtag", "@": "mention", "$": "cashtag"}

_KEPT = {
    "href",
    "src",
    "alt",
    "datetime",
    "lang",
    "dir",
    "class",
    "role",
    "data-testid",
    "itemprop",
}
"""Attributes that stay: what addresses, pictures, times, and the parts of a post are told by."""


class Picture(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A picture of the post: its address, or its bytes, in base64 where it is JSON."""

    url: str | None = None
    data: bytes | None = None
    alt: str | None = None


class Handed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser hands over of one post. Whatever else it has of the page, it keeps."""

    url: str
    """The post's own."""
    text: str | None = None
    name: str | None = None
    handle: str | None = None
    time: str | None = None
    """RFC 3339, with its zone."""
    pictures: tuple[Picture, ...] = ()
    html: str | None = None
    """The markup of this one post, for what the fields above leave out."""
    protected: bool = False
    """The page says that the post is for followers only."""
    cut: bool = False
    """The page shows the beginning of the text only, and a button for the rest."""
    whole: bool = False
    """Every part that the post shows is here: text, author, time, all pictures."""


class ReadPage(msgspec.Struct, frozen=True, kw_only=True):
    """What is taken of it: the address, the parts of the post, what is kept as evidence."""

    ref: PostRef | NeedsLookup
    handed: Handed
    facets: tuple[Facet, ...]
    """Of the text, where the markup has just these words."""
    evidence: bytes
    """As JSON: what was handed over, without what was left out and without the pictures' bytes."""


def read_page(handed: Handed) -> ReadPage | Refused:
    """What can be taken of what a browser hands over; refused: it is for followers only.

    Raises:
        NotAPost: the address is that of no post.
        UsageError: there is no text and no picture, or something is no time, no address.
    """
    ref = identify(handed.url)
    url = ref.url
    post = _post_in(handed.html, ref) if handed.html else None
    if handed.protected or (post is not None and post.select_one(_LOCKS) is not None):
        return Refused(
            reason="protected", detail="The page says that this post is for followers only."
        )
    time, text = handed.time, handed.text
    facets: tuple[Facet, ...] = ()
    if post is not None:
        for mark in post.select("svg"):
            mark.decompose()
        moment = post.select_one("time[datetime]")
        time = time or (str(moment["datetime"]) if moment is not None else None)
        words = post.select_one(_TEXTS)
        if words is not None:
            shown, marked = _text(words, url)
            text = text or shown
            facets = marked if _one_way(text) == shown else ()
    pictures = tuple(_picture(picture) for picture in handed.pictures[:MAX_MEDIA])
    if not (text and text.strip()) and not pictures:
        raise UsageError(
            "There is neither a text nor a picture of the post.",
            next_step="Hand over `text`, or the markup of the post as `html`.",
        )
    taken = replace(
        handed,
        url=url,
        text=text,
        time=time and _time(time),
        pictures=pictures,
        html=None if post is None else str(post),
    )
    told: dict[str, Any] = msgspec.to_builtins(
        replace(taken, pictures=tuple(replace(p, data=None) for p in pictures))
    )
    return ReadPage(ref=ref, handed=taken, facets=facets, evidence=msgspec.json.encode(told))


def snapshot_of(page: ReadPage, ref: PostRef) -> Snapshot:
    """The snapshot of what was handed over. It is full only where the browser says so and text,
    author and time are there, whatever else there is; cut where it shows the beginning of the text;
    else partial. What stands behind its words a
    page tells in its own way, if at all, so that it is held against no other copy.
    """
    handed = page.handed
    text, warnings = clean_text(_one_way(handed.text or ""))
    name, handle = one_line(handed.name), one_line(handed.handle)
    handle = handle and handle.removeprefix("@")
    all_there = handed.whole and bool(name or handle) and handed.time is not None
    snapshot = Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=Author(name=name, handle=handle, native_id=None),
        text=text,
        facets=page.facets,
        lacks=("links",),
        created_at=None if handed.time is None else parse_time(handed.time),
        created_precision="unknown" if handed.time is None else "s",
        media=tuple(
            Media(
                kind="image",
                urls=() if p.url is None or p.data is not None else (p.url,),
                alt=clean_text(p.alt or "")[0] or None,
            )
            for p in handed.pictures
        ),
        completeness="cut" if handed.cut else "full" if all_there else "partial",
        warnings=warnings,
    )
    return within_bounds(Found(ref=ref, snapshots=(snapshot,))).snapshots[0]


def _post_in(html: str, ref: PostRef | NeedsLookup) -> Tag:
    """The markup of the post alone: of several posts the one that names its own address, else the
    first; none that stands inside it, no form, no script, no comment.

    Raises:
        UsageError: it is the markup of more than a post.
    """
    if len(html) > MAX_HTML or html.count("<") > MAX_TAGS:
        raise UsageError(
            "This is the markup of more than one post.",
            next_step="Hand over that of the post's own element alone.",
        )
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_NOT_THE_POST,
        attributes={"*": _KEPT},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    soup = parse_html(f"{cleaned}\n")  # without a line break it may look like an address
    outer = [post for post in soup.select(_POSTS) if post.find_parent(_is_post) is None]
    post: Tag = next((o for o in outer if _names(o, ref)), outer[0]) if outer else soup
    for inner in post.select(_POSTS):
        inner.decompose()
    return post


def _one_way(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _text(words: Tag, url: str) -> tuple[str, tuple[Facet, ...]]:
    """The words of a post and what they lead to. Pages lead to their own tags and accounts by
    addresses without a host.
    """
    for link in words.select("a[href]"):
        try:
            link["href"] = urljoin(url, str(link["href"]))
        except ValueError:  # brackets without an IPv6 number between them
            del link["href"]
    text, facets, _ = html_to_text(str(words))
    return text, tuple(
        replace(facet, kind=kind)
        if facet.kind == "link" and (kind := _SIGNS.get(text[facet.start]))
        else facet
        for facet in facets
    )


def _is_post(tag: Tag) -> bool:
    return tag.name == "article" or tag.get("role") == "article"


def _names(post: Tag, ref: PostRef | NeedsLookup) -> bool:
    return any(_address_of(str(link["href"])) == ref for link in post.select("a[href]"))


def _address_of(href: str) -> PostRef | NeedsLookup | None:
    try:
        return identify(href) if web_address(href) else None
    except NotAPost:
        return None


def _picture(picture: Picture) -> Picture:
    if picture.data is None and web_address(picture.url) is None:
        raise UsageError(
            "A picture has neither bytes nor a web address.",
            next_step="Hand over its `data` in base64, or its whole `url`.",
        )
    return replace(picture, url=web_address(picture.url))


def _time(written: str) -> str:
    try:
        parse_time(written.strip())
    except (ValueError, OverflowError):
        raise UsageError(
            f"{written[:60]!r} is no time with a zone.",
            next_step="Write it like 2025-03-29T17:02:11Z.",
        ) from None
    return written.strip()
