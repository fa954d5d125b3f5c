"""The main act: from a post's URL to a kept snapshot.

Which post is it? Ask its platform's sources in order. Gather the posts that come along, and
the originals of the pictures. Decide what is new. Put the bytes, then write all the rest in
one transaction.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec

from archive.attachments import known_files
from archive.clock import Clock
from archive.company import gather
from archive.deleted import Deleted
from archive.errors import UsageError
from archive.keeping import Errand, Keeper, Take, Version, Written
from archive.looking import Attempt, Looked, LookedUp, Looker, Recording, Watcher, best
from archive.originals import Inspector, Original, Originals
from archive.outcome import Answer, Failed, Found
from archive.platforms import HAND, identify
from archive.records import Exchange, Media, NeedsLookup, Post, PostRef
from archive.settings import CaptureSettings
from archive.status import ARCHIVED, status_of
from archive.storage.base import Storage
from archive.telling import (
    CaptureState,
    Offer,
    Said,
    Told,
    offers_for,
    tell_kept,
    tell_nothing,
    tell_typed,
    told,
)

__all__ = ["Captured", "Capturer"]

_ON_DELETED = {"withhold": Said(kind="gone, withhold"), "ask": Said(kind="gone, ask")}
"""What else is told of a post that is gone, by what was done."""
NOTHING_GIVEN: Mapping[int, Original] = {}


class Captured(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a capture."""

    told: Told
    """What a person is told of it."""
    attempts: tuple[Attempt, ...]
    post: str | None = None
    snapshot: int | None = None
    """The snapshot that this look made, or met again; of a post that is gone, the kept one."""
    new: tuple[int, ...] = ()
    """Numbers of the snapshots that it made."""
    media: tuple[Media, ...] = ()
    """Those of the post as the platform named them now: their addresses may be new ones."""
    offers: tuple[Offer, ...] = ()
    """Other ways to this post, where no source gave it."""

    @property
    def state(self) -> CaptureState:
        return self.told.state

    @property
    def sentence(self) -> str:
        """In English."""
        return self.told.sentence

    @property
    def next_step(self) -> str | None:
        """What can be done now, in English; ``None`` where nothing need be."""
        return self.told.next_step


