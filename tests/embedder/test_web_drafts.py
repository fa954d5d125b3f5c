"""A draft is answered exactly as a post that was never seen: on every public route."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import pytest
from aiohttp import ClientResponse

from archive.archive import Archive, open_archive
from archive.settings import Settings
from embedder import samples
from embedder.app import make_app
from tests.embedder.conftest import Bearer, Capture, Client

NEVER_SEEN = "0" * 16
NO_PICTURE = "0" * 64
UNSEEN_URL = samples.EDITED_URL

BY_ID = (
    "/e/{id}",
    "/e/{id}/",
    "/e/{id}/?theme=dark",
    "/e/{id}@1/",
    "/e/{id}@2/",
    "/e/{id}/~dark.es.t1/",
    "/e/{id}/~t99/",
    "/e/{id}@1/~light.t1/fragment.html",
    "/e/{id}/fragment.html",
    "/e/{id}/post.json",
    "/e/{id}/card.png",
    "/e/{id}/email.html",
    "/post/{id}",
    "/post/{id}/cite.bib",
    "/post/{id}@1/cite.csl.json",
    "/api/v1/posts/{id}",
    "/api/v1/posts/{id}/snapshots",
    "/api/v1/posts/{id}/checks",
    "/oembed?url=http://127.0.0.1:8080/post/{id}",
    "/oembed?url=http://127.0.0.1:8080/e/{id}@1/",
    "/oembed?url=http://127.0.0.1:8080/post/{id}&format=xml",
)
NOT_OF_A_POST = {
    "/",
    "/static/{name}",
    "/favicon.ico",
    "/healthz",
    "/readyz",
    "/login",
    "/login/provider",
    "/login/provider/back",
    "/login/{token}",
    "/{path}",
    "/api/v1/posts",
    "/api/v1/sources",
    "/api/v1/scans",
    "/api/v1/quotes",
    "/api/v1/posts/{post}/account",
    "/openapi.json",
    "/docs",
    "/api/v1/export",
    "/api/v1/captures",
    "/api/v1/captures/{id}",
    "/api/v1/captures/{id}/events",
    "/embed.js",
    "/p/{path}",
    "/api/v1/placements",
    "/api/v1/placements/{key}",
    "/api/v1/queues",
    "/api/v1/queues/{queue}",
    "/api/v1/queues/{queue}.csv",
    "/api/v1/collections",
    "/api/v1/collections.csv",
    "/api/v1/collections/{collection}",
    "/api/v1/collections/{collection}.csv",
    "/api/v1/collections/{collection}/posts/{post}",
    "/api/v1/requests",
    "/api/v1/requests.csv",
    "/api/v1/requests/{request}",
}
"""Routes that name no post, or that answer nobody who is not logged in."""
RESEARCH = (
    "/search",
    "/feeds/",
    "/queries",
    "/officials",
    "/coverage",
    "/method",
    "/api/v1/officials",
    "/api/v1/articles",
    "/api/v1/stats",
)
"""What they list is public: tests/archive/test_storage_search.py and their own hold that."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    reads: list[str]


