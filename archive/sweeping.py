"""Sweeps blobs that nothing refers to.

Blobs are put before the transaction that refers to them: a crash in between, a capture that
was given up, an erasure that broke off leave some behind.
"""

from datetime import timedelta

from archive.storage.base import Blobs, Storage
from archive.storage.blobs import STAGING

__all__ = ["GRACE", "sweep"]

GRACE = timedelta(days=1)
"""Younger ones may belong to a capture that is under way, here or in another process."""

_BATCH = 500


async def sweep(storage: Storage, blobs: Blobs, grace: timedelta = GRACE) -> int:
    """Deletes the blobs that nothing refers to and nobody has put for ``grace``, and what
    broken writes left; gives their number.

    A blob that is put again meanwhile stays: its age begins anew.

    Raises:
        StorageError: the database or the blobs cannot be read, or one cannot be deleted.
    """
    seconds = grace.total_seconds()
    swept = 0
    batch: list[str] = []

    async def sweep_batch() -> int:
        broken = [name for name in batch if name.startswith(f"{STAGING}/")]
        orphans = await storage.unreferenced(batch)
        return sum([await blobs.delete_untouched(n, seconds) for n in (*broken, *orphans)])

    async for name in blobs.untouched(seconds):
        batch.append(name)
        if len(batch) == _BATCH:
            swept += await sweep_batch()
            batch.clear()
    return swept + await sweep_batch()
