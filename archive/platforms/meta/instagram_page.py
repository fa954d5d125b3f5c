"""What a page of Instagram shows of a post: its own JSON, else its head, else its embed. Pure.

Heads (``og:``) of 2018 to 2020 as recorded. The embed of ``/embed/captioned/`` is built from what
clients read in it (``.Caption``, ``.EmbeddedMediaImage``); no recording of one is at hand.
"""

import re
from datetime import datetime

from bs4 import BeautifulSoup, Tag

from archive.outcome import Answer, Found, Refused
from archive.platforms.base import Response
from archive.platforms.meta.embed_code import EmbedCode, embed_codes
from archive.platforms.meta.instagram_post import (
    author_of,
    data_in,
    marks,
    media_in,
    read_media,
    time_of,
)
from archive.platforms.meta.instagram_urls import identify
from archive.platforms.meta.sources import another_post, post_at
from archive.platforms.oembed import Oembed
from archive.platforms.page_facts import PageFacts, facts_in, html_of, soup_of
from archive.platforms.plain import whole_marks
from archive.records import Author, Facet, Media, PostRef, Snapshot
from archive.text import html_to_text, web_address

__all__ = ["WHO", "is_page", "read_code", "read_embed_answer", "read_html", "read_page"]

WHO = "Instagram"
_QUOTED = re.compile(r"\A(?P<before>.{1,400}?): ?[“\"](?P<text>.*)[”\"]\.?\s*\Z", re.DOTALL)
"""``Ada (@ada) on Instagram: “the caption”``, in any language; before it counts and the day."""
_HANDLE = re.compile(r"[(（]@([A-Za-z0-9_.]{1,30})[)）]")
_NAME_BEFORE = re.compile(r"\A(.{1,200}?) (?:[(（]@|\S{1,4} Instagram)")
_SHARED_BY = "A post shared by "
_CUT = ("…", "...")
_NO_WORD = "names the post, and not a word of it"


def read_page(response: Response, ref: PostRef) -> Answer:
    """What a page says of the post; one without it, or before a login, is a refusal."""
    html = html_of(response, WHO)
    return read_html(html, response.url, ref) if isinstance(html, str) else html


def read_html(html: str, url: str, ref: PostRef | None) -> Answer:
    """What the markup of a page says of the post ``ref``, or of the one that it is about."""
    soup = soup_of(html)
    for data in data_in(soup):
        media = media_in(data)
        if media is not None:
            return read_media(media, ref)
    facts = facts_in(soup, url)
    named = post_at(facts.meta.get("og:url"), identify) or post_at(facts.canonical, identify)
    snapshot = _from_head(facts, named) if named else None
    if snapshot is None and "EmbeddedMedia" in html:
        snapshot = _from_embed(soup)
    if snapshot is None:
        return Refused(reason="not shown", detail=f"{WHO} answered with a page without the post.")
    return _checked(snapshot, ref)


def read_embed_answer(told: Oembed, ref: PostRef | None) -> Answer:
    """What an oEmbed answer says; that of today names the post and its author, no more."""
    code = next(iter(embed_codes(told.html or "")), None)
    if code is None:
        return Refused(reason="not shown", detail=f"{WHO}'s embed {_NO_WORD}.")
    return read_code(code, ref, told)


def read_code(code: EmbedCode, ref: PostRef | None, told: Oembed | None = None) -> Answer:
    """What an embed code says, with the fields that came with it until 2020."""
    named = post_at(code.url, identify)
    if named is None:
        return Refused(reason="not shown", detail=f"{WHO}'s embed names no post.")
    if ref is not None and named.native_id != ref.native_id:
        return another_post(WHO, named, ref)
    text = told.title if told else None
    text = text or (html_to_text(code.text)[0] if code.text else None)
    if text is None:
        return Refused(reason="not shown", detail=f"{WHO}'s embed {_NO_WORD}.")
    return Found(ref=named, snapshots=(_from_code(code, named, text, told),))


def is_page(html: str, url: str) -> bool:
    """Whether a page is Instagram's: so is a login page without a word of its post."""
    soup = soup_of(html)
    facts = facts_in(soup, url)
    return (
        facts.meta.get("og:site_name") == WHO
        or facts.meta.get("al:ios:app_name") == WHO
        or any(media_in(data) is not None for data in data_in(soup))
    )


