"""The index of the statements: it finds what marks mark, also in the archive of another day, and is
made anew where its rules are others by now.
"""

import asyncio
import hashlib
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlite_utils import Database

from archive.marking import found_in
from archive.query import Query, from_params
from archive.records import Account, Facet, Media, Snapshot, Stored
from archive.storage import Storage, open_storage
from archive.storage.sqlite import search as search_part
from archive.storage.sqlite.statements import VERSION, statement_of
from archive.storage.sqlite.tags import Speaker, features, site_tags
from archive.tokens import index
from tests.archive.searching import (
    PIECES,
    WALL,
    counts,
    fill,
    found,
    moment,
    official,
    query,
    whole,
)
from tests.archive.sqlite_files import ask
from tests.archive.storage_posts import (
    NOON,
    at,
    capture,
    first,
    id_of,
    look,
    new,
    snapshot,
    write,
)

# As the text says


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str | None]]:
    """An archive of many texts made of the same pieces, and the language of each."""
    file = tmp_path_factory.mktemp("texts") / "archive.db"
    rolls = random.Random(4)  # noqa: S311  the same texts each time
    made: dict[str, str | None] = {}
    while len(made) < 90:
        text = " ".join(rolls.choices(PIECES, k=rolls.randint(1, 6)))
        made[text] = rolls.choice(("en", "es", None, "fr"))
    posts = [
        write(str(i), new(1, snapshot(str(i), text, lang=lang)), visibility="public")
        for i, (text, lang) in enumerate(made.items())
    ]

    async def make() -> None:
        storage = await open_storage(f"sqlite:{file}")
        await storage.keep(capture(*posts))
        await storage.close()

    asyncio.run(make())
    return file, made


_word = st.sampled_from(PIECES).map(lambda piece: piece.strip("…"))
_term = st.one_of(
    _word,
    _word.map(lambda word: f"{word[:4]}*"),
    st.lists(_word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    st.lists(_word, min_size=2, max_size=2).map(" OR ".join),
    _word.map(lambda word: f"-{word}"),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_term, min_size=1, max_size=4), st.booleans())
def test_the_index_finds_what_the_marks_mark(
    texts: tuple[Path, dict[str, str | None]], terms: list[str], stems: bool
) -> None:
    file, made = texts
    asked = from_params({"q": " ".join(("since:2020", *terms)), "stems": "1" if stems else ""})
    if not isinstance(asked, Query):
        return
    with closing(sqlite3.connect(file)) as raw:
        db = Database(raw)
        matched = search_part.Today(db, asked, False)
        ids = matched.ids(None, -1)
        kept = dict(raw.execute("SELECT id, text FROM statements"))
    assert {kept[each] for each in ids} == {
        t for t, lang in made.items() if found_in(t, asked, lang)
    }


# The archive of another day


async def test_of_another_day_are_the_language_media_and_handles_of_that_day(
    storage: Storage,
) -> None:
    made: dict[str, Any] = {"requested_at": at(0), "visibility": "public"}
    await storage.keep(
        capture(write("1", new(1, snapshot("1", "wall", lang="es")), **made), at=at(1))
    )
    later = snapshot("1", "wall", media=(Media(kind="image"),))
    renamed = Account(platform="x", native_id="77", handle="renamed")
    await storage.keep(
        capture(
            write("1", new(2, later, captured_at=at(20)), **made | {"account": renamed}), at=at(20)
        )
    )
    for text in ("lang:es", "wall -has:image", "from:official"):
        assert await found(storage, text, archive_at=moment(10)) == {"wall"}
    for text in ("lang:en", "has:image", "from:renamed"):
        assert await found(storage, text, archive_at=moment(10)) == set()
        assert await found(storage, text, archive_at=moment(30)) == {"wall"}
    facets = counts(await storage.facets(query(archive_at=moment(10))))
    assert (facets["lang"], facets["media"]) == ({"es": 1}, {"": 1})


