"""What servers of the fediverse write in forms of their own: a value of the meant shape, or
nothing. See :mod:`archive.platforms.shape`.
"""

import math

from archive.platforms.shape import Json, count, mappings

__all__ = ["objects", "seconds", "size"]


def objects(value: object) -> list[Json]:
    """The objects of a list, or the one object in place of a list: ActivityPub allows both."""
    return mappings(value if isinstance(value, list) else [value])


def size(value: object) -> int | None:
    """Pixels: whole and more than none."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return count(value) or None


def seconds(value: object) -> float | None:
    """A duration, more than none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        duration = float(value) if abs(value) < 2**53 else math.inf
        return duration if 0 < duration < math.inf else None
    return None
