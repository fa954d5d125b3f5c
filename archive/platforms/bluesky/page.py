"""What bsky.app's page says of a post in its head, as a web archive kept it -> a snapshot. Pure.

The page is an application; what a robot is given is its head
(https://github.com/bluesky-social/social-app/blob/main/bskyweb/templates/post.html): text, name,
pictures, and the time when Bluesky first saw the post. So every copy of it is *partial*.
"""

import re
from urllib.parse import parse_qs, urlsplit

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import Response, Saved
from archive.platforms.bluesky.address import (
    NAME,
    POST,
    is_handle,
    is_repost,
    post_ref,
    profile_url,
    split_native_id,
    split_uri,
)
from archive.platforms.page_facts import PageFacts, facts_of
from archive.platforms.shape import moment
from archive.records import Author, Facet, Media, PostRef, Snapshot
from archive.text import web_address

__all__ = ["addresses", "read_page", "read_saved_page"]

_TITLE = re.compile(r"(?:(.*) \()?@([\w.-]+)\)?", re.DOTALL)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_PICTURE = "/img/feed_thumbnail/plain/"
_PARTIAL = (
    "This is what bsky.app's page told a robot: descriptions of pictures, links behind words, and "
    "what the post quotes or answers are not in it. Its time is when Bluesky first saw the post."
)


def addresses(ref: PostRef) -> tuple[str, ...]:
    """Where the post's page may have been archived: by the account's id and, where the ref has
    it, by its handle, under which readers share it. Of a repost there is no page.
    """
    if is_repost(ref):
        return ()
    did, _, rkey = split_native_id(ref.native_id)
    return tuple(dict.fromkeys((ref.url, post_ref(did, rkey).url)))


def read_page(response: Response, ref: PostRef) -> Answer:
    """The post of a page, if it is the one that was asked for."""
    refused = refusal(response, "Bluesky")
    if refused is not None:
        return refused
    facts = facts_of(response.text(), response.url)
    uri = _uri(facts)
    if uri is None:
        return Refused(
            reason="not shown", detail="The copy of bsky.app's page does not hold the post."
        )
    if f"{uri[0]}/{uri[2]}" != ref.native_id:
        return Failed(
            reason="another post", detail=f"The copy holds another post: at://{'/'.join(uri)}."
        )
    snapshot = _snapshot(facts, uri[0], uri[2])
    return Found(ref=snapshot.ref, snapshots=(snapshot,))


def read_saved_page(saved: Saved) -> tuple[Answer, ...]:
    """The post of a page that somebody saved; empty: it is no page of a post of Bluesky's."""
    if b"app.bsky.feed.post" not in saved.body or b"oembed" not in saved.body:
        return ()
    facts = facts_of(saved.text(), saved.url or "https://bsky.app/")
    uri = _uri(facts)
    if uri is None or "og:title" not in facts.meta:
        return ()
    snapshot = _snapshot(facts, uri[0], uri[2])
    return (Found(ref=snapshot.ref, snapshots=(snapshot,)),)


def _snapshot(facts: PageFacts, did: str, rkey: str) -> Snapshot:
    ref = post_ref(did, rkey)
    title = _TITLE.fullmatch(facts.meta.get("og:title", ""))
    name, handle = (title[1], title[2].lower()) if title else (None, None)
    text = facts.meta.get("og:description", "")
    seen = moment(facts.meta.get("article:published_time"))
    return Snapshot(
        platform=NAME,
        native_id=ref.native_id,
        url=ref.url,
        author=Author(
            name=name,
            handle=handle if is_handle(handle) else None,
            native_id=did,
            url=profile_url(did),
        ),
        text=text,
        facets=tuple(
            Facet(start=link.start(), end=link.end(), kind="link", target=target)
            for link in _LINK.finditer(text)
            if (target := web_address(link[0])) is not None
        ),
        created_at=seen,
        created_precision="unknown" if seen is None else "minute",
        media=_media(facts),
        completeness="partial",
        warnings=(_PARTIAL,),
    )


def _media(facts: PageFacts) -> tuple[Media, ...]:
    """The pictures, or the video by its still: a page with neither names the author's picture."""
    images = [url for url in facts.repeated.get("og:image", ()) if web_address(url)]
    pictures = [url for url in images if _PICTURE in url]
    video = web_address(facts.meta.get("og:video"))
    still = next((url for url in images if urlsplit(url).hostname == "video.bsky.app"), None)
    if video or still:
        poster = still or (images[0] if images else None)
        return (Media(kind="video", urls=(video,) if video else (), poster_url=poster),)
    return tuple(
        Media(
            kind="image",
            urls=(url.replace("/feed_thumbnail/", "/feed_fullsize/"), url),
            native_id=re.split(r"[@?#]", url.rpartition("/")[2])[0] or None,
        )
        for url in pictures
    )


def _uri(facts: PageFacts) -> tuple[str, str, str] | None:
    """The post's own address stands in the link to its oEmbed envelope, as the page's author
    wrote it. What the canonical address names is a handle, which may be another's by now.
    """
    if facts.oembed is None:
        return None
    named = parse_qs(urlsplit(facts.oembed).query).get("url", [""])[0]
    uri = split_uri(named)
    return uri if uri is not None and uri[1] == POST else None
