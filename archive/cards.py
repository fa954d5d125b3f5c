"""Keeps the cards that somebody drew: a picture is made once, and its bytes stay.

The archive draws nothing. A card is found by a key that its maker computes from all that the
picture depends on, but the fonts and the library that draws: those change, and the bytes do
not. A pinned one, of a frozen form, is found by its name and stays for good. Of the others a
post has a few, the newest; what is older than :data:`KEPT` goes and is drawn again if asked for.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import timedelta

import msgspec

from archive.clock import Clock
from archive.errors import Conflict
from archive.storage.base import Blobs, Storage
from archive.storage.blobs import card_name
from archive.storage.published import KeptCard, NewCard, Shown

__all__ = ["KEPT", "CardShelf", "Drawn", "FoundCard"]

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long a card stays that is not pinned: that of a state which is over is never asked for
again, and nobody tells us."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, and what could not be drawn of it, as sentences."""

    png: bytes
    width: int
    height: int
    warnings: tuple[str, ...] = ()


class FoundCard(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept: ``drawn`` is ``None`` where the bytes are lost or damaged."""

    row: KeptCard
    drawn: Drawn | None


class CardShelf:
    """The cards of an archive: ``archive.cards``."""

    def __init__(self, storage: Storage, blobs: Blobs, clock: Clock) -> None:
        self._storage = storage
        self._blobs = blobs
        self._clock = clock

    async def find(self, key: str) -> FoundCard | None:
        """The card of a key; ``None``: none was drawn, or it is gone again."""
        return await self._found(await self._storage.card(key), f"of the key {key}")

    async def find_pinned(self, post: str, n: int, name: str) -> FoundCard | None:
        """The card of a frozen form, by its name under the snapshot, ``~dark.t1/card.png``."""
        row = await self._storage.pinned_card(post, n, name)
        return await self._found(row, f"{post}@{n}/{name}")

    async def keep(
        self,
        drawn: Drawn,
        *,
        key: str,
        post: str,
        n: int,
        fonts: str,
        shown: Shown,
        pinned: str | None = None,
        instead_of: str | None = None,
    ) -> Drawn:
        """Keeps a card, unless somebody was first; gives the one that is kept.

        Bytes first, then the row, so that a crash leaves nothing but a blob to sweep. What shows
        something that was erased meanwhile is not kept.
        """
        sha256 = hashlib.sha256(drawn.png).hexdigest()
        new = NewCard(
            key=key,
            post=post,
            n=n,
            sha256=sha256,
            width=drawn.width,
            height=drawn.height,
            warnings=drawn.warnings,
            fonts=fonts,
            shown=shown,
            pinned=pinned,
            instead_of=instead_of,
        )
        if sha256 == instead_of:
            await self._blobs.delete(card_name(sha256))  # damaged: what is there would stay
        await self._blobs.put(card_name(sha256), drawn.png)
        try:
            kept, unused = await self._storage.keep_card(new, at=self._clock())
        except Conflict as error:
            log.warning("%s", error)
            await self._delete([card_name(sha256)])
            return drawn
        if kept.sha256 == sha256:
            await self._delete(unused)
            return drawn
        await self._delete([*unused, card_name(sha256)])
        first = await self._found(kept, f"{post}@{n}")
        return (first and first.drawn) or drawn

    async def forget(self) -> int:
        """Takes out what is not pinned and older than :data:`KEPT`; gives the number of files."""
        names = await self._storage.forget_cards(self._clock() - KEPT)
        await self._delete(names)
        return len(names)

    async def _found(self, row: KeptCard | None, what: str) -> FoundCard | None:
        if row is None:
            return None
        png = await self._blobs.get(card_name(row.sha256))
        if png is None or hashlib.sha256(png).hexdigest() != row.sha256:
            log.error(
                "the card %s is missing or damaged (%s): restore the blobs from a backup; "
                "until then another is drawn",
                *(what, row.sha256),
            )
            return FoundCard(row=row, drawn=None)
        drawn = Drawn(png=png, width=row.width, height=row.height, warnings=row.warnings)
        return FoundCard(row=row, drawn=drawn)

    async def _delete(self, names: Iterable[str]) -> None:
        for name in await self._storage.unreferenced(tuple(names)):
            await self._blobs.delete(name)