def _checked(snapshot: Snapshot, ref: PostRef | None) -> Answer:
    if ref is not None and snapshot.native_id != ref.native_id:
        return another_post(WHO, snapshot.ref, ref)
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def _from_head(facts: PageFacts, ref: PostRef) -> Snapshot | None:
    """The post as a page's head tells it; ``None``: it holds no caption."""
    told = [
        match
        for key in ("og:title", "og:description", "description")
        if (match := _QUOTED.match(facts.meta.get(key, "")))
    ]
    if not told:
        return None
    text = max((match["text"] for match in told), key=len)
    before = " ".join(match["before"] for match in told)
    handle = _HANDLE.search(before) or re.search(r"@([A-Za-z0-9_.]{1,30})", before)
    name = _NAME_BEFORE.match(told[0]["before"])
    facets, warnings = marks(text)
    return _partial(
        ref,
        text,
        author=author_of(
            handle=handle[1] if handle else None,
            name=name[1] if name and not name[1].startswith("@") else None,
        ),
        media=_pictures(facts.repeated.get("og:image", ())[:1], facts),
        facets=facets,
        warnings=warnings,
    )


def _pictures(addresses: tuple[str, ...], facts: PageFacts) -> tuple[Media, ...]:
    film = web_address(facts.meta.get("og:video:secure_url") or facts.meta.get("og:video"))
    picture = next((url for a in addresses if (url := web_address(a))), None)
    if film:
        return (Media(kind="video", urls=(film,), mime="video/mp4", poster_url=picture),)
    return (Media(kind="image", urls=(picture,)),) if picture else ()


def _from_embed(soup: BeautifulSoup) -> Snapshot | None:
    """The post as the frame of an embed shows it."""
    named = next(
        (
            found
            for tag in soup.find_all("a", href=True, limit=200)
            if (found := post_at(str(tag["href"]), identify))
        ),
        None,
    )
    caption = soup.select_one(".Caption")
    if named is None or caption is None:
        return None
    for tag in caption.select(".CaptionUsername, .CaptionComments"):
        tag.decompose()
    text = html_to_text(str(caption))[0]
    user = soup.select_one(".UsernameText")
    picture = soup.select_one("img.EmbeddedMediaImage")
    address = web_address(picture.get("src")) if isinstance(picture, Tag) else None
    facets, warnings = marks(text)
    media = (
        (Media(kind="image", urls=(address,), alt=str(picture.get("alt") or "") or None),)
        if address and picture
        else ()
    )
    author = author_of(handle=user.get_text().strip() if user else None)
    return _partial(named, text, author=author, media=media, facets=facets, warnings=warnings)


def _from_code(code: EmbedCode, ref: PostRef, text: str, told: Oembed | None) -> Snapshot:
    """The post as an embed code and the fields of oEmbed until 2020 tell it."""
    raw = told.raw if told else {}
    shared = code.author or ""
    handle = _HANDLE.search(shared)
    name = shared[: handle.start()].strip().removeprefix(_SHARED_BY) if handle else None
    picture = told.thumbnail_url if told else None
    facets, warnings = marks(text)
    return _partial(
        ref,
        text,
        author=author_of(
            handle=(told.author_name if told else None) or (handle[1] if handle else None),
            name=name if name and shared.startswith(_SHARED_BY) else None,
            native_id=raw.get("author_id"),
        ),
        media=(
            Media(
                kind="image",
                urls=(picture,),
                width=told.thumbnail_width or None,
                height=told.thumbnail_height or None,
            ),
        )
        if told and picture
        else (),
        facets=facets,
        warnings=warnings,
        created_at=code.when,
    )


def _partial(
    ref: PostRef,
    text: str,
    *,
    author: Author,
    media: tuple[Media, ...],
    facets: tuple[Facet, ...],
    warnings: tuple[str, ...],
    created_at: datetime | None = None,
) -> Snapshot:
    """A post of which a source shows the text and at most one picture."""
    at, precision = time_of(ref.native_id, created_at)
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=author,
        text=text,
        facets=whole_marks(text, facets) if text.endswith(_CUT) else facets,
        created_at=at,
        created_precision=precision,
        media=media,
        completeness="cut" if text.endswith(_CUT) else "partial",
        warnings=(
            *warnings,
            "The source shows one picture at most; the post may hold more, or a video.",
        ),
    )
