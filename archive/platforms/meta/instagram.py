"""Instagram: its posts' addresses, and the ways to have a post.

The Graph API gives posts of accounts that whoever holds the token manages, or by the name of a
professional account, which an address seldom holds; a stranger's post by its address it gives
only as oEmbed (https://developers.facebook.com/documentation/instagram-platform/oembed).
"""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.meta import instagram_urls as urls
from archive.platforms.meta.instagram_page import (
    WHO,
    is_page,
    read_code,
    read_embed_answer,
    read_html,
    read_page,
)
from archive.platforms.meta.instagram_post import media_in, read_media
from archive.platforms.meta.saved import codes_in, is_fragment, is_html, names, oembed_in
from archive.platforms.meta.sources import EmbedAnswer, Page, follow
from archive.platforms.meta.terms import EMBED_AGREEMENT, EMBED_READ, EMBED_TOKEN, TERMS_READ
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Instagram", "InstagramSettings"]

_ENDPOINT = "https://graph.facebook.com/v26.0/instagram_oembed"
_TERMS = "https://developers.facebook.com/documentation/instagram-platform/oembed"


class InstagramSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.instagram]``."""

    access_token_env: str = "ONRECORD_INSTAGRAM_TOKEN"  # noqa: S105  the variable's name


class Instagram:
    """Instagram as a :class:`~archive.platforms.base.Platform`. Native id: the code."""

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = WHO
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="graph-api",
            terms="developer agreement",
            terms_url=_TERMS,
            terms_read=EMBED_READ,
            needs=f"{EMBED_TOKEN}, in ONRECORD_INSTAGRAM_TOKEN. It gives what oembed gives, to "
            "more requests: the Graph API has no stranger's post by its address.",
            agreement=EMBED_AGREEMENT,
        ),
        About(
            source="oembed",
            terms="developer agreement",
            terms_url=_TERMS,
            terms_read=EMBED_READ,
            agreement=EMBED_AGREEMENT,
        ),
        About(
            source="page",
            terms="public page",
            terms_url="https://help.instagram.com/581066165581870",
            terms_read=TERMS_READ,
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
        settings, each = read_section(self.name, section, InstagramSettings, self.about)
        token = secret(settings.access_token_env)
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                "graph-api": embed_answer("graph-api", token)
                if token
                else f"There is no token in {settings.access_token_env}.",
                "oembed": embed_answer("oembed"),
                Page.name: page(),
                WebArchive.name: WebArchive(archives, urls.pages, read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.meta.instagram_urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post that a share link leads to."""
        return await follow(needs, fetcher, WHO, urls.identify)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """A page with its JSON or head, an embed code, an oEmbed answer, or that JSON alone."""
        if not is_html(saved):
            media = media_in(saved.json())
            if media is not None:
                return (read_media(media, None),)
            told = oembed_in(saved, WHO)
            return (read_embed_answer(told, None),) if told else ()
        html = saved.text()
        if not names(html, "instagram.com", "cdninstagram"):
            return ()
        if is_fragment(html):
            return codes_in(html, urls.identify, read_code)
        url = saved.url or "https://www.instagram.com/"
        return (read_html(html, url, None),) if is_page(html, url) else ()


def embed_answer(name: str, token: str | None = None) -> EmbedAnswer:
    """Instagram's oEmbed endpoint as a source."""
    return EmbedAnswer(name, WHO, lambda _: _ENDPOINT, read_embed_answer, token)


def page() -> Page:
    """A post's pages as a source."""
    return Page(urls.pages, read_page)
