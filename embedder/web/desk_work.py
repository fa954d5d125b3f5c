"""The newsroom's work at the desk: queues with counts, collections with notes, who is on a post."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from archive.errors import NotAPost, UnknownPost, UsageError
from archive.storage.work import QUEUES, Collection
from archive.text import web_address
from embedder.leaving import leave
from embedder.saved_queries import slug_of
from embedder.web.auth import Visitor, require
from embedder.web.bodies import one_line, plain_text, read_form
from embedder.web.collected import MAX_NOTE, find_collection, rows_after
from embedder.web.context import ARCHIVE, here
from embedder.web.desk_posts import rows_with_people
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.lookup import kept_at
from embedder.web.public import ID, find_post
from embedder.web.queues import HANDS, MAX_NAME, counts
from embedder.web.research_texts import said
from embedder.web.saved import SLUG
from embedder.web.told import said_of, told_of
from embedder.web.work_texts import WORK

__all__ = ["routes"]

PAGE = 30
_T = TypeVar("_T")


async def _queues(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    name, storage = request.query.get("queue", "new"), request.app[ARCHIVE].storage
    queue = next((one for one in QUEUES if one == name), None)
    rows: list[dict[str, Any]] = []
    hands: list[dict[str, Any]] = []
    cursor = None
    if queue is not None:
        page = await storage.list_posts(
            limit=PAGE, cursor=request.query.get("cursor"), drafts=True, queue=queue
        )
        rows, cursor = await rows_with_people(request, page.holdings), page.cursor
    elif name == "hand":
        lang = desk_lang(request)
        for job in await storage.unkept(limit=HANDS):
            told, url = told_of(job.result), str(job.payload.get("url", ""))
            hands.append(
                {
                    "job": job.id,
                    "post": job.result.get("post"),
                    "url": url,
                    "href": web_address(url),
                    "query": urlencode({"url": url}),
                    "told": said_of(told.said, lang) if told else job.result.get("sentence"),
                    "by": job.by,
                    "at": when(request, job.made_at),
                }
            )
    else:
        return go(request, "requests" if name == "requests" else "queues")
    return desk_page(
        request,
        who,
        "desk/queues.html",
        here="queues",
        say=partial(said, WORK, desk_lang(request)),
        queue=name,
        counts=await counts(storage),
        rows=rows,
        hands=hands,
        cursor=cursor,
        csv=here(request).links.local.queue_csv(name),
    )


async def _leave(request: web.Request) -> web.Response:
    """A capture that needs a hand gets none."""
    who = await require(request, "editor")
    capture = str((await read_form(request)).get("capture", ""))
    await leave(request.app[ARCHIVE], capture, by=who.name)
    return go(request, "queues?queue=hand")


async def _collections(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return await _collections_page(request, who)


async def _collections_page(
    request: web.Request, who: Visitor, *, wrong: str | None = None, typed: str = ""
) -> web.Response:
    every = await request.app[ARCHIVE].storage.collections()
    collections, cursor = _page_of(request, every, [one.slug for one in every])
    return desk_page(
        request,
        who,
        "desk/collections.html",
        status=422 if wrong else 200,
        here="collections",
        say=partial(said, WORK, desk_lang(request)),
        collections=collections,
        cursor=cursor,
        csv=here(request).links.local.collections_csv(),
        wrong=wrong,
        typed=typed,
    )


def _page_of(
    request: web.Request, rows: Sequence[_T], names: Sequence[str]
) -> tuple[Sequence[_T], str | None]:
    """The page that is asked for; the first one where the row that it follows is gone."""
    cursor = request.query.get("cursor")
    return rows_after(rows, names, cursor if cursor in names else None, PAGE)


async def _new(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    name = one_line((await read_form(request)).get("name", ""))
    slug, archive = slug_of(name), request.app[ARCHIVE]
    if not slug or len(name) > MAX_NAME:
        return await _collections_page(request, who, wrong="wrong.name", typed=name)
    if slug in {one.slug for one in await archive.storage.collections()}:
        return await _collections_page(request, who, wrong="wrong.taken", typed=name)
    await archive.storage.save_collection(
        Collection(slug=slug, name=name, by=who.name, at=archive.clock())
    )
    return go(request, f"collections/{slug}")


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return await _page(request, who, await find_collection(request))


async def _page(
    request: web.Request, who: Visitor, collection: Collection, *, wrong: str | None = None
) -> web.Response:
    storage = request.app[ARCHIVE].storage
    every = await storage.filed(collection.slug)
    filed, cursor = _page_of(request, every, [one.post for one in every])
    held = [(one, await storage.holding(one.post)) for one in filed]
    there = [(one, holding) for one, holding in held if holding is not None]
    shown = await rows_with_people(request, [holding for _, holding in there])
    rows = [
        {**row, "note": one.note, "filed": when(request, one.at), "filed_by": one.by}
        for (one, _), row in zip(there, shown, strict=True)
    ]
    return desk_page(
        request,
        who,
        "desk/collection.html",
        status=422 if wrong else 200,
        here="collections",
        say=partial(said, WORK, desk_lang(request)),
        collection=collection,
        csv=here(request).links.local.collections_csv(collection.slug),
        rows=rows,
        count=len(every),
        cursor=cursor,
        max_note=MAX_NOTE,
        wrong=wrong,
        saved="saved" in request.query,
    )


async def _note(request: web.Request) -> web.Response:
    """Another name or note of a collection."""
    who = await require(request, "editor")
    collection, form = await find_collection(request), await read_form(request)
    name = one_line(form.get("name", ""))
    note = plain_text(form.get("note", ""))
    if not name or len(name) > MAX_NAME or len(note) > MAX_NOTE:
        return await _page(request, who, collection, wrong="wrong.name")
    archive = request.app[ARCHIVE]
    await archive.storage.save_collection(
        Collection(slug=collection.slug, name=name, note=note, by=who.name, at=archive.clock())
    )
    return go(request, f"collections/{collection.slug}?saved")


async def _file(request: web.Request) -> web.Response:
    """Puts a post into a collection, by its id or any address of it; or takes it out."""
    who = await require(request, "editor")
    form, archive = await read_form(request), request.app[ARCHIVE]
    collection = await find_collection(request)
    note = plain_text(form.get("note", ""))[:MAX_NOTE]
    try:
        named = str(form.get("post", "")).strip()[:4096]
        post = await kept_at(request, named) or await archive.find(named)
        await archive.storage.file(
            collection.slug,
            post,
            note=None if "remove" in form else note,
            by=who.name,
            at=archive.clock(),
        )
    except (NotAPost, UnknownPost, UsageError):
        return await _page(request, who, collection, wrong="wrong.post")
    back = "back" in form
    return go(request, f"posts/{post}#work" if back else f"collections/{collection.slug}?saved")


async def _choose(request: web.Request) -> web.Response:
    """Puts the post of a page into the collection that was chosen there."""
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    form, archive = await read_form(request), request.app[ARCHIVE]
    slug = str(form.get("collection", ""))
    if slug in {one.slug for one in await archive.storage.collections()}:
        note = plain_text(form.get("note", ""))[:MAX_NOTE]
        await archive.storage.file(slug, post.id, note=note, by=who.name, at=archive.clock())
    return go(request, f"posts/{post.id}#work")


async def _assign(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    form, archive = await read_form(request), request.app[ARCHIVE]
    name = one_line(form.get("who", ""))[:MAX_NAME]
    if "me" in form:
        name = who.name
    await archive.storage.assign(
        post.id, None if "nobody" in form else name or None, by=who.name, at=archive.clock()
    )
    return go(request, f"posts/{post.id}#work")


def routes() -> list[web.RouteDef]:
    post, collection = f"/desk/posts/{{post:{ID}}}", f"/desk/collections/{{collection:{SLUG}}}"
    return [
        web.get("/desk/queues", _queues),
        web.post("/desk/queues", _leave),
        web.get("/desk/collections", _collections),
        web.post("/desk/collections", _new),
        web.get(collection, _show),
        web.post(collection, _note),
        web.post(f"{collection}/posts", _file),
        web.post(f"{post}/collections", _choose),
        web.post(f"{post}/who", _assign),
    ]
