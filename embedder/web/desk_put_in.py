"""Put it in your article: the embed's choices with a preview at three widths, and the codes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from archive.storage.base import Holding
from archive.storage.published import Placement
from embedder.cards import card_options
from embedder.dates import language_name
from embedder.forms import frozen_options
from embedder.height import estimate
from embedder.options import MAX_WIDTH, MIN_WIDTH, Options, parse_options
from embedder.placed import as_placed, options_of
from embedder.render import renderer_of
from embedder.render.card import WIDTH as CARD_WIDTH
from embedder.render.card import alt_of
from embedder.render.markdown import markdown
from embedder.render.oembed import frame_code, oembed
from embedder.view import build_view, is_shown
from embedder.web.auth import require
from embedder.web.brands import own_site
from embedder.web.context import CARDS, SETTINGS, here, whole_links
from embedder.web.desk_describe import undescribed
from embedder.web.deskpage import desk_page
from embedder.web.embeds import view_of
from embedder.web.languages import desk_lang
from embedder.web.problems import unknown_post
from embedder.web.public import ID, held_here
from embedder.web.put_in_texts import PUT_IN
from embedder.web.research_texts import said
from embedder.words import LANGUAGES

__all__ = ["PLACES", "chosen_options", "codes_of", "languages_of", "routes"]

WIDTH = 600
WIDTHS = (320, 400, 600)
"""A phone's, a column's, a page's."""
THEMES = ("auto", "light", "dark")
FLAGS = ("counts", "media", "parent")
PLACES = ("site", "wordpress", "newsletter", "picture", "markdown")
"""Where an article may be made, each with codes of its own."""


def chosen_options(form: Mapping[str, Any]) -> Options:
    """The options that the form of choices says; one that was not sent says nothing."""
    if "chosen" not in form:
        return Options()
    asked = {name: str(form.get(name, "")) for name in ("theme", "lang", "width")}
    asked |= {flag: "1" if flag in form else "0" for flag in FLAGS}
    return parse_options(query=asked) or Options()


def languages_of(lang: str) -> list[tuple[str, str]]:
    """The languages of an embed's box by code, with their names in a language of the desk; the
    site's, which has no code, stands first under no name.
    """
    return [("", ""), *((code, language_name(code, lang) or code) for code in LANGUAGES)]


async def _page(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    holding = await held_here(request, who)
    if not is_shown(holding):
        raise unknown_post()
    post = holding.post
    options, links = chosen_options(request.query), here(request).links.local
    if options.site is None:
        options = msgspec.structs.replace(options, site=own_site(request, who))
    theme = "light" if options.theme == "auto" else options.theme
    segment = msgspec.structs.replace(options, theme=theme).segment
    view = view_of(request, holding, options)
    return desk_page(
        request,
        who,
        "desk/put_in.html",
        here="posts",
        say=partial(said, PUT_IN, desk_lang(request)),
        post=post.id,
        draft=post.visibility == "draft",
        undescribed=undescribed(holding),
        copy_releases=request.app[SETTINGS].publish.release != "hand",
        options=options,
        theme=theme,
        themes=THEMES,
        langs=languages_of(desk_lang(request)),
        flags={flag: getattr(options, flag) for flag in FLAGS},
        widths=(MIN_WIDTH, MAX_WIDTH),
        frames=[
            (width, links.embed(post.id, None, segment), estimate(view, width)) for width in WIDTHS
        ],
    )


async def codes_of(
    request: web.Request, holding: Holding, placement: Placement
) -> dict[str, list[tuple[str, str]]]:
    """The codes of a placement by where they go, each by what it is. They leave our host, so every
    address is whole.
    """
    now, settings = here(request), request.app[SETTINGS]
    links = whole_links(request)
    options = options_of(placement) or Options()
    view = build_view(holding, options, now.site, links, widths=settings.media.widths)
    view = as_placed(view, placement, holding, now.site, links)
    width = options.width or WIDTH
    frame = frame_code(view, width, estimate(view, width))
    quotation = str(oembed(view, links, None, None)["html"])
    permalink = links.post(holding.post.id)
    fixed = links.embed(placement.post, placement.snapshot, frozen_options(options).segment)
    return {
        "site": [
            ("iframe", frame),
            ("script", f'{frame}\n<script src="{links.embed_script()}" async></script>'),
            ("quotation", quotation),
            ("fragment", renderer_of(view).fragment(view)),
            ("link", permalink),
            ("frozen", fixed),
        ],
        "wordpress": [
            ("address", links.placement(placement.key)),
            ("block", f"<!-- wp:html -->\n{quotation}\n<!-- /wp:html -->"),
        ],
        "newsletter": [("email", renderer_of(view).email(view))],
        "picture": [("image", await _picture(request, holding, placement, options))],
        "markdown": [("markdown", markdown(view))],
    }


async def _picture(
    request: web.Request, holding: Holding, placement: Placement, options: Options
) -> str:
    """The card as the placement's choices have it. Laid out, not drawn: its size is known."""
    now, links = here(request), whole_links(request)
    view = view_of(request, holding, card_options(options))
    view = as_placed(view, placement, holding, now.site, links)
    layout = await request.app[CARDS].laid_out(view)
    alt = alt_of(view).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return (
        f'<a href="{links.post(placement.post)}"><img src="{links.placement_card(placement.key)}" '
        f'width="{CARD_WIDTH}" height="{layout.height}" style="max-width:100%;height:auto" '
        f'alt="{alt}"></a>'
    )


def routes() -> list[web.RouteDef]:
    return [web.get(f"/desk/posts/{{post:{ID}}}/article", _page)]
