"""The card: the box as a PNG, for ``og:image``, print and chat."""

from embedder.render.card.card import (
    OG_HEIGHT,
    VERSION,
    WIDTH,
    Card,
    Layout,
    Shape,
    alt_of,
    draw_card,
    lay_out,
    pictures_of,
)
from embedder.render.card.fonts import Fonts, find_fonts, lacks

__all__ = [
    "OG_HEIGHT",
    "VERSION",
    "WIDTH",
    "Card",
    "Fonts",
    "Layout",
    "Shape",
    "alt_of",
    "draw_card",
    "find_fonts",
    "lacks",
    "lay_out",
    "pictures_of",
]
