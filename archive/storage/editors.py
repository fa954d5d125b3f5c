"""What of a storage backend belongs to an article's editors: who is told of its posts, and of which
posts in whose words it quotes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = ["ArticleEditor", "EditedArticle", "Editors", "Interest", "QuotedPost"]

Interest = Literal["placed", "scanned", "named", "left"]
"""Why somebody is told of an article's posts: they placed one in it, had it looked through, or were
named. Whoever *left* is not told, whatever else they did."""


class ArticleEditor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody and an article."""

    who: str
    how: Interest
    by: str
    at: datetime


class QuotedPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post that an article quotes in words: a quotation was held against what is kept."""

    post: str
    text: str
    """The quotation, as the article has it."""
    snapshot: int
    """Of the post: the one that it was held against."""
    result: str
    """What could be said of it then: ``word for word``, ``differs``, …"""


class EditedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as the newsroom sees it."""

    url: str
    title: str | None
    public: bool
    posts: tuple[str, ...]
    """That it shows or names, in the order of their ids."""
    quotations: tuple[QuotedPost, ...]
    editors: tuple[ArticleEditor, ...]
    """By name; those who left are among them."""


class Editors(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that knows whose an article is."""

    async def edited_article(self, url: str) -> EditedArticle | None: ...

    async def join_article(
        self,
        url: str,
        who: str,
        how: Literal["scanned", "named", "left"],
        *,
        by: str,
        at: datetime,
        title: str | None = None,
    ) -> None:
        """Remembers that somebody belongs to an article, or does not any more; one that is not
        known yet is from now on, and not named in public. Whoever was named or left stays so when
        they scan it. An article without a title gets this one.

        Raises:
            UsageError: nobody of that name may log in.
        """

    async def set_quotations(
        self, url: str, found: Sequence[QuotedPost], *, by: str, at: datetime
    ) -> None:
        """The posts that an article quotes, in the place of those that were known."""
