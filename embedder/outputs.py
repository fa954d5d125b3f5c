"""The text outputs of an embed, by the name that ends its address. A new one is one line here.

All of them are frozen together; ``embedder.forms`` and the handlers read this list.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from archive.post_json import post_json
from archive.storage.base import Holding
from embedder.links import Links
from embedder.parts import EmbedView
from embedder.render import renderer_of
from embedder.render.text import text
from embedder.view import content_alone

__all__ = ["TEXT_OUTPUTS", "Material", "TextOutput"]

HTML, JSON = "text/html; charset=utf-8", "application/json"
TEXT = "text/plain; charset=utf-8"

# Its style attributes are constants of ours, and a browser that opens it alone runs nothing.
_EMAIL_CSP = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)


class Material(NamedTuple):
    """What an output is rendered from."""

    holding: Holding
    view: EmbedView
    links: Links
    origin: str
    """Scheme and host for what leaves our host: this computer's while ours is not set."""
    frozen: bool = False
    """Content alone."""


class TextOutput(NamedTuple):
    """How an output is made and served."""

    content_type: str
    render: Callable[[Material], bytes]
    csp: Callable[[Material], str] | None = None
    """Its Content-Security-Policy, where a browser may open it."""
    cors: bool = True
    """Whether pages of any origin may read it."""
    leads_to_oembed: bool = False
    """Whether its headers name the oEmbed answers of the post."""
    is_data: bool = False
    """What is not shown has no box in it: it answers 451."""


def _page(of: Material) -> bytes:
    return renderer_of(of.view).page(of.view).encode()


def _page_csp(of: Material) -> str:
    return renderer_of(of.view).csp(of.view)


def _fragment(of: Material) -> bytes:
    return renderer_of(of.view).fragment(of.view).encode()


def _fragment_csp(of: Material) -> str:
    return renderer_of(of.view).fragment_csp(of.view)


def _email(of: Material) -> bytes:
    return renderer_of(of.view).email(_leaving(of)).encode()


def _email_csp(_of: Material) -> str:
    return _EMAIL_CSP


def _text(of: Material) -> bytes:
    return text(_leaving(of)).encode()


def _leaving(of: Material) -> EmbedView:
    """The view for what leaves our host: its addresses are whole."""
    frame = msgspec.structs.replace(of.view.frame, origin=of.view.frame.origin or of.origin)
    return msgspec.structs.replace(of.view, frame=frame)


def _json(of: Material) -> bytes:
    if not of.frozen:
        return msgspec.json.encode(post_json(of.holding, of.links))
    return msgspec.json.encode(_without_state(post_json(content_alone(of.holding), of.links)))


def _without_state(told: dict[str, Any]) -> dict[str, Any]:
    """Who may see a post changes, and is no content: a frozen form does not tell."""
    inside = {
        key: _without_state(told[key])
        for key in ("quoted", "parent", "reposted")
        if told.get(key) is not None and "visibility" in told[key]
    }
    return told | {"visibility": None} | inside


TEXT_OUTPUTS: Mapping[str, TextOutput] = MappingProxyType(
    {
        "page": TextOutput(HTML, _page, _page_csp, cors=False, leads_to_oembed=True),
        "fragment.html": TextOutput(HTML, _fragment, _fragment_csp),
        "email.html": TextOutput(HTML, _email, _email_csp),
        "email.txt": TextOutput(TEXT, _text),
        "post.json": TextOutput(JSON, _json, is_data=True),
    }
)
