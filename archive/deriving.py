"""The derivatives of originals: made by a job, or when first asked for, and stored once."""

import asyncio
from typing import Protocol

from archive.errors import Conflict
from archive.media import Derived
from archive.records import Format
from archive.storage.base import Blobs, Storage
from archive.storage.blobs import content_name, variant_name

__all__ = ["Deriver"]


class _Decoder(Protocol):
    async def derive(self, data: bytes) -> list[Derived]: ...


class Deriver:
    """Makes the derivatives of an original once, however many ask for them at the same time."""

    def __init__(self, *, storage: Storage, blobs: Blobs, decoder: _Decoder) -> None:
        self._storage = storage
        self._blobs = blobs
        self._decoder = decoder
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def variant(self, sha256: str, width: int, kind: Format) -> bytes | None:
        """A derivative of an original: stored, else made now and stored; ``None``: no such."""
        row = await self._storage.media(sha256)
        if row is None or row.visibility == "erased" or not row.mime.startswith("image/"):
            return None
        if not row.variants:
            await self.derive(sha256)
            row = await self._storage.media(sha256)
        if row is None or not any((v.width, v.format) == (width, kind) for v in row.variants):
            return None
        return await self._blobs.get(variant_name(sha256, width, kind))

    async def derive(self, sha256: str) -> None:
        """Makes what is missing of an original's derivatives.

        Raises:
            MediaError: the original is no picture that we can use.
        """
        task = self._under_way.get(sha256)
        if task is None:
            task = asyncio.create_task(self._derive(sha256))
            self._under_way[sha256] = task
            task.add_done_callback(lambda _: self._under_way.pop(sha256, None))
        await asyncio.shield(task)

    async def close(self) -> None:
        """Stops what is under way."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _derive(self, sha256: str) -> None:
        row = await self._storage.media(sha256)
        data = await self._blobs.get(content_name(sha256))
        if row is None or data is None or row.variants or not row.mime.startswith("image/"):
            return
        derived = await self._decoder.derive(data)
        names = [variant_name(sha256, d.variant.width, d.variant.format) for d in derived]
        await self._blobs.put_all(
            {name: one.data for name, one in zip(names, derived, strict=True)}
        )
        try:
            await self._storage.set_variants(sha256, [one.variant for one in derived])
        except Conflict:
            # Erased meanwhile: what was made of it goes as well.
            for name in names:
                await self._blobs.delete(name)
