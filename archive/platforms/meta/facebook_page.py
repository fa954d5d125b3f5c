"""What a page of Facebook shows of a post: the story itself, else its head. Pure.

The story as pages and embeds of 2016 to 2020 had it (recorded in 2020), JSON-LD and ``og:`` of the
same pages. Pages of today show a stranger a login.
"""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urljoin, urlsplit

import msgspec
from bs4 import Tag

from archive.numbers import whole_number
from archive.outcome import Answer, Found, Refused
from archive.platforms.base import Response
from archive.platforms.meta.embed_code import EmbedCode, embed_codes
from archive.platforms.meta.facebook_urls import clean_link, identify, owner_of
from archive.platforms.meta.sources import another_post, post_at
from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import PageFacts, facts_of, html_of, soup_of
from archive.platforms.shape import Json, count, mapping, moment, string
from archive.records import Author, Facet, Media, PostRef, Snapshot
from archive.text import html_to_text, web_address

__all__ = [
    "WHO",
    "is_page",
    "markup_text",
    "read_code",
    "read_embed_answer",
    "read_html",
    "read_page",
]

WHO = "Facebook"
_BASE = "https://www.facebook.com/"
_STORY = re.compile(r'class="[^"]{0,200}\buserContentWrapper\b')
_MAX_STORY = 100_000
_SIZE = re.compile(r"[?&]size=(\d{1,5})(?:%2C|,)(\d{1,5})")
_LD_POSTS = {"VideoObject", "SocialMediaPosting", "ImageObject", "DiscussionForumPosting"}
_DURATION = re.compile(r"P?T?(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?")
_PFBID = "pfbid"
_CUT = ("…", "...")
_NO_WORD = "names the post, and not a word of it"
_NO_TIME = "The source does not say when it was posted."


class _Story(msgspec.Struct, frozen=True, kw_only=True):
    """A post as it stands in a page."""

    ref: PostRef | None
    text: str
    facets: tuple[Facet, ...]
    warnings: tuple[str, ...]
    author: str | None
    author_url: str | None
    at: datetime | None
    media: tuple[Media, ...]
    more: str | None
    """What the page says of pictures that it does not show: ``10+``."""


def read_page(response: Response, ref: PostRef) -> Answer:
    """What a page says of the post; one without it, or before a login, is a refusal."""
    html = html_of(response, WHO)
    return read_html(html, response.url, ref) if isinstance(html, str) else html


def read_html(html: str, url: str, ref: PostRef | None) -> Answer:
    """What the markup of a page says of the post ``ref``, or of the one that it is about."""
    facts = facts_of(html, url)
    story = _story(html)
    named = post_at(facts.meta.get("og:url"), identify) or post_at(facts.canonical, identify)
    found = named or (story.ref if story else None)
    if found is None:
        return _not_shown("answered with a page without the post")
    if ref is not None and not _same(found, ref):
        return another_post(WHO, found, ref)
    if story is not None and story.ref is not None and not _same(story.ref, found):
        story = None  # of another post, which the page shows beside this one
    snapshot = _snapshot(facts, story, found)
    return _found(snapshot, ref) if snapshot else _not_shown(_NO_WORD)


def read_embed_answer(told: Oembed, ref: PostRef | None) -> Answer:
    """What an oEmbed answer says, of today or of before 2020."""
    code = next(iter(embed_codes(told.html or "")), None)
    return read_code(code, ref, told) if code else _not_shown("answered with an embed of no post")


def read_code(code: EmbedCode, ref: PostRef | None, told: Oembed | None = None) -> Answer:
    """What an embed code says: the text, the Page, and the day in words."""
    found = post_at(code.url, identify)
    if found is None:
        return _not_shown("answered with an embed of no post")
    if ref is not None and not _same(found, ref):
        return another_post(WHO, found, ref)
    if code.text is None:
        return _not_shown(_NO_WORD)
    text, facets, warnings = markup_text(code.text)
    when = f" It has, in words: “{code.when_in_words[:200]}”." if code.when_in_words else ""
    name = (told.author_name if told else None) or code.author
    address = (told.author_url if told else None) or code.author_url
    snapshot = Snapshot(
        platform=found.platform,
        native_id=found.native_id,
        url=found.url,
        author=_author(name, address, found),
        text=text,
        facets=facets,
        completeness="cut" if text.endswith(_CUT) else "partial",
        warnings=(
            *warnings,
            _NO_TIME + when,
            "The source shows no pictures and videos; the post may hold some.",
        ),
    )
    return _found(snapshot, ref)


