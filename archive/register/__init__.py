"""Registers of officials, read: one file a format, each ``parse(data)`` -> :class:`Facts`.

Reading is pure: bytes in, facts and unreadable rows out. What the facts change is decided by
the storage, who held which office when by :mod:`archive.officials`.
"""

from collections.abc import Callable

from archive.errors import UsageError
from archive.register import (
    congress_handles,
    congress_terms,
    legislators,
    openstates,
    own_csv,
    politwoops,
    social_media,
    wikidata,
)
from archive.register.facts import Facts

__all__ = ["FORMATS", "MAX_BYTES", "read"]

FORMATS: dict[str, Callable[[bytes], Facts]] = {
    "csv": own_csv.parse,
    "legislators": legislators.parse,
    "legislators-social-media": social_media.parse,
    "congress-terms": congress_terms.parse,
    "congress-handles": congress_handles.parse,
    "politwoops": politwoops.parse,
    "openstates": openstates.parse,
    "wikidata": wikidata.parse,
}
"""By the name that the command takes."""

MAX_BYTES = 64_000_000


def read(format: str, data: bytes) -> Facts:
    """The facts of a file, and what could not be read of it, by row.

    Raises:
        UsageError: there is no such format, or the file as a whole is none of it.
    """
    parse = FORMATS.get(format)
    if parse is None:
        raise UsageError(
            f"{format!r} is no format of a register.",
            next_step=f"Name one of {', '.join(FORMATS)}.",
        )
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"The file has {len(data):,} bytes; up to {MAX_BYTES:,} are read.",
            next_step="Split it into several files.",
        )
    return parse(data)
