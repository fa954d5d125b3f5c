"""``/openapi.json``: what programs may ask of us, for programs; ``/docs``: the same for people."""

from importlib.metadata import version
from typing import Any

from aiohttp import web

from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import links_of, whole_links
from embedder.web.docs_view import groups_of, schemas_of
from embedder.web.openapi import openapi
from embedder.web.operations import Operations
from embedder.web.public import published
from embedder.web.research_texts import Texts
from embedder.web.researchpage import json_page, research_page

__all__ = ["DOCUMENT", "Document", "routes"]

DOCS: Texts = {
    "en": {
        "title": "API",
        "lead": "What programs may ask of this archive, and what it answers.",
        "rules": "Answers are JSON in UTF-8. Times are RFC 3339 in UTC; what is unknown is null. "
        "Errors are problem documents (RFC 9457), which say what to do next. Lists give the "
        "address of their next page in “next”, and in a Link header. Fields may be added. A key is "
        "sent as “Authorization: Bearer KEY”.",
        "machine": "has all of it in OpenAPI 3.1, for programs that make clients.",
        "contents": "Operations",
        "parameters": "Parameters",
        "body": "Body",
        "answers": "Answers",
        "example": "Example",
        "schemas": "Shapes",
    }
}
"""In English alone, as the document is."""


class Document:
    """The OpenAPI document, made when it is first asked for, and when our address changes."""

    def __init__(self, operations: Operations) -> None:
        self.operations = operations
        self._server = ""
        self._made: dict[str, Any] = {}

    def at(self, server: str) -> dict[str, Any]:
        if server != self._server:
            self._made = openapi(self.operations, version=version("onrecord"), server=server)
            self._server = server
        return self._made


DOCUMENT = web.AppKey("document", Document)


async def _openapi(request: web.Request, _who: Visitor) -> Page:
    return json_page(request.app[DOCUMENT].at(whole_links(request).root()))


async def _docs(request: web.Request, _who: Visitor) -> Page:
    server = whole_links(request).root()
    document = request.app[DOCUMENT].at(server)
    links = links_of(request).local
    return research_page(
        request,
        "research/docs.html",
        DOCS,
        part="docs",
        alternates=(("application/openapi+json", links.openapi(), ""),),
        groups=groups_of(document, server=server.rstrip("/")),
        schemas=schemas_of(document),
        links=links,
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/openapi.json", published(_openapi)), web.get("/docs", published(_docs))]
