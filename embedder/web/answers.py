"""One embed as an answer, whatever address it was asked for by: stored bytes, or rendered now."""

import hashlib
import logging
import re
from typing import NamedTuple

from aiohttp import hdrs, web

from archive.shown import shown_by
from archive.storage.base import Holding
from archive.storage.blobs import frozen_name
from archive.storage.published import Frozen
from embedder.cards import CARD_OUTPUTS
from embedder.options import Options
from embedder.outputs import TEXT_OUTPUTS, Material
from embedder.parts import EmbedView
from embedder.render.oembed import discovery
from embedder.view import is_shown
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, CARDS, here, links_of, whole_links
from embedder.web.problems import unknown_post
from embedder.web.public import FROZEN, not_shown, surrogate_keys

__all__ = [
    "CARD_OUTPUTS",
    "CORS",
    "OUTPUTS",
    "Wanted",
    "answer",
    "frozen_form",
    "frozen_page",
    "pinned_name",
    "rendered_page",
]

log = logging.getLogger("onrecord.web")

OUTPUTS = "|".join(re.escape(name) for name in (*TEXT_OUTPUTS, *CARD_OUTPUTS) if name != "page")
"""Of a path: what ends it, but for the page, which has no name."""

CORS = (hdrs.ACCESS_CONTROL_ALLOW_ORIGIN, "*")


class Wanted(NamedTuple):
    """What is to be answered with."""

    holding: Holding
    view: EmbedView
    frozen: bool = False
    """Content alone."""
    pinned: str | None = None
    """The name of its card, where it is frozen: the card stays for good."""


def rendered_page(request: web.Request, wanted: Wanted, output: str) -> Page:
    """A text output, rendered now.

    Raises:
        Problem: 451, data of a post that is not shown; 404, no such output.
    """
    kind = TEXT_OUTPUTS.get(output)
    if kind is None:
        raise unknown_post()
    if kind.is_data and not is_shown(wanted.holding):
        raise not_shown(here(request).site.name)
    of = Material(
        holding=wanted.holding,
        view=wanted.view,
        links=links_of(request),
        origin=whole_links(request).origin,
        frozen=wanted.frozen,
    )
    csp = kind.csp(of) if kind.csp else None
    frame = wanted.view.frame
    oembed = (frame.origin + frame.oembed, frame.origin + frame.oembed_xml)
    return _page(wanted.holding, output, kind.render(of), kind.content_type, csp, oembed)


async def answer(request: web.Request, wanted: Wanted, output: str) -> Page:
    """Any output, made now: a text output, or the card as a picture.

    Raises:
        Problem: as :func:`rendered_page`.
    """
    if output not in CARD_OUTPUTS:
        return rendered_page(request, wanted, output)
    card = await request.app[CARDS].card(
        request.app[ARCHIVE], wanted.holding, wanted.view, CARD_OUTPUTS[output], wanted.pinned
    )
    return _picture(wanted.holding, card.png)


def _picture(holding: Holding, png: bytes, cache: str | None = None) -> Page:
    headers = (CORS, surrogate_keys(holding))
    return Page(body=png, content_type="image/png", headers=headers, cache=cache)


async def frozen_form(request: web.Request, holding: Holding, options: Options) -> Frozen | None:
    """The frozen form of an option set; ``None`` where it is not frozen, or something that it
    shows is not shown today: then it is rendered, without that.
    """
    storage = request.app[ARCHIVE].storage
    if holding.stored is None or not is_shown(holding):
        return None
    form = await storage.frozen(holding.post.id, holding.stored.n, options.segment)
    return None if form is None or not form.shown <= shown_by(holding) else form


def pinned_name(form: Frozen | None, output: str) -> str | None:
    """The name of a card of a frozen form; ``None``: it is no card, or none that stays."""
    return f"{form.options}/{output}" if form and output in CARD_OUTPUTS else None


async def frozen_page(
    request: web.Request, holding: Holding, form: Frozen, output: str
) -> Page | None:
    """The stored bytes of a frozen form; ``None`` where there are none, so that it is made."""
    archive = request.app[ARCHIVE]
    if holding.stored is None:
        return None
    name = pinned_name(form, output)
    if name is not None:
        found = await archive.cards.find_pinned(holding.post.id, holding.stored.n, name)
        if found is None or found.drawn is None or not found.row.shown <= shown_by(holding):
            return None
        return _picture(holding, found.drawn.png, FROZEN)
    kept = next((one for one in form.outputs if one.output == output), None)
    if kept is None or output not in TEXT_OUTPUTS:
        return None
    body = await archive.blobs.get(frozen_name(kept.sha256))
    if body is None or hashlib.sha256(body).hexdigest() != kept.sha256:
        log.error(
            "the frozen %s of %s@%d/%s is missing or damaged (%s): restore the blobs from a backup",
            *(output, holding.post.id, holding.stored.n, form.options, kept.sha256),
        )
        return None
    links, post = links_of(request), holding.post.id
    oembed = (links.oembed_of(post), links.oembed_of(post, "xml"))
    return _page(holding, output, body, kept.content_type, kept.csp, oembed, cache=FROZEN)


def _page(
    holding: Holding,
    output: str,
    body: bytes,
    content_type: str,
    csp: str | None,
    oembed: tuple[str, str],
    cache: str | None = None,
) -> Page:
    headers: list[tuple[str, str]] = []
    if csp is not None:
        headers.append(("Content-Security-Policy", csp))
    if TEXT_OUTPUTS[output].cors:
        headers.append(CORS)
    if TEXT_OUTPUTS[output].leads_to_oembed:
        headers.append((hdrs.LINK, discovery(*oembed)))
    return Page(
        body=body,
        content_type=content_type,
        headers=(*headers, surrogate_keys(holding)),
        cache=cache,
    )
