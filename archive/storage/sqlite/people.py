"""Users, login links, sessions, keys, and what the desk's first page asked."""

import json
from datetime import datetime, timedelta

from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.errors import UsageError
from archive.storage.people import Key, Role, User
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.rows import Row

__all__ = [
    "add_key",
    "add_login_link",
    "add_session",
    "add_user",
    "end_session",
    "end_sessions",
    "join_user",
    "key",
    "keys",
    "link_owner",
    "note",
    "password",
    "remove_user",
    "renew_hash",
    "revoke_key",
    "session",
    "set_lang",
    "set_mail",
    "set_password",
    "set_role",
    "set_site_settings",
    "set_user_sites",
    "site_settings",
    "touch_session",
    "use_login_link",
    "user",
    "user_of",
    "users",
]


def add_user(db: Database, user: User, *, at: datetime, by: str) -> None:
    """See :meth:`archive.storage.people.People.add_user`."""
    known = first(db, "SELECT subject, role, disabled_at FROM users WHERE name = ?", user.name)
    names = [row["name"] for row in rows(db, "SELECT name FROM users")]
    alike = any(name != user.name and name.casefold() == user.name.casefold() for name in names)
    if alike or (known is not None and user.subject not in {None, known["subject"]}):
        raise UsageError(
            f"There is or was another user {user.name!r}.",
            next_step="Choose another name: the audit log must tell the two apart.",
        )
    db.execute(
        """
        INSERT INTO users (name, role, lang, subject, sites, made_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET
          role = excluded.role, lang = coalesce(excluded.lang, lang), disabled_at = NULL,
          sites = CASE excluded.sites WHEN '[]' THEN sites ELSE excluded.sites END
        """,
        [user.name, user.role, user.lang, user.subject, json.dumps(user.sites), rfc3339(at)],
    )
    if known is not None and known["role"] != user.role:
        db.table("sessions").delete_where("user = ?", [user.name])
        if known["disabled_at"] is None:
            _keep_an_admin(db, user.name, known["role"])
    record(
        db,
        at=at,
        by=by,
        action="add user",
        target=f"user:{user.name}",
        detail={"role": user.role, **({"sites": list(user.sites)} if user.sites else {})},
    )


def users(db: Database) -> tuple[User, ...]:
    """See :meth:`archive.storage.people.People.users`."""
    found = rows(db, "SELECT * FROM users WHERE disabled_at IS NULL ORDER BY name")
    return tuple(_user(row) for row in found)


def user(db: Database, name: str) -> User | None:
    """See :meth:`archive.storage.people.People.user`."""
    row = first(db, "SELECT * FROM users WHERE name = ? AND disabled_at IS NULL", name)
    return None if row is None else _user(row)


def user_of(db: Database, subject: str) -> tuple[User, bool] | None:
    """See :meth:`archive.storage.people.People.user_of`."""
    row = first(db, "SELECT * FROM users WHERE subject = ?", subject)
    return None if row is None else (_user(row), row["disabled_at"] is None)


