"""Finding statements: what each query finds, what nobody finds, and walking the pages.

One small archive, written as captures write it, is shared by the tests that only read.
"""

import asyncio
import hashlib
import random
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlite_utils import Database

from archive.errors import UsageError
from archive.marking import found_in
from archive.query import Query, from_params
from archive.records import Account, Annotation, Author, Facet, Media, Snapshot, Stored
from archive.register.facts import Facts, Office, Person
from archive.storage import Storage, open_storage
from archive.storage.register import RegisterFile
from archive.storage.search import Facets, Hit
from archive.storage.sqlite import search as search_part
from archive.storage.sqlite import tally as tally_part
from archive.storage.sqlite.statements import VERSION, statement_of
from archive.storage.sqlite.tags import Speaker, features, site_tags
from archive.tokens import index
from tests.archive.sqlite_files import ask, traces
from tests.archive.storage_posts import (
    NOON,
    PICTURE,
    POSTED,
    VARIANTS,
    at,
    capture,
    first,
    id_of,
    linking,
    look,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)


def query(text: str = "", **params: str) -> Query:
    read = from_params({"q": text, **params})
    assert isinstance(read, Query), read
    return read


async def found(
    storage: Storage, text: str = "", *, drafts: bool = False, **params: str
) -> set[str]:
    results = await storage.search(query(text, **params), drafts=drafts)
    assert results.cursor is None
    texts = {hit.text for hit in results.hits}
    assert (
        results.total
        == len(results.hits)
        == await storage.count(query(text, **params), drafts=drafts)
    )
    return texts


def whole(file: Path) -> None:
    """The index holds what the statements say, neither more nor less."""
    with closing(sqlite3.connect(file)) as db:
        check = (
            "INSERT INTO statements_search (statements_search, rank) VALUES ('integrity-check', 1)"
        )
        db.execute(check)
        sides = [
            db.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()  # noqa: S608  names from here
            for table in ("statements", "statement_facets")
        ]
        assert sides[0] == sides[1]


def official(native: str, **body: Any) -> Annotation:
    said = {"name": "Ana Example", "slug": "ana-example", **body}
    return Annotation(post=id_of(native), kind="official", body=said, by="ana", at=at(1))


BO = Account(platform="bluesky", native_id="did:bo", handle="bo.example", name="Bo")


def of_bo(native: str, text: str, **fields: Any) -> Any:
    author = Author(name="Bo", handle="bo.example", native_id="did:bo")
    about = {"platform": "bluesky", "lang": "es", "author": author, **fields}
    # The tests' posts are all x's by their ids; only the snapshot says otherwise.
    return write(
        native,
        new(1, snapshot(native, text, **about)),
        account=BO,
        visibility="public",
        reason="follow",
    )


async def fill(storage: Storage) -> None:
    link = Facet(
        start=0, end=4, kind="link", target="https://www.agency.example/reports/2025?x=flood"
    )
    await storage.keep(
        capture(
            first("1", "The border wall is closed.", visibility="public"),
            write(
                "1b",
                new(1, snapshot("1b", "Read agency.example #Border", facets=(link,), lang="en-US")),
                account=Account(platform="x", native_id="77", handle="oldname", name="An Official"),
                visibility="public",
            ),
            with_picture("2", visibility="public", reason="article"),
            of_bo("3", "La frontera está cerrada", created_at=POSTED + timedelta(days=400)),
            of_bo("4", "Reposted border words", kind="repost", lang=None),
            linking("5", "quoted", "1", visibility="public", reason="hand"),
            first("6", "A draft about the border"),
            first("7", "Context about the border", reason="context", visibility="public"),
            first(
                "8",
                "A neighbour at the border",
                visibility="public",
                account=Account(platform="x", native_id="5", private_person=True),
            ),
            media=(picture(),),
            looks=(
                look("1", snapshot=1),
                look("2", snapshot=1),
                look("2", minutes=5, outcome="gone"),
            ),
        )
    )
    await storage.set_variants(PICTURE, VARIANTS)
    await storage.annotate(
        official("1", office="Secretary of State", party="Independent", jurisdiction="US")
    )
    await storage.annotate(official("2", slug=None, name="José Sample", office="Mayor"))
    await storage.reference(id_of("1"), "https://news.example/a", by="ana", at=at(1))
    await storage.reference(id_of("2"), "https://www.news.example/b", by="ana", at=at(1))
    await storage.name_article("https://www.news.example/b", True, by="ana", at=at(2))