class Capturer:
    """Captures posts. Everything from outside is handed in."""

    def __init__(
        self,
        *,
        settings: CaptureSettings,
        looker: Looker,
        recording: Callable[[float], Recording],
        storage: Storage,
        keeper: Keeper,
        inspector: Inspector,
        deleted: Deleted,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._looker = looker
        self._recording = recording
        self._storage = storage
        self._inspector = inspector
        self._deleted = deleted
        self._clock = clock
        self._keeper = keeper
        self._under_way: dict[str, asyncio.Task[Captured]] = {}
        self._slots = asyncio.Semaphore(settings.parallel)

    async def capture(self, url: str, errand: Errand, watch: Watcher | None = None) -> Captured:
        """Keeps the post of a URL, or says why not.

        Raises:
            NotAPost: the URL names no post.
            UsageError: the post was erased here.
            StorageError: what came could not be kept.
        """
        named = identify(url)
        if isinstance(named, PostRef):
            return await self.capture_post(named, errand, watch)
        looked = await self.find(named)
        if isinstance(looked, Looked):
            title = self._looker.title(named.platform)
            return _nothing(title, (looked,), kept=False)
        return await self.capture_post(
            looked.ref, errand, watch, aliases=(named.key,), looked_up=looked.exchanges
        )

    async def capture_post(
        self,
        ref: PostRef,
        errand: Errand,
        watch: Watcher | None = None,
        *,
        aliases: tuple[str, ...] = (),
        looked_up: tuple[Exchange, ...] = (),
    ) -> Captured:
        """Keeps a post that is named already. One capture per post at a time: a second request
        joins the first.
        """
        task = self._under_way.get(ref.id)
        if task is None:
            task = asyncio.create_task(self._capture(ref, errand, watch, aliases, looked_up))
            self._under_way[ref.id] = task
            task.add_done_callback(lambda _: self._under_way.pop(ref.id, None))
        captured = await asyncio.shield(task)
        # What else this errand asked for: the capture may have been another's, or long done.
        if captured.post is not None:
            await self._besides(captured.post, errand)
        return captured

    async def keep(
        self,
        look: Looked,
        errand: Errand,
        *,
        given: Mapping[int, Original] = NOTHING_GIVEN,
        typed: bool = False,
        giver: str | None = None,
        aliases: tuple[str, ...] = (),
    ) -> Captured:
        """Keeps what somebody handed in, as a look that found it. ``given`` are originals that
        came along, by the place of their media. What was ``typed`` in is no look at the post:
        it leaves no check. ``giver`` is named in the platform's place where a part is missing.

        Raises:
            UsageError: the post was erased here.
            StorageError: it could not be kept.
        """
        found = look.answer
        if not isinstance(found, Found):
            raise TypeError(f"{look.source} found nothing")
        post = await self._unerased(found.ref)
        before = await self._storage.holding(found.ref.id) if typed and post else None
        async with self._slots:
            looks = () if typed else (look,)
            take = await self._take(look, looks, (), None if post else found.ref.id, given)
            take.reason = "by hand" if typed else None
            written = await self._keeper.keep(take, errand, aliases)
        await self._besides(found.ref.id, errand)
        captured = self._tell(take, written, giver)
        if not typed:
            return captured
        stood = before.stored if before is not None else None
        typed_in = tell_typed(
            self._looker.title(found.ref.platform),
            new=bool(written.new),
            before=None if stood is None else stood.snapshot.completeness,
        )
        return msgspec.structs.replace(captured, told=typed_in)

    async def _besides(self, post: str, errand: Errand) -> None:
        """What else an errand asks for, once the post is kept."""
        if errand.release:
            await self._release(post, errand.by)
        if errand.article is not None:
            await self._storage.reference(post, errand.article, by=errand.by, at=self._clock())

    async def _unerased(self, ref: PostRef) -> Post | None:
        """The post as it is kept.

        Raises:
            UsageError: it was erased here.
        """
        post = await self._storage.post(ref.id)
        if post is not None and post.visibility == "erased":
            raise UsageError(
                f"{ref.url or ref.id} was erased here; a capture would bring it back.",
                next_step="The audit log says who erased it, and why.",
            )
        return post

    async def close(self) -> None:
        """Stops what is under way: nothing outlives the archive that it writes to."""
        while self._under_way:
            tasks = list(self._under_way.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def find(self, needs: NeedsLookup) -> LookedUp | Looked:
        """The post behind an address that does not carry its id: known here, else asked for."""
        return await self._known_alias(needs) or await self._looker.look_up(needs)

    async def _known_alias(self, needs: NeedsLookup) -> LookedUp | None:
        known = await self._storage.resolve(needs.platform, needs.key)
        post = await self._storage.post(known) if known is not None else None
        if post is None:
            return None
        ref = PostRef(platform=post.platform, native_id=post.native_id, url=post.url)
        return LookedUp(ref=ref)

    async def _release(self, post: str, by: str) -> None:
        """Makes a draft public, unless its author meant it for followers: that decides a person
        who has seen it.
        """
        held = await self._storage.holding(post)
        if held is None or held.post.visibility != "draft":
            return
        if held.stored is None or not held.stored.snapshot.for_followers:
            await self._storage.set_visibility(
                post, "public", by=by, at=self._clock(), reason="released at capture"
            )

    async def _capture(
        self,
        ref: PostRef,
        errand: Errand,
        watch: Watcher | None,
        aliases: tuple[str, ...],
        looked_up: tuple[Exchange, ...],
    ) -> Captured:
        post = await self._unerased(ref)
        if ref.platform == HAND:
            raise UsageError(
                f"{ref.id} was typed in without its address; nobody can be asked for it.",
                next_step="Once its address is known, capture that.",
            )
        if post is not None and not errand.force:
            fresh = await self._fresh(post)
            if fresh is not None:
                return fresh
        async with self._slots:
            looks = await self._looker.ask(ref, watch)
            found = best(looks)
            if found is None:
                return await self._keep_checks(ref, errand, looks)
            take = await self._take(found, looks, looked_up, None if post else ref.id)
            written = await self._keeper.keep(take, errand, aliases)
        return self._tell(take, written)

    async def _fresh(self, post: Post) -> Captured | None:
        """The answer of a look that was just now.

        A context post is captured for its own sake, and one that is not whole is asked for
        again: what was missing may be there now.
        """
        status = status_of(await self._storage.checks(post.id))
        since = self._clock() - timedelta(seconds=self._settings.fresh)
        if post.capture_reason == "context" or post.current is None:
            return None
        if status.state != "live" or status.last_checked is None or status.last_checked < since:
            return None
        versions = await self._storage.versions(post.id)
        if any(v.n == post.current and v.snapshot.completeness != "full" for v in versions):
            return None
        return Captured(
            told=told("done", "kept lately"),
            attempts=(),
            post=post.id,
            snapshot=post.current,
        )

    async def _keep_checks(self, ref: PostRef, errand: Errand, looks: Sequence[Looked]) -> Captured:
        """No source gave the post. Where it is kept, each look is a check; else nothing is."""
        post = await self._storage.post(ref.id)
        kept = post is not None and post.current is not None
        captured = _nothing(self._looker.title(ref.platform), looks, kept=kept)
        if post is None or not looks:
            return captured
        done = await self._deleted.act(post, looks)
        await self._keeper.keep_checks(post, errand, looks)
        return msgspec.structs.replace(
            captured,
            post=post.id,
            snapshot=post.current,
            told=msgspec.structs.replace(
                captured.told, following=_ON_DELETED.get(done, captured.told.following)
            ),
        )

    def _tell(self, take: Take, written: Written, giver: str | None = None) -> Captured:
        ref = take.found.ref
        kept = tell_kept(
            giver or self._looker.title(ref.platform),
            written.snapshot,
            written.attachments,
            new=bool(written.new),
            other=[look.answer for look in take.looks if look is not take.look],
        )
        return Captured(
            told=kept,
            attempts=tuple(look.attempt for look in take.looks),
            post=ref.id,
            snapshot=written.n,
            new=written.new,
            media=take.versions[-1].snapshot.media,
        )

    async def _take(
        self,
        look: Looked,
        looks: Sequence[Looked],
        looked_up: tuple[Exchange, ...],
        new: str | None,
        given: Mapping[int, Original] = NOTHING_GIVEN,
    ) -> Take:
        """Gathers the company and the originals of what was found, but for those that are
        ``given``. Of the post ``new`` nothing is kept yet.
        """
        found = look.answer
        if not isinstance(found, Found):
            raise TypeError(f"{look.source} found nothing")
        company_looks: dict[str, list[Looked]] = {}

        async def look_for(ref: PostRef) -> Answer:
            others = await self._looker.ask(ref)
            company_looks[ref.id] = others
            better = best(others)
            if better is not None:
                if isinstance(better.answer, Found):
                    company_looks[better.answer.ref.id] = others
                return better.answer
            return others[-1].answer if others else Failed(reason="off", detail="No source is on.")

        company = await gather(
            found.snapshots[-1],
            found.along,
            look_for,
            thread_max=self._settings.thread_max,
            below=found.below,
        )
        ids = [s.id for s in (found.snapshots[-1], *company.snapshots, *company.below)]
        held = [await self._storage.holding(i) for i in ids if i != new]
        recording = self._recording(self._settings.timeout)
        originals = Originals(recording, self._inspector, known_files(held))
        snapshots = (*found.snapshots, *company.snapshots, *company.below)
        pictures = await asyncio.gather(*(originals.fetch(s) for s in snapshots))
        for want in pictures[len(found.snapshots) - 1]:
            if want.role == "media" and want.position in given:
                pictures[len(found.snapshots) - 1][want] = given[want.position]
        versions = tuple(
            Version(snapshot=s, originals=p) for s, p in zip(snapshots, pictures, strict=True)
        )
        own, others = len(found.snapshots), len(found.snapshots) + len(company.snapshots)
        return Take(
            found=found,
            look=look,
            looks=looks,
            company=company,
            company_looks=company_looks,
            versions=versions[:own],
            along=versions[own:others],
            below=versions[others:],
            fetched=(*originals.fetched(), *given.values()),
            recording=recording,
            looked_up=looked_up,
        )


def _nothing(title: str, looks: Sequence[Looked], *, kept: bool) -> Captured:
    # That no archive has a copy says nothing of how the platform answered.
    own = [look for look in looks if look.source != ARCHIVED] or looks
    return Captured(
        told=tell_nothing(title, [look.answer for look in own], kept=kept),
        attempts=tuple(look.attempt for look in looks),
        offers=offers_for([look.answer for look in looks]),
    )
