"""``/api/v1/captures``: ask for a capture, see how it goes, and watch it live."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Any, TypedDict

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.looking import Attempt
from archive.platforms import MAX_URL, identify
from archive.post_shape import Time
from archive.records import PostRef
from archive.storage.base import Job, JobState
from archive.telling import Offer
from embedder.web.auth import require, require_scope
from embedder.web.bodies import HEADERS, answer_json, read_json
from embedder.web.brands import require_site
from embedder.web.context import ARCHIVE, STOPPING
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem

__all__ = ["OPERATIONS", "UNDER_WAY", "routes"]

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it is still there."""

UNDER_WAY = frozenset({"queued", "running"})


_Address = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": MAX_URL})]
"""Told beforehand; what is wrong with one is said by whoever reads it, in better words."""


class Capture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    url: _Address
    article: _Address | None = None
    release: bool = False


_JOB = "{id:(?!(?:by-hand|from-browser|saved)$)[^/]+}"
"""But for the addresses of what is handed in, which take no GET."""


async def _request(request: web.Request) -> web.Response:
    who = await require(request, "editor", "capture")
    asked = await read_json(request, Capture)
    if asked.release:
        require_scope(who, "release")
    require_site(request, who, asked.article)
    job = await request.app[ARCHIVE].request_capture(
        asked.url, by=who.name, article=asked.article, release=asked.release
    )
    return answer_json(
        {"id": job.id, "post": _post_of(job), "state": job.state},
        status=202,
        headers={hdrs.LOCATION: f"/api/v1/captures/{job.id}"},
    )


async def _show(request: web.Request) -> web.Response:
    await require(request, "editor", "capture")
    return answer_json(_state_of(await _find(request, request.match_info["id"])))


async def _find(request: web.Request, id: str) -> Job:
    """A capture that somebody asked for.

    Raises:
        Problem: 404, there is none.
    """
    job = await request.app[ARCHIVE].storage.job(id)
    if job is None or job.kind != "capture":
        raise Problem(
            404,
            "unknown-capture",
            "No capture has this id.",
            next_step="Take the id from the answer to POST /api/v1/captures.",
        )
    return job


def _state_of(job: Job) -> dict[str, Any]:
    """A capture as the API tells it; ``post`` is null until the post is known."""
    return {
        "id": job.id,
        "url": job.payload.get("url"),
        "state": job.state,
        "post": _post_of(job),
        "snapshot": job.result.get("snapshot"),
        "sentence": job.result.get("sentence"),
        "next": job.result.get("next"),
        "offers": list(job.result.get("offers", ())),
        "attempts": list(job.attempts),
        "requested_at": job.made_at,
        "ended_at": job.ended_at,
    }


def _post_of(job: Job) -> str | None:
    known: str | None = job.result.get("post")
    if known is not None or job.state not in UNDER_WAY:
        return known
    named = identify(job.payload["url"])
    return named.id if isinstance(named, PostRef) else None


async def _events(request: web.Request) -> web.StreamResponse:
    """The capture as server-sent events: each attempt, each state, until it has ended.

    An event's id is the number of attempts so far, so that a reader who comes back with
    ``Last-Event-ID`` is told those that it missed.
    """
    await require(request, "editor", "capture")
    job = await _find(request, request.match_info["id"])
    last = request.headers.get("Last-Event-ID", "")
    told = int(last) if last.isascii() and last.isdecimal() and len(last) < 6 else 0
    answer = web.StreamResponse(
        headers={**HEADERS, hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"}
    )
    await answer.prepare(request)
    # A reader that went away is no error: it comes back, or does not care.
    with contextlib.suppress(ConnectionResetError):
        await _stream(answer, request.app[ARCHIVE].watch(job.id), told, request.app[STOPPING])
        await answer.write_eof()
    return answer


async def _stream(
    answer: web.StreamResponse, jobs: AsyncIterator[Job], told: int, stopping: asyncio.Event
) -> None:
    stop = asyncio.create_task(stopping.wait())
    following: asyncio.Task[Job | None] = asyncio.create_task(anext(jobs, None))
    try:
        while not stop.done():
            done, _ = await asyncio.wait(
                {following, stop}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED
            )
            if following not in done:
                await answer.write(b": still here\n\n")
                continue
            job = following.result()
            if job is None:
                return
            for number, attempt in enumerate(job.attempts[told:], start=told + 1):
                await answer.write(_event("attempt", number, attempt))
            told = max(told, len(job.attempts))
            await answer.write(_event("state", told, _state_of(job)))
            following = asyncio.create_task(anext(jobs, None))
    finally:
        stop.cancel()
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following


def _event(name: str, id: int, data: object) -> bytes:
    return b"event: %s\nid: %d\ndata: %s\n\n" % (name.encode(), id, msgspec.json.encode(data))


# What it all takes and answers


class CaptureMade(TypedDict):
    """A capture that was asked for. ``post`` is null until the post is known."""

    id: str
    post: str | None
    state: JobState


class CaptureFacts(TypedDict):
    """How a capture goes, or went: one sentence, what can be done next, each source's answer."""

    id: str
    url: str
    state: JobState
    post: str | None
    snapshot: int | None
    sentence: str | None
    next: str | None
    offers: list[Offer]
    attempts: list[Attempt]
    requested_at: Time
    ended_at: Time | None


_ID = Parameter("id", str, "Of the capture.", where="path", example="01jqdv3k4t9e7")

OPERATIONS: Operations = {
    "POST /api/v1/captures": Operation(
        summary="ask for a capture",
        what="The answer comes at once; a second request for a post joins the one under way. "
        "`article` is the address of the article that shows it. With `release` it is public at "
        "once, else a draft.",
        tag="Captures",
        who="editor",
        body=Capture,
        example={"url": "https://sample.example/@mayor/116158876876800001", "release": True},
        answers={
            202: Answer(
                "The capture.", CaptureMade, headers={"Location": "Where it tells how it goes."}
            )
        },
        problems={422: "The address is that of no post, or the JSON has another shape."},
    ),
    "GET /api/v1/captures/{id}": Operation(
        summary="how a capture goes, or went",
        tag="Captures",
        who="editor",
        parameters=(_ID,),
        answers={200: Answer("The capture.", CaptureFacts)},
    ),
    "GET /api/v1/captures/{id}/events": Operation(
        summary="a capture as it goes, as server-sent events",
        what="An `attempt` for each source that answered, a `state` for each state, until it has "
        "ended. An event's id is the number of attempts so far.",
        tag="Captures",
        who="editor",
        parameters=(
            _ID,
            Parameter("Last-Event-ID", str, "The last that was read: those after it.", "header"),
        ),
        answers={200: Answer("The events.", media=("text/event-stream",))},
    ),
}


def routes() -> list[web.RouteDef]:
    return [
        web.post("/api/v1/captures", _request),
        web.get(f"/api/v1/captures/{_JOB}", _show),
        web.get(f"/api/v1/captures/{_JOB}/events", _events),
    ]
