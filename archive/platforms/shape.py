"""Reading of JSON that anybody may have written: a value of the meant shape, or nothing."""

import re
from datetime import datetime
from typing import Any, TypeAlias

from archive.clock import parse_time
from archive.text import clean_text

__all__ = ["Json", "count", "mapping", "mappings", "moment", "string"]

Json: TypeAlias = dict[str, Any]


def mapping(value: object) -> Json:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[Json]:
    """The objects of a list, or none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def string(value: object) -> str | None:
    """The text, fit to be kept; ``None`` if there is none, or it is blank."""
    if not isinstance(value, str) or not re.search(r"\S", value):
        return None
    return clean_text(value)[0]


def count(value: object) -> int | None:
    """A whole number that counts something. Beyond 2^53 JSON readers disagree, and RFC 8785
    has no form.
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
        return value
    return None


def moment(value: object) -> datetime | None:
    """The time; ``None`` where there is none, or it names no zone."""
    if not isinstance(value, str):
        return None
    try:
        return parse_time(value)
    except (ValueError, OverflowError):
        return None