WALL, LINK, PICTURED = (
    "The border wall is closed.",
    "Read agency.example #Border",
    "The wall is closed.",
)
CERRADA, REPOST, QUOTING = "La frontera está cerrada", "Reposted border words", "As said before, 5."
DRAFT = "A draft about the border"
ALL = {WALL, LINK, PICTURED, CERRADA, REPOST, QUOTING}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("search") / "archive.db"

    async def make() -> None:
        storage = await open_storage(f"sqlite:{file}")
        await fill(storage)
        await storage.close()

    asyncio.run(make())
    return file


@pytest.fixture
async def archive(shared: Path) -> AsyncIterator[Storage]:
    """The shared archive; to be read only."""
    storage = await open_storage(f"sqlite:{shared}")
    yield storage
    await storage.close()


# What is found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ALL),
        ("border", {WALL, LINK, REPOST}),
        ("BÖRDER wall", {WALL}),
        ('"wall border"', set()),
        ('"border wall"', {WALL}),
        ("frontera OR wall", {WALL, PICTURED, CERRADA}),
        ("closed -border", {PICTURED}),
        ("#border", {LINK}),
        ("repost*", {REPOST}),
        ("reports", {LINK}),  # of the whole address that is shown short
        ('"agency example reports 2025"', {LINK}),
        ("from:@official", {WALL, LINK, PICTURED, QUOTING}),
        ("from:@OLDNAME", {WALL, LINK, PICTURED, QUOTING}),
        ("from:bo.example", {CERRADA, REPOST}),
        ("from:ana-example", {WALL}),
        ('from:"ana  EXAMPLE"', {WALL}),
        ('from:"jose sample"', {PICTURED}),
        ("from:nobody", set()),
        ("-from:@official since:2020", {CERRADA, REPOST}),
        ('office:"secretary of state"', {WALL}),
        ("office:state", {WALL}),
        ("office:mayor OR office:state", {WALL, PICTURED}),
        ("-office:mayor border", {WALL, LINK, REPOST}),
        ("party:independent", {WALL}),
        ("platform:bluesky", {CERRADA, REPOST}),
        ("lang:en", {WALL, LINK, PICTURED, QUOTING}),
        ("lang:en-us", {LINK}),
        ("lang:es", {CERRADA}),
        ("status:live", {WALL}),
        ("status:gone", {PICTURED}),
        ("status:unknown border", {LINK, REPOST}),
        ("has:image", {PICTURED}),
        ("has:link", {LINK}),
        ("has:quote", {QUOTING}),
        ("has:image has:link", set()),
        ("kind:repost", {REPOST}),
        ("in:news.example", {PICTURED}),  # the other article is not public
        ("reason:hand", {QUOTING}),
        ("reason:follow reason:article", {PICTURED, CERRADA, REPOST}),
        ("since:2026", {CERRADA}),
        ("until:2025-03-29 frontera", set()),
        ("since:2025-03-29 until:2025-03-29 border", {WALL, LINK, REPOST}),
    ],
)
async def test_a_query_finds_what_it_says(archive: Storage, text: str, expected: set[str]) -> None:
    assert await found(archive, text) == expected


async def test_drafts_are_found_by_those_who_see_them_only(archive: Storage) -> None:
    assert await found(archive, "draft") == set()
    assert await found(archive, "draft", drafts=True) == {DRAFT}
    assert await found(archive, drafts=True) == {*ALL, DRAFT}
    (hit,) = (await archive.search(query("draft"), drafts=True)).hits
    assert hit.visibility == "draft"


async def test_other_forms_of_a_word_are_found_where_that_is_asked_for(archive: Storage) -> None:
    assert await found(archive, "closing") == set()
    assert await found(archive, "closing", stems="1") == {WALL, PICTURED}
    assert await found(archive, '"closing"', stems="1") == set()


