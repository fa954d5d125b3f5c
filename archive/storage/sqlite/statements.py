"""The statements of a post and their place in the index: made anew from the post whenever
something of it changes, so that there is one way only to be found.

Everything here runs inside one transaction of the writer; the rows are written in step by
:mod:`archive.storage.sqlite.statement_rows`.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from archive.clock import milliseconds, parse_time, rfc3339
from archive.records import CaptureReason, Check, Stored, Visibility
from archive.status import State, status_of
from archive.storage.sqlite.connection import first, insert, one, rows
from archive.storage.sqlite.reposts import passed_on, passing_on, words_with
from archive.storage.sqlite.rows import Row, stored_of
from archive.storage.sqlite.speakers import Speakers, named_in, speaker_of
from archive.storage.sqlite.statement_rows import add, count_words, remove
from archive.storage.sqlite.tags import (
    Speaker,
    features,
    folded,
    site_tags,
    tags_of,
)
from archive.tokens import Indexed, index_of

__all__ = [
    "Fresh",
    "drop_statements",
    "forget_traces",
    "index_all",
    "index_new",
    "index_post",
    "index_posts",
    "is_outdated",
    "posting_time",
    "state_of",
    "statement_of",
]

VERSION = 3
"""Goes up when the same statement would be given other tokens, tags or features."""

# Ids are exact in JavaScript up to 2**53. A time beyond, about the year 2255, is no time that
# anybody posted at: it counts as unknown.
_LAST_MILLISECOND = 2**53 // 1000 - 1000

MAKES_STATEMENTS = """
    p.merged_into IS NULL
      AND p.visibility IN ('draft', 'public') AND s.visibility IN ('draft', 'public')
      AND s.content IS NOT NULL
      AND p.capture_reason != 'context' AND NOT coalesce(a.private_person, 0)
