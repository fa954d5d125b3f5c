"""``[oembed] capture_unknown``: an editor's key has an unknown post captured while it waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive, open_archive
from archive.settings import OembedSettings, Settings
from embedder import samples, standin
from embedder.app import make_app
from embedder.web.context import STOPPING
from tests.embedder.conftest import Bearer, Client
from tests.embedder.people import key_of, log_in

ON = OembedSettings(capture_unknown=True, patience=60.0)
Ask = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
def oembed() -> OembedSettings:
    return ON


class Gate:
    """Before the platforms: they answer while it is open."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def settings(
    settings: Settings, oembed: OembedSettings, gate: Gate
) -> AsyncIterator[Settings]:
    @web.middleware
    async def waiting(request: web.Request, handler: Any) -> web.StreamResponse:
        gate.asked.set()
        await gate.open.wait()
        answer: web.StreamResponse = await handler(request)
        return answer

    platforms = standin.make_standin()
    platforms.middlewares.append(waiting)
    async with standin.running(platforms) as origin:
        fetch = replace(settings.fetch, retries=0, per_host_interval=0.0, routes={})
        yield standin.with_routes(replace(settings, oembed=oembed, fetch=fetch), origin, "*")


@pytest.fixture
def ask(client: Client) -> Ask:
    async def asked(
        headers: dict[str, str], url: str = samples.EXAMPLE_URL
    ) -> tuple[int, dict[str, Any]]:
        answer = await client.get("/oembed", params={"url": url}, headers=headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return answer.status, await answer.json()

    return asked


async def test_an_unknown_post_is_captured_and_its_embed_answered(
    ask: Ask, archive: Archive, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    status, facts = await ask(headers)
    assert (status, facts["type"]) == (200, "rich")
    [holding] = (await archive.storage.list_posts(limit=9, drafts=True)).holdings
    assert f"/e/{holding.post.id}/" in facts["html"]
    assert holding.post.visibility == "draft", "it is released as any other"
    assert (await ask({}))[0] == 404
    [job] = await archive.storage.list_jobs(kind="capture", limit=9)
    assert job.by.startswith("key:")
    assert await ask(headers) == (200, facts)
    assert len(await archive.storage.list_jobs(kind="capture", limit=9)) == 1


async def test_an_address_that_has_to_be_looked_up_first_is_captured_too(
    ask: Ask, bearer: Bearer
) -> None:
    url = next(url for url in samples.URLS if "bsky.app" in url)
    assert (await ask(await bearer("editor"), url))[0] == 200


async def test_nobody_else_has_anything_captured(
    ask: Ask, archive: Archive, bearer: Bearer, client: Client
) -> None:
    never = await ask({})
    assert never[0] == 404
    assert await ask(await bearer("reader")) == never
    assert (await ask({"Authorization": "Bearer no"}))[0] == 401
    await log_in(archive, client, "editor")
    assert await ask({}) == never, "a cookie goes along with what another site wrote"
    assert await archive.storage.list_jobs(kind="capture", limit=9) == ()


async def test_what_names_no_post_of_a_platform_is_not_captured(
    ask: Ask, archive: Archive, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    for url in (
        "https://netflix.com/x.com/jack/status/20",
        "javascript:alert(1)",
        "http://127.0.0.1:8080/post/0000000000000000",
        "http://127.0.0.1:8080/p/000000000000000000000000/",
    ):
        status, told = await ask(headers, url)
        assert (status, told["type"]) == (404, "urn:onrecord:problem:unknown-post")
    assert await archive.storage.list_jobs(kind="capture", limit=9) == ()


async def test_a_post_that_is_gone_is_told_as_gone(ask: Ask, bearer: Bearer) -> None:
    missing = samples.EXAMPLE_URL.rsplit("/", 1)[0] + "/999"
    status, told = await ask(await bearer("editor"), missing)
    assert (status, told["type"]) == (404, "urn:onrecord:problem:capture-gone")
    assert "answered HTTP 404" in told["detail"]


async def test_a_platform_that_refuses_is_quoted(ask: Ask, bearer: Bearer) -> None:
    status, told = await ask(await bearer("editor"), "https://x.com/jack/status/20")
    assert (status, told["type"]) == (502, "urn:onrecord:problem:capture-refused")
    assert told["detail"]
    assert told["next"]


@pytest.mark.parametrize("oembed", [replace(ON, patience=0.01)])
async def test_where_the_patience_ends_the_capture_goes_on(
    ask: Ask, client: Client, archive: Archive, bearer: Bearer, gate: Gate
) -> None:
    headers = await bearer("editor")
    gate.open.clear()
    answer = await client.get("/oembed", params={"url": samples.EXAMPLE_URL}, headers=headers)
    told = await answer.json()
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert told["type"] == "urn:onrecord:problem:capture-under-way"
    [job] = await archive.storage.list_jobs(kind="capture", limit=9)
    assert job.id in told["next"]
    gate.open.set()
    states = [now.state async for now in archive.watch(job.id)]
    assert states[-1] == "done"
    assert (await ask(headers))[0] == 200


@pytest.mark.parametrize("oembed", [OembedSettings()])
async def test_it_is_off_until_it_is_switched_on(
    ask: Ask, archive: Archive, bearer: Bearer
) -> None:
    assert await ask(await bearer("editor")) == await ask({})
    assert await archive.storage.list_jobs(kind="capture", limit=9) == ()


async def test_a_service_that_stops_waits_for_no_capture(settings: Settings, gate: Gate) -> None:
    gate.open.clear()
    async with open_archive(settings) as archive:
        async with TestClient(TestServer(make_app(settings, archive))) as client:
            headers = await key_of(archive, "editor")
            params = {"url": samples.EXAMPLE_URL}
            asking = asyncio.create_task(client.get("/oembed", params=params, headers=headers))
            await gate.asked.wait()
            client.app[STOPPING].set()
            assert (await asking).status == 503
        gate.open.set()
