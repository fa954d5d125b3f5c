"""The editors' desk: paste addresses, and see each capture until its embed is there."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from archive.errors import NotAPost
from archive.platforms import MAX_URL, identify, platform_title
from archive.settings import Settings
from archive.storage.base import Job
from archive.telling import Offer
from archive.text import web_address
from embedder import samples
from embedder.errors_es import error_in
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.captures import UNDER_WAY
from embedder.web.context import ARCHIVE, SETTINGS, here
from embedder.web.desk_accounts import account_at_desk
from embedder.web.desk_posts import post_at_desk, rows_of
from embedder.web.deskpage import came_of, desk_page, go
from embedder.web.languages import desk_lang, say
from embedder.web.lookup import kept_at
from embedder.web.pasting import addresses_in
from embedder.web.setup import setup_page
from embedder.web.told import said_of, told_of

__all__ = ["LARGE", "example_url", "routes"]

MAX_AT_ONCE = 50
"""Posts that one paste captures: an article's worth."""
MAX_SKIPPED = 10
MAX_REST = 3_000
"""Bytes of addresses that wait for their turn in the address of a page."""
MAX_PASTE = 4 * 1024 * 1024
"""Bytes of a paste, as browsers send them: a whole e-mail with its HTML."""
LARGE = {"/desk/captures": MAX_PASTE}
RECENT = 5
CAME = ("kept", "hand", "gone", "waiting")
_KEPT = frozenset({"kept", "kept lately"})
"""The sentences of what is kept, and no more to be said of it."""


def example_url(settings: Settings) -> str | None:
    """An address that can be captured without a network: where a stand-in answers for it."""
    routes = settings.fetch.routes
    return samples.EXAMPLE_URL if samples.HOST in routes or "*" in routes else None


