"""The real application on a real store, with the stand-in in the platforms' place."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from archive.archive import Archive, open_archive
from archive.settings import Settings, SiteSettings, StorageSettings
from archive.storage.base import Key, Role, User
from embedder import samples, standin
from embedder.app import make_app
from embedder.web.auth import make_login_link, token_hash

Client = TestClient[Request, Application]
Bearer = Callable[[Role], Awaitable[dict[str, str]]]
Capture = Callable[..., Awaitable[str]]


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Every host leads to the stand-in; the newsroom has a name, and no public address."""
    plain = Settings(
        site=SiteSettings(name="Border News"),
        storage=StorageSettings(
            database=f"sqlite:{tmp_path}/archive.db", blobs=f"file:{tmp_path}/blobs"
        ),
    )
    async with standin.running(standin.make_standin()) as origin:
        yield standin.with_routes(plain, origin, "*")


@pytest.fixture
async def archive(settings: Settings) -> AsyncIterator[Archive]:
    async with open_archive(settings) as opened:
        yield opened


@pytest.fixture
async def client(settings: Settings, archive: Archive) -> AsyncIterator[Client]:
    """Anybody's browser or program, on loopback."""
    async with TestClient(TestServer(make_app(settings, archive))) as client:
        yield client


@pytest.fixture
def bearer(archive: Archive) -> Bearer:
    """The header that shows a key of a role."""

    async def make(role: Role) -> dict[str, str]:
        name = f"key of {role} {len(await archive.storage.keys())}"
        key = Key(name=name, role=role, made_by="test", made_at=datetime.now(UTC))
        await archive.storage.add_key(key, token_hash(name))
        return {"Authorization": f"Bearer {name}"}

    return make


@pytest.fixture
def capture(archive: Archive) -> Capture:
    """Keeps a sample post; gives its id. A draft, unless it is released."""

    async def keep(url: str = samples.EXAMPLE_URL, *, release: bool = False) -> str:
        captured = await archive.capture(url, by="test", release=release)
        assert captured.post is not None, captured.sentence
        return captured.post

    return keep


@pytest.fixture
def session(archive: Archive, client: Client) -> Callable[..., Awaitable[str]]:
    """Logs the client in as a user of a role; gives the token that its forms carry."""

    async def log_in(role: Role = "editor") -> str:
        at = datetime.now(UTC)
        await archive.storage.add_user(User(name=role, role=role), at=at)
        link = await make_login_link(archive, role)
        path = link[link.index("/login/") :]
        answer = await client.post(path, allow_redirects=False)
        assert answer.status == 303, await answer.text()
        page = await (await client.get("/desk/posts")).text()
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        assert found is not None
        return found[1]

    return log_in
