"""Telegram: the public posts of its channels and groups.

``widget`` is the page that Telegram offers to embed one post
(https://core.telegram.org/widgets/post); ``channel-page`` is a channel's page for the web, with
the posts around one. Neither needs a key, and what they show is what everybody may read.

A channel's page is large, so pages are parsed beside the event loop.

A channel's name can be given up, and another channel can take it. So a post's native id has the
channel's number, which both pages tell, and the name in its address is looked up once.
"""

import asyncio
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import About, Fetcher, Response, Saved, Source
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.telegram import urls
from archive.platforms.telegram.answers import (
    NOT_FOUND,
    channel_shown,
    is_channel_page,
    other_channel,
    page_of,
    read_post,
    read_saved_page,
    says_not_found,
)
from archive.platforms.telegram.parse import native_id
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Telegram"]

_WIDGET = {"embed": "1", "mode": "tme"}
# Where Telegram's privacy policy says that its terms are; their text was not to be had. Of the
# widget it says (https://core.telegram.org/widgets/post, read 2026-11-28) that public posts can be
# embedded anywhere, and nothing of keeping them.
_TERMS = "https://telegram.org/tos"
_READ = "2026-11-29"


class Telegram:
    """Telegram as a :class:`~archive.platforms.base.Platform`.

    Native id: the channel's number and the post's (``1005640892/361``); the channel's name in
    place of its number where only a copy without the number could be had.
    """

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = "Telegram"
    about: ClassVar[tuple[About, ...]] = (
        About(source="widget", terms="public page", terms_url=_TERMS, terms_read=_READ),
        About(source="channel-page", terms="public page", terms_url=_TERMS, terms_read=_READ),
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
            Widget.name: Widget(),
            ChannelPage.name: ChannelPage(),
            WebArchive.name: WebArchive(archives, _archived_pages, _read_copy),
        }
        self.chosen = choose(settings, each, self.about, made)

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.telegram.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post with its channel's number, from its widget, else from the channel's page.

        Where neither tells the number the name stands for it: a web archive may have a copy all
        the same, and each source says for itself why it has none.
        """
        name, _, number = needs.key.partition("/")
        response = await fetcher.get(urls.post_url(name, number), params=_WIDGET)
        page = await asyncio.to_thread(page_of, response)
        by_name = PostRef(platform=self.name, native_id=needs.key, url=needs.url)
        if isinstance(page, (Refused, Failed)):
            if page.reason != "not shown":
                return page
        else:
            found = read_post(page, by_name)
            if isinstance(found, Found):
                return found.ref
        _, channel = await _shown(name, fetcher)
        if channel is None:
            return by_name
        return PostRef(platform=self.name, native_id=native_id(channel, number), url=needs.url)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :func:`archive.platforms.telegram.answers.read_saved_page`."""
        return read_saved_page(saved)


class Widget:
    """The page that Telegram offers to embed one post of a channel or a group."""

    name = "widget"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The post. Telegram's “Post not found” is *gone, cause unknown*, where the channel's own
        page shows other posts of it: it does not say who deleted it, nor that it ever was.
        """
        named = urls.named_post(ref.url)
        if named is None:
            return _no_name(ref)
        response = await fetcher.get(urls.post_url(*named), params=_WIDGET)
        page = await asyncio.to_thread(page_of, response)
        if isinstance(page, (Refused, Failed)):
            return page
        if not says_not_found(page):
            return read_post(page, ref)
        public, channel = await _shown(named[0], fetcher)
        if not public:
            return Refused(
                reason="not shown",
                detail=f"Telegram said “{NOT_FOUND}”, and showed no other post of that channel.",
            )
        return other_channel(ref, channel) or Gone(
            cause="unknown",
            basis=f"“{NOT_FOUND}”, while the channel @{named[0]} shows other posts",
        )


class ChannelPage:
    """A channel's page for the web, with the posts around the one. Groups have none."""

    name = "channel-page"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The post, or a refusal: that it is not on the page says nothing of it."""
        named = urls.named_post(ref.url)
        if named is None:
            return _no_name(ref)
        response = await fetcher.get(f"https://t.me/s/{named[0]}/{named[1]}")
        page = await asyncio.to_thread(page_of, response)
        if isinstance(page, (Refused, Failed)):
            return page
        if not is_channel_page(response, named[0]):
            return Refused(
                reason="not shown", detail=f"Telegram has no page of posts for @{named[0]}."
            )
        return read_post(page, ref, alone=False)


async def _shown(name: str, fetcher: Fetcher) -> tuple[bool, str | None]:
    """Whether Telegram shows posts of a channel to everybody, and the channel's number."""
    response = await fetcher.get(f"https://t.me/s/{name}")
    page = await asyncio.to_thread(page_of, response)
    if isinstance(page, (Refused, Failed)) or not is_channel_page(response, name):
        return False, None
    return channel_shown(page, name)


def _no_name(ref: PostRef) -> Failed:
    return Failed(reason="off", detail=f"{ref.url} does not name a channel to ask for it.")


def _archived_pages(ref: PostRef) -> tuple[str, ...]:
    """Where robots find a post. Its plain address has no post in it, but a frame."""
    named = urls.named_post(ref.url)
    if named is None:
        return ()
    page = urls.post_url(*named)
    return (f"{page}?embed=1&mode=tme", f"{page}?embed=1", f"https://t.me/s/{'/'.join(named)}")


def _read_copy(response: Response, ref: PostRef) -> Answer:
    page = page_of(response)
    if isinstance(page, (Refused, Failed)):
        return page
    return read_post(page, ref, alone=not urlsplit(response.url).path.startswith("/s/"))
