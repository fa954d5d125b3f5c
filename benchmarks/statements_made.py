"""An archive of posts that nobody wrote, as many as one likes: for measuring the search.

Made by a generator that always makes the same: 600 officials over eight years, words as often as
words are (a few everywhere, half of all posts with "the", and most of them seldom), images, links,
answers, reposts, edits, posts that are gone, and drafts. What a few queries must find is counted
here, while the posts are made, from the lists of words that they were made of.
"""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from archive.canonical import leaf_hash
from archive.clock import milliseconds, rfc3339
from archive.records import (
    Author,
    CaptureReason,
    Facet,
    Media,
    PostLink,
    Snapshot,
    Stored,
    Visibility,
    post_id,
)
from archive.status import State
from archive.storage.sqlite.connection import connect, writing
from archive.storage.sqlite.schema import migrate
from archive.storage.sqlite.speakers import Speakers
from archive.storage.sqlite.statement_rows import signs_of
from archive.storage.sqlite.statements import statement_of
from archive.storage.sqlite.tags import Speaker, features

__all__ = ["QUERIES", "common_words", "make_archive"]

START = datetime(2017, 1, 20, tzinfo=UTC)
DAYS = 8 * 365
OFFICIALS = 600

# How often these are among a thousand words; others follow by rank, as Zipf saw.
_COMMON = {
    "the": 25, "to": 25, "and": 22, "of": 17, "in": 15, "a": 14, "for": 13, "our": 10, "is": 9,
    "on": 9, "we": 8, "with": 7, "that": 6, "this": 6, "i": 6, "you": 5, "are": 5, "will": 5,
    "it": 4, "at": 4, "be": 4, "have": 4, "from": 4, "by": 3, "my": 3, "not": 3, "as": 3, "all": 3,
    "their": 3, "has": 3, "who": 3, "more": 3, "today": 3, "was": 2, "your": 2, "must": 2,
    "people": 2, "they": 2, "can": 2, "but": 2, "an": 2, "new": 2, "no": 2, "now": 2, "its": 2,
}  # fmt: skip
_EVERYDAY = """
    american health work house help state congress families president community thank great day
    country care support act bill year time senate jobs border security law court school
    students women children veterans workers budget tax energy water climate city bridge council
    housing police safety vote voters election democracy freedom justice rights farmers trade
    small business economy inflation prices hospital vaccine covid wall immigration asylum
    migrants deport deported deporting gate river crossing agents customs visa refugees treaty
    tariff steel oil gas solar wind forest fire flood hurricane storm relief emergency fund
    grant money debt deficit spending cuts medicare medicaid social pension union strike wage
    hearing committee subcommittee amendment nomination judge impeachment investigation report
    letter statement press conference interview radio speech remarks anniversary holiday honor
    memorial service
"""
_ESPANOL = """
    de la que el en y a los las un por con para una su del se al es nuestra frontera comunidad
    familias trabajo salud gobierno mujeres derechos hoy gracias seguridad estado ley congreso
    escuela niños agua economía año país pueblo nuestros México
"""
_SYLLABLES = """
    ba be bo ca ce co da de di fa fe ga go ha hi ka ke la le li lo ma me mi mo na ne ni
"""

QUERIES: tuple[str, ...] = (
    "the",
    "border",
    "border wall",
    "the from:@official7",
    "the reason:hand",
    '"border wall"',
    "hurricane OR flood",
    "the -border",
    "deport*",
    "#relief",
    "frontera lang:es",
    "status:gone",
    "has:image has:link",
    "kind:repost tariff",
    "party:green the",
    "",
)
"""What is counted while the posts are made."""


class Made(msgspec.Struct):
    """One post, as it was rolled."""

    number: int
    official: int
    at: datetime
    words: list[str]
    lang: str
    platform: str
    image: bool
    link: bool
    reply: bool
    quote: bool
    repost: bool
    gone: bool
    draft: bool
    edited: bool
    reason: CaptureReason


DIFFERENT = 100_000
"""So many posts are rolled; more are these again, some hours later. An index does not mind."""


def make_archive(path: Path, posts: int, seed: int = 1) -> dict[str, int]:
    """Makes an archive of so many posts in a new file, above 100,000 of a multiple of it; gives
    how many public statements each of :data:`QUERIES` must find.
    """
    db = connect(path, write=True)
    migrate(db, path)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -200000")
    truth: Counter[str] = Counter(dict.fromkeys(QUERIES, 0))
    with writing(db):
        _add_officials(db)
        different = min(posts, DIFFERENT)
        copies = posts // different
        made = _rolled(different, seed)
        while batch := list(islice(made, 5_000)):
            for post in batch:
                truth.update(_found_by(post))
            _add_posts(db, batch)
        for number in range(1, copies):
            for sql in _COPIES:
                db.execute(sql, {"c": number, "letter": chr(ord("A") + number)})
        db.execute("INSERT INTO statements_search (statements_search) VALUES ('rebuild')")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return {query: n * copies for query, n in truth.items()}


