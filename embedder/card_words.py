"""The card's own words in English, the source of all catalogues: what only a picture has to say."""

from functools import cache

import msgspec

from embedder.catalogues import Counted, translated
from embedder.words import LANGUAGES

__all__ = ["CARD_ENGLISH", "CardWords", "card_words_in"]


class CardWords(msgspec.Struct, frozen=True, kw_only=True):
    lang: str
    dir: str
    """``ltr`` or ``rtl``."""
    image_of: str
    """What its text in words begins with."""
    shown_there: str
    """Of what stands behind a warning."""
    missing: Counted
    """Of characters that no font has."""


CARD_ENGLISH = CardWords(
    lang="en",
    dir="ltr",
    image_of="Image of the post",
    shown_there="shown in the archived copy",
    missing=Counted(
        (
            "{n} character could not be drawn here; the archived copy has it.",
            "{n} characters could not be drawn here; the archived copy has them.",
        )
    ),
)


@cache
def card_words_in(lang: str) -> CardWords:
    """The words of a language, by its two letters; English where there are none.

    Raises:
        ConfigError: its catalogue is not complete.
    """
    return translated("card", CARD_ENGLISH, lang) if lang in LANGUAGES[1:] else CARD_ENGLISH
