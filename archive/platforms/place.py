"""The place that a post names, out of numbers and words that anybody may have written. Pure."""

import math

from archive.platforms.shape import string
from archive.records import Place

__all__ = ["place_of"]


def place_of(
    name: object = None, latitude: object = None, longitude: object = None
) -> Place | None:
    """The place, where there is a name or a point on the earth; ``None``: there is none.

    Coordinates are kept as they were written, so that nothing is rounded.
    """
    named = string(name)
    north, east = _degrees(latitude, 90), _degrees(longitude, 180)
    if north is None or east is None:
        north = east = None
    if named is None and north is None:
        return None
    return Place(name=named, latitude=north, longitude=east)


def _degrees(value: object, most: int) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        degrees = float(value)
    except ValueError:
        return None
    return str(value).strip() if math.isfinite(degrees) and abs(degrees) <= most else None
