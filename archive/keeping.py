"""Decides what is new of what a capture has in hand, and writes it: all of it or nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, TypeVar

import msgspec

from archive.clock import Clock
from archive.company import Company, Key, link_up
from archive.errors import Conflict, IdClash, StorageError
from archive.history import SamePicture, plan
from archive.ledger import Ledger
from archive.looking import Looked, Recording, best
from archive.media import same_picture
from archive.naming import Said, name_of, official_note
from archive.originals import Original, Wanted, attach
from archive.outcome import Found
from archive.records import (
    Account,
    Attachment,
    CaptureReason,
    Exchange,
    Post,
    PostRef,
    Snapshot,
    SnapshotReason,
    Stored,
    post_id,
)
from archive.storage.base import (
    Before,
    Blobs,
    NewJob,
    NewSnapshot,
    PostWrite,
    Speaker,
    Storage,
)

__all__ = ["Errand", "Keeper", "Take", "Version", "Written"]

_Kept = TypeVar("_Kept")

log = logging.getLogger(__name__)

_TRIES = 4
_PAUSES = (0.5, 2.0, 8.0)
"""Seconds until the store is tried again with what is in hand: the post may be gone by the time
that the platform is asked anew."""


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """For whom and why a post is captured."""

    by: str
    reason: CaptureReason = "request"
    action: Literal["capture", "recheck"] = "capture"
    article: str | None = None
    release: bool = False
    """The post is public from now on, not a draft."""
    force: bool = False
    """The platform is asked even if it was just now."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a post with its originals, before it is decided whether it is new."""

    snapshot: Snapshot
    originals: dict[Wanted, Original]


class Take(msgspec.Struct, kw_only=True):
    """All that one capture has in hand before anything is written."""

    found: Found
    look: Looked
    looks: Sequence[Looked]
    company: Company
    company_looks: dict[str, list[Looked]]
    """The looks at posts that come along, by the id that was asked for."""
    versions: tuple[Version, ...]
    along: tuple[Version, ...]
    below: tuple[Version, ...] = ()
    """The same author's posts that go on from it, in their order."""
    fetched: tuple[Original, ...]
    recording: Recording
    looked_up: Sequence[Exchange]
    """In which the address was found to be this post's."""
    reason: SnapshotReason | None = None
    """Why its snapshots are made, whatever else they are: what was typed in is no edit."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was entered of one post: the number it goes by, and today's version."""

    n: int
    new: tuple[int, ...]
    snapshot: Snapshot
    attachments: tuple[Attachment, ...]


