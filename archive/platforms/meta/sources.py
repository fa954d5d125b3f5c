"""The ways that Meta's three platforms have in common: an embed's answer, the page, share links."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from archive.errors import NotAPost
from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import refusal
from archive.platforms.base import Fetcher, Response
from archive.platforms.meta.graph_error import graph_error
from archive.platforms.oembed import Oembed, read_oembed
from archive.platforms.page_facts import facts_of
from archive.records import NeedsLookup, PostRef

__all__ = ["EmbedAnswer", "Identify", "Page", "another_post", "follow", "post_at"]

Identify = Callable[..., PostRef | NeedsLookup | None]


class EmbedAnswer:
    """The oEmbed endpoint of a platform: without a token, or with the one that is given.

    What it answers (https://developers.facebook.com/docs/graph-api/reference/oembed-post): since
    November 2025 no author and no thumbnail, since June 2026 to anybody.
    """

    def __init__(
        self,
        name: str,
        who: str,
        endpoint: Callable[[PostRef], str],
        read: Callable[[Oembed, PostRef], Answer],
        token: str | None = None,
    ) -> None:
        self.name = name
        self._who = who
        self._endpoint = endpoint
        self._read = read
        self._token = token

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        response = await fetcher.get(
            self._endpoint(ref),
            params={"url": ref.url, "omitscript": "true"},
            headers={"Authorization": f"Bearer {self._token}"} if self._token else None,
            secrets=(self._token,) if self._token else (),
        )
        told = graph_error(response, self._who) or read_oembed(response, self._who)
        return self._read(told, ref) if isinstance(told, Oembed) else told


class Page:
    """The pages on which a post may be seen without a login, one after the other."""

    name = "page"

    def __init__(
        self,
        pages: Callable[[PostRef], tuple[str, ...]],
        read: Callable[[Response, PostRef], Answer],
    ) -> None:
        self._pages = pages
        self._read = read

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """What the first page that shows the post says; else what the first page answered."""
        told: Answer | None = None
        for page in self._pages(ref):
            response = await fetcher.get(page)
            # A page may be large, and whoever else is served does not wait for it.
            answer = await asyncio.to_thread(self._read, response, ref)
            if isinstance(answer, Found):
                return answer
            told = told or answer
        return told or Refused(reason="not shown", detail="There is no page to look at.")


def another_post(who: str, found: PostRef, ref: PostRef) -> Failed:
    return Failed(
        reason="another post",
        detail=f"{who} answered with {found.url}, and was asked for {ref.url}. "
        "If that one is meant, paste its address.",
    )


def post_at(url: str | None, identify: Identify) -> PostRef | None:
    """The post that an address names; ``None`` for every other address."""
    try:
        found = identify(urlsplit(url or ""))
    except (NotAPost, ValueError):
        return None
    return found if isinstance(found, PostRef) else None


async def follow(
    needs: NeedsLookup, fetcher: Fetcher, who: str, identify: Identify
) -> PostRef | Refused | Failed:
    """The post behind a share link: where it redirects to, also by way of a login page, or what
    the page there says that it is.
    """
    response = await fetcher.get(needs.url)
    found = post_at(response.url, identify)
    if found is not None:
        return found
    refused = refusal(response, who)
    if refused is not None:
        return refused
    facts = facts_of(response.text(), response.url)
    found = post_at(facts.meta.get("og:url"), identify) or post_at(facts.canonical, identify)
    return found or Refused(
        reason="not shown",
        detail=f"{who} did not show which post {needs.key} leads to. Open it in a browser, and "
        "paste the address that it ends at.",
    )
