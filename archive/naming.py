"""Who posted, in which office then: what is said of a post when it is captured, and later on.

What the register says of a post is a proposal: an annotation by :data:`REGISTER`, which no reader
sees. Once a person has confirmed whose an account is, its posts inside the dates are named in that
person's name. What a person said of one post alone is never touched.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from archive.annotations import REGISTER
from archive.clock import Clock
from archive.errors import UsageError
from archive.officials import (
    Conflict,
    HeldOffice,
    KeptClaim,
    KnownAccount,
    Resolved,
    Whose,
    resolve,
)
from archive.records import Annotation
from archive.storage.base import Storage
from archive.storage.register import Answer, Posted, Renamed

__all__ = ["Asked", "Batch", "Change", "Naming", "Said", "name_of", "official_note"]

OF_ACCOUNT = "account"
"""Key of a body: true where it was said of the account, and not of this post alone."""

BATCH = 200
_REMEMBERED = 5_000
_KEYS = ("slug", "name", "office", "party", "jurisdiction", "account_kind", OF_ACCOUNT)
"""What tells two names apart: a basis that is worded anew makes no new version."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of who posted."""

    by: str
    body: dict[str, Any]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What applying the register changes of one post."""

    post: str
    was: dict[str, Any] | None
    """The body until now; null where nobody was named."""
    now: dict[str, Any] | None
    by: str
    """In whose name."""
    basis: str | None
    """Of what is said from now on, or why nobody is named."""
    version: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Some of the posts, looked at."""

    posts: int
    changes: tuple[Change, ...]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose account it is, to be asked of a person: what is known, and what the register says."""

    account: KnownAccount
    found: Resolved | Conflict | None
    moment: datetime | None
    """Of the post that is asked about."""


def name_of(
    whose: Whose,
    *,
    platform: str,
    native_id: str | None,
    handle: str | None,
    moment: datetime | None,
    seen_at: datetime,
) -> Said | Conflict | None:
    """What is to be said of who posted at a moment; ``None``: nobody. Pure.

    Without a time nobody is named: an office is one of a day. A handle names somebody if it was
    theirs when the post was made, and nobody else's when it was seen with it.
    """
    if moment is None:
        return None
    account, claims = whose.account, whose.claims
    if account is not None and account.confirmed_by is not None:
        if account.private_person:
            return None
        if account.covers(moment):
            return _confirmed(whose, account, moment)
        # A person said from when to when it is theirs: outside, others may be known.
        claims = tuple(claim for claim in claims if not claim.source.startswith("desk:"))

    def at(when: datetime) -> Resolved | Conflict | None:
        return resolve(
            claims,
            whose.officials,
            platform=platform,
            native_id=native_id,
            handle=handle,
            moment=when,
        )

    found = at(moment)
    if not isinstance(found, Resolved):
        return found
    by_id = any(c.platform == platform and c.native_id == native_id for c in claims if native_id)
    later = None if by_id else at(seen_at)
    if isinstance(later, Resolved) and later.official != found.official:
        return Conflict(
            what=f"the handle {handle} on {platform} was passed on",
            officials=tuple(sorted((found.official, later.official))),
            sides=(found.basis, later.basis),
        )
    return None if found.office is None else Said(by=REGISTER, body=_body(found))


def _confirmed(whose: Whose, account: KnownAccount, moment: datetime) -> Said | Conflict | None:
    """What a person confirmed, with the office of that moment."""
    if account.official is None or account.confirmed_by is None or account.confirmed_at is None:
        return None
    day = account.confirmed_at.date().isoformat()
    claim = KeptClaim(
        official=account.official,
        platform=account.platform,
        native_id=account.native_id,
        kind=account.kind,
        since=account.since,
        until=account.until,
        basis="stated",
        source=f"confirmed by {account.confirmed_by} on {day}",
        imported_at=account.confirmed_at,
    )
    found = resolve(
        (claim,),
        whose.officials,
        platform=account.platform,
        native_id=account.native_id,
        handle=None,
        moment=moment,
    )
    if isinstance(found, Resolved):
        return Said(by=account.confirmed_by, body={**_body(found), OF_ACCOUNT: True})
    return found


def _body(found: Resolved) -> dict[str, Any]:
    office: HeldOffice | None = found.office
    return {
        "slug": found.official,
        "name": found.name,
        "office": None if office is None else office.title,
        "party": found.party,
        "jurisdiction": None if office is None else office.jurisdiction,
        "account_kind": found.account_kind,
        "basis": found.basis,
    }


def official_note(said: Said, post: str, at: datetime, reason: str | None = None) -> Annotation:
    """The annotation that says it."""
    return Annotation(post=post, kind="official", body=said.body, by=said.by, at=at, reason=reason)


class Naming:
    """Says who posted, and remembers what a person says of an account."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def ask(self, post: str) -> Asked | None:
        """The question whose the account of a post is; ``None`` where no account is known."""
        account = await self._storage.account_of(post)
        holding = await self._storage.holding(post)
        if account is None or holding is None or holding.stored is None:
            return None
        snapshot = holding.stored.snapshot
        moment, author = snapshot.created_at, snapshot.author
        found = None
        if moment is not None:
            whose = await self._storage.whose(
                account.platform, native_id=account.native_id, handle=author.handle
            )
            found = resolve(
                whose.claims,
                whose.officials,
                platform=account.platform,
                native_id=account.native_id,
                handle=author.handle,
                moment=moment,
            )
        return Asked(account=account, found=found, moment=moment)

    async def confirm(self, post: str, answer: Answer, *, by: str) -> str | None:
        """Keeps whose the account of a post is, and names its posts of which nobody has said
        anything but the register. Those that were named before are changed by :meth:`apply`.
        Gives the slug of the official.

        Raises:
            UsageError: the post's account is not known, or there is no such official.
        """
        account = await self._storage.account_of(post)
        if account is None:
            raise UsageError(
                f"The account of {post} is not known: its source gave no id.",
                next_step=f"Say it of the post: `onrecord annotate {post} --kind official`.",
            )
        return await self.confirm_account(account, answer, by=by)

    async def confirm_account(
        self, account: KnownAccount, answer: Answer, *, by: str
    ) -> str | None:
        """As :meth:`confirm`, of an account by its id."""
        at = self._clock()
        slug = await self._storage.confirm_account(
            account.platform, account.native_id, answer, by=by, at=at
        )
        async for _ in self._apply(by, account=account, confirming=True, dry_run=False):
            pass  # A crash in between loses nothing: apply() names what is left.
        return slug

    async def unasked(self) -> AsyncIterator[tuple[KnownAccount, Answer]]:
        """The accounts of which nobody was asked and of which the register leaves no doubt, each
        with that answer: its id is one person's alone, and it is not passed on with an office.
        """
        after = ("", "")
        while accounts := await self._storage.unasked_accounts(after=after, limit=BATCH):
            for account in accounts:
                after = (account.platform, account.native_id)
                claims = await self._storage.account_claims(
                    account.platform, native_id=account.native_id, handle=None
                )
                kinds = [claim.kind for claim in claims if claim.kind is not None]
                people = {claim.official for claim in claims}
                if len(people) == 1 and "office-wide" not in kinds:
                    kind = kinds[0] if len(set(kinds)) == 1 else None
                    yield account, Answer(official=people.pop(), kind=kind)

    def changes(
        self, *, by: str = REGISTER, post_of: KnownAccount | None = None, handles: bool = False
    ) -> AsyncIterator[Batch]:
        """What :meth:`apply` would change, a batch of posts at a time; writes nothing."""
        return self._apply(by, account=post_of, handles=handles, dry_run=True)

    def apply(
        self, *, by: str, post_of: KnownAccount | None = None, handles: bool = False
    ) -> AsyncIterator[Batch]:
        """Names all kept posts as the register and what was confirmed say today; those of one
        account where it is given. Gives what was changed, a batch of posts at a time.

        What a person said of one post alone stays. A second run changes nothing. With ``handles``,
        ``by`` confirms who posted what has no account's id, as posts out of files: nobody can be
        asked about their account.
        """
        return self._apply(by, account=post_of, handles=handles, dry_run=False)

    async def _apply(
        self,
        by: str,
        *,
        account: KnownAccount | None,
        dry_run: bool,
        confirming: bool = False,
        handles: bool = False,
    ) -> AsyncIterator[Batch]:
        known: OrderedDict[tuple[str, str | None, str | None], Whose] = OrderedDict()
        after = ""
        of = None if account is None else (account.platform, account.native_id)
        while True:
            posts = await self._storage.posted(after=after, limit=BATCH, account=of)
            if not posts:
                return
            after = posts[-1].post
            changes = [
                change
                for post in posts
                if (
                    change := _change(post, await self._whose(post, known), by if handles else None)
                )
                is not None
                and not (confirming and _is_confirmed(post))
            ]
            if changes and not dry_run:
                changes = await self._write(changes, by)
            yield Batch(posts=len(posts), changes=tuple(changes))

    async def _whose(
        self, post: Posted, known: OrderedDict[tuple[str, str | None, str | None], Whose]
    ) -> Whose:
        """Read once an account and handle; of the most that were asked for last."""
        key = (post.platform, post.native_id, post.handle)
        found = known.get(key)
        if found is None:
            found = await self._storage.whose(key[0], native_id=key[1], handle=key[2])
            known[key] = found
            if len(known) > _REMEMBERED:
                known.popitem(last=False)
        return found

    async def _write(self, changes: list[Change], by: str) -> list[Change]:
        at = self._clock()
        reason = f"applied by {by}"
        done = await self._storage.rename(
            [
                Renamed(
                    annotation=Annotation(
                        post=change.post,
                        kind="official",
                        body=change.now or {},
                        by=change.by,
                        at=at,
                        reason=reason,
                        removed=change.now is None,
                    ),
                    version=change.version,
                )
                for change in changes
            ],
            by=by,
            at=at,
            reason=reason,
        )
        return [change for change in changes if change.post in done]


