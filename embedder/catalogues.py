"""The catalogues of our own words: a gettext file a language, and nothing else.

English is the source. ``locales/LANG/LC_MESSAGES/embed.po`` holds every phrase under its place
(``box.gone``, ``post.skip``). A catalogue is complete, with the same blanks as the source and no
markup, or it is refused: half a language would tell readers half of what happened to a post.
"""

import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from archive.errors import ConfigError

__all__ = ["ENGLISH_PLURAL", "LOCALES", "Counted", "Phrase", "languages", "phrases", "translated"]

LOCALES = Path(__file__).parent / "locales"
ENGLISH_PLURAL = "(n != 1)"

_NAME = re.compile("[a-z]{2,3}")
_NUMBERS = range(200)
"""By these the plural forms of all languages are told apart."""
_MARKUP = re.compile("[<>&\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

_NEXT = "Mend the catalogue, or take its folder away: the language is then not offered."

T = TypeVar("T", bound=msgspec.Struct)


class Counted(msgspec.Struct, frozen=True):
    """A phrase with a number in it, in each plural form of its language.

    >>> Counted(("{n} vote", "{n} votes")).of(1, "1")
    '1 vote'
    """

    forms: tuple[str, ...]
    rule: str = ENGLISH_PLURAL
    """Which form a number takes, as gettext writes it."""

    def of(self, number: int, written: str) -> str:
        return self.forms[_rule(self.rule)(number)].format(n=written)


class Phrase(NamedTuple):
    """One message of a catalogue."""

    place: str
    """``box.reasons.privacy``: its section, its field, its key."""
    source: tuple[str, ...]
    """The English text; singular and plural of what is counted."""


@cache
def _rule(expression: str) -> Callable[[int], int]:
    return c2py(expression)


def languages(folder: Path = LOCALES) -> tuple[str, ...]:
    """English, and each language that there is a catalogue of."""
    found = {path.parts[-3] for path in folder.glob("*/LC_MESSAGES/embed.po")}
    return ("en", *sorted(name for name in found if _NAME.fullmatch(name)))


def phrases(section: str, source: msgspec.Struct) -> Iterator[Phrase]:
    """What a catalogue must hold for a struct of words."""
    for field in source.__struct_fields__:
        if field in {"lang", "dir"}:
            continue
        value = getattr(source, field)
        for key, one in value.items() if isinstance(value, Mapping) else [("", value)]:
            place = f"{section}.{field}{'.' if key else ''}{key}"
            yield Phrase(place, one.forms if isinstance(one, Counted) else (one,))


def translated(section: str, source: T, lang: str, folder: Path = LOCALES) -> T:
    """The words of ``source`` in another language, as one frozen struct.

    Raises:
        ConfigError: the catalogue lacks phrases, or holds some that cannot be used; it names all.
    """
    path = folder / lang / "LC_MESSAGES" / "embed.po"
    catalogue = _read(path, lang)
    wrong = _wrong_plurals(catalogue, lang)
    found: dict[str, str | Counted] = {}
    for phrase in phrases(section, source):
        texts = _texts(catalogue, phrase)
        if texts is None:
            wrong.append(f"{phrase.place} is missing")
            continue
        wrong += _wrong(phrase, texts, catalogue.plural_expr)
        is_counted = len(phrase.source) > 1
        found[phrase.place] = Counted(texts, catalogue.plural_expr) if is_counted else texts[0]
    if wrong:
        raise ConfigError(
            f"The catalogue of {lang} ({path}) cannot be used: {'; '.join(wrong)}.",
            next_step=_NEXT,
        )
    values: dict[str, Any] = {"lang": lang, "dir": Locale.parse(lang).text_direction}
    for field in source.__struct_fields__:
        value, place = getattr(source, field), f"{section}.{field}"
        if field not in values:
            values[field] = (
                {key: found[f"{place}.{key}"] for key in value}
                if isinstance(value, Mapping)
                else found[place]
            )
    return type(source)(**{key: values[key] for key in source.__struct_fields__})


@cache
def _read(path: Path, lang: str) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise ConfigError(
            f"The catalogue of {lang} ({path}) cannot be read: {error}.",
            next_step=_NEXT,
        ) from error


def _texts(catalogue: Catalog, phrase: Phrase) -> tuple[str, ...] | None:
    """The translation; ``None`` where there is none, it is unsure, or the source has changed."""
    message = catalogue.get(phrase.source[0], phrase.place)
    if message is None or message.fuzzy:
        return None
    given = message.string
    texts = (given,) if isinstance(given, str) else tuple(given or ())
    source = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    forms = catalogue.num_plurals if len(phrase.source) > 1 else 1
    return texts if tuple(source) == phrase.source and len(texts) == forms and all(texts) else None


def _wrong(phrase: Phrase, texts: tuple[str, ...], rule: str) -> Iterator[str]:
    """Blanks that differ, and what is no plain text."""
    wanted, counted = _blanks(phrase.source[-1]), len(phrase.source) > 1
    for form, text in enumerate(texts):
        # "One vote", "no votes": a form that stands for one number alone need not write it.
        alone = counted and len([n for n in _NUMBERS if _rule(rule)(n) == form]) == 1
        blanks = _blanks(text)
        if blanks != wanted and not (alone and blanks == []):
            yield f"{phrase.place} has the blanks {blanks}, not {wanted}"
        if _MARKUP.search(text):
            yield f"{phrase.place} has markup or a control character in it"


def _blanks(text: str) -> list[str] | None:
    """The names in braces, sorted; ``None`` where they cannot be filled in."""
    try:
        found = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return None
    return sorted(
        f"{name}{spec and ':' + spec}{conversion or ''}" for name, spec, conversion in found
    )


def _wrong_plurals(catalogue: Catalog, lang: str) -> list[str]:
    """Whether the file's plural forms tell apart what CLDR tells apart."""
    locale, rule = Locale.parse(lang), _rule(catalogue.plural_expr)
    pairs = {(locale.plural_form(n), rule(n)) for n in _NUMBERS}
    forms = {form for _, form in pairs}
    if len({tag for tag, _ in pairs}) == len(pairs) == len(forms) == catalogue.num_plurals:
        return []
    return [f"its Plural-Forms are not those of {lang} in CLDR"]
