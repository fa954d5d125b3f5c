"""The files of one capture: not more at once, and not more together, than memory bears."""

import asyncio
import hashlib

import pytest

from archive import originals as module
from archive.originals import MAX_AT_ONCE, Originals
from archive.records import MediaRow
from archive.testing import FakeFetcher, FakeResponse
from tests.archive.acting import with_pictures

NAMES = [f"{n}.png" for n in range(40)]


class Slow(FakeFetcher):
    """A server with 120 bytes for every address."""

    def __init__(self) -> None:
        super().__init__({})
        self.now = self.most = 0

    async def get(self, url: str, **_: object) -> FakeResponse:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0)
        self.now -= 1
        self.answers = {url: (200, {}, url[-6:] * 20)}
        return await super().get(url)


class Inspector:
    async def inspect(self, data: bytes) -> MediaRow:
        sha256 = hashlib.sha256(data).hexdigest()
        return MediaRow(sha256=sha256, mime="image/png", bytes=len(data))


async def test_few_files_are_fetched_at_once() -> None:
    server = Slow()
    files = Originals(server, Inspector(), {})
    found = await files.fetch(with_pictures("1", *NAMES))
    assert {original.state for original in found.values()} == {"there"}
    assert server.most == MAX_AT_ONCE


async def test_when_the_files_are_too_large_together_no_other_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    files = Originals(Slow(), Inspector(), {})
    found = await files.fetch(with_pictures("1", *NAMES))
    states = [original.state for original in found.values()]
    assert set(states) == {"there", "too large"}
    assert states.count("there") <= 1000 / 120 + MAX_AT_ONCE
