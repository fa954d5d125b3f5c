"""Writes a capture: snapshots, looks, exchanges, media rows, jobs, log and audit entry.

Everything here runs inside one transaction of the writer; an exception undoes all of it.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlite_utils import Database

from archive.canonical import canonical_hash, leaf_hash
from archive.clock import rfc3339, to_the_millisecond
from archive.errors import Conflict, IdClash
from archive.records import Account, Annotation, Check, PostLink, PostRef, Stored, post_id
from archive.storage.base import Before, Keep, NewJob, NewSnapshot, PostWrite, Speaker
from archive.storage.sqlite.accounts import say_official, whose
from archive.storage.sqlite.adding import Adding
from archive.storage.sqlite.alerts import add_alerts
from archive.storage.sqlite.checks import add_check, add_exchanges
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.media import (
    add_attachments,
    add_late,
    add_media,
    derived_media,
    erased_media,
)
from archive.storage.sqlite.merge import merge
from archive.storage.sqlite.posts import (
    add_alias,
    locate,
    record,
    set_current,
    target,
)
from archive.storage.sqlite.rows import Row, follow, kept, moved, to_json
from archive.storage.sqlite.statements import Fresh, index_new, index_post, index_posts

__all__ = ["before", "keep", "reference"]


class _Written:
    """What the posts of one transaction came to."""

    def __init__(self, db: Database, keep: Keep) -> None:
        self.at = keep.at
        self.adding = Adding(db)
        self.known = _known(db, [write.ref.id for write in keep.posts])
        """The ids among theirs that lead to a post, those that this transaction has made, too."""
        self._next = _next(db) if keep.posts else {}
        self.new: list[Stored] = []
        self.changed: list[str] = []
        """Posts whose statements are to be made anew."""
        self.fresh: dict[str, Fresh] = {}
        """Posts that this transaction has made, by id, and nothing else in it has changed."""
        self.accounts: dict[Account, Row] = {}
        """The rows of accounts, which are written once."""
        self.said: list[Annotation] = []
        """Who posted, as the register has it."""

    def number(self, table: str) -> int:
        """The next number of a row of ``snapshots`` or of ``log``."""
        self._next[table] += 1
        return self._next[table] - 1


def _known(db: Database, ids: Sequence[str]) -> set[str]:
    found = rows(
        db,
        """
        SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM posts WHERE id = value)
          OR EXISTS (SELECT 1 FROM aliases WHERE id = value)
        """,
        to_json(ids),
    )
    return {row["value"] for row in found}


def _next(db: Database) -> dict[str, int]:
    return one(
        db,
        """
        SELECT (SELECT coalesce(max(id), 0) + 1 FROM snapshots) AS snapshots,
          (SELECT coalesce(max(idx) + 1, 0) FROM log) AS log
        """,
    )


def before(
    db: Database, posts: Sequence[str], media: Sequence[str], speakers: Sequence[Speaker]
) -> Before:
    """See :meth:`archive.storage.base.Storage.before`."""
    return Before(
        kept=kept(db, posts),
        erased_media=erased_media(db, media) if media else frozenset(),
        derived_media=derived_media(db, media) if media else frozenset(),
        whose={speaker: whose(db, *speaker) for speaker in speakers},
    )


def keep(db: Database, keep: Keep) -> tuple[Stored, ...]:
    """See :meth:`archive.storage.base.Storage.keep`."""
    add_media(db, keep.media, keep.at)
    done = _Written(db, keep)
    post: str | None = None
    for write in keep.posts:
        post = _write_post(db, write, done)
    done.adding.flush()
    if done.said:
        say_official(db, done.said)
    for late in keep.late:
        add_late(db, late)
    checks: list[int] = []
    looked: defaultdict[str, list[Check]] = defaultdict(list)
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for look in keep.looks:
        number, of = add_check(db, look.check)
        checks.append(number)
        looked[of].append(look.check)
        numbers[of].append(number)
    for other in done.changed:
        done.fresh.pop(other, None)
    index_new(db, [(fresh, looked.pop(new, ())) for new, fresh in done.fresh.items()])
    index_posts(db, (*done.changed, *looked))
    add_exchanges(db, keep, checks)
    known = {post: of for post, of in numbers.items() if post not in done.fresh}
    news = [stored for stored in done.new if stored.post not in done.fresh]
    alerts = add_alerts(db, known, news, at=keep.at)
    for job in (*keep.jobs, *(NewJob(kind="alert", key=str(number)) for number in alerts)):
        _write_job(db, job, keep)
    about = post or next((look.check.post for look in keep.looks), "")
    newest = {stored.post: stored.n for stored in done.new}
    if not about and keep.late:
        about = keep.late[0].post
        newest[about] = keep.late[0].n
    record(
        db,
        at=keep.at,
        by=keep.by,
        action=keep.action,
        target=target(about, newest.get(about)),
        reason=keep.reason,
        detail={
            "snapshots": [target(stored.post, stored.n) for stored in done.new],
            "merged": [other for write in keep.posts for other in write.merges],
            "checks": len(checks),
        },
    )
    return tuple(done.new)


def _write_post(db: Database, write: PostWrite, done: _Written) -> str:
    """Writes one post with its new snapshots, and gives the id that it is kept under."""
    ref, at, adding = write.ref, done.at, done.adding
    known = None
    if ref.id in done.known:
        adding.flush()
        known = follow(db, ref.id)
        _check_clash(db, ref)
    account = None if write.account is None else _write_account(db, write.account, done)
    alone = known is None and not write.merges
    only = alone and len(write.snapshots) == 1
    if known is None:
        about = {
            "id": ref.id,
            "platform": ref.platform,
            "native_id": ref.native_id,
            "url": ref.url,
            "account": None if account is None else account["id"],
            "visibility": write.visibility,
            "released_at": rfc3339(at) if write.visibility == "public" else None,
            "capture_reason": write.reason,
            "requested_at": rfc3339(write.requested_at),
            "current": write.snapshots[0].n if only else None,
        }
        adding.insert("posts", about)
        post = ref.id
    else:
        post = known["id"]
        _meet_again(db, known, write, None if account is None else account["id"], at)
    if write.merges:
        adding.flush()
        done.changed += done.fresh  # one of them may be what is merged
        done.fresh.clear()
        merge(db, write.merges, into=post, at=at)
    done.known.add(ref.id)
    for key in write.aliases:
        add_alias(adding, ref.platform, key, post, at)
        done.known.add(post_id(ref.platform, key))
    last = 0 if alone else one(db, _LAST, post)["n"]
    stored = [
        _write_snapshot(post, snapshot, last + k, done)
        for k, snapshot in enumerate(write.snapshots, 1)
    ]
    done.new += stored
    if alone:
        private = account is not None and bool(account["private_person"])
        done.fresh[post] = Fresh(
            about, stored, [s.tokens for s in write.snapshots], private, write.official is not None
        )
    else:
        done.changed.append(post)
    if not only:
        adding.flush()
        set_current(db, post, stored if alone else None)
    if write.official is not None:
        done.said.append(msgspec.structs.replace(write.official, post=post))
    return post


def _check_clash(db: Database, ref: PostRef) -> None:
    """Raises IdClash where another post has the id."""
    clash = first(db, "SELECT platform, native_id FROM posts WHERE id = ?", ref.id)
    if clash is not None and (clash["platform"], clash["native_id"]) != (
        ref.platform,
        ref.native_id,
    ):
        raise IdClash(
            f"{ref.platform}:{ref.native_id} and {clash['platform']}:{clash['native_id']} have "
            f"the same id {ref.id}."
        )


_LAST = "SELECT coalesce(max(n), 0) AS n FROM snapshots WHERE post = ?"


def _meet_again(
    db: Database, known: Row, write: PostWrite, account: int | None, at: datetime
) -> None:
    """A known post keeps its visibility; one that was context takes the new reason, and is public
    if the write says so: nobody has decided about it yet.
    """
    if known["visibility"] == "erased" and (write.snapshots or write.merges):
        raise Conflict(
            f"{known['id']} was erased; nothing more is stored of it.",
            next_step="The audit log says who erased it, and why.",
        )
    db.execute(
        "UPDATE posts SET account = coalesce(account, ?), url = coalesce(?, url) WHERE id = ?",
        [account, write.address, known["id"]],
    )
    if known["capture_reason"] == "context" and write.reason != "context":
        db.execute(
            "UPDATE posts SET capture_reason = ?, requested_at = ? WHERE id = ?",
            [write.reason, rfc3339(write.requested_at), known["id"]],
        )
        undecided = known["visibility"] == "draft" and known["visibility_at"] is None
        if write.visibility == "public" and undecided:
            db.execute(
                "UPDATE posts SET visibility = 'public', released_at = ? WHERE id = ?",
                [rfc3339(at), known["id"]],
            )


def _write_account(db: Database, account: Account, done: _Written) -> Row:
    """What an editor decided of an account (its kind, a private person) stays. The posts of one
    that turns out to be a private person's are changed with it.
    """
    if account in done.accounts:
        return done.accounts[account]
    written = first(
        db,
        "SELECT id, kind, private_person FROM accounts WHERE platform = ? AND native_id = ?",
        account.platform,
        account.native_id,
    )
    if account.private_person and written is not None and not written["private_person"]:
        done.adding.flush()
        theirs = rows(db, "SELECT id FROM posts WHERE account = ?", written["id"])
        done.changed += [row["id"] for row in theirs]
    if written is None or _adds_to(account, written):
        written = _upsert_account(db, account)
    if account.handle is not None:
        done.adding.execute(
            _HANDLE,
            {
                "account": written["id"],
                "handle": account.handle,
                "name": account.name,
                "at": rfc3339(done.at),
            },
        )
    done.accounts[account] = written
    return written


_HANDLE = """
    INSERT INTO account_handles (account, handle, name, first_seen, last_seen)
    VALUES (:account, :handle, :name, :at, :at)
    ON CONFLICT (account, handle) DO UPDATE SET
      name = iif(excluded.last_seen >= last_seen, excluded.name, name),
      first_seen = min(first_seen, excluded.first_seen),
      last_seen = max(last_seen, excluded.last_seen)