async def test_a_hit_says_all_that_a_list_shows(archive: Storage) -> None:
    (hit,) = (await archive.search(query("from:ana-example"))).hits
    assert hit == Hit(
        id=hit.id,
        post=id_of("1"),
        snapshot=1,
        kind="post",
        platform="x",
        url="https://x.com/i/status/1",
        text=WALL,
        lang="en",
        author_name="An Official",
        author_handle="official",
        official=hit.official,
        created_at=POSTED,
        created_precision="s",
        time_unknown=False,
        edited_away=False,
        state="live",
        last_seen_live=at(0),
        first_seen_gone=None,
        reason="request",
        visibility="public",
        media=0,
        thumbnail=None,
    )
    assert hit.official is not None
    assert (hit.official.slug, hit.official.office) == ("ana-example", "Secretary of State")
    (hit,) = (await archive.search(query("has:image"))).hits
    assert (hit.state, hit.first_seen_gone, hit.media) == ("gone", at(5), 1)
    assert hit.thumbnail is not None
    assert (hit.thumbnail.sha256, hit.thumbnail.width, hit.thumbnail.format) == (
        PICTURE,
        640,
        "jpg",
    )
    assert hit.thumbnail.alt == "A gate"


async def test_newest_oldest_and_best_are_three_orders(archive: Storage) -> None:
    async def texts(**params: str) -> list[str]:
        return [
            hit.text for hit in (await archive.search(query("wall OR frontera", **params))).hits
        ]

    assert (await texts())[0] == CERRADA
    assert (await texts(sort="oldest")) == list(reversed(await texts()))
    assert sorted(await texts(sort="best")) == sorted(await texts())


# Facets and the histogram


def counts(facets: Facets) -> dict[str, dict[str, int]]:
    return {f.name: {v.value: v.count for v in f.values} for f in facets.facets}


async def test_facets_count_every_hit_once_for_each(archive: Storage) -> None:
    facets = await archive.facets(query())
    assert (facets.total, facets.sampled) == (6, None)
    assert counts(facets) == {
        "official": {"ana-example": 1, "José Sample": 1, "": 4},
        "office": {"secretary of state": 1, "mayor": 1, "": 4},
        "party": {"independent": 1, "": 5},
        "platform": {"x": 4, "bluesky": 2},
        "lang": {"en": 4, "es": 1, "": 1},
        "status": {"live": 1, "gone": 1, "unknown": 4},
        "media": {"image": 1, "": 5},
        "reason": {"article": 1, "request": 2, "follow": 2, "hand": 1},
        "year": {"2025": 5, "2026": 1},
    }
    assert [v.label for v in facets.facets[1].values] == ["", "Mayor", "Secretary of State"]


async def test_each_value_of_a_facet_finds_as_many_as_it_counts(archive: Storage) -> None:
    names = {"official": "from", "media": "has"}
    for facet in (await archive.facets(query())).facets:
        for value in facet.values:
            if value.value:
                name = names.get(facet.name, facet.name)
                text = f'{name}:"{value.value}"'
                if name == "year":
                    text = f"since:{value.value} until:{value.value}"
                assert await archive.count(query(text)) == value.count, text


async def test_of_too_many_hits_facets_are_a_sample(
    archive: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally_part, "EXACT", 3)
    monkeypatch.setattr(tally_part, "SAMPLE", 3)
    facets = await archive.facets(query())
    assert facets.total == 6
    assert facets.sampled is not None
    assert 0 < facets.sampled <= 6
    assert (await archive.facets(query(), exact=True)).sampled is None


