"""What X's JSON writes in forms of its own: a value of the meant shape, or nothing. (A recorded
answer of 2026 has ``{}`` where the others have ``[]``.) See :mod:`archive.platforms.shape`.
"""

import re

from archive.platforms.shape import count

__all__ = ["boolean", "number"]


def number(value: object) -> int | None:
    """A count, a size, an index: whole and not negative. Cards write theirs as text."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        return int(value)
    return count(value)


def boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
