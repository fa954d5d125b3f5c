"""What of a storage backend tells how much is kept, since when, and where something is missing.

Counted is what may be listed: no draft without ``drafts``, nothing that is withheld or erased, no
context post, no post of a private person. A figure must not tell of what cannot be seen.
"""

from datetime import datetime
from typing import Protocol

import msgspec

__all__ = ["AccountCoverage", "Coverage", "Covering", "DayCoverage", "Figures", "ListedArticle"]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of something. Times are ``None`` where there is nothing."""

    posts: int = 0
    snapshots: int = 0
    gone: int = 0
    """Posts whose platform says that they are no longer there."""
    found_checks: int = 0
    gone_checks: int = 0
    refused_checks: int = 0
    failed_checks: int = 0
    first_captured_at: datetime | None = None
    last_captured_at: datetime | None = None
    last_checked_at: datetime | None = None
    first_posted_at: datetime | None = None
    """By the platforms' clocks; posts whose time is unknown left out."""
    last_posted_at: datetime | None = None


class AccountCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of one account. Names are those of its newest snapshot that may be seen."""

    platform: str
    native_id: str
    handle: str | None
    name: str | None
    figures: Figures


class DayCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """The looks of one day, by what they told; in UTC."""

    day: str
    """``2025-04-03``."""
    found: int = 0
    gone: int = 0
    refused: int = 0
    failed: int = 0


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, as it was at one moment."""

    total: Figures
    platforms: dict[str, Figures]
    accounts: tuple[AccountCoverage, ...]
    """Those that were captured longest ago first. Posts whose account is unknown belong to none."""
    days: tuple[DayCoverage, ...]
    """Days with looks, newest first."""


class ListedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article, and the posts that it references."""

    number: int
    """Its place in the list: the greatest is the newest."""
    url: str
    title: str | None
    published_at: datetime | None
    added_at: datetime
    public: bool
    posts: tuple[str, ...]
    """Their ids, those that may be listed."""


class Covering(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that counts."""

    async def coverage(self, *, drafts: bool = False) -> Coverage:
        """It reads every post: whoever asks often keeps the answer for a while."""

    async def list_articles(
        self, *, limit: int, before: int | None = None, drafts: bool = False
    ) -> tuple[ListedArticle, ...]:
        """Articles that reference a post which may be listed, newest first, those after the one of
        this number. Without ``drafts`` only those that may be named in public.
        """