@pytest.mark.parametrize("few", [3, 10_000])
async def test_a_histogram_has_bars_without_hits_too(
    archive: Storage, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(tally_part, "FEW", few)
    by_month = await archive.histogram(query())
    assert (by_month.unit, by_month.total) == ("month" if len(by_month.bars) < 20 else "week", 6)
    by_year = await archive.histogram(query(), "year")
    assert [(bar.start, bar.count) for bar in by_year.bars] == [
        ("2025-01-01", 5),
        ("2026-01-01", 1),
    ]
    by_day = await archive.histogram(query(), "day")
    assert len(by_day.bars) == 401
    assert [bar.start for bar in by_day.bars[:2]] == ["2025-03-29", "2025-03-30"]
    assert [bar.count for bar in by_day.bars if bar.count] == [5, 1]
    assert (await archive.histogram(query("nothing"))).bars == ()


async def test_every_hit_is_exported_once(
    archive: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_part, "BATCH", 2)
    for sort in ("newest", "oldest", "best"):
        batches = [
            b async for b in archive.statements(query("closed OR border OR frontera", sort=sort))
        ]
        every = [each for batch in batches for each in batch]
        assert len(batches) > 1
        assert sorted(every) == sorted((id_of(n), 1) for n in ("1", "1b", "2", "3", "4"))


# As the text says


PIECES = (
    *(
        "border",
        "Border's",
        "bordé",
        "the",
        "wall",
        "covid-19",
        "covid",
        "19",
        "it's",
        "its",
        "U.S.",
    ),
    *(
        "#maga",
        "#MAGA2024",
        "@a_b",
        "@name",
        "東京都",
        "京都",
        "deport",
        "deporting",
        "mujeres",
        "1,204",
    ),
    *("https://www.cdc.gov/flu", "cdc", "👍🏽", "Straße", "l'État", "ff", "d'", "…", "--", "a.b"),
)


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


# Versions of a text


async def test_text_that_was_edited_away_is_found_and_marked(storage: Storage) -> None:
    versions = (
        new(1),
        new(2, snapshot(text="The wall is open.")),
        new(3, snapshot(text="The wall is open.", sensitive=True)),
    )
    await storage.keep(capture(write("1", *versions, visibility="public")))
    hits = (await storage.search(query("wall"))).hits
    assert [(hit.snapshot, hit.text, hit.edited_away) for hit in hits] == [
        (3, "The wall is open.", False),
        (1, "The wall is closed.", True),
    ]
    # An edit that was taken back is the text that is shown.
    await storage.keep(capture(write("1", new(4, snapshot(text="The wall is closed.")))))
    hits = (await storage.search(query("wall"))).hits
    assert {(hit.snapshot, hit.edited_away) for hit in hits} == {(3, True), (4, False)}


async def test_a_text_that_another_snapshot_has_too_stays_when_one_is_withheld(
    storage: Storage,
) -> None:
    versions = (new(1), new(2, snapshot(sensitive=True)), new(3, snapshot(text="Else")))
    await storage.keep(capture(write("1", *versions, visibility="public")))

    async def of(text: str) -> list[int]:
        return [hit.snapshot for hit in (await storage.search(query(text))).hits]

    assert await of("closed") == [2]
    await storage.set_visibility(id_of(), "withheld", by="ana", at=at(1), reason="x", snapshot=2)
    assert await of("closed") == [1]
    await storage.set_visibility(id_of(), "withheld", by="ana", at=at(1), reason="x", snapshot=1)
    assert await of("closed") == []
    assert await of("else") == [3]
    await storage.set_visibility(id_of(), "public", by="ana", at=at(1), reason="x", snapshot=1)
    assert await of("closed") == [1]


# What changes


async def test_what_is_released_withheld_and_erased_is_found_accordingly(
    storage: Storage, tmp_path: Path
) -> None:
    await storage.keep(capture(first("1", "secretword one"), first("2", "secretword two")))
    who: dict[str, Any] = {"by": "ana", "at": at(1), "reason": "x"}
    assert await found(storage, "secretword") == set()
    for native in "12":
        await storage.set_visibility(id_of(native), "public", **who)
    assert await found(storage, "secretword") == {"secretword one", "secretword two"}
    await storage.set_visibility(id_of("1"), "withheld", **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword two"}
    await storage.set_visibility(id_of("1"), "draft", **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword one", "secretword two"}
    assert await found(storage, "secretword") == {"secretword two"}
    await storage.erase(id_of("2"), **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword one"}
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_nothing_of_an_erased_text_is_left_in_the_index(
    storage: Storage, tmp_path: Path
) -> None:
    for number in range(4):
        await storage.keep(capture(first(str(number), f"rarewordx{number} of a neighbour")))
    await storage.annotate(official("1", slug=None, name="Namexyz Person"))
    assert await found(storage, 'from:"namexyz person"', drafts=True)
    await storage.erase(id_of("1"), by="ana", at=at(1), reason="privacy")
    await storage.close()
    file = tmp_path / "archive.db"
    for trace in ("rarewordx1", "wordx1", "Namexyz", "namexyz"):
        assert not traces(file, trace)
    assert traces(file, "wordx2") == ["archive.db"]
    whole(file)


async def test_looks_annotations_and_articles_move_a_statement(
    storage: Storage, tmp_path: Path
) -> None:
    await storage.keep(capture(first("1", visibility="public")))
    assert await found(storage, "status:unknown") == {PICTURED}
    await storage.keep(capture(looks=(look("1"), look("1", minutes=1, outcome="refused"))))
    assert await found(storage, "status:live") == {PICTURED}
    await storage.keep(capture(looks=(look("1", minutes=2, outcome="gone"),)))
    assert await found(storage, "status:gone -status:live") == {PICTURED}
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, "office:senator from:ana-example") == {PICTURED}
    await storage.annotate(official("1", office="Mayor"))
    assert await found(storage, "office:senator") == set()
    taken_back = Annotation(post=id_of(), kind="official", body={}, by="b", at=at(2), removed=True)
    await storage.annotate(taken_back)
    assert await found(storage, "office:mayor OR office:senator") == set()
    await storage.reference(id_of(), "https://n.example/a", by="ana", at=at(1))
    assert await found(storage, "in:n.example") == set()
    await storage.name_article("https://n.example/a", True, by="ana", at=at(1))
    assert await found(storage, "in:n.example") == {PICTURED}
    await storage.name_article("https://n.example/a", False, by="ana", at=at(1))
    assert await found(storage, "in:n.example") == set()
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_what_the_register_proposes_is_found_once_a_person_confirmed_it(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("1", visibility="public")))
    await storage.annotate(replace(official("1", office="Senator"), by="register"))
    assert await found(storage, "from:ana-example OR from:x") == set()
    assert counts(await storage.facets(query()))["official"] == {"": 1}
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, "from:ana-example office:senator") == {PICTURED}


async def test_the_posts_of_a_person_who_turns_out_to_be_private_are_found_no_more(
    storage: Storage,
) -> None:
    await storage.keep(
        capture(first("1", visibility="public"), first("2", "Two", visibility="public"))
    )
    private = Account(platform="x", native_id="77", private_person=True)
    await storage.keep(capture(write("2", account=private)))
    assert await found(storage, drafts=True) == set()


async def test_what_is_captured_for_its_own_sake_is_found_then(storage: Storage) -> None:
    await storage.keep(capture(first("1", reason="context", visibility="public")))
    assert await found(storage) == set()
    await storage.keep(capture(write("1", reason="follow")))
    assert await found(storage, "reason:follow") == {PICTURED}


async def test_context_that_an_editor_made_a_draft_stays_one_when_it_is_captured(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("1", reason="context")))
    await storage.set_visibility(id_of("1"), "draft", by="ana", at=at(1), reason="not yet")
    await storage.keep(capture(write("1", reason="follow", visibility="public")))
    assert await found(storage) == set()
    assert await found(storage, drafts=True) == {PICTURED}