def is_page(html: str, facts: PageFacts) -> bool:
    """Whether a page is Facebook's: so is a login page without a word of its post."""
    return (
        facts.meta.get("og:site_name") in {WHO, "Facebook Watch"}
        or facts.meta.get("al:ios:app_name") == WHO
        or re.search(r'<html[^>]{0,300}\bid="facebook"', html[:2000]) is not None
    )


def markup_text(markup: str) -> tuple[str, tuple[Facet, ...], tuple[str, ...]]:
    """The text of Facebook's markup, with links led past its counter, smileys as they were typed,
    and what is hidden behind "See more".
    """
    soup = soup_of(markup)
    for tag in soup.select(".text_exposed_hide, ._47e3 img"):
        tag.decompose()
    for link in soup.find_all("a", href=True):
        href = _address(link)
        link["href"] = href
        if urlsplit(href).path.startswith("/hashtag/"):
            link["class"] = "mention hashtag"
        elif "profileLink" in (link.get("class") or ()):
            link["class"] = "mention"
        else:
            link["class"] = ""
    return html_to_text(str(soup))


def _story(html: str) -> _Story | None:
    """The first story of a page."""
    start = _STORY.search(html)
    if start is None:
        return None
    soup = soup_of("<div " + html[start.start() :][:_MAX_STORY])
    wrapper = soup.find("div")
    message = soup.select_one('[data-testid="post_message"], .userContent')
    if not isinstance(wrapper, Tag) or message is None:
        return None
    if message.find_parent(class_="userContentWrapper") is not wrapper:
        return None  # the words of a post that this one shares, in a box of their own
    time = wrapper.select_one("abbr[data-utime]")
    page = time.find_parent("a") if time else None
    text, facets, warnings = markup_text(str(message))
    name = wrapper.select_one("h5 a[href], h6 a[href]")
    more = wrapper.select_one("._52db")
    return _Story(
        ref=post_at(_address(page), identify) if page else None,
        text=text,
        facets=facets,
        warnings=warnings,
        author=string(name.get_text()) if name else None,
        author_url=web_address(_address(name)) if name else None,
        at=_utime(time.get("data-utime")) if time else None,
        media=tuple(_photo(tag) for tag in wrapper.select("a[data-ploi]", limit=100)),
        more=string(more.get_text()) if more else None,
    )


def _address(link: Tag) -> str:
    """Where a link leads; empty for what is no address."""
    try:
        return clean_link(urljoin(_BASE, str(link.get("href") or "")))
    except ValueError:  # brackets without an IPv6 number between them
        return ""


def _photo(tag: Tag) -> Media:
    size = _SIZE.search(str(tag.get("ajaxify") or ""))
    picture = tag.find("img")
    address = web_address(tag.get("data-ploi"))
    number = parse_qs(urlsplit(str(tag.get("ajaxify") or "")).query).get("fbid", [None])[0]
    return Media(
        kind="image",
        urls=(address,) if address else (),
        native_id=string(number),
        alt=string(picture.get("alt")) if isinstance(picture, Tag) else None,
        width=int(size[1]) or None if size else None,
        height=int(size[2]) or None if size else None,
    )


def _snapshot(facts: PageFacts, story: _Story | None, ref: PostRef) -> Snapshot | None:
    """The post as the page tells it; ``None``: it holds not a word of it."""
    ld = next((node for node in facts.json_ld if string(node.get("@type")) in _LD_POSTS), {})
    written = string(ld.get("articleBody")) or string(ld.get("description"))
    shown = facts.meta.get("og:description") or facts.meta.get("twitter:description")
    text = story.text if story else written or shown or ""
    facets = story.facets if story else ()
    warnings = story.warnings if story else ()
    media = (*(story.media if story else ()), *_video(ld))
    if not text and not media:
        return None
    if not media:
        media = _head_media(facts)
    author = mapping(ld.get("author"))
    is_video = facts.meta.get("og:type", "").startswith("video")
    name = (story.author if story else None) or string(author.get("name"))
    at = (story.at if story else None) or _published(ld)
    whole = story is not None and story.more is None and at is not None
    if not whole:
        warnings = (*warnings, *_lacks(story, at))
    cut = story is None and text.endswith(_CUT)
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=_author(
            name or (None if is_video else facts.meta.get("og:title")),
            (story.author_url if story else None) or string(author.get("url")),
            ref,
            _number_in(facts.canonical),
        ),
        text=text,
        facets=facets,
        lang=string(ld.get("inLanguage")),
        langs=(lang,) if (lang := string(ld.get("inLanguage"))) else (),
        created_at=at,
        created_precision="s" if at else "unknown",
        media=media,
        counts={"replies": n} if (n := count(ld.get("commentCount"))) is not None else {},
        completeness="cut" if cut else "full" if whole else "partial",
        warnings=warnings,
    )