class Keeper:
    """Writes captures. ``salt`` gives random bytes for the leaves of the log, ``sleep`` waits."""

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        clock: Clock,
        salt: Callable[[int], bytes],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._clock = clock
        self._salt = salt
        self._sleep = sleep

    async def keep(self, take: Take, errand: Errand, aliases: tuple[str, ...]) -> Written:
        """Writes it; when somebody else wrote to the post meanwhile, decides anew; when the
        store fails, tries again for a while.
        """
        return await self._until_kept(take, lambda: self._keep_once(take, errand, aliases))

    async def keep_below(self, take: Take, post: str, n: int, errand: Errand) -> None:
        """Writes the same author's posts that go on from snapshot N of a kept post."""
        await self._until_kept(take, lambda: self._keep_below_once(take, post, n, errand))

    async def _until_kept(self, take: Take, keep: Callable[[], Awaitable[_Kept]]) -> _Kept:
        conflicts, pauses = 0, iter(_PAUSES)
        while True:
            try:
                return await keep()
            except IdClash:
                raise
            except Conflict:
                conflicts += 1
                if conflicts == _TRIES:
                    raise
            except StorageError as error:
                pause = next(pauses, None)
                if pause is None:
                    raise
                log.warning("%s waits to be stored: %s", take.found.ref.url, error)
                await self._sleep(pause)

    async def _keep_once(self, take: Take, errand: Errand, aliases: tuple[str, ...]) -> Written:
        before = await self._before(take)
        ledger = Ledger(before.erased_media, before.derived_media)
        ledger.originals(take.fetched)
        along, below = _unerased(ledger, take, before)
        numbers: dict[Key, tuple[str, int]] = {}
        for version in along:
            await self._write_context(ledger, take, before, version, numbers, errand)
        ref = take.found.ref
        written = await self._write(
            ledger,
            take,
            before,
            take.versions,
            numbers,
            ref,
            errand,
            aliases=(*take.found.aliases, *aliases),
            merges=_merges(before, take.found),
        )
        for look in take.looks:
            if look is take.look:
                ledger.look(look, ref.id, written.n, take.recording.exchanges)
            else:
                ledger.look(look, ref.id, None)
        if take.found.may_go_on:
            ledger.job(NewJob(kind="thread", key=ref.id))
        for version in below:
            await self._write_context(ledger, take, before, version, numbers, errand)
        ledger.exchanges(take.looked_up)
        for other_id, looks in take.company_looks.items():
            exchanges = [e for look in looks for e in look.exchanges]
            if _erased(before, other_id):
                ledger.without_bodies(exchanges)
            ledger.exchanges(exchanges)
        await ledger.put(self._blobs)
        await self._storage.keep(ledger.keep(at=self._clock(), by=errand.by, action=errand.action))
        return written

    async def _keep_below_once(self, take: Take, post: str, n: int, errand: Errand) -> None:
        before = await self._before(take)
        ledger = Ledger(before.erased_media, before.derived_media)
        ledger.originals(take.fetched)
        _, below = _unerased(ledger, take, before)
        ref = take.found.ref
        numbers: dict[Key, tuple[str, int]] = {(ref.platform, ref.native_id): (post, n)}
        for version in below:
            await self._write_context(ledger, take, before, version, numbers, errand)
        await ledger.put(self._blobs)
        await self._storage.keep(ledger.keep(at=self._clock(), by=errand.by, action="capture"))

    async def _write_context(
        self,
        ledger: Ledger,
        take: Take,
        before: Before,
        version: Version,
        numbers: dict[Key, tuple[str, int]],
        errand: Errand,
    ) -> None:
        """Enters a post that came along, with the looks that brought it."""
        other = version.snapshot
        context = Errand(by=errand.by, reason="context")
        written = await self._write(ledger, take, before, (version,), numbers, other.ref, context)
        looks = take.company_looks.get(other.id, [take.look])
        for look in looks:
            ledger.look(look, other.id, written.n if look is best(looks) else None)

    async def keep_checks(self, post: Post, errand: Errand, looks: Sequence[Looked]) -> None:
        """Writes the looks at a kept post to which no source gave it."""
        ledger = Ledger()
        for look in looks:
            ledger.look(look, post.id, None)
        await ledger.put(self._blobs)
        await self._storage.keep(ledger.keep(at=self._clock(), by=errand.by, action=errand.action))

    async def _write(
        self,
        ledger: Ledger,
        take: Take,
        before: Before,
        versions: Sequence[Version],
        numbers: dict[Key, tuple[str, int]],
        ref: PostRef,
        errand: Errand,
        *,
        aliases: tuple[str, ...] = (),
        merges: tuple[str, ...] = (),
    ) -> Written:
        """Decides what is new of one post and enters it; remembers the number it goes by."""
        captured_at = take.look.at
        attached = [
            attach(link_up(v.snapshot, numbers, take.company), v.originals) for v in versions
        ]
        snapshots = [snapshot for snapshot, _ in attached]
        stored = _stored(before, ref.id, merges)
        same = await self._same_picture([s.snapshot for s in stored], take.fetched)
        planned, met = plan(stored, snapshots, captured_at, same)
        if met is None:
            raise ValueError(f"{ref.url}: found, but without a version")
        account = snapshots[-1].author
        said = name_of(
            before.whose[_speaker(snapshots[-1])],
            platform=ref.platform,
            native_id=account.native_id,
            handle=account.handle,
            moment=snapshots[-1].created_at,
            seen_at=snapshots[-1].as_of or captured_at,
        )
        ledger.post(
            PostWrite(
                ref=msgspec.structs.replace(ref, url=snapshots[-1].url),
                reason=errand.reason,
                requested_at=captured_at,
                visibility="public"
                if errand.release and not snapshots[-1].for_followers
                else "draft",
                account=Account(
                    platform=ref.platform,
                    native_id=account.native_id,
                    handle=account.handle,
                    name=account.name,
                )
                if account.native_id
                else None,
                aliases=aliases,
                merges=merges,
                snapshots=tuple(
                    NewSnapshot(
                        n=p.n,
                        snapshot=snapshots[p.version],
                        captured_at=captured_at,
                        as_of=p.as_of,
                        reason=take.reason or p.reason,
                        source=take.look.source,
                        salt=self._salt(32),
                        attachments=attached[p.version][1],
                    )
                    for p in planned
                ),
                address=_address_now(snapshots[-1]),
                official=official_note(said, ref.id, captured_at)
                if isinstance(said, Said)
                else None,
            )
        )
        for p in planned:
            if any(a.state == "late" for a in attached[p.version][1]):
                ledger.job(NewJob(kind="media", key=f"{ref.id}@{p.n}"))
        numbers[ref.platform, ref.native_id] = (ref.id, met)
        snapshot, attachments = attached[-1]
        return Written(
            n=met,
            new=tuple(p.n for p in planned),
            snapshot=snapshot,
            attachments=attachments,
        )

    async def _before(self, take: Take) -> Before:
        """What is kept here of all that the capture is about, in one read."""
        found = take.found
        ids = (
            found.ref.id,
            *(post_id(found.ref.platform, alias) for alias in found.aliases),
            *(version.snapshot.id for version in (*take.along, *take.below)),
            *take.company_looks,
        )
        shown = [v.snapshot for v in (*take.versions[-1:], *take.along, *take.below)]
        return await self._storage.before(
            list(dict.fromkeys(ids)),
            [o.row.sha256 for o in take.fetched if o.row is not None],
            list(dict.fromkeys(_speaker(snapshot) for snapshot in shown)),
        )

    async def _same_picture(
        self, snapshots: Sequence[Snapshot], fetched: Sequence[Original]
    ) -> SamePicture:
        """Compares originals by what they show, from the hashes that were made of them."""
        rows = {o.row.sha256: o.row for o in fetched if o.row is not None}
        for medium in (m for s in snapshots for m in s.media if m.sha256 is not None):
            if medium.sha256 and medium.sha256 not in rows:
                row = await self._storage.media(medium.sha256)
                if row is not None:
                    rows[row.sha256] = row

        def same(old: str, new: str) -> bool:
            a, b = rows.get(old), rows.get(new)
            if a is None or b is None or a.phash is None or b.phash is None:
                return old == new
            return same_picture(a.phash, b.phash)

        return same


