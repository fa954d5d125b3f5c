"""Truth Social: its API, which is Mastodon's with fields of its own, its pages, web archives.

It stands behind Cloudflare, which asks many a reader to prove that it is a browser: that is a
refusal, and says nothing of the post.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from msgspec.structs import replace

from archive.errors import FetchError
from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import About, Fetcher, Response, Saved, Source
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.fediverse.answers import answers_others, json_value, object_in, server_error
from archive.platforms.fediverse.page import read_page
from archive.platforms.fediverse.urls import posted_at
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.shape import Json, mapping, mappings
from archive.platforms.truth import urls
from archive.platforms.truth.parse import is_truth, read_truth
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Truth"]

_WHO = "Truth Social"
_ANSWERS = f"{urls.BASE}/api/v2/statuses/{{}}/context/descendants?sort=oldest"
"""The first answers below a post, whoever's (by its web client, and collectors of 2026, who name
this version of it): there is no way to ask for the author's own. One page of them is read."""
_NOT_HAD = "Whether its author went on from it was not to be had."


class Truth:
    """Truth Social as a :class:`~archive.platforms.base.Platform`."""

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = _WHO
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="api",
            terms="public endpoint",
            terms_url="https://help.truthsocial.com/legal/terms-of-service/",
            terms_read="2026-11-29",
        ),
        About(
            source="page",
            terms="public page",
            terms_url="https://help.truthsocial.com/legal/terms-of-service/",
            terms_read="2026-11-29",
        ),
        WEB_ARCHIVE,
    )

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        """See :class:`~archive.platforms.base.Platform`."""
        del secret
        settings, each = read_section(self.name, section, PlatformSettings, self.about)
        made: dict[str, Source | str] = {
            Api.name: Api(),
            Page.name: Page(),
            WebArchive.name: WebArchive(archives, urls.archived_at, _read_archived)
            if archives.wayback or archives.timegates
            else "No web archive is named in [web_archives].",
        }
        self.chosen = choose(settings, each, self.about, made)

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.truth.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """Never asked for: every address of a post carries its number."""
        del fetcher
        return Failed(reason="malformed", detail=f"{needs.url} is no post of {_WHO}.")

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """A status, or several: what the API gives for one post and for an account's."""
        value = saved.json()
        if value is None:
            return _saved_page(saved)
        statuses = mappings(value) if isinstance(value, list) else [mapping(value)]
        return tuple(read_truth(one) for one in statuses if is_truth(one))


class Api:
    """``/api/v1/statuses/ID``, the history of an edited post, and the first answers to one that has
    some: its author may have gone on.
    """

    name = "api"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """A 404 with the API's own words is *gone, cause unknown* where the API answers for
        others: it says the same of what was deleted and of what is hidden from us.
        """
        address = f"{urls.BASE}/api/v1/statuses/{ref.native_id}"
        response = await fetcher.get(address)
        if challenged := _challenge(response):
            return challenged
        words = server_error(response) if response.status in {404, 410} else None
        if words and await answers_others(urls.BASE, fetcher):
            return Gone(cause="unknown", basis=f"{_WHO} answered HTTP {response.status}: “{words}”")
        status = object_in(response, _WHO)
        if not isinstance(status, dict):
            return status
        history = await _list(f"{address}/history", fetcher) if status.get("edited_at") else None
        told = read_truth(status, ref.native_id, history=history)
        if not isinstance(told, Found) or not status.get("replies_count"):
            return told
        answers = await _list(_ANSWERS.format(ref.native_id), fetcher)
        if answers is None:
            return _unread(told)
        threaded = read_truth(status, ref.native_id, history=history, answers=answers)
        # Answers that make no sense do not cost the post.
        return threaded if isinstance(threaded, Found) else _unread(told)


async def _list(address: str, fetcher: Fetcher) -> list[Json] | None:
    """What else is told of a post; ``None``, which becomes a warning, if no answer came."""
    try:
        response = await fetcher.get(address)
    except FetchError:
        return None
    value = json_value(response) if response.status == 200 else None
    return mappings(value) if isinstance(value, list) else None


def _unread(found: Found) -> Found:
    *earlier, newest = found.snapshots
    newest = replace(newest, warnings=(*newest.warnings, _NOT_HAD))
    return replace(found, snapshots=(*earlier, newest))


class Page:
    """The post's page: what its Open Graph tells, always *partial*."""

    name = "page"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(ref.url)
        return _challenge(response) or _read_page(response, ref)


def _challenge(response: Response) -> Refused | None:
    """Cloudflare's page in place of an answer: its header says so, and before it had one, the
    page was HTML from its servers (https://developers.cloudflare.com/cloudflare-challenges/).
    """
    headers = response.headers
    theirs = "cloudflare" in headers.get("server", "").lower() or "cf-ray" in headers
    page = response.body.lstrip()[:1] == b"<"
    if headers.get("cf-mitigated") == "challenge" or (
        response.status in {403, 503} and theirs and page
    ):
        return Refused(
            reason="not shown",
            detail=f"{_WHO}'s guard (Cloudflare) wants a browser first (HTTP {response.status}).",
        )
    return None


def _read_page(response: Response, ref: PostRef) -> Answer:
    refused = refusal(response, _WHO)
    return refused or _page(response.text(), ref.url, ref)


def _page(html: str, url: str, ref: PostRef | None) -> Found | Refused | Failed:
    answer = read_page(html, url, ref, identified=urls.identify)
    if not isinstance(answer, Found):
        return answer
    told = answer.snapshots[-1]
    when = posted_at(told.created_at, told.native_id)
    handle = (told.author.handle or "").removesuffix("@truthsocial.com") or None
    own = replace(
        told,
        author=replace(told.author, handle=handle),
        created_at=when.created_at,
        created_precision=when.precision,
        created_at_claimed=when.claimed,
    )
    return replace(answer, snapshots=(own,))


def _read_archived(response: Response, ref: PostRef) -> Answer:
    """A web archive's copy of the page or of the API's answer."""
    if response.body.lstrip()[:1] == b"<":
        return _page(response.text(), ref.url, ref)
    status = object_in(response, _WHO)
    return read_truth(status, ref.native_id) if isinstance(status, dict) else status


def _saved_page(saved: Saved) -> tuple[Answer, ...]:
    if b"truthsocial.com" not in saved.body[:200_000]:
        return ()
    answer = _page(saved.text(), saved.url or urls.BASE, None)
    return (answer,) if isinstance(answer, Found) else ()
