"""Media that were late: fetched by a job, after the snapshot that shows them was stored."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec

from archive.attachments import known_files
from archive.clock import Clock
from archive.ledger import Ledger, erased_media
from archive.looking import Recording
from archive.originals import MAX_VIDEO, Inspector, Joiner, Originals, attach
from archive.records import Attachment
from archive.storage.base import Blobs, Late, Storage

__all__ = ["LATE_SECONDS", "LateMedia"]

LATE_SECONDS = 300.0
"""That one go may take: nobody waits for it, and a stream has hundreds of parts."""


class LateMedia:
    """Fetches videos, and pictures whose server did not answer at capture.

    ``recording`` opens a fetcher for one go.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        inspector: Inspector,
        recording: Callable[[], Recording],
        clock: Clock,
        joiner: Joiner | None = None,
        max_video: int = MAX_VIDEO,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._inspector = inspector
        self._recording = recording
        self._clock = clock
        self._joiner = joiner
        self._max_video = max_video

    async def fetch(
        self, post: str, n: int, *, by: str, last: bool
    ) -> Literal["done", "late", "gone"]:
        """Fetches what a snapshot lacks, and writes what became of it, with its exchanges.

        ``last`` gives up on what is still late. *gone* says that nothing is kept there any
        more, so that there is nothing to fetch for.
        """
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None:
            return "gone"
        missing = {(a.role, a.position) for a in holding.attachments if a.state == "late"}
        recording = self._recording()
        originals = Originals(
            recording,
            self._inspector,
            known_files([holding]),
            joiner=self._joiner,
            max_video=self._max_video,
        )
        snapshot = holding.stored.snapshot
        _, found = attach(snapshot, await originals.fetch(snapshot, late=True))
        today = self._clock()
        became = [
            _dated(_given_up(a) if last else a, today)
            for a in found
            if (a.role, a.position) in missing
        ]
        ledger = Ledger(await erased_media(self._storage, originals.fetched()))
        ledger.originals(originals.fetched())
        ledger.exchanges(recording.exchanges)
        ledger.late(Late(post=holding.post.id, n=holding.stored.n, attachments=tuple(became)))
        await ledger.put(self._blobs)
        await self._storage.keep(ledger.keep(at=self._clock(), by=by, action="media"))
        return "late" if any(a.state == "late" for a in became) else "done"


def _dated(attachment: Attachment, at: datetime) -> Attachment:
    """Why a file is not there, with the day: a reader of the note should know when that was so."""
    if attachment.detail is None:
        return attachment
    detail = f"{attachment.detail} That was on {at.date().isoformat()}."
    return msgspec.structs.replace(attachment, detail=detail)


def _given_up(attachment: Attachment) -> Attachment:
    if attachment.state != "late":
        return attachment
    return msgspec.structs.replace(attachment, state="not to be had")
