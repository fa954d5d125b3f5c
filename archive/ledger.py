"""Gathers what one capture writes: the bytes that go to the blobs, and the one transaction."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import msgspec

from archive.looking import Looked
from archive.originals import Original
from archive.records import Exchange, MediaRow
from archive.storage.base import Blobs, Keep, Late, Look, NewJob, PostWrite, Storage
from archive.storage.blobs import content_name

__all__ = ["Ledger", "erased_media"]


class Ledger:
    """Collects posts, looks, exchanges, media and jobs; an exchange that several looks rest on
    is written once.

    Of ``erased`` originals, by SHA-256, no byte goes in again; see :func:`erased_media`. Those
    that are ``derived`` need no job: an author's picture comes with every post.
    """

    def __init__(self, erased: Collection[str] = (), derived: Collection[str] = ()) -> None:
        self._erased = erased
        self._derived = derived
        self._bare: set[int] = set()
        self.bodies: dict[str, bytes] = {}
        """By blob name: put and synced before the transaction."""
        self._hashes: dict[int, str] = {}
        """SHA-256 of bytes in :attr:`bodies`, by their id: a picture's exchange has the same ones,
        and a large one takes milliseconds."""
        self._exchanges: list[Exchange] = []
        self._places: dict[int, int] = {}
        self._looks: list[Look] = []
        self._posts: list[PostWrite] = []
        self._media: dict[str, MediaRow] = {}
        self._jobs: list[NewJob] = []
        self._late: list[Late] = []

    def post(self, write: PostWrite) -> None:
        """A post to write, after those that it refers to."""
        self._posts.append(write)

    def look(
        self,
        looked: Looked,
        post: str,
        snapshot: int | None,
        more: Iterable[Exchange] = (),
    ) -> None:
        """A check of a post. ``more`` are exchanges that its originals came in."""
        places = tuple(self._place(e) for e in (*looked.exchanges, *more))
        self._looks.append(Look(check=looked.check(post, snapshot), exchanges=places))

    def originals(self, fetched: Sequence[Original]) -> None:
        """Originals that came just now, and the jobs that derive from them; best before the
        exchanges that they came in.
        """
        for original in fetched:
            if original.row is None or original.data is None:
                continue
            if original.row.sha256 in self._erased:
                continue
            self._media[original.row.sha256] = original.row
            self.bodies[content_name(original.row.sha256)] = original.data
            self._hashes[id(original.data)] = original.row.sha256
            fresh = original.row.sha256 not in self._derived
            if fresh and original.row.mime.startswith(("image/", "video/")):
                self._jobs.append(NewJob(kind="derive", key=original.row.sha256))

    def without_bodies(self, exchanges: Iterable[Exchange]) -> None:
        """These carry what was erased here along with what is kept: their bodies stay out."""
        self._bare |= {id(exchange) for exchange in exchanges}

    def exchanges(self, exchanges: Iterable[Exchange]) -> None:
        """Exchanges that no look rests on alone: of a lookup, of a post that did not come along."""
        for exchange in exchanges:
            self._place(exchange)

    def late(self, late: Late) -> None:
        """What became of media that were late."""
        self._late.append(late)

    def job(self, job: NewJob) -> None:
        """Work for afterwards."""
        self._jobs.append(job)

    async def put(self, blobs: Blobs) -> None:
        """Puts the bytes; each is on the disk before the transaction that refers to it."""
        await blobs.put_all(self.bodies)

    def keep(self, *, at: datetime, by: str, action: str) -> Keep:
        """The one transaction."""
        return Keep(
            at=at,
            by=by,
            action=action,
            posts=tuple(self._posts),
            late=tuple(self._late),
            looks=tuple(self._looks),
            exchanges=tuple(self._exchanges),
            media=tuple(self._media.values()),
            jobs=tuple(self._jobs),
        )

    def _place(self, exchange: Exchange) -> int:
        """Where an exchange stands in the transaction; its body goes to the blobs."""
        known = self._places.get(id(exchange))
        if known is not None:
            return known
        self._exchanges.append(self._bodiless(exchange))
        self._places[id(exchange)] = len(self._exchanges) - 1
        return len(self._exchanges) - 1

    def _bodiless(self, exchange: Exchange) -> Exchange:
        """The row of an exchange, whose body goes to the blobs, or nowhere."""
        digest = self._hashes.get(id(exchange.body)) or _hash(exchange.body)
        if digest in self._erased or id(exchange) in self._bare:
            return msgspec.structs.replace(exchange, body=b"", body_bytes=0, redacted=True)
        if digest is not None:
            self.bodies[content_name(digest)] = exchange.body
        return msgspec.structs.replace(
            exchange, body=b"", body_sha256=digest, body_bytes=len(exchange.body)
        )


def _hash(body: bytes) -> str | None:
    return hashlib.sha256(body).hexdigest() if body else None


async def erased_media(storage: Storage, fetched: Iterable[Original]) -> frozenset[str]:
    """Which of these originals were erased here, by SHA-256."""
    return await storage.erased_media([o.row.sha256 for o in fetched if o.row is not None])
