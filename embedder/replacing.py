"""The embeds of ours that take the places of platforms' in an article, and why some do not."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from archive.archive import Archive
from archive.articles.references import Reference
from archive.referenced import Known
from embedder.height import estimate
from embedder.links import Links
from embedder.options import Options
from embedder.render import renderer_of
from embedder.render.oembed import frame_code
from embedder.site import local_address, site_of
from embedder.site_css import site_css
from embedder.view import build_view, is_shown

__all__ = ["WIDTH", "Form", "Replacements", "replacements"]

Form: TypeAlias = Literal["fragment", "frame"]
"""``fragment``: the post's own markup, which needs no answer of ours but its pictures; ``frame``:
the embed's page in an ``<iframe>``, which shows its state of every day."""

WIDTH = 550
"""Of a frame, in CSS pixels, where there is so much room: as wide as X's."""


class Replacements(NamedTuple):
    """What may be put into an article."""

    embeds: dict[str, str]
    """HTML by the key of its reference."""
    left: tuple[Known, ...]
    """Those that stay as they are: not kept, not public, or without a snapshot that is shown."""


async def replacements(
    archive: Archive,
    references: Iterable[Reference],
    *,
    form: Form = "fragment",
    options: Options | None = None,
) -> Replacements:
    """Our embeds for those of the posts that are kept here and public; no other leaves us.

    Addresses in them are whole: those of this computer while ours is not set.
    """
    asked = options or Options()
    settings = archive.settings
    site, css = await site_of(archive), site_css(settings.embed.css)
    links = Links(site.public_url or local_address(settings), site.desk_url)
    embeds: dict[str, str] = {}
    left: list[Known] = []
    for known in await archive.known(references):
        holding = None
        if known.post is not None and known.state == "public":
            holding = await archive.storage.holding(known.post.id)
        if holding is None or not is_shown(holding):
            left.append(known)
            continue
        view = build_view(holding, asked, site, links, widths=settings.media.widths, css=css)
        embeds[known.reference.key] = (
            frame_code(view, WIDTH, estimate(view, WIDTH))
            if form == "frame"
            else renderer_of(view).fragment(view)
        )
    return Replacements(embeds, tuple(left))
