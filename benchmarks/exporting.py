"""Exports of many rows: memory, time, size; one process a format.

The archive has 4,000 posts, and each of them is found many times, under another id each time: what
an export holds of them grows with the rows, if it does, and filling an archive with a million
posts takes longer than all the rest together. Finding a million statements is measured by itself.

These posts are short and have no pictures. What a format holds of long ones, and of each picture,
is measured apart: by posts of 9,000 characters and more, and by as many small pictures as a million
posts may have.
"""

import asyncio
import hashlib
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
from archive.export.writer import MediaWriter, Setup
from archive.export.zip_file import ZIP
from archive.query import Query
from archive.storage import Storage, open_blobs, open_storage
from archive.storage.base import Holding
from benchmarks.measuring import Line, WrongAnswer, same
from benchmarks.posts import fill
from embedder.links import Links

__all__ = ["measure"]

POSTS = 4_000
TIMES = int(os.environ.get("ONRECORD_BENCH_ROWS", "100000")) // POSTS
PICTURES = 400_000
LONG_ROWS = 20_000
_LONG = " ".join(f"{number * 7_340_033 % 9_999_991:07}" for number in range(1_125))
BOUND = 250
"""MB, of 10^6 bytes, of the whole process: the interpreter and all that is imported, too."""


class _Many:
    """A storage that finds all it has many times over."""

    def __init__(self, storage: Storage, times: int = TIMES, text: str = "") -> None:
        self._storage = storage
        self._times = times
        self._text = text
        self._round = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def statements(
        self, query: Query, *, drafts: bool = False
    ) -> AsyncIterator[tuple[tuple[str, int], ...]]:
        for number in range(self._times):
            self._round = number
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
        if self._text and holding.stored is not None:
            # No two alike, so that no dictionary of the format holds one for many.
            cut = int.from_bytes(post.id[-2:].encode()) % 4_000
            text = f"{post.id} {self._text[cut:]}{self._text}"
            snapshot = replace(holding.stored.snapshot, text=text, facets=())
            holding = replace(holding, stored=replace(holding.stored, snapshot=snapshot))
        return replace(holding, post=post)


async def measure() -> list[Line]:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        await fill(Path(folder) / "archive.db", POSTS)
        lines = [await _line(Path(folder), name, name, POSTS * TIMES) for name in FORMATS]
        return [
            *lines,
            await _line(Path(folder), "parquet of long posts", "long", LONG_ROWS),
            await _line(Path(folder), "zip of pictures alone", "pictures", PICTURES),
        ]


async def _line(folder: Path, title: str, name: str, rows: int) -> Line:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.exporting", str(folder), name),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await process.communicate()
    if process.returncode != 0:
        raise WrongAnswer(f"the export as {name} ended with {process.returncode}")
    told = json.loads(out)
    same(f"the rows of {name}", told["rows"], rows)
    return Line(
        name=f"export of {told['rows']:,} rows as {title}, greatest memory, MB",
        measured=f"{told['megabytes']:.0f} ({told['seconds']:.0f} s, {told['size'] / 1e6:,.0f} MB)",
        bound=f"at most {BOUND}",
        met=told["megabytes"] <= BOUND,
    )


async def _export(folder: Path, name: str, times: int = TIMES, text: str = "") -> dict[str, Any]:
    storage = await open_storage(f"sqlite:{folder / 'archive.db'}")
    tally, size, started = Tally(), 0, time.perf_counter()
    try:
        with TemporaryDirectory(prefix="onrecord-bench-") as scratch:
            async for part in export(
                _Many(storage, times, text),
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
    return _told(tally.rows, size, started)


def _pictures() -> dict[str, Any]:
    """A ZIP of small pictures, each another."""
    size, rows, started = 0, 0, time.perf_counter()
    with TemporaryDirectory(prefix="onrecord-bench-") as scratch:
        setup = Setup(about=About(query=Query()), tally=Tally(), scratch=Path(scratch))
        writer = ZIP.writer(setup)
        if not isinstance(writer, MediaWriter):
            raise TypeError(writer)
        size += len(writer.begin())
        variants = [{"width": 1280, "format": "jpg"}]
        nothing = dict.fromkeys(("quoted", "parent", "reposted"))
        for number in range(PICTURES):
            sha256 = hashlib.sha256(str(number).encode()).hexdigest()
            post = {"media": [{"sha256": sha256, "variants": variants}], **nothing}
            for file in writer.wanted([post]):
                size += len(writer.put(file, bytes(number % 200)))
                rows += 1
        size += sum(map(len, writer.end()))
        writer.close()
    return _told(rows, size, started)


def _told(rows: int, size: int, started: float) -> dict[str, Any]:
    return {
        "rows": rows,
        "size": size,
        "seconds": time.perf_counter() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    }


def _measured(folder: Path, name: str) -> dict[str, Any]:
    if name == "pictures":
        return _pictures()
    if name == "long":
        return asyncio.run(_export(folder, "parquet", LONG_ROWS // POSTS, _LONG))
    return asyncio.run(_export(folder, name))


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), sys.argv[2])))
