"""The post as a picture, at the desk: its look, its address, its text in words, what it lacks."""

import msgspec
from aiohttp import web

from archive.storage.base import Holding
from archive.storage.blobs import card_name
from embedder.cards import card_options
from embedder.options import Options
from embedder.render.card import WIDTH, Layout, alt_of
from embedder.view import is_shown
from embedder.web.captures import UNDER_WAY
from embedder.web.context import ARCHIVE, CARDS, here, whole_links
from embedder.web.embeds import view_of
from embedder.web.languages import desk_lang, say
from embedder.web.texts import text

__all__ = ["CardAtDesk", "card_at_desk", "lacks_of"]

MOST_JOBS = 50
"""Of those that freeze, so many are looked at for one that is under way; others are long ended."""
MOST_CODES = 20
"""Of the characters that no font has, so many are named."""


class CardAtDesk(msgspec.Struct, frozen=True, kw_only=True):
    src: str
    """A path: the desk's own session sees drafts."""
    width: int
    height: int
    alt: str
    codes: tuple[tuple[str, str], ...]
    """What to copy, by what it is: two whole addresses, and the text in words."""
    lacks: tuple[str, ...]
    """Sentences that say what is not as it should be, and what to do."""


async def card_at_desk(request: web.Request, holding: Holding) -> CardAtDesk | None:
    """The card of the current snapshot; ``None`` where the post is not shown.

    It is laid out and not drawn: the picture is drawn when the browser asks for it.
    """
    if not is_shown(holding):
        return None
    view = view_of(request, holding, card_options(Options()))
    layout = await request.app[CARDS].laid_out(view)
    local, whole, alt = here(request).links.local, whole_links(request), alt_of(view)
    post = holding.post.id
    return CardAtDesk(
        src=local.card(post),
        width=WIDTH,
        height=layout.height,
        alt=alt,
        codes=(
            ("address", whole.card(post)),
            ("crop", whole.card(post, og=True)),
            ("alt", alt),
        ),
        lacks=(*lacks_of(layout, desk_lang(request)), *await _unstored(request, post)),
    )


async def _unstored(request: web.Request, post: str) -> tuple[str, ...]:
    """The frozen forms whose picture is damaged, or not stored and not being drawn just now."""
    storage = request.app[ARCHIVE].storage
    missing, damaged = [], []
    for n, options in await storage.frozen_options(post):
        found = await request.app[ARCHIVE].cards.find_pinned(post, n, f"{options}/card.png")
        if found is None:
            missing.append((n, options))
        elif found.drawn is None:
            damaged.append(
                say(request, "card.damaged", form=options, n=n, file=card_name(found.row.sha256))
            )
    if missing:
        for job in await storage.list_jobs(kind="freeze", limit=MOST_JOBS):
            if job.state in UNDER_WAY and job.key.startswith(f"{post}@"):
                return tuple(damaged)
    return (*damaged, *(say(request, "card.unstored", form=o, n=n) for n, o in missing))


def lacks_of(layout: Layout, lang: str = "en") -> tuple[str, ...]:
    """What a card lacks, for an editor, who cannot install a font and may tell who can."""
    found = []
    if layout.missing:
        characters = [f"{m[0]} (U+{ord(m[0]):04X})" for m in layout.missing[:MOST_CODES]]
        more = "…" if len(layout.missing) > MOST_CODES else ""
        found.append(
            text(
                lang, "card.missing", n=len(layout.missing), characters=", ".join(characters) + more
            )
        )
    if layout.plain_emoji:
        found.append(text(lang, "card.emoji"))
    return tuple(found)
