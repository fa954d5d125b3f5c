"""What the frame of the research room says: each part of the room adds the words of its own.

Words are a dictionary a language, as in :mod:`embedder.web.texts`. Spanish is complete: a key that
it lacks fails a test.
"""

from collections.abc import Mapping

__all__ = ["FRAME", "Texts", "said", "with_frame"]

Texts = Mapping[str, Mapping[str, str | Mapping[str, str]]]
"""By language, then by key; of what is counted, ``one`` and ``other``."""

FRAME: Texts = {
    "en": {
        "skip": "Skip to the content",
        "nav": "Research",
        "nav.search": "Search",
        "nav.queries": "Saved searches",
        "nav.officials": "Officials",
        "nav.coverage": "Coverage",
        "nav.method": "Method",
        "nav.docs": "API",
    },
    "es": {
        "skip": "Ir al contenido",
        "nav": "Investigación",
        "nav.search": "Buscar",
        "nav.queries": "Búsquedas guardadas",
        "nav.officials": "Cargos públicos",
        "nav.coverage": "Cobertura",
        "nav.method": "Método",
        "nav.docs": "API",
    },
}


def with_frame(texts: Texts) -> Texts:
    """The words of a part, with those of the frame."""
    return {lang: {**FRAME[lang], **words} for lang, words in texts.items()}


def said(texts: Texts, lang: str, key: str, **parts: object) -> str:
    """What is said under a key, in a language that there is, else in English.

    Where the words depend on a number, it is handed in as ``n``.

    >>> said(FRAME, "es", "nav.officials"), said(FRAME, "fr", "nav")
    ('Cargos públicos', 'Research')
    """
    words = texts.get(lang, texts["en"])[key]
    if not isinstance(words, str):
        words = words["one" if parts["n"] == 1 else "other"]
    return words.format(**parts) if parts else words