class CountedStorage:
    """Stands before the real storage and writes down what is asked of it."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        if name not in {"data_version", "site_settings"}:  # asked beside the requests
            self.asked.append(name)
        return getattr(self._storage, name)


@pytest.fixture
async def archive(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Archive]:
    """Without workers, whose reads would be counted, too."""

    async def idle(_: Archive) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Archive, "run", idle)
    async with open_archive(settings) as opened:
        yield opened


@pytest.fixture
async def counted(archive: Archive) -> AsyncIterator[CountedStorage]:
    real = archive.storage
    counting = CountedStorage(real)
    archive.storage = counting
    yield counting
    archive.storage = real


async def seen(counted: CountedStorage, answer: Any) -> Answer:
    counted.asked.clear()
    got: ClientResponse = await answer
    body = await got.read()
    headers = {k: v for k, v in got.headers.items() if k != "Date"}
    return Answer(got.status, headers, body, list(counted.asked))


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
async def test_a_draft_is_as_never_seen(
    client: Client, capture: Capture, counted: CountedStorage, accept: str
) -> None:
    post = await capture()
    headers = {"Accept": accept}
    for path in BY_ID:
        draft, unseen = [
            await seen(counted, client.get(path.format(id=name), headers=headers))
            for name in (post, NEVER_SEEN)
        ]
        assert draft == unseen, path
        assert draft.status == 404, path


async def test_a_drafts_picture_is_as_never_seen(
    client: Client, capture: Capture, counted: CountedStorage, archive: Archive
) -> None:
    holding = await archive.storage.holding(await capture())
    assert holding is not None
    assert holding.media
    for sha256 in holding.media:
        for name in ("{}-320.avif", "{}-640.webp", "{}-1280.jpg", "{}-7.avif"):
            draft, unseen = [
                await seen(counted, client.get(f"/media/{name.format(s)}"))
                for s in (sha256, NO_PICTURE)
            ]
            assert draft == unseen
            assert draft.status == 404


async def test_a_draft_by_its_platforms_url_is_as_never_seen(
    client: Client, capture: Capture, counted: CountedStorage
) -> None:
    await capture()
    draft, unseen = [
        await seen(counted, client.get("/oembed", params={"url": url, "maxwidth": "300"}))
        for url in (samples.EXAMPLE_URL, UNSEEN_URL)
    ]
    assert draft == unseen
    assert draft.status == 404


async def test_a_draft_that_needs_a_lookup_is_as_never_seen(
    client: Client, capture: Capture, counted: CountedStorage
) -> None:
    url = next(url for url in samples.URLS if "bsky.app" in url)
    await capture(url)
    draft, unseen = [
        await seen(counted, client.get(f"/oembed?url={url}"))
        for url in (url, "https://bsky.app/profile/nobody.example/post/3lnobody22222")
    ]
    assert draft == unseen
    assert draft.status == 404


async def test_drafts_are_as_never_seen_among_many(
    client: Client, capture: Capture, counted: CountedStorage
) -> None:
    await capture()
    draft, unseen = [
        await seen(counted, client.post("/api/v1/embeds", json={"urls": [url]}))
        for url in (samples.EXAMPLE_URL, UNSEEN_URL)
    ]
    assert draft.reads == unseen.reads
    assert draft.body.replace(samples.EXAMPLE_URL.encode(), UNSEEN_URL.encode()) == unseen.body
    assert b"unknown-post" in draft.body


async def test_a_draft_is_in_no_list(client: Client, capture: Capture) -> None:
    lists = ("/api/v1/posts?", "/api/v1/export?", "/api/v1/export?format=sqlite&drafts=0")
    empty = [await (await client.get(path)).read() for path in lists]
    await capture()
    assert [await (await client.get(f"{path}&")).read() for path in lists] == empty


def test_every_public_route_is_tested_here(settings: Settings) -> None:
    """A route that is added must be added above, or to those that name no post."""
    tested = [re.sub(r"\?.*", "", path.format(id=NEVER_SEEN)) for path in BY_ID]
    tested.append(f"/media/{NO_PICTURE}-320.avif")
    app = make_app(settings)
    for route in app.router.routes():
        assert route.resource is not None
        canonical = route.resource.canonical
        if (
            canonical in NOT_OF_A_POST
            or canonical.startswith(("/desk", *RESEARCH))
            or route.method == "POST"
        ):
            continue
        pattern = route.resource.get_info().get("pattern") or re.compile(re.escape(canonical))
        assert any(pattern.fullmatch(path) for path in tested), canonical


async def test_an_editor_sees_drafts_and_no_cache_keeps_them(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture()
    editor, reader = await bearer("editor"), await bearer("reader")
    for path in (
        f"/e/{post}/",
        f"/e/{post}@1/",
        f"/e/{post}/fragment.html",
        f"/e/{post}/post.json",
        f"/post/{post}",
        f"/api/v1/posts/{post}",
        f"/api/v1/posts/{post}/snapshots",
        f"/api/v1/posts/{post}/checks",
        f"/oembed?url={samples.EXAMPLE_URL}",
    ):
        answer = await client.get(path, headers=editor)
        assert answer.status == 200, path
        assert answer.headers["Cache-Control"] == "private, no-store", path
        assert (await client.get(path)).status == 404, path
        assert (await client.get(path, headers=reader)).status == 404, path


async def test_an_editor_sees_a_drafts_pictures_and_list(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    headers = await bearer("editor")
    page = await (await client.get(f"/e/{await capture()}/", headers=headers)).text()
    path = re.findall(r"/media/[0-9a-f]{64}-\d+\.avif", page)[0]
    picture = await client.get(path, headers=headers)
    assert picture.status == 200
    assert picture.headers["Cache-Control"] == "private, no-store"
    listed = await (await client.get("/api/v1/posts", headers=headers)).json()
    assert len(listed["posts"]) == 1


async def test_released_is_seen_at_once_and_withheld_again_gone(
    client: Client, capture: Capture, bearer: Bearer
) -> None:
    post = await capture()
    headers = await bearer("editor")
    assert (await client.get(f"/e/{post}/")).status == 404
    visibility = f"/api/v1/posts/{post}/visibility"
    await client.post(visibility, json={"state": "public"}, headers=headers)
    assert "river bridge" in await (await client.get(f"/e/{post}/")).text()
    body = {"state": "withheld", "reason": "privacy"}
    await client.post(visibility, json=body, headers=headers)
    assert "river bridge" not in await (await client.get(f"/e/{post}/")).text()
