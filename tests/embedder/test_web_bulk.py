"""`POST /api/v1/embeds` for a site, what it notes for the desk, and the plugin that asks."""

import io
import zipfile
from collections.abc import Awaitable, Callable

import pytest

from archive.archive import Archive
from embedder.asked import open_asks
from embedder.samples import EXAMPLE_URL, URLS
from embedder.web.asked import plugin_zip
from tests.embedder.conftest import Bearer, Capture, Client

UNKNOWN = "https://x.com/nobody/status/1906000000000000099"
ARTICLE = "https://news.example/bridge"


async def embeds(client: Client, **asked: object) -> list[dict[str, object]]:
    headers = asked.pop("headers", {})
    answer = await client.post("/api/v1/embeds", json=asked, headers=headers)  # type: ignore[arg-type]
    assert answer.status == 200, await answer.text()
    told: list[dict[str, object]] = (await answer.json())["embeds"]
    return told


async def test_a_fragment_that_is_known_is_not_sent_again(client: Client, capture: Capture) -> None:
    await capture(release=True)
    (first,) = await embeds(client, urls=[EXAMPLE_URL], options="dark.es")
    assert "onrecord-dark" in str(first["fragment"])
    assert "<blockquote>" in str(first["quotation"])
    (again,) = await embeds(client, urls=[EXAMPLE_URL], options="dark.es", known=[first["digest"]])
    assert again["digest"] == first["digest"]
    assert again["fragment"] is again["quotation"] is None


async def test_what_was_chosen_for_a_placement_comes_before_what_is_asked_for_all(
    client: Client, capture: Capture, archive: Archive
) -> None:
    post = await capture(release=True)
    options = {"theme": "dark"}
    placement = await archive.placing.place(post, by="ana", options=options)
    urls = [f"http://127.0.0.1:8080/p/{placement.key}/", EXAMPLE_URL]
    placed, other = await embeds(client, urls=urls, options="light.es")
    assert placed["post"] == other["post"] == post
    assert "onrecord-dark" in str(placed["fragment"])
    assert "onrecord-light" in str(other["fragment"])
    assert 'lang="es"' in str(placed["fragment"]), "of what nobody chose, what is asked for"
    (none,) = await embeds(client, urls=[f"http://127.0.0.1:8080/p/{'0' * 24}/"])
    assert "problem" in none


async def test_what_an_article_shows_and_is_not_kept_is_noted_once(
    client: Client, capture: Capture, bearer: Bearer, archive: Archive
) -> None:
    await capture(release=True)
    reader = await bearer("reader")
    for _ in range(2):
        urls = [EXAMPLE_URL, UNKNOWN, UNKNOWN + "?s=20", "https://news.example/"]
        await embeds(client, urls=urls, article=ARTICLE, headers=reader)
    (ask,) = await open_asks(archive)
    assert (ask.url, ask.article) == (UNKNOWN, ARTICLE)
    assert ask.by.startswith("key:")


async def test_without_a_key_nothing_is_noted(client: Client, archive: Archive) -> None:
    await embeds(client, urls=[UNKNOWN])
    answer = await client.post("/api/v1/embeds", json={"urls": [UNKNOWN], "article": ARTICLE})
    assert answer.status == 401
    assert "reader" in (await answer.json())["next"]
    assert await open_asks(archive) == ()


async def test_a_draft_is_to_a_reader_as_never_seen_and_is_no_errand(
    client: Client, capture: Capture, bearer: Bearer, archive: Archive
) -> None:
    await capture()
    reader = await bearer("reader")
    drafted, unseen = [
        await embeds(client, urls=[url], article=ARTICLE, headers=reader)
        for url in (EXAMPLE_URL, UNKNOWN)
    ]
    assert drafted[0]["problem"] == unseen[0]["problem"]
    jobs = await archive.storage.list_jobs(kind="asked", limit=9)
    assert {job.payload["url"] for job in jobs} == {EXAMPLE_URL, UNKNOWN}
    assert [ask.url for ask in await open_asks(archive)] == [UNKNOWN]


@pytest.mark.parametrize(
    "wrong", [{"article": "ftp://news.example"}, {"known": ["x" * 65]}, {"nonsense": 1}]
)
async def test_a_wrong_field_is_named(client: Client, wrong: dict[str, object]) -> None:
    answer = await client.post("/api/v1/embeds", json={"urls": [UNKNOWN], **wrong})
    assert answer.status == 422
    assert next(iter(wrong)) in (await answer.json())["detail"]


async def test_the_desk_lists_it_and_an_editor_leaves_it_out_for_good(
    client: Client,
    session: Callable[..., Awaitable[str]],
    bearer: Bearer,
    archive: Archive,
) -> None:
    reader = await bearer("reader")
    await embeds(client, urls=[UNKNOWN], article=ARTICLE, headers=reader)
    csrf = await session("editor")
    page = await (await client.get("/desk/asked")).text()
    assert UNKNOWN in page
    assert ARTICLE in page
    (ask,) = await open_asks(archive)
    await client.post("/desk/asked", data={"ask": ask.id, "csrf": csrf})
    await embeds(client, urls=[UNKNOWN], article=ARTICLE, headers=reader)
    assert UNKNOWN not in await (await client.get("/desk/asked")).text()


async def test_what_was_captured_is_asked_for_no_more(
    client: Client, capture: Capture, bearer: Bearer, archive: Archive
) -> None:
    await embeds(client, urls=[URLS[0]], article=ARTICLE, headers=await bearer("reader"))
    assert len(await open_asks(archive)) == 1
    await capture(URLS[0])
    assert await open_asks(archive) == ()


async def test_an_editor_downloads_the_plugin_with_this_services_address(
    client: Client, session: Callable[..., Awaitable[str]]
) -> None:
    assert (await client.get("/desk/wordpress.zip")).status == 401
    await session("editor")
    packed = await (await client.get("/desk/wordpress.zip")).read()
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        source = opened.read("onrecord/onrecord.php").decode()
    assert "define( 'ONRECORD_ORIGIN', 'http://127.0.0.1:8080' )" in source
    assert "@ORIGIN@" not in source


def test_an_origin_cannot_end_the_string_that_it_stands_in() -> None:
    with zipfile.ZipFile(io.BytesIO(plugin_zip("https://a.example/'.evil().'"))) as opened:
        assert rb"https://a.example/\'.evil().\'" in opened.read("onrecord/onrecord.php")
    assert plugin_zip("https://a.example") == plugin_zip("https://a.example")
