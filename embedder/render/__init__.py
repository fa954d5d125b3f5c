"""The finished view -> page or fragment, by the version of the template that it asks for."""

from collections.abc import Callable
from typing import Literal

from embedder.parts import EmbedView
from embedder.render import v1

__all__ = ["Form", "render"]

Form = Literal["page", "fragment"]

_RENDERERS: dict[tuple[int, Form], Callable[[EmbedView], str]] = {
    (1, "page"): v1.page,
    (1, "fragment"): v1.fragment,
}


def render(view: EmbedView, form: Form) -> str:
    """A view as HTML, by the renderer of its template version."""
    return _RENDERERS[view.frame.version, form](view)
