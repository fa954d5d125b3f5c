"""Posts to take away: a query -> a file, in one of several formats. One file a format.

:func:`export` gives the bytes as they come, in constant memory: a batch of statements is read, then
what is held of them, then it is written. What is withheld or erased is in none of them, drafts only
where they are asked for; posts inside others as :mod:`archive.post_json` tells them.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from archive.export.about import About, Tally, describe, table
from archive.export.columns import COLUMNS, Column, Post
from archive.export.csv_file import CSV, for_spreadsheets
from archive.export.descriptor import DESCRIPTOR
from archive.export.id_list import IDS
from archive.export.json_lines import JSON_LINES
from archive.export.parquet_file import PARQUET
from archive.export.sqlite_file import SQLITE
from archive.export.writer import Format, MediaWriter, Setup, encoded
from archive.export.zip_file import ZIP
from archive.post_json import PostLinks, post_json
from archive.query import Query
from archive.shown import is_shown
from archive.storage.base import Blobs, Holding, Storage
from archive.storage.blobs import variant_name

__all__ = [
    "COLUMNS",
    "DESCRIPTOR",
    "FORMATS",
    "About",
    "Column",
    "Format",
    "Tally",
    "beside",
    "export",
    "for_spreadsheets",
]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {one.name: one for one in (CSV, JSON_LINES, IDS, PARQUET, SQLITE, ZIP, DESCRIPTOR)}
)
"""By the name that people choose it by."""


async def export(
    storage: Storage,
    blobs: Blobs,
    format: Format,
    about: About,
    *,
    links: PostLinks | None,
    scratch: Path,
    bom: bool = False,
    tally: Tally | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> AsyncGenerator[bytes, None]:
    """The bytes of an export, from front to back. ``scratch`` is an empty folder that is thrown
    away afterwards; ``progress`` is told how many rows more are done.

    The same archive, query and ``archive_at`` give the same bytes.

    Raises:
        UsageError: the format needs a package that is not installed.
    """
    tally = tally or Tally()
    setup = Setup(about=about, tally=tally, scratch=scratch, bom=bom)
    writer = await asyncio.to_thread(format.writer, setup)
    try:
        yield writer.begin()
        if about.query.archive_at is not None:
            first = msgspec.structs.replace(about.query, limit=1, cursor=None)
            found = await storage.search(first, drafts=about.drafts)
            tally.erased_since = found.erased_since
        async for refs in storage.statements(about.query, drafts=about.drafts):
            held = await storage.holdings(refs, before=_before(about.query))
            posts = await asyncio.to_thread(_posts, held, links, about.drafts)
            tally.add(posts)
            yield await asyncio.to_thread(writer.add, posts)
            if isinstance(writer, MediaWriter):
                async for file in _files(writer, posts, blobs):
                    yield file
            progress(len(refs))
        end = writer.end()
        while (data := await asyncio.to_thread(_next, end)) is not None:
            yield data
    finally:
        await asyncio.to_thread(writer.close)


def beside(
    about: About, tally: Tally, format: Format, name: str, *, size: int, sha256: str
) -> bytes:
    """The file that tells of an export that does not do so itself: to be kept beside it, under its
    name with ``.datapackage.json``. ``size`` and ``sha256`` are those of its bytes.
    """
    known = {"bytes": size, "hash": f"sha256:{sha256}"}
    media_type = format.content_type.partition(";")[0]
    if format is CSV:
        resource = table(name, media_type, **known)
    else:
        resource = {"name": "posts", "path": name, "mediatype": media_type, "encoding": "utf-8"}
        resource |= known
    return encoded(describe(about, tally, [resource]))


def _next(parts: Iterator[bytes]) -> bytes | None:
    return next(parts, None)


def _before(query: Query) -> datetime | None:
    return None if query.archive_at is None else query.archive_at.end


def _posts(
    held: Sequence[Holding | None], links: PostLinks | None, drafts: bool
) -> tuple[Post, ...]:
    """The posts that may still be told: between finding and reading, one may be withheld."""
    return tuple(
        post_json(holding, links) for holding in held if holding and _is_told(holding, drafts)
    )


def _is_told(holding: Holding, drafts: bool) -> bool:
    stored = holding.stored
    if stored is None or not is_shown(holding):
        return False
    return drafts or "draft" not in {holding.post.visibility, stored.visibility}


async def _files(writer: MediaWriter, posts: Sequence[Post], blobs: Blobs) -> AsyncIterator[bytes]:
    """One after the other: a batch of posts has more pictures than there is memory for."""
    for file in writer.wanted(posts):
        data = await blobs.get(variant_name(file.sha256, file.width, file.format))
        yield await asyncio.to_thread(writer.put, file, data)