def common_words() -> list[str]:
    """A few thousand words that posts have, the most frequent first."""
    return _vocabulary()[0][:4_000]


def _vocabulary() -> tuple[list[str], list[float]]:
    syllables = _SYLLABLES.split()
    rolls = random.Random(7)  # noqa: S311  the same words each time
    words = dict.fromkeys((*_COMMON, *_EVERYDAY.split()))
    while len(words) < 40_000:
        words["".join(rolls.choices(syllables, k=rolls.randint(2, 5)))] = None
    weights = [
        float(_COMMON.get(word, 110 / (rank + 20) ** 1.02)) for rank, word in enumerate(words)
    ]
    return list(words), list(accumulate(weights))


def _rolled(posts: int, seed: int) -> Iterator[Made]:
    rolls = random.Random(seed)  # noqa: S311  the same posts each time
    english, weights = _vocabulary()
    espanol = _ESPANOL.split()
    spanish = list(accumulate(1 / (rank + 2) for rank in range(len(espanol))))
    talkers = list(accumulate(1 / (rank + 8) ** 0.7 for rank in range(OFFICIALS)))
    for number in range(posts):
        # More posts a day each year.
        part = math.sqrt((number + rolls.random()) / posts)
        lang = rolls.choices(("en", "es", "en-US", "fr", ""), (78, 9, 8, 1, 4))[0]
        length = min(60, max(2, int(rolls.gauss(29, 11))))
        if lang == "es":
            words = rolls.choices(espanol, cum_weights=spanish, k=length)
        else:
            words = rolls.choices(english, cum_weights=weights, k=length)
        roll = rolls.random
        yield Made(
            number=number,
            official=rolls.choices(range(OFFICIALS), cum_weights=talkers)[0],
            at=START + timedelta(milliseconds=int(part * DAYS * 86_400_000)),
            words=words,
            lang=lang,
            platform=rolls.choices(("x", "bluesky", "fediverse"), (60, 25, 15))[0],
            image=roll() < 0.3,
            link=roll() < 0.35,
            reply=roll() < 0.2,
            quote=roll() < 0.1,
            repost=roll() < 0.12,
            gone=roll() < 0.08,
            draft=roll() < 0.03,
            edited=roll() < 0.01,
            reason=rolls.choices(
                ("follow", "import", "article", "request", "hand"), (700, 230, 40, 25, 5)
            )[0],
        )


def _found_by(post: Made) -> list[str]:
    """The queries that find it: by the words that it was made of."""
    if post.draft:
        return []
    words = set(post.words)
    pairs = set(zip(post.words, post.words[1:], strict=False))
    tells = {
        "the": "the" in words,
        "border": "border" in words,
        "border wall": words >= {"border", "wall"},
        "the from:@official7": "the" in words and post.official == 7,
        "the reason:hand": "the" in words and post.reason == "hand",
        '"border wall"': ("border", "wall") in pairs,
        "hurricane OR flood": bool(words & {"hurricane", "flood"}),
        "the -border": "the" in words and "border" not in words,
        "deport*": any(word.startswith("deport") for word in words),
        "#relief": _tag(post) == "relief",
        "frontera lang:es": "frontera" in words and post.lang == "es",
        "status:gone": post.gone,
        "has:image has:link": post.image and post.link,
        "kind:repost tariff": post.repost and "tariff" in words,
        "party:green the": "the" in words and _party(post.official) == "Green",
        "": True,
    }
    times = 2 if post.edited else 1
    return [query for query, tell in tells.items() if tell for _ in range(times)]


def _tag(post: Made) -> str | None:
    return post.words[0] if post.number % 7 == 0 and post.words[0].isascii() else None


def _party(official: int) -> str:
    return "Green" if official % 50 == 0 else ("Democratic", "Republican")[official % 2]


def _office(official: int) -> str:
    titles = ("Representative", "Senator", "Governor", "Secretary of State", "Mayor")
    return titles[0 if official % 10 < 7 else 1 + official % 4]


