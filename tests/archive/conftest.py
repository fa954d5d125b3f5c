"""The storage backends, each opened fresh: the contract suite runs on all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from archive.storage import Blobs, Storage, open_blobs, open_storage
from tests.fresh import fresh_database

BACKENDS = {"sqlite": fresh_database}
"""Each makes an empty database in a folder, and gives its URL."""


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database that is empty."""
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
async def opened(database: str) -> AsyncIterator[Callable[[], Awaitable[Storage]]]:
    """Opens the database, as another process would; all are closed in the end."""
    storages: list[Storage] = []

    async def opener() -> Storage:
        storages.append(await open_storage(database))
        return storages[-1]

    yield opener
    for storage in storages:
        await storage.close()


@pytest.fixture
async def storage(opened: Callable[[], Awaitable[Storage]]) -> Storage:
    """A storage that is open and empty."""
    return await opened()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """A folder of blobs that is empty."""
    return open_blobs(f"file:{tmp_path / 'blobs'}")