def _lacks(story: _Story | None, at: datetime | None) -> list[str]:
    lacks = []
    if story is None:
        lacks.append("The page's head alone was read; the post may hold more pictures, or a video.")
    elif story.more:
        lacks.append(f"The page shows the first pictures, and says of the others: “{story.more}”.")
    if at is None:
        lacks.append(_NO_TIME)
    return lacks


def _video(ld: Json) -> tuple[Media, ...]:
    if string(ld.get("@type")) != "VideoObject":
        return ()
    address = web_address(ld.get("contentUrl"))
    return (
        Media(
            kind="video",
            urls=(address,) if address else (),
            mime="video/mp4" if address else None,
            width=count(ld.get("width")) or None,
            height=count(ld.get("height")) or None,
            duration=_duration(ld.get("duration")),
            poster_url=web_address(ld.get("thumbnailUrl")),
        ),
    )


def _head_media(facts: PageFacts) -> tuple[Media, ...]:
    picture = web_address(facts.meta.get("og:image"))
    film = web_address(facts.meta.get("og:video:secure_url") or facts.meta.get("og:video"))
    if film:
        return (Media(kind="video", urls=(film,), poster_url=picture),)
    return (Media(kind="image", urls=(picture,)),) if picture else ()


def _duration(value: object) -> float | None:
    """Seconds of ISO 8601's ``PT1M1S``, which Facebook writes ``T1M1S``."""
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return float(hours * 3600 + minutes * 60 + seconds)


def _published(ld: Json) -> datetime | None:
    keys = ("datePublished", "dateCreated", "uploadDate")
    return next((at for key in keys if (at := moment(ld.get(key)))), None)


def _utime(value: object) -> datetime | None:
    digits = whole_number(value) if isinstance(value, str) else None
    try:
        return datetime.fromtimestamp(int(digits), UTC) if digits else None
    except (ValueError, OverflowError, OSError):  # no year that there is
        return None


def _number_in(canonical: str | None) -> str | None:
    """The Page's number, with which its canonical address may begin."""
    return whole_number(urlsplit(canonical or "").path.strip("/").split("/")[0])


def _author(name: str | None, url: str | None, ref: PostRef, number: str | None = None) -> Author:
    address = web_address(clean_link(url)) if url else None
    handle = urlsplit(address).path.strip("/") if address else owner_of(ref) or ""
    plain = re.fullmatch(r"[\w.-]{1,100}", handle) is not None and not handle.endswith(".php")
    owner = owner_of(ref) or ""
    return Author(
        name=name,
        handle=handle if plain and not handle.isdigit() else None,
        native_id=number or (owner if owner.isdigit() else None),
        url=address,
    )


def _same(found: PostRef, ref: PostRef) -> bool:
    """Whether two numbers may be one post's: behind a ``pfbid`` may be any number."""
    ids = {found.native_id, ref.native_id}
    return len(ids) == 1 or sum(id_.startswith(_PFBID) for id_ in ids) == 1


def _found(snapshot: Snapshot, ref: PostRef | None) -> Found:
    """The post under its number, where it was asked for by a ``pfbid``, and that as an alias."""
    if ref is None or ref.native_id == snapshot.native_id:
        return Found(ref=snapshot.ref, snapshots=(snapshot,))
    if snapshot.native_id.startswith(_PFBID):
        alias = snapshot.native_id
        snapshot = msgspec.structs.replace(snapshot, native_id=ref.native_id, url=ref.url)
        return Found(ref=ref, snapshots=(snapshot,), aliases=(alias,))
    return Found(ref=snapshot.ref, snapshots=(snapshot,), aliases=(ref.native_id,))


def _not_shown(what: str) -> Refused:
    return Refused(reason="not shown", detail=f"{WHO} {what}.")
