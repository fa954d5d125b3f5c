"""What of a storage backend belongs to the newsroom: queues, who is on a post, collections."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol, get_args

import msgspec

from archive.storage.queue import Job

__all__ = ["QUEUES", "Collection", "Filed", "QueueName", "Work"]

QueueName = Literal["new", "changed", "gone", "withheld"]
"""Of posts: drafts; those whose current snapshot was edited; those that are not available; those
that are withheld."""
QUEUES: tuple[QueueName, ...] = get_args(QueueName)


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A story or an investigation: posts that belong together."""

    slug: str
    """Of its address; unique."""
    name: str
    note: str = ""
    by: str
    at: datetime
    posts: int = 0


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A post in a collection."""

    post: str
    note: str
    by: str
    at: datetime


class Work(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps the newsroom's work."""

    async def queue_counts(self) -> Mapping[QueueName, int]:
        """How many posts each queue has."""

    async def unkept(self, *, limit: int) -> tuple[Job, ...]:
        """Captures that need a hand, newest first, each post once: those that were refused or
        failed and of whose post nothing is kept, and those whose post lacks a part that does not
        come by itself. Left out are those that a newer capture follows, or a job of the kind
        ``left``: somebody leaves them as they are.
        """

    async def assign(self, post: str, who: str | None, *, by: str, at: datetime) -> None:
        """Says who is on a post, with its audit entry; ``None``: nobody.

        Raises:
            UnknownPost: nothing is kept there.
        """

    async def assigned(self, posts: Sequence[str]) -> Mapping[str, str]:
        """Who is on these posts, where somebody is."""

    async def collections(self) -> tuple[Collection, ...]:
        """All of them, by name."""

    async def save_collection(self, collection: Collection) -> None:
        """A new one, or another name and note for one of this slug, with its audit entry."""

    async def file(self, slug: str, post: str, *, note: str | None, by: str, at: datetime) -> None:
        """Puts a post into a collection, or changes its note there; without a note it is taken out.
        With its audit entry.

        Raises:
            UnknownPost: nothing is kept there, or there is no such collection.
        """

    async def filed(self, slug: str) -> tuple[Filed, ...]:
        """The posts of a collection, those last put in first."""

    async def filed_in(self, post: str) -> tuple[Collection, ...]:
        """The collections that a post is in, by name."""
