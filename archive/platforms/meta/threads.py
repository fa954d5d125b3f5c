"""Threads: its posts' addresses, and the ways to have a post."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Found, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.meta import threads_urls as urls
from archive.platforms.meta.saved import codes_in, is_fragment, is_html, names, oembed_in
from archive.platforms.meta.sources import EmbedAnswer, Page, follow, post_at
from archive.platforms.meta.terms import (
    API_REMOVAL,
    EMBED_AGREEMENT,
    EMBED_READ,
    TERMS_READ,
    THREADS_ACCESS,
)
from archive.platforms.meta.threads_api import ThreadsApi, parse_post
from archive.platforms.meta.threads_page import (
    WHO,
    is_page,
    read_code,
    read_embed_answer,
    read_html,
    read_page,
)
from archive.platforms.page_facts import facts_of
from archive.platforms.shape import mapping, mappings, string
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Threads", "ThreadsSettings", "embed_answer", "page"]

_ENDPOINT = "https://graph.threads.net/v1.0/oembed"


class ThreadsSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.threads]``."""

    access_token_env: str = "ONRECORD_THREADS_TOKEN"  # noqa: S105  the variable's name


class Threads:
    """Threads as a :class:`~archive.platforms.base.Platform`. Native id: the code."""

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = WHO
    about: ClassVar[tuple[About, ...]] = (
        About(
            source=ThreadsApi.name,
            terms="developer agreement",
            terms_url="https://developers.facebook.com/terms",
            terms_read=TERMS_READ,
            terms_dated="2025-08-22",
            needs="A user access token of a Meta app with threads_basic and "
            "threads_profile_discovery (and threads_read_replies for replies and the thread below "
            "a post), in ONRECORD_THREADS_TOKEN. Public accounts with 100 "
            "followers and more; the post's address must name its account. Of replies it gives "
            "those of the token's own account, and those below posts of the same account.",
            removal=API_REMOVAL,
            on_deleted="ask",
            agreement=THREADS_ACCESS,
        ),
        About(
            source="oembed",
            terms="developer agreement",
            terms_url=(
                "https://developers.facebook.com/documentation/threads/tools-and-resources/"
                "embed-a-threads-post"
            ),
            terms_read=EMBED_READ,
            agreement=EMBED_AGREEMENT,
        ),
        About(
            source=Page.name,
            terms="public page",
            terms_url="https://help.instagram.com/769983657850450",
            terms_read=TERMS_READ,
            terms_dated="2023-12-04",
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
        settings, each = read_section(self.name, section, ThreadsSettings, self.about)
        token = secret(settings.access_token_env)
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                ThreadsApi.name: ThreadsApi(token)
                if token
                else f"There is no token in {settings.access_token_env}.",
                "oembed": embed_answer(),
                Page.name: page(),
                WebArchive.name: WebArchive(archives, urls.archived, read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.meta.threads_urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """Every address of Threads carries the code; this is for a key of another's making."""
        return await follow(needs, fetcher, WHO, urls.identify)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """A page, an embed code, an oEmbed answer, or posts of the Threads API."""
        if not is_html(saved):
            told = oembed_in(saved, WHO)
            return (read_embed_answer(told, None),) if told else _of_api(saved.json())
        html = saved.text()
        if not names(html, "threads.com", "threads.net"):
            return ()
        if is_fragment(html):
            return codes_in(html, urls.identify, read_code)
        url = saved.url or "https://www.threads.com/"
        return (read_html(html, url, None),) if is_page(facts_of(html, url)) else ()


def embed_answer() -> EmbedAnswer:
    """Threads' oEmbed endpoint as a source."""
    return EmbedAnswer("oembed", WHO, lambda _: _ENDPOINT, read_embed_answer)


def page() -> Page:
    """A post's page as a source."""
    return Page(urls.pages, read_page)


def _of_api(value: object) -> tuple[Answer, ...]:
    """The posts of a list, or one alone."""
    posts = mappings(mapping(value).get("data")) or [mapping(value)]
    ours = [
        p for p in posts if post_at(string(p.get("permalink")), urls.identify) and "media_type" in p
    ]
    snapshots = [snapshot for post in ours if (snapshot := parse_post(post))]
    return tuple(Found(ref=snapshot.ref, snapshots=(snapshot,)) for snapshot in snapshots)