"""
"""Which snapshots ``s`` of a post ``p`` by an account ``a`` do."""


def index_posts(db: Database, posts: Iterable[str]) -> None:
    """:func:`index_post` for each, once."""
    for post in dict.fromkeys(posts):
        index_post(db, post)


def index_post(db: Database, post: str) -> None:
    """Makes the statements of a post what they are by now: one for each text that a snapshot has
    which is neither withheld nor erased, of the newest of those that have it. And those of the
    posts that pass it on, which are found by its words.

    None for a post that is here as context only, nor for one of a private person, nor for one
    that was withheld, erased, or merged into another.
    """
    for each in (post, *passing_on(db, post)):
        _index_alone(db, each)


def _index_alone(db: Database, post: str) -> None:
    kept = {row["text"]: row for row in rows(db, "SELECT * FROM statements WHERE post = ?", post)}
    made = {row["text"]: (row, counted) for row, counted in _statements(db, post)}
    for text, row in kept.items():
        if text in made and made[text][0]["created_at"] == row["created_at"]:
            made[text][0]["id"] = row["id"]
            if made[text] == (row, _counted(db, row["id"])):
                del made[text]
                continue
        remove(db, row)
    # Those that have an id keep it. Of others of one time, an older text comes first.
    order = sorted(made.values(), key=lambda each: (each[0]["id"] is None, each[0]["snapshot"]))
    add(db, order)


class Fresh(NamedTuple):
    """A post that this transaction has made."""

    about: Row
    stored: list[Stored]
    tokens: list[Indexed | None]
    """Those of each text, where they were made before."""
    private: bool
    """Whether it is by a private person."""
    named: bool
    """Whether it was said who posted it."""


def index_new(db: Database, posts: Iterable[tuple[Fresh, Sequence[Check]]]) -> None:
    """:func:`index_post` for posts that were made in this transaction, each with all the looks that
    there are at it: no article shows it yet, so nothing is asked for but who posted it.
    """
    found = [
        (fresh, looks)
        for fresh, looks in posts
        if not fresh.private and fresh.about["capture_reason"] != "context"
    ]
    names = [fresh.about["id"] for fresh, _ in found if fresh.named]
    named = named_in(db, names) if names else {}
    speakers = Speakers(db)
    made: list[tuple[Row, Row]] = []
    for (about, stored, tokens, *_), looks in found:
        row = {
            "account": about["account"],
            "post_is": about["visibility"],
            "why": about["capture_reason"],
        }
        said = _Said(named=named.get(about["id"], ()), state=state_of(looks))
        versions = [(row, *each) for each in zip(reversed(stored), reversed(tokens), strict=True)]
        made += reversed(_made(db, versions, said, speakers))
    add(db, made)


def drop_statements(db: Database, post: str) -> None:
    """Takes all of a post out, before its snapshots go elsewhere."""
    for row in rows(db, "SELECT * FROM statements WHERE post = ?", post):
        remove(db, row)


def _statements(db: Database, post: str) -> list[tuple[Row, Row]]:
    """The statements that a post should have, newest first; each with what facets count of it."""
    found = rows(
        db,
        f"""
        SELECT s.*, p.platform, p.native_id, p.url,
          p.account, p.visibility AS post_is, p.capture_reason AS why
        FROM snapshots s JOIN posts p ON p.id = s.post LEFT JOIN accounts a ON a.id = p.account
        WHERE s.post = ? AND {MAKES_STATEMENTS} ORDER BY s.n DESC
        """,  # noqa: S608  text from this file
        post,
    )
    if not found:
        return []
    said = _Said(
        named=named_in(db, [post]).get(post, ()),
        state=state_of(_told(db, post)),
        sites=_sites(db, post),
    )
    return _made(db, [(row, stored_of(row), None) for row in found], said, Speakers(db))


class _Said(NamedTuple):
    """What is said of a post from outside its snapshots."""

    named: Sequence[Row] = ()
    state: State = "unknown"
    sites: Sequence[str] = ()


def _made(
    db: Database,
    versions: Sequence[tuple[Row, Stored, Indexed | None]],
    said: _Said,
    speakers: Speakers,
) -> list[tuple[Row, Row]]:
    """The statements of these snapshots, each with ``account``, ``post_is`` and ``why`` of its
    post; newest first.
    """
    made: dict[str, tuple[Row, Row]] = {}
    reposts = [(s.post, s.n) for _, s, _ in versions if s.snapshot.reposted is not None]
    inside = passed_on(db, reposts) if reposts else {}
    captured = {stored.snapshot.text: stored.captured_at for _, stored, _ in versions}
    for row, stored, tokens in versions:
        if stored.snapshot.text in made:
            continue
        speaker = speaker_of(said.named, stored.n)
        # Where nobody knows when it was posted, it stands where it was first captured.
        at, unknown = posting_time(stored)
        at = captured[stored.snapshot.text] if unknown else at
        passed = inside.get((stored.post, stored.n))
        if passed is not None:
            tokens = words_with(stored.snapshot, passed.snapshot)
        slug, office = speakers.in_register(speaker, at)
        statement = statement_of(
            stored,
            tokens,
            at=at,
            time_unknown=unknown,
            account=row["account"],
            state=said.state,
            reason=row["why"],
            visibility="draft" if "draft" in {row["post_is"], stored.visibility} else "public",
            speaker=speaker,
            sites=said.sites,
        )
        counted = {
            "speaker": None if speaker is None else speakers.id(speaker),
            "features": features(stored.snapshot, state=said.state, reason=row["why"]),
        }
        made[stored.snapshot.text] = statement | {"official": slug, "office": office}, counted
    return list(made.values())


def statement_of(
    stored: Stored,
    tokens: Indexed | None = None,
    *,
    at: datetime,
    time_unknown: bool = False,
    account: int | None,
    state: State,
    reason: CaptureReason,
    visibility: Visibility,
    speaker: Speaker | None,
    sites: Iterable[str],
) -> Row:
    """The row of a statement, with its tokens; without its id, and without what of the register
    it points to. Pure.
    """
    snapshot = stored.snapshot
    tokens = tokens or index_of(snapshot)
    return {
        "id": None,
        "post": stored.post,
        "snapshot": stored.n,
        "kind": snapshot.kind,
        "platform": snapshot.platform,
        "text": snapshot.text,
        "lang": snapshot.lang,
        "author_name": snapshot.author.name,
        "author_handle": snapshot.author.handle,
        "official": None,
        "office": None,
        "created_at": rfc3339(at),
        "time_unknown": int(time_unknown),
        "words": tokens.words,
        "links": tokens.links,
        "forms": tokens.forms,
        "again": tokens.again,
        "office_words": folded(speaker.office or "") if speaker else "",
        "party_words": folded(speaker.party or "") if speaker else "",
        "tags": tags_of(
            snapshot,
            post=stored.post,
            account=account,
            state=state,
            reason=reason,
            visibility=visibility,
            time_unknown=time_unknown,
            speaker=speaker,
            sites=sites,
            words=count_words(tokens.words),
        ),
    }


def posting_time(stored: Stored) -> tuple[datetime, bool]:
    """When it was posted; where that is unknown, when it was captured, and true."""
    at = stored.snapshot.created_at
    if at is None or abs(milliseconds(at)) > _LAST_MILLISECOND:
        return stored.captured_at, True
    return at, False


def state_of(checks: Iterable[Check]) -> State:
    return status_of(tuple(checks)).state


def _told(db: Database, post: str) -> list[Check]:
    """The looks that say something about the post, as far as its state is made of them."""
    found = rows(
        db,
        "SELECT at, source, outcome FROM checks WHERE post = ? AND outcome IN ('found', 'gone')",
        post,
    )
    return [
        Check(post=post, at=parse_time(row["at"]), source=row["source"], outcome=row["outcome"])
        for row in found
    ]


def _sites(db: Database, post: str) -> list[str]:
    """What ``in:`` finds a post by: of articles that may be named in public only."""
    found = rows(
        db,
        """
        SELECT a.url, s.name, s.url AS home FROM article_posts r
        JOIN articles a ON a.id = r.article LEFT JOIN sites s ON s.id = a.site
        WHERE r.post = ? AND a.public
        """,
        post,
    )
    return sorted({tag for row in found for tag in site_tags(row["url"], row["name"], row["home"])})


def _counted(db: Database, id: int) -> Row:
    return one(db, "SELECT speaker, features FROM statement_facets WHERE id = ?", id)


def forget_traces(db: Database) -> None:
    """What an erasure leaves in the index: marks in the place of words until these are merged,
    and names that no statement has any more.
    """
    db.execute(
        """
        DELETE FROM statement_speakers WHERE NOT EXISTS (
            SELECT 1 FROM statement_facets f WHERE f.speaker = statement_speakers.id)
        """
    )
    db.execute("INSERT INTO statements_search (statements_search) VALUES ('optimize')")


def is_outdated(db: Database) -> bool:
    """Whether the statements were indexed by another version than this one, or never."""
    row = first(db, "SELECT max(version) AS version FROM search_version")
    return row is None or row["version"] != VERSION


def index_all(db: Database, tell: Callable[[int, int], None]) -> None:
    """Makes all statements and the whole index anew; ``tell(done, all)`` hears how far it is."""
    db.execute("DELETE FROM statements")
    db.execute("DELETE FROM statement_facets")
    db.execute("DELETE FROM statement_signs")
    db.execute("DELETE FROM statement_speakers")
    db.execute("INSERT INTO statements_search (statements_search) VALUES ('delete-all')")
    posts = [row["id"] for row in rows(db, "SELECT id FROM posts ORDER BY requested_at, id")]
    for done, post in enumerate(posts):
        if done % 10_000 == 0:
            tell(done, len(posts))
        add(db, _statements(db, post)[::-1], search=False)
    # All at once, in the order of the ids: one by one it would take many times as long.
    db.execute("INSERT INTO statements_search (statements_search) VALUES ('rebuild')")
    db.execute("INSERT INTO statements_search (statements_search) VALUES ('optimize')")
    db.execute("DELETE FROM search_version")
    insert(db, "search_version", {"version": VERSION})
