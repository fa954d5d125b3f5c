"""Searching over HTTP: every face of a search, who sees what, and what caches may keep."""

import csv
import io

import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive
from archive.errors import ConfigError
from archive.query import Query, parse
from archive.settings import AccessSettings, QuerySettings, Settings
from embedder import samples
from embedder.app import make_app
from embedder.hit_json import COLUMNS
from embedder.saved_queries import configured
from embedder.web import search as web_search
from embedder.web.cache import CACHE
from tests.embedder.conftest import Bearer, Capture, Client
from tests.embedder.people import log_in
from tests.embedder.statements import Statements, hit, many

FACES = (
    *("/search", "/search.json", "/search.csv", "/search/counts", "/search/counts.json"),
    *("/search/histogram.csv", "/feeds/search.atom", "/feeds/search.json", "/queries"),
    *("/queries.json", "/queries/border", "/feeds/border.atom"),
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    border = QuerySettings(name="The border", slug="border", query="border lang:en")
    return replace(settings, queries=(border,))


@pytest.fixture
def store(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Statements:
    """Sixty statements in the place of those of the archive."""
    store = Statements(many(60))
    for name in ("search", "facets", "histogram"):
        monkeypatch.setattr(archive.storage, name, getattr(store, name))
    return store


async def text(client: Client, path: str, **headers: str) -> str:
    answer = await client.get(path, headers=headers)
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def test_every_face_answers_to_get_and_head_with_what_caches_may_do(
    client: Client, store: Statements, bearer: Bearer
) -> None:
    for path in FACES:
        head, got = await client.head(path), await client.get(path)
        assert (head.status, got.status) == (200, 200), path
        assert await head.read() == b""
        assert head.headers["Content-Type"] == got.headers["Content-Type"]
        assert got.headers["Cache-Control"].startswith("public, max-age=20"), path
        etag = got.headers.get("ETag")
        if path != "/search.csv":  # it is written while it is read
            again = await client.get(path, headers={"If-None-Match": etag or ""})
            assert again.status == 304, path
    editor = await bearer("editor")
    for path in FACES:
        answer = await client.get(path, headers=editor)
        assert answer.headers["Cache-Control"] == "private, no-store", path


async def test_where_reading_needs_a_key_every_face_asks_for_it(
    archive: Archive, settings: Settings, store: Statements, bearer: Bearer
) -> None:
    closed = replace(settings, access=AccessSettings(research="key"))
    reader = await bearer("reader")
    async with TestClient(TestServer(make_app(closed, archive))) as client:
        for path in FACES:
            assert (await client.get(path)).status == 401, path
            assert (await client.get(path, headers=reader)).status == 200, path


async def test_a_mistake_is_explained_on_the_page_and_told_to_programs(
    client: Client, store: Statements
) -> None:
    assert "<mark>frm:x</mark>" in await text(client, "/search?q=wall+frm:x")
    for path in ("/search.json", "/search.csv", "/search/counts", "/feeds/search.atom"):
        answer = await client.get(f"{path}?q=wall+frm:x")
        assert answer.status == 400, path
        assert answer.content_type == "application/problem+json"
        (mistake,) = (await answer.json(content_type=None))["mistakes"]
        assert (mistake["start"], mistake["end"], mistake["instead"]) == (5, 10, "from:x")
    assert "<mark>nonsense</mark>" in await text(client, "/search?cursor=nonsense")
    long = await text(client, "/search?q=" + "a" * 1500)
    assert "A query has at most 1,000 characters" in long


async def test_pages_lead_on_and_back(client: Client, store: Statements) -> None:
    assert client.app is not None
    kept = client.app[CACHE]
    assert kept.aside is not None
    first = ""
    for _ in range(20):  # what was stored a moment ago may empty the cache once more
        first = await text(client, "/search?q=wall&limit=10")
        if len(kept.aside):
            break
    assert (len(kept), len(kept.aside)) == (0, 1)
    assert 'rel="next" href="/search?q=wall&amp;limit=10&amp;cursor=10"' in first
    second = await text(client, "/search?q=wall&limit=10&cursor=10")
    assert "Showing 11–20 of" in second
    assert 'href="/search?q=wall&amp;limit=10"' in second


async def test_one_search_has_one_address_however_it_was_typed(
    client: Client, store: Statements
) -> None:
    canonical = '<link rel="canonical" href="/search?q=border+wall+lang%3Aen">'
    for asked in ("lang:en+wall+border", "border+wall&lang=EN"):
        assert canonical in await text(client, f"/search?q={asked}")
    assert 'value="lang:en wall border"' in await text(client, "/search?q=lang:en+wall+border")


async def test_the_csv_has_every_hit(
    client: Client, store: Statements, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_search, "BATCH", 7)
    rows = list(csv.DictReader(io.StringIO(await text(client, "/search.csv?q=wall&limit=3"))))
    asked = parse("wall")
    assert isinstance(asked, Query)
    found = await store.search(replace(asked, limit=200))
    assert [row["id"] for row in rows] == [hit.post for hit in found.hits]
    assert tuple(rows[0]) == COLUMNS
    marked = await (await client.get("/search.csv?q=wall&bom=1")).read()
    assert marked.startswith(b"\xef\xbb\xbfid,")


async def test_many_hits_are_listed_before_they_are_counted(
    client: Client, store: Statements
) -> None:
    store.hits = [hit(number=n) for n in range(web_search.INLINE + 1)]
    written = await text(client, "/search?q=border")
    assert store.asked == ["search"]
    assert "search." in written
    assert "<script src=" in written
    assert 'data-part="facets"' in await text(client, "/search/counts?q=border")
    assert 'class="facets"' in await text(client, "/search?q=border&counts=all")
    assert store.asked[-2:] == ["facets exact", "histogram"]


async def test_what_nobody_saw_yet_is_found_by_editors_alone_and_in_no_shared_cache(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    draft = await capture(samples.URLS[-1])
    public = await capture(release=True)
    editor, reader = await bearer("editor"), await bearer("reader")
    for path in ("/search", "/search.json", "/search.csv", "/feeds/search.atom"):
        seen = await text(client, path, **editor)
        assert draft in seen, path
        assert public in seen, path
        for who in ({}, reader):
            seen = await text(client, path, **who)
            assert draft not in seen, path
            assert public in seen, path
    counts = [
        (await (await client.get("/search/counts.json", headers=who)).json())["histogram"]["total"]
        for who in (editor, reader, {})
    ]
    assert counts[0] > counts[1] == counts[2]


async def test_what_is_withheld_is_found_by_nobody(
    archive: Archive, client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture(release=True)
    editor = await bearer("editor")
    faces = ("/search", "/search.json", "/search.csv", "/feeds/search.atom", "/feeds/search.json")
    for path in faces:
        assert post in await text(client, path), path
    withheld = {"state": "withheld", "reason": "court order"}
    answer = await client.post(f"/api/v1/posts/{post}/visibility", json=withheld, headers=editor)
    assert answer.status == 200
    for path in faces:
        for who in ({}, editor):
            assert post not in await text(client, path, **who), path


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (QuerySettings(name="A", slug="a", query="frm:x"), "There is no filter frm:"),
        (QuerySettings(name="A", slug="search", query="x"), "'search' is taken"),
    ],
)
def test_a_query_of_the_settings_that_is_none_stops_the_start(
    query: QuerySettings, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        configured(Settings(queries=(query,)))
    with pytest.raises(ConfigError, match="'b' is taken"):
        configured(Settings(queries=(QuerySettings(name="B", slug="b", query="x"),) * 2))


async def test_an_editor_saves_a_search_that_has_an_address_and_a_feed_of_its_own(
    archive: Archive, client: Client, store: Statements
) -> None:
    csrf = await log_in(archive, client)
    assert 'href="/desk/queries?q=wall&amp;stems=1"' in await text(client, "/search?q=wall&stems=1")
    asked = await text(client, "/desk/queries?q=wall&stems=1")
    assert 'name="q" value="wall"' in asked
    form = {"csrf": csrf, "name": "Muro & Wall", "q": "wall", "stems": "1"}
    assert (await client.post("/desk/queries", data=form)).status == 200
    assert (await client.post("/desk/queries", data=form)).status == 422  # the name is taken
    for wrong in ({"name": "Border"}, {"name": "¡!"}, {"q": "frm:x", "name": "New"}):
        taken = await client.post("/desk/queries", data={**form, **wrong})
        assert taken.status == 422, wrong
    client.session.cookie_jar.clear()
    page = await text(client, "/queries/muro-wall")
    assert "<h1><bdi>Muro &amp; Wall</bdi></h1>" in page
    assert '<link rel="canonical" href="/queries/muro-wall">' in page
    assert 'href="/feeds/muro-wall.atom"' in page
    feed = await text(client, "/feeds/muro-wall.atom?limit=5")
    assert "<title>Muro &amp; Wall · Border News</title>" in feed
    assert 'rel="next"' in feed
    named = (await (await client.get("/queries.json")).json())["queries"]
    assert [query["slug"] for query in named] == ["border", "muro-wall"]
    assert named[1]["query"] == {"q": "wall", "stems": "1"}

    csrf = await log_in(archive, client)
    gone = await client.post("/desk/queries/muro-wall/remove", data={"csrf": csrf})
    assert gone.status == 200
    assert (await client.get("/feeds/muro-wall.atom")).status == 404
    fixed = await client.post("/desk/queries/border/remove", data={"csrf": csrf})
    assert fixed.status == 404
