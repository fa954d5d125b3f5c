"""What X's JSON writes in forms of its own: a value of the meant shape, or nothing. (A recorded
answer of 2026 has ``{}`` where the others have ``[]``.) See :mod:`archive.platforms.shape`.
"""

from collections.abc import Mapping
from typing import Any

from archive.numbers import whole_number
from archive.platforms.shape import count

__all__ = ["boolean", "counts_of", "number"]


def number(value: object) -> int | None:
    """A count, a size, an index: whole and not negative. Cards write theirs as text, and what went
    through a table as ``5.0``.
    """
    if isinstance(value, str):
        digits = whole_number(value)
        return None if digits is None else int(digits)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return count(value)


def counts_of(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, int]:
    """The counts that are there, under our names."""
    return {
        ours: count
        for theirs, ours in names.items()
        if (count := number(told.get(theirs))) is not None
    }


def boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
