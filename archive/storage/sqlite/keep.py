"""Writes a capture: snapshots, looks, exchanges, media rows, jobs, log and audit entry.

Everything here runs inside one transaction of the writer; an exception undoes all of it.
"""

import secrets
from datetime import datetime

import msgspec
from sqlite_utils import Database

from archive.canonical import canonical_hash, leaf_hash
from archive.clock import rfc3339
from archive.errors import Conflict, IdClash
from archive.records import Account, PostLink, Stored
from archive.storage.base import Keep, NewJob, NewSnapshot, PostWrite
from archive.storage.sqlite.accounts import say_official
from archive.storage.sqlite.checks import add_check, add_exchanges
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.media import add_attachments, add_late, add_media
from archive.storage.sqlite.merge import merge
from archive.storage.sqlite.posts import (
    add_alias,
    locate,
    record,
    set_current,
    target,
)
from archive.storage.sqlite.rows import STORED, Row, follow, moved, stored_of, to_json
from archive.storage.sqlite.statements import index_post, index_posts

__all__ = ["keep", "reference"]


def keep(db: Database, keep: Keep) -> tuple[Stored, ...]:
    """See :meth:`archive.storage.base.Storage.keep`."""
    add_media(db, keep.media, keep.at)
    new: list[tuple[str, int]] = []
    changed: list[str] = []
    post: str | None = None
    for write in keep.posts:
        post = _write_post(db, write, keep.at, changed)
        new += [(post, snapshot.n) for snapshot in write.snapshots]
    for late in keep.late:
        add_late(db, late)
    checks = [add_check(db, look.check) for look in keep.looks]
    index_posts(db, (*changed, *(locate(db, look.check.post)[0]["id"] for look in keep.looks)))
    add_exchanges(db, keep, checks)
    for job in keep.jobs:
        _write_job(db, job, keep)
    about = post or next((look.check.post for look in keep.looks), "")
    newest = dict(new)
    if not about and keep.late:
        about = keep.late[0].post
        newest[about] = keep.late[0].n
    record(
        db,
        at=keep.at,
        by=keep.by,
        action=keep.action,
        target=target(about, newest.get(about)),
        detail={
            "snapshots": [target(*address) for address in new],
            "merged": [other for write in keep.posts for other in write.merges],
            "checks": len(checks),
        },
    )
    return tuple(
        stored_of(one(db, STORED + "WHERE s.post = ? AND s.n = ?", post, n)) for post, n in new
    )


def _write_post(db: Database, write: PostWrite, at: datetime, changed: list[str]) -> str:
    """Writes one post with its new snapshots, and gives the id that it is kept under. The posts
    whose statements it changed are added to ``changed``.
    """
    ref = write.ref
    clash = first(db, "SELECT platform, native_id FROM posts WHERE id = ?", ref.id)
    if clash is not None and (clash["platform"], clash["native_id"]) != (
        ref.platform,
        ref.native_id,
    ):
        raise IdClash(
            f"{ref.platform}:{ref.native_id} and {clash['platform']}:{clash['native_id']} have "
            f"the same id {ref.id}."
        )
    account = None if write.account is None else _write_account(db, write.account, at, changed)
    known = follow(db, ref.id)
    if known is None:
        insert(
            db,
            "posts",
            {
                "id": ref.id,
                "platform": ref.platform,
                "native_id": ref.native_id,
                "url": ref.url,
                "account": account,
                "visibility": write.visibility,
                "released_at": rfc3339(at) if write.visibility == "public" else None,
                "capture_reason": write.reason,
                "requested_at": rfc3339(write.requested_at),
            },
        )
        post = ref.id
    else:
        post = known["id"]
        _meet_again(db, known, write, account)
    merge(db, write.merges, into=post, at=at)
    for key in write.aliases:
        add_alias(db, ref.platform, key, post, at)
    for snapshot in write.snapshots:
        _write_snapshot(db, post, snapshot)
    set_current(db, post)
    changed.append(post)
    if write.official is not None:
        say_official(db, msgspec.structs.replace(write.official, post=post))
    return post


def _meet_again(db: Database, known: Row, write: PostWrite, account: int | None) -> None:
    """A known post keeps its visibility; one that was context takes the new reason."""
    if known["visibility"] == "erased" and (write.snapshots or write.merges):
        raise Conflict(
            f"{known['id']} was erased; nothing more is stored of it.",
            next_step="The audit log says who erased it, and why.",
        )
    db.execute(
        "UPDATE posts SET account = coalesce(account, ?) WHERE id = ?", [account, known["id"]]
    )
    if known["capture_reason"] == "context" and write.reason != "context":
        db.execute(
            "UPDATE posts SET capture_reason = ?, requested_at = ? WHERE id = ?",
            [write.reason, rfc3339(write.requested_at), known["id"]],
        )


