"""Reading of JSON that anybody may have written: a value of the meant shape, or nothing."""

import re
from typing import Any

from archive.text import clean_text

__all__ = ["count", "entries", "mapping", "string"]

_MAX_COUNT = 2**53 - 1  # beyond it JSON readers disagree, and RFC 8785 has no form


def mapping(value: object) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def entries(value: object) -> list[dict[str, Any]]:
    """The objects of a list, or none."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def string(value: object) -> str | None:
    """The text, fit to be stored; ``None`` if there is none, or it is blank."""
    if not isinstance(value, str) or not re.search(r"\S", value):
        return None
    return clean_text(value)[0]


def count(value: object) -> int | None:
    """The number, if it is a whole one that counts something."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_COUNT:
        return value
    return None
