"""Citations as files: ``/post/ID/cite.bib`` and its like, of the current snapshot or of one."""

import re

from aiohttp import hdrs, web

from archive.cite import FILES
from embedder.citing import citation_of
from embedder.options import Options
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import here, links_of, whole_links
from embedder.web.embeds import CORS, view_of
from embedder.web.public import ID, Moved, find_holding, not_shown, published, surrogate_keys

__all__ = ["routes"]

_KINDS = "|".join(re.escape(kind) for kind in FILES)


async def _cite(request: web.Request, who: Visitor) -> Page:
    named = request.match_info
    n = named["n"].removeprefix("@")
    holding = await find_holding(request, who, named["post"], int(n) if n else None)
    if isinstance(holding, Moved):
        where = links_of(request).local.cite(holding.post, named["kind"], holding.n)
        headers = ((hdrs.LOCATION, where), CORS)
        return Page(status=308, body=b"", content_type="text/plain; charset=utf-8", headers=headers)
    view, now = view_of(request, holding, Options()), here(request)
    citation = citation_of(holding, view, now.site, whole_links(request))
    if citation is None:
        raise not_shown(now.site.name)
    file = FILES[named["kind"]]
    return Page(
        body=file.write(citation).encode(),
        content_type=file.content_type,
        headers=(CORS, surrogate_keys(holding)),
    )


def routes() -> list[web.RouteDef]:
    path = f"/post/{{post:{ID}}}{{n:(?:@[1-9][0-9]{{0,5}})?}}/cite.{{kind:{_KINDS}}}"
    return [web.get(path, published(_cite))]
