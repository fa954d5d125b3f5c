"""Who may see what is kept: released, withheld, held, erased; by whom, and why."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec

from archive.clock import Clock
from archive.errors import UnknownPost, UsageError
from archive.records import Post
from archive.storage.base import Blobs, Storage
from archive.targets import Target, parse_target

__all__ = ["Deciding", "ErasureReport"]


class ErasureReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure took out, and what it cannot reach, as lines for a person."""

    lines: tuple[str, ...]


class Deciding:
    """Carries out what is decided. ``find`` gives the id of the post that an address names."""

    def __init__(
        self, storage: Storage, blobs: Blobs, clock: Clock, find: Callable[[str], Awaitable[str]]
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._clock = clock
        self._find = find

    async def set(
        self, state: Literal["public", "withheld"], target: str, *, by: str, reason: str | None
    ) -> Target:
        """Shows or hides a target; gives what it names.

        Raises:
            UnknownPost: nothing is kept under that id.
            UsageError: it was erased.
        """
        what = await self._target(target)
        if (await self.post(what.post)).visibility == "erased":
            raise UsageError(
                f"{target} was erased; it cannot be shown or withheld any more.",
                next_step="Nothing brings it back.",
            )
        await self._storage.set_visibility(
            what.post,
            state,
            by=by,
            at=self._clock(),
            reason=reason,
            snapshot=what.snapshot,
            media=what.media,
        )
        return what

    async def hold(self, target: str, *, by: str, reason: str, lift: bool) -> None:
        """See :meth:`archive.archive.Archive.hold`."""
        what = await self._target(target)
        if what.snapshot is not None or what.media is not None:
            raise UsageError(
                f"{target}: a hold is on a whole post.", next_step=f"Name the post: {what.post}."
            )
        await self._storage.set_hold(what.post, not lift, by=by, at=self._clock(), reason=reason)

    async def erase(self, target: str, *, by: str, reason: str) -> ErasureReport:
        """See :meth:`archive.archive.Archive.erase`."""
        what = await self._target(target)
        erasure = await self._storage.erase(
            what.post,
            by=by,
            at=self._clock(),
            reason=reason,
            snapshot=what.snapshot,
            media=what.media,
        )
        for name in erasure.blobs:
            await self._blobs.delete(name)
        return ErasureReport(
            lines=(
                f"Erased: {erasure.snapshots} snapshot(s), {len(erasure.media)} original(s) with "
                f"their derivatives, the bodies of {erasure.exchanges} exchange(s), "
                f"{len(erasure.blobs)} file(s).",
                "Kept: that something was here, the log's salted commitment, and this entry of "
                "the audit log.",
                *erasure.left,
                "Not reached: backups made before now, copies that others exported or cached, "
                "and the platform's own copy.",
            )
        )

    async def post(self, post: str) -> Post:
        """The post of an id.

        Raises:
            UnknownPost: nothing is kept under it.
        """
        kept = await self._storage.post(post)
        if kept is None:
            raise UnknownPost(f"No post {post} is kept here.")
        return kept

    async def _target(self, text: str) -> Target:
        """What a target names; any URL of a post names the post."""
        return Target(post=await self._find(text)) if "/" in text else parse_target(text)
