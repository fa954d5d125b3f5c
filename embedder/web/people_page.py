"""A page about people: one of the desk, with the words of :mod:`embedder.web.people_texts`."""

from functools import partial
from typing import Any

from aiohttp import web

from embedder.web.auth import Visitor
from embedder.web.deskpage import desk_page
from embedder.web.languages import desk_lang
from embedder.web.people_texts import PEOPLE
from embedder.web.research_texts import said

__all__ = ["people_page"]


def people_page(
    request: web.Request, who: Visitor, template: str, *, status: int = 200, **values: Any
) -> web.Response:
    """As :func:`~embedder.web.deskpage.desk_page`; its words are said by ``say``."""
    say = partial(said, PEOPLE, desk_lang(request))
    return desk_page(request, who, template, status=status, say=say, **values)
