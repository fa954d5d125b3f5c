"""The finished view -> bytes to send: by the renderer of the template version that it asks for."""

from typing import Protocol

from embedder.parts import EmbedView
from embedder.render import v1

__all__ = ["Renderer", "renderer_of"]


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


_RENDERERS: dict[int, Renderer] = {1: v1}


def renderer_of(view: EmbedView) -> Renderer:
    """The renderer of the version of a view; :data:`embedder.options.VERSIONS` lists them."""
    return _RENDERERS[view.frame.version]
