"""What makes files and folders survive a power cut. Blocking: for threads, not the loop."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

__all__ = ["locked", "make_folder", "sync_folder", "write_files"]


def write_files(files: Mapping[Path, bytes]) -> None:
    """The bytes of new files are on the disk when this returns; their names may not be.

    All are written before the first is waited for, so that the disk gets them in one go.
    """
    for path, data in files.items():
        with path.open("xb") as file:
            file.write(data)
    for path in files:
        _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """The names in the folder are on the disk when this returns."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, each on the disk before the next.

    One that is there already is synced by name all the same: whoever made it may not have
    done so yet.
    """
    if path.parent != path and not path.parent.is_dir():
        make_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync_folder(path.parent)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone among all threads and processes that lock the same folder; a dead one lets go."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
