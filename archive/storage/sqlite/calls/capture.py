"""What captures write, and what views read of it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from archive.errors import StorageError
from archive.records import (
    Again,
    Annotation,
    Check,
    Exchange,
    MediaRow,
    Post,
    Stored,
    Variant,
    Visibility,
)
from archive.storage.base import (
    Before,
    Erasure,
    Holding,
    Keep,
    Kept,
    Page,
    Speaker,
)
from archive.storage.sqlite import checks as _checks
from archive.storage.sqlite import erase as _erase
from archive.storage.sqlite import holdings as _holdings
from archive.storage.sqlite import keep as _keep
from archive.storage.sqlite import media as _media
from archive.storage.sqlite import reads as _reads
from archive.storage.sqlite import rows as _rows
from archive.storage.sqlite import threads as _threads
from archive.storage.sqlite import visibility as _visibility
from archive.storage.sqlite.calls.base import Calls
from archive.storage.work import QueueName

__all__ = ["CaptureCalls"]


class CaptureCalls(Calls):
    """What captures write, and what views read of it."""

    # Capture

    async def resolve(self, platform: str, key: str) -> str | None:
        return await self._lanes.read(_rows.resolve, platform, key)

    async def post(self, post: str, *, drafts: bool = True) -> Post | None:
        return await self._lanes.read(_rows.post, post, drafts)

    async def moved(self, post: str, n: int) -> tuple[str, int] | None:
        return await self._lanes.read(_rows.moved, post, n)

    async def versions(self, post: str) -> tuple[Stored, ...]:
        return await self._lanes.read(_rows.versions, post)

    async def kept(self, posts: Sequence[str]) -> dict[str, Kept]:
        return await self._lanes.read(_rows.kept, posts) if posts else {}

    async def kept_by(self, snapshots: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        return await self._lanes.read(_rows.kept_by, snapshots) if snapshots else {}

    async def before(
        self, posts: Sequence[str], media: Sequence[str], speakers: Sequence[Speaker]
    ) -> Before:
        return await self._lanes.read(_keep.before, posts, media, speakers)

    async def keep(self, keep: Keep) -> tuple[Stored, ...]:
        return await self._lanes.write(_keep.keep, keep)

    async def reference(self, post: str, article: str, *, by: str, at: datetime) -> None:
        await self._lanes.write(_keep.reference, post, article, by=by, at=at)

    async def set_variants(self, sha256: str, variants: Sequence[Variant]) -> None:
        await self._lanes.write(_media.set_variants, sha256, tuple(variants))

    async def media(self, sha256: str) -> MediaRow | None:
        return await self._lanes.read(_media.media, sha256)

    async def to_fetch_again(
        self,
        waits: Sequence[Again],
        *,
        limit: int,
        post: str | None = None,
        since: datetime | None = None,
    ) -> tuple[tuple[str, int], ...]:
        return await self._lanes.read(
            _media.to_fetch_again, waits, limit=limit, post=post, since=since
        )

    async def erased_media(self, sha256s: Sequence[str]) -> frozenset[str]:
        if not sha256s:
            return frozenset()
        return await self._lanes.read(_media.erased_media, sha256s)

    async def unreferenced(self, blobs: Sequence[str]) -> tuple[str, ...]:
        return await self._lanes.read(_media.unreferenced, blobs)

    async def media_visible(self, sha256: str) -> bool:
        return await self._lanes.read(_media.media_visible, sha256)

    # Views

    async def holding(self, post: str, n: int | None = None) -> Holding | None:
        return await self._lanes.read(_reads.holding, post, n)

    async def holdings(
        self, refs: Sequence[tuple[str, int]], *, before: datetime | None = None
    ) -> tuple[Holding | None, ...]:
        return await self._lanes.read(_holdings.holdings, refs, before)

    async def checks(self, post: str) -> tuple[Check, ...]:
        return await self._lanes.read(_checks.checks, post)

    async def list_posts(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        drafts: bool = False,
        queue: QueueName | None = None,
    ) -> Page:
        return await self._lanes.read(_reads.list_posts, limit, cursor, drafts, queue)

    async def thread(self, post: str) -> tuple[Stored, ...]:
        return await self._lanes.read(_threads.thread, post)

    async def exchanges(self, post: str) -> tuple[Exchange, ...]:
        return await self._lanes.read(_checks.exchanges, post)

    async def data_version(self) -> int:
        return await self._lanes.version()

    # Annotations and visibility

    async def annotate(self, annotation: Annotation) -> Annotation:
        return await self._lanes.write(_visibility.annotate, annotation)

    async def set_visibility(
        self,
        post: str,
        state: Visibility,
        *,
        by: str,
        at: datetime,
        reason: str | None,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> None:
        await self._lanes.write(
            _visibility.set_visibility,
            post,
            state,
            by=by,
            at=at,
            reason=reason,
            snapshot=snapshot,
            media=media,
        )

    async def set_hold(self, post: str, hold: bool, *, by: str, at: datetime, reason: str) -> None:
        await self._lanes.write(_visibility.set_hold, post, hold, by=by, at=at, reason=reason)

    async def erase(
        self,
        post: str,
        *,
        by: str,
        at: datetime,
        reason: str,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> Erasure:
        erasure = await self._lanes.write(
            _erase.erase, post, by=by, at=at, reason=reason, snapshot=snapshot, media=media
        )
        # The erasure stands, whatever comes of the cleaning: its blobs must be deleted.
        try:
            await self._lanes.writer.run(_erase.wipe)
        except (StorageError, TimeoutError) as error:
            left = (
                f"Traces may be left in unused parts of {self._path} or its -wal file: {error} "
                f"Run `sqlite3 {self._path} 'VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'`."
            )
            return msgspec.structs.replace(erasure, left=(left,))
        return erasure
