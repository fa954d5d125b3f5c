"""The :class:`~archive.storage.base.Storage` on SQLite: one writer, several readers.

This file says which kind of connection each call is for; what it does is in the files beside it,
one for each job.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from collections.abc import Collection as AnyOf
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import msgspec

from archive.errors import StorageError
from archive.grammar import Query
from archive.officials import KeptClaim, KnownAccount, Official, Whose
from archive.records import (
    Again,
    Annotation,
    Check,
    Exchange,
    MediaRow,
    Post,
    Stored,
    Variant,
    Visibility,
)
from archive.storage.alerts import Alert, AlertPage
from archive.storage.audit import AuditPage
from archive.storage.base import (
    Before,
    Erasure,
    Holding,
    Job,
    JobState,
    Keep,
    Kept,
    Page,
    Speaker,
)
from archive.storage.coverage import Coverage, ListedArticle
from archive.storage.disk import make_folder, sync_folder
from archive.storage.editors import EditedArticle, QuotedPost
from archive.storage.health import LooksCounted
from archive.storage.looks import InUse
from archive.storage.people import Key, Role, User
from archive.storage.published import Articles, Frozen, KeptCard, NewCard, NewFrozen, Placement
from archive.storage.queries import SavedQuery
from archive.storage.register import Answer, Imported, Listed, Posted, RegisterFile, Renamed, Seen
from archive.storage.requests import Decision, Request, RequestKind, RequestPage
from archive.storage.search import Facets, Histogram, Results, Unit
from archive.storage.sites import (
    ArticleRead,
    ListingRead,
    ReferenceCount,
    ReferenceState,
    SiteRead,
)
from archive.storage.sqlite import accounts as _accounts
from archive.storage.sqlite import alerts as _alerts
from archive.storage.sqlite import articles as _articles
from archive.storage.sqlite import audit as _audit
from archive.storage.sqlite import cards as _cards
from archive.storage.sqlite import checks as _checks
from archive.storage.sqlite import coverage as _coverage
from archive.storage.sqlite import editors as _editors
from archive.storage.sqlite import erase as _erase
from archive.storage.sqlite import frozen as _frozen
from archive.storage.sqlite import health as _health
from archive.storage.sqlite import holdings as _holdings
from archive.storage.sqlite import jobs as _jobs
from archive.storage.sqlite import keep as _keep
from archive.storage.sqlite import looks as _looks
from archive.storage.sqlite import media as _media
from archive.storage.sqlite import people as _people
from archive.storage.sqlite import placements as _placements
from archive.storage.sqlite import queries as _queries
from archive.storage.sqlite import reads as _reads
from archive.storage.sqlite import register as _register
from archive.storage.sqlite import requests as _requests
from archive.storage.sqlite import rows as _rows
from archive.storage.sqlite import search as _search
from archive.storage.sqlite import sites as _sites
from archive.storage.sqlite import tally as _tally
from archive.storage.sqlite import threads as _threads
from archive.storage.sqlite import visibility as _visibility
from archive.storage.sqlite import work as _work
from archive.storage.sqlite.lanes import Lanes
from archive.storage.sqlite.schema import migrate
from archive.storage.work import Collection, Filed, QueueName

__all__ = ["SqliteStorage"]


class SqliteStorage:
    """Opened by :meth:`open`; closed by :meth:`close`, which also waits for what is under way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lanes = Lanes(path)

    @classmethod
    async def open(cls, path: Path) -> "SqliteStorage":
        """The storage in a file, brought to the newest schema; the file is made if missing.

        Raises:
            StorageError: the file cannot be used, and why.
        """
        try:
            path = await asyncio.to_thread(_prepare, path)
        except OSError as error:
            raise StorageError(
                f"The folder {path.parent} cannot be made: {error.strerror}.",
                next_step="Make it, or name another file in [storage] database.",
            ) from error
        storage = cls(path)
        try:
            await storage._lanes.writer.run(migrate, path)
            await asyncio.to_thread(sync_folder, path.parent)
        except BaseException:
            await storage.close()
            raise
        return storage

    async def close(self) -> None:
        await self._lanes.close()

    # Capture

    async def resolve(self, platform: str, key: str) -> str | None:
        return await self._lanes.read(_rows.resolve, platform, key)

    async def post(self, post: str, *, drafts: bool = True) -> Post | None:
        return await self._lanes.read(_rows.post, post, drafts)

    async def moved(self, post: str, n: int) -> tuple[str, int] | None:
        return await self._lanes.read(_rows.moved, post, n)

    async def versions(self, post: str) -> tuple[Stored, ...]:
        return await self._lanes.read(_rows.versions, post)

    async def kept(self, posts: Sequence[str]) -> dict[str, Kept]:
        return await self._lanes.read(_rows.kept, posts) if posts else {}

    async def kept_by(self, snapshots: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        return await self._lanes.read(_rows.kept_by, snapshots) if snapshots else {}

    async def before(
        self, posts: Sequence[str], media: Sequence[str], speakers: Sequence[Speaker]
    ) -> Before:
        return await self._lanes.read(_keep.before, posts, media, speakers)

    async def keep(self, keep: Keep) -> tuple[Stored, ...]:
        return await self._lanes.write(_keep.keep, keep)

    async def reference(self, post: str, article: str, *, by: str, at: datetime) -> None:
        await self._lanes.write(_keep.reference, post, article, by=by, at=at)

    async def set_variants(self, sha256: str, variants: Sequence[Variant]) -> None:
        await self._lanes.write(_media.set_variants, sha256, tuple(variants))

    async def media(self, sha256: str) -> MediaRow | None:
        return await self._lanes.read(_media.media, sha256)

    async def to_fetch_again(
        self,
        waits: Sequence[Again],
        *,
        limit: int,
        post: str | None = None,
        since: datetime | None = None,
    ) -> tuple[tuple[str, int], ...]:
        return await self._lanes.read(
            _media.to_fetch_again, waits, limit=limit, post=post, since=since
        )

    async def erased_media(self, sha256s: Sequence[str]) -> frozenset[str]:
        if not sha256s:
            return frozenset()
        return await self._lanes.read(_media.erased_media, sha256s)

    async def unreferenced(self, blobs: Sequence[str]) -> tuple[str, ...]:
        return await self._lanes.read(_media.unreferenced, blobs)

    async def media_visible(self, sha256: str) -> bool:
        return await self._lanes.read(_media.media_visible, sha256)

    # Views

    async def holding(self, post: str, n: int | None = None) -> Holding | None:
        return await self._lanes.read(_reads.holding, post, n)

    async def holdings(
        self, refs: Sequence[tuple[str, int]], *, before: datetime | None = None
    ) -> tuple[Holding | None, ...]:
        return await self._lanes.read(_holdings.holdings, refs, before)

    async def checks(self, post: str) -> tuple[Check, ...]:
        return await self._lanes.read(_checks.checks, post)

    async def list_posts(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        drafts: bool = False,
        queue: QueueName | None = None,
    ) -> Page:
        return await self._lanes.read(_reads.list_posts, limit, cursor, drafts, queue)

    async def thread(self, post: str) -> tuple[Stored, ...]:
        return await self._lanes.read(_threads.thread, post)

    async def exchanges(self, post: str) -> tuple[Exchange, ...]:
        return await self._lanes.read(_checks.exchanges, post)

    async def data_version(self) -> int:
        return await self._lanes.version()

    # Annotations and visibility

    async def annotate(self, annotation: Annotation) -> Annotation:
        return await self._lanes.write(_visibility.annotate, annotation)

    async def set_visibility(
        self,
        post: str,
        state: Visibility,
        *,
        by: str,
        at: datetime,
        reason: str | None,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> None:
        await self._lanes.write(
            _visibility.set_visibility,
            post,
            state,
            by=by,
            at=at,
            reason=reason,
            snapshot=snapshot,
            media=media,
        )

    async def set_hold(self, post: str, hold: bool, *, by: str, at: datetime, reason: str) -> None:
        await self._lanes.write(_visibility.set_hold, post, hold, by=by, at=at, reason=reason)

    async def erase(
        self,
        post: str,
        *,
        by: str,
        at: datetime,
        reason: str,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> Erasure:
        erasure = await self._lanes.write(
            _erase.erase, post, by=by, at=at, reason=reason, snapshot=snapshot, media=media
        )
        # The erasure stands, whatever comes of the cleaning: its blobs must be deleted.
        try:
            await self._lanes.writer.run(_erase.wipe)
        except (StorageError, TimeoutError) as error:
            left = (
                f"Traces may be left in unused parts of {self._path} or its -wal file: {error} "
                f"Run `sqlite3 {self._path} 'VACUUM; PRAGMA wal_checkpoint(TRUNCATE)'`."
            )
            return msgspec.structs.replace(erasure, left=(left,))
        return erasure

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

    async def requests(self, *, limit: int, cursor: str | None = None) -> RequestPage:
        return await self._lanes.read(_requests.requests, limit, cursor)

    # The newsroom's sites

    async def know_sites(self, sites: Sequence[SiteRead]) -> None:
        await self._lanes.write(_sites.know_sites, sites)

    async def listing(self, url: str) -> ListingRead | None:
        return await self._lanes.read(_sites.listing, url)

    async def set_listing(self, listing: ListingRead) -> None:
        await self._lanes.write_quietly(_sites.set_listing, listing)

    async def read_articles(self, urls: AnyOf[str]) -> frozenset[str]:
        return await self._lanes.read(_sites.read_articles, urls)

    async def add_article(self, article: ArticleRead, *, by: str) -> None:
        await self._lanes.write(_sites.add_article, article, by=by)

    async def end_reference(self, article: str, key: str, state: ReferenceState) -> None:
        await self._lanes.write_quietly(_sites.end_reference, article, key, state)

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
    ) -> None:
        await self._lanes.write(_editors.join_article, url, who, how, by=by, at=at)

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
        await self._lanes.write(_looks.schedule_looks, turns, asked_at=asked_at)

    async def alert(self, number: int) -> Alert | None:
        return await self._lanes.read(_alerts.alert, number)

    async def alerts(
        self, *, limit: int, cursor: str | None = None, by: str | None = None
    ) -> AlertPage:
        return await self._lanes.read(_alerts.alerts, limit, cursor, by)

    # Health of sources

    async def count_looks(self, counted: Sequence[LooksCounted], *, at: datetime) -> None:
        await self._lanes.write_quietly(_health.count_looks, counted, at=at)

    async def looks_counted(self, since: datetime) -> tuple[LooksCounted, ...]:
        return await self._lanes.read(_health.looks_counted, since)

    # Saved queries

    async def saved_queries(self) -> tuple[SavedQuery, ...]:
        return await self._lanes.read(_queries.saved_queries)

    async def save_query(self, query: SavedQuery) -> None:
        await self._lanes.write(_queries.save_query, query)

    async def remove_query(self, slug: str, *, by: str, at: datetime) -> bool:
        return await self._lanes.write(_queries.remove_query, slug, by=by, at=at)

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

    # Coverage

    async def coverage(self, *, drafts: bool = False) -> Coverage:
        return await self._lanes.search(_coverage.coverage, drafts)

    async def list_articles(
        self, *, limit: int, before: int | None = None, drafts: bool = False
    ) -> tuple[ListedArticle, ...]:
        return await self._lanes.search(_coverage.list_articles, limit, before, drafts)

    # Frozen forms, cards and placements

    async def freeze(self, new: NewFrozen, *, by: str, at: datetime) -> tuple[str, ...]:
        return await self._lanes.write(_frozen.freeze, new, by=by, at=at)

    async def frozen(self, post: str, n: int, options: str) -> Frozen | None:
        return await self._lanes.read(_frozen.frozen, post, n, options)

    async def frozen_options(self, post: str) -> tuple[tuple[int, str], ...]:
        return await self._lanes.read(_frozen.frozen_options, post)

    async def card(self, key: str) -> KeptCard | None:
        return await self._lanes.read(_cards.card, key)

    async def pinned_card(self, post: str, n: int, name: str) -> KeptCard | None:
        return await self._lanes.read(_cards.pinned_card, post, n, name)

    async def keep_card(self, new: NewCard, *, at: datetime) -> tuple[KeptCard, tuple[str, ...]]:
        return await self._lanes.write_quietly(_cards.keep_card, new, at=at)

    async def forget_cards(self, before: datetime) -> tuple[str, ...]:
        return await self._lanes.write(_cards.forget_cards, before)

    async def add_placement(self, placement: Placement) -> Placement:
        return await self._lanes.write(_placements.add_placement, placement)

    async def change_placement(self, placement: Placement, *, by: str) -> Placement:
        return await self._lanes.write(_placements.change_placement, placement, by=by)

    async def placement(self, key: str) -> Placement | None:
        return await self._lanes.read(_placements.placement, key)

    async def placements(self, post: str) -> tuple[Placement, ...]:
        return await self._lanes.read(_placements.placements, post)

    async def name_article(self, url: str, public: bool, *, by: str, at: datetime) -> None:
        await self._lanes.write(_articles.name_article, url, public, by=by, at=at)

    async def published_articles(self, post: str, *, limit: int) -> Articles:
        return await self._lanes.read(_articles.published_articles, post, limit=limit)

    # Jobs

    async def enqueue(
        self, *, id: str, kind: str, key: str, payload: dict[str, Any], by: str, at: datetime
    ) -> Job:
        return await self._lanes.write(
            _jobs.enqueue, id=id, kind=kind, key=key, payload=payload, by=by, at=at
        )

    async def job(self, id: str) -> Job | None:
        return await self._lanes.read(_jobs.job, id)

    async def list_jobs(self, *, kind: str, limit: int) -> tuple[Job, ...]:
        return await self._lanes.read(_jobs.list_jobs, kind, limit)

    async def lease(
        self, *, worker: str, at: datetime, until: datetime, kinds: Sequence[str]
    ) -> Job | None:
        if not await self._lanes.read(_jobs.is_due, at=at, kinds=kinds):
            return None
        return await self._lanes.write(_jobs.lease, worker=worker, at=at, until=until, kinds=kinds)

    async def extend(self, id: str, *, worker: str, until: datetime) -> bool:
        return await self._lanes.write(_jobs.extend, id, worker=worker, until=until)

    async def progress(
        self, id: str, attempts: Sequence[dict[str, Any]], *, worker: str | None = None
    ) -> None:
        await self._lanes.write(_jobs.progress, id, attempts, worker)

    async def end_job(
        self,
        id: str,
        state: JobState,
        *,
        at: datetime,
        attempts: Sequence[dict[str, Any]],
        result: dict[str, Any],
        worker: str | None = None,
    ) -> None:
        await self._lanes.write(
            _jobs.end_job, id, state, at=at, attempts=attempts, result=result, worker=worker
        )

    async def retry_job(
        self, id: str, *, run_at: datetime, worker: str | None = None, counts: bool = True
    ) -> None:
        await self._lanes.write(_jobs.retry_job, id, run_at=run_at, worker=worker, counts=counts)

    async def hurry(self, kind: str, *, at: datetime) -> None:
        await self._lanes.write(_jobs.hurry, kind, at=at)

    # People

    async def audit(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        by: str | None = None,
        action: str | None = None,
        post: str | None = None,
    ) -> AuditPage:
        return await self._lanes.read(
            _audit.audit, limit=limit, cursor=cursor, by=by, action=action, post=post
        )

    async def audit_actions(self) -> tuple[str, ...]:
        return await self._lanes.read(_audit.audit_actions)

    async def add_user(self, user: User, *, at: datetime, by: str = "onrecord") -> None:
        await self._lanes.write(_people.add_user, user, at=at, by=by)

    async def users(self) -> tuple[User, ...]:
        return await self._lanes.read(_people.users)

    async def user(self, name: str) -> User | None:
        return await self._lanes.read(_people.user, name)

    async def user_of(self, subject: str) -> tuple[User, bool] | None:
        return await self._lanes.read(_people.user_of, subject)

    async def join_user(self, name: str, subject: str, *, by: str, at: datetime) -> None:
        await self._lanes.write(_people.join_user, name, subject, by=by, at=at)

    async def set_role(
        self, user: str, role: Role, *, by: str, at: datetime, reason: str | None = None
    ) -> None:
        await self._lanes.write(_people.set_role, user, role, by=by, at=at, reason=reason)

    async def set_user_sites(
        self, user: str, sites: tuple[str, ...], *, by: str, at: datetime
    ) -> None:
        await self._lanes.write(_people.set_user_sites, user, sites, by=by, at=at)

    async def set_mail(self, user: str, mail: str | None, *, alerts: bool, at: datetime) -> None:
        await self._lanes.write(_people.set_mail, user, mail, alerts=alerts, at=at)

    async def set_lang(self, user: str, lang: str | None, *, at: datetime) -> None:
        await self._lanes.write(_people.set_lang, user, lang, at=at)

    async def set_password(
        self, user: str, password: str | None, *, by: str, at: datetime, but: str | None = None
    ) -> None:
        await self._lanes.write(_people.set_password, user, password, by=by, at=at, but=but)

    async def password(self, user: str) -> str | None:
        return await self._lanes.read(_people.password, user)

    async def renew_hash(self, user: str, was: str, now: str) -> None:
        await self._lanes.write_quietly(_people.renew_hash, user, was, now)

    async def remove_user(
        self, user: str, *, by: str, at: datetime, reason: str | None = None
    ) -> None:
        await self._lanes.write(_people.remove_user, user, by=by, at=at, reason=reason)

    async def add_login_link(self, sha256: str, user: str, *, until: datetime) -> None:
        await self._lanes.write(_people.add_login_link, sha256, user, until=until)

    async def use_login_link(self, sha256: str, *, at: datetime) -> User | None:
        return await self._lanes.write(_people.use_login_link, sha256, at=at)

    async def add_session(self, sha256: str, user: str, *, at: datetime, until: datetime) -> None:
        await self._lanes.write(_people.add_session, sha256, user, at=at, until=until)

    async def session(
        self, sha256: str, *, at: datetime, idle: timedelta | None = None
    ) -> User | None:
        return await self._lanes.read(_people.session, sha256, at=at, idle=idle)

    async def touch_session(self, sha256: str, *, at: datetime) -> None:
        await self._lanes.write_quietly(_people.touch_session, sha256, at=at)

    async def end_sessions(self, user: str, *, by: str, at: datetime, reason: str) -> None:
        await self._lanes.write(_people.end_sessions, user, by=by, at=at, reason=reason)

    async def end_session(self, sha256: str) -> None:
        await self._lanes.write(_people.end_session, sha256)

    async def add_key(self, key: Key, sha256: str) -> None:
        await self._lanes.write(_people.add_key, key, sha256)

    async def key(self, sha256: str) -> Key | None:
        return await self._lanes.read(_people.key, sha256)

    async def keys(self) -> tuple[Key, ...]:
        return await self._lanes.read(_people.keys)

    async def revoke_key(
        self, name: str, *, by: str, at: datetime, reason: str | None = None
    ) -> bool:
        return await self._lanes.write(_people.revoke_key, name, by=by, at=at, reason=reason)

    async def note(
        self, *, by: str, action: str, target: str, at: datetime, reason: str | None = None
    ) -> None:
        await self._lanes.write_quietly(
            _people.note, by=by, action=action, target=target, at=at, reason=reason
        )

    async def site_settings(self) -> dict[str, str]:
        return await self._lanes.read(_people.site_settings)

    async def set_site_settings(self, values: dict[str, str], *, by: str, at: datetime) -> None:
        await self._lanes.write(_people.set_site_settings, values, by=by, at=at)


def _prepare(path: Path) -> Path:
    """The absolute path of the file, in a folder that is there."""
    path = path.absolute()
    make_folder(path.parent)
    return path
