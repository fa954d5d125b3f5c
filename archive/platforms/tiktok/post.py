"""What each source of TikTok says of a post -> a snapshot. Pure.

The page's data are TikTok's own. Their shape is that of the recording, and for older pages
(``SIGI_STATE``) and for pictures (``imagePost``) that which public clients read (yt-dlp,
gallery-dl); so only id and text must be there.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

from archive.platforms.oembed import Oembed
from archive.platforms.plain import marks_in
from archive.platforms.shape import Json, count, mapping, mappings, string
from archive.platforms.tiktok.urls import (
    PLATFORM,
    account_url,
    hashtag_url,
    is_id,
    made_at,
    post_url,
)
from archive.records import Author, Captions, Completeness, Media, Precision, Snapshot
from archive.text import web_address

__all__ = ["of_envelope", "of_item", "of_meta"]

_NO_FILE = "Only the poster of the video was given."
_ONLY_POSTER = "TikTok's embed gives one picture of the post at most."
_FROM_ID = "The time is that of the post's id: the post came within about a minute after it."
_COUNTS = {
    "playCount": "views",
    "diggCount": "likes",
    "commentCount": "replies",
    "shareCount": "reposts",
}

_SHORT = {
    "eng": "en",
    "spa": "es",
    "por": "pt",
    "fra": "fr",
    "deu": "de",
    "ita": "it",
    "pol": "pl",
    "ara": "ar",
    "jpn": "ja",
    "kor": "ko",
    "cmn": "zh",
    "rus": "ru",
    "nld": "nl",
    "tur": "tr",
}
"""TikTok's codes of languages (ISO 639-3) -> those of BCP 47, which has the shortest."""


def of_envelope(envelope: Oembed) -> Snapshot | None:
    """The post of an oEmbed answer: its text, its account, a poster. The time is the id's."""
    raw, html = envelope.raw, envelope.html or ""
    framed = re.search(r'data-video-id="(\d{1,20})"', html)
    native_id = string(raw.get("embed_product_id")) or (framed[1] if framed else None)
    if native_id is None or not is_id(native_id):
        return None
    photo = raw.get("embed_type") == "photo"
    known = re.findall(r'href="https://www\.tiktok\.com/@([^"?/]{1,100})', html)
    media = Media(
        kind="image" if photo else "video",
        urls=(envelope.thumbnail_url,) if photo and envelope.thumbnail_url else (),
        native_id=None if photo else native_id,
        width=envelope.thumbnail_width,
        height=envelope.thumbnail_height,
        poster_url=None if photo else envelope.thumbnail_url,
    )
    return _snapshot(
        native_id,
        text=envelope.title or "",
        author=_author(envelope.author_name, string(raw.get("author_unique_id")), None, None),
        media=(media,),
        known={unquote(name).lower() for name in known},
        photo=photo,
        completeness="partial",
        warnings=(_ONLY_POSTER if photo else _NO_FILE,),
    )


def of_meta(native_id: str, handle: str | None, text: str, poster: str | None) -> Snapshot:
    """The post of a page that has its Open Graph only."""
    return _snapshot(
        native_id,
        text=text,
        author=_author(None, handle, None, None),
        media=(Media(kind="video", native_id=native_id, poster_url=poster),),
        known=set(),
        photo=False,
        completeness="partial",
        warnings=(_NO_FILE,),
    )


