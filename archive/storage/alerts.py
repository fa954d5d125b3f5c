"""What of a storage backend belongs to alerts: a post that an article uses changed, or went."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = ["Alert", "AlertKind", "AlertPage", "Alerting", "UsedAt"]

AlertKind = Literal["changed", "corrected", "gone", "back"]
"""*changed*: its author changed it. *corrected*: a better source has other words than those that
were kept, and it was not edited."""


class UsedAt(msgspec.Struct, frozen=True, kw_only=True):
    """An article that uses the post: shows it, names it, or quotes it in words."""

    url: str
    title: str | None
    site: str | None
    """The name of its site, where that is known."""
    quotes: tuple[str, ...] = ()
    """What it quotes of the post in words."""


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """That a post in use has a new text (``changed``, ``corrected``), is ``gone``, or is there
    again (``back``).

    Written in the transaction of the look that showed it, together with the job that tells it.
    """

    id: int
    at: datetime
    post: str
    kind: AlertKind
    snapshot: int | None
    """The new snapshot of a changed or corrected post."""
    cause: str | None
    """Why it is gone, as the platform told it."""
    articles: tuple[UsedAt, ...]
    """Those that use it now, the newest first; none where only a placement outside of any does."""
    placed_by: tuple[str, ...]
    """Who made the placements of it."""
    editors: tuple[str, ...] = ()
    """Who is told: whoever placed it, belongs to an article that uses it, or is on it."""


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
        """Newest first; with ``by`` those of which this person is told.

        Raises:
            UsageError: the cursor is none of ours.
        """
