"""Posts that a site asked for and that are not kept: noted for an editor, who may capture them.

They are jobs for a person, of a kind that no worker takes. One is open while it is queued,
done once its post is kept, and refused when an editor left it out; an address that was ever
noted is not noted again.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

import msgspec

from archive.archive import Archive
from archive.errors import NotAPost
from archive.platforms import identify
from archive.records import PostRef
from archive.storage.base import Job
from archive.text import web_address

__all__ = ["Asked", "leave_out", "note", "open_asks"]

KIND = "asked"
MOST = 2000
"""Addresses that are remembered: a key that is misused fills a list, and no disk."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An address that is shown on a site, and not kept here."""

    id: str
    url: str
    article: str
    """Where it is shown: the article's address, or the site's."""
    href: str | None = None
    """The address as a link; ``None`` where a browser does not know its kind, ``at://…``."""
    by: str
    """The key that asked, as the audit log writes it."""
    at: datetime


async def note(archive: Archive, urls: Iterable[str], *, by: str, article: str) -> None:
    """Notes what an article shows and this visitor found nothing of.

    It does not look whether there is a draft: for whoever asks, the work is the same.
    """
    known = {job.key for job in await archive.storage.list_jobs(kind=KIND, limit=MOST)}
    for url in urls:
        key = _key(url)
        if key is None or key in known:
            continue
        if len(known) >= MOST:
            return
        known.add(key)
        await archive.storage.enqueue(
            id=secrets.token_urlsafe(12),
            kind=KIND,
            key=key,
            payload={"url": url, "article": article},
            by=by,
            at=archive.clock(),
        )


async def open_asks(archive: Archive) -> tuple[Asked, ...]:
    """What is still asked for, newest first. What was kept meanwhile is ticked off."""
    asks = []
    for job in await archive.storage.list_jobs(kind=KIND, limit=MOST):
        if job.state != "queued":
            continue
        if await _is_kept(archive, job):
            await archive.storage.end_job(
                job.id, "done", at=archive.clock(), attempts=(), result={}
            )
            continue
        asks.append(
            Asked(
                id=job.id,
                url=job.payload["url"],
                href=web_address(job.payload["url"]),
                article=job.payload["article"],
                by=job.by,
                at=job.made_at,
            )
        )
    return tuple(asks)


async def leave_out(archive: Archive, ask: str, *, by: str) -> None:
    """An editor wants no copy of it. Anything but an open ask is left as it is."""
    job = await archive.storage.job(ask)
    if job is not None and job.kind == KIND:
        at = archive.clock()
        await archive.storage.end_job(ask, "refused", at=at, attempts=(), result={"by": by})
        await archive.storage.note(by=by, action="leave out", target=job.key, at=at)


def _key(url: str) -> str | None:
    """One key for all addresses that name a post without a lookup; ``None`` for no post."""
    try:
        named = identify(url, pages=False)
    except NotAPost:
        return None
    return named.id if isinstance(named, PostRef) else f"{named.platform}:{named.key}"


async def _is_kept(archive: Archive, job: Job) -> bool:
    """Whether it is kept for its own sake, also as a draft: the list is for editors."""
    named = identify(job.payload["url"])
    key = named.native_id if isinstance(named, PostRef) else named.key
    known = await archive.storage.resolve(named.platform, key)
    post = known or (named.id if isinstance(named, PostRef) else None)
    found = await archive.storage.post(post) if post is not None else None
    return found is not None and found.capture_reason != "context"
