"""What a platform file gives, and what it is handed. Platform files import neither
``fetch`` nor ``storage``: they are handed a :class:`Fetcher`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable
from urllib.parse import SplitResult

import msgspec

from archive.outcome import Answer, Failed, Gone, Refused
from archive.records import NeedsLookup, PostRef, Snapshot
from archive.settings import WebArchivesSettings

__all__ = [
    "About",
    "Chosen",
    "Fetcher",
    "OnDeleted",
    "Platform",
    "Response",
    "Saved",
    "Source",
    "Terms",
    "Threaded",
]

Terms = Literal["public endpoint", "public page", "developer agreement", "web archive"]
"""The class of terms under which a source is reached; a snapshot names its source's."""

OnDeleted = Literal["ask", "withhold", "keep"]
"""What becomes of what a source gave when the post is gone: an editor is asked, it is withheld
by itself, or nothing is done.
"""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a newsroom should know of a source before it is asked: ``onrecord sources``."""

    source: str
    terms: Terms
    terms_url: str | None = None
    """Where these terms are written."""
    terms_read: str | None = None
    """When we read them: ``2026-11-28``; ``None``: not read, there are none, or we know them from
    others only."""
    terms_dated: str | None = None
    """The version that was read, by the date that it gives itself: it may be older than today's,
    as copies are; ``None``: it names none, or none was read."""
    needs: str | None = None
    """A credential, and how it is had; ``None``: nothing."""
    removal: str | None = None
    """What the terms ask for when a post is deleted; ``None``: nothing that we know of."""
    on_deleted: OnDeleted = "keep"
    """What we then do where the settings say nothing else."""
    agreement: str | None = None
    """Why it is off until ``accept_terms`` names a date; ``None``: it binds nobody."""


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A response that somebody saved to a file: ``onrecord capture --payload``."""

    body: bytes
    url: str | None = None
    """The post's, where whoever hands it in names it."""

    def text(self) -> str:
        """The body as UTF-8; bad bytes become U+FFFD."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; ``None`` where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


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
        most: int | None = None,
    ) -> Response:
        """The answer to a GET, whatever its status.

        ``secrets`` are values (a token) that the record must not show: wherever they
        stand in address or headers they are replaced by a marker. ``media`` allows the
        larger size limit, ``most`` is one in bytes in its place. A 429 or 5xx was already
        tried again, as far as the time allows.

        Raises:
            FetchError: no answer came, or it was over a limit.
        """

    async def post(
        self,
        url: str,
        *,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Response:
        """The answer to a form, whatever its status: how a token is had. Nothing else of a
        platform's is ever posted to.

        The same guard and limits as for :meth:`get`. It is sent once, no redirect is followed, and
        neither body is recorded, the form's nor the answer's: both hold credentials.

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


@runtime_checkable
class Threaded(Source, Protocol):
    """A source that tells how an author went on from a post in an answer of its own: nobody waits
    for that, so that it is asked once the post is kept.
    """

    async def below(self, post: Snapshot, fetcher: Fetcher) -> tuple[Snapshot, ...] | None:
        """The author's own answers to the post, nearest first, each to the one before; ``None``:
        that was not to be had now.

        A :class:`~archive.errors.FetchError` is let through.
        """


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings make of a platform's sources."""

    sources: tuple[Source, ...]
    """In the order in which they are tried."""
    off: Mapping[str, str]
    """Why each other one is not asked, by its name."""
    on_deleted: Mapping[str, OnDeleted]
    """What is done when a post is gone, by the source that gave it."""
    accepted: Mapping[str, str] = {}
    """The date on which the newsroom accepted a source's agreement, where it names one."""
    per_hour: Mapping[str, int] = {}
    """Looks in an hour, of those sources for which the settings set a limit."""


class Platform(Protocol):
    """A platform: which URLs are its posts, and through which sources they are had."""

    name: ClassVar[str]
    """The key in ids, settings and the API: ``x``."""
    title: ClassVar[str]
    """The name that readers know: ``X``."""
    about: ClassVar[tuple[About, ...]]
    """All its sources, those that are off, too, in the order in which they are tried where the
    settings say nothing else.
    """

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        """``section`` is ``[platforms.NAME]``, ``secret`` gives what an environment variable
        holds.

        Raises:
            ConfigError: an unknown key, a bad value, or a source that there is not.
        """

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """The post that a URL names, without any network; ``None``: not one of ours.

        Raises:
            NotAPost: the host is ours, and this is a profile, a search, a share button.
        """

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post behind an address that does not carry its id. Asks the platform once."""

    @property
    def chosen(self) -> Chosen:
        """What the settings make of its sources, and why the others are not asked."""

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """What a saved response says of each post that it is about, recognised by its shape;
        empty: it is none of ours. One that holds no post, but is ours, says why.
        """