def _change(post: Posted, whose: Whose, confirms: str | None) -> Change | None:
    """What is to be said of a post instead of what is; ``None``: nothing. Pure. ``confirms`` is
    who confirms what is known by a handle alone.
    """
    if post.own:
        return None
    found = name_of(
        whose,
        platform=post.platform,
        native_id=post.native_id,
        handle=post.handle,
        moment=post.created_at,
        seen_at=post.seen_at,
    )
    said = post.said
    was = None if said is None or said.removed else said.body
    if isinstance(found, Said) and post.native_id is None:
        confirmed = {**found.body, OF_ACCOUNT: True}
        if confirms is not None:
            found = Said(by=confirms, body=confirmed)
        elif _same(was, confirmed):
            return None
    now = found if isinstance(found, Said) else None
    if _same(was, None if now is None else now.body):
        return None
    return Change(
        post=post.post,
        was=was,
        now=None if now is None else now.body,
        by=REGISTER if now is None else now.by,
        basis=_basis(found),
        version=0 if said is None else said.version,
    )


def _basis(found: Said | Conflict | None) -> str | None:
    if isinstance(found, Conflict):
        return found.what
    return None if found is None else str(found.body["basis"])


def _is_confirmed(post: Posted) -> bool:
    return post.said is not None and post.said.by != REGISTER


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one.get(key) == other.get(key) for key in _KEYS)
