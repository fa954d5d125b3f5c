"""A capture that a request waits for, as long as ``[oembed] patience`` allows.

It is the same durable job as ``POST /api/v1/captures`` makes: where the request's patience
ends, the capture goes on, and whoever asks again finds what came of it.
"""

import asyncio

from aiohttp import hdrs, web

from archive.archive import Archive
from archive.errors import NotAPost
from archive.platforms import identify
from archive.settings import Settings
from archive.storage.base import Job
from embedder.web.auth import Visitor
from embedder.web.captures import UNDER_WAY
from embedder.web.context import ARCHIVE, SETTINGS, STOPPING
from embedder.web.problems import Problem, unknown_post

__all__ = ["capture_now", "may_capture"]

_AGAIN = 10
"""Seconds after which whoever was not waited for may ask again."""


def may_capture(who: Visitor, settings: Settings) -> bool:
    """Whether an unknown post is captured for this visitor.

    Only for a key: a browser's cookie goes along with an address that somebody else wrote.
    """
    return settings.oembed.capture_unknown and who.may("editor", "capture") and who.session is None


async def capture_now(request: web.Request, who: Visitor, url: str) -> str:
    """The id of the post of a URL, captured now, a draft as any other.

    Raises:
        Problem: 404, it names no post, or the platform says that it is gone; 502, no source
            gave it; 503, the patience or the service ended before the capture did.
    """
    archive = request.app[ARCHIVE]
    try:
        identify(url, pages=False)  # a site asks so for whatever stands in a line of its own
        job = await archive.request_capture(url, by=who.name)
    except NotAPost:
        raise unknown_post() from None
    patience = request.app[SETTINGS].oembed.patience
    job = await _ended(archive, job, patience, request.app[STOPPING])
    if job.state in UNDER_WAY:
        raise Problem(
            503,
            "capture-under-way",
            "The post is being captured; this takes longer than an answer can wait.",
            next_step=f"Ask again in some seconds; /api/v1/captures/{job.id} tells how it goes.",
            headers={hdrs.RETRY_AFTER: str(_AGAIN)},
        )
    post: str | None = job.result.get("post")
    if job.state in {"done", "partial"} and post is not None:
        return post
    raise Problem(
        404 if job.state == "gone" else 502,
        f"capture-{job.state}",
        job.result.get("sentence") or "The post could not be captured.",
        next_step=job.result.get("next") or "Try later, or capture it at the desk.",
    )


async def _ended(archive: Archive, job: Job, patience: float, stopping: asyncio.Event) -> Job:
    """The job as it is when it has ended, or when nobody waits any longer."""

    async def follow() -> None:
        nonlocal job
        async for now in archive.watch(job.id):
            job = now

    following = asyncio.create_task(follow())
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({following, stop}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if following.done():
            following.result()
    finally:
        for task in (following, stop):
            task.cancel()
        await asyncio.gather(following, stop, return_exceptions=True)
    return job
