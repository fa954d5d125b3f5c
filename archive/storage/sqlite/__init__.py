"""The :class:`~archive.storage.base.Storage` on SQLite: one writer, several readers.

Its calls are in the folder ``calls``; what each does is in the files beside this one, one for each
job.
"""

import asyncio
from pathlib import Path

from archive.errors import StorageError
from archive.storage.disk import make_folder, sync_folder
from archive.storage.sqlite.calls import CaptureCalls, DeskCalls, ResearchCalls, ServiceCalls
from archive.storage.sqlite.schema import migrate

__all__ = ["SqliteStorage"]


class SqliteStorage(CaptureCalls, DeskCalls, ResearchCalls, ServiceCalls):
    """Opened by :meth:`open`; closed by :meth:`close`, which also waits for what is under way."""

    @classmethod
    async def open(cls, path: Path) -> "SqliteStorage":
        """The storage in a file, brought to the newest schema; the file is made if missing.

        Raises:
            StorageError: the file cannot be used, and why.
        """
        try:
            path = await asyncio.to_thread(_prepare, path)
        except OSError as error:
            raise StorageError(
                f"The folder {path.parent} cannot be made: {error.strerror}.",
                next_step="Make it, or name another file in [storage] database.",
            ) from error
        storage = cls(path)
        try:
            await storage._lanes.writer.run(migrate, path)
            await asyncio.to_thread(sync_folder, path.parent)
        except BaseException:
            await storage.close()
            raise
        return storage

    async def close(self) -> None:
        await self._lanes.close()


def _prepare(path: Path) -> Path:
    """The absolute path of the file, in a folder that is there."""
    path = path.absolute()
    make_folder(path.parent)
    return path
