"""How `onrecord serve` starts, and what it says when it cannot."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import open_archive
from archive.clock import utc_now
from archive.errors import UsageError
from archive.settings import Settings, StorageSettings
from archive.storage.base import User
from embedder.app import serve


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def stored(tmp_path: Path) -> Settings:
    files = StorageSettings(database=f"sqlite:{tmp_path}/a.db", blobs=f"file:{tmp_path}/blobs")
    return Settings(storage=files)


def test_a_port_that_is_taken_is_told_in_a_sentence(stored: Settings, taken: int) -> None:
    with pytest.raises(UsageError, match=f"127.0.0.1:{taken} cannot be listened on") as told:
        serve(stored, port=taken)
    assert "--port" in told.value.next_step


def test_an_archive_whose_only_user_is_no_admin_gives_that_user_the_login_link(
    stored: Settings, taken: int, capsys: pytest.CaptureFixture[str]
) -> None:
    async def add_editor() -> None:
        async with open_archive(stored) as archive:
            await archive.storage.add_user(User(name="ana", role="editor"), at=utc_now())

    asyncio.run(add_editor())
    with pytest.raises(UsageError, match="listened on"):
        serve(stored, port=taken)
    assert "/login/" in capsys.readouterr().out
