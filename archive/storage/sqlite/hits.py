"""Statements that were found -> hits: with all that a list shows of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlite_utils import Database

from archive.clock import parse_time
from archive.records import (
    Annotation,
    Attachment,
    CaptureReason,
    Check,
    Media,
    MediaRow,
    Snapshot,
    Stored,
    Visibility,
)
from archive.status import Status, status_of
from archive.storage.search import Held, Hit, PassedOn, Thumbnail
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.holdings import annotations_of, attachments_of, media_shown
from archive.storage.sqlite.reposts import passed_on
from archive.storage.sqlite.rows import STORED, Row, stored_of
from archive.storage.sqlite.tags import Speaker

__all__ = ["Found", "found_now", "hits"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One statement that was found, and what does not stand in its snapshot."""

    id: int
    post: str
    snapshot: int
    speaker: Speaker | None
    status: Status
    reason: CaptureReason
    visibility: Visibility
    current: int | None
    """The snapshot that stands for the post."""
    created_at: datetime
    time_unknown: bool


def found_now(db: Database, ids: Sequence[int]) -> tuple[Found, ...]:
    """These statements as they are today, in this order."""
    told = rows(
        db,
        """
        SELECT t.id, t.post, t.snapshot, t.created_at, t.time_unknown, p.capture_reason, p.current,
          CASE WHEN p.visibility = 'public' THEN s.visibility ELSE p.visibility END AS seen,
          h.id AS speaker, h.slug, h.name, h.office, h.party, h.jurisdiction
        FROM json_each(?) j JOIN statements t ON t.id = j.value JOIN posts p ON p.id = t.post
        JOIN snapshots s ON s.post = t.post AND s.n = t.snapshot
        JOIN statement_facets f ON f.id = t.id
        LEFT JOIN statement_speakers h ON h.id = f.speaker
        """,
        json.dumps(ids),
    )
    checks = _checks(db, [row["post"] for row in told])
    by_id = {
        row["id"]: Found(
            id=row["id"],
            post=row["post"],
            snapshot=row["snapshot"],
            speaker=_speaker(row),
            status=status_of(checks.get(row["post"], ())),
            reason=row["capture_reason"],
            visibility=row["seen"],
            current=row["current"],
            created_at=parse_time(row["created_at"]),
            time_unknown=bool(row["time_unknown"]),
        )
        for row in told
    }
    return tuple(by_id[number] for number in ids)


def hits(db: Database, found: Sequence[Found]) -> tuple[Hit, ...]:
    """The hits of these, in their order."""
    addresses = [[one.post, n] for one in found for n in {one.snapshot, one.current} - {None}]
    sql = f"""{STORED} JOIN json_each(?) j ON s.post = json_extract(j.value, '$[0]')
        AND s.n = json_extract(j.value, '$[1]')"""
    kept = {
        (row["post"], row["n"]): (row, stored_of(row))
        for row in rows(db, sql, json.dumps(addresses))
    }
    with_media = {
        kept[one.post, one.snapshot][0]["id"]: one.post
        for one in found
        if kept[one.post, one.snapshot][1].snapshot.media
    }
    pictures = _Pictures(
        notes=annotations_of(db, set(with_media.values())),
        attached=attachments_of(db, with_media),
        media=media_shown(db, with_media),
    )
    reposts = [
        (one.post, one.snapshot)
        for one in found
        if kept[one.post, one.snapshot][1].snapshot.reposted is not None
    ]
    inside = passed_on(db, reposts) if reposts else {}
    return tuple(_hit(one, kept, pictures, inside.get((one.post, one.snapshot))) for one in found)


class _Pictures(NamedTuple):
    """What thumbnails are made of."""

    notes: dict[str, list[Annotation]]
    attached: dict[int, list[Attachment]]
    media: dict[str, MediaRow]


