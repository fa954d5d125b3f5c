"""The public pages: the front door, and the permanent page of a post."""

from aiohttp import hdrs, web

from archive.records import Stored
from archive.storage.published import Articles
from embedder.links import Links
from embedder.options import Options
from embedder.render.oembed import discovery
from embedder.render.post_page import CSP, post_page
from embedder.used_in import MOST
from embedder.web.auth import Visitor
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, SETTINGS, desk_path, here, local_address
from embedder.web.embeds import view_of
from embedder.web.public import ID, Moved, find_holding, published, surrogate_keys
from embedder.web.templating import render

__all__ = ["routes"]

HTML = "text/html; charset=utf-8"
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


async def _home(request: web.Request, who: Visitor) -> Page:
    """What this is, for whoever comes by; the desk, for those who work there."""
    now = here(request)
    if who.sees_drafts:
        return Page(
            status=303,
            body=b"",
            content_type=HTML,
            headers=((hdrs.LOCATION, desk_path(now.links)),),
        )
    links = now.links.local
    public = request.app[SETTINGS].access.research == "public"
    body = render(
        "home.html",
        site_name=now.site.name,
        static=links.static,
        search=links.search({}) if public else None,
        login=links.login(),
    )
    return Page(body=body, content_type=HTML, headers=(("Content-Security-Policy", _CSP),))


async def _post(request: web.Request, who: Visitor) -> Page:
    now = here(request)
    holding = await find_holding(request, who, request.match_info["post"])
    if isinstance(holding, Moved):
        return Page(
            status=308,
            body=b"",
            content_type=HTML,
            headers=((hdrs.LOCATION, now.links.local.post(holding.post)),),
        )
    view = view_of(request, holding, Options())
    frame = view.frame
    widths = request.app[SETTINGS].media.widths
    articles, thread = Articles(), tuple[Stored, ...]()
    if view.post is not None:
        storage = request.app[ARCHIVE].storage
        articles = await storage.published_articles(holding.post.id, limit=MOST)
        thread = await storage.thread(holding.post.id)
    # A citation leaves our host, so its address is whole even while ours is not set.
    whole = now.links if now.site.public_url else Links(local_address(request.app[SETTINGS]))
    return Page(
        body=post_page(
            holding,
            view,
            now.site,
            whole,
            widths=widths,
            csrf=who.csrf if who.session else None,
            articles=articles,
            thread=thread,
        ).encode(),
        content_type=HTML,
        headers=(
            ("Content-Security-Policy", CSP),
            surrogate_keys(holding, [stored.post for stored in thread]),
            # Discovery (oembed.com, section 4), for consumers that read no HTML.
            (hdrs.LINK, discovery(frame.origin + frame.oembed, frame.origin + frame.oembed_xml)),
        ),
    )


def routes() -> list[web.RouteDef]:
    return [web.get("/", published(_home)), web.get(f"/post/{{post:{ID}}}", published(_post))]
