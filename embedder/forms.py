"""Renders the frozen forms for the archive: the finished view, and each text output of it; then its
cards.
"""

from collections.abc import Sequence

import msgspec

from archive.archive import Archive
from archive.freezing import Form, Forms
from archive.settings import Settings
from archive.storage.base import Holding, Storage
from embedder.brands import branded, of_slug
from embedder.cards import CARD_OUTPUTS, Cards, card_options
from embedder.links import Links
from embedder.options import Options, parse_options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.parts import EmbedView
from embedder.site import local_address, told_site
from embedder.site_css import site_css
from embedder.view import build_view

__all__ = ["VIEW", "Drawings", "Renderings", "frozen_options"]

VIEW = "view"
"""Kept beside the outputs, and served by nobody: the values that they were made from."""


def frozen_options(options: Options) -> Options:
    """Options as a frozen form has them: with the template version named."""
    return msgspec.structs.replace(options, t=options.version)


class Renderings:
    """What :meth:`archive.archive.Archive.render_with` takes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def __call__(self, holding: Holding, options: str, storage: Storage) -> Forms:
        asked = frozen_options(parse_options(options) or Options())
        view, links = await _frozen_view(self._settings, storage, holding, asked)
        origin = links.origin or local_address(self._settings)
        of = Material(holding, view, links, origin, frozen=True)
        outputs = [
            Form(
                output=name,
                body=output.render(of),
                content_type=output.content_type,
                csp=output.csp(of) if output.csp else None,
            )
            for name, output in TEXT_OUTPUTS.items()
        ]
        finished = Form(
            output=VIEW, body=msgspec.json.encode(view), content_type="application/json"
        )
        return Forms(options=asked.segment, origin=links.origin, forms=(finished, *outputs))


class Drawings:
    """What :meth:`archive.archive.Archive.render_with` takes to draw the cards of frozen forms."""

    def __init__(self, archive: Archive, cards: Cards) -> None:
        self._archive = archive
        self._cards = cards

    async def __call__(self, holding: Holding, options: str) -> Sequence[str]:
        archive, post = self._archive, holding.post.id
        n = 0 if holding.stored is None else holding.stored.n
        asked = card_options(frozen_options(parse_options(options) or Options()))
        view, _ = await _frozen_view(archive.settings, archive.storage, holding, asked)
        undrawn = []
        for output, shape in CARD_OUTPUTS.items():
            name = f"{options}/{output}"
            if await archive.storage.pinned_card(post, n, name) is not None:
                continue
            drawn = await self._cards.card(archive, holding, view, shape, name)
            if await archive.storage.pinned_card(post, n, name) is None:
                undrawn.append(f"{output}: {' '.join(drawn.warnings) or 'it was erased meanwhile'}")
        return undrawn


async def _frozen_view(
    settings: Settings, storage: Storage, holding: Holding, options: Options
) -> tuple[EmbedView, Links]:
    """Content alone, with the addresses of the site as it is set today, in the name of the
    newsroom, or of the site of it that the options name.
    """
    site, css = told_site(settings.site, await storage.site_settings()), settings.embed.css
    brand = of_slug(settings.sites, options.site)
    if brand is not None:
        site, css = branded(site, brand), brand.css or css
    links = Links(site.public_url, site.desk_url)
    view = build_view(
        holding,
        options,
        site,
        links,
        widths=settings.media.widths,
        frozen=True,
        css=site_css(css),
    )
    return view, links
