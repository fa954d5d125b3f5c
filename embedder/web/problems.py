"""Errors as answers: RFC 9457 problem documents, or the same facts on a plain page.

Every error says what, and what to do next. No traceback reaches a client: what was not
foreseen is logged under an id, and the answer names the id. Nothing of the request is
repeated in an answer, so that a draft and a post never seen get the same bytes.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict
from urllib.parse import urlencode, urlsplit

import msgspec
from aiohttp import hdrs, web

from archive import errors
from embedder.errors_es import spanish
from embedder.links import Links, logged_path
from embedder.web.cache import Handler
from embedder.web.context import here
from embedder.web.languages import desk_lang
from embedder.web.problem_texts import OTHER, SPANISH
from embedder.web.templating import render

__all__ = [
    "Mistake",
    "Problem",
    "ProblemDocument",
    "answering_problems",
    "problem_of",
    "unknown_post",
    "unrouted",
]

log = logging.getLogger("onrecord.web")

_STATUS: tuple[tuple[type[errors.ArchiveError], int], ...] = (
    # The first that fits: narrower classes stand before wider ones.
    (errors.NotAPost, 422),
    (errors.UnknownPost, 404),
    (errors.ConfigError, 500),
    (errors.UsageError, 400),
    (errors.Throttled, 503),
    (errors.TimedOut, 504),
    (errors.FetchError, 502),
    (errors.MediaError, 422),
    (errors.HoldError, 409),
    (errors.Conflict, 409),
    (errors.IdClash, 500),
    (errors.StorageError, 503),
    (errors.ArchiveError, 500),
)

# Our own words, and not those of Python's HTTPStatus, which change with its version.
_TITLES = {
    400: "Not taken",
    401: "Log in first",
    403: "Not for you",
    404: "Not here",
    405: "Not in this way",
    408: "Too slow",
    409: "Not now",
    413: "Too large",
    415: "Not of this kind",
    416: "Not that part",
    422: "Not taken",
    500: "Something failed",
    501: "Not offered",
    502: "No usable answer",
    503: "Not just now",
    504: "No answer in time",
}

_PLAIN = {
    400: (
        "bad-request",
        "The request cannot be read.",
        "Mend the request; the documentation lists what it takes.",
    ),
    404: ("not-found", "There is nothing under this address.", "Check the address."),
    405: (
        "method-not-allowed",
        "This address does not take that method.",
        "The Allow header names the methods that this address takes.",
    ),
    408: (
        "request-timeout",
        "What was sent did not come in time.",
        "Send it again, over a faster line or in smaller parts.",
    ),
    413: (
        "request-entity-too-large",
        "What was sent is larger than we take.",
        "Send less: a request may have 64 KB, a paste 4 MB, what an editor hands in 32 MB.",
    ),
    415: (
        "unsupported-media-type",
        "What was sent is of a type that this address does not take.",
        "Send JSON, with Content-Type: application/json.",
    ),
}
"""Of an answer that says no more than its status: kind, what, and what to do next."""


class Mistake(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was typed and cannot be looked for."""

    start: int
    end: int
    """Code points of what was typed."""
    what: str
    instead: str
    """What to write in that place; empty: leave it out."""
    parameter: str = "q"
    """Of the URL, if it was no query that was typed."""


class ProblemDocument(TypedDict):
    """RFC 9457, with ``next``: what to do."""

    type: str
    title: str
    status: int
    detail: str
    next: str
    mistakes: NotRequired[list[Mistake]]
    """Of a query, each with its place."""
    fields: NotRequired[dict[str, str]]
    """Of what was typed in: what is wrong, by field."""


class Problem(Exception):
    """An error that is its own answer. ``kind`` ends the problem's type, for programs."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        next_step: str,
        title: str | None = None,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.title = title or _TITLES.get(status, "Not done")
        self.detail = detail
        self.next_step = next_step
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        """What a kind of problem tells beside the rest, for programs."""
        self.names = dict(names or {})
        """What the detail names, for other languages."""

    def facts(self) -> ProblemDocument:
        """The problem document."""
        return {
            "type": f"urn:onrecord:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "next": self.next_step,
        }


def unknown_post() -> Problem:
    """The one answer for a post that was never seen and for one that may not be seen."""
    return Problem(
        404,
        "unknown-post",
        "No post is kept here under that address.",
        title="Not kept here",
        next_step="Check the address, or ask the newsroom that gave it to you.",
    )


def problem_of(error: Exception) -> Problem | None:
    """The problem that an error is; ``None`` for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, errors.ArchiveError):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        name = type(error).__name__
        kind = "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")
        return Problem(status, kind, error.what, next_step=error.next_step)
    if isinstance(error, web.HTTPException) and error.status >= 400:
        allow = error.headers.get(hdrs.ALLOW)
        kind, what, next_step = _PLAIN.get(
            error.status,
            (f"http-{error.status}", "This request was not answered.", "Try again later."),
        )
        return Problem(
            error.status,
            kind,
            what,
            next_step=next_step,
            headers={} if allow is None else {hdrs.ALLOW: allow},
        )
    return None