async def test_the_archive_is_found_as_it_stood(storage: Storage) -> None:
    who: dict[str, Any] = {"by": "ana", "reason": "x"}
    made = {"requested_at": at(0)}
    await storage.keep(
        capture(first("1", "wall one", **made), first("2", "wall two", **made), at=at(1))
    )
    await storage.set_visibility(id_of("1"), "public", at=at(10), **who)
    await storage.keep(
        capture(
            write("1", new(2, snapshot("1", "wall one, edited"), captured_at=at(20)), **made),
            looks=(look("1", minutes=20),),
            at=at(20),
        )
    )
    await storage.annotate(replace(official("1", office="Senator"), at=at(30)))
    await storage.annotate(replace(official("1", office="Mayor"), at=at(40)))
    await storage.keep(capture(looks=(look("1", minutes=50, outcome="gone"),), at=at(50)))

    async def then(minutes: float, text: str = "wall", *, drafts: bool = False) -> set[str]:
        return await found(storage, text, drafts=drafts, archive_at=moment(minutes))

    assert await then(5) == set()
    assert await then(5, drafts=True) == {"wall one", "wall two"}
    assert await then(15) == {"wall one"}
    assert await then(25) == {"wall one", "wall one, edited"}
    assert await then(25, "office:senator") == set()
    assert await then(35, "office:senator from:ana-example") == {"wall one", "wall one, edited"}
    assert await then(45, "office:senator") == set()
    assert await then(45, "office:mayor status:live") == {"wall one", "wall one, edited"}
    assert await then(55, "status:gone") == {"wall one", "wall one, edited"}
    archived = look("1", minutes=60, source="web-archive")
    await storage.keep(capture(looks=(archived,), at=at(60)))
    assert await then(65, "status:gone") == {"wall one", "wall one, edited"}
    today = (await storage.search(query("wall status:gone"))).hits
    assert {(hit.text, hit.state) for hit in today} >= {("wall one, edited", "gone")}
    (hit,) = (await storage.search(query("wall", archive_at=moment(15)))).hits
    assert (hit.state, hit.edited_away, hit.official) == ("unknown", False, None)
    hits = (await storage.search(query("wall", archive_at=moment(35), sort="best"))).hits
    assert {(hit.text, hit.edited_away, hit.official and hit.official.office) for hit in hits} == {
        ("wall one", True, "Senator"),
        ("wall one, edited", False, "Senator"),
    }
    facets = counts(await storage.facets(query(archive_at=moment(45))))
    assert (facets["office"], facets["status"]) == ({"mayor": 2}, {"live": 2})
    assert (await storage.histogram(query(archive_at=moment(45)), "year")).total == 2
    batches = [b async for b in storage.statements(query("edited", archive_at=moment(45)))]
    assert batches == [((id_of("1"), 2),)]


async def test_a_draft_again_is_found_on_no_day_but_by_editors(storage: Storage) -> None:
    who: dict[str, Any] = {"by": "ana", "reason": "x"}
    made = {"requested_at": at(0), "visibility": "public"}
    await storage.keep(
        capture(first("1", "wall one", **made), first("2", "wall two", **made), at=at(1))
    )
    await storage.keep(
        capture(write("2", new(2, snapshot("2", "wall two", sensitive=True), captured_at=at(20))))
    )
    await storage.set_visibility(id_of("1"), "draft", at=at(30), **who)
    await storage.set_visibility(id_of("2"), "draft", snapshot=1, at=at(30), **who)
    assert await found(storage, "wall", archive_at=moment(10)) == set()
    everything = await found(storage, "wall", drafts=True, archive_at=moment(10))
    assert everything == {"wall one", "wall two"}


async def test_a_draft_edit_is_not_told_by_the_text_that_readers_see(storage: Storage) -> None:
    await storage.keep(capture(first("1", "wall one", visibility="public")))
    await storage.keep(capture(write("1", new(2, snapshot("1", "wall two"), captured_at=at(20)))))
    (hit,) = (await storage.search(query("one"))).hits
    assert hit.edited_away
    await storage.set_visibility(id_of("1"), "draft", snapshot=2, by="a", at=at(3), reason=None)
    (hit,) = (await storage.search(query("one"))).hits
    assert not hit.edited_away


