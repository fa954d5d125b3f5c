"""The cursor of a list that goes by row id, newest first."""

from archive.errors import UsageError

__all__ = ["NEWEST", "read_cursor", "write_cursor"]

NEWEST = 2**63 - 1


def write_cursor(number: int) -> str:
    """The cursor of a page whose last row this is."""
    return f"{number:x}"


def read_cursor(cursor: str | None) -> int:
    """The row id before which a page begins.

    Raises:
        UsageError: it is none of ours.
    """
    if cursor is None:
        return NEWEST
    try:
        number = int(cursor, 16) if cursor.isascii() and cursor.isalnum() else -1
    except ValueError:
        number = -1
    if not 0 <= number <= NEWEST:
        raise UsageError(
            "This is no cursor of ours.", next_step="Begin again with the first page, without one."
        )
    return number
