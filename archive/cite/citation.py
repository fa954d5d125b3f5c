"""What every form of a citation needs, gathered once. Pure."""

from typing import Protocol

import msgspec

from archive.platforms import platform_title
from archive.records import Snapshot, Stored
from archive.text import web_address

__all__ = [
    "Citation",
    "CiteLinks",
    "cite",
    "names_of",
]


class CiteLinks(Protocol):
    """Who builds our URLs; the archive itself has none."""

    def post(self, post: str, n: int | None = None) -> str: ...


class Citation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is cited: one snapshot of a post, and who keeps it."""

    stored: Stored
    original: str | None
    """Where the post is or was; http or https."""
    newsroom: str
    """Who keeps it; empty where it has no name."""
    page: str | None
    """Our page of the post."""
    snapshot_page: str | None
    """The place on it that tells of this snapshot."""
    shared: "Citation | None" = None
    """The post inside, of a repost."""

    @property
    def author_url(self) -> str | None:
        """The author's page at the platform; http or https."""
        return web_address(self.stored.snapshot.author.url)


def cite(
    stored: Stored,
    links: CiteLinks | None,
    *,
    newsroom: str = "",
    shared: Stored | None = None,
    shared_page: bool = True,
) -> Citation:
    """What is needed to cite a snapshot. ``shared`` is the post inside a repost, if it is kept,
    and ``shared_page`` says whether readers find a page of it.

    Whether the snapshot may be shown is the caller's to know.
    """
    return Citation(
        stored=stored,
        original=web_address(stored.snapshot.url),
        newsroom=newsroom,
        page=None if links is None else links.post(stored.post),
        snapshot_page=None if links is None else links.post(stored.post, stored.n),
        shared=None
        if shared is None
        else cite(shared, links if shared_page else None, newsroom=newsroom),
    )


def names_of(snapshot: Snapshot) -> tuple[str, str | None]:
    """The author's name and ``@handle``: of one who has no name the handle is all there is."""
    author = snapshot.author
    handle = f"@{author.handle.removeprefix('@')}" if author.handle else None
    if author.name:
        return author.name, handle
    return handle or platform_title(snapshot.platform), None
