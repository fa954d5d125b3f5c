"""What is attached to a Bluesky post -> pictures, video, card, quoted post. Pure.

The author's record names an attachment by its content (a blob's CID); the AppView's view of
it adds addresses on its CDN, which serves re-encoded copies. Either may be missing: the
view, where only the host was asked; parts of the record, in posts of 2023.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import msgspec

from archive.platforms.bluesky.address import NAME, POST, post_ref, record_url, split_uri
from archive.platforms.shape import count, mapping, mappings, string
from archive.records import Captions, LinkCard, Media, PostLink, Unavailable
from archive.text import web_address

__all__ = ["Attached", "post_link", "read_embed"]

_CID = re.compile(r"[A-Za-z0-9]{8,128}")
_CID_IN_URL = re.compile(r"/([A-Za-z0-9]{46,128})(?:@[a-z]+)?(?:[?#].*)?")
_MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]+")
_MAX_SIDE = 100_000

_UNAVAILABLE: dict[str, Unavailable] = {
    "app.bsky.embed.record#viewNotFound": "gone",
    "app.bsky.embed.record#viewBlocked": "blocked",
    "app.bsky.embed.record#viewDetached": "revoked",
}


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """What hangs on a post."""

    media: tuple[Media, ...] = ()
    link_card: LinkCard | None = None
    quoted: PostLink | None = None
    quoted_view: dict[str, Any] | None = None
    """The AppView's view of the quoted post, of which a snapshot can be made."""
    warnings: tuple[str, ...] = ()
    complete: bool = True
    """Whether all was understood."""


class _Owner(msgspec.Struct, frozen=True):
    """Whose blobs they are, and the host that keeps them, if it is known."""

    did: str
    pds: str | None

    def blob_url(self, cid: str | None) -> str | None:
        """Where the host gives the original bytes (``com.atproto.sync.getBlob``)."""
        if self.pds is None or cid is None:
            return None
        query = urlencode({"did": self.did, "cid": cid}, safe=":")
        return f"{self.pds}/xrpc/com.atproto.sync.getBlob?{query}"


_Reader = Callable[[dict[str, Any], dict[str, Any], _Owner], Attached]


def read_embed(record: object, view: object, *, did: str, pds: str | None) -> Attached:
    """What ``record.embed`` and the AppView's ``embed`` hold together. Never raises.

    ``pds`` is the origin of the host of ``did``, where blobs are had as they were uploaded;
    without it the CDN's copies are what there is. ``width`` and ``height`` of media are
    the author's aspect ratio, which need not be pixels.
    """
    return _read(mapping(record), mapping(view), _Owner(did, pds), _READERS)


def _read(
    embed: dict[str, Any], shown: dict[str, Any], owner: _Owner, readers: dict[str, _Reader]
) -> Attached:
    kind = string(embed.get("$type")) or string(shown.get("$type"))
    if kind is None:
        return Attached()
    reader = readers.get(kind.removesuffix("#view"))
    if reader is None:
        return Attached(
            warnings=(f"The post has an attachment of an unknown kind: {kind[:100]}.",),
            complete=False,
        )
    return reader(embed, shown, owner)


