"""Reddit: its posts, and its comments, which are posts of their own.

``json`` is any page of Reddit's with ``.json`` behind its path; ``oauth`` is the Data API, which
gives the same to an app, and is what Reddit asks programs to use; ``oembed`` has a
post's title and author only.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import About, Fetcher, Response, Saved, Source
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.platforms.reddit import urls
from archive.platforms.reddit.answers import (
    read_copy,
    read_envelope,
    read_json,
    read_saved_answer,
)
from archive.platforms.reddit.token import AppToken, GivenToken, Token
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Reddit", "RedditSettings"]

# raw_json: without it all text is escaped for HTML (https://www.reddit.com/dev/api).
_POST = {"raw_json": "1", "limit": "1", "depth": "1"}
_COMMENT = {"raw_json": "1", "limit": "20", "depth": "2", "context": "1"}
_RULES = "https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki"
_REMOVAL = (
    "Whatever was deleted from Reddit is to be deleted: title, text and addresses of a post, and "
    "what names an account that is no more."
)


class RedditSettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.reddit]``."""

    client_id_env: str = "ONRECORD_REDDIT_CLIENT_ID"
    client_secret_env: str = "ONRECORD_REDDIT_CLIENT_SECRET"  # noqa: S105  the variable's name
    token_env: str = "ONRECORD_REDDIT_TOKEN"  # noqa: S105  the variable's name


class Reddit:
    """Reddit as a :class:`~archive.platforms.base.Platform`.

    Native id: Reddit's full name, ``t3_6vx01b`` of a post, ``t1_cklfmye`` of a comment.
    """

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = "Reddit"
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="oauth",
            terms="developer agreement",
            terms_url=_RULES,
            terms_read="2026-11-28",
            needs="The id and secret of an app of yours (https://www.reddit.com/prefs/apps), in "
            "ONRECORD_REDDIT_CLIENT_ID and ONRECORD_REDDIT_CLIENT_SECRET; or a token of Reddit's "
            "Data API in ONRECORD_REDDIT_TOKEN, which holds for a day.",
            removal=_REMOVAL,
            on_deleted="withhold",
            agreement="Reddit's Developer Terms and Data API Terms bind whoever has a token.",
        ),
        About(
            source="json",
            terms="public endpoint",
            terms_url=_RULES,
            terms_read="2026-11-28",
            removal=_REMOVAL,
            on_deleted="withhold",
        ),
        About(
            source="oembed",
            terms="public endpoint",
            terms_url="https://redditinc.com/policies/user-agreement",
            terms_read="2026-11-29",
            terms_dated="2026-07-01",
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
        settings, each = read_section(self.name, section, RedditSettings, self.about)
        token = _token(settings, secret)
        made: dict[str, Source | str] = {
            OAuth.name: token if isinstance(token, str) else OAuth(token),
            PageJson.name: PageJson(),
            Envelope.name: Envelope(),
            WebArchive.name: WebArchive(archives, _archived_pages, read_copy),
        }
        self.chosen = choose(settings, each, self.about, made)

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """See :func:`archive.platforms.reddit.urls.identify`."""
        return urls.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post that a share link, or a video's address, leads to."""
        response = await fetcher.get(needs.url)
        found = urls.named_post(response.url)
        if found is not None:
            return found
        return refusal(response, self.title) or Failed(
            reason="malformed",
            detail=f"{needs.key} leads to {response.url[:200]}, which is no post of Reddit.",
        )

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :func:`archive.platforms.reddit.answers.read_saved_answer`."""
        return read_saved_answer(saved)


class PageJson:
    """The page of a post, or of a comment with what it answers, as JSON. It needs no key."""

    name = "json"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The post, or what Reddit says in its place: deleted by its author, or removed, and by
        whom.
        """
        path = _path(ref)
        if path is None:
            return _no_page(ref)
        response = await fetcher.get(f"{urls.WWW}{path}.json", params=_params(ref))
        return read_json(response, ref)


class OAuth:
    """Reddit's Data API. Its terms bind whoever holds the token."""

    name = "oauth"

    def __init__(self, token: Token) -> None:
        self._token = token

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        path = _path(ref)
        if path is None:
            return _no_page(ref)
        token = await self._token.value(fetcher)
        if not isinstance(token, str):
            return token
        response = await self._get(path, ref, token, fetcher)
        if response.status == 401 and self._token.refused(token):
            # Taken back before its time, it seems: another is asked for, once.
            token = await self._token.value(fetcher)
            if not isinstance(token, str):
                return token
            response = await self._get(path, ref, token, fetcher)
        return read_json(response, ref)

    @staticmethod
    async def _get(path: str, ref: PostRef, token: str, fetcher: Fetcher) -> Response:
        return await fetcher.get(
            f"https://oauth.reddit.com{path}",
            params=_params(ref),
            headers={"Authorization": f"Bearer {token}"},
            secrets=(token,),
        )


class Envelope:
    """Reddit's oEmbed answer: a post's title and author. Of a comment it has no words."""

    name = "oembed"

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        path = _path(ref)
        if path is None or ref.native_id.startswith("t1_"):
            return Failed(reason="off", detail="Reddit's oEmbed has no words of a comment.")
        response = await fetcher.get(
            f"{urls.WWW}/oembed", params={"url": f"{urls.WWW}{path}/", "format": "json"}
        )
        return read_envelope(response, ref)


def _token(settings: RedditSettings, secret: Callable[[str], str | None]) -> Token | str:
    """A token that is given, else one that an app is given; or what is missing."""
    given = secret(settings.token_env)
    if given:
        return GivenToken(given)
    names = (settings.client_id_env, settings.client_secret_env)
    client_id, client_secret = (secret(name) for name in names)
    if client_id and client_secret:
        return AppToken(client_id, client_secret)
    if client_id or client_secret:
        return f"There is nothing in {names[1] if client_id else names[0]}: an app has both."
    return f"There is no app in {names[0]} and {names[1]}, and no token in {settings.token_env}."


def _path(ref: PostRef) -> str | None:
    """Where a post or a comment stands, by ids alone: the words in an address may have changed."""
    submission = urls.submission_in(ref)
    if submission is None:
        return None
    comment = f"/_/{ref.native_id[3:]}" if ref.native_id.startswith("t1_") else ""
    return f"/comments/{submission}{comment}"


def _params(ref: PostRef) -> dict[str, str]:
    return _COMMENT if ref.native_id.startswith("t1_") else _POST


def _no_page(ref: PostRef) -> Failed:
    return Failed(reason="off", detail=f"{ref.url} does not say under which post it stands.")


def _archived_pages(ref: PostRef) -> tuple[str, ...]:
    old = ref.url.replace("//www.", "//old.", 1)
    return (f"{ref.url}.json", ref.url, old)
