"""A post's copy in a web archive, as a source of any platform.

The index of the Wayback Machine (CDX) names its captures; the bytes as they came are had with
``id_`` behind the time
(https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server). Any other archive
with a TimeGate is asked as RFC 7089 says. What is archived is what the archive's robot was
given: its ``Memento-Datetime`` is the time of the copy, and an archived 429 or a login page is no
copy.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from archive.outcome import Answer, Failed, Found, Refused
from archive.platforms.answers import data_of
from archive.platforms.base import About, Fetcher, Response
from archive.records import PostRef
from archive.settings import WebArchivesSettings

__all__ = ["ABOUT", "WebArchive"]

_COPIES = 5
"""Copies that are read until one holds the post."""

ABOUT = About(
    source="web-archive",
    terms="web archive",
    terms_url="https://archive.org/about/terms.php",
)


class WebArchive:
    """A :class:`~archive.platforms.base.Source` that asks web archives for a post's page.

    ``pages`` gives the addresses under which the post may have been archived, the best first;
    ``read`` reads an archived answer as the platform's own, and gives what it is.
    """

    name = ABOUT.source

    def __init__(
        self,
        archives: WebArchivesSettings,
        pages: Callable[[PostRef], tuple[str, ...]],
        read: Callable[[Response, PostRef], Answer],
    ) -> None:
        self._archives = archives
        self._pages = pages
        self._read = read

    async def look(self, ref: PostRef, fetcher: Fetcher) -> Answer:
        """The newest copy that holds the post, as of the time of the copy.

        A copy never says that a post is gone: what a robot was not given says nothing of it.
        """
        told: Answer = Refused(reason="not shown", detail="No web archive has a copy of it.")
        for page in self._pages(ref):
            for address in await self._captures(page, fetcher):
                response = await fetcher.get(address)
                at = memento_datetime(response)
                if at is None or response.status != 200:
                    continue
                answer = self._read(response, ref)
                if isinstance(answer, Found):
                    return _as_of(answer, at)
                if isinstance(answer, (Refused, Failed)):
                    told = answer
        return told

    async def _captures(self, page: str, fetcher: Fetcher) -> list[str]:
        """Addresses of the copies, the newest first."""
        wayback = self._archives.wayback.rstrip("/")
        if not wayback:
            return []
        response = await fetcher.get(
            f"{wayback}/cdx/search/cdx",
            params={
                "url": page,
                "output": "json",
                "filter": "statuscode:200",
                "limit": str(-_COPIES),
            },
        )
        rows = data_of(response, "The Wayback Machine")
        if not isinstance(rows, list) or len(rows) < 2 or not isinstance(rows[0], list):
            return []
        found = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        return [f"{wayback}/web/{row['timestamp']}id_/{row['original']}" for row in reversed(found)]


def memento_datetime(response: Response) -> datetime | None:
    """When a copy was made (RFC 7089 section 2.1.1); ``None``: the answer is no memento."""
    try:
        return parsedate_to_datetime(response.headers["memento-datetime"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None


def _as_of(found: Found, at: datetime) -> Found:
    """The newest version is that of the copy's time; what came along is as old."""
    newest = replace(found.snapshots[-1], as_of=at, as_of_basis="Memento-Datetime")
    along = tuple(replace(s, as_of=at, as_of_basis="Memento-Datetime") for s in found.along)
    return replace(found, snapshots=(*found.snapshots[:-1], newest), along=along)
