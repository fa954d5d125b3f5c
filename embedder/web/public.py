"""What all public answers share: who may see a post, and the headers that go with it.

What never was public is answered exactly as a post that was never seen: one read of the
store, one error, the same bytes. Whoever may see drafts gets private answers, which no cache
keeps.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

import msgspec
from aiohttp import hdrs, web

from archive.records import Post
from archive.storage.base import Holding
from embedder.web.auth import Visitor, visitor
from embedder.web.cache import CACHE, Finished, Handler, Page, is_personal
from embedder.web.context import ARCHIVE, here
from embedder.web.problems import Problem, unknown_post

__all__ = [
    "ALWAYS",
    "FROZEN",
    "ID",
    "PRIVATE",
    "PUBLIC",
    "Moved",
    "PublicHandler",
    "find_holding",
    "find_post",
    "follow_holding",
    "held_here",
    "not_shown",
    "published",
    "surrogate_keys",
]

PublicHandler: TypeAlias = Callable[[web.Request, Visitor], Awaitable[Page]]

ID = "[0-9a-hjkmnp-tv-z]{16}"
"""A post's public id: Crockford's base32 in lower case."""

MAX_AGE, REVALIDATE = 20, 30
"""Seconds. Together, and with the half second until another process's write is seen, well
under the minute within which a post that is withheld disappears everywhere."""

PUBLIC = f"public, max-age={MAX_AGE}, stale-while-revalidate={REVALIDATE}, stale-if-error=86400"
FROZEN = "public, max-age=60, s-maxage=60, stale-if-error=86400"
"""Of stored bytes, which change only where something of them is withheld. No purge is
configured: a shared cache keeps them for a minute, too."""
PRIVATE = "private, no-store"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)


class Moved(msgspec.Struct, frozen=True):
    """The post turned out to be another one: its new id, and the snapshot's new number."""

    post: str
    n: int | None


def published(handler: PublicHandler, *, keep: bool = True, aside: bool = False) -> Handler:
    """A handler whose answers are public: validators, cache rules, and our own cache.

    Only what was made for anybody is kept: whoever shows a key or a session may see more, or
    may read where others may not, and the answer is for them alone. Without ``keep`` it is not kept
    either: for what may be older than the newest data when it is made. Answers ``aside`` are those
    to ever new questions: they push no embed out of memory.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        cache = request.app[CACHE]
        if aside and cache.aside is not None:
            cache = cache.aside
        name = _name(request)
        known = cache.get(name)
        if known is not None and not is_personal(request):
            return known.response(request)
        who = await visitor(request)
        generation = cache.generation
        page = await handler(request, who)
        if who.role is not None:
            return Finished(page, ((hdrs.CACHE_CONTROL, PRIVATE), *ALWAYS)).response(request)
        finished = Finished(page, ((hdrs.CACHE_CONTROL, page.cache or PUBLIC), *ALWAYS))
        if keep:
            cache.put(name, finished, generation)
        return finished.response(request)

    return answer


def _name(request: web.Request) -> str:
    """What a finished page is kept under: each site of the newsroom has pages of its own."""
    brand = here(request).brand
    return request.raw_path if brand is None else f"{brand.name} {request.raw_path}"


async def find_post(request: web.Request, who: Visitor, post: str) -> Post:
    """A post that this visitor may know of, merged ones followed.

    Raises:
        Problem: 404, not kept here, or never public and this visitor sees no drafts.
    """
    found = await request.app[ARCHIVE].storage.post(post, drafts=who.sees_drafts)
    if found is None:
        raise unknown_post()
    return found


async def held_here(request: web.Request, who: Visitor) -> Holding:
    """What is held of the post that a page of the desk is about, a merged one's under its new id.

    Raises:
        Problem: 404, as for :func:`find_post`.
    """
    post = await find_post(request, who, request.match_info["post"])
    holding = await request.app[ARCHIVE].storage.holding(post.id)
    if holding is None:
        raise unknown_post()
    return holding


async def find_holding(
    request: web.Request, who: Visitor, post: str, n: int | None = None
) -> Holding | Moved:
    """What is held of a post that this visitor may know of; or where it went.

    Raises:
        Problem: 404, as for :func:`find_post`, or no such snapshot.
    """
    storage = request.app[ARCHIVE].storage
    found = await find_post(request, who, post)
    if found.id != post:
        where = (found.id, None) if n is None else await storage.moved(post, n)
        if where is None:
            raise unknown_post()
        return Moved(*where)
    holding = await storage.holding(post, n)
    if holding is None or (
        holding.stored is not None and holding.stored.visibility == "draft" and not who.sees_drafts
    ):
        raise unknown_post()
    return holding


async def follow_holding(
    request: web.Request, who: Visitor, post: str, n: int | None = None
) -> Holding:
    """As :func:`find_holding`, with a post that moved followed to where it is."""
    where: Holding | Moved = Moved(post, n)
    while isinstance(where, Moved):
        where = await find_holding(request, who, where.post, where.n)
    return where


def not_shown(newsroom: str) -> Problem:
    """Data of a post that the newsroom withholds or erased (RFC 7725 has the status)."""
    return Problem(
        451,
        "not-shown",
        f"This post is not shown by {newsroom or 'the newsroom'}.",
        title="Not shown",
        next_step="Its embed page says since when; the newsroom can tell you more.",
        headers={hdrs.CACHE_CONTROL: PUBLIC},
    )


def surrogate_keys(holding: Holding, beside: Iterable[str] = ()) -> tuple[str, str]:
    """The header that a cache purges by: this post, those that its box shows inside, and others
    whose words stand ``beside`` it.
    """
    inside: Iterable[Holding | None] = (holding.quoted, holding.parent, holding.reposted)
    shown = (other.post.id for other in inside if other is not None)
    ids = [holding.post.id, *shown, *beside]
    return ("Surrogate-Key", " ".join(f"post-{post}" for post in dict.fromkeys(ids)))