"""


def _adds_to(account: Account, row: Row) -> bool:
    """Whether the row of an account would be another with what is told of it now."""
    kind = row["kind"] is None and account.kind is not None
    return kind or (account.private_person and not row["private_person"])


def _upsert_account(db: Database, account: Account) -> Row:
    return one(
        db,
        """
        INSERT INTO accounts (platform, native_id, kind, private_person) VALUES (?, ?, ?, ?)
        ON CONFLICT (platform, native_id) DO UPDATE SET
          kind = coalesce(kind, excluded.kind),
          private_person = max(private_person, excluded.private_person)
        RETURNING id, private_person
        """,
        account.platform,
        account.native_id,
        account.kind,
        int(account.private_person),
    )


def _write_snapshot(post: str, new: NewSnapshot, n: int, done: _Written) -> Stored:
    if new.n != n:
        raise Conflict(f"{target(post, new.n)} is not the next snapshot: somebody else wrote one.")
    adding = done.adding
    sha256 = canonical_hash(new.snapshot)
    entry, row = done.number("log"), done.number("snapshots")
    captured_at, as_of = rfc3339(new.captured_at), rfc3339(new.as_of)
    leaf = leaf_hash(new.salt, sha256)
    adding.insert("log", {"idx": entry, "leaf": leaf, "at": captured_at})
    adding.insert(
        "snapshots",
        {
            "id": row,
            "post": post,
            "n": n,
            "content": to_json(new.snapshot),
            "sha256": sha256,
            "captured_at": captured_at,
            "as_of": as_of,
            "as_of_basis": new.snapshot.as_of_basis,
            "completeness": new.snapshot.completeness,
            "reason": new.reason,
            "source": new.source,
            "log_index": entry,
            "salt": new.salt,
        },
    )
    add_attachments(adding, row, new.attachments)
    for relation in ("quoted", "parent", "reposted"):
        link: PostLink | None = getattr(new.snapshot, relation)
        if link is not None and link.post is not None and link.snapshot is not None:
            to = moved(adding.db, link.post, link.snapshot) or (link.post, link.snapshot)
            adding.insert(
                "snapshot_links",
                {"snapshot": row, "relation": relation, "post": to[0], "n": to[1]},
            )
    return Stored(
        post=post,
        n=n,
        snapshot=new.snapshot,
        captured_at=to_the_millisecond(new.captured_at),
        as_of=to_the_millisecond(new.as_of),
        reason=new.reason,
        source=new.source,
        sha256=sha256,
        log_index=entry,
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