async def _desk(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    if not here(request).set_up and who.may("admin") and not who.sites:
        return setup_page(request, who)
    return await _paste_page(request, who)


async def _paste_page(
    request: web.Request, who: Visitor, *, pasted: str = "", wrong: str | None = None
) -> web.Response:
    page = await request.app[ARCHIVE].storage.list_posts(limit=RECENT, drafts=True)
    return desk_page(
        request,
        who,
        "desk/paste.html",
        status=422 if wrong else 200,
        here="capture",
        pasted=pasted,
        wrong=wrong,
        example_url=example_url(request.app[SETTINGS]),
        rows=rows_of(request, page.holdings),
        gone=len(await request.app[ARCHIVE].deleted.waiting()),
    )


async def _fill(request: web.Request) -> web.Response:
    """The capture form with an address in it: what a bookmark leads to, or the "share to" of a
    phone, where some programs put the address into ``text``. Nothing is captured.
    """
    who = await require(request, "editor")
    shared = " ".join(request.query[name] for name in ("url", "text") if request.query.get(name))
    return await _paste_page(request, who, pasted=shared[:MAX_URL])


async def _capture(request: web.Request) -> web.Response:
    """Begins a capture for each post in the text, and leads to where they can be watched."""
    who = await require(request, "editor")
    pasted = str((await read_form(request)).get("urls", ""))
    addresses = addresses_in(pasted)
    if not addresses:
        return await _paste_page(request, who, pasted=pasted, wrong=say(request, "paste.none"))
    ours = [await kept_at(request, address) for address in addresses]
    if len(ours) == 1 and ours[0] is not None:
        return go(request, f"posts/{ours[0]}")
    # Of a text only posts are meant; a list of nothing but addresses may have those of any pages.
    pages = {*pasted.split()} <= {*addresses}
    addresses = [
        await _original(request, post) or address if post else address
        for address, post in zip(addresses, ours, strict=True)
    ]
    posts, skipped = _sorted(addresses, pages=pages)
    if not posts:
        return await _paste_page(
            request, who, pasted=pasted, wrong=_no_post(request, skipped[0][1])
        )
    archive = request.app[ARCHIVE]
    jobs = [await archive.request_capture(url, by=who.name) for url in posts[:MAX_AT_ONCE]]
    query = [("job", job) for job in dict.fromkeys(job.id for job in jobs)]
    query += [("skipped", url[:200]) for url, _ in skipped[:MAX_SKIPPED]]
    rest = _fitting(posts[MAX_AT_ONCE:])
    query += [("rest", url) for url in rest]
    if len(posts) > MAX_AT_ONCE + len(rest):
        query.append(("more", "1"))
    return go(request, f"captures?{urlencode(query)}")


def _fitting(addresses: Sequence[str]) -> list[str]:
    """As many of them, in their order, as the address of a page has room for."""
    ends = accumulate(len(quote(address, safe="")) for address in addresses)
    return [address for address, end in zip(addresses, ends, strict=True) if end <= MAX_REST]


async def _original(request: web.Request, post: str) -> str | None:
    """The address of a kept post on its platform; ``None`` where it was typed in without one."""
    kept = await request.app[ARCHIVE].storage.post(post)
    return None if kept is None else kept.url


def _sorted(
    addresses: Sequence[str], *, pages: bool
) -> tuple[list[str], list[tuple[str, NotAPost]]]:
    """Those that name posts, and the others with what is wrong with them."""
    posts, others = [], []
    for address in addresses:
        try:
            identify(address, pages=pages)
        except NotAPost as error:
            others.append((address, error))
        else:
            posts.append(address)
    return posts, others


def _came(job: Job) -> str:
    """What a capture came to, as the top of their page counts it."""
    if job.state in UNDER_WAY:
        return "waiting"
    return {"done": "kept", "gone": "gone"}.get(job.state, "hand")


def _tally(captures: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many came to what, those of which there are none left out; empty for one capture."""
    counted = Counter(str(capture["came"]) for capture in captures)
    return {kind: counted[kind] for kind in CAME if counted[kind]} if len(captures) > 1 else {}


async def _captures(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    storage = request.app[ARCHIVE].storage
    asked = dict.fromkeys(request.query.getall("job", []))
    jobs = [await storage.job(job) for job in list(asked)[:MAX_AT_ONCE]]
    captures = [
        await _capture_at_desk(request, job)
        for job in jobs
        if job is not None and job.kind == "capture"
    ]
    return desk_page(
        request,
        who,
        "desk/captures.html",
        here="capture",
        captures=captures,
        tally=_tally(captures),
        waiting=any(capture["under_way"] for capture in captures),
        skipped=[
            (url, _no_post(request, error))
            for url, error in _sorted(
                request.query.getall("skipped", [])[:MAX_SKIPPED], pages=False
            )[1]
        ],
        rest=request.query.getall("rest", []),
        at_once=MAX_AT_ONCE,
        too_many="more" in request.query,
    )


async def _capture_at_desk(request: web.Request, job: Job) -> dict[str, Any]:
    """A capture as its page shows it: a sentence, and the embed where there is one."""
    url, lang = job.payload["url"], desk_lang(request)
    told = told_of(job.result)
    under_way = job.state in UNDER_WAY
    kept: str | None = None if under_way else job.result.get("post")
    holding = await request.app[ARCHIVE].storage.holding(kept) if kept is not None else None
    offers = () if under_way else _offers(job)
    if under_way:
        sentence = say(request, f"capture.{job.state}", platform=_platform(url))
    else:
        said = said_of(told.said, lang) if told else job.result.get("sentence")
        sentence = said or say(request, "capture.bare")
        if told and told.said.kind in _KEPT:
            sentence = f"{sentence.removesuffix('.')} ✓"
    return {
        "id": job.id,
        "url": url,
        "href": web_address(url),
        "under_way": under_way,
        "events": f"/api/v1/captures/{job.id}/events",
        "sentence": sentence,
        "next": said_of(told.following, lang) if told else job.result.get("next"),
        "came": _came(job),
        "again": job.state in {"refused", "failed", "partial"},
        "offers": [(offer, f"{_OFFERS[offer]}?{urlencode({'url': url})}") for offer in offers],
        "attempts": [
            {**one, "told": came_of(request, one["outcome"], one.get("cause"))}
            for one in job.attempts
        ],
        "post": None if holding is None else post_at_desk(request, holding),
        "whose": None
        if holding is None
        else await account_at_desk(request, holding.post.id, with_changes=False),
    }


def _platform(url: str) -> str:
    return platform_title(identify(url).platform)


_OFFERS: dict[Offer, str] = {"browser": "bookmarklet", "by hand": "capture/by-hand"}
"""Where each other way begins; the address goes with it. To try later is a button of its own."""


def _offers(job: Job) -> tuple[Offer, ...]:
    """The other ways to a post: those of a refusal, and all for one of which a part is missing."""
    if job.state == "partial":
        return ("browser", "by hand")
    return tuple(offer for offer in _OFFERS if offer in job.result.get("offers", ()))


def _no_post(request: web.Request, error: NotAPost) -> str:
    """What is wrong with an address."""
    return error_in(desk_lang(request), error)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk", _desk),
        web.get("/desk/", _desk),
        web.get("/desk/capture", _fill),
        web.get("/desk/captures", _captures),
        web.post("/desk/captures", _capture),
    ]
