"""Report a problem: what anybody may ask of the newsroom about a post that they can see.

The form is anonymous: nobody is asked to log in, and one that another site sends in a
reader's name could do no more than its owner may do by hand. It is taken from our own pages
only all the same, as everything that changes something here. What is sent is limited in size
and number, and is shown to editors alone, as text.
"""

from datetime import timedelta

import msgspec
from aiohttp import hdrs, web

from archive.storage.requests import (
    MAX_CONTACT,
    MAX_TEXT,
    REQUEST_KINDS,
    RequestKind,
)
from archive.text import clean_text
from embedder.post_words import PostWords, post_words_in
from embedder.render.post_page import CSP
from embedder.render.report_page import HONEYPOT, report_form, report_page
from embedder.voice import voice_of
from embedder.web.auth import visitor
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.public import ALWAYS, ID, PRIVATE, find_post
from embedder.web.throttle import Throttle, client_address

__all__ = ["THROTTLE", "new_throttle", "routes"]

THROTTLE = web.AppKey("reports", Throttle)


def new_throttle() -> Throttle:
    """Five of one address in ten minutes. And three hundred of all in an hour: many addresses
    together shall not fill the disk.
    """
    return Throttle(
        each=5, within=timedelta(minutes=10), total=300, total_within=timedelta(hours=1)
    )


async def _report(request: web.Request) -> web.Response:
    who = await visitor(request)
    post = (await find_post(request, who, request.match_info["post"])).id
    archive, now = request.app[ARCHIVE], here(request)
    voice = voice_of(now.site, None)
    words = post_words_in(voice.lang)
    typed = await _typed(request)
    kind = next((kind for kind in REQUEST_KINDS if kind == typed["kind"]), None)
    wrong = _wrong(typed, kind, words)
    status = 422
    headers: dict[str, str] = {}
    if wrong is None:
        wait = request.app[THROTTLE].wait(client_address(request), archive.clock())
        if wait is not None:
            wrong, status = words.report_too_many, 429
            headers[hdrs.RETRY_AFTER] = str(wait)
    if wrong is None and kind is not None:
        at = archive.clock()
        await archive.storage.add_request(
            post,
            kind=kind,
            text=typed["text"],
            contact=typed["contact"] or None,
            by=who.name,
            at=at,
        )
        said = words.report_kept.format(name=voice.newsroom, date=voice.dates.minute(at))
        body = report_page(post, now.site, now.links.local, voice, said=said)
        return _answer(body, 201, headers)
    form = msgspec.structs.replace(
        report_form(now.links.local, post, csrf=who.csrf if who.session else None),
        kind=typed["kind"],
        text=typed["text"],
        contact=typed["contact"],
    )
    body = report_page(post, now.site, now.links.local, voice, form=form, wrong=wrong)
    return _answer(body, status, headers)


async def _typed(request: web.Request) -> dict[str, str]:
    """The fields as they were typed; a file in the place of one is none."""
    sent = await read_form(request)
    found = {}
    for name in ("kind", "text", "contact", HONEYPOT):
        value = sent.get(name)
        # Browsers count a line break as one character, and send it as two.
        plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
        found[name] = clean_text(plain)[0]
    return found


def _wrong(typed: dict[str, str], kind: RequestKind | None, words: PostWords) -> str | None:
    """What is wrong with what was typed, for the person who typed it."""
    if typed[HONEYPOT]:
        # A browser may have filled it in for a person: nothing is dropped without a word.
        return words.report_trapped
    if kind is None:
        return words.report_no_kind
    if not typed["text"]:
        return words.report_no_text
    if len(typed["text"]) > MAX_TEXT:
        return words.report_long_text.format(n=len(typed["text"]), max=MAX_TEXT)
    if len(typed["contact"]) > MAX_CONTACT:
        return words.report_long_contact.format(max=MAX_CONTACT)
    return None


def _answer(body: str, status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status,
        body=body.encode(),
        headers={
            **dict(ALWAYS),
            hdrs.CACHE_CONTROL: PRIVATE,
            hdrs.CONTENT_TYPE: "text/html; charset=utf-8",
            "Content-Security-Policy": CSP,
            **headers,
        },
    )


def routes() -> list[web.RouteDef]:
    return [web.post(f"/post/{{post:{ID}}}/report", _report)]
