"""What of a storage backend belongs to saved queries: searches with a name and an address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import msgspec

__all__ = ["Queries", "SavedQuery"]


class SavedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A search that somebody gave a name."""

    slug: str
    """Of its address; unique."""
    name: str
    params: Mapping[str, str]
    """As :func:`archive.query.to_params` gives them."""
    by: str
    at: datetime


class Queries(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps saved queries."""

    async def saved_queries(self) -> tuple[SavedQuery, ...]:
        """All of them, by name."""

    async def save_query(self, query: SavedQuery) -> None:
        """Keeps a new one, with its audit entry.

        Raises:
            Conflict: there is one of this slug.
        """

    async def remove_query(self, slug: str, *, by: str, at: datetime) -> bool:
        """Takes one out, with its audit entry; says whether there was one."""
