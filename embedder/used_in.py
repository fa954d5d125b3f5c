"""The articles that show a post, as its permanent page names them. Pure."""

from urllib.parse import urlsplit

import msgspec

from archive.storage.published import Article, Articles
from embedder.post_words import PostWords
from embedder.runs import href_of
from embedder.voice import Voice

__all__ = ["MOST", "UsedIn", "used_in"]

MOST = 50
"""Articles that a page names; of others it tells the number."""
_NAME = 100
"""Characters of a title or an address."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the list."""

    href: str
    name: str
    date: str


class UsedIn(msgspec.Struct, frozen=True, kw_only=True):
    articles: tuple[Named, ...]
    more: str | None


def used_in(articles: Articles, voice: Voice, words: PostWords) -> UsedIn | None:
    """The list; ``None`` where there is nothing to name."""
    named = tuple(
        _named(article, href, voice, words)
        for article in articles.listed
        if (href := href_of(article.url)) is not None
    )
    if not named:
        return None
    more = words.used_more.format(n=articles.more) if articles.more > 0 else None
    return UsedIn(articles=named, more=more)


def _named(article: Article, href: str, voice: Voice, words: PostWords) -> Named:
    parts = urlsplit(href)
    name = " ".join((article.title or "").split())
    if not name:
        name = (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")
    if article.published_at is not None:
        date = voice.dates.day(article.published_at)
    else:
        date = words.used_since.format(date=voice.dates.day(article.added_at))
    return Named(href=href, name=name if len(name) <= _NAME else f"{name[: _NAME - 1]}…", date=date)
