"""Files that lie in the archive that is imported become the originals of its posts' media.

They are looked at as in a capture, and put with the blobs before the transaction that refers to
them, some at a time: the pictures of one batch of posts may be more than fits into memory. What
is kept of a post already is not read again.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from archive.errors import MediaError
from archive.history import SamePicture, plan
from archive.importing import Enclosed, Row
from archive.importing.packs import Pack, TooLong, read_whole
from archive.importing.rows import Unreadable
from archive.ledger import Ledger, erased_media
from archive.originals import Inspector, Original, Wanted, attach
from archive.records import Attachment, MediaRow, Snapshot, post_id
from archive.storage.base import Blobs, Kept, Storage

__all__ = ["Brought", "Enclosures"]

_AT_ONCE = 4
"""Files that are read and looked at together; each may be as large as ``[fetch] max_media``."""
_PUT_AT = 32 * 1024 * 1024
"""Bytes after which what was read is put with the blobs."""


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A row with what came of its files: its last snapshot has their hashes."""

    row: Row
    attachments: tuple[Attachment, ...] = ()
    media: tuple[MediaRow, ...] = ()


class Enclosures(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one archive on their way to the blobs. A dry run looks at them and puts none."""

    pack: Pack
    inspector: Inspector
    storage: Storage
    blobs: Blobs
    most: int
    """Bytes of one file."""
    dry_run: bool = False

    async def bring(
        self, rows: Sequence[Row], kept: Mapping[str, Kept], at: datetime, same: SamePicture
    ) -> list[Brought]:
        """Each row, with its files where they are needed."""
        wanted = [
            (place, enclosed)
            for place, row in enumerate(rows)
            if row.enclosed and _is_new(row, kept, at, same)
            for enclosed in row.enclosed
        ]
        originals: dict[int, dict[Enclosed, Original]] = {}
        held: list[Original] = []
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            got = await asyncio.gather(*(self._original(enclosed) for _, enclosed in some))
            for (place, enclosed), original in zip(some, got, strict=True):
                originals.setdefault(place, {})[enclosed] = replace(original, data=None)
            held += got
            if sum(len(o.data or b"") for o in held) > _PUT_AT:
                await self._put(held)
                held = []
        await self._put(held)
        return [
            _attached(row, originals[place]) if place in originals else Brought(row=row)
            for place, row in enumerate(rows)
        ]

    async def _original(self, enclosed: Enclosed) -> Original:
        """One file. It names no address: X gives a larger picture at its own than it puts here."""
        try:
            data = await asyncio.to_thread(read_whole, self.pack, enclosed.name, self.most)
            row = await self.inspector.inspect(data)
        except TooLong as error:
            return Original(state="too large", url=None, detail=f"{error.what}.")
        except Unreadable as error:
            return Original(state="not to be had", url=None, detail=f"{error.what}.")
        except MediaError as error:
            said = f"{enclosed.name} was not taken: {error.what[:1].lower()}{error.what[1:]}"
            return Original(state="not to be had", url=None, detail=said)
        return Original(state="there", url=None, row=row, data=data)

    async def _put(self, originals: Sequence[Original]) -> None:
        ledger = Ledger(await erased_media(self.storage, originals))
        ledger.originals(originals)
        if not self.dry_run:
            await ledger.put(self.blobs)


def _is_new(row: Row, kept: Mapping[str, Kept], at: datetime, same: SamePicture) -> bool:
    """Whether a snapshot would be made of the row if all of its files are good."""
    found = row.found
    ids = (found.ref.id, *(post_id(found.ref.platform, alias) for alias in found.aliases))
    known = {kept[i].post.id: kept[i] for i in ids if i in kept}
    if len(known) != 1:
        return True
    (post,) = known.values()
    if "erased" in {post.post.visibility, *(s.visibility for s in post.versions)}:
        return False
    whole = [*found.snapshots[:-1], _whole(found.snapshots[-1], row.enclosed)]
    return bool(plan(post.versions, whole, at, same)[0])


def _whole(snapshot: Snapshot, enclosed: Iterable[Enclosed]) -> Snapshot:
    """A snapshot that lacks nothing but files, as one that has them, if all are there."""
    there = {e.position for e in enclosed if e.role == "media"}
    if snapshot.completeness == "partial" and there >= set(range(len(snapshot.media))):
        return replace(snapshot, completeness="full")
    return snapshot


def _attached(row: Row, originals: Mapping[Enclosed, Original]) -> Brought:
    there = [e for e, original in originals.items() if original.row is not None]
    *before, last = row.found.snapshots
    last, attachments = attach(
        _whole(last, there),
        {
            Wanted(role=e.role, position=e.position, urls=(), now=True): original
            for e, original in originals.items()
            if e.position < len(last.media)
        },
    )
    wrong = tuple(o.detail.rstrip(".") for o in originals.values() if o.detail is not None)
    return Brought(
        row=replace(
            row,
            found=replace(row.found, snapshots=(*before, last)),
            notes=(*row.notes, *wrong),
        ),
        attachments=attachments,
        media=tuple(o.row for o in originals.values() if o.row is not None),
    )