def join_user(db: Database, name: str, subject: str, *, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.people.People.join_user`."""
    if _known(db, name).subject is not None or user_of(db, subject) is not None:
        raise UsageError(
            f"{name}, or who this is at the provider, is joined already.",
            next_step="See `onrecord users list --json`.",
        )
    db.execute("UPDATE users SET subject = ?, password = NULL WHERE name = ?", [subject, name])
    db.table("sessions").delete_where("user = ?", [name])
    record(db, at=at, by=by, action="join user", target=f"user:{name}", detail={"subject": subject})


def set_role(
    db: Database, user: str, role: Role, *, by: str, at: datetime, reason: str | None
) -> None:
    """See :meth:`archive.storage.people.People.set_role`."""
    was = _known(db, user)
    db.execute("UPDATE users SET role = ? WHERE name = ?", [role, user])
    _keep_an_admin(db, was.name, was.role)
    if was.role != role:
        db.table("sessions").delete_where("user = ?", [user])
    record(
        db,
        at=at,
        by=by,
        action="set role",
        target=f"user:{user}",
        reason=reason,
        detail={"was": was.role, "role": role},
    )


def set_user_sites(
    db: Database, user: str, sites: tuple[str, ...], *, by: str, at: datetime
) -> None:
    """See :meth:`archive.storage.people.People.set_user_sites`."""
    _known(db, user)
    db.execute("UPDATE users SET sites = ? WHERE name = ?", [json.dumps(sites), user])
    record(
        db, at=at, by=by, action="set sites", target=f"user:{user}", detail={"sites": list(sites)}
    )


def set_lang(db: Database, user: str, lang: str | None, *, at: datetime) -> None:
    """See :meth:`archive.storage.people.People.set_lang`."""
    _known(db, user)
    db.execute("UPDATE users SET lang = ? WHERE name = ?", [lang, user])
    record(db, at=at, by=user, action="set language", target=f"user:{user}", detail={"lang": lang})


def set_mail(db: Database, user: str, mail: str | None, *, alerts: bool, at: datetime) -> None:
    """See :meth:`archive.storage.people.People.set_mail`."""
    _known(db, user)
    db.execute("UPDATE users SET mail = ?, alerts = ? WHERE name = ?", [mail, int(alerts), user])
    detail = {"mail": mail is not None, "alerts": alerts}
    record(db, at=at, by=user, action="set mail", target=f"user:{user}", detail=detail)


def set_password(
    db: Database, user: str, password: str | None, *, by: str, at: datetime, but: str | None
) -> None:
    """See :meth:`archive.storage.people.People.set_password`."""
    _known(db, user)
    db.execute("UPDATE users SET password = ? WHERE name = ?", [password, user])
    db.table("sessions").delete_where("user = ? AND sha256 IS NOT ?", [user, but])
    db.table("login_links").delete_where("user = ? AND used_at IS NULL", [user])
    action = "take password" if password is None else "set password"
    record(db, at=at, by=by, action=action, target=f"user:{user}")


def password(db: Database, user: str) -> str | None:
    """See :meth:`archive.storage.people.People.password`."""
    row = first(db, "SELECT password FROM users WHERE name = ? AND disabled_at IS NULL", user)
    return None if row is None else row["password"]


def renew_hash(db: Database, user: str, was: str, now: str) -> None:
    """See :meth:`archive.storage.people.People.renew_hash`."""
    db.execute("UPDATE users SET password = ? WHERE name = ? AND password = ?", [now, user, was])


def remove_user(db: Database, user: str, *, by: str, at: datetime, reason: str | None) -> None:
    """See :meth:`archive.storage.people.People.remove_user`."""
    was = _known(db, user)
    db.execute(
        "UPDATE users SET disabled_at = ?, password = NULL, mail = NULL, alerts = 0 WHERE name = ?",
        [rfc3339(at), user],
    )
    _keep_an_admin(db, was.name, was.role)
    db.table("sessions").delete_where("user = ?", [user])
    db.table("login_links").delete_where("user = ? AND used_at IS NULL", [user])
    record(db, at=at, by=by, action="remove user", target=f"user:{user}", reason=reason)


def _keep_an_admin(db: Database, name: str, was: Role) -> None:
    """An error, which undoes the change, where it was an admin's and there is none left."""
    admins = "SELECT 1 FROM users WHERE role = 'admin' AND disabled_at IS NULL"
    if was == "admin" and first(db, admins) is None:
        raise UsageError(
            f"{name} is the only admin.", next_step="Make somebody else an admin first."
        )


def add_login_link(db: Database, sha256: str, user: str, *, until: datetime) -> None:
    """See :meth:`archive.storage.people.People.add_login_link`."""
    _known(db, user)
    insert(db, "login_links", {"sha256": sha256, "user": user, "until": rfc3339(until)})


def use_login_link(db: Database, sha256: str, *, at: datetime) -> User | None:
    """See :meth:`archive.storage.people.People.use_login_link`."""
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
    record(db, at=at, by=row["user"], action="log in", target=f"user:{row['user']}", reason="link")
    return _known(db, row["user"])


def link_owner(db: Database, sha256: str) -> str | None:
    """See :meth:`archive.storage.people.People.link_owner`."""
    row = first(db, "SELECT user FROM login_links WHERE sha256 = ?", sha256)
    return None if row is None else row["user"]


def add_session(db: Database, sha256: str, user: str, *, at: datetime, until: datetime) -> None:
    """See :meth:`archive.storage.people.People.add_session`. Those that ran out are dropped."""
    _known(db, user)
    db.table("sessions").delete_where("until <= ?", [rfc3339(at)])
    insert(
        db,
        "sessions",
        {"sha256": sha256, "user": user, "made_at": rfc3339(at), "until": rfc3339(until)},
    )


def session(db: Database, sha256: str, *, at: datetime, idle: timedelta | None) -> User | None:
    """See :meth:`archive.storage.people.People.session`."""
    row = first(
        db,
        """
        SELECT u.* FROM sessions s JOIN users u ON u.name = s.user
        WHERE s.sha256 = ? AND s.until > ? AND u.disabled_at IS NULL
          AND coalesce(s.used_at, s.made_at) > ?
        """,
        sha256,
        rfc3339(at),
        "" if idle is None else rfc3339(at - idle),
    )
    return None if row is None else _user(row)


def touch_session(db: Database, sha256: str, *, at: datetime) -> None:
    """See :meth:`archive.storage.people.People.touch_session`."""
    db.execute("UPDATE sessions SET used_at = ? WHERE sha256 = ?", [rfc3339(at), sha256])


def end_sessions(
    db: Database, user: str, *, by: str, at: datetime, reason: str | None, but: str | None
) -> None:
    """See :meth:`archive.storage.people.People.end_sessions`."""
    _known(db, user)
    db.table("sessions").delete_where("user = ? AND sha256 IS NOT ?", [user, but])
    record(db, at=at, by=by, action="end sessions", target=f"user:{user}", reason=reason)


def end_session(db: Database, sha256: str) -> None:
    """See :meth:`archive.storage.people.People.end_session`."""
    db.table("sessions").delete_where("sha256 = ?", [sha256])


def add_key(db: Database, key: Key, sha256: str) -> None:
    """See :meth:`archive.storage.people.People.add_key`."""
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
            "scopes": json.dumps(key.scopes),
            "sites": json.dumps(key.sites),
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
        detail={"role": key.role, "scopes": list(key.scopes), "sites": list(key.sites)},
    )


def key(db: Database, sha256: str) -> Key | None:
    """See :meth:`archive.storage.people.People.key`."""
    row = first(db, "SELECT * FROM keys WHERE sha256 = ? AND revoked_at IS NULL", sha256)
    return None if row is None else _key(row)


def keys(db: Database) -> tuple[Key, ...]:
    """See :meth:`archive.storage.people.People.keys`."""
    return tuple(_key(row) for row in rows(db, "SELECT * FROM keys ORDER BY name"))


def revoke_key(db: Database, name: str, *, by: str, at: datetime, reason: str | None) -> bool:
    """See :meth:`archive.storage.people.People.revoke_key`."""
    changed = db.execute(
        "UPDATE keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
        [rfc3339(at), name],
    )
    if changed.rowcount == 0:
        return False
    record(db, at=at, by=by, action="revoke key", target=f"key:{name}", reason=reason)
    return True


def note(
    db: Database, *, by: str, action: str, target: str, at: datetime, reason: str | None
) -> None:
    """See :meth:`archive.storage.people.People.note`."""
    record(db, at=at, by=by, action=action, target=target, reason=reason)


def site_settings(db: Database) -> dict[str, str]:
    """See :meth:`archive.storage.base.Storage.site_settings`."""
    return {row["key"]: row["value"] for row in rows(db, "SELECT * FROM site_settings")}


def set_site_settings(db: Database, values: dict[str, str], *, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.set_site_settings`. Keys not named stay."""
    db.table("site_settings").upsert_all(
        ({"key": key, "value": value} for key, value in values.items()), pk="key"
    )
    record(db, at=at, by=by, action="set", target="site", detail=dict(values))


def _known(db: Database, name: str) -> User:
    found = user(db, name)
    if found is None:
        raise UsageError(f"There is no user {name!r}.", next_step="See `onrecord users list`.")
    return found


def _user(row: Row) -> User:
    return User(
        name=row["name"],
        role=row["role"],
        lang=row["lang"],
        password=row["password"] is not None,
        subject=row["subject"],
        sites=tuple(json.loads(row["sites"])),
        mail=row["mail"],
        alerts=bool(row["alerts"]),
    )


def _key(row: Row) -> Key:
    revoked = row["revoked_at"]
    return Key(
        name=row["name"],
        role=row["role"],
        made_by=row["made_by"],
        made_at=parse_time(row["made_at"]),
        scopes=tuple(json.loads(row["scopes"])),
        sites=tuple(json.loads(row["sites"])),
        revoked_at=None if revoked is None else parse_time(revoked),
    )
