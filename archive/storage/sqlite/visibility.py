"""Annotations, who may see what, and legal holds."""

from datetime import datetime
from typing import Any

import msgspec
from sqlite_utils import Database

from archive.clock import rfc3339
from archive.errors import UnknownPost, UsageError
from archive.records import Annotation, Visibility
from archive.storage.sqlite.connection import first, one, rows
from archive.storage.sqlite.posts import locate, record, set_current, target
from archive.storage.sqlite.rows import Row, annotation_of, to_json
from archive.storage.sqlite.statements import index_post

__all__ = [
    "ADD_VERSION",
    "add_version",
    "annotate",
    "annotation_target",
    "annotations",
    "no_medium",
    "set_hold",
    "set_visibility",
    "shows",
    "version_of",
]

_ACTIONS = {"draft": "make draft", "public": "release", "withheld": "withhold"}


def annotation_target(annotation: Annotation) -> str:
    """What makes two annotations of one kind versions of one: snapshot, medium and language."""
    lang = annotation.body.get("lang", "")
    return f"{annotation.snapshot or ''}#{annotation.media or ''}~{lang}"


def annotate(db: Database, annotation: Annotation) -> Annotation:
    """See :meth:`archive.storage.base.Storage.annotate`."""
    post, n = locate(db, annotation.post, annotation.snapshot)
    if post["visibility"] == "erased":
        raise UsageError(
            f"{annotation.post} was erased: there is nothing to annotate.",
            next_step="Nothing brings it back.",
        )
    annotation = msgspec.structs.replace(annotation, post=post["id"], snapshot=n)
    if annotation.media is not None and not shows(db, post["id"], annotation.media):
        raise no_medium(annotation.post, annotation.media)
    row = add_version(db, annotation)
    if annotation.kind == "official":
        index_post(db, annotation.post)
    record(
        db,
        at=annotation.at,
        by=annotation.by,
        action="remove annotation" if annotation.removed else "annotate",
        target=target(annotation.post, n, annotation.media),
        reason=annotation.reason,
        detail={"kind": annotation.kind, "version": row["version"]},
    )
    return annotation_of(row)


ADD_VERSION = """
    INSERT INTO annotations
      (post, kind, target, version, snapshot, media, body, by, at, reason, removed)
    VALUES (:post, :kind, :target, (
        SELECT coalesce(max(version), 0) + 1 FROM annotations
        WHERE post = :post AND kind = :kind AND target = :target
    ), :snapshot, :media, :body, :by, :at, :reason, :removed)
"""
"""Writes the next version of an annotation, see :func:`version_of`."""


def add_version(db: Database, annotation: Annotation) -> Row:
    """Writes the next version of an annotation of a post that is there, and gives its row."""
    return one(db, f"{ADD_VERSION} RETURNING *", **version_of(annotation))


def version_of(annotation: Annotation) -> Row:
    """The values of :data:`ADD_VERSION`."""
    return {
        "post": annotation.post,
        "kind": annotation.kind,
        "target": annotation_target(annotation),
        "snapshot": annotation.snapshot,
        "media": annotation.media,
        "body": to_json(annotation.body),
        "by": annotation.by,
        "at": rfc3339(annotation.at),
        "reason": annotation.reason,
        "removed": int(annotation.removed),
    }


def annotations(db: Database, post: str) -> tuple[Annotation, ...]:
    """The newest version of each annotation of a post, removed ones left out."""
    found = rows(
        db,
        """
        SELECT *, max(version) FROM annotations WHERE post = ?
        GROUP BY kind, target ORDER BY kind, at, id
        """,
        post,
    )
    return tuple(annotation_of(row) for row in found if not row["removed"])


def shows(db: Database, post: str, sha256: str) -> bool:
    """Whether some snapshot of a post shows an original."""
    row = first(
        db,
        """
        SELECT 1 FROM snapshot_media m JOIN snapshots s ON s.id = m.snapshot
        WHERE s.post = ? AND m.sha256 = ?
        """,
        post,
        sha256,
    )
    return row is not None


def no_medium(post: str, sha256: str) -> UnknownPost:
    return UnknownPost(
        f"{post} shows no medium {sha256}.",
        next_step=f"`onrecord embed {post} --as json` lists those that it shows.",
    )


def set_visibility(
    db: Database,
    post: str,
    state: Visibility,
    *,
    by: str,
    at: datetime,
    reason: str | None,
    snapshot: int | None = None,
    media: str | None = None,
) -> None:
    """See :meth:`archive.storage.base.Storage.set_visibility`."""
    if state not in _ACTIONS:
        raise ValueError("erasing is more than a state: use erase()")
    kept, n = locate(db, post, snapshot)
    key: tuple[Any, ...]
    if media is not None:
        if not shows(db, kept["id"], media):
            raise no_medium(post, media)
        table, where, key = "media", "sha256 = ?", (media,)
    elif n is not None:
        table, where, key = "snapshots", "post = ? AND n = ?", (kept["id"], n)
    else:
        table, where, key = "posts", "id = ?", (kept["id"],)
    if state == "public" and not reason:
        was = first(db, f"SELECT visibility FROM {table} WHERE {where}", *key)  # noqa: S608  names from above
        if was is not None and was["visibility"] == "withheld":
            raise UsageError(
                f"{target(post, snapshot, media)} is withheld: to show it again needs a reason.",
                next_step="Say why; it goes into the audit log.",
            )
    changed = db.execute(
        f"UPDATE {table} SET visibility = ?, visibility_reason = ?, visibility_at = ? "  # noqa: S608  names from above
        f"WHERE {where} AND visibility != 'erased'",
        [state, reason, rfc3339(at), *key],
    )
    if changed.rowcount == 0:
        raise UsageError(
            f"{target(post, snapshot, media)} was erased.", next_step="Nothing brings it back."
        )
    if table == "posts" and state == "public":
        db.execute(
            "UPDATE posts SET released_at = coalesce(released_at, ?) WHERE id = ?",
            [rfc3339(at), kept["id"]],
        )
    set_current(db, kept["id"])
    if media is None:
        index_post(db, kept["id"])
    record(
        db,
        at=at,
        by=by,
        action=_ACTIONS[state],
        target=target(kept["id"], n, media),
        reason=reason,
    )


def set_hold(db: Database, post: str, hold: bool, *, by: str, at: datetime, reason: str) -> None:
    """See :meth:`archive.storage.base.Storage.set_hold`."""
    kept, _ = locate(db, post)
    db.execute("UPDATE posts SET hold = ? WHERE id = ?", [int(hold), kept["id"]])
    record(
        db,
        at=at,
        by=by,
        action="hold" if hold else "lift hold",
        target=kept["id"],
        reason=reason,
    )
