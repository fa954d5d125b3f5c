"""What of a storage backend belongs to alerts: a post that an article uses changed, or went."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = ["Alert", "AlertKind", "AlertPage", "Alerting", "UsedAt"]

AlertKind = Literal["changed", "gone", "back"]


class UsedAt(msgspec.Struct, frozen=True, kw_only=True):
    """An article that uses the post."""

    url: str
    title: str | None
    site: str | None
    """The name of its site, where that is known."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """That a post in use has a new text (``changed``), is ``gone``, or is there again (``back``).

    Written in the transaction of the look that showed it, together with the job that tells it.
    """

    id: int
    at: datetime
    post: str
    kind: AlertKind
    snapshot: int | None
    """The new snapshot of a changed post."""
    cause: str | None
    """Why it is gone, as the platform told it."""
    articles: tuple[UsedAt, ...]
    """Those that use it now, the newest first; none where only a placement outside of any does."""
    placed_by: tuple[str, ...]
    """Who made the placements of it."""


class AlertPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of alerts, newest first. ``cursor`` is opaque; ``None`` on the last page."""

    alerts: tuple[Alert, ...]
    cursor: str | None


class Alerting(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps alerts."""

    async def alert(self, number: int) -> Alert | None: ...

    async def alerts(
        self, *, limit: int, cursor: str | None = None, by: str | None = None
    ) -> AlertPage:
        """Newest first; with ``by`` those of posts that this person placed.

        Raises:
            UsageError: the cursor is none of ours.
        """
