"""Cards of views, drawn in threads of their own: fetches the pictures, joins equal requests."""

import asyncio
import hashlib
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import cast

import msgspec

from archive.archive import Archive
from archive.errors import MediaError
from archive.records import Format
from archive.settings import CardSettings
from embedder.options import Options
from embedder.parts import EmbedView
from embedder.render.card import Card, Fonts, Shape, draw_card, find_fonts, lacks, pictures_of

__all__ = ["Cards", "card_of", "card_options"]

log = logging.getLogger("onrecord.card")

_MEDIUM = re.compile(r".*/media/([0-9a-f]{64})-(\d{1,5})\.(avif|webp|jpg)")


def card_options(options: Options) -> Options:
    """The options that a card has: its width is its own."""
    return msgspec.structs.replace(options, width=None, style="inline", t=None)


class Cards:
    """Draws cards in ``[card] parallel`` threads. Fonts are looked for at the first card."""

    def __init__(self, settings: CardSettings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(settings.parallel, thread_name_prefix="card")
        self._under_way: dict[str, asyncio.Task[Card]] = {}

    @cached_property
    def _fonts(self) -> Fonts:
        fonts = find_fonts(self._settings.fonts)
        for said in (*fonts.unusable, *filter(None, [lacks()])):
            log.warning("cards: %s", said)
        return fonts

    async def card(self, archive: Archive, view: EmbedView, shape: Shape = "card") -> Card:
        """The card of a view. What could not be drawn is logged with the post's id."""
        key = hashlib.sha256(msgspec.json.encode([view, shape])).hexdigest()
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._draw(archive, view, shape))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)

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
            return draw_card(view, pictures, self._fonts, shape)

        card = await asyncio.get_running_loop().run_in_executor(self._threads, draw)
        for warning in card.warnings:
            log.warning("card of %s: %s", view.frame.id, warning)
        return card

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


async def card_of(archive: Archive, view: EmbedView, shape: Shape = "card") -> Card:
    """One card, for a command or a script that draws no other."""
    cards = Cards(archive.settings.card)
    try:
        return await cards.card(archive, view, shape)
    finally:
        cards.close()
