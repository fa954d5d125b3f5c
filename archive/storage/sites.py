"""What of a storage backend belongs to the newsroom's sites: listings, articles, references."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = [
    "ArticleRead",
    "ListingRead",
    "ReferenceCount",
    "ReferenceState",
    "Referenced",
    "SiteRead",
    "Sites",
]

ReferenceState = Literal["done", "partial", "gone", "refused", "failed"]


class SiteRead(msgspec.Struct, frozen=True, kw_only=True):
    """A site of the newsroom's."""

    name: str
    url: str
    lang: str | None


class ListingRead(msgspec.Struct, frozen=True, kw_only=True):
    """The last look at a feed or a sitemap; what its server said to ask by next time."""

    url: str
    read_at: datetime
    etag: str | None = None
    modified: str | None = None
    problem: str | None = None


class Referenced(msgspec.Struct, frozen=True, kw_only=True):
    """A post that an article references."""

    key: str
    """Its id, or what its platform is to be asked for."""
    platform: str
    url: str
    how: str


class ArticleRead(msgspec.Struct, frozen=True, kw_only=True):
    """A published article that was looked through, or why it could not be."""

    url: str
    site: str
    """The address of its site."""
    at: datetime
    title: str | None = None
    published_at: datetime | None = None
    posts: tuple[Referenced, ...] = ()
    problem: str | None = None


class ReferenceCount(msgspec.Struct, frozen=True, kw_only=True):
    """References of a site's articles to a platform that came to the same."""

    site: str
    platform: str
    state: ReferenceState | None
    """``None``: their capture has not ended, or nobody asked for one."""
    count: int


class Sites(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that knows what sites publish."""

    async def know_sites(self, sites: Sequence[SiteRead]) -> None:
        """The newsroom's sites, by address; those that are not named any more stay known."""

    async def listing(self, url: str) -> ListingRead | None: ...

    async def set_listing(self, listing: ListingRead) -> None: ...

    async def read_articles(self, urls: Collection[str]) -> dict[str, datetime]:
        """Those of the addresses whose articles were looked through, and when that was last."""

    async def add_article(self, article: ArticleRead, *, by: str) -> frozenset[str]:
        """Keeps what an article references, and gives the keys of the posts whose capture for it
        has not ended; it is published, and may be named in public. Posts that are kept know it from
        now on.

        One with a ``problem`` keeps the references of an earlier look.
        """

    async def end_reference(self, article: str, key: str, state: ReferenceState) -> None:
        """How the capture of a referenced post ended; an article that was not looked through has
        no references, and that is no error.
        """

    async def untried(self, site: str) -> tuple[tuple[str, str], ...]:
        """The posts that the articles of a site, by its address, reference and that nobody asked
        for, or whose capture has not ended: each with its article.
        """

    async def count_references(self) -> tuple[ReferenceCount, ...]:
        """Of all sites' articles, by site, platform and state. What the looks at a kept post tell
        goes before how its capture ended: one may be gone since, or back.
        """

    async def count_articles(self) -> dict[str, tuple[int, int]]:
        """By the name of a site: articles that were looked through, and those that could not be."""
