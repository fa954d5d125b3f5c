"""What of a storage backend belongs to the health of sources: how many looks came to what."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

__all__ = ["KEPT_FOR", "Health", "LooksCounted"]

KEPT_FOR = timedelta(days=30)
"""What is older goes."""


class LooksCounted(msgspec.Struct, frozen=True, kw_only=True):
    """Looks through one source that came to the same. No post is named."""

    platform: str
    source: str
    outcome: str
    """``found``, ``gone``, ``refused`` or ``failed``."""
    cause: str | None
    count: int
    at: datetime
    """Of the last."""
    detail: str | None
    """Of the last: one sentence, in which nothing leads to a post."""


class Health(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that counts looks by the hour."""

    async def count_looks(self, counted: Sequence[LooksCounted], *, at: datetime) -> None:
        """Adds to the counts of each one's hour; what is older than :data:`KEPT_FOR` goes."""

    async def looks_counted(self, since: datetime) -> tuple[LooksCounted, ...]:
        """The counts of the hours since then, that hour included: by platform and source, the
        most frequent first.
        """
