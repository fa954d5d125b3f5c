"""Exports of many rows: memory, time, size; one process a format.

The archive has 4,000 posts, and each of them is found many times, under another id each time: what
an export holds of them grows with the rows, if it does, and filling an archive with a million
posts takes longer than all the rest together. Finding a million statements is measured by itself.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec.structs import replace

from archive.export import FORMATS, About, Tally, export
from archive.query import Query
from archive.storage import Storage, open_blobs, open_storage
from archive.storage.base import Holding
from benchmarks.measuring import Line, WrongAnswer, same
from benchmarks.posts import fill
from embedder.links import Links

__all__ = ["measure"]

POSTS = 4_000
TIMES = int(os.environ.get("ONRECORD_BENCH_ROWS", "100000")) // POSTS
BOUND = 250
"""MB, of 10^6 bytes, of the whole process: the interpreter and all that is imported, too."""


class _Many:
    """A storage that finds all it has many times over."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._round = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def statements(
        self, query: Query, *, drafts: bool = False
    ) -> AsyncIterator[tuple[tuple[str, int], ...]]:
        for self._round in range(TIMES):
            async for refs in self._storage.statements(query, drafts=drafts):
                yield refs

    async def holdings(
        self, refs: Sequence[tuple[str, int]], *, before: datetime | None = None
    ) -> tuple[Holding | None, ...]:
        held = await self._storage.holdings(refs, before=before)
        return tuple(self._again(holding) for holding in held)

    def _again(self, holding: Holding | None) -> Holding | None:
        if holding is None:
            return None
        post = replace(holding.post, id=f"{self._round:04d}{holding.post.id[4:]}")
        return replace(holding, post=post)


async def measure() -> list[Line]:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        await fill(Path(folder) / "archive.db", POSTS)
        return [await _line(Path(folder), name) for name in FORMATS]


async def _line(folder: Path, name: str) -> Line:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.exporting", str(folder), name),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode != 0:
        raise WrongAnswer(f"the export as {name} ended with {process.returncode}")
    told = json.loads(out)
    same(f"the rows of {name}", told["rows"], POSTS * TIMES)
    return Line(
        name=f"export of {told['rows']:,} rows as {name}, greatest memory, MB",
        measured=f"{told['megabytes']:.0f} ({told['seconds']:.0f} s, {told['size'] / 1e6:,.0f} MB)",
        bound=f"at most {BOUND}",
        met=told["megabytes"] <= BOUND,
    )


async def _export(folder: Path, name: str) -> dict[str, Any]:
    storage = await open_storage(f"sqlite:{folder / 'archive.db'}")
    tally, size, started = Tally(), 0, time.perf_counter()
    try:
        with TemporaryDirectory(prefix="onrecord-bench-") as scratch:
            async for part in export(
                _Many(storage),
                open_blobs(f"file:{folder / 'blobs'}"),
                FORMATS[name],
                About(query=Query()),
                links=Links("https://record.example.org"),
                scratch=Path(scratch),
                tally=tally,
            ):
                size += len(part)
    finally:
        await storage.close()
    return {
        "rows": tally.rows,
        "size": size,
        "seconds": time.perf_counter() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_export(Path(sys.argv[1]), sys.argv[2]))))
