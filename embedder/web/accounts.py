"""``/api/v1/posts/ID/account``: whose an account is; what programs and the desk share."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from aiohttp import web

from archive.answering import answer_of
from archive.officials import Conflict, KnownAccount, Resolved
from archive.register.facts import AccountKind
from embedder.web.auth import Visitor, require
from embedder.web.bodies import answer_json, read_json
from embedder.web.context import ARCHIVE
from embedder.web.operations import POST_ID, Answer, Operation, Operations
from embedder.web.problems import Problem
from embedder.web.public import ID, find_post

__all__ = ["OPERATIONS", "confirm", "routes"]


class AccountAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose an account is."""

    who: Literal["official", "not an official", "private person"] = "official"
    official: str | None = None
    name: str | None = None
    office: str | None = None
    jurisdiction: str | None = None
    party: str | None = None
    since: str | None = None
    until: str | None = None
    kind: AccountKind | None = None


async def confirm(
    request: web.Request, who: Visitor, post: str, said: Mapping[str, str | None]
) -> str | None:
    """Keeps what was said of the account of a post; gives the slug of the official.

    Raises:
        UsageError: what was said is not clear, or cannot be.
    """
    naming = request.app[ARCHIVE].naming
    asked = await naming.ask(post)
    answer = answer_of(said, moment=None if asked is None else asked.moment)
    return await naming.confirm(post, answer, by=who.name)


class AccountFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An account, and what the register has for it at the time of the post."""

    account: KnownAccount
    proposal: Resolved | None
    conflict: Conflict | None


async def _facts(request: web.Request, post: str) -> AccountFacts:
    asked = await request.app[ARCHIVE].naming.ask(post)
    if asked is None:
        raise Problem(
            404,
            "no-account",
            "The account of this post is not known: its source gave no id.",
            next_step="Say it of the post, with an annotation of the kind official.",
        )
    found = asked.found
    return AccountFacts(
        account=asked.account,
        proposal=found if isinstance(found, Resolved) else None,
        conflict=found if isinstance(found, Conflict) else None,
    )


async def _get(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    post = await find_post(request, who, request.match_info["post"])
    return answer_json(await _facts(request, post.id))


async def _post(request: web.Request) -> web.Response:
    who = await require(request, "editor", "annotate")
    said = msgspec.to_builtins(await read_json(request, AccountAnswer))
    post = await find_post(request, who, request.match_info["post"])
    await _facts(request, post.id)
    await confirm(request, who, post.id, said)
    return answer_json(await _facts(request, post.id))


_FACTS = Answer("What is known of the account now.", AccountFacts)
_NO_ACCOUNT = {404: "No such post is kept here, or its account is not known."}

OPERATIONS: Operations = {
    "GET /api/v1/posts/{post}/account": Operation(
        summary="whose the account of a post is",
        what="With what the register has for it at the time of the post: a proposal, or why it "
        "cannot tell.",
        tag="Officials",
        who="editor",
        parameters=(POST_ID,),
        answers={200: _FACTS},
        problems=_NO_ACCOUNT,
    ),
    "POST /api/v1/posts/{post}/account": Operation(
        summary="say whose the account of a post is, once, for all its posts",
        what="Name an `official` of the register by slug, or somebody new by `name`; or say in "
        "`who` that it is none. An `office` that the register lacks counts from `since`, else "
        "from the day of the post. The posts that were named before are changed by "
        "`onrecord officials apply`.",
        tag="Officials",
        who="editor",
        parameters=(POST_ID,),
        body=AccountAnswer,
        example={"official": "fay-ito", "kind": "official"},
        answers={200: _FACTS},
        problems=_NO_ACCOUNT
        | {400: "The body is no JSON, it is not clear who it is, or a day is none."},
    ),
}


def routes() -> list[web.RouteDef]:
    path = f"/api/v1/posts/{{post:{ID}}}/account"
    return [web.get(path, _get), web.post(path, _post)]
