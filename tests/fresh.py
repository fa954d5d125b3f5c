"""An empty archive's file, as our own migrations make it: made once, and copied by each test.

To make one takes ten times as long as to open it. What a new file is like has tests of its own.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.storage import open_storage

__all__ = ["fresh_database"]


def fresh_database(folder: Path) -> str:
    """The URL of an empty database in a folder: ``sqlite:…/archive.db``."""
    file = folder / "archive.db"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_made())
    return f"sqlite:{file}"


@cache
def _made() -> bytes:
    async def made(file: Path) -> None:
        await (await open_storage(f"sqlite:{file}")).close()

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as beside_the_tests_loop:
        file = Path(folder) / "archive.db"
        beside_the_tests_loop.submit(asyncio.run, made(file)).result()
        return file.read_bytes()
