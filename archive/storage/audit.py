"""What of a storage backend belongs to the audit log: who did what to what, when and why."""

from datetime import datetime
from typing import Any, Protocol

import msgspec

__all__ = ["AuditEntry", "AuditPage", "Audited"]


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was done, or refused."""

    id: int
    at: datetime
    by: str
    """A user's name, ``key:NAME``, who was at the command line, or a part of the service."""
    action: str
    target: str
    reason: str | None = None
    detail: dict[str, Any] = {}


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page, newest first. ``cursor`` is opaque; ``None`` on the last page."""

    entries: tuple[AuditEntry, ...]
    cursor: str | None


class Audited(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that reads the audit log. It is written
    by what it tells of, in the same transaction.
    """

    async def audit(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        by: str | None = None,
        action: str | None = None,
        post: str | None = None,
    ) -> AuditPage:
        """The entries of a person, of a kind, of a post with its snapshots and media; or all.

        Raises:
            UsageError: the cursor is none of ours.
        """

    async def audit_actions(self) -> tuple[str, ...]:
        """Each kind of thing that was ever done, by name."""
