"""The finished view -> bytes to send: by the renderer of the template version that it asks for.

A version compiles its templates as it is imported, which is a tenth of a command's start, and most
commands render nothing: it is imported when the first view asks for it.
"""

from functools import cache
from importlib import import_module
from typing import Protocol, cast

from embedder.options import VERSIONS
from embedder.parts import EmbedView

__all__ = ["Renderer", "import_all", "renderer_of"]


class Renderer(Protocol):
    """What a template version gives. Each is a file beside the others, and stays."""

    SHEET: str
    """Name of its stylesheet among our static files."""

    def page(self, view: EmbedView) -> str:
        """A whole HTML document, for an iframe; to be served with :meth:`csp`."""

    def csp(self, view: EmbedView) -> str: ...

    def fragment(self, view: EmbedView) -> str:
        """One ``<figure>`` with its stylesheet, for a site's own page."""

    def fragment_csp(self, view: EmbedView) -> str:
        """The policy of a fragment that a browser opens on its own."""

    def email(self, view: EmbedView) -> str:
        """HTML 4 for newsletters and feeds, every address whole; the view's origin is known."""

    def box(self, view: EmbedView) -> str:
        """The ``<figure>`` alone, as markup, for a page of ours that has the stylesheet."""


def renderer_of(view: EmbedView) -> Renderer:
    """The renderer of the version of a view; :data:`embedder.options.VERSIONS` lists them."""
    return _version(view.frame.version)


def import_all() -> None:
    """What a service does at its start, so that no reader waits for it."""
    for number in VERSIONS:
        _version(number)


@cache
def _version(number: int) -> Renderer:
    return cast("Renderer", import_module(f"embedder.render.v{number}"))
