"""Captures that need a hand and get none: an editor leaves them as they are, and they are listed no
more until somebody captures the post again.
"""

import secrets

from archive.archive import Archive

__all__ = ["leave"]

KIND = "left"
"""Of the job that says so: one for a person, which no worker takes."""


async def leave(archive: Archive, capture: str, *, by: str) -> None:
    """Notes that nobody need look at this capture. What is no capture is left as it is."""
    job = await archive.storage.job(capture)
    if job is None or job.kind != "capture":
        return
    at = archive.clock()
    left = await archive.storage.enqueue(
        id=secrets.token_urlsafe(12), kind=KIND, key=job.key, payload={}, by=by, at=at
    )
    await archive.storage.end_job(left.id, "done", at=at, attempts=(), result={})
    await archive.storage.note(by=by, action="leave capture", target=job.key, at=at)
