"""Any other page on the web: an official website, a blog, LinkedIn.

What a page says of itself is all there is: JSON-LD, an ``h-entry``, Open Graph, or the oEmbed
answer that it links to. Native id: its address in one form
(:func:`archive.platforms.page.urls.normalised`), after redirects within its site.
"""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.oembed import read_oembed
from archive.platforms.page import urls
from archive.platforms.page.answers import (
    read_envelope,
    read_page,
    read_saved_html,
    read_saved_json,
    where,
)
from archive.platforms.page.linkedin import PLATFORM
from archive.platforms.page_facts import facts_of, html_of
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Page"]


class Page:
    """A :class:`~archive.platforms.base.Platform`: asked last, it takes any page."""

    name: ClassVar[str] = PLATFORM
    title: ClassVar[str] = "Website"
    about: ClassVar[tuple[About, ...]] = (
        About(source="page", terms="public page"),
        About(source="oembed", terms="public endpoint"),
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
                Facts.name: Facts(),
                Discovery.name: Discovery(),
                WebArchive.name: WebArchive(archives, lambda ref: (ref.url,), read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.page.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post of LinkedIn behind one of its short links. One that leads out of LinkedIn is
        named, and not followed: what is there may be another platform's post.
        """
        response = await fetcher.get(needs.url)
        try:
            found = urls.identify(urlsplit(response.url))
        except NotAPost:
            found = None
        asked = PostRef(platform=PLATFORM, native_id="https://www.linkedin.com/x", url=needs.url)
        there = where(response, asked)
        if isinstance(there, PostRef) and isinstance(found, PostRef):
            return found
        if isinstance(there, PostRef):
            return Failed(
                reason="malformed", detail=f"{needs.key} leads to no post: {response.url[:500]}."
            )
        return there

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :class:`~archive.platforms.base.Platform`. It is asked last: a page of any platform
        has an Open Graph, too.
        """
        return read_saved_html(saved) or read_saved_json(saved)


class Facts:
    """The page itself: JSON-LD, microformats2 and Open Graph, read at once."""

    name = "page"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(ref.url)
        # A page may be large, and whoever else is served does not wait for it.
        return await asyncio.to_thread(read_page, response, ref)


class Discovery:
    """The oEmbed answer that a page links to (https://oembed.com/#section4). The address stands in
    the page and may be anybody's: the fetcher checks it as any other.
    """

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(ref.url)
        there = where(response, ref)
        if not isinstance(there, PostRef):
            return there
        host = urlsplit(there.native_id).hostname or ""
        html = html_of(response, host)
        if not isinstance(html, str):
            return html
        endpoint = (await asyncio.to_thread(facts_of, html, response.url)).oembed
        if endpoint is None:
            return Refused(reason="not shown", detail=f"{host} links to no oEmbed answer.")
        asked = await fetcher.get(endpoint)
        envelope = read_oembed(asked, urlsplit(endpoint).hostname or "")
        if isinstance(envelope, (Refused, Failed)):
            return envelope
        return read_envelope(envelope, there)
