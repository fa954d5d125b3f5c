"""``/api/v1/captures/by-hand``, ``…/from-browser``, ``…/saved``: posts that people hand in, for
programs.
"""

from datetime import datetime
from typing import Annotated, TypedDict

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.by_hand import MAX_SCREENSHOTS, Typed, WrongFields
from archive.capture import Captured
from archive.from_browser import Handed
from archive.looking import Attempt
from archive.platforms import MAX_URL, Saved
from archive.telling import CaptureState, Offer
from embedder.web.auth import require, require_scope
from embedder.web.bodies import answer_json, read_form, read_json
from embedder.web.brands import require_site
from embedder.web.context import ARCHIVE
from embedder.web.operations import Answer, Operation, Operations
from embedder.web.problems import Problem

__all__ = ["LARGE", "MAX_BODY", "OPERATIONS", "files_of", "routes", "typed_of"]

MAX_BODY = 32 * 1024 * 1024
"""Bytes of what an editor may hand in at once: some screenshots, in base64."""

_BY_HAND, _FROM_BROWSER, _SAVED = (
    f"/api/v1/captures/{way}" for way in ("by-hand", "from-browser", "saved")
)

LARGE = dict.fromkeys((_BY_HAND, _FROM_BROWSER, _SAVED), MAX_BODY)
"""Addresses that take more than others, from editors."""

_Article = Annotated[str, Meta(extra_json_schema={"minLength": 1, "maxLength": MAX_URL})]


class ByHand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody typed in. Unknown is null, or left out."""

    text: str = ""
    name: str | None = None
    handle: str | None = None
    time: str | None = None
    """When it was posted, ISO 8601; a day alone will do."""
    timezone: str | None = None
    """Of a time that names none: America/Chicago."""
    url: str | None = None
    """The post's, if it is known."""
    screenshots: Annotated[tuple[bytes, ...], Meta(max_length=MAX_SCREENSHOTS)] = ()
    """In base64."""
    descriptions: Annotated[tuple[str, ...], Meta(max_length=MAX_SCREENSHOTS)] = ()
    """Of the screenshots, in their order, for whoever does not see them."""
    article: _Article | None = None
    release: bool = False


