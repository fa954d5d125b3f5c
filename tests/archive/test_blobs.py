"""Blobs in a folder: whole or not there, and on the disk before ``put`` returns."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore

from archive.errors import ConfigError, StorageError
from archive.storage import Blobs, open_blobs
from archive.storage.blobs import STAGING, content_name, variant_name

SHA = "ab" * 32
NAME = content_name(SHA)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "blobs"


@pytest.fixture
def blobs(folder: Path) -> Blobs:
    return open_blobs(f"file:{folder}")


async def listed(blobs: Blobs, prefix: str = "") -> list[str]:
    return sorted([name async for name in blobs.names(prefix)])


def test_names_are_paths_by_the_beginning_of_the_hash() -> None:
    assert f"content/ab/{SHA}" == NAME
    assert variant_name(SHA, 640, "avif") == f"derived/ab/{SHA}-640.avif"


@pytest.mark.parametrize("data", [b"", b"\0\xff" * 5, b"x" * 20_000_000])
async def test_bytes_come_back_as_they_were_put(blobs: Blobs, data: bytes) -> None:
    await blobs.put(NAME, data)
    got = await blobs.get(NAME)
    assert got == data
    assert type(got) is bytes
    assert await blobs.size(NAME) == len(data)


async def test_what_was_never_put_is_none(blobs: Blobs) -> None:
    assert await blobs.get(NAME) is None
    assert await blobs.size(NAME) is None
    await blobs.delete(NAME)


async def test_the_same_name_again_leaves_what_is_there(blobs: Blobs) -> None:
    await blobs.put(NAME, b"first")
    await blobs.put(NAME, b"second")
    assert await blobs.get(NAME) == b"first"
    assert await listed(blobs) == [NAME]


async def test_many_who_put_one_name_at_once_leave_one_whole_blob(folder: Path) -> None:
    stores = [open_blobs(f"file:{folder}") for _ in range(4)]
    await asyncio.gather(
        *(blobs.put(NAME, bytes([i]) * 100_000) for i, blobs in enumerate(stores * 4))
    )
    data = await stores[0].get(NAME)
    assert data is not None
    assert len(data) == 100_000
    assert len(set(data)) == 1
    assert await listed(stores[0]) == [NAME]


async def test_a_deleted_blob_is_gone_and_may_come_back(blobs: Blobs) -> None:
    await blobs.put(NAME, b"one")
    await blobs.delete(NAME)
    assert await blobs.get(NAME) is None
    assert await listed(blobs) == []
    await blobs.put(NAME, b"two")
    assert await blobs.get(NAME) == b"two"


async def test_names_are_listed_by_folder(blobs: Blobs) -> None:
    names = [NAME, content_name("cd" * 32), variant_name(SHA, 320, "webp")]
    for name in names:
        await blobs.put(name, b"x")
    assert await listed(blobs) == sorted(names)
    assert await listed(blobs, "content") == sorted(names[:2])
    assert await listed(blobs, "content/ab/") == [NAME]
    assert await listed(blobs, "nothing") == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../secret",
        "content/../../secret",
        "content/./x",
        "content//x",
        "content/",
        "content\\x",
        "C:/x",
        "content/\0",
        "content/Ä",
        "content/ab#1",
        "content/%2e%2e/x",
        ".hidden",
        "x" * 201,
        "content/x\n",
    ],
)
async def test_what_is_no_name_is_refused(blobs: Blobs, folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(ValueError, match="no name of a blob"):
        await blobs.put(name, b"x")
    with pytest.raises(ValueError, match="no name of a blob"):
        await blobs.get(name)
    with pytest.raises(ValueError, match="no name of a blob"):
        await blobs.delete(name)
    if name:
        with pytest.raises(ValueError, match="no name of a blob"):
            await listed(blobs, "../" + name)
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.parametrize("url", ["file:", "s3://bucket", "data/blobs", ""])
def test_a_url_of_no_store_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match=r"storage\.blobs"):
        open_blobs(url)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"cannot be used.*Make it writable"):
        open_blobs(f"file:{tmp_path / 'file' / 'blobs'}")


# On the disk


def watch_syncs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Paths under the folder, in the order in which they are synced."""
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        real(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_relative_to(folder):
            synced.append(str(path.relative_to(folder)))

    monkeypatch.setattr(os, "fsync", fsync)
    return synced


async def test_the_file_and_every_new_folder_are_synced_before_put_returns(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = watch_syncs(monkeypatch, folder)
    await blobs.put(NAME, b"x")
    file, *folders = synced
    assert file.startswith(f"{STAGING}/")
    # The blob's name, then the folders' own: ab in content, content in the root.
    assert folders == ["content/ab", "content", "."]


async def test_what_belongs_together_is_written_before_any_of_it_is_named(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [content_name("cd" * 32), content_name("abcd" * 16)]
    await blobs.put(others[0], b"there before")
    synced = watch_syncs(monkeypatch, folder)
    await blobs.put_all({NAME: b"1", others[0]: b"2", others[1]: b"3"})
    assert [path.split("/")[0] for path in synced[:2]] == [STAGING, STAGING]
    assert synced[2:] == ["content/ab", "content", "content/cd"]
    assert [await blobs.get(name) for name in (NAME, *others)] == [b"1", b"there before", b"3"]
    assert await listed(blobs) == sorted([NAME, *others])


async def test_none_of_them_is_named_where_one_could_not_be_synced(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, calls = content_name("cd" * 32), 0

    def fail_at_the_second(_handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_at_the_second)
    with pytest.raises(StorageError, match=rf"{NAME} and 1 that belong to it: .*No space"):
        await blobs.put_all({NAME: b"1", other: b"2"})
    assert await blobs.get(NAME) is None
    assert await blobs.get(other) is None


async def test_a_blob_that_is_there_is_synced_all_the_same(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put it may not have come to syncing its folder yet."""
    await blobs.put(NAME, b"x")
    synced = watch_syncs(monkeypatch, folder)
    await open_blobs(f"file:{folder}").put(NAME, b"x")
    assert synced == ["content/ab", "content", "."]


async def test_a_deletion_is_synced(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await blobs.put(NAME, b"x")
    synced = watch_syncs(monkeypatch, folder)
    await blobs.delete(NAME)
    assert synced == ["content/ab"]


async def test_bytes_that_could_not_be_synced_get_no_name(
    blobs: Blobs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    await blobs.put(content_name("cd" * 32), b"makes the folders")
    await blobs.put(content_name("abcd" * 16), b"makes the folders")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageError, match=rf"{NAME}: .*Input/output error.*free space"):
        await blobs.put(NAME, b"x")
    monkeypatch.undo()
    assert await blobs.get(NAME) is None
    await blobs.put(NAME, b"x")
    assert await blobs.get(NAME) == b"x"


async def test_a_crash_between_writing_and_naming_leaves_no_half_blob(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("the process died")

    monkeypatch.setattr(LocalStore, "rename", crash)
    with pytest.raises(RuntimeError, match="died"):
        await blobs.put(NAME, b"x")
    monkeypatch.undo()
    assert await blobs.get(NAME) is None
    (left,) = await listed(blobs)
    assert left.startswith(f"{STAGING}/")


async def test_the_loop_goes_on_while_a_disk_is_slow(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    release = threading.Event()
    real = os.fsync

    def slow(handle: int) -> None:
        release.wait(5)
        real(handle)

    monkeypatch.setattr(os, "fsync", slow)
    task = asyncio.create_task(blobs.put(NAME, b"x"))
    await asyncio.sleep(0.01)
    assert not task.done()
    release.set()
    await task


@pytest.mark.slow
def test_the_kernel_is_told_to_sync_file_and_folder_before_put_returns(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is missing: apt-get install strace")
    script = (
        "import asyncio, os, sys\n"
        "from archive.storage import open_blobs\n"
        "blobs = open_blobs('file:' + sys.argv[1])\n"
        "asyncio.run(blobs.put(sys.argv[2], b'hello'))\n"
        "os.write(1, b'put has returned')\n"
    )
    trace = tmp_path / "trace"
    command = [strace, "-f", "-y", "-o", str(trace), "-e", "trace=fsync,linkat,mkdir,write"]
    folder = tmp_path / "blobs"
    subprocess.run(
        [*command, sys.executable, "-c", script, str(folder), NAME], check=True, capture_output=True
    )
    text = trace.read_text()
    steps = [
        rf"write\(\d+<{folder}/{STAGING}/\w+>, \"hello\"",
        rf"fsync\(\d+<{folder}/{STAGING}/\w+>\) += 0",
        rf"linkat\(.*\"{folder}/{NAME}\", 0\) += 0",
        rf"fsync\(\d+<{folder}/content/ab>\) += 0",
        r"write\(1<.*>, \"put has returned\"",
    ]
    places = [re.search(step, text) for step in steps]
    assert None not in places, text
    order = [place.start() for place in places if place is not None]
    assert order == sorted(order)
    for new in (f"{folder}/content/ab", f"{folder}/content"):
        made = text.index(f'mkdir("{new}"')
        assert re.search(rf"fsync\(\d+<{Path(new).parent}>\) += 0", text[made:])
