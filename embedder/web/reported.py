"""``/api/v1/requests``: what readers reported, what was decided, and what they were answered."""

from datetime import date
from typing import Annotated, TypedDict

import msgspec
from aiohttp import web
from msgspec import UNSET, Meta, UnsetType

from archive.clock import rfc3339
from archive.post_shape import Time
from archive.storage.requests import MAX_TEXT, Decision, Request, RequestKind
from embedder.web.api import CURSOR, LIMIT, limit_of
from embedder.web.auth import require
from embedder.web.bodies import answer_json, plain_text, read_json
from embedder.web.context import ARCHIVE
from embedder.web.desk_requests import send_requests
from embedder.web.operations import Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.queues import paged

__all__ = ["OPERATIONS", "routes"]


class RequestFacts(TypedDict):
    """One report, as somebody wrote it: nothing of it was checked. ``deadline`` is a day."""

    id: int
    post: str
    kind: RequestKind
    text: str
    contact: str | None
    at: Time
    deadline: str | None
    decision: Decision | None
    answer: str | None
    decided_by: str | None
    decided_at: Time | None


class RequestList(TypedDict):
    requests: list[RequestFacts]
    cursor: str | None
    next: str | None


def _told(asked: Request) -> RequestFacts:
    return {
        "id": asked.id,
        "post": asked.post,
        "kind": asked.kind,
        "text": asked.text,
        "contact": asked.contact,
        "at": rfc3339(asked.at),
        "deadline": None if asked.deadline is None else asked.deadline.isoformat(),
        "decision": asked.decision,
        "answer": asked.answer,
        "decided_by": asked.decided_by,
        "decided_at": None if asked.decided_at is None else rfc3339(asked.decided_at),
    }


async def _list(request: web.Request) -> web.Response:
    await require(request, "editor")
    page = await request.app[ARCHIVE].storage.requests(
        limit=limit_of(request), cursor=request.query.get("cursor")
    )
    following, headers = paged(request, page.cursor)
    told = {"requests": [_told(one) for one in page.requests], **following}
    return answer_json(told, headers=headers)


async def _find(request: web.Request) -> Request:
    found = await request.app[ARCHIVE].storage.request(int(request.match_info["request"]))
    if found is None:
        raise Problem(
            404, "not-found", "There is no such report.", next_step="Look at the list again."
        )
    return found


async def _show(request: web.Request) -> web.Response:
    await require(request, "editor")
    return answer_json(_told(await _find(request)))


class DecideRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is; null takes it away."""

    deadline: date | UnsetType | None = UNSET
    decision: Decision | UnsetType | None = UNSET
    answer: Annotated[str, Meta(max_length=MAX_TEXT)] | UnsetType | None = UNSET


async def _decide(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    asked, archive = await _find(request), request.app[ARCHIVE]
    sent = await read_json(request, DecideRequest)
    answer = asked.answer if sent.answer is UNSET else sent.answer
    decided = await archive.storage.decide_request(
        asked.id,
        deadline=asked.deadline if sent.deadline is UNSET else sent.deadline,
        decision=asked.decision if sent.decision is UNSET else sent.decision,
        answer=(plain_text(answer) or None) if answer else None,
        by=who.name,
        at=archive.clock(),
    )
    return answer_json(_told(decided))


_NUMBER = Parameter(
    "request",
    Annotated[int, Meta(ge=1)],
    "The number of a report.",
    where="path",
    example=7,
)

OPERATIONS: Operations = {
    "GET /api/v1/requests": Operation(
        summary="what readers reported",
        what="Newest first.",
        tag="Work",
        who="editor",
        parameters=(LIMIT, CURSOR),
        answers={
            200: Answer(
                "A page.", RequestList, headers={"Link": "The next page."}, named=(RequestFacts,)
            )
        },
        problems={400: "`limit` is none, or the cursor is none of ours."},
    ),
    "GET /api/v1/requests.csv": Operation(
        summary="all reports, as CSV",
        tag="Work",
        who="editor",
        answers={200: Answer("The rows.", media=("text/csv",))},
    ),
    "GET /api/v1/requests/{request}": Operation(
        summary="one report",
        tag="Work",
        who="editor",
        parameters=(_NUMBER,),
        answers={200: Answer("The report.", RequestFacts)},
    ),
    "PATCH /api/v1/requests/{request}": Operation(
        summary="decide about a report",
        what="It keeps what was decided and answered; a post is withheld by its own address.",
        tag="Work",
        who="editor",
        parameters=(_NUMBER,),
        body=DecideRequest,
        example={"decision": "granted", "answer": "The picture is not shown any more."},
        answers={200: Answer("The report.", RequestFacts)},
    ),
}


def routes() -> list[web.RouteDef]:
    one = r"/api/v1/requests/{request:[1-9]\d{0,14}}"
    return [
        web.get("/api/v1/requests", _list),
        web.get("/api/v1/requests.csv", send_requests),
        web.get(one, _show),
        web.patch(one, _decide),
    ]
