"""What was refused goes into the audit log: forged forms, roles and scopes that do not reach, keys
that are none, logins, files that are no pictures.

Whoever is not logged in could fill the disk so: of each address, and of all together, only so many
are written there. The service's own log has one line for each. Neither has the address.
"""

import logging
from datetime import timedelta

from aiohttp import web

from archive.handing import BadPicture
from embedder.links import logged_path
from embedder.web.auth import visitor
from embedder.web.cache import Handler
from embedder.web.context import ARCHIVE
from embedder.web.problems import Problem
from embedder.web.throttle import Throttle, client_address

__all__ = ["REFUSALS", "new_throttle", "note_refused", "note_upload", "noting_refusals"]

log = logging.getLogger("onrecord.web")

REFUSALS = web.AppKey("refusals", Throttle)
NOTED = frozenset({"forged-request", "role-needed", "scope-needed", "site-needed", "bad-key"})
"""Kinds of problems that say that somebody tried what they may not."""


def new_throttle() -> Throttle:
    """A hundred of one address in ten minutes, and a thousand of all in an hour."""
    return Throttle(
        each=100, within=timedelta(minutes=10), total=1000, total_within=timedelta(hours=1)
    )


async def note_refused(request: web.Request, action: str, target: str, reason: str) -> None:
    """Writes down that something was refused, and to whom as far as that is known."""
    archive = request.app[ARCHIVE]
    at = archive.clock()
    try:
        by = (await visitor(request)).name
    except Problem:  # a key that is none of ours
        by = "anonymous"
    log.warning("%s: %s, by %s: %s", action, target, by, reason)
    if by == "anonymous" and request.app[REFUSALS].wait(client_address(request), at) is not None:
        return
    await archive.storage.note(by=by, action=action, target=target, reason=reason, at=at)


async def note_upload(request: web.Request, why: str) -> None:
    """Writes down that a file was refused that is no picture."""
    await note_refused(request, "refuse upload", _target(request), why)


def _target(request: web.Request) -> str:
    return f"{request.method} {logged_path(request.path)}"[:200]


def noting_refusals(handler: Handler) -> Handler:
    """A handler whose refusals are written down."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except BadPicture as error:
            await note_upload(request, error.what)
            raise
        except Problem as problem:
            if problem.kind in NOTED:
                await note_refused(request, "refuse request", _target(request), problem.detail)
            raise

    return answer
