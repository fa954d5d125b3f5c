"""Renders the frozen forms for the archive: the finished view, and each text output of it."""

import msgspec

from archive.freezing import Form, Forms
from archive.settings import Settings
from archive.storage.base import Holding, Storage
from embedder.links import Links
from embedder.options import Options, parse_options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.site import local_address, told_site
from embedder.site_css import site_css
from embedder.view import build_view

__all__ = ["VIEW", "Renderings", "frozen_options"]

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
        settings = self._settings
        site = told_site(settings.site, await storage.site_settings())
        links = Links(site.public_url, site.desk_url)
        asked = frozen_options(parse_options(options) or Options())
        view = build_view(
            holding,
            asked,
            site,
            links,
            widths=settings.media.widths,
            frozen=True,
            css=site_css(settings.embed.css),
        )
        origin = links.origin or local_address(settings)
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
