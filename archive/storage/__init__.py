"""Where the archive is kept. The protocols are in :mod:`archive.storage.base`; a URL of the
settings says which backend gives them.
"""

from pathlib import Path

from archive.errors import ConfigError
from archive.storage.base import Blobs, Storage
from archive.storage.blobs import FolderBlobs
from archive.storage.sqlite import SqliteStorage

__all__ = ["Blobs", "Storage", "open_blobs", "open_storage"]


async def open_storage(url: str) -> Storage:
    """The database of ``[storage] database``, brought to the newest schema.

    ``sqlite:PATH``, relative to the working folder; file and folder are made if missing.

    >>> import asyncio
    >>> async def titles():
    ...     storage = await open_storage("sqlite:data/archive.db")
    ...     try:
    ...         return await storage.list_posts(limit=10)
    ...     finally:
    ...         await storage.close()
    >>> page = asyncio.run(titles())  # doctest: +SKIP

    Raises:
        ConfigError: the URL names no backend that we have.
        StorageError: the database cannot be used, and why.
    """
    return await SqliteStorage.open(_path(url, "sqlite:", "database"))


def open_blobs(url: str) -> Blobs:
    """The blobs of ``[storage] blobs``: ``file:PATH``, a folder that is made if missing.

    Raises:
        ConfigError: the URL names no store that we have.
        StorageError: the folder cannot be used, and why.
    """
    return FolderBlobs(_path(url, "file:", "blobs"))


def _path(url: str, scheme: str, key: str) -> Path:
    path = url.removeprefix(scheme)
    if path in {"", url}:
        raise ConfigError(f"storage.{key} is {url!r}; it takes {scheme}PATH.")
    return Path(path)
