"""A Bluesky post, as the AppView or its host gives it -> a snapshot. Pure."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from archive.clock import parse_time, rfc3339
from archive.platforms.bluesky.address import (
    INVALID_HANDLE,
    NAME,
    POST,
    REPOST,
    is_handle,
    post_ref,
    profile_url,
    record_ref,
    split_uri,
)
from archive.platforms.bluesky.embeds import post_link, read_embed
from archive.platforms.bluesky.facets import read_facets
from archive.platforms.shape import count, mapping, mappings, string
from archive.records import Author, PostLink, Precision, Snapshot, Unavailable
from archive.text import clean_text, web_address

__all__ = ["ShapeError", "goes_on", "read_below", "read_post", "read_repost"]

_SENSITIVE = frozenset(
    {
        *("porn", "sexual", "nudity", "sexual-figurative"),
        *("graphic-media", "gore", "corpse", "nsfl", "self-harm", "torture"),
        *("!warn", "!hide"),
    }
)
"""Labels behind which Bluesky hides a picture or a post until the reader asks for it."""

_NO_UNAUTHENTICATED = "!no-unauthenticated"

_APART = timedelta(minutes=5)
_COUNTS = {
    "replyCount": "replies",
    "repostCount": "reposts",
    "likeCount": "likes",
    "quoteCount": "quotes",
}
_LABEL = re.compile(r"[!-~]{1,128}")
_LANG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


_SEEN = "Its time is when Bluesky first saw it: the record itself was not at hand."


class ShapeError(Exception):
    """What was given is no post of Bluesky's, in a shape that we know."""


def read_post(
    view: dict[str, Any], node: dict[str, Any], *, pds: str | None, thread_max: int
) -> tuple[Snapshot, tuple[Snapshot, ...]]:
    """The snapshot of a post, and those of the posts that come along.

    ``view`` is a ``postView`` of the AppView, or the same made of a record alone (``uri``,
    ``cid``, ``record``, ``author``). ``node`` is its ``threadViewPost``, for the posts above
    it, or empty. ``pds`` is the origin of the author's host.

    Along come the quoted post and the one that is answered and, while that is the same
    author's, the one above it, nearest first, up to ``thread_max`` posts. A link to a
    post that is not in the answer has no reason against it: the capture may look for it.
    Of another author the host is not known, so the pictures are the CDN's copies.

    Raises:
        ShapeError: the post itself cannot be read. One that would come along and cannot be
            read is *failed* in the link to it.
    """
    snapshot, quoted_view = _snapshot(view, pds=pds)
    did = str(snapshot.author.native_id)
    along: list[Snapshot] = []
    if quoted_view is not None and snapshot.quoted is not None:
        try:
            along.append(_snapshot(quoted_view, pds=_same(quoted_view, did, pds))[0])
        except ShapeError:
            snapshot = msgspec.structs.replace(snapshot, quoted=_lost(snapshot.quoted, "failed"))
    snapshot, *above = _upwards(snapshot, node, did, pds, thread_max)
    kept: dict[str, Snapshot] = {}
    for post in (*along, *above):
        if post.native_id != snapshot.native_id:
            kept.setdefault(post.native_id, post)
    return snapshot, tuple(kept.values())


def read_repost(view: dict[str, Any]) -> Snapshot:
    """The snapshot of a repost: who passed on which post, and when.

    ``view`` is made of the record as that of a post is (``uri``, ``record``, ``author``), or of a
    feed's reason, which has no ``createdAt``: then the time is when Bluesky first saw it
    (``indexedAt``). The post inside is linked to, for the capture to look for.

    Raises:
        ShapeError: it cannot be read.
    """
    uri = split_uri(view.get("uri"))
    if uri is None or uri[1] != REPOST:
        raise ShapeError("it has no address of a repost.")
    did, _, rkey = uri
    record = mapping(view.get("record"))
    named = mapping(record.get("subject")).get("uri")
    if not isinstance(named, str):
        raise ShapeError("it does not say which post it passes on.")
    subject = split_uri(named)
    is_post = subject is not None and subject[1] == POST
    author, about_author = _author(mapping(view.get("author")), did)
    labels, hidden = _labels(view, record, did)
    claimed, precision, about_time = _created(record, view)
    indexed = _time(view.get("indexedAt")) if "createdAt" not in record else None
    if indexed is not None:
        claimed, precision, about_time = None, "minute", (_SEEN,)
    ref = record_ref(did, REPOST, rkey)
    return Snapshot(
        platform=NAME,
        native_id=ref.native_id,
        url=ref.url,
        kind="repost",
        author=author,
        text="",
        sensitive=not _SENSITIVE.isdisjoint(labels),
        labels=labels,
        created_at=indexed or claimed,
        created_precision=precision,
        created_at_claimed=claimed,
        reposted=post_link(subject[0], subject[2])
        if subject is not None and is_post
        else PostLink(unavailable="failed"),
        completeness="partial" if indexed is not None else "full",
        warnings=(*hidden, *about_author, *about_time),
    )


