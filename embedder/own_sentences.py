"""A sentence of the archive's own on a page: what is to be known of a post, what a source answered,
why the register proposes somebody, what is wrong with a feed.

The archive keeps them in English, which programs read. The desk tells in Spanish those that it
knows; another stands there as it is, marked as English.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from markupsafe import Markup, escape

from embedder import answers_es, errors_es, warnings_es
from embedder.sentences import Sentences

_ANSWERED = re.compile(r"(?P<said>[^:<]+): (?P<answer>.*\bHTTP \d{3}\b.*)", re.DOTALL)
__all__ = ["FRAMES", "NAMES", "REGISTER", "apart", "in_spanish", "known", "told"]

REGISTER: Mapping[str, str] = {
    "by {}, {} ({})": "por {0}, {1} ({2})",
    "{}; {}": "{0}; {1}",
    "{}: by {}, {} ({})": "{0}: por {1}, {2} ({3})",
    "{} unknown to {} ({})": "{0} desde fecha desconocida hasta {1} ({2})",
    "{} {} to {} ({})": "{0} {1} a {2} ({3})",
    "{} on {} is claimed for several people at {}": "{0} en {1} se atribuye a varias personas el "
    "{2}",
    "{} has several offices on {}": "{0} tiene varios cargos el {1}",
    "{} has several parties on {}": "{0} tiene varios partidos el {1}",
    "the handle {} on {} was passed on": "el nombre {0} en {1} pasó a otra persona",
}
"""Why the register proposes somebody, and what of it contradicts itself."""

NAMES: Mapping[str, str] = {
    "native id {}": "el identificador {0}",
    "handle {}": "el nombre {0}",
    "listed without dates": "en la lista, sin fechas",
    "stated {} to {}": "según la fuente, de {0} a {1}",
    "seen {} to {}": "entre dos cambios del registro, de {0} a {1}",
    "{}, end as last seen": "{0}, cuando se vio por última vez",
    "unknown": "fecha desconocida",
    "today": "hoy",
    "confirmed by {} on {}": "confirmado por {0} el {1}",
}
"""What stands in a sentence of :data:`REGISTER`."""

FRAMES = errors_es.FRAMES | {"{}; {}"}


def in_spanish(sentence: str) -> str | None:
    """A sentence in Spanish; ``None`` for one that no table has.

    >>> in_spanish("Of the copy of 2024-01-02 at web.archive.org: X would not show it: “Gone”")
    'Sobre la copia del 2024-01-02 en web.archive.org: X no la quiso mostrar: “Gone”'
    """
    return known().translated(sentence)


Text = TypeVar("Text", bound=str)


def apart(sentence: Text) -> tuple[Text, Text]:
    """A sentence, in any language, without the answer of a server that it ends with, and that
    answer; empty where there is none.

    >>> apart("The account's name is not known: a.example answered HTTP 404.")
    ("The account's name is not known.", 'a.example answered HTTP 404.')
    """
    found, text = _ANSWERED.fullmatch(sentence), type(sentence)
    if found is None:
        return sentence, text("")
    return text(f"{found['said']}."), text(found["answer"])


def told(lang: str, sentence: str) -> Markup:
    """A sentence for a page in a language of the desk: what cannot be told in it is marked as
    English, so that a screen reader does not read it out as Spanish.
    """
    if lang == "en":
        return escape(sentence)
    spanish = in_spanish(sentence) if lang == "es" else None
    return (
        Markup('<span lang="en">{}</span>').format(sentence) if spanish is None else escape(spanish)
    )


@cache
def known() -> Sentences:
    """Every sentence that there is in Spanish, errors too: a source that did not answer is told in
    the words of its error.
    """
    return Sentences(
        answers_es.ANSWERS,
        warnings_es.WARNINGS,
        REGISTER,
        errors_es.SENTENCES,
        parts=(answers_es.PARTS, warnings_es.PARTS, NAMES, errors_es.PHRASES),
        frames=FRAMES,
    )
