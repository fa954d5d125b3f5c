"""Freezes the forms of a snapshot: what an option set of it looks like is stored, and stays.

The archive renders nothing: it is handed somebody who does. Without one nothing is frozen,
and every embed is rendered when it is asked for.
"""

import contextlib
import hashlib
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from archive.clock import Clock
from archive.deriving import Deriver
from archive.errors import Conflict, MediaError
from archive.shown import shown_by
from archive.storage.base import Blobs, Holding, Storage
from archive.storage.blobs import frozen_name
from archive.storage.published import FrozenOutput, NewFrozen

__all__ = ["Form", "Forms", "Freezer", "Renders"]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One output, rendered."""

    output: str
    body: bytes
    content_type: str
    csp: str | None = None


class Forms(msgspec.Struct, frozen=True, kw_only=True):
    """All text outputs of one option set."""

    options: str
    """The canonical segment that they are found under, ``~dark.es.t1``."""
    origin: str
    """Scheme and host of their addresses; empty where they are unknown."""
    forms: tuple[Form, ...]


class Renders(Protocol):
    """Who renders for the archive."""

    async def __call__(self, holding: Holding, options: str, storage: Storage) -> Forms:
        """Content alone, as ``options`` ask for it; empty ones are the defaults."""


class Freezer:
    """Renders, puts the bytes, then writes the rows; in this order, so that a crash leaves
    nothing but blobs to sweep.
    """

    def __init__(
        self, *, storage: Storage, blobs: Blobs, deriver: Deriver, clock: Clock, renders: Renders
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._deriver = deriver
        self._clock = clock
        self._renders = renders

    async def freeze(
        self, post: str, n: int, options: str, *, by: str
    ) -> Literal["done", "wait", "gone"]:
        """Freezes an option set of a snapshot.

        *wait*: not while some of it is late or withheld, since that would stay in the bytes.
        *gone*: nothing is left that could be frozen. Its derivatives are made first, since the
        bytes name them.

        Raises:
            Conflict: something that it shows was erased meanwhile.
        """
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None or holding.post.visibility == "erased":
            return "gone"
        if not _is_settled(holding):
            return "wait"
        shown = shown_by(holding)
        for sha256 in sorted(shown.media):
            await self._derive(sha256)
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None or shown_by(holding) != shown:
            return "wait"
        made = await self._renders(holding, options, self._storage)
        outputs = [await self._put(form) for form in made.forms]
        new = NewFrozen(
            post=holding.post.id,
            n=holding.stored.n,
            options=made.options,
            origin=made.origin,
            outputs=tuple(outputs),
            shown=shown,
        )
        try:
            unused = await self._storage.freeze(new, by=by, at=self._clock())
        except Conflict:
            # Erased meanwhile: what was made of it goes as well.
            await self._delete([frozen_name(output.sha256) for output in outputs])
            raise
        await self._delete(unused)
        return "done"

    async def _derive(self, sha256: str) -> None:
        # What is no picture that we can use has none: the bytes say so, as every embed does.
        with contextlib.suppress(MediaError):
            await self._deriver.derive(sha256)

    async def _put(self, form: Form) -> FrozenOutput:
        sha256 = hashlib.sha256(form.body).hexdigest()
        await self._blobs.put(frozen_name(sha256), form.body)
        return FrozenOutput(
            output=form.output, sha256=sha256, content_type=form.content_type, csp=form.csp
        )

    async def _delete(self, names: Sequence[str]) -> None:
        for name in await self._storage.unreferenced(names):
            await self._blobs.delete(name)


def _is_settled(holding: Holding) -> bool:
    """Whether all that belongs to it is there to be shown, or is known never to come."""
    inside = [other for other in (holding.quoted, holding.parent, holding.reposted) if other]
    for held in (holding, *inside):
        withheld = "withheld" in {held.post.visibility, held.stored and held.stored.visibility}
        if withheld or any(a.state == "late" for a in held.attachments):
            return False
        if any(row.visibility == "withheld" for row in held.media.values()):
            return False
    return True
