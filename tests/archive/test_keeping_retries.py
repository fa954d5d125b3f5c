"""A store that fails must not cost the capture that is in hand."""

from collections.abc import Sequence
from typing import Any

import pytest

from archive.company import Company
from archive.errors import IdClash, StorageError
from archive.keeping import Errand, Keeper, Take, Version
from archive.looking import Attempt, Looked
from archive.outcome import Found
from archive.records import Exchange
from archive.storage import Storage
from archive.storage.base import Blobs, Keep
from archive.testing import FakeFetcher
from tests.archive.storage_posts import NOON, exchange, id_of, ref, snapshot


class Recording(FakeFetcher):
    exchanges: Sequence[Exchange] = ()


class Failing:
    """A storage whose ``keep`` fails with each of these errors first."""

    def __init__(self, storage: Storage, *errors: StorageError) -> None:
        self._storage = storage
        self._errors = list(errors)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def keep(self, keep: Keep) -> Any:
        if self._errors:
            raise self._errors.pop(0)
        return await self._storage.keep(keep)


def take() -> Take:
    found = Found(ref=ref(), snapshots=(snapshot(),))
    attempt = Attempt(
        source="tweet-result", outcome="found", cause=None, detail="", status=200, seconds=0.1
    )
    look = Looked(
        at=NOON, source="tweet-result", answer=found, attempt=attempt, exchanges=(exchange(),)
    )
    return Take(
        found=found,
        look=look,
        looks=[look],
        company=Company(),
        company_looks={},
        versions=(Version(snapshot=snapshot(), originals={}),),
        along=(),
        fetched=(),
        recording=Recording({}),
        looked_up=(),
    )


def keeper(storage: Any, blobs: Blobs, slept: list[float]) -> Keeper:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    return Keeper(
        storage=storage,
        blobs=blobs,
        clock=lambda: NOON,
        salt=lambda size: b"s" * size,
        sleep=sleep,
    )


async def test_a_store_that_fails_for_a_moment_costs_nothing(
    storage: Storage, blobs: Blobs
) -> None:
    slept: list[float] = []
    failing = Failing(storage, StorageError("The disk is full."), StorageError("It is locked."))
    written = await keeper(failing, blobs, slept).keep(take(), Errand(by="ana"), ())
    assert written.new == (1,)
    assert slept == [0.5, 2.0]
    assert len(await storage.versions(id_of())) == 1
    assert len(await storage.exchanges(id_of())) == 1


async def test_a_store_that_stays_broken_is_told(storage: Storage, blobs: Blobs) -> None:
    slept: list[float] = []
    failing = Failing(storage, *[StorageError("The disk is full.")] * 4)
    with pytest.raises(StorageError, match="full"):
        await keeper(failing, blobs, slept).keep(take(), Errand(by="ana"), ())
    assert slept == [0.5, 2.0, 8.0]
    assert await storage.post(id_of()) is None


async def test_a_clash_of_ids_is_refused_at_once(storage: Storage, blobs: Blobs) -> None:
    slept: list[float] = []
    failing = Failing(storage, IdClash("Two posts have one id."))
    with pytest.raises(IdClash):
        await keeper(failing, blobs, slept).keep(take(), Errand(by="ana"), ())
    assert slept == []