def _add_officials(db: Database) -> None:
    db.conn.executemany(
        "INSERT INTO officials (slug, name, source, changed_at) VALUES (?, ?, 'made', ?)",
        ((f"official-{i}", f"Official Number {i}", rfc3339(START)) for i in range(OFFICIALS)),
    )
    db.conn.executemany(
        "INSERT INTO offices (id, official, title, jurisdiction, party, since, source) "
        "VALUES (?, ?, ?, ?, ?, '2017-01-01', 'made')",
        (
            (i + 1, f"official-{i}", _office(i), f"District {i % 50}", _party(i))
            for i in range(OFFICIALS)
        ),
    )
    db.conn.executemany(
        "INSERT INTO accounts (id, platform, native_id, official) VALUES (?, ?, ?, ?)",
        (
            (i * 3 + at + 1, platform, str(i), f"official-{i}")
            for i in range(OFFICIALS)
            for at, platform in enumerate(("x", "bluesky", "fediverse"))
        ),
    )
    db.conn.executemany(
        "INSERT INTO account_handles (account, handle, first_seen, last_seen) VALUES (?, ?, ?, ?)",
        (
            (i + 1, f"official{i // 3}", rfc3339(START), rfc3339(START))
            for i in range(OFFICIALS * 3)
        ),
    )


def _snapshot(post: Made, words: list[str]) -> Snapshot:
    shown = list(words)
    tag = _tag(post)
    if tag is not None:
        shown[0] = f"#{tag}"
    text = " ".join(shown).capitalize() + "."
    facets: tuple[Facet, ...] = ()
    if post.link:
        target = f"https://news.example/{post.number}"
        facets = (Facet(start=len(text) + 1, end=len(text) + 13, kind="link", target=target),)
        text = f"{text} news.example"
    link = PostLink(url="https://x.com/i/status/1", unavailable="not taken")
    return Snapshot(
        platform=post.platform,
        native_id=str(post.number),
        url=f"https://{post.platform}.example/{post.number}",
        author=Author(
            name=f"Official Number {post.official}",
            handle=f"official{post.official}",
            native_id=str(post.official),
        ),
        text=text,
        kind="repost" if post.repost else "post",
        facets=facets,
        lang=post.lang or None,
        created_at=post.at,
        created_precision="ms",
        media=(Media(kind="image", urls=("https://pictures.example/a.jpg",)),)
        if post.image
        else (),
        parent=link if post.reply else None,
        quoted=link if post.quote else None,
        as_of=post.at + timedelta(minutes=5),
    )


def _add_posts(db: Database, posts: list[Made]) -> None:
    rows: dict[str, list[Sequence[Any]]] = {name: [] for name in _INSERTS}
    for post in posts:
        key = post_id(post.platform, str(post.number))
        taken = post.at + timedelta(minutes=5)
        account = post.official * 3 + _PLATFORMS.index(post.platform) + 1
        seen: Visibility = "draft" if post.draft else "public"
        url = f"https://{post.platform}.example/{post.number}"
        released = None if post.draft else rfc3339(taken)
        rows["posts"].append(
            (
                *(key, post.platform, str(post.number), url, account, seen, released),
                *(post.reason, rfc3339(taken), 2 if post.edited else 1),
            )
        )
        speaker = Speaker(
            slug=f"official-{post.official}",
            name=f"Official Number {post.official}",
            office=_office(post.official),
            party=_party(post.official),
            jurisdiction=f"District {post.official % 50}",
        )
        said = msgspec.json.encode(msgspec.structs.asdict(speaker)).decode()
        rows["annotations"].append((key, said, rfc3339(taken)))
        rows["checks"].append((key, rfc3339(taken), "found", None))
        if post.gone:
            rows["checks"].append((key, rfc3339(post.at + timedelta(days=90)), "gone", "unknown"))
        for n in range(1, 3 if post.edited else 2):
            number = post.number * 2 + n - 1
            stored = _stored(post, key, n, taken, number)
            snapshot = stored.snapshot
            salt = number.to_bytes(32, "big")
            rows["log"].append((number, leaf_hash(salt, stored.sha256), rfc3339(taken)))
            content = msgspec.json.encode(snapshot).decode()
            row = (key, n, content, stored.sha256, rfc3339(taken), rfc3339(taken), number, salt)
            rows["snapshots"].append(row)
            state: State = "gone" if post.gone else "live"
            statement = statement_of(
                stored,
                at=post.at,
                account=account,
                state=state,
                reason=post.reason,
                visibility=seen,
                speaker=speaker,
                sites=(),
            )
            place = milliseconds(post.at) * 1000 + number % 1000
            held = {"id": place, "official": speaker.slug, "office": post.official + 1}
            rows["statements"].append(tuple((statement | held).values()))
            counted = features(snapshot, state=state, reason=post.reason)
            rows["statement_facets"].append((place, Speakers(db).id(speaker), counted))
            rows["statement_signs"].append((place, *signs_of(statement).values()))
    for name, sql in _INSERTS.items():
        db.conn.executemany(sql, rows[name])


