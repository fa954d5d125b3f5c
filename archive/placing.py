"""Makes and changes placements: one embed in one article, decided at the desk."""

import base64
from collections.abc import Callable
from typing import Any

import msgspec

from archive.clock import Clock
from archive.errors import UnknownPost, UsageError
from archive.records import TO_CROCKFORD
from archive.storage.base import Storage
from archive.storage.published import Mode, Placement
from archive.text import web_address

__all__ = ["Placing", "article_address", "placement_key"]

KEY_BYTES = 15
"""120 bits: nobody finds one by trying."""


def placement_key(random: bytes) -> str:
    """The name of a placement, lower-case Crockford base32 of what was drawn for it.

    >>> placement_key(bytes(15))
    '000000000000000000000000'
    """
    return base64.b32encode(random).decode("ascii").translate(TO_CROCKFORD)


def article_address(url: str | None) -> str | None:
    """The address of an article, where one is named.

    Raises:
        UsageError: it is no web address.
    """
    if url is None:
        return None
    address = web_address(url)
    if address is None:
        raise UsageError(
            f"{url[:200]!r} is no address of an article.",
            next_step="Give the article's own URL, with http:// or https://.",
        )
    return address


class Placing:
    """What the desk and programs do with placements. ``randomness`` gives so many bytes."""

    def __init__(self, storage: Storage, clock: Clock, randomness: Callable[[int], bytes]) -> None:
        self._storage = storage
        self._clock = clock
        self._randomness = randomness

    async def place(
        self,
        post: str,
        *,
        by: str,
        mode: Mode = "newest",
        snapshot: int | None = None,
        options: dict[str, Any] | None = None,
        article: str | None = None,
        article_public: bool | None = None,
    ) -> Placement:
        """A new placement of a kept post; of its current snapshot, unless another is named.

        ``article_public`` says whether the article may be named in public: it is published.

        Raises:
            UnknownPost: the post, or that snapshot of it, is not kept.
            UsageError: ``article`` is no web address.
        """
        article = article_address(article)
        if snapshot is None:
            kept = await self._storage.post(post)
            if kept is None or kept.current is None:
                raise UnknownPost(f"No snapshot of {post} that can be shown is kept here.")
            snapshot = kept.current
        now = self._clock()
        made = await self._storage.add_placement(
            Placement(
                key=placement_key(self._randomness(KEY_BYTES)),
                post=post,
                mode=mode,
                snapshot=snapshot,
                options=options or {},
                article=article,
                made_by=by,
                made_at=now,
                changed_at=now,
            )
        )
        return await self._named(made, article_public, by=by)

    async def change(
        self,
        placement: Placement,
        *,
        by: str,
        mode: Mode | None = None,
        snapshot: int | None = None,
        options: dict[str, Any] | None = None,
        article: str | msgspec.UnsetType | None = msgspec.UNSET,
        article_public: bool | None = None,
    ) -> Placement:
        """Changes what is given of a placement; the article shows it from then on.

        ``article=None`` says that it is in none, ``article_public`` whether the article may be
        named in public.

        Raises:
            UnknownPost: the snapshot is not kept.
            UsageError: ``article`` is no web address.
        """
        if article is not msgspec.UNSET:
            article = article_address(article)
        changed = msgspec.structs.replace(
            placement,
            mode=placement.mode if mode is None else mode,
            snapshot=placement.snapshot if snapshot is None else snapshot,
            options=placement.options if options is None else options,
            article=placement.article if article is msgspec.UNSET else article,
            changed_at=self._clock(),
        )
        made = await self._storage.change_placement(changed, by=by)
        return await self._named(made, article_public, by=by)

    async def _named(self, placement: Placement, public: bool | None, *, by: str) -> Placement:
        if public is None or placement.article is None:
            return placement
        await self._storage.name_article(placement.article, public, by=by, at=self._clock())
        return msgspec.structs.replace(placement, article_public=public)