def _unerased(ledger: Ledger, take: Take, before: Before) -> tuple[list[Version], list[Version]]:
    """Those that came along, and those below, without what was erased here: that does not come
    in again, nor do the answers that carry it.
    """
    along, below = (
        [v for v in others if not _erased(before, v.snapshot.id)]
        for others in (take.along, take.below)
    )
    if len(along) + len(below) < len(take.along) + len(take.below):
        # Which answer carried it is not known: it may have come along with the company's.
        for looks in ((*take.looks, take.look), *take.company_looks.values()):
            ledger.without_bodies(e for look in looks for e in look.exchanges)
    return along, below


def _speaker(snapshot: Snapshot) -> Speaker:
    return snapshot.platform, snapshot.author.native_id, snapshot.author.handle


def _address_now(snapshot: Snapshot) -> str | None:
    """The post's address, where it names the account as the platform calls it now: accounts and
    channels change their names. A copy of another day and what was typed in say nothing of now,
    and an address without the name would be a poorer one.
    """
    if snapshot.as_of_basis != "now" or snapshot.completeness == "by hand":
        return None
    handle = (snapshot.author.handle or "").lower()
    named = handle and f"/{handle}/" in snapshot.url.lower().replace("/@", "/")
    return snapshot.url if named else None


def _erased(before: Before, post: str) -> bool:
    kept = before.kept.get(post)
    return kept is not None and kept.post.visibility == "erased"


def _stored(before: Before, post: str, merges: Sequence[str]) -> list[Stored]:
    """The snapshots of a post, and those that a merge will number on."""
    stored = list(before.kept[post].versions) if post in before.kept else []
    kept = {one.post.id: one for one in before.kept.values()}
    for other in merges:
        for snapshot in kept[other].versions:
            stored.append(msgspec.structs.replace(snapshot, n=len(stored) + 1))
    return stored


def _merges(before: Before, found: Found) -> tuple[str, ...]:
    """Posts that are kept under a later id of the same post's edit chain."""
    ids = (post_id(found.ref.platform, alias) for alias in found.aliases)
    kept = (before.kept[i].post.id for i in ids if i in before.kept)
    return tuple(dict.fromkeys(i for i in kept if i != found.ref.id))
