"""The fediverse: Mastodon and what speaks its client API or ActivityPub, on any host."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from archive.outcome import Answer, Failed, Gone, Refused
from archive.platforms.base import About, Fetcher, Saved, Source
from archive.platforms.choosing import PlatformSettings, choose, read_section
from archive.platforms.fediverse import urls
from archive.platforms.fediverse.activitypub_parse import object_of, object_ref
from archive.platforms.fediverse.answers import ACTIVITY_JSON, json_object, object_in, server_error
from archive.platforms.fediverse.mastodon_parts import is_public, status_ref
from archive.platforms.fediverse.saved import read_archived, read_saved
from archive.platforms.fediverse.sources import ActivityPub, ClientApi, OEmbed
from archive.platforms.memento import ABOUT as WEB_ARCHIVE
from archive.platforms.memento import WebArchive
from archive.records import NeedsLookup, PostRef
from archive.settings import WebArchivesSettings

__all__ = ["Fediverse"]


class Fediverse:
    """A :class:`~archive.platforms.base.Platform`.

    Native id: host of the origin and the post's number there (``mastodon.example/1234``),
    or the URI of the object where ids are no numbers.
    """

    name: ClassVar[str] = urls.PLATFORM
    title: ClassVar[str] = "Mastodon"
    about: ClassVar[tuple[About, ...]] = (
        About(source=ClientApi.name, terms="public endpoint"),
        About(source=ActivityPub.name, terms="public endpoint"),
        About(source=OEmbed.name, terms="public endpoint"),
        WEB_ARCHIVE,
    )

    def __init__(
        self,
        section: dict[str, Any],
        secret: Callable[[str], str | None],
        archives: WebArchivesSettings,
    ) -> None:
        """See :class:`~archive.platforms.base.Platform`."""
        del secret
        settings, each = read_section(self.name, section, PlatformSettings, self.about)
        made: dict[str, Source | str] = {
            ClientApi.name: ClientApi(),
            ActivityPub.name: ActivityPub(),
            OEmbed.name: OEmbed(),
            WebArchive.name: WebArchive(archives, urls.archived_at, read_archived)
            if archives.wayback or archives.timegates
            else "No web archive is named in [web_archives].",
        }
        self.chosen = choose(settings, each, self.about, made)

    @staticmethod
    def identify(url: SplitResult) -> PostRef | NeedsLookup | None:
        """The post that a URL names; :func:`archive.platforms.fediverse.urls.identify`."""
        return urls.identify(url)

    @staticmethod
    def read_saved(saved: Saved) -> tuple[Answer, ...]:
        """See :func:`archive.platforms.fediverse.saved.read_saved`."""
        return read_saved(saved)

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
        status = object_in(response, host)
        if not isinstance(status, dict):
            return status
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