class FromBrowser(Handed, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser shows of one post: `url`, and `text` or `html`."""

    article: _Article | None = None
    release: bool = False


class SavedResponse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A response that somebody saved, as it came."""

    payload: bytes
    """In base64."""
    name: Annotated[str, Meta(max_length=200)] = "response"
    """Of the file."""
    url: str | None = None
    """Which post of it is meant, where it has several."""
    saved_at: Annotated[datetime, Meta(tz=True)] | None = None
    """When it was saved, if that is known."""
    article: _Article | None = None
    release: bool = False


async def _by_hand(request: web.Request) -> web.Response:
    who = await require(request, "editor", "capture")
    if request.content_type == "multipart/form-data":
        asked = await _sent_as_form(request)
    else:
        asked = await read_json(request, ByHand)
    if asked.release:
        require_scope(who, "release")
    require_site(request, who, asked.article)
    typed = Typed(
        text=asked.text,
        name=asked.name,
        handle=asked.handle,
        time=asked.time,
        timezone=asked.timezone,
        url=asked.url,
        descriptions="\n".join(" ".join(line.split()) for line in asked.descriptions),
    )
    try:
        captured = await request.app[ARCHIVE].capture_by_hand(
            typed,
            by=who.name,
            screenshots=asked.screenshots,
            article=asked.article,
            release=asked.release,
        )
    except WrongFields as error:
        raise Problem(
            422,
            "wrong-fields",
            error.what,
            title="Not taken",
            next_step=error.next_step,
            more={"fields": error.fields},
        ) from error
    return _answer(captured)


async def _sent_as_form(request: web.Request) -> ByHand:
    form = await read_form(request)
    typed = typed_of({name: str(value) for name, value in form.items() if isinstance(value, str)})
    told = {**msgspec.structs.asdict(typed), "descriptions": tuple(typed.of_screenshots())}
    return ByHand(
        **told,
        screenshots=await files_of(request),
        article=str(form.get("article", "")).strip() or None,
        release=form.get("release") in {"true", "1", "on"},
    )


def typed_of(form: dict[str, str]) -> Typed:
    """What the fields of a form say of a post."""
    return Typed(**{name: form.get(name, "") for name in Typed.__struct_fields__})


async def files_of(request: web.Request) -> tuple[bytes, ...]:
    """The files of a form's field ``screenshots``; one that is empty was not chosen."""
    sent = (await read_form(request)).getall("screenshots", [])
    files = [file.file.read() for file in sent if isinstance(file, web.FileField)]
    return tuple(data for data in files if data)


async def _from_browser(request: web.Request) -> web.Response:
    who = await require(request, "editor", "capture")
    asked = await read_json(request, FromBrowser)
    if asked.release:
        require_scope(who, "release")
    require_site(request, who, asked.article)
    handed = Handed(**{name: getattr(asked, name) for name in Handed.__struct_fields__})
    captured = await request.app[ARCHIVE].capture_from_browser(
        handed, by=who.name, article=asked.article, release=asked.release
    )
    return _answer(captured)


async def _saved(request: web.Request) -> web.Response:
    who = await require(request, "editor", "capture")
    asked = await read_json(request, SavedResponse)
    if asked.release:
        require_scope(who, "release")
    require_site(request, who, asked.article)
    archive = request.app[ARCHIVE]
    if len(asked.payload) > archive.settings.fetch.max_body:
        raise web.HTTPRequestEntityTooLarge(archive.settings.fetch.max_body, len(asked.payload))
    captured = await archive.capture_saved(
        Saved(body=asked.payload, url=asked.url),
        by=who.name,
        name=asked.name,
        saved_at=asked.saved_at,
        article=asked.article,
        release=asked.release,
    )
    return _answer(captured)


def _answer(captured: Captured) -> web.Response:
    told: HandedIn = {
        "state": captured.state,
        "sentence": captured.sentence,
        "next": captured.next_step,
        "offers": list(captured.offers),
        "post": captured.post,
        "snapshot": captured.snapshot,
        "attempts": list(captured.attempts),
    }
    if captured.post is None:
        return answer_json(told)
    location = f"/api/v1/posts/{captured.post}"
    return answer_json(told, status=201, headers={hdrs.LOCATION: location})


# What it all takes and answers


class HandedIn(TypedDict):
    """What came of it: one sentence, what can be done next, and the post, where it was kept."""

    state: CaptureState
    sentence: str
    next: str | None
    offers: list[Offer]
    post: str | None
    snapshot: int | None
    attempts: list[Attempt]


_KEPT = Answer("It is kept.", HandedIn, headers={"Location": "The post."})
_NOT_KEPT = Answer("It is not kept, and why: the platform or the page refuses it.", HandedIn)

OPERATIONS: Operations = {
    f"POST {_BY_HAND}": Operation(
        summary="keep a post that somebody typed in",
        what="With the screenshots that it was read off. Embeds say that it was typed in; it never "
        "stands before what a platform gave. The same fields are taken as a form "
        "(`multipart/form-data`), its files as `screenshots`. A post whose address is not known is "
        "named by its author, time and text.",
        tag="Captures",
        who="editor",
        body=ByHand,
        example={
            "text": "The bridge is open again.",
            "name": "Sample Mayor (invented)",
            "handle": "mayor_sample",
            "time": "2026-03-02T09:30",
            "timezone": "America/Chicago",
        },
        most="32 MB",
        answers={200: _NOT_KEPT, 201: _KEPT},
        problems={
            422: "Fields that cannot be taken, named in `fields`; or the JSON has another shape."
        },
    ),
    f"POST {_FROM_BROWSER}": Operation(
        summary="keep what an editor's browser shows of a post",
        what="Of `html` only the post's own words and time are read; forms, scripts, cookies and "
        "other posts are left out, and what is `protected`, for followers only, is refused. "
        "Pictures are fetched from their `url`, or taken as `data`, in base64. `whole` says that "
        "every part of the post is there, `cut` that the text is its beginning.",
        tag="Captures",
        who="editor",
        body=FromBrowser,
        example={
            "url": "https://sample.example/@mayor/116158876876800001",
            "text": "The bridge is open again.",
            "handle": "mayor_sample",
            "time": "2026-03-02T15:30:00Z",
        },
        most="32 MB",
        answers={200: _NOT_KEPT, 201: _KEPT},
        problems={422: "The address is that of no post, or the JSON has another shape."},
    ),
    f"POST {_SAVED}": Operation(
        summary="keep the post of a response that somebody saved",
        what="Whose it is, is known by its shape. It is kept as of `saved_at`; without it as of "
        "when the post was last edited, or written. A response that says that the post is gone is "
        "told, and not recorded: it is no look at the post.",
        tag="Captures",
        who="editor",
        body=SavedResponse,
        example={"payload": "e30=", "name": "tweet.json", "saved_at": "2026-03-02T15:30:00Z"},
        most="32 MB",
        answers={200: _NOT_KEPT, 201: _KEPT},
        problems={
            400: "No platform knows it, or it has several posts and no `url` says which.",
            422: "The address is that of no post, or the JSON has another shape.",
        },
    ),
}


def routes() -> list[web.RouteDef]:
    return [
        web.post(_BY_HAND, _by_hand),
        web.post(_FROM_BROWSER, _from_browser),
        web.post(_SAVED, _saved),
    ]
