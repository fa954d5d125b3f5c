"""Whether the files of a post are still what was stored: what a reader would miss, or see wrong.

Nothing is mended here, and nothing is written: whoever looks at the post is told. What only a
backup brings back is told with the file's name, for whoever restores it.
"""

import asyncio
import hashlib
from typing import Literal, Protocol, TypeAlias

import msgspec

from archive.errors import MediaError
from archive.media.filetype import PICTURES
from archive.records import MediaRole, MediaRow
from archive.storage.base import Blobs, Holding
from archive.storage.blobs import content_name, variant_name

__all__ = ["Damage", "Harm", "damage_of"]

Harm: TypeAlias = Literal["missing", "changed", "no picture", "derivatives"]
"""*missing*: the original is not there. *changed*: its bytes are others. *no picture*: it cannot
be decoded. *derivatives*: some of what readers get of it are missing or of another size."""

AT_ONCE = 16
"""Files that are weighed at the same time."""
IN_MEMORY = 2
"""Originals that are read at the same time: an account may post many large ones."""


class _Decoder(Protocol):
    async def inspect(self, data: bytes) -> MediaRow: ...


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one file of a snapshot."""

    role: MediaRole
    position: int
    sha256: str
    harm: Harm
    files: tuple[str, ...]
    """The blobs that it is about."""
    detail: str | None = None
    """Why it cannot be decoded, as a sentence."""


async def damage_of(holding: Holding, blobs: Blobs, decoder: _Decoder) -> tuple[Damage, ...]:
    """What is wrong with the files that ``holding.stored`` shows, in the order of showing; not
    with those of the posts inside it.

    Of a picture every byte is read. A video or a sound is only weighed: it may be large, and a
    person waits.
    """
    reading, limit = asyncio.Semaphore(IN_MEMORY), asyncio.Semaphore(AT_ONCE)
    files = [
        (a.role, a.position, row)
        for a in holding.attachments
        if a.state == "there" and (row := holding.media.get(a.sha256 or "")) is not None
        if row.visibility != "erased"
    ]
    found = await asyncio.gather(
        *(_look(row, blobs, decoder, reading, limit) for _, _, row in files)
    )
    return tuple(
        Damage(
            role=role,
            position=position,
            sha256=row.sha256,
            harm=harm,
            files=names,
            detail=detail,
        )
        for (role, position, row), wrong in zip(files, found, strict=True)
        for harm, names, detail in wrong
    )


_Wrong: TypeAlias = tuple[Harm, tuple[str, ...], str | None]


async def _look(
    row: MediaRow,
    blobs: Blobs,
    decoder: _Decoder,
    reading: asyncio.Semaphore,
    limit: asyncio.Semaphore,
) -> list[_Wrong]:
    async with reading:
        original = await _original(row, blobs, decoder)
    lost = await _lost(row, blobs, limit)
    return original if not lost else [*original, ("derivatives", lost, None)]


async def _original(row: MediaRow, blobs: Blobs, decoder: _Decoder) -> list[_Wrong]:
    name = content_name(row.sha256)
    if row.mime not in PICTURES:
        size = await blobs.size(name)
        harm: Harm = "missing" if size is None else "changed"
        return [] if size == row.bytes else [(harm, (name,), None)]
    data = await blobs.get(name)
    if data is None:
        return [("missing", (name,), None)]
    if (await asyncio.to_thread(hashlib.sha256, data)).hexdigest() != row.sha256:
        return [("changed", (name,), None)]
    if row.variants:
        return []  # it was decoded, and is what it was
    try:
        await decoder.inspect(data)
    except MediaError as error:
        return [("no picture", (name,), error.what)]
    return []


async def _lost(row: MediaRow, blobs: Blobs, limit: asyncio.Semaphore) -> tuple[str, ...]:
    async def is_lost(name: str, size: int) -> bool:
        async with limit:
            return await blobs.size(name) != size

    named = [(variant_name(row.sha256, v.width, v.format), v.bytes) for v in row.variants]
    lost = await asyncio.gather(*(is_lost(name, size) for name, size in named))
    return tuple(name for (name, _), gone in zip(named, lost, strict=True) if gone)
