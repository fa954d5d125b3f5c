"""The ways to have a post of Bluesky: its AppView with the account's host, and the host alone.

Five requests for a post; those that do not need each other's answer run at once. A repost is its
record, which the host has, and its author, whom the AppView knows: both sources ask for the same.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.base import Fetcher
from archive.platforms.bluesky import address
from archive.platforms.bluesky.identity import (
    Identity,
    Reply,
    fetch,
    fetch_identity,
    handle_at_its_site,
    json_of,
    refusal,
    resolve_handle,
)
from archive.platforms.bluesky.outcome import (
    Absent,
    Repository,
    Shown,
    conclude,
    conclude_repost,
    not_had,
    read_appview,
    read_repository,
    takedown,
)
from archive.platforms.bluesky.parse import (
    ShapeError,
    goes_on,
    read_below,
    read_post,
    read_repost,
)
from archive.platforms.shape import Json, mapping
from archive.records import PostRef, Snapshot

__all__ = ["THREAD_MAX", "AppViewSource", "PdsSource", "found_post"]

THREAD_MAX = 20
"""Posts of the same author's thread that are asked for, both ways; a capture may keep fewer."""
_THREAD = "app.bsky.feed.getPostThread"
_DEPTH = 6
"""Answers below answers that are asked for at once, the AppView's own default: all the other
answers come with them. Where the author's thread goes on, it is asked from there."""


