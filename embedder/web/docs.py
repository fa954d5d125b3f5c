"""``/openapi.json``: what programs may ask of us, for programs."""

from importlib.metadata import version
from typing import Any

import msgspec
from aiohttp import web

from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import whole_links
from embedder.web.embeds import CORS
from embedder.web.openapi import openapi
from embedder.web.operations import Operations
from embedder.web.public import published

__all__ = ["DOCUMENT", "Document", "routes"]


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
    document = request.app[DOCUMENT].at(whole_links(request).root())
    return Page(
        body=msgspec.json.encode(document), content_type="application/json", headers=(CORS,)
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/openapi.json", published(_openapi))]
