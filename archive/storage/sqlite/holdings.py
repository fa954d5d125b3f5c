"""Many holdings at once, for exports: a dozen reads for hundreds of posts, not for each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlite_utils import Database

from archive.clock import rfc3339
from archive.records import Annotation, Attachment, Check, MediaRow
from archive.storage.base import Holding
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.rows import (
    STORED,
    Row,
    annotation_of,
    attachment_of,
    check_of,
    media_of,
    post_of,
    stored_of,
    to_json,
)

__all__ = ["annotations_of", "attachments_of", "holdings", "media_shown"]

Ref = tuple[str, int]
T = TypeVar("T")

_EVER = "9"
"""Later than any time as it is written."""

_MEDIA = """
    SELECT *, visibility = 'public' AND EXISTS (
        SELECT 1 FROM snapshot_media x
        JOIN snapshots s ON s.id = x.snapshot JOIN posts p ON p.id = s.post
        WHERE x.sha256 = media.sha256 AND x.role NOT IN ('avatar', 'emoji')
          AND (s.visibility = 'withheld' OR p.visibility = 'withheld')) AS hidden
    FROM media WHERE sha256 IN (
        SELECT sha256 FROM snapshot_media
        WHERE snapshot IN (SELECT value FROM json_each(?)) AND sha256 IS NOT NULL)
"""


class _Parts(NamedTuple):
    """What was read, by what it belongs to."""

    posts: dict[str, Row]
    checks: dict[str, list[Check]]
    annotations: dict[str, list[Annotation]]
    attachments: dict[int, list[Attachment]]
    media: dict[str, MediaRow]


def holdings(
    db: Database, refs: Sequence[Ref], before: datetime | None
) -> tuple[Holding | None, ...]:
    """See :meth:`archive.storage.base.Storage.holdings`."""
    outer = _snapshots(db, refs)
    links = _links(db, outer.values())
    inner = _snapshots(db, {ref for related in links.values() for ref in related.values()})
    snapshots = outer | inner
    parts = _read(db, snapshots.values(), _EVER if before is None else rfc3339(before))
    found: list[Holding | None] = []
    for ref in refs:
        row = outer.get(ref)
        if row is None:
            found.append(None)
            continue
        related = {
            relation: _holding(inner[other], parts)
            for relation, other in links[row["id"]].items()
            if other in inner
        }
        held = _holding(row, parts)
        found.append(held if held.stored is None else msgspec.structs.replace(held, **related))
    return tuple(found)


def _snapshots(db: Database, refs: Iterable[Ref]) -> dict[Ref, Row]:
    found = rows(
        db,
        f"""
        {STORED} JOIN json_each(?) r
          ON s.post = json_extract(r.value, '$[0]') AND s.n = json_extract(r.value, '$[1]')
        """,
        to_json(list(refs)),
    )
    return {(row["post"], row["n"]): row for row in found}


def _links(db: Database, snapshots: Iterable[Row]) -> dict[int, dict[str, Ref]]:
    """What each snapshot quotes, answers or reposts, by its relation."""
    found: defaultdict[int, dict[str, Ref]] = defaultdict(dict)
    for row in rows(
        db,
        "SELECT * FROM snapshot_links WHERE snapshot IN (SELECT value FROM json_each(?))",
        to_json([row["id"] for row in snapshots]),
    ):
        found[row["snapshot"]][row["relation"]] = (row["post"], row["n"])
    return found


def _read(db: Database, snapshots: Iterable[Row], before: str) -> _Parts:
    snapshots = list(snapshots)
    posts = to_json(list({row["post"] for row in snapshots}))
    return _Parts(
        posts={
            row["id"]: row
            for row in rows(
                db,
                """
                SELECT p.*, coalesce(a.private_person, 0) AS private_person
                FROM posts p LEFT JOIN accounts a ON a.id = p.account
                WHERE p.id IN (SELECT value FROM json_each(?))
                """,
                posts,
            )
        },
        checks=_grouped(
            rows(
                db,
                """
                SELECT c.*, (
                    SELECT json_group_array(exchange) FROM (
                        SELECT exchange FROM check_exchanges WHERE check_id = c.id
                        ORDER BY exchange)
                ) AS exchanges
                FROM checks c WHERE c.post IN (SELECT value FROM json_each(?)) AND c.at < ?
                ORDER BY c.at, c.id
                """,
                posts,
                before,
            ),
            "post",
            check_of,
        ),
        annotations=annotations_of(db, {row["post"] for row in snapshots}, before),
        attachments=attachments_of(db, [row["id"] for row in snapshots]),
        media=media_shown(db, [row["id"] for row in snapshots]),
    )


def annotations_of(
    db: Database, posts: Iterable[str], before: str = _EVER
) -> dict[str, list[Annotation]]:
    """The newest version of each annotation of these posts, removed ones left out; by post."""
    found = rows(
        db,
        """
        SELECT *, max(version) FROM annotations
        WHERE post IN (SELECT value FROM json_each(?)) AND at < ?
        GROUP BY post, kind, target HAVING NOT removed ORDER BY kind, at, id
        """,
        to_json(list(posts)),
        before,
    )
    return _grouped(found, "post", annotation_of)


def attachments_of(db: Database, snapshots: Iterable[int]) -> dict[int, list[Attachment]]:
    """What belongs to these snapshots, by snapshot."""
    found = rows(
        db,
        """
        SELECT * FROM snapshot_media WHERE snapshot IN (SELECT value FROM json_each(?))
        ORDER BY role, position
        """,
        to_json(list(snapshots)),
    )
    return _grouped(found, "snapshot", attachment_of)


def media_shown(db: Database, snapshots: Iterable[int]) -> dict[str, MediaRow]:
    """The originals that these snapshots show. One that another withheld post or snapshot shows is
    withheld here, too: its address answers 404, and no box may show a broken picture.
    """
    return {
        row["sha256"]: media_of(row | {"visibility": "withheld"} if row["hidden"] else row)
        for row in rows(db, _MEDIA, to_json(list(snapshots)))
    }


def _grouped(found: Iterable[Row], key: str, read: Callable[[Row], T]) -> dict[Any, list[T]]:
    grouped: defaultdict[Any, list[T]] = defaultdict(list)
    for row in found:
        grouped[row[key]].append(read(row))
    return grouped


def _holding(row: Row, parts: _Parts) -> Holding:
    """Of a row of :data:`STORED`, without what it refers to."""
    post = parts.posts[row["post"]]
    held = Holding(
        post=post_of(post),
        stored=None,
        checks=tuple(parts.checks.get(row["post"], ())),
        annotations=tuple(parts.annotations.get(row["post"], ())),
        account_private=bool(post["private_person"]),
    )
    if row["content"] is None:
        return held
    attachments = tuple(parts.attachments.get(row["id"], ()))
    return msgspec.structs.replace(
        held,
        stored=stored_of(row),
        attachments=attachments,
        media={
            a.sha256: parts.media[a.sha256]
            for a in attachments
            if a.sha256 is not None and a.sha256 in parts.media
        },
    )