def answering_problems(handler: Handler) -> Handler:
    """A handler whose every error is an answer.

    Handlers are wrapped, and the application has no middleware: aiohttp's way to those costs
    a warm embed a tenth of its time.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                if isinstance(error, web.HTTPException):
                    raise  # a redirect
                problem = _unforeseen(request, error)
            elif problem.status >= 500:
                log.warning("%s %s: %s", request.method, logged_path(request.path), error)
            return _answer(request, problem)

    return answer


async def unrouted(request: web.Request) -> web.StreamResponse:
    """The answer where no route fits: the path takes other methods, or there is no such path."""
    allowed: set[str] = set()
    for resource in request.app.router.resources():
        if resource is not request.match_info.route.resource:
            _, methods = await resource.resolve(request)
            allowed |= methods
    if allowed:
        raise web.HTTPMethodNotAllowed(request.method, allowed)
    raise web.HTTPNotFound


def _unforeseen(request: web.Request, error: Exception) -> Problem:
    number = secrets.token_hex(4)
    log.error(
        "error %s at %s %s", number, request.method, logged_path(request.path), exc_info=error
    )
    return Problem(
        500,
        "bug",
        f"Something went wrong here that nobody foresaw; it is logged as {number}.",
        next_step=f"Try again; if it stays, tell whoever runs this service the number {number}.",
        names={"number": number},
    )


def _answer(request: web.Request, problem: Problem) -> web.Response:
    headers = {
        hdrs.CACHE_CONTROL: "no-store",
        hdrs.VARY: "Accept",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        **problem.headers,
    }
    # A page inside a newsroom's frame says there, too, why it is empty; the desk is never framed.
    framed = request.path.startswith(("/e/", "/p/"))
    headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'none'; "
        f"frame-ancestors {'*' if framed else chr(39) + 'none' + chr(39)}"
    )
    if _is_data(request):
        headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    if "text/html" in request.headers.get(hdrs.ACCEPT, ""):
        headers[hdrs.CONTENT_TYPE] = "text/html; charset=utf-8"
        now = here(request)
        lang = _page_lang(request)
        body = render(
            "problem.html",
            lang=lang,
            problem=_in(lang, problem),
            site_name=now.site.name,
            static=now.links.local.static,
            login=_login(request, now.links) if problem.kind == "login-needed" else None,
        )
    else:
        headers[hdrs.CONTENT_TYPE] = "application/problem+json"
        body = json.dumps({**problem.facts(), **problem.more}, ensure_ascii=False).encode()
    return web.Response(status=problem.status, body=body, headers=headers)


def _login(request: web.Request, links: Links) -> str:
    """Where to log in, and from there to the page of the desk that was asked for."""
    path = urlsplit(links.login()).path
    base = urlsplit(links.desk()).path
    asked = request.path_qs
    return (
        f"{path}?{urlencode({'to': asked.removeprefix(base)})}" if asked.startswith(base) else path
    )


def _page_lang(request: web.Request) -> str:
    """The desk's pages speak their reader's language, the others that are public English."""
    return desk_lang(request) if request.path.startswith(("/desk", "/login/")) else "en"


def _in(lang: str, problem: Problem) -> Problem:
    if lang != "es":
        return problem
    said = SPANISH.get(problem.kind, OTHER)
    return Problem(
        problem.status,
        problem.kind,
        spanish(problem.detail) or said.detail.format(**problem.names),
        next_step=spanish(problem.next_step) or said.next_step,
        title=said.title,
    )


def _is_data(request: web.Request) -> bool:
    return request.path.startswith(
        ("/e/", "/p/", "/oembed", "/api/v1/posts", "/api/v1/embeds", "/search", "/feeds/")
    )