def goes_on(node: dict[str, Any], did: str) -> list[dict[str, Any]]:
    """The views of an account's own answers to a thread's node, each to the one before.

    Where it answered itself more than once, the first answer is the thread; the others are
    asides.
    """
    chain: list[dict[str, Any]] = []
    while True:
        own = [
            reply
            for reply in mappings(node.get("replies"))
            if mapping(mapping(reply.get("post")).get("author")).get("did") == did
        ]
        if not own:
            return chain
        node = min(own, key=lambda reply: _said_at(mapping(reply["post"])))
        chain.append(mapping(node["post"]))


def _said_at(view: dict[str, Any]) -> str:
    """What orders an account's posts: the key of the record, which grows with time
    (https://atproto.com/specs/tid).
    """
    uri = split_uri(view.get("uri"))
    return uri[2] if uri is not None else "~"


def read_below(views: Sequence[dict[str, Any]], *, pds: str | None) -> tuple[Snapshot, ...]:
    """Snapshots of the posts with which an author goes on, up to the first that cannot be read."""
    below: list[Snapshot] = []
    for view in views:
        try:
            below.append(_snapshot(view, pds=pds)[0])
        except ShapeError:
            break
    return tuple(below)


def _upwards(
    snapshot: Snapshot, node: dict[str, Any], did: str, pds: str | None, thread_max: int
) -> list[Snapshot]:
    """The post, and those above it that come along."""
    chain = [snapshot]
    while (link := chain[-1].parent) is not None and len(chain) <= max(thread_max, 1):
        node = mapping(node.get("parent"))
        above, unavailable = _above(node, link, pds=pds, did=did)
        if above is None:
            chain[-1] = msgspec.structs.replace(chain[-1], parent=_lost(link, unavailable))
            break
        chain.append(above)
        if above.author.native_id != did:
            break
    return chain


def _above(
    node: dict[str, Any], link: PostLink, *, pds: str | None, did: str
) -> tuple[Snapshot | None, Unavailable | None]:
    """The post of a thread's node, if it is the one that the link means; else why not."""
    post = mapping(node.get("post"))
    uri = split_uri(post.get("uri") or node.get("uri"))
    if uri is None or f"{uri[0]}/{uri[2]}" != link.native_id:
        return None, link.unavailable
    if node.get("notFound") is True:
        return None, "gone"
    if node.get("blocked") is True:
        return None, "blocked"
    try:
        return _snapshot(post, pds=_same(post, did, pds))[0], None
    except ShapeError:
        return None, "failed"


def _lost(link: PostLink, why: Unavailable | None) -> PostLink:
    return msgspec.structs.replace(link, unavailable=why)


def _same(view: dict[str, Any], did: str, pds: str | None) -> str | None:
    return pds if mapping(view.get("author")).get("did") == did else None


def _snapshot(view: dict[str, Any], *, pds: str | None) -> tuple[Snapshot, dict[str, Any] | None]:
    """One post from any of its shapes, and the view of what it quotes.

    ``postView`` has ``record`` and ``embed``; ``embed.record#viewRecord`` has ``value`` and
    ``embeds``.
    """
    uri = split_uri(view.get("uri"))
    if uri is None or uri[1] != POST:
        raise ShapeError("it has no address of a post.")
    did, _, rkey = uri
    record = mapping(view.get("record", view.get("value")))
    raw = record.get("text")
    if not isinstance(raw, str):
        raise ShapeError("it has no text.")
    author, about_author = _author(mapping(view.get("author")), did)
    text, replaced = clean_text(raw)
    facets, lost = read_facets(raw, record.get("facets"))
    embeds = mappings(view.get("embeds"))
    attached = read_embed(
        record.get("embed"), view.get("embed") or (embeds[0] if embeds else {}), did=did, pds=pds
    )
    labels, hidden = _labels(view, record, did)
    created_at, precision, about_time = _created(record, view)
    langs = _langs(record.get("langs"))
    ref = post_ref(did, rkey)
    return Snapshot(
        platform=NAME,
        native_id=ref.native_id,
        url=ref.url,
        author=author,
        text=text,
        facets=facets,
        sensitive=not _SENSITIVE.isdisjoint(labels),
        labels=labels,
        lang=langs[0] if langs else None,
        langs=langs,
        created_at=created_at,
        created_precision=precision,
        created_at_claimed=created_at,
        media=attached.media,
        link_card=attached.link_card,
        quoted=attached.quoted,
        parent=_parent(record),
        counts={
            ours: number
            for theirs, ours in _COUNTS.items()
            if (number := count(view.get(theirs))) is not None
        },
        completeness="full" if attached.complete else "partial",
        warnings=(*replaced, *lost, *attached.warnings, *hidden, *about_author, *about_time),
    ), attached.quoted_view


