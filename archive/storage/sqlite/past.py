"""The statements as they stood at a moment: what was kept, public, seen and said by then.

The index knows today only. It is asked for the words, which do not change; what changes is read
from what was written with its time: captures, looks, annotations, articles, the audit log. What was
withheld or erased since is not in the index, and so not here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace
from sqlite_utils import Database

from archive.clock import parse_time, rfc3339
from archive.filters import ALL_OF, Filter
from archive.grammar import Query
from archive.history import current
from archive.records import Check, Stored, Visibility
from archive.status import Status, status_of
from archive.storage.sqlite.connection import one, rows
from archive.storage.sqlite.hits import Found
from archive.storage.sqlite.matching import COLUMNS, Asked, asked, tags_for
from archive.storage.sqlite.rows import Row, versions
from archive.storage.sqlite.speakers import speaker_of
from archive.storage.sqlite.tags import (
    Speaker,
    content_tags,
    folded,
    language,
    media_of,
    of_value,
    site_tags,
    speaker_tags,
)
from archive.tokens import phrase

__all__ = ["Then", "erased_since", "found_of", "then"]

BATCH = 1_000
_CONSTANT = frozenset({"platform", "kind"})
"""Filters of what never changes: the index may choose by them."""
_UNSEEN = status_of(())
_SEEN: dict[str, Visibility] = {
    "release": "public",
    "withhold": "withheld",
    "make draft": "draft",
    "erase": "erased",
}


class Then(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it stood."""

    id: int
    post: str
    snapshot: int
    visibility: Visibility
    status: Status
    speaker: Speaker | None
    features: str
    created_at: str
    time_unknown: bool


class _Moment:
    """What of posts was known by a moment, for a batch of them."""

    def __init__(self, db: Database, posts: Iterable[str], before: str) -> None:
        self._db = db
        self._values = {"posts": json.dumps(sorted(set(posts))), "before": before}

    def _of(self, sql: str) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in rows(self._db, sql, **self._values):
            found.setdefault(row["post"], []).append(row)
        return found

    def statuses(self) -> dict[str, Status]:
        found = self._of(
            """
            SELECT post, at, source, outcome FROM checks
            WHERE post IN (SELECT value FROM json_each(:posts)) AND at < :before
              AND outcome IN ('found', 'gone')
            """
        )
        return {
            post: status_of(
                [
                    Check(
                        post=post,
                        at=parse_time(row["at"]),
                        source=row["source"],
                        outcome=row["outcome"],
                    )
                    for row in told
                ]
            )
            for post, told in found.items()
        }

    def annotations(self) -> dict[str, list[Row]]:
        return self._of(
            """
            SELECT post, snapshot, body, by, removed, max(version) FROM annotations
            WHERE post IN (SELECT value FROM json_each(:posts)) AND at < :before
              AND kind = 'official'
            GROUP BY post, target ORDER BY at, id
            """
        )

    def sites(self) -> dict[str, set[str]]:
        """Of articles that referenced the post, and were public by then."""
        found = self._of(
            """
            SELECT r.post, a.url, s.name, s.url AS home FROM article_posts r
            JOIN articles a ON a.id = r.article LEFT JOIN sites s ON s.id = a.site
            WHERE r.post IN (SELECT value FROM json_each(:posts)) AND a.added_at < :before
              AND coalesce((
                SELECT action = 'name article' FROM audit
                WHERE target = a.url AND action IN ('name article', 'unname article')
                  AND at < :before ORDER BY id DESC LIMIT 1), 0)
              AND EXISTS (
                SELECT 1 FROM audit WHERE target = r.post AND action = 'reference'
                  AND json_extract(detail, '$.article') = a.url AND at < :before)
            """
        )
        return {
            post: {tag for row in told for tag in site_tags(row["url"], row["name"], row["home"])}
            for post, told in found.items()
        }

    def seen(self) -> dict[str, dict[str, Visibility]]:
        """What was decided last of a post, or of one of its snapshots, by target."""
        found = self._of(
            """
            SELECT j.value AS post, a.target, a.action, a.id FROM json_each(:posts) j
            CROSS JOIN audit a ON a.target = j.value
            WHERE a.action IN ('release', 'withhold', 'make draft', 'erase') AND a.at < :before
            UNION ALL
            SELECT j.value, a.target, a.action, a.id FROM json_each(:posts) j
            CROSS JOIN audit a ON a.target > j.value || '@' AND a.target < j.value || 'A'
            WHERE a.action IN ('release', 'withhold', 'make draft', 'erase') AND a.at < :before
            ORDER BY 4
            """
        )
        return {
            post: {row["target"]: _SEEN[row["action"]] for row in told}
            for post, told in found.items()
        }