class _Bluesky:
    """The servers that both sources ask."""

    def __init__(self, appview: str, plc: str) -> None:
        self._appview = appview
        self._plc = plc

    async def _moved(self, ref: PostRef, did: str, fetcher: Fetcher) -> Failed | None:
        """If the ref's URL has a handle in it, the handle must still lead to the same account:
        what stands under that address today may be somebody else's.
        """
        handle = address.handle_in(ref.url)
        if handle is None:
            return None
        now = await resolve_handle(handle, self._appview, fetcher)
        if not isinstance(now, str) or now == did:
            return None
        return Failed(
            reason="another account", detail=f"@{handle} leads to {now} now, no longer to {did}."
        )

    async def _ask_host(
        self, ref: PostRef, fetcher: Fetcher
    ) -> tuple[Identity, Repository, Reply | None]:
        """The record, and the signed proof of it (a CAR), whose exchange is what we want."""
        did, collection, rkey = address.split_native_id(ref.native_id)
        identity = await fetch_identity(did, self._plc, fetcher)
        uri = address.uri_of(ref)
        if identity.pds is None:
            return identity, read_repository(identity, None, None, uri), None
        xrpc = f"{identity.pds}/xrpc/com.atproto"
        key = {"collection": collection, "rkey": rkey}
        record, proof = await asyncio.gather(
            fetch(fetcher, f"{xrpc}.repo.getRecord", {"repo": did, **key}),
            fetch(fetcher, f"{xrpc}.sync.getRecord", {"did": did, **key}),
        )
        return identity, read_repository(identity, record, proof, uri), record

    async def _from_host_alone(
        self, uri: str, identity: Identity, repository: Repository, why: str, fetcher: Fetcher
    ) -> Found | Failed:
        """The post made from its record."""
        author, unconfirmed = await self._author_by_document(identity, fetcher)
        view = {
            "uri": uri,
            "cid": repository.cid,
            "record": repository.value,
            "author": author,
        }
        warnings = (f"This comes from the account's host alone. {why}", *unconfirmed)
        return found_post(view, {}, identity, repository, warnings)

    async def _author_by_document(
        self, identity: Identity, fetcher: Fetcher
    ) -> tuple[Json, tuple[str, ...]]:
        """The account with its handle, which nobody has checked, so that is done here."""
        handle = identity.handles[0] if identity.handles else None
        if handle is not None and await handle_at_its_site(handle, fetcher) == identity.did:
            return {"did": identity.did, "handle": handle}, ()
        unconfirmed = "The account's handle could not be confirmed, and is left out."
        return {"did": identity.did}, (unconfirmed,)

    async def _look_at_repost(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """A repost: the host has the record; the AppView says who the account is, and whether it
        shows it. The post inside is left to the capture, which looks for it as for any.
        """
        did, uri = address.split_native_id(ref.native_id)[0], address.uri_of(ref)
        profile, (identity, repository, record) = await asyncio.gather(
            fetch(fetcher, f"{self._appview}/xrpc/app.bsky.actor.getProfile", {"actor": did}),
            self._ask_host(ref, fetcher),
        )
        author = mapping(json_of(profile))
        unknown: tuple[str, ...] = ()
        if author.get("did") == did and (gone := takedown({"author": author})) is not None:
            return gone
        ended = conclude_repost(identity, repository, profile, record, uri)
        if ended is not None:
            return ended
        if author.get("did") != did:
            author, unconfirmed = await self._author_by_document(identity, fetcher)
            why = refusal(profile, "Bluesky's AppView").detail
            unknown = (f"The account's name is not known: {why}", *unconfirmed)
        view = {"uri": uri, "record": repository.value, "author": author}
        try:
            snapshot = read_repost(view)
        except ShapeError as error:
            return Failed(reason="malformed", detail=f"The repost cannot be read: {error}")
        return _found(snapshot, identity, (*repository.warnings, *unknown))


class AppViewSource(_Bluesky):
    """A post as Bluesky shows it, with the record and its proof from the account's host.

    The AppView alone is enough for a snapshot, and so is the host alone where the AppView does
    not answer. Where it answers that it will not show the post, that holds.
    """

    name = "appview"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """What the AppView and the account's host say of the post now."""
        if address.is_repost(ref):
            return await self._look_at_repost(ref, fetcher)
        did, uri = address.split_native_id(ref.native_id)[0], address.uri_of(ref)
        moved, (posts, thread), (identity, repository, _) = await asyncio.gather(
            self._moved(ref, did, fetcher),
            self._ask_appview(uri, fetcher),
            self._ask_host(ref, fetcher),
        )
        if moved is not None:
            return moved
        seen = read_appview(posts, thread, uri)
        match seen:
            case Shown(view=view, node=node):
                if (gone := takedown(view)) is not None:
                    return gone
                below = await self._below(node, did, fetcher)
                return found_post(view, node, identity, repository, below=below)
            case Absent():
                return conclude(identity, repository)
            case Failed(reason="another post" | "another account"):
                return seen
            case Refused(reason="blocked here"):
                return seen
        if repository.state != "record":
            return seen
        return await self._from_host_alone(uri, identity, repository, seen.detail, fetcher)

    async def _below(self, node: Json, did: str, fetcher: Fetcher) -> list[Json]:
        """The views of the posts with which the author goes on, nearest first."""
        chain = goes_on(node, did)
        deepest = len(chain)
        while deepest >= _DEPTH and len(chain) < THREAD_MAX:
            thread = {"uri": str(chain[-1]["uri"]), "depth": str(_DEPTH), "parentHeight": "0"}
            reply = await fetch(fetcher, f"{self._appview}/xrpc/{_THREAD}", thread)
            more = goes_on(mapping(mapping(json_of(reply)).get("thread")), did)
            chain, deepest = [*chain, *more], len(more)
        return chain[:THREAD_MAX]

    async def _ask_appview(self, uri: str, fetcher: Fetcher) -> tuple[Reply, Reply]:
        xrpc = f"{self._appview}/xrpc/app.bsky.feed"
        thread = {"uri": uri, "depth": str(_DEPTH), "parentHeight": str(THREAD_MAX)}
        return await asyncio.gather(
            fetch(fetcher, f"{xrpc}.getPosts", {"uris": uri}),
            fetch(fetcher, f"{self._appview}/xrpc/{_THREAD}", thread),
        )


class PdsSource(_Bluesky):
    """A post as the account's own host (PDS) has it: the record, its blobs and the proof.

    For when the AppView does not answer, or is not asked. Where it does answer, its word counts:
    a post that it does not show is unlisted, and stays so.
    """

    name = "pds"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """What the account's host says of the post now, if the AppView has nothing against it."""
        if address.is_repost(ref):
            return await self._look_at_repost(ref, fetcher)
        did, uri = address.split_native_id(ref.native_id)[0], address.uri_of(ref)
        moved, posts, (identity, repository, record) = await asyncio.gather(
            self._moved(ref, did, fetcher),
            fetch(fetcher, f"{self._appview}/xrpc/app.bsky.feed.getPosts", {"uris": uri}),
            self._ask_host(ref, fetcher),
        )
        if moved is not None:
            return moved
        match read_appview(posts, None, uri):
            case Absent():
                return conclude(identity, repository)
            case Shown(view=view) if (gone := takedown(view)) is not None:
                return gone
            case Shown():
                why = "Bluesky's AppView was asked only whether it shows the post."
            case Refused(reason="blocked here") as blocked:
                return blocked
            case Refused() | Failed() as seen:
                why = seen.detail
        if repository.state == "record":
            return await self._from_host_alone(uri, identity, repository, why, fetcher)
        return not_had(identity, repository, record, uri)


def found_post(
    view: dict[str, Any],
    node: dict[str, Any],
    identity: Identity,
    repository: Repository,
    warnings: tuple[str, ...] = (),
    below: Sequence[Json] = (),
) -> Found | Failed:
    """The post, from the AppView's view and the host's record together.

    A record can be replaced under the same key. If the host's has another CID it is the
    newer one, and the AppView's view of attachments belongs to the older.
    """
    warnings += repository.warnings
    if repository.value is not None and repository.cid not in (None, view.get("cid")):
        view = {**view, "record": repository.value, "cid": repository.cid, "embed": None}
        warnings += (
            f"{repository.host}, the account's host, holds a newer version than Bluesky's "
            "AppView showed: this is the host's.",
        )
    try:
        snapshot, along = read_post(view, node, pds=identity.pds, thread_max=THREAD_MAX)
    except ShapeError as error:
        return Failed(reason="malformed", detail=f"The post cannot be read: {error}")
    return msgspec.structs.replace(
        _found(snapshot, identity, warnings),
        along=tuple(_unasked(other, snapshot) for other in along),
        below=tuple(_unasked(other, snapshot) for other in read_below(below, pds=identity.pds)),
    )


def _found(snapshot: Snapshot, identity: Identity, warnings: tuple[str, ...]) -> Found:
    snapshot = _with_confirmed_handle(snapshot, identity)
    snapshot = msgspec.structs.replace(snapshot, warnings=(*snapshot.warnings, *warnings))
    handle, (_, collection, rkey) = (
        snapshot.author.handle,
        address.split_native_id(snapshot.native_id),
    )
    return Found(
        ref=snapshot.ref,
        snapshots=(snapshot,),
        aliases=(address.record_key(handle, collection, rkey),) if handle else (),
    )


def _unasked(other: Snapshot, snapshot: Snapshot) -> Snapshot:
    """A post that came along, which only the AppView was asked for."""
    warning = f"The account's own host (PDS) was not asked: this came along with {snapshot.url}."
    return msgspec.structs.replace(other, warnings=(*other.warnings, warning))


def _with_confirmed_handle(snapshot: Snapshot, identity: Identity) -> Snapshot:
    """The snapshot without its author's handle, if the account's document does not name it."""
    handle = snapshot.author.handle
    if handle is None or identity.problem is not None or handle in identity.handles:
        return snapshot
    return msgspec.structs.replace(
        snapshot,
        author=msgspec.structs.replace(snapshot.author, handle=None),
        warnings=(
            *snapshot.warnings,
            f"Bluesky shows the account as @{handle}, which its own document does not name: "
            "the handle is left out.",
        ),
    )
