"""``/coverage``, ``/method`` and ``/docs``: what they say, to whom, and that it is so."""

import asyncio
import csv
import io
from html import unescape
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive
from archive.settings import AccessSettings, PublishSettings, Settings
from archive.storage.coverage import AccountCoverage, Coverage, Figures
from embedder import samples
from embedder.app import make_app, operations
from embedder.web.cache import CACHE
from embedder.web.counted import COUNTED, Counted
from embedder.web.coverage_texts import COVERAGE
from embedder.web.method_texts import METHOD
from embedder.web.sources_texts import SOURCES
from tests.embedder.conftest import Bearer, Capture, Client

FACES = ("/coverage", "/coverage.json", "/coverage.csv", "/coverage/days.csv", "/api/v1/stats")


async def _seen(client: Client) -> list[str]:
    """What anybody reads, but for the minute."""
    client.app[CACHE].clear()
    pages = [await (await client.get(path)).text() for path in (*FACES, "/api/v1/articles")]
    return [page.partition("Counted")[0] + page.partition("UTC.")[2] for page in pages]


async def test_what_is_public_is_counted_and_a_draft_leaves_no_trace(
    client: Client, capture: Capture, archive: Archive, bearer: Bearer
) -> None:
    assert "Nothing that may be listed is kept yet." in await (await client.get("/coverage")).text()
    await capture(samples.EXAMPLE_URL, release=True)
    before = await _seen(client)
    page, facts, accounts, days, stats, _ = before
    assert "Nothing follows accounts by itself here yet" in page
    assert "1–1 of 1" in page
    assert msgspec.json.decode(facts)["by_account"][0]["posts"] == 1
    [row] = csv.DictReader(io.StringIO(accounts))
    assert (row["handle"], row["posts"], row["checks_found"]) == ("mayor@sample.example", "1", "1")
    assert days.splitlines()[1].endswith(",1,0,0,0")
    assert msgspec.json.decode(stats)["platforms"][0]["platform"] == "fediverse"

    draft = await capture(next(url for url in samples.URLS if "bsky.app" in url))
    article = "https://news.example/a"
    await archive.storage.reference(draft, article, by="test", at=archive.clock())
    await archive.storage.name_article(article, True, by="test", at=archive.clock())
    assert await _seen(client) == before
    seen = await (await client.get("/coverage.json", headers=await bearer("editor"))).json()
    assert (seen["posts"], seen["drafts"]) == (2, True)
    page = await (await client.get("/coverage", headers=await bearer("editor"))).text()
    assert str(COVERAGE["en"]["drafts"]) in page
    listed = await client.get("/api/v1/articles", headers=await bearer("editor"))
    assert (await listed.json())["articles"][0]["posts"] == [draft]
    assert await _seen(client) == before, "what an editor was told is for an editor"


def _account(number: int) -> AccountCoverage:
    return AccountCoverage(
        platform="x", native_id=f"{number:03}", handle=None, name="<b>", figures=Figures(posts=1)
    )


async def test_accounts_are_walked_page_by_page_each_once(
    client: Client, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(map(_account, range(250)))
    figures = Figures(posts=250)

    async def counted(*, drafts: bool) -> Coverage:
        return Coverage(total=figures, platforms={"x": figures}, accounts=many, days=())

    monkeypatch.setattr(archive.storage, "coverage", counted)
    path, seen = "/coverage.json", list[str]()
    while path:
        page = await (await client.get(path)).json()
        seen += [account["native_id"] for account in page["by_account"]]
        path = page["next"]
    assert seen == [account.native_id for account in many]
    html = await (await client.get("/coverage")).text()
    assert "1–100 of 250" in html
    assert "<bdi>&lt;b&gt;</bdi>" in html
    for cursor in ("x", "%FF", "eA=="):
        assert (await client.get(f"/coverage.json?cursor={cursor}")).status == 400


async def test_a_long_count_is_not_made_again_at_once(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        made, now = 0, 0.0

        async def coverage(self, *, drafts: bool) -> Coverage:
            self.made, self.now = self.made + 1, self.now + 2.0
            await asyncio.sleep(0)
            return Coverage(total=Figures(), platforms={}, accounts=(), days=())

    slow = Slow()
    monkeypatch.setattr(archive.storage, "coverage", slow.coverage)
    app = make_app(settings, archive)
    app[COUNTED] = Counted(lambda: slow.now)
    async with TestClient(TestServer(app)) as client:
        await asyncio.gather(*(client.get("/api/v1/stats") for _ in range(3)))
        app[CACHE].clear()
        await client.get("/api/v1/stats")
        assert slow.made == 1
        slow.now += 41
        await client.get("/api/v1/stats")
        assert slow.made == 2, "something was written, and it was long ago"
        slow.now += 1000
        await client.get("/api/v1/stats")
        assert slow.made == 2, "nothing was written"


async def test_where_research_needs_a_key_coverage_needs_one_and_the_method_does_not(
    settings: Settings, archive: Archive, bearer: Bearer
) -> None:
    settings = replace(
        settings,
        access=AccessSettings(research="key"),
        publish=PublishSettings(release="hand"),
    )
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        for path in (*FACES, "/api/v1/articles"):
            assert (await client.get(path)).status == 401
            assert (await client.get(path, headers=await bearer("reader"))).status == 200
        for path in ("/docs", "/openapi.json"):
            assert (await client.get(path)).status == 200
        assert str(METHOD["en"]["release.hand"]) in await (await client.get("/method")).text()


async def test_the_method_names_every_source_and_why_one_is_not_asked(
    client: Client, archive: Archive
) -> None:
    page = unescape(await (await client.get("/method")).text())
    for platform in archive.platforms.values():
        for about in platform.about:
            assert f"<code>{about.source}</code>" in page
            assert f"sources.terms.{about.terms}" in SOURCES["en"]
            assert platform.chosen.off.get(about.source, "") in page
            assert about.terms_url is None or about.terms_url in page
            assert about.terms_dated is None or f", the version of {about.terms_dated}" in page
    assert "There is no token in ONRECORD_X_BEARER_TOKEN." in page
    assert "tried" not in page, "how the sources fare is not for everybody"
    assert str(METHOD["en"]["release.copy"]) in page


async def test_the_docs_have_each_operation_and_lead_to_each_shape(client: Client) -> None:
    page = await (await client.get("/docs")).text()
    document = await (await client.get("/openapi.json")).json()
    for name in operations():
        assert f"<code>{name}</code>" in page
    for schema in document["components"]["schemas"]:
        assert f'id="schema-{schema}"' in page
    assert page.count("<pre") == len(operations())
    assert "<script" not in page


@pytest.mark.parametrize("texts", [COVERAGE, METHOD], ids=["coverage", "method"])
def test_the_words_are_complete_in_each_language(texts: Any) -> None:
    for lang, words in texts.items():
        assert words.keys() == texts["en"].keys(), lang
        for key, said in words.items():
            english = texts["en"][key]
            assert isinstance(said, str) == isinstance(english, str), key
