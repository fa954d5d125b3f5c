"""Blobs that nothing refers to are swept, once they are old; all others stay."""

import asyncio
import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from archive.storage import Blobs, Storage, open_blobs
from archive.storage.blobs import STAGING, content_name, variant_name
from archive.sweeping import sweep
from tests.archive.storage_posts import (
    PICTURE,
    VARIANTS,
    at,
    capture,
    exchange,
    first,
    id_of,
    look,
    picture,
    with_picture,
)

BODY = content_name(hashlib.sha256(exchange().body).hexdigest())
DERIVED = variant_name(PICTURE, 320, "avif")
ORPHANS = (content_name("cd" * 32), variant_name("ef" * 32, 320, "jpg"), f"{STAGING}/abc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder: Path) -> Blobs:
    return open_blobs(f"file:{folder}")


async def names(blobs: Blobs) -> set[str]:
    return {name async for name in blobs.names()}


def age(folder: Path, *names: str, hours: float = 48) -> None:
    for name in names:
        then = time.time() - hours * 3600
        os.utime(folder / name, (then, then))


async def fill(storage: Storage, blobs: Blobs, folder: Path) -> None:
    """A post with a body, a picture and a derivative, and orphans of each kind; all are old."""
    await storage.keep(
        capture(with_picture(), media=(picture(),), exchanges=(exchange(),), looks=(look("1", 0),))
    )
    await storage.set_variants(PICTURE, VARIANTS[:1])
    for name in (BODY, content_name(PICTURE), DERIVED, *ORPHANS):
        await blobs.put(name, b"x")
        age(folder, name)


async def test_only_what_nothing_refers_to_is_swept(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    await fill(storage, blobs, folder)
    assert await sweep(storage, blobs) == len(ORPHANS)
    assert await names(blobs) == {BODY, content_name(PICTURE), DERIVED}
    assert await sweep(storage, blobs) == 0


async def test_a_derivative_that_its_original_does_not_list_is_swept(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    await fill(storage, blobs, folder)
    other = variant_name(PICTURE, 640, "avif")
    await blobs.put(other, b"x")
    age(folder, other)
    await sweep(storage, blobs)
    assert other not in await names(blobs)
    assert DERIVED in await names(blobs)


async def test_young_orphans_may_belong_to_a_capture_under_way(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    await fill(storage, blobs, folder)
    age(folder, *ORPHANS, hours=23)
    assert await sweep(storage, blobs) == 0
    assert await sweep(storage, blobs, timedelta(hours=22)) == len(ORPHANS)


async def test_an_old_orphan_that_a_capture_puts_again_stays(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    """It was there already, so that nothing was written: its transaction is still to come."""
    await blobs.put(BODY, b"x")
    age(folder, BODY)
    await blobs.put(BODY, b"x")
    assert await sweep(storage, blobs) == 0
    await storage.keep(capture(first(), exchanges=(exchange(),), looks=(look("1", 0),)))
    assert await blobs.get(BODY) == b"x"


async def test_one_that_is_put_while_the_sweep_runs_stays(
    storage: Storage, blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await blobs.put(BODY, b"x")
    age(folder, BODY)
    ask = storage.unreferenced

    async def put_meanwhile(found: list[str]) -> tuple[str, ...]:
        orphans = await ask(found)
        await blobs.put(BODY, b"x")
        return orphans

    monkeypatch.setattr(storage, "unreferenced", put_meanwhile)
    assert await sweep(storage, blobs) == 0
    assert await blobs.get(BODY) == b"x"


async def test_sweeping_and_putting_at_once_never_loses_what_was_put(
    blobs: Blobs, folder: Path
) -> None:
    other = open_blobs(f"file:{folder}")
    for _ in range(40):
        await blobs.put(BODY, b"x")
        age(folder, BODY)
        await asyncio.gather(other.delete_untouched(BODY, 3600), blobs.put(BODY, b"x"))
        assert await blobs.get(BODY) == b"x"


async def test_what_an_erasure_did_not_come_to_delete_is_swept(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    await fill(storage, blobs, folder)
    await storage.erase(id_of(), by="ana", at=at(1), reason="privacy")
    await sweep(storage, blobs)
    assert await names(blobs) == set()


async def test_files_that_are_not_ours_are_left(
    storage: Storage, blobs: Blobs, folder: Path
) -> None:
    for name in ("notes/readme", "content/ab/short"):
        await blobs.put(name, b"x")
        age(folder, name)
    await sweep(storage, blobs)
    assert "notes/readme" in await names(blobs)


async def test_many_are_swept_in_batches(
    storage: Storage, blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.sweeping._BATCH", 3)
    for i in range(8):
        name = content_name(f"{i:064x}")
        await blobs.put(name, b"x")
        age(folder, name)
    assert await sweep(storage, blobs) == 8
    assert await names(blobs) == set()
