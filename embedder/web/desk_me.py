"""Oneself at the desk: who one is here, and the language in which the desk speaks."""

from functools import partial

from aiohttp import web

from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE
from embedder.web.deskpage import desk_page, go
from embedder.web.people_texts import PEOPLE
from embedder.web.problems import Problem
from embedder.web.research_texts import said

__all__ = ["DESK_LANGUAGES", "routes"]

DESK_LANGUAGES = {"en": "English", "es": "Español"}
"""Those that the desk speaks, under their own names."""


async def _person(request: web.Request) -> Visitor:
    """Who is logged in, of any role. A key is nobody's self.

    Raises:
        Problem: nobody is; or it is a key.
    """
    who = await require(request, "reader")
    if who.session is None:
        raise Problem(
            403,
            "not-a-person",
            "This page is for people who are logged in; a key has none.",
            next_step="Log in with your browser.",
        )
    return who


async def _show(request: web.Request) -> web.Response:
    who = await _person(request)
    return desk_page(
        request,
        who,
        "desk/me.html",
        here="me",
        say=partial(said, PEOPLE, who.lang or "en"),
        languages=DESK_LANGUAGES.items(),
        saved="saved" in request.query,
    )


async def _save(request: web.Request) -> web.Response:
    who = await _person(request)
    lang = str((await read_form(request)).get("lang", ""))
    if lang not in DESK_LANGUAGES:
        raise Problem(
            422,
            "unknown-language",
            "The desk does not speak this language.",
            next_step=f"Choose one of {', '.join(DESK_LANGUAGES)}.",
        )
    archive = request.app[ARCHIVE]
    await archive.storage.set_lang(who.name, lang, at=archive.clock())
    return go(request, "me?saved")


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/me", _show), web.post("/desk/me", _save)]
