"""Typing a post in, at the desk: a plain form, with the screenshots that it is read off."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from aiohttp import web

from archive import ocr
from archive.by_hand import MAX_SCREENSHOTS, Typed, WrongFields
from archive.errors import MediaError
from archive.handing import BadPicture
from archive.storage.blobs import content_name
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.by_hand_texts import BY_HAND
from embedder.web.context import ARCHIVE, here
from embedder.web.deskpage import desk_page, go
from embedder.web.handed_in import MAX_BODY, files_of, typed_of
from embedder.web.languages import desk_lang
from embedder.web.refusals import note_refused
from embedder.web.research_texts import said
from embedder.web.setup import zones
from embedder.web.told import said_of

__all__ = ["LARGE", "routes"]

_PATH = "/desk/capture/by-hand"
LARGE = {_PATH: MAX_BODY}
PHRASE = 8
"""Words by which the archive is searched for the same post."""
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
        await note_refused(request, "refuse upload", f"POST {request.path}", error.what)
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
    except MediaError:
        return _page(request, who, typed, wrong={"screenshots": "screenshots.no picture"})
    filled = {name: value for name, value in seen.items() if value and not getattr(typed, name)}
    aside = [await archive.set_aside(data) for data in pictures[:MAX_SCREENSHOTS]]
    typed = msgspec.structs.replace(typed, **filled)
    return _page(request, who, typed, aside=aside, read=True)


async def _set_aside(request: web.Request) -> list[bytes]:
    """Screenshots that were sent before, with a form that had something wrong about it."""
    sent = [str(name) for name in (await read_form(request)).getall("aside", [])[:MAX_SCREENSHOTS]]
    blobs = request.app[ARCHIVE].blobs
    found = [await blobs.get(content_name(name)) for name in sent if _SHA256.fullmatch(name)]
    return [data for data in found if data is not None]


def _same(request: web.Request, typed: Typed) -> str | None:
    """Where the archive is searched for a post with these words: their first ones, as a phrase."""
    words = re.findall(r"\w+", typed.text)[:PHRASE]
    phrase = " ".join(words)
    return here(request).links.local.search({"q": f'"{phrase}"'}) if words else None


def _page(
    request: web.Request,
    who: Visitor,
    typed: Typed,
    *,
    aside: Sequence[str] = (),
    wrong: Mapping[str, str] | None = None,
    told: str | None = None,
    read: bool = False,
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
        same=_same(request, typed) if read else None,
        reads=ocr.is_installed(),
        zones=zones(),
    )


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _ask), web.post(_PATH, _keep)]