def _hit(
    one: Found,
    kept: dict[tuple[str, int], tuple[Row, Stored]],
    pictures: _Pictures,
    inside: Stored | None,
) -> Hit:
    row, stored = kept[one.post, one.snapshot]
    snapshot = stored.snapshot
    current = None if one.current is None else kept.get((one.post, one.current))
    return Hit(
        id=one.id,
        post=one.post,
        snapshot=one.snapshot,
        kind=snapshot.kind,
        platform=snapshot.platform,
        url=row["url"],
        text=snapshot.text,
        content_warning=snapshot.content_warning,
        lang=snapshot.lang,
        author_name=snapshot.author.name,
        author_handle=snapshot.author.handle,
        official=None if one.speaker is None else _held(one.speaker),
        created_at=one.created_at,
        created_precision="unknown" if one.time_unknown else snapshot.created_precision,
        time_unknown=one.time_unknown,
        edited_away=current is not None and _shows_another(current[1], stored),
        state=one.status.state,
        last_seen_live=one.status.last_seen_live,
        first_seen_gone=one.status.first_seen_gone,
        reason=one.reason,
        visibility=one.visibility,
        media=len(snapshot.media),
        thumbnail=_thumbnail(one.post, row["id"], snapshot, pictures) if snapshot.media else None,
        reposted=None if inside is None else _passed_on(inside.snapshot),
    )


def _passed_on(inside: Snapshot) -> PassedOn:
    return PassedOn(
        text=inside.text,
        content_warning=inside.content_warning,
        lang=inside.lang,
        author_name=inside.author.name,
        author_handle=inside.author.handle,
    )


def _shows_another(current: Stored, found: Stored) -> bool:
    """Whether readers of the post see another text by now. A draft of it they do not see: that
    there is one is not to be told.
    """
    seen = current.visibility == "public" or found.visibility == "draft"
    return seen and current.snapshot.text != found.snapshot.text


def _held(speaker: Speaker) -> Held:
    return Held(**msgspec.structs.asdict(speaker))


def _speaker(row: Row) -> Speaker | None:
    if row["speaker"] is None:
        return None
    names = ("slug", "name", "office", "party", "jurisdiction")
    return Speaker(**{name: row[name] for name in names})


def _checks(db: Database, posts: Iterable[str]) -> dict[str, list[Check]]:
    """The looks that say something about these posts."""
    found = rows(
        db,
        """
        SELECT post, at, source, outcome FROM checks
        WHERE post IN (SELECT value FROM json_each(?)) AND outcome IN ('found', 'gone')
        """,
        json.dumps(list(posts)),
    )
    checks: dict[str, list[Check]] = {}
    for row in found:
        check = Check(
            post=row["post"],
            at=parse_time(row["at"]),
            source=row["source"],
            outcome=row["outcome"],
        )
        checks.setdefault(row["post"], []).append(check)
    return checks


def _thumbnail(post: str, row: int, snapshot: Snapshot, pictures: _Pictures) -> Thumbnail | None:
    """Of the first medium with a picture that may be shown. None of what is covered until a
    reader asks for it.
    """
    notes = pictures.notes.get(post, ())
    covered = snapshot.sensitive or snapshot.content_warning
    if covered or any(note.kind == "sensitive" for note in notes):
        return None
    attached = {(a.role, a.position): a.sha256 for a in pictures.attached.get(row, ())}
    alts = {note.media: note.body.get("text") for note in notes if note.kind == "alt"}
    for position, medium in enumerate(snapshot.media):
        for sha256 in (
            attached.get(("media", position)) or medium.sha256,
            attached.get(("poster", position)) or medium.poster,
        ):
            shown = _smallest(medium, pictures.media.get(sha256 or ""), alts)
            if shown is not None:
                return shown
    return None


def _smallest(
    medium: Media, row: MediaRow | None, alts: dict[str | None, str | None]
) -> Thumbnail | None:
    if row is None or row.visibility != "public":
        return None
    variants = [v for v in row.variants if v.format in {"jpg", "webp"}]
    if not variants:
        return None
    variant = min(variants, key=lambda v: (v.width, v.format))
    return Thumbnail(
        sha256=row.sha256,
        kind=medium.kind,
        alt=alts.get(row.sha256) or medium.alt,
        width=variant.width,
        height=variant.height,
        format=variant.format,
    )
