"""A saved answer of Bluesky's servers -> the posts that it holds. Recognised by shape alone. Pure.

Posts come as views (``getPosts``, ``searchPosts``, ``getPostThread`` of both versions, feeds) or
as records with their address (``getRecord``, ``listRecords``), reposts too; a feed names the
repost that brought a post into it (``reasonRepost``, which had no address at first). What a view
quotes and what stands above it in a thread comes along, as it does at a capture.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import Saved
from archive.platforms.bluesky.address import (
    POST,
    REPOST,
    record_key,
    split_native_id,
    split_uri,
)
from archive.platforms.bluesky.outcome import takedown
from archive.platforms.bluesky.page import read_saved_page
from archive.platforms.bluesky.parse import ShapeError, read_post, read_repost
from archive.platforms.shape import Json, mapping, mappings
from archive.records import Snapshot

__all__ = ["read_saved"]

_MAX_POSTS = 1000
_MAX_DEPTH = 200
_FROM_RECORD = (
    "This is made of the account's record alone: nobody was asked for the account's name and "
    "handle."
)


def read_saved(saved: Saved, thread_max: int) -> tuple[Answer, ...]:
    """What each post of a saved answer is; empty: it is none of Bluesky's."""
    body = saved.json()
    if body is None:
        return read_saved_page(saved)
    answers: dict[str, Answer] = {}
    for where, view, node in _posts(body):
        if len(answers) == _MAX_POSTS:
            break
        answers.setdefault(where, _answer(view, node, thread_max))
    return tuple(answers.values())


def _posts(body: object) -> Iterator[tuple[str, Json, Json]]:
    """Address, view and thread node of each post, in the order of the answer."""
    answer = mapping(body)
    yield from _node(mapping(answer.get("thread")), {}, 0)
    for item in mappings(answer.get("thread")):  # app.bsky.unspecced.getPostThreadV2: a list
        value = mapping(item.get("value"))
        yield from _view(mapping(value.get("post")) or _missing(item, value), {})
    for view in mappings(answer.get("posts")):
        yield from _view(view, {})
    for item in (*mappings(answer.get("feed")), answer):
        yield from _view(mapping(item.get("post")), _above(mapping(item.get("reply"))))
        yield from _reason(item)
    for record in (*mappings(answer.get("records")), answer):
        yield from _record(record)
    yield from _view(answer, {})
    yield from _view(_missing(answer, answer), {})


def _node(node: Json, above: Json, depth: int) -> Iterator[tuple[str, Json, Json]]:
    """A node of ``getPostThread``: its post, those that answer it, and those above."""
    if depth > _MAX_DEPTH or not node:
        return
    own = {**node, "parent": node.get("parent") or above}
    yield from _view(mapping(node.get("post")) or _missing(node, node), own)
    for reply in mappings(node.get("replies")):
        yield from _node(reply, own, depth + 1)
    if depth == 0:
        while node := mapping(node.get("parent")):
            yield from _view(mapping(node.get("post")) or _missing(node, node), node)


def _above(reply: Json) -> Json:
    """The post that one of a feed answers, as a thread's node."""
    parent = mapping(reply.get("parent"))
    if "record" not in parent:
        return {"parent": parent} if parent else {}
    return {"parent": {"post": parent}}


def _missing(node: Json, says: Json) -> Json:
    """A post that is named without being shown."""
    kind = str(says.get("$type"))
    missing = says.get("notFound") is True or kind.endswith("#threadItemNotFound")
    blocked = says.get("blocked") is True or kind.endswith("#threadItemBlocked")
    return {"uri": node.get("uri"), "missing": missing, "blocked": blocked}


def _view(view: Json, node: Json) -> Iterator[tuple[str, Json, Json]]:
    uri = split_uri(view.get("uri"))
    shown = "record" in view and "author" in view
    named = view.get("missing") is True or view.get("blocked") is True
    if uri is not None and uri[1] == POST and (shown or named):
        yield f"{uri[0]}/{uri[2]}", view, node


def _reason(item: Json) -> Iterator[tuple[str, Json, Json]]:
    """The repost that brought a post into a feed, where its address is given, with that post."""
    reason = mapping(item.get("reason"))
    uri = split_uri(reason.get("uri"))
    if uri is not None and uri[1] == REPOST:
        post = mapping(item.get("post"))
        view = {
            "uri": reason["uri"],
            "record": {"subject": {"uri": post.get("uri")}},
            "author": reason.get("by"),
            "indexedAt": reason.get("indexedAt"),
        }
        yield record_key(*uri), view, {"reposted": post}


def _record(record: Json) -> Iterator[tuple[str, Json, Json]]:
    """A record with its address, as ``com.atproto.repo`` gives it: nobody's view of it."""
    uri = split_uri(record.get("uri"))
    value = mapping(record.get("value"))
    if (
        uri is not None
        and uri[1] in {POST, REPOST}
        and value.get("$type", uri[1]) == uri[1]
        and value
    ):
        view = {"uri": record["uri"], "cid": record.get("cid"), "record": value}
        yield record_key(*uri), {**view, "author": {"did": uri[0]}, "alone": True}, {}


def _answer(view: Json, node: Json, thread_max: int) -> Answer:
    """What the answer says of one post. A post that the AppView does not show is no post that is
    gone: only its host could say so.
    """
    if "record" not in view:
        if view.get("blocked") is True:
            return Refused(reason="blocked here", detail="Bluesky says that the post is blocked.")
        return Refused(reason="not shown", detail="Bluesky's AppView does not show the post.")
    gone: Gone | None = takedown(view)
    if gone is not None:
        return gone
    try:
        snapshot, along = _read(view, node, thread_max)
    except ShapeError as error:
        return Failed(reason="malformed", detail=f"The post cannot be read: {error}")
    if view.get("alone") is True:
        snapshot = replace(snapshot, warnings=(*snapshot.warnings, _FROM_RECORD))
    return Found(ref=snapshot.ref, snapshots=(snapshot,), along=along, aliases=_aliases(snapshot))


def _read(view: Json, node: Json, thread_max: int) -> tuple[Snapshot, tuple[Snapshot, ...]]:
    uri = split_uri(view.get("uri"))
    if uri is None or uri[1] != REPOST:
        return read_post(view, node, pds=None, thread_max=thread_max)
    snapshot = read_repost(view)
    if "reposted" not in node:
        return snapshot, ()
    try:
        inner, along = read_post(node["reposted"], {}, pds=None, thread_max=thread_max)
    except ShapeError:
        return snapshot, ()
    return snapshot, (inner, *along)


def _aliases(snapshot: Snapshot) -> tuple[str, ...]:
    handle, (_, collection, rkey) = snapshot.author.handle, split_native_id(snapshot.native_id)
    return (record_key(handle, collection, rkey),) if handle else ()
