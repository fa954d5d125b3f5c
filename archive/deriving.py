"""The derivatives of originals: made by a job, or when first asked for, and stored once."""

import asyncio
from typing import Protocol

from archive.errors import Conflict, MediaError
from archive.media import Derived
from archive.media.mp4 import size_of
from archive.records import Format, MediaRow, Variant
from archive.storage.base import Blobs, Storage
from archive.storage.blobs import content_name, variant_name

__all__ = ["Deriver"]


class _Decoder(Protocol):
    async def derive(self, data: bytes) -> list[Derived]: ...


class _Stripper(Protocol):
    async def strip(self, data: bytes, mime: str) -> bytes: ...


class Deriver:
    """Makes the derivatives of an original once, however many ask for them at the same time."""

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        decoder: _Decoder,
        stripper: _Stripper | None = None,
    ) -> None:
        """``stripper`` takes out of a video what is no picture and no sound; without one, readers
        get its still alone.
        """
        self._storage = storage
        self._blobs = blobs
        self._decoder = decoder
        self._stripper = stripper
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def variant(self, sha256: str, width: int, kind: Format) -> bytes | None:
        """A derivative of an original: stored, else made now and stored; ``None``: no such."""
        row = await self._storage.media(sha256)
        if row is None or row.visibility == "erased":
            return None
        if not row.variants and row.mime.startswith("image/"):
            await self.derive(sha256)
            row = await self._storage.media(sha256)
        if row is None or not any((v.width, v.format) == (width, kind) for v in row.variants):
            return None
        return await self._blobs.get(variant_name(sha256, width, kind))

    async def derive(self, sha256: str) -> None:
        """Makes what is missing of an original's derivatives.

        Raises:
            MediaError: the original is no picture, and no video, that we can use.
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
        if row is None or data is None or row.variants:
            return
        derived = await self._derivatives(row, data)
        names = [variant_name(sha256, d.variant.width, d.variant.format) for d in derived]
        await self._blobs.put_all(
            {name: one.data for name, one in zip(names, derived, strict=True)}
        )
        if not names:
            return
        try:
            await self._storage.set_variants(sha256, [one.variant for one in derived])
        except Conflict:
            # Erased meanwhile: what was made of it goes as well.
            for name in names:
                await self._blobs.delete(name)

    async def _derivatives(self, row: MediaRow, data: bytes) -> list[Derived]:
        """Of a picture its smaller ones, of a video the one without metadata."""
        if row.mime.startswith("image/"):
            return await self._decoder.derive(data)
        if not row.mime.startswith("video/") or self._stripper is None:
            return []
        made = await self._stripper.strip(data, row.mime)
        width, height = size_of(made) or (0, 0)
        if not 0 < width < 100_000:
            raise MediaError("The video has no picture.")
        variant = Variant(width=width, height=height, format="mp4", bytes=len(made))
        return [Derived(variant=variant, data=made)]
