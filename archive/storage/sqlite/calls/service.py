"""What is published, jobs, people, and the health of sources."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from archive.storage.audit import AuditPage
from archive.storage.base import (
    Job,
    JobState,
)
from archive.storage.health import LooksCounted
from archive.storage.people import Key, Role, User
from archive.storage.published import Articles, Frozen, KeptCard, NewCard, NewFrozen, Placement
from archive.storage.sqlite import articles as _articles
from archive.storage.sqlite import audit as _audit
from archive.storage.sqlite import cards as _cards
from archive.storage.sqlite import frozen as _frozen
from archive.storage.sqlite import health as _health
from archive.storage.sqlite import jobs as _jobs
from archive.storage.sqlite import people as _people
from archive.storage.sqlite import placements as _placements
from archive.storage.sqlite.calls.base import Calls

__all__ = ["ServiceCalls"]


class ServiceCalls(Calls):
    """What is published, jobs, people, and the health of sources."""

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

    async def link_owner(self, sha256: str) -> str | None:
        return await self._lanes.read(_people.link_owner, sha256)

    async def add_session(self, sha256: str, user: str, *, at: datetime, until: datetime) -> None:
        await self._lanes.write(_people.add_session, sha256, user, at=at, until=until)

    async def session(
        self, sha256: str, *, at: datetime, idle: timedelta | None = None
    ) -> User | None:
        return await self._lanes.read(_people.session, sha256, at=at, idle=idle)

    async def touch_session(self, sha256: str, *, at: datetime) -> None:
        await self._lanes.write_quietly(_people.touch_session, sha256, at=at)

    async def end_sessions(
        self, user: str, *, by: str, at: datetime, reason: str | None = None, but: str | None = None
    ) -> None:
        await self._lanes.write(_people.end_sessions, user, by=by, at=at, reason=reason, but=but)

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

    # Health of sources

    async def count_looks(self, counted: Sequence[LooksCounted], *, at: datetime) -> None:
        await self._lanes.write_quietly(_health.count_looks, counted, at=at)

    async def looks_counted(self, since: datetime) -> tuple[LooksCounted, ...]:
        return await self._lanes.read(_health.looks_counted, since)
