"""``/api/v1/queues``: the newsroom's work for programs, and who is on a post."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal, TypedDict, get_args

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.clock import rfc3339
from archive.post_json import post_json
from archive.post_shape import PostJson, Time
from archive.records import HIDDEN
from archive.storage.base import Holding, Job, Storage
from archive.storage.work import QUEUES
from embedder.web.api import CURSOR, LIMIT, limit_of
from embedder.web.auth import require
from embedder.web.bodies import answer_json, one_line, read_json
from embedder.web.context import ARCHIVE, links_of, whole_links
from embedder.web.operations import POST_ID, Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import ID, find_post
from embedder.web.sheets import harmless, send_csv

__all__ = [
    "HANDS",
    "MAX_NAME",
    "OPERATIONS",
    "POST_COLUMNS",
    "ROWS",
    "Paged",
    "counts",
    "paged",
    "post_row",
    "routes",
]

Queue = Literal["new", "changed", "gone", "withheld", "hand"]
MAX_NAME = 200
HANDS = 100
"""Captures that need a hand are listed up to so many, as at the desk."""
ROWS = 200
"""Posts that are read at once for a CSV."""
POST_COLUMNS = (
    *("post", "platform", "url", "name", "handle", "text", "created_at", "requested_at"),
    "visibility",
)
HAND_COLUMNS = ("url", "post", "by", "at", "sentence", "next")


class Paged(TypedDict):
    """What every page of a list says of the next one; both are null on the last."""

    cursor: str | None
    next: str | None


def paged(request: web.Request, cursor: str | None) -> tuple[Paged, dict[str, str]]:
    """Where a list goes on: for its body, and as a ``Link`` header."""
    if cursor is None:
        return {"cursor": None, "next": None}, {}
    following = str(request.rel_url.update_query(cursor=cursor))
    return {"cursor": cursor, "next": following}, {hdrs.LINK: f'<{following}>; rel="next"'}


def post_row(holding: Holding, url: str) -> dict[str, str]:
    """A post as a row of a CSV; what is withheld or erased gives no words."""
    post, stored = holding.post, holding.stored
    row: dict[str, str] = {
        "post": post.id,
        "platform": post.platform,
        "url": url,
        "requested_at": rfc3339(post.requested_at),
        "visibility": post.visibility,
    }
    if stored is not None and not HIDDEN & {post.visibility, stored.visibility}:
        snapshot = stored.snapshot
        row |= {
            "name": harmless(snapshot.author.name or ""),
            "handle": harmless(snapshot.author.handle or ""),
            "text": harmless(snapshot.text),
            "created_at": rfc3339(snapshot.created_at) if snapshot.created_at else "",
        }
    return row


async def counts(storage: Storage) -> dict[str, int]:
    """How much each queue has, in the order of a day's work; *requests*: reports of readers."""
    counted = await storage.queue_counts()
    return {
        "new": counted["new"],
        "hand": len(await storage.unkept(limit=HANDS)),
        "changed": counted["changed"],
        "gone": counted["gone"],
        "requests": await storage.open_requests(),
        "withheld": counted["withheld"],
    }


async def _list(request: web.Request) -> web.Response:
    await require(request, "editor")
    counted = await counts(request.app[ARCHIVE].storage)
    rows = [{"queue": name, "count": counted[name]} for name in get_args(Queue)]
    return answer_json({"queues": rows, "open_requests": counted["requests"]})


async def _one(request: web.Request) -> web.Response:
    await require(request, "editor")
    storage, name = request.app[ARCHIVE].storage, request.match_info["queue"]
    limit, cursor = limit_of(request), request.query.get("cursor")
    queue = next((one for one in QUEUES if one == name), None)
    if queue is None:
        captures = [_hand(job) for job in await storage.unkept(limit=HANDS)]
        return answer_json(
            {"queue": name, "posts": [], "captures": captures, **paged(request, None)[0]}
        )
    page = await storage.list_posts(limit=limit, cursor=cursor, drafts=True, queue=queue)
    links = links_of(request)
    on_it = await storage.assigned([one.post.id for one in page.holdings])
    posts = [
        {"post": post_json(one, links), "on_it": on_it.get(one.post.id)} for one in page.holdings
    ]
    following, headers = paged(request, page.cursor)
    told = {"queue": name, "posts": posts, "captures": [], **following}
    return answer_json(told, headers=headers)


def _hand(job: Job) -> dict[str, Any]:
    return {
        "capture": job.id,
        "post": job.result.get("post"),
        "url": str(job.payload.get("url", "")),
        "by": job.by,
        "at": rfc3339(job.made_at),
        "sentence": job.result.get("sentence"),
        "next": job.result.get("next"),
    }


