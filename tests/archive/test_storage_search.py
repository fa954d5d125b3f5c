"""Finding statements: what each query finds, and what is counted of it.

One small archive, written as captures write it, is shared by all, to be read only.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.storage import Storage, open_storage
from archive.storage.search import Hit
from archive.storage.sqlite import search as search_part
from archive.storage.sqlite import tally as tally_part
from tests.archive.searching import (
    ALL,
    CERRADA,
    DRAFT,
    LINK,
    PICTURED,
    QUOTING,
    REPOST,
    WALL,
    counts,
    fill,
    found,
    query,
)
from tests.archive.storage_posts import (
    PICTURE,
    POSTED,
    at,
    id_of,
)


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
        content_warning=None,
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


# Cursors


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