def end_of(query: Query) -> str:
    """The end of the moment that the query names: what is earlier was there."""
    if query.archive_at is None:
        raise ValueError("the query names no moment")
    return rfc3339(query.archive_at.end)


def then(
    db: Database, query: Query, drafts: bool, last: int | None = None, *, told: bool = True
) -> Iterator[Then]:
    """The statements that the query finds as they stood at its ``archive_at``, in its order (best
    is newest here), after the one with the id ``last``. Without ``told`` it is not asked who said
    them and how they fared, unless a filter needs it: for counting.
    """
    before = end_of(query)
    fixed = tuple(part for part in query.filters if part.name in _CONSTANT)
    # What is a draft again is for nobody else today, whatever it was then.
    what = asked(db, replace(query, filters=fixed), drafts=drafts)
    chosen = [
        (part, tags_for(db, part, before)) for part in query.filters if part.name not in _CONSTANT
    ]
    oldest = query.sort == "oldest"
    while True:
        if last is not None:
            what = what.within(last + 1, what.high) if oldest else what.within(what.low, last - 1)
        ids = _ids(db, what, oldest)
        if not ids:
            return
        yield from _batch(db, ids, before, chosen, drafts, told)
        last = ids[-1]


def _ids(db: Database, what: Asked, oldest: bool) -> list[int]:
    found = db.execute(
        "SELECT rowid FROM statements_search WHERE statements_search MATCH ? "  # noqa: S608  one of two words
        f"AND rowid BETWEEN ? AND ? ORDER BY rowid {'ASC' if oldest else 'DESC'} LIMIT ?",
        [what.match, what.low, what.high, BATCH],
    )
    return [row[0] for row in found.fetchall()]


def _batch(
    db: Database,
    ids: Sequence[int],
    before: str,
    chosen: Sequence[tuple[Filter, tuple[str, ...] | None]],
    drafts: bool,
    told: bool,
) -> Iterator[Then]:
    """Those of a batch that were there by then and that the filters let through, in its order."""
    found = rows(
        db,
        """
        SELECT t.id, t.post, t.snapshot, t.text, t.tags, t.created_at, t.time_unknown,
          s.captured_at, p.released_at, f.features
        FROM json_each(:ids) j JOIN statements t ON t.id = j.value
        JOIN posts p ON p.id = t.post
        JOIN snapshots s ON s.post = t.post AND s.n = t.snapshot
        JOIN statement_facets f ON f.id = t.id
        WHERE p.requested_at < :before AND (s.captured_at < :before OR EXISTS (
            SELECT 1 FROM snapshots e
            WHERE e.post = t.post AND e.n < t.snapshot AND e.captured_at < :before))
        """,
        ids=json.dumps(ids),
        before=before,
    )
    known = _Moment(db, (row["post"] for row in found), before)
    names = {part.name for part, _ in chosen}
    seen = known.seen()
    statuses = known.statuses() if told or "status" in names else {}
    annotations = known.annotations() if told or names & {"from", "office", "party"} else {}
    sites = known.sites() if "in" in names else {}
    by_id = {row["id"]: row for row in found}
    for row in (by_id[each] for each in ids if each in by_id):
        post = row["post"]
        n, tags = row["snapshot"], row["tags"].split()
        platform, lang, _, media, reason = row["features"].split("|")
        if row["captured_at"] >= before:
            earlier = _earlier(db, row, before, drafts)
            if earlier is None:
                continue
            n, content = earlier.n, earlier.snapshot
            tags = [tag for tag in tags if tag[1] not in "lhf"] + content_tags(content)
            lang, media = language(content.lang), "+".join(media_of(content))
        visibility = _visibility(row, n, seen.get(post, {}), before)
        if visibility == "withheld" or (visibility == "draft" and not drafts):
            continue
        status = statuses.get(post, _UNSEEN)
        speaker = speaker_of(annotations.get(post, ()), n)
        if not chosen or _let_through(
            chosen,
            {
                *(tag for tag in tags if tag[1] not in "svoni"),
                *(of_value("status", status.state), *speaker_tags(speaker)),
                *sites.get(post, ()),
            },
            speaker,
        ):
            yield Then(
                id=row["id"],
                post=post,
                snapshot=n,
                visibility=visibility,
                status=status,
                speaker=speaker,
                features="|".join((platform, lang, status.state, media, reason)),
                created_at=row["created_at"],
                time_unknown=bool(row["time_unknown"]),
            )