async def _csv(request: web.Request) -> web.StreamResponse:
    await require(request, "editor")
    name = request.match_info["queue"]
    if name == "hand":
        return await send_csv(request, f"queue-{name}", HAND_COLUMNS, _hand_rows(request))
    columns = (*POST_COLUMNS, "on_it")
    return await send_csv(request, f"queue-{name}", columns, _post_rows(request, name))


async def _hand_rows(request: web.Request) -> AsyncIterator[list[dict[str, str]]]:
    jobs = await request.app[ARCHIVE].storage.unkept(limit=HANDS)
    told = [_hand(job) for job in jobs]
    yield [{key: harmless(str(one[key] or "")) for key in HAND_COLUMNS} for one in told]


async def _post_rows(request: web.Request, name: str) -> AsyncIterator[list[dict[str, str]]]:
    storage, links = request.app[ARCHIVE].storage, whole_links(request)
    queue = next(one for one in QUEUES if one == name)
    cursor: str | None = None
    while True:
        page = await storage.list_posts(limit=ROWS, cursor=cursor, drafts=True, queue=queue)
        on_it = await storage.assigned([one.post.id for one in page.holdings])
        yield [
            {
                **post_row(one, links.post(one.post.id)),
                "on_it": harmless(on_it.get(one.post.id, "")),
            }
            for one in page.holdings
        ]
        cursor = page.cursor
        if cursor is None:
            return


class Assign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    who: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)] | None
    """A name; null: nobody."""


async def _assign(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    asked = await read_json(request, Assign)
    post = await find_post(request, who, request.match_info["post"])
    name = None if asked.who is None else one_line(asked.who)
    if name == "":
        raise Problem(
            422, "no-name", "The name is empty.", next_step="Send a name, or null for nobody."
        )
    archive = request.app[ARCHIVE]
    await archive.storage.assign(post.id, name, by=who.name, at=archive.clock())
    return answer_json({"post": post.id, "who": name})


# What it all takes and answers


class QueueCount(TypedDict):
    queue: Queue
    count: int


class QueueList(TypedDict):
    """How much each queue has. ``open_requests``: reports of readers, see ``/api/v1/requests``."""

    queues: list[QueueCount]
    open_requests: int


class QueuedPost(TypedDict):
    """A post in a queue, and the name of who is on it."""

    post: PostJson
    on_it: str | None


class HandCapture(TypedDict):
    """A capture that needs a hand. ``post``: what is kept of it lacks a part; null, nothing is.
    ``next`` is what to do.
    """

    capture: str
    post: str | None
    url: str
    by: str
    at: Time
    sentence: str | None
    next: str | None


class QueuePage(TypedDict):
    """A page of a queue: ``captures`` of *hand*, ``posts`` of all others."""

    queue: Queue
    posts: list[QueuedPost]
    captures: list[HandCapture]
    cursor: str | None
    next: str | None


class Assigned(TypedDict):
    post: str
    who: str | None


_PATTERN = "|".join(get_args(Queue))
_QUEUE = Parameter(
    "queue",
    Queue,
    "*new*: drafts; *changed*: those whose current snapshot was edited; *gone*: not available; "
    "*withheld*; *hand*: captures that need one.",
    where="path",
    example="changed",
)

OPERATIONS: Operations = {
    "GET /api/v1/queues": Operation(
        summary="the newsroom's queues, and how much each has",
        tag="Work",
        who="editor",
        answers={200: Answer("The queues.", QueueList)},
    ),
    "GET /api/v1/queues/{queue}": Operation(
        summary="what stands in a queue",
        what="Newest request first. A post that is withheld comes without its content.",
        tag="Work",
        who="editor",
        parameters=(_QUEUE, LIMIT, CURSOR),
        answers={
            200: Answer(
                "A page.",
                QueuePage,
                headers={"Link": "The next page."},
                named=(QueuedPost, HandCapture),
            )
        },
        problems={400: "`limit` is none, or the cursor is none of ours."},
    ),
    "GET /api/v1/queues/{queue}.csv": Operation(
        summary="all that stands in a queue, as CSV",
        tag="Work",
        who="editor",
        parameters=(_QUEUE,),
        answers={200: Answer("The rows.", media=("text/csv",))},
    ),
    "POST /api/v1/posts/{post}/assignment": Operation(
        summary="say who is on a post",
        what="They are told when it changes, goes or comes back, as its article's editors are.",
        tag="Work",
        who="editor",
        parameters=(POST_ID,),
        body=Assign,
        example={"who": "ana"},
        answers={200: Answer("Who is on it now.", Assigned)},
    ),
}


def routes() -> list[web.RouteDef]:
    one = f"/api/v1/queues/{{queue:{_PATTERN}}}"
    return [
        web.get("/api/v1/queues", _list),
        web.get(f"{one}.csv", _csv),
        web.get(one, _one),
        web.post(f"/api/v1/posts/{{post:{ID}}}/assignment", _assign),
    ]
