"""The card: the box as a PNG, for ``og:image``, print and chat."""

from embedder.render.card.card import (
    OG_HEIGHT,
    VERSION,
    WIDTH,
    Card,
    Shape,
    alt_of,
    draw_card,
    pictures_of,
)
from embedder.render.card.fonts import Fonts, find_fonts, lacks

__all__ = [
    "OG_HEIGHT",
    "VERSION",
    "WIDTH",
    "Card",
    "Fonts",
    "Shape",
    "alt_of",
    "draw_card",
    "find_fonts",
    "lacks",
    "pictures_of",
]
