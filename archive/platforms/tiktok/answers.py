"""What an answer of TikTok says: the post, or why there is none. Pure.

TikTok documents no word for a post that is gone: the code and words that its page holds then are
told to the editor, and decide nothing.
"""

from typing import Any
from urllib.parse import urlsplit

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.base import Response, Saved
from archive.platforms.oembed import oembed_of, read_oembed
from archive.platforms.page_facts import PageFacts, facts_of, html_of, script_json
from archive.platforms.shape import Json, mapping, string
from archive.platforms.tiktok.post import of_envelope, of_item, of_meta
from archive.platforms.tiktok.urls import identify
from archive.records import PostRef, Snapshot

__all__ = ["read_envelope", "read_page", "read_saved_html", "read_saved_json"]

_NO_POST = Refused(reason="not shown", detail="TikTok's page holds no post.")
_DATA = "__UNIVERSAL_DATA_FOR_REHYDRATION__"
_OLD_DATA = "SIGI_STATE"


def read_envelope(response: Response, ref: PostRef | None) -> Answer:
    """An oEmbed answer about a post. ``ref`` is the one that was asked for; ``None``: any."""
    envelope = read_oembed(response, "TikTok")
    if isinstance(envelope, (Refused, Failed)):
        return envelope
    return _asked_for(of_envelope(envelope), ref)


def read_page(response: Response, ref: PostRef | None) -> Answer:
    """A post's page."""
    html = html_of(response, "TikTok")
    return _of_html(html, response.url, ref) if isinstance(html, str) else html


def read_saved_html(saved: Saved) -> tuple[Answer, ...]:
    """What a page of TikTok says that somebody saved; empty: it is none of TikTok's."""
    html = saved.text()
    if html.lstrip()[:1] != "<" or "tiktok" not in html:
        return ()
    told = script_json(html, _DATA) or script_json(html, _OLD_DATA)
    if not {"__DEFAULT_SCOPE__", "ItemModule"} & told.keys():
        return ()
    return (_of_html(html, saved.url or "", None),)


def read_saved_json(value: object) -> tuple[Answer, ...]:
    """An oEmbed answer that somebody saved; empty: it is none of TikTok's."""
    told = mapping(value)
    if told.get("provider_name") != "TikTok":
        return ()
    envelope = oembed_of(told, "TikTok")
    if isinstance(envelope, Failed):
        return (envelope,)
    return (_asked_for(of_envelope(envelope), None),)


def _of_html(html: str, url: str, ref: PostRef | None) -> Answer:
    detail = mapping(
        mapping(script_json(html, _DATA).get("__DEFAULT_SCOPE__")).get("webapp.video-detail")
    )
    item = mapping(mapping(detail.get("itemInfo")).get("itemStruct")) or _old_item(html, ref)
    if not item:
        return _of_meta(facts_of(html, url), ref) or _none(detail)
    if item.get("privateItem") is True or item.get("secret") is True:
        return Refused(reason="protected", detail="TikTok's page says that the post is private.")
    return _asked_for(of_item(item), ref)


def _old_item(html: str, ref: PostRef | None) -> Json:
    """The post among those that an older page held; the only one where none was asked for."""
    items = mapping(script_json(html, _OLD_DATA).get("ItemModule"))
    if ref is not None and ref.native_id in items:
        return mapping(items[ref.native_id])
    only: Any = next(iter(items.values())) if len(items) == 1 else None
    return mapping(only)


def _of_meta(facts: PageFacts, ref: PostRef | None) -> Answer | None:
    text = facts.meta.get("og:description")
    named = _named(facts.meta.get("og:url")) or _named(facts.canonical)
    if text is None or named is None:
        return None
    handle = urlsplit(named.url).path.split("/")[1].removeprefix("@") or None
    return _asked_for(of_meta(named.native_id, handle, text, facts.meta.get("og:image")), ref)


def _named(url: str | None) -> PostRef | None:
    try:
        found = identify(urlsplit(url)) if url else None
    except (NotAPost, ValueError):  # a page of TikTok that is no post, or no address at all
        return None
    return found if isinstance(found, PostRef) else None


def _none(detail: Json) -> Refused:
    words, code = string(detail.get("statusMsg")), detail.get("statusCode")
    if not code or words is None:
        return _NO_POST
    return Refused(
        reason="not shown",
        detail=f"TikTok's page holds no post; it says “{words[:200]}” (statusCode {code}).",
    )


def _asked_for(snapshot: Snapshot | None, ref: PostRef | None) -> Answer:
    if snapshot is None:
        return Failed(reason="malformed", detail="TikTok answered with no post that has an id.")
    if ref is not None and snapshot.native_id != ref.native_id:
        return Failed(
            reason="another post",
            detail=f"TikTok was asked for post {ref.native_id} and answered with post "
            f"{snapshot.native_id}.",
        )
    return Found(ref=snapshot.ref, snapshots=(snapshot,))