async def test_what_was_withheld_or_erased_since_is_counted_and_not_shown(storage: Storage) -> None:
    who: dict[str, Any] = {"by": "ana", "reason": "x"}
    posts = [first(str(n), f"wall {n}", visibility="public", requested_at=at(0)) for n in range(5)]
    await storage.keep(capture(*posts, at=at(1)))
    await storage.set_visibility(id_of("0"), "withheld", at=at(5), **who)
    await storage.set_visibility(id_of("1"), "withheld", at=at(20), **who)
    await storage.erase(id_of("2"), at=at(20), **who)
    await storage.set_visibility(id_of("3"), "withheld", at=at(6), **who)
    await storage.set_visibility(id_of("3"), "public", at=at(20), **who)
    results = await storage.search(query("wall", archive_at=moment(10)))
    assert [hit.text for hit in results.hits] == ["wall 4"]
    assert results.erased_since == 2
    assert (await storage.search(query("wall", archive_at=moment(30)))).erased_since == 0
    assert (await storage.search(query("wall"))).erased_since == 0


async def test_a_text_that_another_snapshot_still_shows_does_not_count_as_withheld(
    storage: Storage,
) -> None:
    who: dict[str, Any] = {"at": at(20), "by": "ana", "reason": "x"}
    versions = [new(n, snapshot("1", text)) for n, text in enumerate(("wall", "gate", "wall"), 1)]
    await storage.keep(
        capture(write("1", *versions, visibility="public", requested_at=at(0)), at=at(1))
    )
    await storage.set_visibility(id_of("1"), "withheld", snapshot=1, **who)
    then = query("wall", archive_at=moment(10))
    results = await storage.search(then)
    assert ([hit.snapshot for hit in results.hits], results.erased_since) == ([3], 0)
    await storage.set_visibility(id_of("1"), "withheld", snapshot=3, **who)
    results = await storage.search(then)
    assert (results.hits, results.erased_since) == ((), 1)


async def test_pages_of_another_day_follow_each_other(storage: Storage) -> None:
    posts = [first(str(n), f"wall {n}", visibility="public", requested_at=at(0)) for n in range(7)]
    await storage.keep(capture(*posts, at=at(1)))
    for sort in ("newest", "oldest", "best"):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await storage.search(
                query("wall", archive_at=moment(9), sort=sort, limit="3", cursor=cursor)
            )
            seen += [hit.text for hit in page.hits]
            cursor = page.cursor
        assert sorted(seen) == [f"wall {n}" for n in range(7)]


# The index itself


async def test_an_archive_of_an_older_version_is_indexed_when_it_is_opened(
    opened: Callable[[], Any], tmp_path: Path
) -> None:
    storage = await opened()
    await fill(storage)
    everything = await found(storage, drafts=True)
    await storage.close()
    file = tmp_path / "archive.db"
    rows = ask(file, "SELECT * FROM statements ORDER BY post, snapshot")
    ask(file, "INSERT INTO statements_search (statements_search) VALUES ('delete-all')")
    ask(file, "UPDATE search_version SET version = 0")
    storage = await opened()
    assert await found(storage, drafts=True) == everything
    assert await found(storage, "border wall") == {WALL}
    await storage.close()
    whole(file)
    made = ask(file, "SELECT * FROM statements ORDER BY post, snapshot")
    assert [row[1:] for row in made] == [row[1:] for row in rows]


def test_other_tokens_are_another_version() -> None:
    """When this fails: raise VERSION, so that archives are indexed anew, and set the digest."""
    made = [(index(piece, "en"), index(piece, "es")) for piece in PIECES]
    said = [
        "(" + ", ".join(f"Indexed(words={m.words!r}, forms={m.forms!r})" for m in each) + ")"
        for each in made
    ]
    link = Facet(start=0, end=1, kind="link", target="https://www.cdc.gov/flu")
    stored = stored_of_tests(snapshot("1", " ".join(PIECES), facets=(link,), lang="en-US"))
    speaker = Speaker(slug="a-b", name="A B", office="Senator", party="X", jurisdiction=None)
    row = statement_of(
        stored,
        at=NOON,
        account=7,
        state="gone",
        reason="follow",
        visibility="public",
        speaker=speaker,
        sites=site_tags("https://www.news.example/a", "The News", None),
    )
    names = ("words", "links", "forms", "again", "tags")
    said += [row["words"], *(repr(sorted(row[name].split())) for name in names)]
    said.append(features(stored.snapshot, state="gone", reason="follow"))
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    assert (VERSION, digest[:16]) == (3, "d3f63e6d1e238191")


def stored_of_tests(of: Snapshot) -> Stored:
    return Stored(
        post=id_of(),
        n=1,
        snapshot=of,
        captured_at=NOON,
        as_of=NOON,
        reason="first",
        source="made",
        sha256="",
        log_index=0,
    )
