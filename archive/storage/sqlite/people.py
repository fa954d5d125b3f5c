"""Users, login links, sessions, keys, and what the desk's first page asked."""

from datetime import datetime

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UsageError
from archive.storage.base import Key, User
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import Row

__all__ = [
    "add_key",
    "add_login_link",
    "add_session",
    "add_user",
    "end_session",
    "key",
    "keys",
    "revoke_key",
    "session",
    "set_site_settings",
    "site_settings",
    "use_login_link",
    "users",
]


def add_user(db: Database, user: User, *, at: datetime, by: str) -> None:
    """See :meth:`archive.storage.base.Storage.add_user`."""
    db.execute(
        """
        INSERT INTO users (name, role, lang, made_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET
          role = excluded.role, lang = excluded.lang, disabled_at = NULL
        """,
        [user.name, user.role, user.lang, rfc3339(at)],
    )
    record(
        db,
        at=at,
        by=by,
        action="add user",
        target=f"user:{user.name}",
        detail={"role": user.role},
    )


def users(db: Database) -> tuple[User, ...]:
    """See :meth:`archive.storage.base.Storage.users`."""
    found = rows(db, "SELECT * FROM users WHERE disabled_at IS NULL ORDER BY name")
    return tuple(_user(row) for row in found)


def add_login_link(db: Database, sha256: str, user: str, *, until: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.add_login_link`."""
    _known(db, user)
    insert(db, "login_links", {"sha256": sha256, "user": user, "until": rfc3339(until)})


def use_login_link(db: Database, sha256: str, *, at: datetime) -> User | None:
    """See :meth:`archive.storage.base.Storage.use_login_link`."""
    row = first(
        db,
        """
        UPDATE login_links SET used_at = :at
        WHERE sha256 = :sha256 AND used_at IS NULL AND until > :at
          AND user IN (SELECT name FROM users WHERE disabled_at IS NULL)
        RETURNING user
        """,
        at=rfc3339(at),
        sha256=sha256,
    )
    if row is None:
        return None
    record(db, at=at, by=row["user"], action="log in", target=f"user:{row['user']}")
    return _known(db, row["user"])


def add_session(db: Database, sha256: str, user: str, *, at: datetime, until: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.add_session`. Those that ran out are dropped."""
    _known(db, user)
    db.table("sessions").delete_where("until <= ?", [rfc3339(at)])
    insert(
        db,
        "sessions",
        {"sha256": sha256, "user": user, "made_at": rfc3339(at), "until": rfc3339(until)},
    )


def session(db: Database, sha256: str, *, at: datetime) -> User | None:
    """See :meth:`archive.storage.base.Storage.session`."""
    row = first(
        db,
        """
        SELECT u.* FROM sessions s JOIN users u ON u.name = s.user
        WHERE s.sha256 = ? AND s.until > ? AND u.disabled_at IS NULL
        """,
        sha256,
        rfc3339(at),
    )
    return None if row is None else _user(row)


def end_session(db: Database, sha256: str) -> None:
    """See :meth:`archive.storage.base.Storage.end_session`."""
    db.table("sessions").delete_where("sha256 = ?", [sha256])


def add_key(db: Database, key: Key, sha256: str) -> None:
    """See :meth:`archive.storage.base.Storage.add_key`."""
    if first(db, "SELECT 1 FROM keys WHERE name = ?", key.name) is not None:
        raise UsageError(
            f"There is or was a key {key.name!r}.",
            next_step="Choose another name: the audit log must tell the two apart.",
        )
    insert(
        db,
        "keys",
        {
            "sha256": sha256,
            "name": key.name,
            "role": key.role,
            "made_by": key.made_by,
            "made_at": rfc3339(key.made_at),
        },
    )
    record(
        db,
        at=key.made_at,
        by=key.made_by,
        action="add key",
        target=f"key:{key.name}",
        detail={"role": key.role},
    )


def key(db: Database, sha256: str) -> Key | None:
    """See :meth:`archive.storage.base.Storage.key`."""
    row = first(db, "SELECT * FROM keys WHERE sha256 = ? AND revoked_at IS NULL", sha256)
    return None if row is None else _key(row)


def keys(db: Database) -> tuple[Key, ...]:
    """See :meth:`archive.storage.base.Storage.keys`."""
    return tuple(_key(row) for row in rows(db, "SELECT * FROM keys ORDER BY name"))


def revoke_key(db: Database, name: str, *, by: str, at: datetime) -> bool:
    """See :meth:`archive.storage.base.Storage.revoke_key`."""
    changed = db.execute(
        "UPDATE keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
        [rfc3339(at), name],
    )
    if changed.rowcount == 0:
        return False
    record(db, at=at, by=by, action="revoke key", target=f"key:{name}")
    return True


def site_settings(db: Database) -> dict[str, str]:
    """See :meth:`archive.storage.base.Storage.site_settings`."""
    return {row["key"]: row["value"] for row in rows(db, "SELECT * FROM site_settings")}


def set_site_settings(db: Database, values: dict[str, str], *, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.set_site_settings`. Keys not named stay."""
    db.table("site_settings").upsert_all(
        ({"key": key, "value": value} for key, value in values.items()), pk="key"
    )
    record(db, at=at, by=by, action="set", target="site", detail=dict(values))


def _known(db: Database, user: str) -> User:
    row = first(db, "SELECT * FROM users WHERE name = ?", user)
    if row is None:
        raise UsageError(f"There is no user {user!r}.", next_step="See `onrecord users list`.")
    return _user(row)


def _user(row: Row) -> User:
    return User(name=row["name"], role=row["role"], lang=row["lang"])


def _key(row: Row) -> Key:
    revoked = row["revoked_at"]
    return Key(
        name=row["name"],
        role=row["role"],
        made_by=row["made_by"],
        made_at=parse_time(row["made_at"]),
        revoked_at=None if revoked is None else parse_time(revoked),
    )