def _stored(post: Made, key: str, n: int, taken: datetime, number: int) -> Stored:
    words = post.words if n == 1 else [*post.words, "again"]
    return Stored(
        post=key,
        n=n,
        snapshot=_snapshot(post, words),
        captured_at=taken,
        as_of=taken,
        reason="first",
        source="made",
        sha256="0" * 64,
        log_index=number,
    )


_PLATFORMS = ("x", "bluesky", "fediverse")
_INSERTS = {
    "posts": "INSERT INTO posts (id, platform, native_id, url, account, visibility, released_at, "
    "capture_reason, requested_at, current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "log": "INSERT INTO log (idx, leaf, at) VALUES (?, ?, ?)",
    "snapshots": "INSERT INTO snapshots (post, n, content, sha256, captured_at, as_of, "
    "as_of_basis, completeness, reason, source, log_index, salt) "
    "VALUES (?, ?, ?, ?, ?, ?, 'now', 'full', 'first', 'made', ?, ?)",
    "checks": "INSERT INTO checks (post, at, source, outcome, cause, snapshot) "
    "VALUES (?, ?, 'made', ?, ?, 1)",
    "annotations": "INSERT INTO annotations (post, kind, target, version, body, by, at) "
    "VALUES (?, 'official', '#~', 1, ?, 'ana', ?)",
    "statements": "INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?)",
    "statement_facets": "INSERT INTO statement_facets VALUES (?, ?, ?)",
    "statement_signs": "INSERT INTO statement_signs VALUES (?, ?, ?)",
}

_LATER = 7_000_003
"""Milliseconds between a post and its first copy."""
_COPIES = (
    """
    INSERT INTO posts (id, platform, native_id, url, account, visibility, released_at,
      capture_reason, requested_at, current)
    SELECT :letter || substr(id, 2), platform, native_id || '-' || :c, url, account, visibility,
      released_at, capture_reason, requested_at, current
    FROM posts WHERE substr(id, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,
    f"""
    INSERT INTO log (idx, leaf, at) SELECT idx + :c * {2 * DIFFERENT}, leaf, at FROM log
    WHERE idx < {2 * DIFFERENT}
    """,  # noqa: S608  a number of ours
    f"""
    INSERT INTO snapshots (post, n, content, sha256, captured_at, as_of, as_of_basis,
      completeness, reason, source, log_index, salt)
    SELECT :letter || substr(post, 2), n, content, sha256, captured_at, as_of, as_of_basis,
      completeness, reason, source, log_index + :c * {2 * DIFFERENT}, salt
    FROM snapshots WHERE log_index < {2 * DIFFERENT}
    """,  # noqa: S608  a number of ours
    """
    INSERT INTO checks (post, at, source, outcome, cause, snapshot)
    SELECT :letter || substr(post, 2), at, source, outcome, cause, snapshot
    FROM checks WHERE substr(post, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,
    """
    INSERT INTO annotations (post, kind, target, version, body, by, at)
    SELECT :letter || substr(post, 2), kind, target, version, body, by, at
    FROM annotations WHERE substr(post, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,
    f"""
    INSERT INTO statement_facets
    SELECT f.id + :c * {_LATER}000, f.speaker, f.features
    FROM statements s JOIN statement_facets f ON f.id = s.id
    WHERE substr(s.post, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,  # noqa: S608  a number of ours
    f"""
    INSERT INTO statement_signs SELECT f.id + :c * {_LATER}000, f.length, f.again
    FROM statements s JOIN statement_signs f ON f.id = s.id
    WHERE substr(s.post, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,  # noqa: S608  a number of ours
    f"""
    INSERT INTO statements
    SELECT id + :c * {_LATER}000, :letter || substr(post, 2), snapshot, kind, platform, text, lang,
      author_name, author_handle, official, office,
      strftime('%Y-%m-%dT%H:%M:%fZ', (id / 1000 + :c * {_LATER}) / 1000.0, 'unixepoch'),
      time_unknown, words, links, forms, again, office_words, party_words, tags
    FROM statements WHERE substr(post, 1, 1) NOT BETWEEN 'A' AND 'Z'
    """,  # noqa: S608  a number of ours
)
