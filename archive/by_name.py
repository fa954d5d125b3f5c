"""Officials by what a person types of a name. Pure."""

import re
from collections.abc import Iterable

from archive.folding import fold
from archive.storage.register import Listed

__all__ = ["by_name"]


def by_name(officials: Iterable[Listed], typed: str) -> list[Listed]:
    """Those of whom each word that was typed begins a word of one name, of the slug, or of the
    office. Case and diacritics do not count; nothing typed is everybody.

    >>> ana = Listed(slug="ana-rio", name="Ana Río", aliases=("Annie Río",))
    >>> [one.slug for typed in ("rio ann", "RÍO", "tan") for one in by_name([ana], typed)]
    ['ana-rio', 'ana-rio']
    """
    wanted = _words(typed)
    return [one for one in officials if _fits(one, wanted)]


def _fits(one: Listed, wanted: list[str]) -> bool:
    office = " ".join(filter(None, (one.office, one.jurisdiction)))
    return any(
        all(any(word.startswith(part) for word in words) for part in wanted)
        for words in (_words(f"{name} {office}") for name in (one.name, *one.aliases, one.slug))
    )


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"\w+", text)]
