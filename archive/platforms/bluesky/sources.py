"""The ways to have a post of Bluesky: its AppView with the account's host, and the host alone.

Five requests for a post; those that do not need each other's answer run at once.
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
    resolve_handle,
)
from archive.platforms.bluesky.outcome import (
    Absent,
    Repository,
    Shown,
    conclude,
    not_had,
    read_appview,
    read_repository,
    takedown,
)
from archive.platforms.bluesky.parse import ShapeError, goes_on, read_below, read_post
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
        self, did: str, rkey: str, fetcher: Fetcher
    ) -> tuple[Identity, Repository, Reply | None]:
        """The record, and the signed proof of it (a CAR), whose exchange is what we want."""
        identity = await fetch_identity(did, self._plc, fetcher)
        uri = address.post_uri(did, rkey)
        if identity.pds is None:
            return identity, read_repository(identity, None, None, uri), None
        xrpc = f"{identity.pds}/xrpc/com.atproto"
        key = {"collection": address.POST, "rkey": rkey}
        record, proof = await asyncio.gather(
            fetch(fetcher, f"{xrpc}.repo.getRecord", {"repo": did, **key}),
            fetch(fetcher, f"{xrpc}.sync.getRecord", {"did": did, **key}),
        )
        return identity, read_repository(identity, record, proof, uri), record

    async def _from_host_alone(
        self, uri: str, identity: Identity, repository: Repository, why: str, fetcher: Fetcher
    ) -> Found | Failed:
        """The post made from its record. Nobody has checked the handle, so that is done here."""
        handle = identity.handles[0] if identity.handles else None
        if handle is not None and await handle_at_its_site(handle, fetcher) != identity.did:
            handle = None
        author = {"did": identity.did, "handle": handle}
        view = {
            "uri": uri,
            "cid": repository.cid,
            "record": repository.value,
            "author": author,
        }
        warnings = [f"This comes from the account's host alone. {why}"]
        if handle is None:
            warnings.append("The account's handle could not be confirmed, and is left out.")
        return found_post(view, {}, identity, repository, tuple(warnings))


class AppViewSource(_Bluesky):
    """A post as Bluesky shows it, with the record and its proof from the account's host.

    The AppView alone is enough for a snapshot, and so is the host alone where the AppView does
    not answer. Where it answers that it will not show the post, that holds.
    """

    name = "appview"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """What the AppView and the account's host say of the post now."""
        did, _, rkey = ref.native_id.partition("/")
        uri = address.post_uri(did, rkey)
        moved, (posts, thread), (identity, repository, _) = await asyncio.gather(
            self._moved(ref, did, fetcher),
            self._ask_appview(uri, fetcher),
            self._ask_host(did, rkey, fetcher),
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
        did, _, rkey = ref.native_id.partition("/")
        uri = address.post_uri(did, rkey)
        moved, posts, (identity, repository, record) = await asyncio.gather(
            self._moved(ref, did, fetcher),
            fetch(fetcher, f"{self._appview}/xrpc/app.bsky.feed.getPosts", {"uris": uri}),
            self._ask_host(did, rkey, fetcher),
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
    if repository.value is not None and repository.cid not in {None, view.get("cid")}:
        view = {**view, "record": repository.value, "cid": repository.cid, "embed": None}
        warnings += (
            f"{repository.host}, the account's host, holds a newer version than Bluesky's "
            "AppView showed: this is the host's.",
        )
    try:
        snapshot, along = read_post(view, node, pds=identity.pds, thread_max=THREAD_MAX)
    except ShapeError as error:
        return Failed(reason="malformed", detail=f"The post cannot be read: {error}")
    snapshot = _with_confirmed_handle(snapshot, identity)
    snapshot = msgspec.structs.replace(snapshot, warnings=(*snapshot.warnings, *warnings))
    handle, rkey = snapshot.author.handle, snapshot.native_id.partition("/")[2]
    return Found(
        ref=snapshot.ref,
        snapshots=(snapshot,),
        along=tuple(_unasked(other, snapshot) for other in along),
        below=tuple(_unasked(other, snapshot) for other in read_below(below, pds=identity.pds)),
        aliases=(f"{handle}/{rkey}",) if handle else (),
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
