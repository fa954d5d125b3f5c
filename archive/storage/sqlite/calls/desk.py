"""Requests, the newsroom's sites and work, and what its editors are told."""

from collections.abc import Collection as AnyOf
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from archive.storage.alerts import Alert, AlertPage
from archive.storage.base import (
    Job,
)
from archive.storage.editors import EditedArticle, QuotedPost
from archive.storage.looks import InUse
from archive.storage.requests import Decision, Request, RequestKind, RequestPage
from archive.storage.sites import (
    ArticleRead,
    ListingRead,
    ReferenceCount,
    ReferenceState,
    SiteRead,
)
from archive.storage.sqlite import alerts as _alerts
from archive.storage.sqlite import editors as _editors
from archive.storage.sqlite import looks as _looks
from archive.storage.sqlite import requests as _requests
from archive.storage.sqlite import sites as _sites
from archive.storage.sqlite import work as _work
from archive.storage.sqlite.calls.base import Calls
from archive.storage.work import Collection, Filed, QueueName

__all__ = ["DeskCalls"]


class DeskCalls(Calls):
    """Requests, the newsroom's sites and work, and what its editors are told."""

    # Requests

    async def add_request(
        self,
        post: str,
        *,
        kind: RequestKind,
        text: str,
        contact: str | None,
        by: str,
        at: datetime,
    ) -> Request:
        return await self._lanes.write(
            _requests.add_request, post, kind=kind, text=text, contact=contact, by=by, at=at
        )

    async def open_requests(self) -> int:
        return await self._lanes.read(_requests.open_requests)

    async def request(self, number: int) -> Request | None:
        return await self._lanes.read(_requests.request, number)

    async def decide_request(
        self,
        number: int,
        *,
        deadline: date | None,
        decision: Decision | None,
        answer: str | None,
        by: str,
        at: datetime,
    ) -> Request:
        return await self._lanes.write(
            _requests.decide_request,
            number,
            deadline=deadline,
            decision=decision,
            answer=answer,
            by=by,
            at=at,
        )

    async def requests(
        self, *, limit: int, cursor: str | None = None, undecided: bool = False
    ) -> RequestPage:
        return await self._lanes.read(_requests.requests, limit, cursor, undecided)

    # The newsroom's sites

    async def know_sites(self, sites: Sequence[SiteRead]) -> None:
        await self._lanes.write(_sites.know_sites, sites)

    async def listing(self, url: str) -> ListingRead | None:
        return await self._lanes.read(_sites.listing, url)

    async def set_listing(self, listing: ListingRead) -> None:
        await self._lanes.write_quietly(_sites.set_listing, listing)

    async def read_articles(self, urls: AnyOf[str]) -> dict[str, datetime]:
        return await self._lanes.read(_sites.read_articles, urls)

    async def add_article(self, article: ArticleRead, *, by: str) -> frozenset[str]:
        return await self._lanes.write(_sites.add_article, article, by=by)

    async def end_reference(self, article: str, key: str, state: ReferenceState) -> None:
        await self._lanes.write_quietly(_sites.end_reference, article, key, state)

    async def untried(self, site: str) -> tuple[tuple[str, str], ...]:
        return await self._lanes.read(_sites.untried, site)

    async def count_references(self) -> tuple[ReferenceCount, ...]:
        return await self._lanes.read(_sites.count_references)

    async def count_articles(self) -> dict[str, tuple[int, int]]:
        return await self._lanes.read(_sites.count_articles)

    # The newsroom's work

    async def queue_counts(self) -> Mapping[QueueName, int]:
        return await self._lanes.read(_work.queue_counts)

    async def unkept(self, *, limit: int) -> tuple[Job, ...]:
        return await self._lanes.read(_work.unkept, limit)

    async def assign(self, post: str, who: str | None, *, by: str, at: datetime) -> None:
        await self._lanes.write(_work.assign, post, who, by, at)

    async def assigned(self, posts: Sequence[str]) -> Mapping[str, str]:
        return await self._lanes.read(_work.assigned, posts)

    async def collections(self) -> tuple[Collection, ...]:
        return await self._lanes.read(_work.collections)

    async def save_collection(self, collection: Collection) -> None:
        await self._lanes.write(_work.save_collection, collection)

    async def file(self, slug: str, post: str, *, note: str | None, by: str, at: datetime) -> None:
        await self._lanes.write(_work.file, slug, post, note, by, at)

    async def filed(self, slug: str) -> tuple[Filed, ...]:
        return await self._lanes.read(_work.filed, slug)

    async def filed_in(self, post: str) -> tuple[Collection, ...]:
        return await self._lanes.read(_work.filed_in, post)

    # Alerts

    async def edited_article(self, url: str) -> EditedArticle | None:
        return await self._lanes.read(_editors.edited_article, url)

    async def join_article(
        self,
        url: str,
        who: str,
        how: Literal["scanned", "named", "left"],
        *,
        by: str,
        at: datetime,
        title: str | None = None,
    ) -> None:
        await self._lanes.write(_editors.join_article, url, who, how, by=by, at=at, title=title)

    async def set_quotations(
        self, url: str, found: Sequence[QuotedPost], *, by: str, at: datetime
    ) -> None:
        await self._lanes.write(_editors.set_quotations, url, found, by=by, at=at)

    async def due_looks(self, *, at: datetime, limit: int) -> tuple[InUse, ...]:
        return await self._lanes.read(_looks.due_looks, at, limit)

    async def looks_asked(self, since: datetime) -> Mapping[str, int]:
        return await self._lanes.read(_looks.looks_asked, since)

    async def schedule_looks(
        self, turns: Sequence[tuple[str, datetime]], *, asked_at: datetime | None
    ) -> None:
        if turns:
            await self._lanes.write_quietly(_looks.schedule_looks, turns, asked_at=asked_at)

    async def alert(self, number: int) -> Alert | None:
        return await self._lanes.read(_alerts.alert, number)

    async def alerts(
        self, *, limit: int, cursor: str | None = None, by: str | None = None
    ) -> AlertPage:
        return await self._lanes.read(_alerts.alerts, limit, cursor, by)
