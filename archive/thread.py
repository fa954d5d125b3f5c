"""How its author went on from a kept post: asked by a job, so that nobody waits for it."""

import asyncio
from typing import Literal

from archive.attachments import known_files
from archive.company import Company, goes_on
from archive.keeping import Errand, Keeper, Take, Version
from archive.looking import Looker
from archive.originals import Inspector, Originals
from archive.outcome import Found
from archive.storage.base import Storage

__all__ = ["ThreadBelow"]


class ThreadBelow:
    """Keeps the posts with which an author went on from a kept one, as context, at most ``most``.

    Of those sources that tell it in an answer of its own, see
    :class:`~archive.platforms.base.Threaded`; the others told it with the post.
    """

    def __init__(
        self, *, looker: Looker, keeper: Keeper, storage: Storage, inspector: Inspector, most: int
    ) -> None:
        self._looker = looker
        self._keeper = keeper
        self._storage = storage
        self._inspector = inspector
        self._most = most

    async def take(self, post: str, *, by: str) -> Literal["done", "late"]:
        """Asks the source that gave the post, and keeps what it tells; *late* where that was not
        to be had now.

        Raises:
            StorageError: what came could not be kept.
        """
        holding = await self._storage.holding(post)
        if holding is None or holding.stored is None or self._most == 0:
            return "done"
        main, n = holding.stored.snapshot, holding.stored.n
        asked = await self._looker.below(main, holding.stored.source)
        if asked is None:
            return "done"
        look, recording = asked
        if not isinstance(look.answer, Found):
            return "late"
        chain = goes_on(main, look.answer.below, taken=set(), most=self._most)
        if not chain:
            return "done"
        held = [await self._storage.holding(snapshot.id) for snapshot in chain]
        originals = Originals(recording, self._inspector, known_files(held))
        pictures = await asyncio.gather(*(originals.fetch(snapshot) for snapshot in chain))
        take = Take(
            found=look.answer,
            look=look,
            looks=(),
            company=Company(below=chain),
            company_looks={},
            versions=(),
            along=(),
            below=tuple(
                Version(snapshot=s, originals=p) for s, p in zip(chain, pictures, strict=True)
            ),
            fetched=originals.fetched(),
            recording=recording,
            looked_up=(),
        )
        await self._keeper.keep_below(take, holding.post.id, n, Errand(by=by, reason="context"))
        return "done"
