"""Which language the desk speaks to whoever reads: their own choice, else their browser's."""

import re

from aiohttp import hdrs, web

from embedder.web.texts import TEXTS, text

__all__ = ["CHOSEN", "asked_for", "desk_lang", "say"]

CHOSEN = web.RequestKey("lang", str)
"""What the user chose, where one is logged in and has chosen."""


def desk_lang(request: web.Request) -> str:
    """The language of whoever reads: their own choice, else their browser's, else English."""
    chosen: str = request.get(CHOSEN, "")
    if chosen in TEXTS:
        return chosen
    return asked_for(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))


def asked_for(header: str) -> str:
    """The language of ours that an ``Accept-Language`` asks for before others, else English.

    >>> asked_for("fr;q=0.9, es-MX;q=0.8, en;q=0.5"), asked_for("de"), asked_for("es;q=0, en;q=x")
    ('es', 'en', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, *params = (piece.strip().lower() for piece in part.split(";"))
        lang = tag.partition("-")[0]
        weight = next((p[2:] for p in params if p.startswith("q=")), "1")
        if lang in TEXTS and re.fullmatch(r"[01](\.\d{1,3})?", weight) and float(weight) > 0:
            wanted.append((float(weight), lang))
    # The first of those that are wanted as much.
    return max(wanted, key=lambda one: one[0], default=(0.0, "en"))[1]


def say(request: web.Request, key: str, **parts: object) -> str:
    """What the desk says under a key, in the language of whoever reads."""
    return text(desk_lang(request), key, **parts)
