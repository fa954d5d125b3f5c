"""Cards of views, each drawn once: looks for the kept one, else fetches the pictures, draws in a
thread, and has the archive keep it. Equal requests at the same time join.
"""

import asyncio
import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias, TypeVar, cast

import msgspec

from archive.archive import Archive
from archive.cards import Drawn
from archive.errors import MediaError
from archive.records import Format
from archive.settings import CardSettings
from archive.shown import shown_by
from archive.storage.base import Holding
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render.card import (
    VERSION,
    Card,
    Fonts,
    Layout,
    Shape,
    draw_card,
    find_fonts,
    lacks,
    lay_out,
    pictures_of,
)

__all__ = ["CARD_OUTPUTS", "Cards", "Draws", "card_of", "card_options"]

log = logging.getLogger("onrecord.card")

T = TypeVar("T")

Draws: TypeAlias = Callable[[EmbedView, Mapping[str, bytes], Fonts, Shape], Card]

CARD_OUTPUTS: Mapping[str, Shape] = MappingProxyType({"card.png": "card", "card-og.png": "og"})
"""The pictures of an embed, by the name that ends their address."""

_MEDIUM = re.compile(r".*/media/([0-9a-f]{64})-(\d{1,5})\.(avif|webp|jpg)")


def card_options(options: Options) -> Options:
    """The options that a card has: its width is its own."""
    return msgspec.structs.replace(options, width=None, style="inline", t=None)


class Cards:
    """Draws cards in ``[card] parallel`` threads. Fonts are looked for at the first card.

    ``draw`` is whoever draws: :func:`~embedder.render.card.draw_card`, or another in its place.
    """

    def __init__(self, settings: CardSettings, draw: Draws = draw_card) -> None:
        self._settings = settings
        self._draws = draw
        self._threads = ThreadPoolExecutor(settings.parallel, thread_name_prefix="card")
        self._under_way: dict[tuple[str, str | None], asyncio.Task[Drawn]] = {}
        self._closed = False

    @cached_property
    def _fonts(self) -> Fonts:
        fonts = find_fonts(self._settings.fonts)
        for said in (*fonts.unusable, *filter(None, [lacks()])):
            log.warning("cards: %s", said)
        return fonts

    async def _fonts_name(self) -> str:
        def name() -> str:
            return hashlib.sha256(self._fonts.names.encode()).hexdigest()

        return await self._in_thread(name)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """What ``work`` gives. Once the service stops, whoever waits for a card is cancelled: a
        job is then done again by the next process.
        """
        if self._closed:
            raise asyncio.CancelledError
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def laid_out(self, view: EmbedView, shape: Shape = "card") -> Layout:
        """How the card of a view will be: its size, and what no font has. Nothing is drawn, and
        no picture is looked for.
        """

        def lay() -> Layout:
            return lay_out(view, pictures_of(view), self._fonts, shape)

        return await self._in_thread(lay)

    async def card(
        self,
        archive: Archive,
        holding: Holding,
        view: EmbedView,
        shape: Shape = "card",
        pinned: str | None = None,
    ) -> Drawn:
        """The card of a view of a post: the kept one, or one that is drawn and kept now.

        ``pinned`` is its name where it belongs to a frozen form. What could not be drawn is
        logged with the post's id. A card that lacks a picture is not kept, for the picture may
        come; one that lacks a character is never pinned, and is drawn again with other fonts.
        """
        drawn_of = msgspec.structs.replace(view, citation=None)
        key = hashlib.sha256(msgspec.json.encode([VERSION, drawn_of, shape])).hexdigest()
        task = self._under_way.get((key, pinned))
        if task is None:
            task = asyncio.create_task(self._make(archive, holding, view, shape, key, pinned))
            self._under_way[key, pinned] = task
            task.add_done_callback(lambda _: self._under_way.pop((key, pinned), None))
        return await asyncio.shield(task)

    async def _make(
        self,
        archive: Archive,
        holding: Holding,
        view: EmbedView,
        shape: Shape,
        key: str,
        pinned: str | None,
    ) -> Drawn:
        found = await archive.cards.find(key)
        kept = found.drawn if found else None
        if found is not None and kept is not None and (pinned is None or kept.warnings):
            if not kept.warnings or found.row.fonts == await self._fonts_name():
                return kept
            kept = None
        fonts = await self._fonts_name()
        drawn, pins = kept, pinned
        if drawn is None:
            card = await self._draw(archive, view, shape)
            drawn = Drawn(
                png=card.png, width=card.width, height=card.height, warnings=card.warnings
            )
            pins = None if card.missing else pinned
            if card.undrawn:
                return drawn
        if holding.stored is None:
            return drawn
        return await archive.cards.keep(
            drawn,
            key=key,
            post=holding.post.id,
            n=holding.stored.n,
            fonts=fonts,
            shown=shown_by(holding),
            pinned=pins,
            instead_of=found.row.sha256 if found is not None and kept is None else None,
        )

    async def _draw(self, archive: Archive, view: EmbedView, shape: Shape) -> Card:
        pictures = {}
        for path in pictures_of(view):
            found = _MEDIUM.fullmatch(path)
            if found is None:
                continue
            try:
                data = await archive.variant(found[1], int(found[2]), cast(Format, found[3]))
            except MediaError as error:
                log.warning("card of %s: %s: %s", view.frame.id, path, error)
                continue
            if data is not None:
                pictures[path] = data

        def draw() -> Card:
            return self._draws(view, pictures, self._fonts, shape)

        card = await self._in_thread(draw)
        for warning in card.warnings:
            log.warning("card of %s: %s", view.frame.id, warning)
        return card

    def close(self) -> None:
        """No card is begun any more; those that wait for a thread are given up."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ended(self) -> None:
        """Waits, after :meth:`close`, until those that were being drawn are kept."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)


async def card_of(
    archive: Archive, holding: Holding, view: EmbedView, shape: Shape = "card"
) -> Drawn:
    """One card, for a command or a script that asks for no other."""
    cards = Cards(archive.settings.card)
    try:
        return await cards.card(archive, holding, view, shape)
    finally:
        cards.close()