def of_item(item: Json) -> Snapshot | None:
    """The post of the page's ``itemStruct``, or of ``ItemModule`` on older pages; ``None``: none
    is there.
    """
    native_id = item.get("id")
    if not isinstance(native_id, str) or not is_id(native_id):
        return None
    by, video = item.get("author"), mapping(item.get("video"))
    account = mapping(by)  # a handle alone on older pages
    author = _author(
        string(account.get("nickname")) or string(item.get("nickname")),
        string(account.get("uniqueId")) or string(by),
        string(account.get("id")) or string(item.get("authorId")),
        web_address(account.get("avatarLarger")) or web_address(item.get("avatarThumb")),
    )
    posted = mapping(item.get("imagePost"))
    images = tuple(m for one in mappings(posted.get("images")) if (m := _image(one)))
    title = string(posted.get("title"))
    text = string(item.get("desc")) or ""
    lang = string(item.get("textLanguage"))
    told = str(item.get("createTime"))
    return _snapshot(
        native_id,
        text=f"{title}\n\n{text}".strip() if title and title != text else text,
        author=author,
        media=images or (_video(native_id, video),),
        known={
            name.lower()
            for extra in mappings(item.get("textExtra"))
            if (name := string(extra.get("userUniqueId")))
        },
        photo=bool(images),
        completeness="full",
        created_at=datetime.fromtimestamp(int(told), UTC)
        if re.fullmatch(r"[1-9][0-9]{8,9}", told)
        else None,
        lang=None if lang == "un" else lang,
        counts={
            ours: number
            for theirs, ours in _COUNTS.items()
            if (number := count(mapping(item.get("stats")).get(theirs))) is not None
        },
    )


def _snapshot(
    native_id: str,
    *,
    text: str,
    author: Author,
    media: tuple[Media, ...],
    known: set[str],
    photo: bool,
    completeness: Completeness,
    warnings: tuple[str, ...] = (),
    created_at: datetime | None = None,
    lang: str | None = None,
    counts: dict[str, int] | None = None,
) -> Snapshot:
    """``known`` are the accounts, in lower case, whose names in the text are mentions."""
    text = text.strip()
    precision: Precision = "s"
    if created_at is None:
        created_at = made_at(native_id)
        precision = "unknown" if created_at is None else "minute"
        warnings = (*warnings, *(() if created_at is None else (_FROM_ID,)))
        completeness = "partial"

    def mention(name: str) -> str | None:
        return account_url(name) if unquote(name).lower() in known else None

    return Snapshot(
        platform=PLATFORM,
        native_id=native_id,
        url=post_url(native_id, author.handle, photo=photo),
        author=author,
        text=text,
        facets=marks_in(text, hashtag=hashtag_url, mention=mention),
        lang=lang,
        langs=(lang,) if lang else (),
        created_at=created_at,
        created_precision=precision,
        media=media,
        counts=counts or {},
        completeness=completeness,
        warnings=warnings,
    )


def _author(
    name: str | None, handle: str | None, native_id: str | None, avatar: str | None
) -> Author:
    return Author(
        name=name,
        handle=handle,
        native_id=native_id,
        url=account_url(handle) if handle else None,
        avatar_url=avatar,
    )


def _video(native_id: str, video: Json) -> Media:
    """The file's address is bound to whoever was given the page: mostly the poster is all that is
    to be had.
    """
    addresses = (web_address(video.get(name)) for name in ("playAddr", "downloadAddr"))
    covers = (web_address(video.get(name)) for name in ("cover", "originCover"))
    return Media(
        kind="video",
        urls=tuple(url for url in addresses if url),
        native_id=native_id,
        width=count(video.get("width")) or None,
        height=count(video.get("height")) or None,
        duration=count(video.get("duration")) or None,
        poster_url=next((url for url in covers if url), None),
        captions=tuple(_captions(video)),
    )


def _captions(video: Json) -> Iterator[Captions]:
    """What is said, as TikTok heard it or the author wrote it. The shape is that which public
    clients read; the recording's list is empty. A machine's translation is not what was said.
    """
    for told in mappings(video.get("subtitleInfos")):
        url = web_address(told.get("Url"))
        if url and told.get("Format") == "webvtt" and told.get("Source") != "MT":
            lang, _, region = (string(told.get("LanguageCodeName")) or "").partition("-")
            short = _SHORT.get(lang, lang)
            yield Captions(url=url, lang=(f"{short}-{region}" if region else short) or None)


def _image(one: Json) -> Media | None:
    addresses = mapping(one.get("imageURL")).get("urlList")
    urls = (web_address(url) for url in addresses) if isinstance(addresses, list) else ()
    found = tuple(url for url in urls if url)
    if not found:
        return None
    return Media(
        kind="image",
        urls=found,
        width=count(one.get("imageWidth")) or None,
        height=count(one.get("imageHeight")) or None,
    )
