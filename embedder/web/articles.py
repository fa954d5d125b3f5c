"""``/api/v1/articles``: the articles that show posts of this archive."""

import re
from typing import TypedDict

from aiohttp import hdrs, web

from archive.clock import rfc3339
from archive.post_shape import Time
from archive.storage.coverage import ListedArticle
from embedder.web.api import CURSOR, LIMIT, limit_of
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE
from embedder.web.operations import Answer, Operation, Operations
from embedder.web.problems import Problem
from embedder.web.public import published
from embedder.web.researchpage import json_page, may_read

__all__ = ["OPERATIONS", "routes"]


class ArticleFacts(TypedDict):
    """An article, and the posts that it shows. ``public``: it may be named in public."""

    url: str
    title: str | None
    published_at: Time | None
    added_at: Time
    public: bool
    posts: list[str]


class ArticleList(TypedDict):
    """A page of the list. ``next`` is the address of the next one, null on the last."""

    articles: list[ArticleFacts]
    cursor: str | None
    next: str | None


async def _articles(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    limit = limit_of(request)
    found = await request.app[ARCHIVE].storage.list_articles(
        limit=limit + 1, before=_before(request), drafts=who.sees_drafts
    )
    page = found[:limit]
    facts: ArticleList = {"articles": [_told(one) for one in page], "cursor": None, "next": None}
    if len(found) == len(page):
        return json_page(facts)
    cursor = f"{page[-1].number:x}"
    following = str(request.rel_url.update_query(cursor=cursor))
    return json_page(
        {**facts, "cursor": cursor, "next": following},
        (hdrs.LINK, f'<{following}>; rel="next"'),
    )


def _before(request: web.Request) -> int | None:
    cursor = request.query.get("cursor")
    if cursor is None:
        return None
    if re.fullmatch("[0-9a-f]{1,15}", cursor):
        return int(cursor, 16)
    raise Problem(
        400,
        "bad-cursor",
        "This is no cursor of ours.",
        next_step="Begin again with the first page, without one.",
    )


def _told(article: ListedArticle) -> ArticleFacts:
    published_at = article.published_at
    return {
        "url": article.url,
        "title": article.title,
        "published_at": None if published_at is None else rfc3339(published_at),
        "added_at": rfc3339(article.added_at),
        "public": article.public,
        "posts": list(article.posts),
    }


OPERATIONS: Operations = {
    "GET /api/v1/articles": Operation(
        summary="the articles that show posts",
        what="Newest first. Others than editors get those that may be named in public, with the "
        "posts that they may see.",
        tag="Posts",
        who="research",
        parameters=(LIMIT, CURSOR),
        answers={200: Answer("A page.", ArticleList, headers={"Link": "The next page."})},
        problems={400: "`limit` is none, or the cursor is none of ours."},
    )
}


def routes() -> list[web.RouteDef]:
    return [web.get("/api/v1/articles", published(_articles))]
