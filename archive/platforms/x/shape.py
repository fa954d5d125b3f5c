"""X's JSON, read without trusting its shape: what is not there, or is something else, is
``None`` or empty. (A recorded answer of 2026 has ``{}`` where the others have ``[]``.)
"""

import re
from datetime import datetime
from typing import Any

from archive.clock import parse_time
from archive.text import clean_text

__all__ = ["boolean", "line", "mapping", "mappings", "moment", "number", "string"]


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def line(value: object) -> str | None:
    """A name, title or description, fit to be kept."""
    return clean_text(value)[0] if isinstance(value, str) and value else None


def number(value: object) -> int | None:
    """A count, a size, an index: whole and not negative. Cards write theirs as text."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    return None


def boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_time(value)
    except (ValueError, OverflowError):
        return None
