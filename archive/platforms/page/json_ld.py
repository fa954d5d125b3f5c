"""A post in a page's JSON-LD, in the words of https://schema.org. Pure."""

import re
from collections.abc import Iterator
from html import unescape

from archive.platforms.page.told import CUT, Told
from archive.platforms.page.urls import normalised
from archive.platforms.page_facts import when
from archive.platforms.plain import marks_in
from archive.platforms.shape import Json, count, mapping, mappings, moment, string
from archive.records import Author, Facet, LinkCard, Media
from archive.text import html_to_text, web_address

__all__ = ["of_json_ld"]

_POSTS = {
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "BlogPosting",
    "LiveBlogPosting",
    "Article",
    "NewsArticle",
    "Report",
    "TechArticle",
    "SpecialAnnouncement",
}
_ARTICLE = re.compile(r"(?:Analysis|AskPublic|Background|Opinion|Reportage|Review)NewsArticle")
_SEVERAL_PICTURES = {"SocialMediaPosting", "DiscussionForumPosting"}
"""Of an article the pictures are one picture in several shapes, as search engines ask for it."""
_COUNTS = {
    "LikeAction": "likes",
    "CommentAction": "replies",
    "ShareAction": "reposts",
    "ViewAction": "views",
    "WatchAction": "views",
}
_MARKUP = re.compile(
    r"</?(?:p|br|div|a|b|i|u|span|strong|em|h[1-6]|ul|li)\b[^<>]{0,500}>", re.IGNORECASE
)
_MOST = 20


def of_json_ld(nodes: tuple[Json, ...], native_id: str) -> Told:
    """The post of a page whose normalised address is ``native_id``: the one that names this page,
    or the only one there is. Of several, as on a list of posts, none.
    """
    posts = [node for node in _with_main(nodes) if _types(node) & _POSTS or _is_article(node)]
    own = [node for node in posts if native_id in _addresses(node)]
    only = own or posts
    if not only or (not own and len(posts) > 1):
        return Told()
    return _told(only[0])


def _told(node: Json) -> Told:
    body = _words(node.get("articleBody")) or _words(node.get("text"))
    about = _words(node.get("description")) or _words(node.get("abstract"))
    text, facets, warnings = _text(body or about)
    several = bool(_types(node) & _SEVERAL_PICTURES)
    pictures = tuple(_pictures(node.get("image")))
    videos = tuple(v for one in _each(node.get("video"))[:_MOST] if (v := _video(mapping(one))))
    sounds = tuple(a for one in _each(node.get("audio"))[:_MOST] if (a := _audio(mapping(one))))
    return Told(
        title=_words(node.get("headline")) or _words(node.get("name")),
        text=text,
        facets=facets,
        whole=body is not None
        and not (_is_edited(node) and (text or "").rstrip(" ]").endswith(CUT)),
        for_some=body is not None and _is_for_some(node),
        site=_words(mapping(node.get("publisher")).get("name")),
        author=_author(node.get("author")) or _author(node.get("creator")),
        created=when(node.get("datePublished") or node.get("dateCreated")),
        edited_at=moment(node.get("dateModified")),
        media=(*videos, *sounds, *(pictures if several else pictures[:1])),
        link_card=_card(mapping(node.get("sharedContent"))),
        lang=string(node.get("inLanguage")),
        counts=_counts(node),
        warnings=warnings,
    )


def _is_edited(node: Json) -> bool:
    """Whether it is an article: nobody lets one end in dots, which a person's post may well do."""
    return not _types(node) & _SEVERAL_PICTURES


def _is_for_some(node: Json) -> bool:
    """Whether the page says that not everybody is given all of it: what search engines are told of
    articles behind a wall (https://schema.org/isAccessibleForFree).
    """
    free = node.get("isAccessibleForFree")
    return free is False or (string(free) or "").rpartition("/")[2].lower() == "false"


