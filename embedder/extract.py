"""The source's words as a gettext template, for translators: ``python -m embedder.extract``."""

import io
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from embedder.card_words import CARD_ENGLISH
from embedder.catalogues import LOCALES, phrases
from embedder.post_words import POST_ENGLISH
from embedder.words import ENGLISH

__all__ = ["TEMPLATE", "template"]

TEMPLATE = LOCALES / "embed.pot"


def template() -> bytes:
    """Every phrase that a catalogue must hold, under its place."""
    made = Catalog(project="onrecord", creation_date=datetime(2025, 1, 1, tzinfo=UTC), fuzzy=False)
    for phrase in (
        *phrases("box", ENGLISH),
        *phrases("post", POST_ENGLISH),
        *phrases("card", CARD_ENGLISH),
    ):
        text = phrase.source[0] if len(phrase.source) == 1 else phrase.source
        made.add(text, context=phrase.place)
    file = io.BytesIO()
    write_po(file, made, width=100)
    return file.getvalue()


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
