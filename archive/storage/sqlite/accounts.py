"""The accounts of kept posts: whose they are, who says so, and what their posts are named."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from archive.annotations import REGISTER
from archive.clock import parse_time, rfc3339
from archive.errors import UsageError
from archive.officials import KnownAccount, Official, SeenHandle, Whose
from archive.records import Annotation
from archive.register.facts import Claim, Facts, Person
from archive.storage.register import Answer, Posted, RegisterFile, Renamed, Seen
from archive.storage.sqlite.adding import Adding
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.posts import record
from archive.storage.sqlite.register import account_claims, official, write_facts
from archive.storage.sqlite.rows import Row, annotation_of, follow
from archive.storage.sqlite.statements import index_posts
from archive.storage.sqlite.visibility import ADD_VERSION, add_version, version_of

__all__ = [
    "account_of",
    "accounts_of",
    "confirm_account",
    "count_posted",
    "posted",
    "rename",
    "say_official",
    "seen_accounts",
    "unasked_accounts",
    "whose",
]

_ACCOUNT = """
    SELECT a.*, (
        SELECT json_group_array(json_array(h.handle, h.name, h.first_seen, h.last_seen))
        FROM account_handles h WHERE h.account = a.id
      ) AS handles,
      (SELECT count(*) FROM posts p WHERE p.account = a.id AND p.merged_into IS NULL) AS posts
    FROM accounts a
"""


class _By(msgspec.Struct):
    handle: str | None = None


class _Content(msgspec.Struct):
    """Of a snapshot, what tells who posted when."""

    author: _By
    created_at: datetime | None = None


_POSTED = """
    FROM posts p JOIN snapshots s ON s.post = p.id AND s.n = p.current
    LEFT JOIN accounts a ON a.id = p.account
    WHERE p.merged_into IS NULL AND p.visibility != 'erased' AND s.content IS NOT NULL
