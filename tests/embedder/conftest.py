"""The real application on a real store, with the stand-in in the platforms' place."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from archive.archive import Archive, open_archive
from archive.settings import Settings, SiteSettings, StorageSettings
from archive.storage.base import Role
from embedder import samples, standin
from embedder.app import make_app
from tests.beside import beside
from tests.embedder.people import Client, key_of, log_in
from tests.fresh import fresh_database

__all__ = ["Bearer", "Capture", "Client"]

Bearer = Callable[[Role], Awaitable[dict[str, str]]]
Capture = Callable[..., Awaitable[str]]


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Every host leads to the stand-in; the newsroom has a name, and no public address."""
    plain = Settings(
        site=SiteSettings(name="Border News"),
        storage=StorageSettings(database=fresh_database(tmp_path), blobs=f"file:{tmp_path}/blobs"),
    )
    async with standin.running(standin.make_standin()) as origin:
        yield standin.with_routes(plain, origin, "*")


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """The stand-in beside all tests of a file: for commands, which have loops of their own."""
    with beside(lambda: web.AppRunner(standin.make_standin(), access_log=None)) as origin:
        yield origin


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

    return partial(key_of, archive)


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

    return partial(log_in, archive, client)
