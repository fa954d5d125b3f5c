"""What of a storage backend belongs to people: users, login links, sessions, keys."""

from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

import msgspec

__all__ = ["SCOPES", "Key", "People", "Role", "Scope", "User"]

Role = Literal["reader", "editor", "admin"]
Scope = Literal["read", "capture", "annotate", "place", "release", "withhold", "erase"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""What a key may be limited to: a part of what its role may."""


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Who may log in."""

    name: str
    role: Role
    lang: str | None = None
    """In which the desk speaks to them; ``None`` while they have chosen none."""
    password: bool = False
    """Whether they have one; without it they log in by one-time links or a provider."""
    subject: str | None = None
    """Who they are at the provider of logins, as ``ISSUER SUBJECT``; ``None`` for local users."""
    sites: tuple[str, ...] = ()
    """Names of the newsroom's sites that they edit for; none: all."""
    mail: str | None = None
    """Where they are told of their articles' posts; their own matter, and nobody else's."""
    alerts: bool = False
    """Whether they want to be told there."""


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A program's, without its secret."""

    name: str
    role: Role
    made_by: str
    made_at: datetime
    scopes: tuple[Scope, ...] = ()
    """What it may of what its role may; none named: all of it."""
    sites: tuple[str, ...] = ()
    """Names of the newsroom's sites that it works for; none: all."""
    revoked_at: datetime | None = None


class People(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps who may do what.

    Each change but a session's has its audit entry. Of passwords, links, sessions and keys
    hashes alone are kept.
    """

    async def add_user(self, user: User, *, at: datetime, by: str = "onrecord") -> None:
        """A new user; one of that name takes the role, and the language and the sites that are
        named, and is let in again. With another role their sessions end.

        Raises:
            UsageError: the name is that of the user of another subject, or differs from another's
                by capitals alone; or it was the last admin's, who would be one no more.
        """

    async def users(self) -> tuple[User, ...]:
        """Those who may log in, by name."""

    async def user(self, name: str) -> User | None: ...

    async def user_of(self, subject: str) -> tuple[User, bool] | None:
        """Who a subject of the provider is, and whether they may log in."""

    async def join_user(self, name: str, subject: str, *, by: str, at: datetime) -> None:
        """From now on a user logs in as this subject of the provider; their sessions end.

        Raises:
            UsageError: there is no such user, or one of the two is joined already.
        """

    async def set_role(
        self, user: str, role: Role, *, by: str, at: datetime, reason: str | None = None
    ) -> None:
        """Gives a user another role, and ends their sessions: they log in anew with it.

        Raises:
            UsageError: there is no such user, or nobody would be an admin.
        """

    async def set_user_sites(
        self, user: str, sites: tuple[str, ...], *, by: str, at: datetime
    ) -> None:
        """For which sites somebody edits, by name; none: for all.

        Raises:
            UsageError: there is no such user.
        """

    async def set_lang(self, user: str, lang: str | None, *, at: datetime) -> None:
        """The language that a user chose for the desk."""

    async def set_mail(self, user: str, mail: str | None, *, alerts: bool, at: datetime) -> None:
        """Where a user is told of their articles' posts, and whether they want that. The audit log
        has that it was set, and not the address.

        Raises:
            UsageError: there is no such user.
        """

    async def set_password(
        self, user: str, password: str | None, *, by: str, at: datetime, but: str | None = None
    ) -> None:
        """Keeps the hash of a new password, or that there is none; every session of theirs ends,
        ``but`` the one of this SHA-256, and so do their login links.
        """

    async def password(self, user: str) -> str | None:
        """The hash of the password of one who may log in."""

    async def renew_hash(self, user: str, was: str, now: str) -> None:
        """The same password, hashed anew: nothing else changes, unless it is another meanwhile."""

    async def remove_user(
        self, user: str, *, by: str, at: datetime, reason: str | None = None
    ) -> None:
        """Lets somebody in no more: their sessions, links and password end. The name stays, for
        what they did.

        Raises:
            UsageError: there is no such user, or nobody would be an admin.
        """

    async def add_login_link(self, sha256: str, user: str, *, until: datetime) -> None: ...

    async def use_login_link(self, sha256: str, *, at: datetime) -> User | None:
        """The user of a link that is unused and in time; it is used up by this."""

    async def link_owner(self, sha256: str) -> str | None:
        """For whom a link was made, be it used up or too old: one that is tried again was seen."""

    async def add_session(
        self, sha256: str, user: str, *, at: datetime, until: datetime
    ) -> None: ...

    async def session(
        self, sha256: str, *, at: datetime, idle: timedelta | None = None
    ) -> User | None:
        """Whose a session is that did not run out, and was used in the last ``idle``."""

    async def touch_session(self, sha256: str, *, at: datetime) -> None:
        """Remembers that a session was used; no cached page shows it."""

    async def end_session(self, sha256: str) -> None: ...
    async def end_sessions(
        self, user: str, *, by: str, at: datetime, reason: str | None = None, but: str | None = None
    ) -> None:
        """Logs a user out wherever they are, ``but`` in one session.

        Raises:
            UsageError: there is no such user.
        """

    async def add_key(self, key: Key, sha256: str) -> None: ...
    async def key(self, sha256: str) -> Key | None:
        """A key that is not revoked."""

    async def keys(self) -> tuple[Key, ...]: ...
    async def revoke_key(
        self, name: str, *, by: str, at: datetime, reason: str | None = None
    ) -> bool: ...

    async def note(
        self, *, by: str, action: str, target: str, at: datetime, reason: str | None = None
    ) -> None:
        """An entry of the audit log for what changed nothing: a login, or one that was refused."""
