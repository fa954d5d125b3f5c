"""What a platform file gives, and what it is handed. Platform files import neither
``fetch`` nor ``storage``: they are handed a :class:`Fetcher`.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import SplitResult

from archive.outcome import Answer, Failed, Gone, Refused
from archive.records import NeedsLookup, PostRef

__all__ = ["Fetcher", "Platform", "Response", "Source"]


class Response(Protocol):
    """An answer, decoded. Its exchange is already recorded, as it came."""

    @property
    def status(self) -> int: ...
    @property
    def url(self) -> str:
        """Where the answer came from, after redirects."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Names in any case."""

    @property
    def body(self) -> bytes:
        """Content coding undone, within the size limit."""

    def text(self) -> str:
        """The body as text, by its declared charset, else UTF-8; bad bytes become U+FFFD."""

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: it is none.
        """


class Fetcher(Protocol):
    """Fetches through the guard, politely, and records every exchange for this capture."""

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        media: bool = False,
    ) -> Response:
        """The answer to a GET, whatever its status.

        ``secrets`` are values (a token) that the record must not show: wherever they
        stand in address or headers they are replaced by a marker. ``media`` allows the
        larger size limit. A 429 or 5xx was already tried again, as far as the time
        allows.

        Raises:
            FetchError: no answer came, or it was over a limit.
        """


class Source(Protocol):
    """One way to obtain a post."""

    @property
    def name(self) -> str:
        """As settings and ``onrecord sources`` write it: ``tweet-result``."""

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """What this source says of the post now. Raises nothing but cancellation and bugs:
        a :class:`~archive.errors.FetchError` is let through, and becomes *failed*.
        """


class Platform(Protocol):
    """A platform: which URLs are its posts, and through which sources they are had."""

    @property
    def name(self) -> str:
        """The key in ids, settings and the API: ``x``."""

    @property
    def title(self) -> str:
        """The name that readers know: ``X``."""

    @property
    def terms(self) -> Mapping[str, str]:
        """Under whose terms each of its sources is reached, by the source's name: ``public
        endpoint``, ``developer agreement``.
        """

    def identify(self, url: SplitResult) -> PostRef | NeedsLookup | None:
        """The post that a URL names, without any network; ``None``: not one of ours.

        Raises:
            NotAPost: the host is ours, and this is a profile, a search, a share button.
        """

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post behind an address that does not carry its id. Asks the platform once."""

    def sources(self) -> tuple[Source, ...]:
        """In the order in which they are tried, those that are switched on."""
