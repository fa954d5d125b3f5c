"""Who a statement is by: what was said of its post by a person, and the row of whom that names."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from archive.annotations import REGISTER
from archive.clock import rfc3339
from archive.storage.sqlite.connection import first, insert, rows
from archive.storage.sqlite.rows import Row, to_json
from archive.storage.sqlite.tags import Speaker

__all__ = ["Speakers", "named_in", "speaker_of"]


def named_in(db: Database, posts: Iterable[str]) -> dict[str, list[Row]]:
    """By post, the newest version of each ``official`` annotation, oldest first, also those taken
    back.
    """
    sql = """
        SELECT post, snapshot, body, by, removed, max(version) FROM annotations
        WHERE post IN (SELECT value FROM json_each(?)) AND kind = 'official'
        GROUP BY post, target ORDER BY at, id
    """
    found: dict[str, list[Row]] = {}
    for row in rows(db, sql, to_json(list(posts))):
        found.setdefault(row["post"], []).append(row)
    return found


def speaker_of(annotations: Iterable[Row], n: int) -> Speaker | None:
    """Who a snapshot is by: what was said of it alone goes before what was said of its post. What
    the register proposes no reader sees, and so none finds, before a person confirmed it.
    """
    named = [
        row
        for row in annotations
        if not row["removed"] and row["by"] != REGISTER and row["snapshot"] in {None, n}
    ]
    named.sort(key=lambda row: row["snapshot"] is not None)
    if not named:
        return None
    body = json.loads(named[-1]["body"])
    name = _text(body.get("name")) or _text(body.get("slug"))
    if name is None:
        return None
    return Speaker(
        slug=_text(body.get("slug")),
        name=name,
        office=_text(body.get("office")),
        party=_text(body.get("party")),
        jurisdiction=_text(body.get("jurisdiction")),
    )


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


class Speakers:
    """The rows of speakers, each asked for once in a transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ids: dict[Speaker, int] = {}
        self._in_register: dict[tuple[Speaker, str], tuple[str | None, int | None]] = {}

    def in_register(self, speaker: Speaker | None, at: datetime) -> tuple[str | None, int | None]:
        """The speaker's slug and office at a time, if the register has them."""
        if speaker is None or speaker.slug is None:
            return None, None
        key = speaker, rfc3339(at)[:10]
        if key not in self._in_register:
            self._in_register[key] = _in_register(self._db, *key)
        return self._in_register[key]

    def id(self, speaker: Speaker) -> int:
        """The row of a speaker, which is made if there is none."""
        if speaker not in self._ids:
            self._ids[speaker] = _speaker_id(self._db, speaker)
        return self._ids[speaker]


def _in_register(db: Database, speaker: Speaker, day: str) -> tuple[str | None, int | None]:
    if first(db, "SELECT 1 FROM officials WHERE slug = ?", speaker.slug) is None:
        return None, None
    office = first(
        db,
        """
        SELECT id FROM offices
        WHERE official = :slug AND title = :title
          AND coalesce(since <= :day, 1) AND coalesce(:day < until, 1)
        ORDER BY jurisdiction IS NOT :jurisdiction, since DESC, id
        """,
        slug=speaker.slug,
        title=speaker.office,
        jurisdiction=speaker.jurisdiction,
        day=day,
    )
    return speaker.slug, None if office is None else int(office["id"])


def _speaker_id(db: Database, speaker: Speaker) -> int:
    values = (speaker.slug, speaker.name, speaker.office, speaker.party, speaker.jurisdiction)
    row = first(
        db,
        """
        SELECT id FROM statement_speakers
        WHERE coalesce(slug, '') = coalesce(?1, '') AND name = ?2
          AND coalesce(office, '') = coalesce(?3, '') AND coalesce(party, '') = coalesce(?4, '')
          AND coalesce(jurisdiction, '') = coalesce(?5, '')
        """,
        *values,
    )
    if row is not None:
        return int(row["id"])
    names = ("slug", "name", "office", "party", "jurisdiction")
    return insert(db, "statement_speakers", dict(zip(names, values, strict=True)))
