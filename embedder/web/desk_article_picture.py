"""A picture of an article that may show a post, at the desk: what it seems to say, where to look
for the post, and a place for its address.
"""

import re
from functools import partial

import msgspec
from aiohttp import web

from archive import ocr
from archive.errors import FetchError, MediaError, UsageError
from archive.ocr import Proposal
from archive.platforms import MAX_URL, platform_title
from archive.text import web_address
from embedder.elsewhere import phrase_of, search_elsewhere
from embedder.errors_es import error_in
from embedder.web.article_texts import ARTICLES
from embedder.web.auth import require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.deskpage import desk_page
from embedder.web.languages import desk_lang
from embedder.web.research_texts import said

__all__ = ["routes"]

_LONGEST = 1_000
_SHA256 = re.compile("[0-9a-f]{64}")


class _Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What the form carries on: the picture as the article told of it, and what is searched for."""

    src: str = ""
    article: str = ""
    platform: str = ""
    credited: str = ""
    caption: str = ""
    speaker: str = ""
    phrase: str = ""
    handle: str = ""
    name: str = ""
    time: str = ""
    words: str = ""
    """All that was read."""
    aside: str = ""
    """The SHA-256 of the picture, once it is here."""


async def _resolve(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    form = await read_form(request)
    sent = _Sent(
        **{
            name: str(form.get(name, "")).strip()[: MAX_URL if name == "src" else _LONGEST]
            for name in _Sent.__struct_fields__
        }
    )
    wrong = ""
    if "phrase" not in form and web_address(sent.src) is not None:
        sent, wrong = await _read(request, sent)
    links, say = here(request).links.local, partial(said, ARTICLES, desk_lang(request))
    return desk_page(
        request,
        who,
        "desk/article_picture.html",
        here="articles",
        say=say,
        sent=sent,
        fields=msgspec.structs.asdict(sent),
        wrong=wrong,
        reads=ocr.is_installed(),
        href=web_address(sent.src),
        aside=sent.aside if _SHA256.fullmatch(sent.aside) else "",
        title=platform_title(sent.platform) if sent.platform else sent.credited,
        searches=(
            links.search({"q": f'"{_bare(sent.phrase)}"'}),
            search_elsewhere(sent.platform or None, sent.phrase, sent.handle),
        )
        if sent.phrase or sent.handle
        else None,
    )


async def _read(request: web.Request, sent: _Sent) -> tuple[_Sent, str]:
    """What the picture seems to say, where it can be had and read here; else why not."""
    archive = request.app[ARCHIVE]
    try:
        picture = await archive.picture(sent.src)
        seen = await archive.ocr.read(picture) if ocr.is_installed() else Proposal()
    except (UsageError, FetchError, MediaError) as error:
        return sent, error_in(desk_lang(request), error)
    return msgspec.structs.replace(
        sent,
        phrase=phrase_of(seen.text),
        words=seen.text[:_LONGEST],
        handle=seen.handle,
        name=seen.name,
        time=seen.time,
        aside=await archive.set_aside(picture),
    ), ""


def _bare(phrase: str) -> str:
    return phrase.replace('"', " ").strip()


def routes() -> list[web.RouteDef]:
    return [web.post("/desk/articles/picture", _resolve)]
