"""X: its posts' addresses, and the ways to have a post.

``tweet-result`` is the endpoint behind X's own embeds; it needs no key. ``api-v2`` is the
documented API and needs one; it alone tells how an author went on. Only a tombstone of the
first, or a suspension named by the second, says anything about a post: a 404, an empty answer, a
login wall, a page of JavaScript and a rate limit do not (react-tweet's issues 134 and 151 show
404s for posts that were there). ``oembed`` gives the words alone, and ``web-archive`` the pages
that X made until 2020, and what later ones said of themselves.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from msgspec.structs import replace

from archive.clock import Clock, utc_now
from archive.errors import FetchError, NotAPost
from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms import memento
from archive.platforms.base import About, Fetcher, Response, Saved
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import WebArchive
from archive.platforms.shape import mapping, string
from archive.platforms.x import saved as saved_responses
from archive.platforms.x import urls
from archive.platforms.x.answers import (
    read_embed,
    read_page,
    read_status,
    read_tweet_result,
    read_v2,
)
from archive.platforms.x.ids import snowflake_time, syndication_token
from archive.platforms.x.parse import parse_tweet_result
from archive.platforms.x.post import Parsed, found, joined
from archive.platforms.x.thread import NOT_HAD, SEARCH, goes_on, query_of, warned
from archive.platforms.x.v2 import FIELDS, parse_v2, parse_v2_page
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings
from archive.text import web_address

__all__ = ["X", "XSettings", "parse_tweet_result", "parse_v2", "snowflake_time"]

_TWEET_RESULT = "https://cdn.syndication.twimg.com/tweet-result"
_API = "https://api.x.com/2/tweets"
_OEMBED = "https://publish.x.com/oembed"
_TERMS = "https://x.com/tos"
_TERMS_DATED = "2026-10-09"
_AGREEMENT = "https://docs.x.com/developer-terms/agreement"
_READ = "2026-11-29"
_REMOVAL = (
    "What is deleted, made private, suspended or withheld on X is to be deleted or changed as soon "
    "as possible, and within 24 hours of a written request."
)
# What X's embed script sends (react-tweet's fetch-tweet.ts); without it edits are not told.
_FEATURES = ";".join(
    (
        "tfw_timeline_list:",
        "tfw_follower_count_sunset:true",
        "tfw_tweet_edit_backend:on",
        "tfw_refsrc_session:on",
        "tfw_fosnr_soft_interventions_enabled:on",
        "tfw_show_birdwatch_pivots_enabled:on",
        "tfw_show_business_verified_badge:on",
        "tfw_duplicate_scribes_to_settings:on",
        "tfw_use_profile_image_shape_enabled:on",
        "tfw_show_blue_verified_badge:on",
        "tfw_legacy_timeline_sunset:true",
        "tfw_show_gov_verified_badge:on",
        "tfw_show_business_affiliate_badge:on",
        "tfw_tweet_edit_frontend:on",
    )
)
_MAX_HOPS = 3
_MAX_PAGES = 3  # of a hundred answers by the same author each, the newest first
_MAX_VERSIONS = 10  # X allows five edits; no answer may make us ask without end
# Bounded everywhere: a hostile page must not cost time.
_REFRESH = re.compile(
    rb"""<meta[^>]{1,99}?http-equiv=["']?refresh["']?[^>]{0,99}?content=["']"""
    rb"""[^"'>]{0,99}?url\s{0,9}=\s{0,9}([^"'>\s]{1,4096})""",
    re.IGNORECASE,
)


class XSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.x]``."""

    bearer_token_env: str = "ONRECORD_X_BEARER_TOKEN"  # noqa: S105  the variable's name


class X:
    """X as a :class:`~archive.platforms.base.Platform`."""

    name: ClassVar[str] = "x"
    title: ClassVar[str] = "X"
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="tweet-result",
            terms="public endpoint",
            terms_url=_TERMS,
            terms_read=_READ,
            terms_dated=_TERMS_DATED,
        ),
        About(
            source="api-v2",
            terms="developer agreement",
            terms_url=_AGREEMENT,
            terms_read=_READ,
            terms_dated="2026-04-27",
            needs="A bearer token of X's API, in ONRECORD_X_BEARER_TOKEN.",
            removal=_REMOVAL,
            on_deleted="ask",
            agreement="X's Developer Agreement and Policy bind whoever has a token.",
        ),
        # Part of “X for Websites”, whose use the terms put under the developers' agreement.
        About(
            source="oembed",
            terms="public endpoint",
            terms_url=_TERMS,
            terms_read=_READ,
            terms_dated=_TERMS_DATED,
            removal=_REMOVAL,
            on_deleted="ask",
        ),
        memento.ABOUT,
    )

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        """See :class:`~archive.platforms.base.Platform`."""
        settings, each = read_section(self.name, section, XSettings, self.about)
        token = secret(settings.bearer_token_env)
        self.chosen = choose(
            settings,
            each,
            self.about,
            {
                TweetResult.name: TweetResult(),
                ApiV2.name: ApiV2(token)
                if token
                else f"There is no token in {settings.bearer_token_env}.",
                EmbedCode.name: EmbedCode(),
                WebArchive.name: WebArchive(archives, _pages, _archived),
            },
        )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.x.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post that a short link leads to.

        ``t.co`` redirects some clients, and answers others with a page that refreshes.
        """
        url = needs.url
        for _ in range(_MAX_HOPS):
            response = await fetcher.get(url)
            refreshed = _refresh(response)
            there = _named(response.url)
            target = response.url
            if not isinstance(there, PostRef) and refreshed is not None:
                there, target = _named(refreshed), refreshed
            if isinstance(there, PostRef):
                return there
            if there is None or there.url == url:
                refusal = read_status(response)
                if target == url and refusal is not None:
                    return refusal
                return Failed(
                    reason="malformed",
                    detail=f"{needs.key} leads to {target[:200]}, which is no post of X.",
                )
            url = there.url
        return Failed(
            reason="malformed", detail=f"{needs.key} leads from one short link to the next."
        )

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :class:`~archive.platforms.base.Platform`."""
        return saved_responses.read_saved(saved)


class TweetResult:
    """The endpoint of X's own embeds, one post an answer, no key."""

    name = "tweet-result"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The post, and where it was edited each of its versions, which have ids and answers
        of their own. A version that is not to be had does not cost the others.
        """
        parsed = await self._ask(ref.native_id, fetcher)
        if not isinstance(parsed, Parsed):
            return parsed
        tried: set[str] = set()
        for _ in range(_MAX_VERSIONS):
            version = next((id_ for id_ in parsed.missing if id_ not in tried), None)
            if version is None:
                break
            tried.add(version)
            try:
                other = await self._ask(version, fetcher)
            except FetchError:
                continue  # its exchange is on record, and a missing newest one is a warning
            if isinstance(other, Parsed) and other.native_id == parsed.native_id:
                parsed = joined(parsed, other)
        return found(parsed, ref.native_id)

    async def _ask(self, native_id: str, fetcher: Fetcher) -> Parsed | Gone | Refused | Failed:
        response = await fetcher.get(
            _TWEET_RESULT,
            params={
                "id": native_id,
                "lang": "en",
                "features": _FEATURES,
                "token": syndication_token(native_id),
            },
        )
        return read_tweet_result(response, native_id)


class ApiV2:
    """X's documented API. Its terms bind whoever holds the token."""

    name = "api-v2"

    def __init__(self, token: str, clock: Clock = utc_now) -> None:
        self._token = token
        self._clock = clock

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The post with its versions, and what its author went on to say."""
        response = await self._get(f"{_API}/{ref.native_id}", FIELDS, fetcher)
        parsed = read_v2(response, ref.native_id)
        if not isinstance(parsed, Parsed):
            return parsed
        answer = found(parsed, ref.native_id)
        post = answer.snapshots[-1]
        query = query_of(response.json(), post, self._clock())
        if query is None:
            return answer
        if isinstance(query, str):
            return warned(answer, query)
        answers = await self._answers(query, fetcher)
        if answers is None:
            return warned(answer, NOT_HAD)
        return replace(answer, below=goes_on(post, answers))

    async def _answers(self, query: Mapping[str, str], fetcher: Fetcher) -> list[Parsed] | None:
        """What the search finds; ``None``: no answer came. The post itself is at hand, and is
        not lost for that.
        """
        answers: list[Parsed] = []
        page: dict[str, str] = {}
        for _ in range(_MAX_PAGES):
            try:
                response = await self._get(SEARCH, {**query, **page}, fetcher)
                payload = mapping(response.json()) if response.status == 200 else None
            except (FetchError, ValueError, RecursionError):
                payload = None
            if payload is None:
                return None
            if payload.get("data"):
                answers += [one for one in parse_v2_page(payload) if isinstance(one, Parsed)]
            following = string(mapping(payload.get("meta")).get("next_token"))
            if following is None:
                break
            page = {"next_token": following}
        return answers

    async def _get(self, url: str, params: Mapping[str, str], fetcher: Fetcher) -> Response:
        return await fetcher.get(
            url,
            params=params,
            headers={"Authorization": f"Bearer {self._token}"},
            secrets=(self._token,),
        )


class EmbedCode:
    """The code of X's own embeds (oEmbed): the words, the author's names, the language."""

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(
            _OEMBED,
            params={
                "url": urls.post_url(ref.native_id, urls.handle_in(ref.url)),
                "omit_script": "true",
                "hide_thread": "true",
                "dnt": "true",
                "lang": "en",
            },
        )
        parsed = read_embed(response, ref.native_id)
        return found(parsed, ref.native_id) if isinstance(parsed, Parsed) else parsed


def _pages(ref: PostRef) -> tuple[str, ...]:
    """The addresses under which a post's page may be archived."""
    handle = urls.handle_in(ref.url)
    forms: tuple[str, ...]
    if handle is None:
        forms = ("twitter.com/i/web/status", "twitter.com/i/status", "x.com/i/status")
    else:
        forms = (f"twitter.com/{handle}/status", f"x.com/{handle}/status")
    return tuple(f"https://{form}/{ref.native_id}" for form in forms)


def _archived(response: Response, ref: PostRef) -> Answer:
    parsed = read_page(response, ref.native_id)
    return found(parsed, ref.native_id) if isinstance(parsed, Parsed) else parsed


def _named(url: str) -> PostRef | NeedsLookup | None:
    """The post that an address names; ``None`` for every other address."""
    try:
        return urls.identify(urlsplit(url))
    except (NotAPost, ValueError):
        return None


def _refresh(response: Response) -> str | None:
    """Where a page sends its reader on to."""
    match = _REFRESH.search(response.body[:65_536])
    return web_address(unescape(match[1].decode("utf-8", "replace"))) if match else None