def _images(embed: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Attached:
    return _pictures(mappings(embed.get("images")), mappings(view.get("images")), owner)


def _gallery(embed: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Attached:
    return _pictures(mappings(embed.get("items")), mappings(view.get("items")), owner)


def _pictures(items: list[dict[str, Any]], views: list[dict[str, Any]], owner: _Owner) -> Attached:
    """The record tells which and in what order; a view belongs to it by the CID in its URL."""
    by_cid = {cid: view for view in views if (cid := _cid_in_url(view.get("fullsize")))}
    if not items:
        return Attached(media=tuple(_picture({}, view, owner) for view in views))
    return Attached(
        media=tuple(
            _picture(item, by_cid.get(_cid(item.get("image")) or "", {}), owner) for item in items
        )
    )


def _picture(item: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Media:
    blob = mapping(item.get("image"))
    cid = _cid(blob) or _cid_in_url(view.get("fullsize"))
    width, height = _sides(item, view)
    return Media(
        kind="image",
        urls=_known(owner.blob_url(cid), web_address(view.get("fullsize"))),
        native_id=cid,
        mime=_mime(blob),
        alt=string(item.get("alt")) or string(view.get("alt")),
        width=width,
        height=height,
    )


def _video(embed: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Attached:
    """The host keeps the file as uploaded; the AppView has a playlist of re-encoded parts."""
    blob = mapping(embed.get("video"))
    cid = _cid(blob) or _cid({"cid": view.get("cid")})
    width, height = _sides(embed, view)
    is_gif = "gif" in (embed.get("presentation"), view.get("presentation"))
    video = Media(
        kind="gif" if is_gif else "video",
        urls=_known(owner.blob_url(cid), web_address(view.get("playlist"))),
        native_id=cid,
        mime=_mime(blob),
        alt=string(embed.get("alt")) or string(view.get("alt")),
        width=width,
        height=height,
        poster_url=web_address(view.get("thumbnail")),
        captions=tuple(
            Captions(url=url, lang=string(given.get("lang")))
            for given in mappings(embed.get("captions"))
            if (url := owner.blob_url(_cid(given.get("file")))) is not None
        ),
    )
    return Attached(media=(video,))


def _external(embed: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Attached:
    card, shown = mapping(embed.get("external")), mapping(view.get("external"))
    url = web_address(card.get("uri")) or web_address(shown.get("uri"))
    if url is None:
        return Attached(warnings=("The link card leads to no web address: left out.",))
    return Attached(
        link_card=LinkCard(
            url=url,
            title=string(card.get("title")) or string(shown.get("title")),
            description=string(card.get("description")) or string(shown.get("description")),
            image_url=owner.blob_url(_cid(card.get("thumb"))) or web_address(shown.get("thumb")),
        )
    )


def _record(embed: dict[str, Any], view: dict[str, Any], _owner: _Owner) -> Attached:
    return _quote(mapping(embed.get("record")), mapping(view.get("record")))


def _record_with_media(embed: dict[str, Any], view: dict[str, Any], owner: _Owner) -> Attached:
    media = _read(mapping(embed.get("media")), mapping(view.get("media")), owner, _MEDIA)
    quote = _quote(
        mapping(mapping(embed.get("record")).get("record")),
        mapping(mapping(view.get("record")).get("record")),
    )
    return msgspec.structs.replace(
        media,
        link_card=media.link_card or quote.link_card,
        quoted=quote.quoted,
        quoted_view=quote.quoted_view,
        warnings=media.warnings + quote.warnings,
        complete=media.complete and quote.complete,
    )


def _quote(ref: dict[str, Any], view: dict[str, Any]) -> Attached:
    """A quoted post; or the card of another record: a feed, a list, a starter pack."""
    uri = split_uri(view.get("uri")) or split_uri(ref.get("uri"))
    if uri is None:
        return Attached(
            quoted=PostLink(unavailable="failed"),
            warnings=("The address of what the post quotes cannot be read.",),
            complete=False,
        )
    did, collection, rkey = uri
    if collection != POST:
        about = mapping(view.get("record")) | view  # a starter pack's words are in its record
        author = mapping(view.get("creator"))
        return Attached(
            link_card=LinkCard(
                url=record_url(did, collection, rkey),
                title=string(about.get("displayName"))
                or string(about.get("name"))
                or string(author.get("displayName")),
                description=string(about.get("description")),
                image_url=web_address(view.get("avatar")),
            )
        )
    return Attached(
        quoted=post_link(did, rkey, _UNAVAILABLE.get(str(view.get("$type")))),
        quoted_view=view if "value" in view else None,
    )


def post_link(did: str, rkey: str, unavailable: Unavailable | None = None) -> PostLink:
    """The link to a post of Bluesky's; without a reason against it, it may be looked at."""
    ref = post_ref(did, rkey)
    return PostLink(url=ref.url, platform=NAME, native_id=ref.native_id, unavailable=unavailable)


def _cid(blob: object) -> str | None:
    """A blob's CID: ``{"ref": {"$link": CID}}``, or ``{"cid": CID}`` before 2023."""
    body = mapping(blob)
    cid = mapping(body.get("ref")).get("$link", body.get("cid"))
    return cid if isinstance(cid, str) and _CID.fullmatch(cid) else None


def _cid_in_url(url: object) -> str | None:
    """The CDN's addresses end in it: ``…/CID``, before 2026 ``…/CID@jpeg``."""
    match = _CID_IN_URL.fullmatch(url, url.rfind("/")) if isinstance(url, str) else None
    return match[1] if match else None


def _mime(blob: dict[str, Any]) -> str | None:
    mime = blob.get("mimeType")
    return mime if isinstance(mime, str) and _MIME.fullmatch(mime) else None


def _sides(item: dict[str, Any], view: dict[str, Any]) -> tuple[int | None, int | None]:
    for ratio in (mapping(item.get("aspectRatio")), mapping(view.get("aspectRatio"))):
        width, height = count(ratio.get("width")), count(ratio.get("height"))
        if width and height and max(width, height) <= _MAX_SIDE:
            return width, height
    return None, None


def _known(*urls: str | None) -> tuple[str, ...]:
    return tuple(url for url in urls if url is not None)


_MEDIA: dict[str, _Reader] = {
    "app.bsky.embed.images": _images,
    "app.bsky.embed.gallery": _gallery,
    "app.bsky.embed.video": _video,
    "app.bsky.embed.external": _external,
}
"""What may stand beside a quoted post."""

_READERS: dict[str, _Reader] = {
    **_MEDIA,
    "app.bsky.embed.record": _record,
    "app.bsky.embed.recordWithMedia": _record_with_media,
}
