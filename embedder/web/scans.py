"""``/api/v1/scans``: the posts that an article references, and what of them is kept here."""

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from archive.archive import Archive
from archive.articles.reading import Article, kind_of
from archive.articles.scan import Scanned
from archive.errors import UsageError
from archive.placing import article_address
from archive.platforms import MAX_URL
from archive.referenced import Known
from embedder.scanned_json import (
    CreditedPicture,
    DataPlace,
    ReferencedPost,
    ScannedArticle,
    scanned_json,
)
from embedder.web.auth import require
from embedder.web.bodies import answer_json, read_json
from embedder.web.brands import require_site
from embedder.web.context import ARCHIVE
from embedder.web.operations import Answer, Operation, Operations

__all__ = ["LARGE", "MAX_BODY", "MAX_CAPTURES", "OPERATIONS", "Read", "read_article", "routes"]

MAX_BODY = 8 * 1024 * 1024
"""Bytes of an article that is handed in, its JSON or its form around it."""
MAX_CAPTURES = 200
"""Captures that one scan asks for."""

_PATH = "/api/v1/scans"
LARGE = {_PATH: MAX_BODY}

_Url = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": MAX_URL})]


class Scan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article: its address, or its source with the address if it is known."""

    url: _Url | None = None
    content: str | None = None
    """Its HTML or its text; without it the article is fetched."""
    capture: bool = False
    """Keep those that are not kept yet, and link those that are with the article."""


class Read(msgspec.Struct, frozen=True):
    """A scanned article, and what is kept of what it references."""

    scanned: Scanned
    known: tuple[Known, ...]

    @property
    def missing(self) -> list[str]:
        """The addresses of those that are not kept, in their order."""
        return [one.url for one in self.known if one.state == "not kept"][:MAX_CAPTURES]


async def read_article(archive: Archive, *, url: str | None, content: str | None) -> Read:
    """What an article references: of one that is handed in, else of the one at ``url``.

    Raises:
        UsageError: neither is there, ``url`` is no web address, or there is no page at it.
        FetchError: it could not be fetched.
    """
    if content is not None and content.strip():
        article = Article(content, kind_of(content), "utf-8", article_address(url))
    elif url is not None:
        article = await archive.article(url)
    else:
        raise UsageError(
            "No article is there to be scanned.",
            next_step="Name its address, or send its HTML or its text.",
        )
    scanned = await archive.scan(article)
    return Read(scanned, await archive.known(scanned.posts))


class ScanAnswer(ScannedArticle):
    """The same with the ids of the captures that were asked for."""

    captures: list[str]


async def _scan(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    asked = await read_json(request, Scan)
    archive = request.app[ARCHIVE]
    read = await read_article(archive, url=asked.url, content=asked.content)
    if asked.capture:
        require_site(request, who, read.scanned.url)
    jobs = [
        await archive.request_capture(url, by=who.name, article=read.scanned.url)
        for url in (read.missing if asked.capture else ())
    ]
    if asked.capture:
        await archive.link(read.known, read.scanned.url, by=who.name)
    told: ScanAnswer = {
        **scanned_json(read.scanned, read.known),
        "captures": [job.id for job in jobs],
    }
    return answer_json(told)


OPERATIONS: Operations = {
    f"POST {_PATH}": Operation(
        summary="the posts that an article references",
        what="An article is its `content`, HTML or text, or what is at its `url`. Posts are found "
        "in embeds of every platform, links and JSON-LD; `state` says what of each is kept here, "
        "`in_data` where the page's JSON has it as an embed, which rewriting leaves as it is. "
        "With `capture` those that are not kept are asked for, with the article's address, and "
        "those that are kept are linked with it; "
        "`captures` are their ids, see `GET /api/v1/captures/{id}`.",
        tag="Captures",
        who="editor",
        body=Scan,
        most="8 MB",
        example={"content": "<p>She <a href='https://x.com/jack/status/20'>said so</a>."},
        answers={
            200: Answer(
                "What the article references.",
                ScanAnswer,
                named=(ReferencedPost, DataPlace, CreditedPicture),
            )
        },
        problems={400: "No article is named, its address is none, or there is no page at it."},
    ),
}


def routes() -> list[web.RouteDef]:
    return [web.post(_PATH, _scan)]
