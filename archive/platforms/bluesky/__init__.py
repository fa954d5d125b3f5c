"""Bluesky: posts of the AT Protocol, asked of its AppView and of the account's own host.

What is where: addresses in ``address``, the ways to have a post in ``sources``, handles and
documents in ``identity``, what answers mean in ``outcome``, a post's JSON -> snapshot in ``parse``
with ``facets`` and ``embeds``, its page in ``page``, a file that somebody saved in ``saved``.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult

from archive.errors import ConfigError
from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms import memento
from archive.platforms.base import About, Fetcher, Saved, Source
from archive.platforms.bluesky import address
from archive.platforms.bluesky.identity import fetch_identity, resolve_handle
from archive.platforms.bluesky.page import addresses, read_page
from archive.platforms.bluesky.saved import read_saved
from archive.platforms.bluesky.sources import THREAD_MAX, AppViewSource, PdsSource
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings
from archive.text import web_address

__all__ = ["THREAD_MAX", "Bluesky", "BlueskySettings"]


class BlueskySettings(PlatformSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.bluesky]`` of config.toml."""

    appview: str = "https://public.api.bsky.app"
    plc: str = "https://plc.directory"


class Bluesky:
    """Posts of Bluesky, by the address that any of its forms of URL has."""

    name: ClassVar[str] = address.NAME
    title: ClassVar[str] = "Bluesky"
    about: ClassVar[tuple[About, ...]] = (
        About(
            source="appview",
            terms="public endpoint",
            terms_url="https://docs.bsky.app/docs/support/developer-guidelines",
            terms_read="2026-11-29",
            removal="A way to delete what a user has asked to have deleted.",
            on_deleted="ask",
        ),
        About(source="pds", terms="public endpoint"),
        memento.ABOUT,
    )

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        """See :class:`~archive.platforms.base.Platform`."""
        del secret
        settings, each = read_section(self.name, section, BlueskySettings, self.about)
        self._appview = _origin(settings.appview, "appview")
        self._plc = _origin(settings.plc, "plc")
        made: dict[str, Source | str] = {
            AppViewSource.name: AppViewSource(self._appview, self._plc),
            PdsSource.name: PdsSource(self._appview, self._plc),
            memento.WebArchive.name: memento.WebArchive(archives, addresses, read_page),
        }
        self.chosen = choose(settings, each, self.about, made)

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """The post that a URL names; see :func:`address.identify`."""
        return address.identify(url)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post behind a URL with a handle.

        A handle and an account must name each other: whoever owns a domain can point it at
        anybody's account. So the account's document is asked, too. If it cannot be had the
        post is looked at all the same, and the snapshot's warnings say so.
        """
        handle, collection, rkey = address.split_native_id(needs.key)
        did = await resolve_handle(handle, self._appview, fetcher)
        if not isinstance(did, str):
            return did
        identity = await fetch_identity(did, self._plc, fetcher)
        if identity.problem is None and handle not in identity.handles:
            named = ", ".join(f"@{name}" for name in identity.handles[:3]) or "no handle"
            return Failed(
                reason="another account",
                detail=f"@{handle} leads to {did}, but that account's own document names {named}.",
            )
        return address.record_ref(did, collection, rkey)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :class:`~archive.platforms.base.Platform`."""
        return read_saved(saved, THREAD_MAX)


def _origin(url: str, key: str) -> str:
    if web_address(url) is None:
        raise ConfigError(
            f"config.toml: platforms.bluesky.{key} is {url!r}; it takes an address like "
            "https://public.api.bsky.app."
        )
    return url.rstrip("/")
