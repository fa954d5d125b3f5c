"""The fediverse: Mastodon and what speaks its client API or ActivityPub, on any host."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

import msgspec

from archive.errors import ConfigError
from archive.outcome import Failed, Gone, Refused
from archive.platforms.base import Fetcher, Source
from archive.platforms.fediverse import urls
from archive.platforms.fediverse.activitypub_parse import object_of, object_ref
from archive.platforms.fediverse.answers import ACTIVITY_JSON, json_object, refusal, server_error
from archive.platforms.fediverse.mastodon_parts import is_public, status_ref
from archive.platforms.fediverse.sources import ActivityPub, ClientApi
from archive.records import NeedsLookup, PostRef
from archive.settings import convert

__all__ = ["Fediverse", "FediverseSettings"]

_SOURCES: dict[str, type[ClientApi] | type[ActivityPub]] = {
    kind.name: kind for kind in (ClientApi, ActivityPub)
}


class FediverseSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[platforms.fediverse]`` of config.toml."""

    enabled: bool = True
    sources: tuple[str, ...] = tuple(_SOURCES)


class Fediverse:
    """A :class:`~archive.platforms.base.Platform`.

    Native id: host of the origin and the post's number there (``mastodon.example/1234``),
    or the URI of the object where ids are no numbers.
    """

    name = urls.PLATFORM
    title = "Mastodon"
    terms: ClassVar = dict.fromkeys(_SOURCES, "public endpoint")

    def __init__(self, section: dict[str, Any], secret: Callable[[str], str | None]) -> None:
        """Takes its section of the settings. No source of it needs a secret.

        Raises:
            ConfigError: an unknown key, a bad value, or a source that is none.
        """
        del secret
        self._settings = convert(section, FediverseSettings, "config.toml: platforms.fediverse")
        for source in self._settings.sources:
            if source not in _SOURCES:
                raise ConfigError(
                    f"config.toml: platforms.fediverse.sources: {source!r} is no source; "
                    f"there are {', '.join(_SOURCES)}."
                )

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """The post that a URL names; :func:`archive.platforms.fediverse.urls.identify`."""
        return urls.identify(url)

    def sources(self) -> tuple[Source, ...]:
        """In the order of the settings; none where the platform is switched off."""
        if not self._settings.enabled:
            return ()
        return tuple(_SOURCES[name]() for name in self._settings.sources)

    async def lookup(
        self, needs: NeedsLookup, fetcher: Fetcher
    ) -> PostRef | Gone | Refused | Failed:
        """The post at its origin, from the server that shows it.

        Never *gone*: a server that does not know a post of another one says nothing about
        it. Where the client API does not answer and the id is no number (GoToSocial wants a
        login there), the page itself is asked as ActivityPub.
        """
        host, _, number = needs.key.rpartition("/")
        base = f"{urlsplit(needs.url).scheme}://{host}"
        answer = await self._by_client_api(base, number, fetcher)
        if isinstance(answer, PostRef) or number.isdigit():
            return answer
        found = await self._by_activitypub(needs.url, fetcher)
        return found or answer

    @staticmethod
    async def _by_client_api(
        base: str, number: str, fetcher: Fetcher
    ) -> PostRef | Refused | Failed:
        response = await fetcher.get(f"{base}/api/v1/statuses/{number}")
        host = base.partition("://")[2]
        if response.status in {404, 410}:
            words = server_error(response) or f"HTTP {response.status}"
            return Refused(
                reason="not shown",
                detail=f"{host} does not show that post ({words}); its own server may. "
                "Open it there, and paste the address.",
            )
        if response.status != 200:
            return refusal(response, host)
        status = json_object(response)
        if status is None:
            return Refused(reason="not shown", detail=f"{host} answered without data.")
        if status.get("id") != number:
            return Failed(reason="another post", detail=f"{host} answered with another post.")
        if not is_public(status):
            return Refused(reason="protected", detail="That post is not for everybody.")
        try:
            return status_ref(status)
        except ValueError as error:
            return Failed(reason="malformed", detail=f"{host} answered, but {error}.")

    @staticmethod
    async def _by_activitypub(url: str, fetcher: Fetcher) -> PostRef | None:
        """The post whose page this is, by its object; ``None`` if the page gives none."""
        response = await fetcher.get(url, headers=ACTIVITY_JSON)
        found = json_object(response) if response.status == 200 else None
        if found is None:
            return None
        try:
            ref = object_ref(object_of(found))
        except ValueError:  # no post: the client API's answer is the one that is told
            return None
        same = urls.server_of(ref.native_id) == urls.server_of(url)
        return ref if same else None
