"""Typing a post in, at the desk: a plain form, with the screenshots that it is read off."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from aiohttp import web

from archive import ocr
from archive.by_hand import MAX_SCREENSHOTS, Typed, WrongFields
from archive.errors import MediaError
from archive.handing import BadPicture
from archive.query import Query, from_params
from archive.storage.blobs import content_name
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.by_hand_texts import BY_HAND
from embedder.web.context import ARCHIVE, here
from embedder.web.desk_posts import rows_of
from embedder.web.deskpage import desk_page, go
from embedder.web.handed_in import MAX_BODY, files_of, typed_of
from embedder.web.languages import desk_lang
from embedder.web.refusals import note_upload
from embedder.web.research_texts import said
from embedder.web.setup import zones
from embedder.web.told import said_of

__all__ = ["LARGE", "phrases_of", "routes"]

_PATH = "/desk/capture/by-hand"
LARGE = {_PATH: MAX_BODY}
PHRASE = 6
"""Words of a phrase by which the archive is searched for the same post."""
MOST_SAME = 3
"""Posts that may be the same, of those found."""
_SHA256 = re.compile("[0-9a-f]{64}")


async def _ask(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    url = request.query.get("url", "")[:4096]
    return _page(request, who, Typed(url=url, timezone=here(request).site.timezone))


async def _keep(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    archive, form = request.app[ARCHIVE], await read_form(request)
    typed = typed_of({name: str(value) for name, value in form.items() if isinstance(value, str)})
    pictures = [*await _set_aside(request), *await files_of(request)]
    if "read" in form:
        return await _read(request, who, typed, pictures)
    wrong: dict[str, str] = {}
    told: str | None = None
    try:
        captured = await archive.capture_by_hand(typed, by=who.name, screenshots=pictures)
    except WrongFields as error:
        wrong = {field: f"{field}.{why}" for field, why in error.fields.items()}
    except BadPicture as error:
        await note_upload(request, error.what)
        wrong, pictures = {"screenshots": "screenshots.no picture"}, []
    else:
        if captured.post is not None:
            return go(request, f"posts/{captured.post}")
        told, wrong = said_of(captured.told.said, desk_lang(request)), {"url": "url.not found"}
    aside = [await archive.set_aside(data) for data in pictures[:MAX_SCREENSHOTS]]
    return _page(request, who, typed, aside=aside, wrong=wrong, told=told)


async def _read(
    request: web.Request, who: Visitor, typed: Typed, pictures: Sequence[bytes]
) -> web.Response:
    """The form with what the first screenshot seems to say in the fields that are empty: it is
    kept once the editor has compared it and sends it again.
    """
    archive = request.app[ARCHIVE]
    if not pictures:
        return _page(request, who, typed, wrong={"screenshots": "screenshots.missing"})
    try:
        seen = msgspec.structs.asdict(await archive.ocr.read(pictures[0]))
    except MediaError as error:
        await note_upload(request, error.what)
        return _page(request, who, typed, wrong={"screenshots": "screenshots.no picture"})
    filled = {name: value for name, value in seen.items() if value and not getattr(typed, name)}
    aside = [await archive.set_aside(data) for data in pictures[:MAX_SCREENSHOTS]]
    typed = msgspec.structs.replace(typed, **filled)
    same = await _same(request, typed)
    return _page(request, who, typed, aside=aside, read=True, same=same)


async def _set_aside(request: web.Request) -> list[bytes]:
    """Screenshots that were sent before, with a form that had something wrong about it."""
    sent = [str(name) for name in (await read_form(request)).getall("aside", [])[:MAX_SCREENSHOTS]]
    blobs = request.app[ARCHIVE].blobs
    found = [await blobs.get(content_name(name)) for name in sent if _SHA256.fullmatch(name)]
    return [data for data in found if data is not None]


class _Same(msgspec.Struct, frozen=True):
    """What the archive has of the words that were read."""

    href: str
    """The whole search."""
    rows: list[dict[str, Any]]
    """The posts that have one of the phrases, as lists show them; drafts, too."""


async def _same(request: web.Request, typed: Typed) -> _Same | None:
    """Posts that are kept here with words that were read; ``None``: there are no words.

    A program misreads a word here and there: one of some phrases is enough.
    """
    phrases = phrases_of(typed.text)
    if not phrases:
        return None
    asked = {"q": " OR ".join(f'"{phrase}"' for phrase in phrases)}
    query, storage = from_params(asked), request.app[ARCHIVE].storage
    found = []
    if isinstance(query, Query):
        query = msgspec.structs.replace(query, limit=MOST_SAME)
        hits = (await storage.search(query, drafts=True)).hits
        held = [await storage.holding(post) for post in dict.fromkeys(hit.post for hit in hits)]
        found = rows_of(request, [one for one in held if one is not None])
    return _Same(href=here(request).links.local.search(asked), rows=found)


def phrases_of(text: str) -> list[str]:
    """What of a text is searched for: its beginning, its middle and its end.

    >>> phrases_of("The bridge is open.")
    ['The bridge is open']
    """
    words = re.findall(r"\w+", text)
    starts = {0, max(0, (len(words) - PHRASE) // 2), max(0, len(words) - PHRASE)}
    return [" ".join(words[start : start + PHRASE]) for start in sorted(starts)] if words else []


def _page(
    request: web.Request,
    who: Visitor,
    typed: Typed,
    *,
    aside: Sequence[str] = (),
    wrong: Mapping[str, str] | None = None,
    told: str | None = None,
    read: bool = False,
    same: _Same | None = None,
) -> web.Response:
    return desk_page(
        request,
        who,
        "desk/by_hand.html",
        status=422 if wrong else 200,
        here="capture",
        say=partial(said, BY_HAND, desk_lang(request)),
        typed=typed,
        aside=aside,
        wrong=wrong or {},
        told=told,
        read=read,
        same=same,
        rows=same.rows if same else [],
        reads=ocr.is_installed(),
        zones=zones(),
    )


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _ask), web.post(_PATH, _keep)]
