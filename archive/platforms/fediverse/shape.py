"""Reading of JSON from servers that anybody may run: a value of the meant shape, or nothing."""

import math
from datetime import datetime
from typing import Any, TypeAlias

from archive.clock import parse_time
from archive.text import clean_text

__all__ = ["Json", "count", "mapping", "mappings", "moment", "seconds", "size", "string"]

Json: TypeAlias = dict[str, Any]


def mapping(value: object) -> Json:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Json]:
    """The objects of a list, or the one object in place of a list (ActivityPub allows both)."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def string(value: object) -> str | None:
    """The text, fit to be kept; ``None`` if there is none, or it is blank."""
    return clean_text(value)[0] if isinstance(value, str) and value.strip() else None


def count(value: object) -> int | None:
    """A whole number that counts something. Beyond 2^53 JSON has no agreed form."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
        return value
    return None


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


def moment(value: object) -> datetime | None:
    """The time; ``None`` where there is none, or it names no zone."""
    if not isinstance(value, str):
        return None
    try:
        return parse_time(value)
    except (ValueError, OverflowError):
        return None
