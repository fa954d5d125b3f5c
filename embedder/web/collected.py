"""``/api/v1/collections``: stories and investigations, and the posts that belong to them."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, TypedDict, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from archive.clock import rfc3339
from archive.errors import NotAPost, UnknownPost, UsageError
from archive.post_json import post_json
from archive.post_shape import PostJson, Time
from archive.storage.work import Collection, Filed
from embedder.saved_queries import slug_of
from embedder.web.api import CURSOR, LIMIT, limit_of
from embedder.web.auth import require
from embedder.web.bodies import answer_json, one_line, plain_text, read_json
from embedder.web.context import ARCHIVE, links_of, whole_links
from embedder.web.lookup import kept_at
from embedder.web.operations import POST_ID, Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import ID
from embedder.web.queues import MAX_NAME, POST_COLUMNS, ROWS, paged, post_row
from embedder.web.saved import SLUG
from embedder.web.sheets import harmless, send_csv

__all__ = ["MAX_NOTE", "OPERATIONS", "find_collection", "routes", "rows_after"]

MAX_NOTE = 5_000
COLUMNS = ("id", "name", "note", "posts", "by", "at")
_T = TypeVar("_T")
_Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
_Note = Annotated[str, Meta(max_length=MAX_NOTE)]


async def _list(request: web.Request) -> web.Response:
    await require(request, "editor")
    found = await request.app[ARCHIVE].storage.collections()
    rows, cursor = _page(request, found, [one.slug for one in found])
    following, headers = paged(request, cursor)
    return answer_json({"collections": [_told(one) for one in rows], **following}, headers=headers)


def _page(
    request: web.Request, rows: Sequence[_T], names: Sequence[str]
) -> tuple[Sequence[_T], str | None]:
    """A page of a list whose cursor is the name of its last row."""
    return rows_after(rows, names, request.query.get("cursor"), limit_of(request))


def rows_after(
    rows: Sequence[_T], names: Sequence[str], cursor: str | None, limit: int
) -> tuple[Sequence[_T], str | None]:
    """The rows after the one of that name, or the first ones; and the name after which the next
    page begins, ``None`` where there is none.

    Raises:
        UsageError: no row has that name.
    """
    if cursor is not None and cursor not in names:
        raise UsageError(
            "This is no cursor of ours, or its row is not there any more.",
            next_step="Begin again with the first page, without one.",
        )
    start = 0 if cursor is None else names.index(cursor) + 1
    end = start + limit
    return rows[start:end], names[end - 1] if end < len(rows) else None


def _told(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.slug,
        "name": collection.name,
        "note": collection.note,
        "posts": collection.posts,
        "by": collection.by,
        "at": rfc3339(collection.at),
    }


async def _csv(request: web.Request) -> web.StreamResponse:
    await require(request, "editor")
    found = await request.app[ARCHIVE].storage.collections()

    async def rows() -> AsyncIterator[list[dict[str, str]]]:
        yield [{key: harmless(str(value)) for key, value in _told(one).items()} for one in found]

    return await send_csv(request, "collections", COLUMNS, rows())


class NewCollection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: _Name
    note: _Note = ""


async def _new(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    asked, archive = await read_json(request, NewCollection), request.app[ARCHIVE]
    name = one_line(asked.name)
    slug = slug_of(name)
    if not slug:
        raise Problem(
            422, "no-name", "The name has no letter or number.", next_step="Give it another one."
        )
    if slug in {one.slug for one in await archive.storage.collections()}:
        raise Problem(
            409,
            "taken",
            f"There is a collection {slug} already.",
            next_step="Give it another name, or add to that one.",
        )
    made = Collection(
        slug=slug, name=name, note=plain_text(asked.note), by=who.name, at=archive.clock()
    )
    await archive.storage.save_collection(made)
    return answer_json(_told(made), status=201)


async def find_collection(request: web.Request) -> Collection:
    """The collection that an address names.

    Raises:
        Problem: 404, there is none.
    """
    slug = request.match_info["collection"]
    for one in await request.app[ARCHIVE].storage.collections():
        if one.slug == slug:
            return one
    raise Problem(
        404, "not-found", "There is no such collection.", next_step="Look at the list again."
    )


async def _show(request: web.Request) -> web.Response:
    await require(request, "editor")
    collection, storage = await find_collection(request), request.app[ARCHIVE].storage
    filed = await storage.filed(collection.slug)
    rows, cursor = _page(request, filed, [one.post for one in filed])
    links = links_of(request)
    posts = []
    for one in rows:
        holding = await storage.holding(one.post)
        if holding is not None:
            posts.append({"post": post_json(holding, links), **_note_of(one)})
    following, headers = paged(request, cursor)
    told = {"collection": _told(collection), "posts": posts, **following}
    return answer_json(told, headers=headers)


def _note_of(filed: Filed) -> dict[str, str]:
    return {"note": filed.note, "by": filed.by, "at": rfc3339(filed.at)}


async def _posts_csv(request: web.Request) -> web.StreamResponse:
    await require(request, "editor")
    collection = await find_collection(request)
    columns = (*POST_COLUMNS, "note", "by", "at")
    return await send_csv(
        request, f"collection-{collection.slug}", columns, _rows(request, collection)
    )


async def _rows(
    request: web.Request, collection: Collection
) -> AsyncIterator[list[dict[str, str]]]:
    storage, links = request.app[ARCHIVE].storage, whole_links(request)
    filed = await storage.filed(collection.slug)
    for start in range(0, len(filed), ROWS):
        rows = []
        for one in filed[start : start + ROWS]:
            holding = await storage.holding(one.post)
            if holding is not None:
                note = {key: harmless(value) for key, value in _note_of(one).items()}
                rows.append({**post_row(holding, links.post(one.post)), **note})
        yield rows


class ChangedCollection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: _Name | None = None
    note: _Note | None = None


async def _change(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    collection = await find_collection(request)
    asked, archive = await read_json(request, ChangedCollection), request.app[ARCHIVE]
    changed = msgspec.structs.replace(
        collection,
        name=collection.name if asked.name is None else one_line(asked.name) or collection.name,
        note=collection.note if asked.note is None else plain_text(asked.note),
    )
    await archive.storage.save_collection(
        msgspec.structs.replace(changed, by=who.name, at=archive.clock())
    )
    return answer_json(_told(changed))


class PutIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    post: Annotated[str, Meta(min_length=1, max_length=4096)]
    """Its id, or any address of it."""
    note: _Note = ""


async def _put_in(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    collection = await find_collection(request)
    asked, archive = await read_json(request, PutIn), request.app[ARCHIVE]
    try:
        named = asked.post.strip()
        post = await kept_at(request, named) or await archive.find(named)
    except (NotAPost, UnknownPost, UsageError) as error:
        raise Problem(
            422, "unknown-post", error.what, next_step="Send the id or an address of a kept post."
        ) from error
    at, note = archive.clock(), plain_text(asked.note)
    await archive.storage.file(collection.slug, post, note=note, by=who.name, at=at)
    return answer_json({"collection": collection.slug, "post": post, "note": note})


async def _take_out(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    collection, archive = await find_collection(request), request.app[ARCHIVE]
    post = await archive.storage.post(request.match_info["post"])
    filed = {one.post for one in await archive.storage.filed(collection.slug)}
    if post is None or post.id not in filed:
        raise Problem(
            404, "not-found", "The collection has no such post.", next_step="Look at it again."
        )
    await archive.storage.file(collection.slug, post.id, note=None, by=who.name, at=archive.clock())
    return answer_json({"collection": collection.slug, "post": post.id, "note": None})


# What it all takes and answers


class CollectionFacts(TypedDict):
    """A story or an investigation. ``posts`` is how many belong to it."""

    id: str
    name: str
    note: str
    posts: int
    by: str
    at: Time


class CollectionList(TypedDict):
    collections: list[CollectionFacts]
    cursor: str | None
    next: str | None


class FiledPost(TypedDict):
    """A post of a collection, with the note on it, and who put it there."""

    post: PostJson
    note: str
    by: str
    at: Time


class CollectionPage(TypedDict):
    collection: CollectionFacts
    posts: list[FiledPost]
    cursor: str | None
    next: str | None


class FiledNow(TypedDict):
    """``note`` is null where the post was taken out."""

    collection: str
    post: str
    note: str | None


_ID = Parameter(
    "collection",
    Annotated[str, Meta(pattern=f"^{SLUG}$")],
    "The collection's id, as its address at the desk has it.",
    where="path",
    example="border-wall",
)
_BAD_PAGE = {400: "`limit` is none, or the cursor is none of ours."}
_NEXT = {"Link": "The next page."}

OPERATIONS: Operations = {
    "GET /api/v1/collections": Operation(
        summary="stories and investigations",
        what="By name.",
        tag="Work",
        who="editor",
        parameters=(LIMIT, CURSOR),
        answers={200: Answer("A page.", CollectionList, headers=_NEXT, named=(CollectionFacts,))},
        problems=_BAD_PAGE,
    ),
    "GET /api/v1/collections.csv": Operation(
        summary="all collections, as CSV",
        tag="Work",
        who="editor",
        answers={200: Answer("The rows.", media=("text/csv",))},
    ),
    "POST /api/v1/collections": Operation(
        summary="begin a collection",
        tag="Work",
        who="editor",
        body=NewCollection,
        example={"name": "Border wall", "note": "For the series in May."},
        answers={201: Answer("The collection.", CollectionFacts)},
        problems={409: "There is one of this name.", 422: "The JSON has another shape."},
    ),
    "GET /api/v1/collections/{collection}": Operation(
        summary="a collection and its posts",
        what="Those put in last come first. What is withheld comes without its content.",
        tag="Work",
        who="editor",
        parameters=(_ID, LIMIT, CURSOR),
        answers={
            200: Answer(
                "A page.", CollectionPage, headers=_NEXT, named=(CollectionFacts, FiledPost)
            )
        },
        problems=_BAD_PAGE,
    ),
    "GET /api/v1/collections/{collection}.csv": Operation(
        summary="all posts of a collection, as CSV",
        tag="Work",
        who="editor",
        parameters=(_ID,),
        answers={200: Answer("The rows.", media=("text/csv",))},
    ),
    "PATCH /api/v1/collections/{collection}": Operation(
        summary="change a collection's name or note",
        what="What is left out stays; so does its id.",
        tag="Work",
        who="editor",
        parameters=(_ID,),
        body=ChangedCollection,
        example={"note": "Published."},
        answers={200: Answer("The collection.", CollectionFacts)},
    ),
    "POST /api/v1/collections/{collection}/posts": Operation(
        summary="put a post into a collection, or change the note on it",
        tag="Work",
        who="editor",
        parameters=(_ID,),
        body=PutIn,
        example={"post": "mds3tvrq35200c0w", "note": "the first mention"},
        answers={200: Answer("It is in there.", FiledNow)},
        problems={422: "The JSON has another shape, or no such post is kept."},
    ),
    "DELETE /api/v1/collections/{collection}/posts/{post}": Operation(
        summary="take a post out of a collection",
        tag="Work",
        who="editor",
        parameters=(_ID, POST_ID),
        answers={200: Answer("It is out of there; the post stays kept.", FiledNow)},
    ),
}


def routes() -> list[web.RouteDef]:
    path = "/api/v1/collections"
    one = f"{path}/{{collection:{SLUG}}}"
    return [
        web.get(path, _list),
        web.get(f"{path}.csv", _csv),
        web.post(path, _new),
        web.get(f"{one}.csv", _posts_csv),
        web.get(one, _show),
        web.patch(one, _change),
        web.post(f"{one}/posts", _put_in),
        web.delete(f"{one}/posts/{{post:{ID}}}", _take_out),
    ]