def _author(author: dict[str, Any], did: str) -> tuple[Author, tuple[str, ...]]:
    if author.get("did") != did:
        raise ShapeError(f"it is shown as a post of another account than {did}.")
    handle = string(author.get("handle"))
    handle = handle.lower() if handle else None
    warnings: tuple[str, ...] = ()
    if handle == INVALID_HANDLE:
        warnings = ("The account had no valid handle at capture.",)
    return (
        Author(
            name=string(author.get("displayName")),
            handle=handle if is_handle(handle) and handle != INVALID_HANDLE else None,
            native_id=did,
            url=profile_url(did),
            avatar_url=web_address(author.get("avatar")),
        ),
        warnings,
    )


def _parent(record: dict[str, Any]) -> PostLink | None:
    if not record.get("reply"):
        return None
    uri = split_uri(mapping(mapping(record["reply"]).get("parent")).get("uri"))
    if uri is None or uri[1] != POST:
        return PostLink(unavailable="failed")
    return post_link(uri[0], uri[2])


def _created(
    record: dict[str, Any], view: dict[str, Any]
) -> tuple[datetime | None, Precision, tuple[str, ...]]:
    """When the post was made, by the only one who says so: its author's software.

    ``createdAt`` and the time in the record key are both chosen there, so they prove
    nothing together, and there is no server's time to put in their place: ``indexedAt`` is
    when the AppView came to know of the record, which may be years later after a move, and
    is equal to ``createdAt`` where it indexed anew. So ``createdAt`` is ``created_at`` and
    ``created_at_claimed`` alike; where the AppView's time is far from it, a warning tells
    both. What bounds it is the commit's ``rev`` in the proof, and our own first look.
    """
    claimed = record.get("createdAt")
    created = _time(claimed)
    if created is None:
        return None, "unknown", ("The post names no time that can be read.",)
    precision: Precision = "ms" if re.search(r"\d\.\d", str(claimed)) else "s"
    indexed = _time(view.get("indexedAt"))
    if indexed is None or abs(indexed - created) <= _APART:
        return created, precision, ()
    return (
        created,
        precision,
        (
            f"The author's software says that it was posted at {rfc3339(created)}; Bluesky "
            f"first saw it at {rfc3339(indexed)}.",
        ),
    )


def _langs(langs: object) -> tuple[str, ...]:
    return tuple(
        lang
        for lang in (langs if isinstance(langs, list) else [])
        if isinstance(lang, str) and _LANG.fullmatch(lang)
    )


def _time(text: object) -> datetime | None:
    try:
        return parse_time(text) if isinstance(text, str) else None
    except (ValueError, OverflowError):  # before year 1 or after 9999 once in UTC
        return None


def _labels(
    view: dict[str, Any], record: dict[str, Any], did: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The author's labels and the moderators', on this post; and what hides it from the public.

    Of the account's labels those count that Bluesky applies to its posts: a label that puts
    the whole account behind a warning, and the author's wish to be shown to people with an
    account only, which the app and the web page follow and the API does not.
    """
    author = mappings(mapping(view.get("author")).get("labels"))
    posts = [
        *mappings(mapping(record.get("labels")).get("values")),
        *mappings(view.get("labels")),
        *(
            label
            for label in author
            if label.get("val") == _NO_UNAUTHENTICATED
            or (label.get("uri") == did and string(label.get("val")) in _SENSITIVE)
        ),
    ]
    labels = tuple(
        dict.fromkeys(
            label["val"]
            for label in posts
            if isinstance(label.get("val"), str)
            and _LABEL.fullmatch(label["val"])
            and label.get("neg") is not True
        )
    )
    hidden = "Bluesky shows this account's posts only to people who are logged in."
    return labels, (hidden,) if _NO_UNAUTHENTICATED in labels else ()
