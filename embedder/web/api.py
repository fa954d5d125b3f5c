"""``/api/v1/posts``: what is kept, for programs, and what they decide."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypedDict

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta

from archive.clock import rfc3339
from archive.post_json import post_json
from archive.post_shape import PostJson, Sha256, Time
from archive.records import (
    HIDDEN,
    Annotation,
    AnnotationKind,
    Check,
    Completeness,
    SnapshotReason,
    Stored,
    Visibility,
)
from archive.storage.people import Scope
from embedder.view import is_shown
from embedder.web.auth import Visitor, require, require_role, require_scope
from embedder.web.bodies import answer_json, read_json
from embedder.web.cache import Page
from embedder.web.context import ARCHIVE, here, links_of
from embedder.web.embeds import CORS, json_page
from embedder.web.operations import POST_ID, Answer, Operation, Operations, Parameter
from embedder.web.problems import Problem
from embedder.web.public import (
    ID,
    Moved,
    find_holding,
    find_post,
    not_shown,
    published,
    surrogate_keys,
)
from embedder.web.researchpage import may_read

__all__ = ["CURSOR", "LIMIT", "OPERATIONS", "limit_of", "routes"]

PAGE, MAX_PAGE = 50, 200


# Reading


async def _posts(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    found = await request.app[ARCHIVE].storage.list_posts(
        limit=limit_of(request),
        cursor=request.query.get("cursor"),
        drafts=who.sees_drafts,
    )
    links = links_of(request)
    following = None
    headers: tuple[tuple[str, str], ...] = (CORS,)
    if found.cursor is not None:
        following = str(request.rel_url.update_query(cursor=found.cursor))
        headers = (CORS, (hdrs.LINK, f'<{following}>; rel="next"'))
    posts = [post_json(holding, links) for holding in found.holdings if is_shown(holding)]
    return Page(
        body=msgspec.json.encode({"posts": posts, "cursor": found.cursor, "next": following}),
        content_type="application/json",
        headers=headers,
    )


def limit_of(request: web.Request) -> int:
    """How many entries of a list are asked for.

    Raises:
        Problem: 400, it is no number that a page may have.
    """
    value = request.query.get("limit", str(PAGE))
    if re.fullmatch("[0-9]{1,6}", value, re.ASCII) and 1 <= int(value) <= MAX_PAGE:
        return int(value)
    raise Problem(
        400,
        "bad-limit",
        f"limit takes a number from 1 to {MAX_PAGE}.",
        next_step=f"Send one, or none: then it is {PAGE}.",
    )


async def _post(request: web.Request, who: Visitor) -> Page:
    may_read(request, who)
    holding = await find_holding(request, who, request.match_info["post"])
    if isinstance(holding, Moved):
        return _moved(holding, "")
    return json_page(request, holding)


async def _snapshots(request: web.Request, who: Visitor) -> Page:
    return await _of_post(request, who, "snapshots")


async def _checks(request: web.Request, who: Visitor) -> Page:
    return await _of_post(request, who, "checks")


async def _of_post(
    request: web.Request, who: Visitor, part: Literal["snapshots", "checks"]
) -> Page:
    may_read(request, who)
    holding = await find_holding(request, who, request.match_info["post"])
    if isinstance(holding, Moved):
        return _moved(holding, f"/{part}")
    if holding.post.visibility in HIDDEN:
        raise not_shown(here(request).site.name)
    rows: Sequence[dict[str, Any]]
    if part == "snapshots":
        rows = [_snapshot(v, who) for v in holding.versions]
    else:
        rows = [_check(c) for c in holding.checks]
    return Page(
        body=msgspec.json.encode({"post": holding.post.id, part: rows}),
        content_type="application/json",
        headers=(CORS, surrogate_keys(holding)),
    )


def _moved(where: Moved, rest: str) -> Page:
    return Page(
        status=308,
        body=b"",
        content_type="text/plain; charset=utf-8",
        headers=((hdrs.LOCATION, f"/api/v1/posts/{where.post}{rest}"), CORS),
    )


def _snapshot(stored: Stored, who: Visitor) -> dict[str, Any]:
    """One snapshot in a list. What is not shown keeps its place in the numbering, no words."""
    shown = stored.visibility == "public" or (stored.visibility == "draft" and who.sees_drafts)
    return {
        "snapshot": stored.n,
        "captured_at": rfc3339(stored.captured_at),
        "as_of": rfc3339(stored.as_of),
        "reason": stored.reason,
        "source": stored.source,
        "completeness": stored.snapshot.completeness,
        "visibility": stored.visibility,
        "text": stored.snapshot.text if shown else None,
        "sha256": stored.sha256,
        "log_index": stored.log_index,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "at": rfc3339(check.at),
        "source": check.source,
        "outcome": check.outcome,
        "cause": check.cause,
        "detail": check.detail,
        "snapshot": check.snapshot,
    }


# Deciding


class Annotate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: AnnotationKind
    body: dict[str, Any]
    snapshot: Annotated[int, Meta(gt=0, lt=1_000_000)] | None = None
    media: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None
    reason: str | None = None
    removed: bool = False


async def _annotate(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    asked = await read_json(request, Annotate)
    archive, post = request.app[ARCHIVE], request.match_info["post"]
    await find_post(request, who, post)
    stored = await archive.annotate(
        Annotation(
            post=post,
            kind=asked.kind,
            body=asked.body,
            by=who.name,
            at=archive.clock(),
            snapshot=asked.snapshot,
            media=asked.media,
            reason=asked.reason,
            removed=asked.removed,
        )
    )
    return answer_json(stored, status=201)


class Decide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    state: Literal["public", "withheld", "erased"]
    reason: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    snapshot: Annotated[int, Meta(gt=0, lt=1_000_000)] | None = None
    media: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None = None


_SCOPES: dict[str, Scope] = {"public": "release", "withheld": "withhold", "erased": "erase"}


async def _decide(request: web.Request) -> web.Response:
    who = await require_role(request, "editor")
    asked = await read_json(request, Decide)
    if asked.state == "erased":
        who = await require_role(request, "admin")
    require_scope(who, _SCOPES[asked.state])
    post = request.match_info["post"]
    await find_post(request, who, post)
    if asked.snapshot is not None and asked.media is not None:
        raise Problem(
            422,
            "two-targets",
            "Both a snapshot and a medium are named.",
            next_step="Send one request for each.",
        )
    target = post
    if asked.snapshot is not None:
        target = f"{post}@{asked.snapshot}"
    elif asked.media is not None:
        target = f"{post}#{asked.media}"
    archive = request.app[ARCHIVE]
    lines: tuple[str, ...] = ()
    if asked.state == "public":
        await archive.release(target, by=who.name, reason=asked.reason)
    elif asked.reason is None:
        raise Problem(
            422,
            "no-reason",
            f"Nothing is {asked.state} without a reason.",
            next_step="Send the field reason; it goes into the audit log.",
        )
    elif asked.state == "withheld":
        await archive.withhold(target, by=who.name, reason=asked.reason)
    else:
        lines = (await archive.erase(target, by=who.name, reason=asked.reason)).lines
    return answer_json({"target": target, "state": asked.state, "report": lines})


# What it all takes and answers


class SnapshotFacts(TypedDict):
    """One snapshot of a post. The words of one that is not shown are null."""

    snapshot: int
    captured_at: Time
    as_of: Time
    reason: SnapshotReason
    source: str
    completeness: Completeness
    visibility: Visibility
    text: str | None
    sha256: Sha256 | None
    log_index: int


class CheckFacts(TypedDict):
    """One look at the original."""

    at: Time
    source: str
    outcome: Literal["found", "gone", "refused", "failed"]
    cause: str | None
    detail: str | None
    snapshot: int | None


class PostList(TypedDict):
    """A page of the list. ``next`` is the address of the next one, null on the last."""

    posts: list[PostJson]
    cursor: str | None
    next: str | None


class SnapshotList(TypedDict):
    post: str
    snapshots: list[SnapshotFacts]


class CheckList(TypedDict):
    post: str
    checks: list[CheckFacts]


class Decided(TypedDict):
    """What was done to what. ``report`` says what an erasure reached."""

    target: str
    state: Literal["public", "withheld", "erased"]
    report: list[str]


LIMIT = Parameter("limit", Annotated[int, Meta(ge=1, le=MAX_PAGE)], f"Else {PAGE}.", example=2)
CURSOR = Parameter("cursor", str, "Of the page before, as it stood there.")
_BAD_PAGE = {400: "`limit` is none, or the cursor is none of ours."}
_MOVED = Answer("The post has another id now.", media=(), headers={"Location": "Where it is."})
_HIDDEN = {451: "The post is withheld or erased."}

OPERATIONS: Operations = {
    "GET /api/v1/posts": Operation(
        summary="the posts that are kept",
        what="Newest request first, without those that are kept only because another refers to "
        "them. Editors get drafts, too.",
        tag="Posts",
        who="research",
        parameters=(LIMIT, CURSOR),
        answers={200: Answer("A page.", PostList, headers={"Link": "The next page."})},
        problems=_BAD_PAGE,
    ),
    "GET /api/v1/posts/{post}": Operation(
        summary="a post with its newest snapshot",
        tag="Posts",
        who="research",
        parameters=(POST_ID,),
        answers={200: Answer("The post.", PostJson), 308: _MOVED},
        problems=_HIDDEN,
    ),
    "GET /api/v1/posts/{post}/snapshots": Operation(
        summary="every snapshot of a post",
        what="In the order of storing.",
        tag="Posts",
        who="research",
        parameters=(POST_ID,),
        answers={200: Answer("The snapshots.", SnapshotList), 308: _MOVED},
        problems=_HIDDEN,
    ),
    "GET /api/v1/posts/{post}/checks": Operation(
        summary="every look at the original of a post",
        what="Oldest first. Only `found` and `gone` say anything about the post.",
        tag="Posts",
        who="research",
        parameters=(POST_ID,),
        answers={200: Answer("The checks.", CheckList), 308: _MOVED},
        problems=_HIDDEN,
    ),
    "POST /api/v1/posts/{post}/annotations": Operation(
        summary="add to a post: a description, a translation, a note, a correction",
        what="The next version of the annotation of this kind. The data dictionary says which "
        "fields the body of each kind has.",
        tag="Decisions",
        who="editor",
        parameters=(POST_ID,),
        body=Annotate,
        example={"kind": "note", "body": {"text": "The bridge opened on 4 May."}},
        answers={201: Answer("The annotation as it is stored.", Annotation)},
        problems={400: "The body lacks a field that this kind must have, or the post is erased."},
    ),
    "POST /api/v1/posts/{post}/visibility": Operation(
        summary="release, withhold or erase a post, a snapshot or a medium",
        what="All need a reason, but `public` of a draft; it goes into the audit log. To erase is "
        "for admins, and nothing brings back what was erased.",
        tag="Decisions",
        who="editor",
        parameters=(POST_ID,),
        body=Decide,
        example={"state": "withheld", "reason": "court order"},
        answers={200: Answer("What was done.", Decided)},
        problems={
            400: "The body is no JSON, or it is erased already.",
            409: "A legal hold stands, or somebody else was faster.",
        },
    ),
}


def routes() -> list[web.RouteDef]:
    post = f"/api/v1/posts/{{post:{ID}}}"
    return [
        web.get("/api/v1/posts", published(_posts)),
        web.get(post, published(_post)),
        web.get(f"{post}/snapshots", published(_snapshots)),
        web.get(f"{post}/checks", published(_checks)),
        web.post(f"{post}/annotations", _annotate),
        web.post(f"{post}/visibility", _decide),
    ]
