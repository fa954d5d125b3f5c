"""TikTok: the addresses of its posts, and the ways to have them. Native id: the post's number.

Addresses of pictures are signed and expire within a day or so, which is why a capture fetches them
at once.

There is no API with a key here: the one that gives others' videos is for researchers of non-profit
institutions, approved for one project (https://developers.tiktok.com/doc/research-api-faq), and the
others give the videos of whoever logs in.
"""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.tiktok import urls
from archive.platforms.tiktok.answers import (
    read_envelope,
    read_page,
    read_saved_html,
    read_saved_json,
)
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["TikTok"]

_OEMBED = "https://www.tiktok.com/oembed"


class TikTok:
    """A :class:`~archive.platforms.base.Platform`."""

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = "TikTok"
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="oembed",
            terms="public endpoint",
            terms_url="https://developers.tiktok.com/doc/embed-videos/",
        ),
        About(
            source="page",
            terms="public page",
            terms_url="https://www.tiktok.com/legal/page/us/terms-of-service/en",
            terms_read="2026-11-29",
            terms_dated="2026-01-22",
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
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                Envelope.name: Envelope(),
                Page.name: Page(),
                WebArchive.name: WebArchive(archives, lambda ref: (ref.url,), read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.tiktok.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post that a short link leads to."""
        response = await fetcher.get(needs.url)
        try:
            found = urls.identify(urlsplit(response.url))
        except NotAPost:  # a link that has expired leads to the home page
            found = None
        if isinstance(found, PostRef):
            return found
        refused = refusal(response, "TikTok")
        return refused or Failed(
            reason="malformed",
            detail=f"{needs.key} leads to {response.url[:200]}, which is no post of TikTok.",
        )

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :class:`~archive.platforms.base.Platform`."""
        return read_saved_html(saved) or read_saved_json(saved.json())


class Envelope:
    """TikTok's oEmbed: text, account, one picture (https://developers.tiktok.com/doc/embed-videos/)."""

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        return read_envelope(await fetcher.get(_OEMBED, params={"url": ref.url}), ref)


class Page:
    """The page that a reader is given, and the data in it."""

    name = "page"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(ref.url)
        # A page may be large, and whoever else is served does not wait for it.
        return await asyncio.to_thread(read_page, response, ref)