async def test_a_merged_post_is_found_where_it_went(storage: Storage, tmp_path: Path) -> None:
    await storage.keep(capture(first("9", "old id", visibility="public"), first("1", "first id")))
    await storage.annotate(official("9"))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    hits = (await storage.search(query("id"))).hits
    assert {(hit.post, hit.snapshot, hit.text) for hit in hits} == {
        (id_of("1"), 1, "first id"),
        (id_of("1"), 2, "old id"),
    }
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_an_office_that_the_register_takes_back_leaves_its_words(storage: Storage) -> None:
    def register(*offices: Office) -> RegisterFile:
        person = Person(
            ids=(("slug", "ana-example"),),
            name="Ana Example",
            aliases=("A. Example",),
            offices=offices,
        )
        return RegisterFile(source="test:a", facts=Facts(people=(person,)))

    await storage.keep(capture(first("1", visibility="public")))
    office = Office(title="Senator", since=datetime(2020, 1, 1, tzinfo=UTC).date())
    await storage.import_register([register(office)], by="ana", at=NOON)
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, 'from:"a example"') == {PICTURED}
    await storage.import_register([register()], by="ana", at=NOON)
    assert await found(storage, "office:senator") == {PICTURED}


# Walking the pages


async def test_every_hit_is_on_one_page_while_captures_go_on(storage: Storage) -> None:
    def post(number: int) -> Any:
        text = "wall " * (number % 3 + 1) + "word " * (number % 20) + str(number)
        made = snapshot(str(number), text, created_at=POSTED + timedelta(seconds=number // 3))
        return write(str(number), new(1, made), visibility="public")

    await storage.keep(capture(*map(post, range(0, 60, 2))))
    for sort in ("newest", "oldest", "best"):
        before = {hit.text for hit in (await storage.search(query("wall", limit="200"))).hits}
        seen: list[str] = []
        cursor, number = "", {"newest": 101, "oldest": 201, "best": 301}[sort]
        while True:
            page = await storage.search(query("wall", sort=sort, limit="7", cursor=cursor))
            assert page.first == len(seen) + 1
            seen += [hit.text for hit in page.hits]
            if page.cursor is None:
                break
            cursor = page.cursor
            await storage.keep(
                capture(post(number), post(number - 100 if number < 160 else number + 50))
            )
            number += 2
        assert len(seen) == len(set(seen))
        assert before <= set(seen)


async def test_the_best_of_many_are_the_best_of_the_newest(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_part, "RANKED", 5)
    monkeypatch.setattr(search_part, "COUNTED", 7)
    posts = [
        write(
            str(n),
            new(1, snapshot(str(n), f"wall {n}", created_at=POSTED + timedelta(days=n))),
            visibility="public",
        )
        for n in range(9)
    ]
    posts[5] = write(
        "5",
        new(1, snapshot("5", "wall by wall", created_at=POSTED + timedelta(days=5))),
        visibility="public",
    )
    await storage.keep(capture(*posts))
    page = await storage.search(query("wall", sort="best", limit="3"))
    assert [hit.text for hit in page.hits] == ["wall by wall", "wall 8", "wall 7"]
    assert (page.ranked, page.total, page.exact) == (5, 7, False)
    last = await storage.search(query("wall", sort="best", limit="3", cursor=page.cursor or ""))
    assert [hit.text for hit in last.hits] == ["wall 6", "wall 4"]
    assert (last.ranked, last.cursor) == (5, None)


async def test_words_that_stand_together_or_often_make_a_better_match(storage: Storage) -> None:
    texts = (
        "border " + "word " * 20 + "wall",
        "border wall and more",
        "border " + "word " * 20 + "wall wall",
    )
    await storage.keep(
        capture(*(first(str(i), text, visibility="public") for i, text in enumerate(texts)))
    )
    hits = (await storage.search(query("border wall", sort="best"))).hits
    assert [hit.text for hit in hits] == [texts[1], texts[2], texts[0]]


async def test_a_cursor_that_somebody_made_up_ranks_no_more_than_others(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_part, "RANKED", 3)
    posts = [first(str(n), f"wall {n}", visibility="public") for n in range(12)]
    await storage.keep(capture(*posts))
    cursor = (await storage.search(query("wall", sort="best", limit="1"))).cursor or ""
    *place, _ = cursor.split(".")
    made_up = ".".join((*place, "-9007199254740992"))
    left, found = made_up, 0
    while left:
        page = await storage.search(query("wall", sort="best", limit="1", cursor=left))
        left, found = page.cursor or "", found + len(page.hits)
    assert found <= 2 * 3


@pytest.mark.parametrize("cursor", ["x", "000000000000.1.1.0.0", "a" * 300])
async def test_a_cursor_of_nobody_is_refused(archive: Storage, cursor: str) -> None:
    with pytest.raises(UsageError, match="cursor"):
        await archive.search(query("border", cursor=cursor))


async def test_a_cursor_of_another_query_is_refused(archive: Storage) -> None:
    cursor = (await archive.search(query(limit="1"))).cursor or ""
    assert (await archive.search(query(limit="2", cursor=cursor))).first == 2
    for other in (query("border", cursor=cursor), query(sort="oldest", cursor=cursor)):
        with pytest.raises(UsageError):
            await archive.search(other)
    with pytest.raises(UsageError):
        await archive.search(query(cursor=cursor), drafts=True)


async def test_posts_of_unknown_time_stand_where_they_were_captured(storage: Storage) -> None:
    unknown = snapshot(created_at=None)
    await storage.keep(
        capture(
            write("1", new(1, unknown), visibility="public"),
            first("2", "Known", visibility="public"),
        )
    )
    await storage.keep(
        capture(write("1", new(2, snapshot(created_at=None, sensitive=True), captured_at=at(900))))
    )
    (hit, _) = (await storage.search(query())).hits
    assert (hit.snapshot, hit.created_at, hit.time_unknown) == (2, at(1), True)
    histogram = await storage.histogram(query(), "day")
    assert ([bar.count for bar in histogram.bars], histogram.total) == ([1], 2)
    assert counts(await storage.facets(query()))["year"] == {"2025": 1, "": 1}


# The archive of another day


def moment(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%MZ")


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
    said = [repr((index(piece, "en"), index(piece, "es"))) for piece in PIECES]
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
    said.append(repr([row[name] for name in ("words", "links", "forms", "again", "tags")]))
    said.append(features(stored.snapshot, state="gone", reason="follow"))
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    assert (VERSION, digest[:16]) == (2, "b83e91148a2ca1fa")


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
