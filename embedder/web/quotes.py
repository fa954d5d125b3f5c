"""``/api/v1/quotes``: an article's quotations against what is kept, for programs."""

import asyncio
import datetime as dt
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from archive.articles.body import Body
from archive.articles.reading import Article
from archive.quotes.holding import body_of
from embedder.quote_json import QuotesJson, quotes_json
from embedder.web.auth import Visitor, require, visitor
from embedder.web.bodies import answer_json, read_json
from embedder.web.context import ARCHIVE, here, links_of
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.researchpage import may_read

__all__ = ["LARGE", "OPERATIONS", "routes"]

_PATH = "/api/v1/quotes"
_MAX_BODY = 8 * 1024 * 1024
LARGE = {_PATH: _MAX_BODY}


class QuotedText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article: one of its address, its HTML and its text."""

    url: str | None = None
    html: str | None = None
    text: str | None = None
    """Plain text: the headline first, a blank line between paragraphs."""
    date: dt.date | None = None
    """Its day, where it does not say one, or a wrong one."""


async def _by_address(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    day = request.query.get("date", "")
    try:
        published = dt.date.fromisoformat(day) if day else None
    except ValueError as error:
        raise Problem(
            400,
            "bad-date",
            "date takes a day such as 2025-03-29.",
            next_step="Send one, or none: then the article's own counts.",
        ) from error
    return await _answer(request, who, QuotedText(url=request.query.get("url", ""), date=published))


async def _handed_in(request: web.Request) -> web.Response:
    who = await visitor(request)
    may_read(request, who)
    return await _answer(request, who, await read_json(request, QuotedText))


async def _answer(request: web.Request, who: Visitor, asked: QuotedText) -> web.Response:
    archive = request.app[ARCHIVE]
    found = await archive.quotes.of_article(
        await _body(request, asked),
        published=asked.date,
        drafts=who.sees_drafts,
        names=who.sees_drafts,
    )
    return answer_json(quotes_json(found, links_of(request), here(request).site.timezone))


async def _body(request: web.Request, asked: QuotedText) -> Body:
    if sum(one is not None for one in (asked.url, asked.html, asked.text)) != 1:
        raise Problem(
            422,
            "no-article",
            "An article is its url, its html or its text: one of them.",
            next_step="Send one of the three fields.",
        )
    if asked.url is not None:
        await require(request, "editor", "read")  # whoever asks has us fetch it
        article = await request.app[ARCHIVE].article(asked.url)
    elif asked.html is not None:
        article = Article(asked.html, "html", "utf-8")
    else:
        article = Article(asked.text or "", "text", "utf-8")
    return await asyncio.to_thread(body_of, article)


_FOUND = Answer("The quotations, in order.", QuotesJson)
_UNREACHED = {502: "The article cannot be reached.", 504: "The article's server is too slow."}

OPERATIONS: Operations = {
    "GET /api/v1/quotes": Operation(
        summary="the quotations of an article on the web, held against what is kept",
        what="The page is fetched now, and not kept. Drafts count.",
        tag="Quotations",
        who="editor",
        parameters=(
            Parameter(
                "url", str, "Of the article.", required=True, example="https://news.example/story"
            ),
            Parameter("date", Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")], "Its day."),
        ),
        answers={200: _FOUND},
        problems={
            400: "`url` is no web address, or its page is not there; or `date` is no day.",
            **_UNREACHED,
        },
    ),
    "POST /api/v1/quotes": Operation(
        summary="the quotations of an article that is handed in, held against what is kept",
        what="One of `url`, `html` and `text`; `url` is for editors, for whom drafts count, too. "
        "A result never says that somebody did not say something: `covered` tells what was looked "
        "through.",
        tag="Quotations",
        who="research",
        body=QuotedText,
        most="64 KB, for editors 8 MB",
        example={
            "text": "Mayor Ana Río said on social media: “The bridge is open.”",
            "date": "2025-05-04",
        },
        answers={200: _FOUND},
        problems={
            422: "The JSON has another shape, or is not one of the three.",
            **_UNREACHED,
        },
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _by_address), web.post(_PATH, _handed_in)]
