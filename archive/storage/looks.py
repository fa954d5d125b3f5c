"""What of a storage backend belongs to the schedule of looks at posts that are in use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

__all__ = ["InUse", "Looks"]


class InUse(msgspec.Struct, frozen=True, kw_only=True):
    """A post that a placement shows, or that an article shows, names or quotes."""

    post: str
    platform: str
    used_at: datetime
    """When it was last put to use."""
    looked_at: datetime | None
    """When somebody last looked, whatever came of it."""
    next_at: datetime | None
    """When its turn comes; ``None``: the schedule has not met it yet."""


class Looks(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps the schedule of looks."""

    async def due_looks(self, *, at: datetime, limit: int) -> tuple[InUse, ...]:
        """Posts in use whose turn has come, or that the schedule has not met: those new to it
        first, then those that wait longest. Typed-in and erased ones are not among them.
        """

    async def looks_asked(self, since: datetime) -> Mapping[str, int]:
        """By platform, how many posts the schedule asked for since then."""

    async def schedule_looks(
        self, turns: Sequence[tuple[str, datetime]], *, asked_at: datetime | None
    ) -> None:
        """When the turns of these posts come; ``asked_at`` where they are asked for now."""
