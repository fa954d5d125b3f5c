"""YouTube: the addresses of its videos and community posts, and the ways to have them.

A video's text is its title and its description; of the video itself only the poster is taken.
Native id: the video's (11 characters), or the community post's (``Ugkx…``).
"""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.youtube import urls
from archive.platforms.youtube.answers import (
    read_api,
    read_envelope,
    read_page,
    read_saved_html,
    read_saved_json,
)
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["YouTube", "YouTubeSettings"]

_OEMBED = "https://www.youtube.com/oembed"
_API = "https://www.googleapis.com/youtube/v3/videos"
_PARTS = "snippet,contentDetails,status,statistics"


class YouTubeSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.youtube]``."""

    key_env: str = "ONRECORD_YOUTUBE_KEY"


class YouTube:
    """A :class:`~archive.platforms.base.Platform`."""

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = "YouTube"
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="oembed",
            terms="public endpoint",
            terms_url="https://www.youtube.com/t/terms",
            terms_read="2026-11-29",
            terms_dated="2023-12-15",
        ),
        About(
            source="page",
            terms="public page",
            terms_url="https://www.youtube.com/t/terms",
            terms_read="2026-11-29",
            terms_dated="2023-12-15",
        ),
        About(
            source="data-api",
            terms="developer agreement",
            terms_url="https://developers.google.com/youtube/terms/developer-policies",
            terms_read="2026-11-29",
            needs="A key of YouTube's Data API v3, from the Google Cloud console, in "
            "ONRECORD_YOUTUBE_KEY.",
            removal="After 30 days its answers are to be deleted or asked for anew.",
            on_deleted="ask",
            agreement="YouTube's developer policies limit how long what the API answers may be "
            "stored; whether a newsroom may keep it longer is to be asked first.",
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
        settings, each = read_section(self.name, section, YouTubeSettings, self.about)
        key = secret(settings.key_env)
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                Envelope.name: Envelope(),
                Page.name: Page(),
                DataApi.name: DataApi(key) if key else f"There is no key in {settings.key_env}.",
                WebArchive.name: WebArchive(archives, _archived, read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.youtube.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """Never asked: every address of YouTube carries the id."""
        del fetcher
        return Failed(reason="malformed", detail=f"{needs.key} is no address of YouTube.")

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :class:`~archive.platforms.base.Platform`."""
        return read_saved_html(saved) or read_saved_json(saved.json())


class Envelope:
    """YouTube's oEmbed: title, channel, thumbnail. No description, and no time."""

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        if not urls.is_video(ref.native_id):
            return _videos_only("oEmbed")
        response = await fetcher.get(_OEMBED, params={"url": ref.url, "format": "json"})
        return read_envelope(response, ref)


class Page:
    """The page that a reader is given: the description as far as the page has it."""

    name = "page"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(ref.url)
        # A page may be large, and whoever else is served does not wait for it.
        return await asyncio.to_thread(read_page, response, ref)


class DataApi:
    """YouTube's documented API. Its terms bind whoever holds the key."""

    name = "data-api"

    def __init__(self, key: str) -> None:
        self._key = key

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        if not urls.is_video(ref.native_id):
            return _videos_only("The API")
        response = await fetcher.get(
            _API,
            params={"part": _PARTS, "id": ref.native_id},
            headers={"X-Goog-Api-Key": self._key},
            secrets=(self._key,),
        )
        return read_api(response, ref)


def _videos_only(who: str) -> Failed:
    return Failed(reason="off", detail=f"{who} knows videos only, and this is a community post.")


def _archived(ref: PostRef) -> tuple[str, ...]:
    return (ref.url,)
