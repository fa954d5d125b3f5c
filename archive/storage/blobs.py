"""Bytes by name, in a folder, through obstore.

obstore's local store does not sync: what it says is stored may be gone after a power cut, or
be there by name without its bytes. So we write each blob under a name of its own and sync it;
then it is moved to its name, and the folder synced: a name is never there without all of its
bytes. What belongs together takes each step together, which costs a disk little more than one
blob alone. (What obstore writes itself has a name meanwhile that it does not list: a crash
would leave files that nobody finds.)
"""

import asyncio
import os
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore

from archive.errors import StorageError
from archive.storage.disk import locked, make_folder, sync_folder, write_files

__all__ = ["STAGING", "FolderBlobs", "card_name", "content_name", "frozen_name", "variant_name"]

P = ParamSpec("P")
T = TypeVar("T")

STAGING = "staging"
"""Folder of what is being written. Only a crash leaves anything there, until it is swept."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
_MAX_NAME = 200


def content_name(sha256: str) -> str:
    """Where bytes as they came are kept: originals, and the bodies of exchanges, each once."""
    return f"content/{sha256[:2]}/{sha256}"


def frozen_name(sha256: str) -> str:
    """Where one output of a frozen form is kept."""
    return f"frozen/{sha256[:2]}/{sha256}"


def card_name(sha256: str) -> str:
    """Where a card is kept: a PNG."""
    return f"cards/{sha256[:2]}/{sha256}"


def variant_name(sha256: str, width: int, format: str) -> str:
    """Where a derivative of an original is kept."""
    return f"derived/{sha256[:2]}/{sha256}-{width}.{format}"


class FolderBlobs:
    """The :class:`~archive.storage.base.Blobs` of ``file:PATH``. The folder is made if missing.

    A name is a relative path of lower-case letters, digits, ``.``, ``_`` and ``-``.

    Raises:
        StorageError: the folder cannot be made or used. Each method raises it, too, naming
            the blob; a name that is none is a ValueError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._synced: set[Path] = set()
        try:
            make_folder(self._folder)
            (self._folder / STAGING).mkdir(exist_ok=True)
            self._store = LocalStore(self._folder)
        except (OSError, BaseError) as error:
            raise StorageError(
                f"The folder of blobs {self._folder} cannot be used: {_short(error)}.",
                next_step="Make it writable for the service, or set another in [storage] blobs.",
            ) from error

    async def put(self, name: str, data: bytes) -> None:
        """:meth:`put_all` of one."""
        await self.put_all({name: data})

    async def put_all(self, bodies: Mapping[str, bytes]) -> None:
        """Stores the bytes; when it returns they are on the disk, files and folders synced.

        Putting the same name again is no error and leaves what is there; only its age, for
        :meth:`untouched`, begins anew. Where it fails, some of them may be there.
        """
        for name in bodies:
            _check(name)
        if not bodies:
            return
        try:
            await asyncio.to_thread(self._put_all, bodies)
        except (OSError, BaseError) as error:
            first, *others = bodies
            raise self._failed("put", first, error, others=len(others)) from error

    async def get(self, name: str) -> bytes | None:
        return await self._in_thread(FolderBlobs._get, name)

    async def size(self, name: str) -> int | None:
        return await self._in_thread(FolderBlobs._size, name)

    async def delete(self, name: str) -> None:
        """Deletes it, for good: a power cut does not bring it back. None there is no error."""
        await self._in_thread(FolderBlobs._delete, name)

    async def names(self, prefix: str = "") -> AsyncIterator[str]:
        """The names under a folder, in no order; without one all, :data:`STAGING` too."""
        if prefix:
            _check(prefix.rstrip("/"))
        try:
            async for chunk in self._store.list(prefix.rstrip("/") or None):
                for entry in chunk:
                    yield entry["path"]
        except (OSError, BaseError) as error:
            raise self._failed("list", prefix or "all", error) from error

    async def untouched(self, seconds: float) -> AsyncIterator[str]:
        """The names that nobody has put for so long, in no order; :data:`STAGING` too."""
        try:
            async for chunk in self._store.list():
                before = time.time() - seconds
                for entry in chunk:
                    if entry["last_modified"].timestamp() < before:
                        yield entry["path"]
        except (OSError, BaseError) as error:
            raise self._failed("list", "all", error) from error

    async def delete_untouched(self, name: str, seconds: float) -> bool:
        """Deletes it, unless somebody has put it meanwhile; says whether it did."""
        return await self._in_thread(FolderBlobs._delete_untouched, name, seconds)

    async def _in_thread(
        self,
        work: Callable[Concatenate["FolderBlobs", str, P], T],
        name: str,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        _check(name)
        try:
            return await asyncio.to_thread(work, self, name, *args, **kwargs)
        except (OSError, BaseError) as error:
            raise self._failed(work.__name__.strip("_"), name, error) from error

    def _put_all(self, bodies: Mapping[str, bytes]) -> None:
        folders: dict[Path, list[str]] = {}
        for name in bodies:
            folders.setdefault((self._folder / name).parent, []).append(name)
        for folder in folders:
            if folder not in self._synced:
                folder.mkdir(parents=True, exist_ok=True)
        there = {name for one in folders.items() for name in self._touch(*one)}
        staged = {
            name: f"{STAGING}/{secrets.token_hex(16)}" for name in bodies if name not in there
        }
        write_files({self._folder / staged[name]: bodies[name] for name in staged})
        for name, written in staged.items():
            try:
                self._store.rename(written, name, overwrite=False)
            except AlreadyExistsError:
                self._store.delete(written)
        for folder in folders:
            self._sync(folder)

    def _touch(self, folder: Path, names: Iterable[str]) -> list[str]:
        """Begins the age of blobs in one folder anew, and gives those that are there: whoever
        puts them is about to refer to them. Under the lock, so that none is swept between the
        look and the touch.
        """
        there = []
        with locked(folder):
            for name in names:
                path = self._folder / name
                if path.exists():
                    os.utime(path)
                    there.append(name)
        return there

    def _delete_untouched(self, name: str, seconds: float) -> bool:
        path = self._folder / name
        with locked(path.parent):
            try:
                if path.stat().st_mtime >= time.time() - seconds:
                    return False
            except FileNotFoundError:
                return False
            self._delete(name)
            return True

    def _get(self, name: str) -> bytes | None:
        try:
            return self._store.get(name).bytes().to_bytes()
        except FileNotFoundError:
            return None

    def _size(self, name: str) -> int | None:
        try:
            return self._store.head(name)["size"]
        except FileNotFoundError:
            return None

    def _delete(self, name: str) -> None:
        try:
            self._store.delete(name)
        except FileNotFoundError:
            return
        sync_folder((self._folder / name).parent)

    def _sync(self, folder: Path) -> None:
        """The names in a folder are on the disk; once a process its own name and those above."""
        sync_folder(folder)
        if folder != self._folder and folder not in self._synced:
            self._sync(folder.parent)
            self._synced.add(folder)

    def _failed(self, verb: str, name: str, error: Exception, *, others: int = 0) -> StorageError:
        more = f" and {others} that belong to it" if others else ""
        return StorageError(
            f"{self._folder}: cannot {verb} the blob {name}{more}: {_short(error)}.",
            next_step="Check the disk's free space and the folder's permissions, then try again.",
        )


def _check(name: str) -> None:
    if len(name) > _MAX_NAME or not _NAME.fullmatch(name):
        raise ValueError(f"{name[:_MAX_NAME]!r} is no name of a blob")


def _short(error: Exception) -> str:
    """Obstore's errors without their long debug part."""
    return str(error).partition("\n")[0].rstrip(".")
