"""What is sent to Reddit's Data API as proof of who asks: a token that was given, or one that an
app is given for its id and secret and that is held in memory until it expires.
"""

import asyncio
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Protocol

from archive.outcome import Failed, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import Fetcher
from archive.platforms.shape import count, mapping, string

__all__ = ["AppToken", "GivenToken", "Token"]

_ACCESS_TOKEN = "https://www.reddit.com/api/v1/access_token"  # noqa: S105  an address
_WHO = "Reddit"
_EARLY = 60.0
"""Seconds before its end at which a token is no longer used: a look takes some time."""
_HOLDS = 3600.0
"""Seconds for which a token holds that does not say so: what Reddit first gave."""


class Token(Protocol):
    """A token, and how the next one is had."""

    async def value(self, fetcher: Fetcher) -> str | Refused | Failed:
        """The token that holds now, or why there is none.

        Raises:
            FetchError: it was to be asked for, and no answer came.
        """

    def refused(self, value: str) -> bool:
        """Notes that Reddit did not take this one; true: there may be another."""


class GivenToken:
    """A token from the environment. When it has expired, whoever gave it gives another."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def value(self, _fetcher: Fetcher) -> str:
        """See :class:`Token`."""
        return self._token

    def refused(self, _value: str) -> bool:
        """See :class:`Token`."""
        return False


class AppToken:
    """The token of an app that acts for no user
    (https://github.com/reddit-archive/reddit/wiki/OAuth2#application-only-oauth).

    ``clock`` counts seconds, from wherever it likes.
    """

    def __init__(
        self, client_id: str, client_secret: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        pair = b64encode(f"{client_id}:{client_secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"}
        self._secrets = (client_id, client_secret, pair)
        self._clock = clock
        self._asking = asyncio.Lock()
        self._token: str | None = None
        self._until = 0.0

    async def value(self, fetcher: Fetcher) -> str | Refused | Failed:
        """See :class:`Token`. However many captures want one at once, it is asked for once."""
        async with self._asking:
            if self._token is None or self._clock() >= self._until:
                told = await self._ask(fetcher)
                if not isinstance(told, str):
                    return told
                self._token = told
            return self._token

    def refused(self, value: str) -> bool:
        """See :class:`Token`. What another capture has asked for in the meantime is not lost."""
        if self._token == value:
            self._token = None
        return True

    async def _ask(self, fetcher: Fetcher) -> str | Refused | Failed:
        asked = self._clock()
        response = await fetcher.post(
            _ACCESS_TOKEN,
            form={"grant_type": "client_credentials"},
            headers=self._headers,
            secrets=self._secrets,
        )
        if response.status in {400, 401, 403}:
            return Refused(
                reason="login",
                detail=f"{_WHO} gave no token for the app's id and secret (HTTP "
                f"{response.status}). See whether they are those of https://www.reddit.com/prefs/apps.",
            )
        told = data_of(response, f"{_WHO}, asked for a token,")
        if isinstance(told, (Refused, Failed)):
            return told
        answer = mapping(told)
        token = string(answer.get("access_token"))
        if token is None:
            why = string(answer.get("error"))
            return Refused(
                reason="login",
                detail=f"{_WHO} gave no token for the app's id and secret"
                + (f": “{why[:80]}”." if why else "."),
            )
        self._until = asked + (count(answer.get("expires_in")) or _HOLDS) - _EARLY
        return token
