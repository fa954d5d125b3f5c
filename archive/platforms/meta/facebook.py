"""Facebook: its posts' addresses, and the ways to have a post."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.meta import facebook_urls as urls
from archive.platforms.meta.facebook_graph import GraphApi, read_post
from archive.platforms.meta.facebook_page import (
    WHO,
    is_page,
    read_code,
    read_embed_answer,
    read_html,
    read_page,
)
from archive.platforms.meta.saved import codes_in, is_fragment, is_html, names, oembed_in
from archive.platforms.meta.sources import EmbedAnswer, Page, follow
from archive.platforms.meta.terms import (
    API_REMOVAL,
    EMBED_AGREEMENT,
    EMBED_READ,
    PAGE_CONTENT,
    TERMS_READ,
)
from archive.platforms.page_facts import facts_of
from archive.platforms.shape import Json, mapping
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Facebook", "FacebookSettings", "embed_answer", "page"]

_GRAPH = "https://graph.facebook.com/v26.0"
_EVENT = {"id", "name", "start_time"}


class FacebookSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.facebook]``."""

    access_token_env: str = "ONRECORD_FACEBOOK_TOKEN"  # noqa: S105  the variable's name


class Facebook:
    """Facebook as a :class:`~archive.platforms.base.Platform`. Native id: the post's number
    without its Page's; a ``pfbid`` until the number behind it is known.
    """

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = WHO
    about: ClassVar[tuple[About, ...]] = (
        About(
            source=GraphApi.name,
            terms="developer agreement",
            terms_url=(
                "https://developers.facebook.com/docs/features-reference/page-public-content-access"
            ),
            terms_read=EMBED_READ,
            needs="An access token of a Meta app with the feature “Page Public Content Access”, "
            "in ONRECORD_FACEBOOK_TOKEN. Posts of Pages only.",
            removal=API_REMOVAL,
            on_deleted="ask",
            agreement=PAGE_CONTENT,
        ),
        About(
            source="oembed",
            terms="developer agreement",
            # Of a stored copy of 2021 the beginning was read; today's text was not to be had.
            terms_url="https://developers.facebook.com/docs/plugins/oembed/",
            agreement=EMBED_AGREEMENT,
        ),
        About(
            source=Page.name,
            terms="public page",
            terms_url="https://www.facebook.com/legal/terms",
            terms_read=TERMS_READ,
            terms_dated="2025-01-01",
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
        settings, each = read_section(self.name, section, FacebookSettings, self.about)
        token = secret(settings.access_token_env)
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                GraphApi.name: GraphApi(token)
                if token
                else f"There is no token in {settings.access_token_env}.",
                "oembed": embed_answer(),
                Page.name: page(),
                WebArchive.name: WebArchive(archives, urls.pages, read_page),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.meta.facebook_urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post that a share link leads to."""
        return await follow(needs, fetcher, WHO, urls.identify)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """A page, an embed code, an oEmbed answer, or a post of the Graph API."""
        if not is_html(saved):
            told = oembed_in(saved, WHO)
            return (read_embed_answer(told, None),) if told else _of_graph(mapping(saved.json()))
        html = saved.text()
        if not names(html, "facebook"):
            return ()
        if is_fragment(html):
            return codes_in(html, urls.identify, read_code)
        url = saved.url or "https://www.facebook.com/"
        return (read_html(html, url, None),) if is_page(html, facts_of(html, url)) else ()


def embed_answer() -> EmbedAnswer:
    """Facebook's oEmbed endpoints, of which it has one for videos, as a source."""
    return EmbedAnswer("oembed", WHO, _endpoint, read_embed_answer)


def page() -> Page:
    """A post's pages as a source."""
    return Page(urls.pages, read_page)


def _endpoint(ref: PostRef) -> str:
    film = "/videos/" in ref.url or "/watch/" in ref.url or "/reel/" in ref.url
    return f"{_GRAPH}/oembed_video" if film else f"{_GRAPH}/oembed_post"


def _of_graph(found: Json) -> tuple[Answer, ...]:
    """A Page's post, or an event, which is none."""
    if "created_time" in found and "_" in str(found.get("id")):
        return (read_post(found, None),)
    if found.keys() >= _EVENT and ("place" in found or "end_time" in found):
        return (Failed(reason="malformed", detail="This is an event of Facebook's, not a post."),)
    return ()
