"""Freezes the forms of a snapshot: what an option set of it looks like is stored, and stays.

The archive renders nothing: it is handed somebody who does. Without one nothing is frozen,
and every embed is rendered when it is asked for. The cards of a form are drawn once its bytes are
stored: a picture that cannot be drawn costs nobody the form.
"""

import contextlib
import hashlib
import logging
from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from archive.clock import Clock
from archive.deriving import Deriver
from archive.errors import Conflict, MediaError, StorageError
from archive.shown import shown_by
from archive.storage.base import Blobs, Holding, Storage
from archive.storage.blobs import frozen_name
from archive.storage.published import FrozenOutput, NewFrozen

__all__ = ["Draws", "Form", "Forms", "Freezer", "Froze", "Renders"]

log = logging.getLogger(__name__)


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


class Draws(Protocol):
    """Who draws the cards of frozen forms."""

    async def __call__(self, holding: Holding, options: str) -> Sequence[str]:
        """Draws and keeps the cards of a form, ``options`` as the form has them; those that are
        kept stay. Says of each that is not kept what it lacks, as a sentence.
        """


class Froze(msgspec.Struct, frozen=True, kw_only=True):
    """What came of freezing an option set.

    *wait*: not while some of it is late or withheld, since that would stay in the bytes.
    *gone*: nothing is left that could be frozen.
    """

    state: Literal["done", "wait", "gone"]
    undrawn: tuple[str, ...] = ()
    """Of its cards, what is not kept, and why: sentences."""


class Freezer:
    """Renders, puts the bytes, then writes the rows; in this order, so that a crash leaves
    nothing but blobs to sweep.
    """

    def __init__(
        self,
        *,
        storage: Storage,
        blobs: Blobs,
        deriver: Deriver,
        clock: Clock,
        renders: Renders,
        draws: Draws | None = None,
    ) -> None:
        self._storage = storage
        self._blobs = blobs
        self._deriver = deriver
        self._clock = clock
        self._renders = renders
        self._draws = draws

    async def freeze(self, post: str, n: int, options: str, *, by: str) -> Froze:
        """Freezes an option set of a snapshot, and then draws its cards. Its derivatives are made
        first, since the bytes name them.

        Raises:
            Conflict: something that it shows was erased meanwhile.
        """
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None or holding.post.visibility == "erased":
            return Froze(state="gone")
        if not _is_settled(holding):
            return Froze(state="wait")
        shown = shown_by(holding)
        for sha256 in sorted(shown.media):
            await self._derive(sha256)
        holding = await self._storage.holding(post, n)
        if holding is None or holding.stored is None or shown_by(holding) != shown:
            return Froze(state="wait")
        made = await self._renders(holding, options, self._storage)
        outputs = [_output_of(form) for form in made.forms]
        await self._blobs.put_all(
            {
                frozen_name(output.sha256): form.body
                for output, form in zip(outputs, made.forms, strict=True)
            }
        )
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
        return Froze(state="done", undrawn=await self._draw(holding, made.options))

    async def _draw(self, holding: Holding, options: str) -> tuple[str, ...]:
        """What of the cards is not kept. The form is stored whatever happens here; a store that
        fails is asked again with the job.
        """
        if self._draws is None or holding.stored is None:
            return ()
        form = f"{holding.post.id}@{holding.stored.n}/{options}"
        try:
            undrawn = tuple(await self._draws(holding, options))
        except StorageError:
            raise
        except Exception as error:
            log.exception("the cards of %s are not drawn", form)
            undrawn = (f"{type(error).__name__}: {error}",)
        for said in undrawn:
            log.warning(
                "a card of %s is not kept: %s: whoever asks for it gets one that is drawn then",
                *(form, said),
            )
        return undrawn

    async def _derive(self, sha256: str) -> None:
        # What is no picture that we can use has none: the bytes say so, as every embed does.
        with contextlib.suppress(MediaError):
            await self._deriver.derive(sha256)

    async def _delete(self, names: Sequence[str]) -> None:
        for name in await self._storage.unreferenced(names):
            await self._blobs.delete(name)


def _output_of(form: Form) -> FrozenOutput:
    return FrozenOutput(
        output=form.output,
        sha256=hashlib.sha256(form.body).hexdigest(),
        content_type=form.content_type,
        csp=form.csp,
    )


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