def _write_account(db: Database, account: Account, at: datetime, changed: list[str]) -> int:
    """What an editor decided of an account (its kind, a private person) stays. The posts of one
    that turns out to be a private person's are added to ``changed``.
    """
    key = "platform = ? AND native_id = ?"
    known = first(
        db,
        f"SELECT id, private_person FROM accounts WHERE {key}",  # noqa: S608  text from above
        account.platform,
        account.native_id,
    )
    if account.private_person and known is not None and not known["private_person"]:
        theirs = rows(db, "SELECT id FROM posts WHERE account = ?", known["id"])
        changed += [row["id"] for row in theirs]
    number: int = one(
        db,
        """
        INSERT INTO accounts (platform, native_id, kind, private_person) VALUES (?, ?, ?, ?)
        ON CONFLICT (platform, native_id) DO UPDATE SET
          kind = coalesce(kind, excluded.kind),
          private_person = max(private_person, excluded.private_person)
        RETURNING id
        """,
        account.platform,
        account.native_id,
        account.kind,
        int(account.private_person),
    )["id"]
    if account.handle is not None:
        db.execute(
            """
            INSERT INTO account_handles (account, handle, name, first_seen, last_seen)
            VALUES (:account, :handle, :name, :at, :at)
            ON CONFLICT (account, handle) DO UPDATE SET
              name = iif(excluded.last_seen >= last_seen, excluded.name, name),
              first_seen = min(first_seen, excluded.first_seen),
              last_seen = max(last_seen, excluded.last_seen)
            """,
            {"account": number, "handle": account.handle, "name": account.name, "at": rfc3339(at)},
        )
    return number


def _write_snapshot(db: Database, post: str, new: NewSnapshot) -> None:
    last = one(db, "SELECT coalesce(max(n), 0) AS n FROM snapshots WHERE post = ?", post)
    if new.n != last["n"] + 1:
        raise Conflict(f"{target(post, new.n)} is not the next snapshot: somebody else wrote one.")
    sha256 = canonical_hash(new.snapshot)
    leaf = one(
        db,
        """
        INSERT INTO log (idx, leaf, at)
        VALUES ((SELECT coalesce(max(idx) + 1, 0) FROM log), ?, ?) RETURNING idx
        """,
        leaf_hash(new.salt, sha256),
        rfc3339(new.captured_at),
    )
    row = insert(
        db,
        "snapshots",
        {
            "post": post,
            "n": new.n,
            "content": to_json(new.snapshot),
            "sha256": sha256,
            "captured_at": rfc3339(new.captured_at),
            "as_of": rfc3339(new.as_of),
            "as_of_basis": new.snapshot.as_of_basis,
            "completeness": new.snapshot.completeness,
            "reason": new.reason,
            "source": new.source,
            "log_index": leaf["idx"],
            "salt": new.salt,
        },
    )
    add_attachments(db, row, new.attachments)
    for relation in ("quoted", "parent", "reposted"):
        link: PostLink | None = getattr(new.snapshot, relation)
        if link is not None and link.post is not None and link.snapshot is not None:
            to = moved(db, link.post, link.snapshot) or (link.post, link.snapshot)
            insert(
                db,
                "snapshot_links",
                {"snapshot": row, "relation": relation, "post": to[0], "n": to[1]},
            )


def _write_job(db: Database, job: NewJob, keep: Keep) -> None:
    at = rfc3339(keep.at)
    db.execute(
        """
        INSERT INTO jobs (id, kind, key, payload, state, by, made_at, run_at)
        VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)
        ON CONFLICT (kind, key) WHERE state IN ('queued', 'running') DO NOTHING
        """,
        [secrets.token_urlsafe(12), job.kind, job.key, to_json(job.payload), keep.by, at, at],
    )


def reference(db: Database, post: str, article: str, *, by: str, at: datetime) -> None:
    """See :meth:`archive.storage.base.Storage.reference`."""
    kept, _ = locate(db, post)
    db.execute(
        "INSERT INTO articles (url, added_at) VALUES (?, ?) ON CONFLICT (url) DO NOTHING",
        [article, rfc3339(at)],
    )
    added = db.execute(
        """
        INSERT INTO article_posts (article, post)
        SELECT id, ? FROM articles WHERE url = ? ON CONFLICT DO NOTHING
        """,
        [kept["id"], article],
    )
    if added.rowcount:
        index_post(db, kept["id"])
        record(
            db,
            at=at,
            by=by,
            action="reference",
            target=target(kept["id"]),
            detail={"article": article},
        )