def _with_main(nodes: tuple[Json, ...]) -> Iterator[Json]:
    """The nodes, and what they say to be the page's main thing."""
    for node in nodes:
        yield node
        main = node.get("mainEntity")
        yield from mappings(main) or [mapping(main)]


def _types(node: Json) -> set[str]:
    return {one.rpartition("/")[2] for one in _each(node.get("@type")) if isinstance(one, str)}


def _is_article(node: Json) -> bool:
    return any(_ARTICLE.fullmatch(one) for one in _types(node))


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _addresses(node: Json) -> set[str]:
    page = node.get("mainEntityOfPage")
    told = (node.get("url"), node.get("@id"), page, mapping(page).get("@id"))
    found = set()
    for address in told:
        try:
            found |= {normalised(url)} if (url := web_address(address)) else set()
        except ValueError:  # no address after all
            continue
    return found


def _words(value: object) -> str | None:
    """A text, with the entities undone that publishers write into what is no markup."""
    told = string(value)
    return string(unescape(told)) if told else None


def _text(value: str | None) -> tuple[str | None, tuple[Facet, ...], tuple[str, ...]]:
    if value is None:
        return None, (), ()
    if _MARKUP.search(value):
        return html_to_text(value)
    text = value.strip()
    return text, marks_in(text), ()


def _author(value: object) -> Author | None:
    """One or several: their names are set one after the other, the rest is the first one's."""
    names: list[str] = []
    first: Json = {}
    for one in _each(value)[:_MOST]:
        name = string(one) or string(mapping(one).get("name"))
        if name and name not in names:
            names.append(name.strip())
            first = first or mapping(one)
    if not names:
        return None
    pictures = _pictures(first.get("image"))
    return Author(
        name=", ".join(names),
        handle=None,
        native_id=None,
        url=web_address(first.get("url"))
        or next(filter(None, map(web_address, _each(first.get("sameAs")))), None),
        avatar_url=next((picture.urls[0] for picture in pictures), None),
    )


def _pictures(value: object) -> Iterator[Media]:
    for one in _each(value)[:_MOST]:
        told = mapping(one)
        url = (
            web_address(one) or web_address(told.get("contentUrl")) or web_address(told.get("url"))
        )
        if url:
            yield Media(
                kind="image",
                urls=(url,),
                width=_size(told.get("width")),
                height=_size(told.get("height")),
            )


def _video(node: Json) -> Media | None:
    url, posters = web_address(node.get("contentUrl")), _each(node.get("thumbnailUrl"))
    poster = next(filter(None, map(web_address, posters)), None)
    if url is None and poster is None:
        return None
    return Media(
        kind="video",
        urls=(url,) if url else (),
        alt=string(node.get("description")),
        width=_size(node.get("width")),
        height=_size(node.get("height")),
        poster_url=poster,
    )


def _audio(node: Json) -> Media | None:
    url = web_address(node.get("contentUrl"))
    return None if url is None else Media(kind="audio", urls=(url,))


def _size(value: object) -> int | None:
    """Pixels: a number, a text, or a ``QuantitativeValue``."""
    value = mapping(value).get("value", value)
    found = re.fullmatch(r"([0-9]{1,5})(?:px)?", value) if isinstance(value, str) else None
    return (int(found[1]) if found else count(value)) or None


def _card(node: Json) -> LinkCard | None:
    url = web_address(node.get("url"))
    if url is None:
        return None
    picture = next(_pictures(node.get("image")), None)
    return LinkCard(
        url=url,
        title=string(node.get("headline")) or string(node.get("name")),
        description=string(node.get("description")),
        image_url=picture.urls[0] if picture else None,
    )


def _counts(node: Json) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in mappings(node.get("interactionStatistic")):
        kind = one.get("interactionType")
        name = string(kind) or string(mapping(kind).get("@type")) or ""
        ours = _COUNTS.get(name.rpartition("/")[2])
        number = _size(one.get("userInteractionCount"))
        if ours and number is not None:
            found.setdefault(ours, number)
    comments = count(node.get("commentCount"))
    return {**({"replies": comments} if comments is not None else {}), **found}