"""

_content = msgspec.json.Decoder(_Content)


def whose(db: Database, platform: str, native_id: str | None, handle: str | None) -> Whose:
    """See :meth:`archive.storage.register.Register.whose`."""
    claims = account_claims(db, platform, native_id=native_id, handle=handle)
    row = first(db, _ACCOUNT + "WHERE platform = ? AND native_id = ?", platform, native_id)
    account = None if row is None else _account(row)
    slugs = {claim.official for claim in claims}
    if account is not None and account.official is not None:
        slugs.add(account.official)
    found = (official(db, slug) for slug in sorted(slugs))
    people: tuple[Official, ...] = tuple(one for one in found if one is not None)
    return Whose(claims=claims, officials=people, account=account)


def account_of(db: Database, post: str) -> KnownAccount | None:
    """See :meth:`archive.storage.register.Register.account_of`."""
    kept = follow(db, post)
    row = kept and first(db, _ACCOUNT + "WHERE a.id = ?", kept["account"])
    return None if row is None else _account(row)


def unasked_accounts(db: Database, after: tuple[str, str], limit: int) -> tuple[KnownAccount, ...]:
    """See :meth:`archive.storage.register.Register.unasked_accounts`."""
    found = rows(
        db,
        f"""
        {_ACCOUNT} WHERE a.confirmed_by IS NULL AND (a.platform, a.native_id) > (?, ?)
          AND EXISTS (SELECT 1 FROM posts p WHERE p.account = a.id AND p.merged_into IS NULL)
        ORDER BY a.platform, a.native_id LIMIT ?
        """,  # noqa: S608  text of ours
        *after,
        limit,
    )
    return tuple(_account(row) for row in found)


def accounts_of(db: Database, slug: str) -> tuple[KnownAccount, ...]:
    """See :meth:`archive.storage.register.Register.accounts_of`."""
    sql = _ACCOUNT + "WHERE a.official = ? ORDER BY a.platform, a.native_id"
    return tuple(_account(row) for row in rows(db, sql, slug))


def seen_accounts(db: Database, slug: str, drafts: bool) -> tuple[Seen, ...]:
    """See :meth:`archive.storage.register.Register.seen_accounts`."""
    found = rows(
        db,
        """
        SELECT a.platform, a.native_id, a.kind, t.author_handle AS handle,
          t.author_name AS name, min(t.created_at) AS first, max(t.created_at) AS last,
          count(DISTINCT t.post) AS posts
        FROM accounts a JOIN posts p ON p.account = a.id JOIN statements t ON t.post = p.id
        JOIN snapshots s ON s.post = t.post AND s.n = t.snapshot
        WHERE a.official = :slug
          AND (:drafts OR (p.visibility = 'public' AND s.visibility = 'public'))
        GROUP BY a.id, t.author_handle ORDER BY a.platform, a.native_id, last DESC
        """,
        slug=slug,
        drafts=int(drafts),
    )
    return tuple(
        Seen(**{**row, "first": parse_time(row["first"]), "last": parse_time(row["last"])})
        for row in found
    )


def confirm_account(
    db: Database, platform: str, native_id: str, answer: Answer, *, by: str, at: datetime
) -> str | None:
    """See :meth:`archive.storage.register.Register.confirm_account`."""
    kept = first(
        db, "SELECT * FROM accounts WHERE platform = ? AND native_id = ?", platform, native_id
    )
    if kept is None:
        raise UsageError(
            f"No post of {platform} {native_id} is kept here.", next_step="Capture one first."
        )
    if answer.official is not None and official(db, answer.official) is None:
        raise UsageError(
            f"There is no official {answer.official!r}.",
            next_step="`onrecord officials list` has them all; a new one needs a name.",
        )
    source = f"desk:{platform}:{native_id}"
    people = _people(platform, native_id, answer)
    file = RegisterFile(source=source, facts=Facts(people=people))
    written = write_facts(db, [file], at=at)
    slug = next(iter(written.slugs), None)
    db.execute(
        """
        UPDATE accounts SET kind = ?, official = ?, official_since = ?, official_until = ?,
          confirmed_by = ?, confirmed_at = ?, private_person = ? WHERE id = ?
        """,
        [
            answer.kind,
            slug,
            answer.since and rfc3339(answer.since),
            answer.until and rfc3339(answer.until),
            by,
            rfc3339(at),
            int(answer.private_person),
            kept["id"],
        ],
    )
    if bool(kept["private_person"]) != answer.private_person:
        posts = rows(db, "SELECT id FROM posts WHERE account = ?", kept["id"])
        index_posts(db, [row["id"] for row in posts])
    columns = ("official", "kind", "official_since", "official_until", "private_person")
    record(
        db,
        at=at,
        by=by,
        action="confirm account",
        target=f"{platform}:{native_id}",
        detail={
            "official": slug,
            "answer": msgspec.to_builtins(answer),
            "was": {column: kept[column] for column in columns},
            "added": written.done.added,
            "removed": written.done.removed,
        },
    )
    return slug


def _people(platform: str, native_id: str, answer: Answer) -> tuple[Person, ...]:
    """What the answer says, as a register would."""
    if answer.official is None and answer.name is None:
        return ()
    claim = Claim(
        platform=platform,
        native_id=native_id,
        kind=answer.kind,
        since=answer.since,
        until=answer.until,
        basis="stated",
    )
    return (
        Person(
            ids=() if answer.official is None else (("slug", answer.official),),
            name=answer.name,
            offices=() if answer.office is None else (answer.office,),
            claims=(claim,),
        ),
    )


def posted(
    db: Database, after: str, limit: int, account: tuple[str, str] | None
) -> tuple[Posted, ...]:
    """See :meth:`archive.storage.register.Register.posted`."""
    platform, native_id = account or (None, None)
    found = rows(
        db,
        f"""
        SELECT p.id, p.platform, a.native_id, s.content, s.as_of {_POSTED}
          AND p.id > :after
          {"AND a.platform = :platform AND a.native_id = :native_id" if account else ""}
        ORDER BY p.id LIMIT :limit
        """,
        after=after,
        limit=limit,
        platform=platform,
        native_id=native_id,
    )
    said = _said(db, [row["id"] for row in found])
    return tuple(_posted(row, said.get(row["id"], [])) for row in found)


def count_posted(db: Database) -> int:
    """See :meth:`archive.storage.register.Register.count_posted`."""
    return int(one(db, f"SELECT count(*) AS n {_POSTED}")["n"])


def _said(db: Database, posts: Sequence[str]) -> dict[str, list[Row]]:
    """The newest versions of what is said of who posted, by post; taken back or not."""
    found: dict[str, list[Row]] = {}
    for row in rows(
        db,
        """
        SELECT *, max(version) FROM annotations
        WHERE kind = 'official' AND post IN (SELECT value FROM json_each(?))
        GROUP BY post, target
        """,
        json.dumps(posts),
    ):
        found.setdefault(row["post"], []).append(row)
    return found


def _posted(row: Row, said: list[Row]) -> Posted:
    content = _content.decode(row["content"])
    notes = [(row["target"], annotation_of(row)) for row in said]
    of_post = next((note for target, note in notes if target == _OF_POST), None)
    return Posted(
        post=row["id"],
        platform=row["platform"],
        native_id=row["native_id"],
        handle=content.author.handle,
        created_at=content.created_at,
        seen_at=parse_time(row["as_of"]),
        said=of_post,
        own=any(_is_own(note) for _, note in notes),
    )


_OF_POST = "#~"
"""The target of what is said of a whole post, see :func:`annotation_target`."""


def _is_own(note: Annotation) -> bool:
    """Whether a person said it of this post, or took it back there."""
    return note.by != REGISTER and note.body.get("account") is not True


def say_official(db: Database, annotations: Sequence[Annotation]) -> None:
    """Says who posted, of the posts of which nothing was ever said of that."""
    said = set(_said(db, [annotation.post for annotation in annotations]))
    adding = Adding(db)
    for annotation in annotations:
        if annotation.post not in said:
            said.add(annotation.post)
            adding.execute(ADD_VERSION, version_of(annotation))
    adding.flush()


def rename(
    db: Database, changes: Sequence[Renamed], *, by: str, at: datetime, reason: str
) -> tuple[str, ...]:
    """See :meth:`archive.storage.register.Register.rename`."""
    said = _said(db, [change.annotation.post for change in changes])
    done: list[str] = []
    for change in changes:
        post = change.annotation.post
        newest = said.get(post, [])
        version = max((row["version"] for row in newest if row["target"] == _OF_POST), default=0)
        if version == change.version and not any(_is_own(annotation_of(row)) for row in newest):
            add_version(db, change.annotation)
            done.append(post)
    index_posts(db, done)
    if done:
        record(
            db,
            at=at,
            by=by,
            action="apply register",
            target="officials",
            reason=reason,
            detail={"posts": done},
        )
    return tuple(done)


def _account(row: Row) -> KnownAccount:
    handles: list[list[Any]] = sorted(json.loads(row["handles"]), key=lambda h: h[3], reverse=True)
    return KnownAccount(
        platform=row["platform"],
        native_id=row["native_id"],
        handles=tuple(
            SeenHandle(
                handle=handle, name=name, first_seen=parse_time(first), last_seen=parse_time(last)
            )
            for handle, name, first, last in handles
        ),
        kind=row["kind"],
        official=row["official"],
        since=row["official_since"] and parse_time(row["official_since"]),
        until=row["official_until"] and parse_time(row["official_until"]),
        confirmed_by=row["confirmed_by"],
        confirmed_at=row["confirmed_at"] and parse_time(row["confirmed_at"]),
        private_person=bool(row["private_person"]),
        posts=row["posts"],
    )
