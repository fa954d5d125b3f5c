"""Posts that an article references -> what of them is kept here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from archive.articles.references import Reference
from archive.records import NeedsLookup, Post
from archive.storage.base import Storage

__all__ = ["KeptState", "Known", "known_posts", "link_known"]

KeptState: TypeAlias = Literal["public", "draft", "withheld", "erased", "not kept"]
"""Of a post that is referenced. What is there as another post's context only is not kept."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A reference, and the post that is kept of it."""

    reference: Reference
    post: Post | None
    """As an editor may know it."""

    @property
    def state(self) -> KeptState:
        """What an editor can do with it."""
        return "not kept" if self.post is None else self.post.visibility

    @property
    def url(self) -> str:
        """What is captured: the post's own address, where it carries the id."""
        named = self.reference.named
        return self.reference.url if isinstance(named, NeedsLookup) else named.url


async def known_posts(references: Iterable[Reference], storage: Storage) -> tuple[Known, ...]:
    """Each with the post that is kept of it, in their order. A short link is known once it was
    captured: nobody is asked here.
    """
    return tuple([Known(reference=one, post=await _post(one, storage)) for one in references])


async def link_known(
    known: Iterable[Known], storage: Storage, *, article: str | None, by: str, at: datetime
) -> int:
    """Links those that are kept with their article, as a capture for it would; gives how many. What
    was erased stays alone, and so does everything where the article has no address.
    """
    if article is None:
        return 0
    kept = [one.post.id for one in known if one.post is not None and one.state != "erased"]
    for post in kept:
        await storage.reference(post, article, by=by, at=at)
    return len(kept)


async def _post(reference: Reference, storage: Storage) -> Post | None:
    named = reference.named
    key = named.key if isinstance(named, NeedsLookup) else named.native_id
    known = await storage.resolve(named.platform, key)
    if known is None and not isinstance(named, NeedsLookup):
        known = named.id
    post = await storage.post(known) if known is not None else None
    return None if post is None or post.capture_reason == "context" else post
