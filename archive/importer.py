"""Posts out of a file become posts of the archive: many at a time, nothing twice.

What is new of a post is decided by :mod:`archive.history`, as for a capture. Nobody looked at the
platform, so there is no check. Each batch is one transaction, and a row whose post is kept so
already writes nothing: an import that was killed is run again from the beginning of its file.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from archive.clock import Clock
from archive.company import Company, Key, link_up
from archive.enclosed import Brought, Enclosures
from archive.errors import Conflict, IdClash
from archive.history import plan
from archive.importing import Batch, Problem, Row
from archive.naming import Said, name_of, official_note
from archive.officials import Whose
from archive.outcome import Found
from archive.records import (
    Account,
    Attachment,
    Author,
    CaptureReason,
    MediaRow,
    Snapshot,
    Stored,
    Visibility,
    post_id,
)
from archive.storage.base import Keep, Kept, NewJob, NewSnapshot, PostWrite, Storage
from archive.tokens import Indexed

__all__ = ["Import", "Imported", "Tell"]

_REMEMBERED = 2_000
"""Accounts of which it is remembered, within one import, whose they are."""
_TRIES = 4
_COMPANY = Company()

_ERASED_NEXT = "The audit log says who erased it, and why."

Tell: TypeAlias = Callable[[Row | Problem], None]
"""Is told of each row that is left out, and of each that has notes."""


_Whose: TypeAlias = dict[tuple[str, Author], Whose]


class Imported(msgspec.Struct, kw_only=True):
    """What an import did; of a dry run, what it would do."""

    rows: int = 0
    """Posts that were read."""
    new: int = 0
    """Those that were not here."""
    changed: int = 0
    """Those that were here, and have more snapshots now, or are no longer context alone."""
    known: int = 0
    """Those of which nothing was new."""
    context: int = 0
    """New posts that are here because one of the file refers to them."""
    snapshots: int = 0
    """New snapshots of all of these."""
    noted: int = 0
    """Rows that were read, with something wrong about them."""
    left_out: int = 0
    """Rows that were not."""

    def add(self, other: "Imported") -> None:
        for name in self.__struct_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """One file on its way into the archive."""

    storage: Storage
    clock: Clock
    salt: Callable[[int], bytes]
    source: str
    """``import:FORMAT``."""
    file: str
    """Its name, for the audit log."""
    by: str
    visibility: Visibility = "draft"
    dry_run: bool = False
    enclosures: Enclosures | None = None
    """The files that lie in it."""

    async def run(
        self,
        batches: Iterator[Batch],
        tell: Tell,
        watch: Callable[[int], None] = lambda _position: None,
    ) -> Imported:
        """Imports all rows. ``watch`` hears of the byte that was come to, after each batch.

        Raises:
            UsageError: the file as a whole cannot be read.
            StorageError: what was read could not be kept; what was kept before stays.
        """
        done, whose = Imported(), dict[tuple[str, Author], Whose]()
        reading = asyncio.create_task(asyncio.to_thread(next, batches, None))
        try:
            while (batch := await reading) is not None:
                # The next rows are read while these are written.
                reading = asyncio.create_task(asyncio.to_thread(next, batches, None))
                rows = [item for item in batch.items if isinstance(item, Row)]
                did, told = await self._keep(rows, whose)
                done.add(did)
                for item in batch.items:
                    said = told.get(id(item), item)
                    if isinstance(said, Problem):
                        done.left_out += 1
                    elif said.notes:
                        done.noted += 1
                    if isinstance(said, Problem) or said.notes:
                        tell(said)
                watch(batch.position)
        finally:
            await asyncio.gather(reading, return_exceptions=True)
        return done

    async def _keep(
        self, rows: Sequence[Row], whose: _Whose
    ) -> tuple[Imported, dict[int, Row | Problem]]:
        """Writes what is new of some rows; when somebody else wrote to one of their posts
        meanwhile, decides anew. Gives what it did, and by a row's identity why it was refused, or
        with what is wrong about its files.
        """
        wanted = {i for row in rows for i in _ids(row.found)}
        brought, tries = await self._brought(rows), 0
        while True:
            batch = _Plans(
                kept=await self.storage.kept(sorted(wanted)),
                at=self.clock(),
                source=self.source,
                visibility=self.visibility,
                salt=self.salt,
            )
            told: dict[int, Row | Problem] = {}
            for row, with_files in zip(rows, brought, strict=True):
                told[id(row)] = with_files.row
                wrong = batch.add(with_files)
                if wrong is not None:
                    told[id(row)] = Problem(row=row.row, what=wrong, next_step=_ERASED_NEXT)
            try:
                if batch.writes and not self.dry_run:
                    await self.storage.keep(await self._write(batch, whose))
            except IdClash:
                raise
            except Conflict:
                tries += 1
                if tries == _TRIES:
                    raise
            else:
                return batch.did, told

    async def _brought(self, rows: Sequence[Row]) -> list[Brought]:
        """The rows with the originals that lie in the file."""
        some = [row for row in rows if row.enclosed]
        if self.enclosures is None or not some:
            return [Brought(row=row) for row in rows]
        ids = {i for row in some for i in _ids(row.found)}
        kept = await self.storage.kept(sorted(ids))
        return await self.enclosures.bring(rows, kept, self.clock(), _same_file)

    async def _write(self, batch: "_Plans", whose: _Whose) -> Keep:
        return Keep(
            at=batch.at,
            by=self.by,
            action="import",
            reason=f"{self.source} from {self.file}",
            posts=tuple(await self._named(batch, whose)),
            media=tuple(batch.media.values()),
            jobs=tuple(
                NewJob(kind="derive", key=row.sha256)
                for row in batch.media.values()
                if row.mime.startswith(("image/", "video/"))
            ),
        )

    async def _named(self, batch: "_Plans", whose: _Whose) -> list[PostWrite]:
        """The posts, each with who posted it in which office then, where that is known."""
        if len(whose) > _REMEMBERED:
            whose.clear()
        named = []
        for write in batch.writes:
            last = write.snapshots[-1] if write.snapshots else None
            said = None
            if last is not None and last.snapshot.created_at is not None:
                author = last.snapshot.author
                key = (write.ref.platform, author)
                if key not in whose:
                    whose[key] = await self.storage.whose(
                        write.ref.platform, native_id=author.native_id, handle=author.handle
                    )
                said = name_of(
                    whose[key],
                    platform=write.ref.platform,
                    native_id=author.native_id,
                    handle=author.handle,
                    moment=last.snapshot.created_at,
                    seen_at=last.as_of,
                )
            if isinstance(said, Said):
                write = replace(write, official=official_note(said, write.ref.id, batch.at))
            named.append(write)
        return named


def _ids(found: Found) -> Iterator[str]:
    yield found.ref.id
    yield from (post_id(found.ref.platform, alias) for alias in found.aliases)
    yield from (snapshot.id for snapshot in found.along)


class _Plans:
    """What is to be written of one batch. Posts that it plans count as kept for those after."""

    def __init__(
        self,
        *,
        kept: Mapping[str, Kept],
        at: datetime,
        source: str,
        visibility: Visibility,
        salt: Callable[[int], bytes],
    ) -> None:
        self.at = at
        self.writes: list[PostWrite] = []
        self.media: dict[str, MediaRow] = {}
        """Originals that its new snapshots show, by SHA-256."""
        self.did = Imported()
        self._source = source
        self._visibility = visibility
        self._salt = salt
        self._posts = {asked: k.post.id for asked, k in kept.items()}
        """The post that an id leads to."""
        self._reasons = {k.post.id: k.post.capture_reason for k in kept.values()}
        self._erased = {
            k.post.id
            for k in kept.values()
            if "erased" in {k.post.visibility, *(s.visibility for s in k.versions)}
        }
        """Of which a file may hold again what was erased."""
        self._lines = {k.post.id: list(k.versions) for k in kept.values()}

    def add(self, brought: Brought) -> str | None:
        """Plans a post with those along with it; a sentence if nothing may be stored of it."""
        row = brought.row
        ref = row.found.ref
        if self._posts.get(ref.id) in self._erased:
            return f"{ref.url}, or a snapshot of it, was erased here"
        numbers: dict[Key, tuple[str, int]] = {}
        for other in row.found.along:
            if self._posts.get(other.id) not in self._erased:
                self._post(Found(ref=other.ref, snapshots=(other,)), (), "context", numbers)
        self.did.rows += 1
        if self._post(row.found, row.tokens, "import", numbers, brought.attachments):
            self.media |= {medium.sha256: medium for medium in brought.media}
        return None

    def _post(
        self,
        found: Found,
        tokens: Sequence[Indexed],
        reason: CaptureReason,
        numbers: dict[Key, tuple[str, int]],
        attachments: tuple[Attachment, ...] = (),
    ) -> bool:
        """Plans one post; says whether it gets the last of these snapshots, which has these
        ``attachments``.
        """
        ref, versions, aliases = found.ref, found.snapshots, found.aliases
        post = self._posts.get(ref.id, ref.id)
        ids = [post_id(ref.platform, alias) for alias in aliases]
        # Kept under the id of a later version until the first one's was known.
        merges = tuple(
            dict.fromkeys(self._posts[i] for i in ids if self._posts.get(i, post) != post)
        )
        line = self._lines.setdefault(post, [])
        for other in merges:
            line += [replace(s, n=len(line) + k) for k, s in enumerate(self._lines[other], 1)]
        linked = [link_up(version, numbers, _COMPANY) for version in versions]
        planned, met = plan(line, linked, self.at, _same_file)
        if met is not None:
            numbers[ref.platform, ref.native_id] = (post, met)
        known = self._reasons.get(post)
        adopted = known == "context" and reason != "context"
        if known is not None and not (planned or merges or adopted) and self._lead(ids, post):
            self.did.known += reason != "context"
            return False
        new = tuple(
            NewSnapshot(
                n=p.n,
                snapshot=linked[p.version],
                captured_at=self.at,
                as_of=p.as_of,
                reason="imported",
                source=self._source,
                salt=self._salt(32),
                attachments=attachments if p.version == len(versions) - 1 else (),
                tokens=tokens[p.version] if tokens else None,
            )
            for p in planned
        )
        line += [_as_stored(post, snapshot) for snapshot in new]
        self._posts |= dict.fromkeys((ref.id, *ids), post)
        self._reasons[post] = reason if known is None or adopted else known
        self.did.snapshots += len(new)
        self.did.context += reason == "context" and known is None
        self.did.new += reason != "context" and known is None
        self.did.changed += reason != "context" and known is not None
        self.writes.append(
            PostWrite(
                ref=replace(ref, url=versions[-1].url),
                reason=reason,
                requested_at=self.at,
                visibility=self._shown(versions[-1], reason),
                account=_account(versions[-1]),
                aliases=tuple(aliases),
                merges=merges,
                snapshots=new,
            )
        )
        return any(p.version == len(versions) - 1 for p in planned)

    def _lead(self, ids: Sequence[str], post: str) -> bool:
        """Whether all these ids lead to the post already."""
        return all(self._posts.get(i) == post for i in ids)

    def _shown(self, snapshot: Snapshot, reason: CaptureReason) -> Visibility:
        hidden = reason == "context" or snapshot.for_followers
        return "draft" if hidden else self._visibility


def _account(snapshot: Snapshot) -> Account | None:
    author = snapshot.author
    if author.native_id is None:
        return None
    return Account(
        platform=snapshot.platform,
        native_id=author.native_id,
        handle=author.handle,
        name=author.name,
    )


def _as_stored(post: str, new: NewSnapshot) -> Stored:
    """A planned snapshot as those after it are held against it; its place in the log is not known
    yet.
    """
    return Stored(
        post=post,
        n=new.n,
        snapshot=new.snapshot,
        captured_at=new.captured_at,
        as_of=new.as_of,
        reason=new.reason,
        source=new.source,
        sha256="",
        log_index=-1,
    )


def _same_file(old: str, new: str) -> bool:
    """A platform's file has an id: by that two are compared, and by their hash only without."""
    return old == new
