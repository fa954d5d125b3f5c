"""The register, the search, saved queries and coverage."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from archive.grammar import Query
from archive.officials import KeptClaim, KnownAccount, Official, Whose
from archive.storage.coverage import Coverage, ListedArticle
from archive.storage.published import Articles
from archive.storage.queries import SavedQuery
from archive.storage.register import Answer, Imported, Listed, Posted, RegisterFile, Renamed, Seen
from archive.storage.search import Facets, Histogram, Results, Unit
from archive.storage.sqlite import accounts as _accounts
from archive.storage.sqlite import articles as _articles
from archive.storage.sqlite import coverage as _coverage
from archive.storage.sqlite import queries as _queries
from archive.storage.sqlite import register as _register
from archive.storage.sqlite import search as _search
from archive.storage.sqlite import tally as _tally
from archive.storage.sqlite.calls.base import Calls

__all__ = ["ResearchCalls"]


class ResearchCalls(Calls):
    """The register, the search, saved queries and coverage."""

    # Officials

    async def import_register(
        self, files: Sequence[RegisterFile], *, by: str, at: datetime, dry_run: bool = False
    ) -> Imported:
        return await self._lanes.write(
            _register.import_register, files, by=by, at=at, dry_run=dry_run
        )

    async def list_officials(self, *, drafts: bool = True) -> tuple[Listed, ...]:
        return await self._lanes.read(_register.list_officials, drafts)

    async def official(self, slug: str, *, drafts: bool = True) -> Official | None:
        return await self._lanes.read(_register.official, slug, drafts)

    async def seen_accounts(self, official: str, *, drafts: bool = False) -> tuple[Seen, ...]:
        return await self._lanes.read(_accounts.seen_accounts, official, drafts)

    async def articles_of(self, official: str, *, limit: int) -> Articles:
        return await self._lanes.read(_articles.articles_of, official, limit)

    async def account_claims(
        self, platform: str, *, native_id: str | None, handle: str | None
    ) -> tuple[KeptClaim, ...]:
        return await self._lanes.read(
            _register.account_claims, platform, native_id=native_id, handle=handle
        )

    async def all_claims(self) -> tuple[KeptClaim, ...]:
        return await self._lanes.read(_register.all_claims)

    async def whose(self, platform: str, *, native_id: str | None, handle: str | None) -> Whose:
        return await self._lanes.read(_accounts.whose, platform, native_id, handle)

    async def account_of(self, post: str) -> KnownAccount | None:
        return await self._lanes.read(_accounts.account_of, post)

    async def unasked_accounts(
        self, *, after: tuple[str, str], limit: int
    ) -> tuple[KnownAccount, ...]:
        return await self._lanes.read(_accounts.unasked_accounts, after, limit)

    async def accounts_of(self, official: str) -> tuple[KnownAccount, ...]:
        return await self._lanes.read(_accounts.accounts_of, official)

    async def confirm_account(
        self, platform: str, native_id: str, answer: Answer, *, by: str, at: datetime
    ) -> str | None:
        return await self._lanes.write(
            _accounts.confirm_account, platform, native_id, answer, by=by, at=at
        )

    async def posted(
        self, *, after: str = "", limit: int, account: tuple[str, str] | None = None
    ) -> tuple[Posted, ...]:
        return await self._lanes.read(_accounts.posted, after, limit, account)

    async def count_posted(self) -> int:
        return await self._lanes.read(_accounts.count_posted)

    async def rename(
        self, changes: Sequence[Renamed], *, by: str, at: datetime, reason: str
    ) -> tuple[str, ...]:
        return await self._lanes.write(_accounts.rename, changes, by=by, at=at, reason=reason)

    # Searching

    async def search(self, query: Query, *, drafts: bool = False) -> Results:
        return await self._lanes.search(_search.search, query, drafts)

    async def facets(self, query: Query, *, drafts: bool = False, exact: bool = False) -> Facets:
        return await self._lanes.search(_tally.facets, query, drafts, exact)

    async def histogram(
        self, query: Query, unit: Unit | None = None, *, drafts: bool = False
    ) -> Histogram:
        return await self._lanes.search(_tally.histogram, query, unit, drafts)

    async def statements(
        self, query: Query, *, drafts: bool = False
    ) -> AsyncIterator[tuple[tuple[str, int], ...]]:
        last: int | None = None
        while found := await self._lanes.search(_search.batch, query, drafts, last):
            yield tuple((post, n) for _, post, n in found)
            last = found[-1][0]

    async def count(self, query: Query, *, drafts: bool = False) -> int:
        return await self._lanes.search(_search.count, query, drafts)

    # Saved queries

    async def saved_queries(self) -> tuple[SavedQuery, ...]:
        return await self._lanes.read(_queries.saved_queries)

    async def save_query(self, query: SavedQuery) -> None:
        await self._lanes.write(_queries.save_query, query)

    async def remove_query(self, slug: str, *, by: str, at: datetime) -> bool:
        return await self._lanes.write(_queries.remove_query, slug, by=by, at=at)

    # Coverage

    async def coverage(self, *, drafts: bool = False) -> Coverage:
        return await self._lanes.search(_coverage.coverage, drafts)

    async def list_articles(
        self, *, limit: int, before: int | None = None, drafts: bool = False
    ) -> tuple[ListedArticle, ...]:
        return await self._lanes.search(_coverage.list_articles, limit, before, drafts)