def _earlier(db: Database, row: Row, before: str, drafts: bool) -> Stored | None:
    """The newest snapshot with the statement's text that was there by then."""
    seen = {"draft", "public"} if drafts else {"public"}
    for stored in reversed(versions(db, row["post"])):
        if (
            rfc3339(stored.captured_at) < before
            and stored.snapshot.text == row["text"]
            and stored.visibility in seen
        ):
            return stored
    return None


def _visibility(row: Row, n: int, decided: dict[str, Visibility], before: str) -> Visibility:
    released = row["released_at"] is not None and row["released_at"] < before
    of_post = decided.get(row["post"], "public" if released else "draft")
    of_snapshot = decided.get(f"{row['post']}@{n}", "public")
    if "public" == of_post == of_snapshot:
        return "public"
    return "withheld" if {"withheld", "erased"} & {of_post, of_snapshot} else "draft"


def _let_through(
    chosen: Sequence[tuple[Filter, tuple[str, ...] | None]],
    tags: set[str],
    speaker: Speaker | None,
) -> bool:
    """Whether the filters do, as the index would: of one name one is enough, but all of ``has``,
    and none that is negated.
    """
    any_of: dict[str, bool] = {}
    for part, asked_for in chosen:
        true = _says(part, speaker) if asked_for is None else not tags.isdisjoint(asked_for)
        if part.negated or part.name in ALL_OF:
            if true == part.negated:
                return False
        else:
            any_of[part.name] = any_of.get(part.name, False) or true
    return all(any_of.values())


def _says(part: Filter, speaker: Speaker | None) -> bool:
    said = {"office_words": speaker.office, "party_words": speaker.party} if speaker else {}
    looked_for = phrase(part.value)
    row = f" {folded(said.get(COLUMNS[part.name]) or '')} "
    return f" {' '.join(looked_for.tokens)}{'' if looked_for.prefix else ' '}" in row


def found_of(db: Database, query: Query, one: Then) -> Found:
    """What a hit is made of."""
    before = end_of(query)
    row = rows(db, "SELECT capture_reason FROM posts WHERE id = ?", one.post)[0]
    there = [s for s in versions(db, one.post) if rfc3339(s.captured_at) < before]
    return Found(
        id=one.id,
        post=one.post,
        snapshot=one.snapshot,
        speaker=one.speaker,
        status=one.status,
        reason=row["capture_reason"],
        visibility=one.visibility,
        current=current(there),
        created_at=parse_time(one.created_at),
        time_unknown=one.time_unknown,
    )


def erased_since(db: Database, query: Query, drafts: bool) -> int:
    """The statements that were there at ``archive_at`` and were withheld or erased since, but for
    those that another snapshot of then still shows. Of erased ones nobody knows any more which said
    the same: each snapshot counts.
    """
    if query.archive_at is None:
        return 0
    row = one(
        db,
        """
        SELECT count(
          DISTINCT s.post || coalesce('~' || json_extract(s.content, '$.text'), s.n)) AS n
        FROM (
          SELECT id FROM posts WHERE visibility IN ('withheld', 'erased')
          UNION SELECT post FROM snapshots WHERE visibility IN ('withheld', 'erased')
        ) h
        JOIN posts p ON p.id = h.id JOIN snapshots s ON s.post = p.id
        LEFT JOIN accounts a ON a.id = p.account
        WHERE s.captured_at < :before AND p.requested_at < :before
          AND p.capture_reason != 'context' AND NOT coalesce(a.private_person, 0)
          AND (:drafts OR p.released_at < :before)
          AND coalesce(
            iif(p.visibility IN ('withheld', 'erased'), p.visibility_at, NULL),
            s.visibility_at) >= :before
          AND (p.visibility IN ('withheld', 'erased') OR s.visibility IN ('withheld', 'erased'))
          AND NOT (p.visibility NOT IN ('withheld', 'erased') AND EXISTS (
            SELECT 1 FROM snapshots o
            WHERE o.post = s.post AND o.visibility NOT IN ('withheld', 'erased')
              AND o.captured_at < :before
              AND json_extract(o.content, '$.text') = json_extract(s.content, '$.text')))
        """,
        before=end_of(query),
        drafts=int(drafts),
    )
    return int(row["n"])
