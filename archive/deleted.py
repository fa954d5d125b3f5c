"""What is done here when a post is gone: nothing, an editor is asked, or it is withheld by itself.

That depends on the source that gave what is shown today (``on_deleted``): the terms of some ask
that what they gave is taken out once the post is deleted. Only the platform's own word that a post
is gone counts, and only when it says so for the first time since the post was last there: an editor
who shows a withheld post again is not overruled by the next look.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec

from archive.clock import Clock
from archive.errors import UnknownPost, UsageError
from archive.looking import Looked
from archive.outcome import Gone
from archive.platforms.base import OnDeleted, Platform
from archive.records import HIDDEN, Post
from archive.status import Status, status_of
from archive.storage.base import Holding, Job, Storage

__all__ = ["BY", "KIND", "REASON", "Deleted", "GonePost"]

KIND = "gone"
"""Jobs for a person, of a kind that no worker takes: one is open while it is queued."""
MOST = 500
_WRITTEN_BY = timedelta(minutes=5)
"""After which the look that asks is surely written."""
BY = "onrecord"
"""Who withholds by itself, in the audit log."""
REASON = "terms"
"""How the reason of such a withholding begins: the class that readers are told."""


class GonePost(msgspec.Struct, frozen=True, kw_only=True):
    """A post that is gone, about which an editor is asked."""

    ask: str
    holding: Holding
    source: str
    """That gave what is shown."""
    status: Status


class Deleted:
    """Acts on the word that a post is gone. ``name`` makes names of jobs."""

    def __init__(
        self,
        storage: Storage,
        platforms: Mapping[str, Platform],
        clock: Clock,
        name: Callable[[], str] = lambda: secrets.token_urlsafe(12),
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._clock = clock
        self._name = name

    async def act(self, post: Post, looks: Sequence[Looked]) -> OnDeleted:
        """What was done with a kept post; to be called before the looks are written: a crash in
        between leaves a post that is withheld, and the next look is the check that says why.
        """
        gone = next((look.answer for look in looks if isinstance(look.answer, Gone)), None)
        if gone is None or post.visibility in HIDDEN or post.current is None:
            return "keep"
        if status_of(await self._storage.checks(post.id)).state == "gone":
            return "keep"
        source = await self._source(post)
        what = self._on_deleted(post.platform, source)
        if what == "withhold":
            await self._storage.set_visibility(
                post.id,
                "withheld",
                by=BY,
                at=self._clock(),
                reason=f"{REASON} of the source: {source} gave it, and the post is gone "
                f"({gone.cause})",
            )
        elif what == "ask":
            await self._storage.enqueue(
                id=self._name(),
                kind=KIND,
                key=post.id,
                payload={"source": source},
                by=BY,
                at=self._clock(),
            )
        return what

    async def waiting(self) -> tuple[GonePost, ...]:
        """The posts about which an editor is asked, newest first. One that is back, or was
        decided elsewhere, is ticked off.
        """
        found = []
        for job in await self._storage.list_jobs(kind=KIND, limit=MOST):
            if job.state != "queued":
                continue
            holding = await self._storage.holding(job.key)
            if holding is None or holding.post.visibility in HIDDEN:
                await self._end(job, {})
                continue
            status = status_of(holding.checks)
            if status.state != "gone":
                if job.made_at < self._clock() - _WRITTEN_BY:
                    await self._end(job, {})
                continue
            source = str(job.payload.get("source", ""))
            found.append(GonePost(ask=job.id, holding=holding, source=source, status=status))
        return tuple(found)

    async def decide(self, ask: str, *, keep: bool, by: str) -> None:
        """An editor's answer, with its audit entry: it stays as it is, or is withheld.

        Raises:
            UnknownPost: nothing is asked there, or it was answered.
        """
        job = await self._storage.job(ask)
        if job is None or job.kind != KIND or job.state != "queued":
            raise UnknownPost(
                "Nothing is asked there any more.",
                next_step="The list has what still is; somebody else may have answered.",
            )
        post = await self._storage.post(job.key)
        if post is None or post.visibility == "erased":
            await self._end(job, {"by": by})
            raise UsageError("The post was erased meanwhile.", next_step="Nothing brings it back.")
        await self._storage.set_visibility(
            post.id,
            post.visibility if keep else "withheld",
            by=by,
            at=self._clock(),
            reason=f"the post is gone; it stays {post.visibility}"
            if keep
            else f"{REASON} of the source: the post is gone",
        )
        await self._end(job, {"by": by, "keep": keep})

    async def _end(self, job: Job, result: dict[str, object]) -> None:
        await self._storage.end_job(
            job.id, "done", at=self._clock(), attempts=(), result=dict(result)
        )

    async def _source(self, post: Post) -> str:
        versions = await self._storage.versions(post.id)
        return next((version.source for version in versions if version.n == post.current), "")

    def _on_deleted(self, platform: str, source: str) -> OnDeleted:
        known = self._platforms.get(platform)
        return "keep" if known is None else known.chosen.on_deleted.get(source, "keep")
