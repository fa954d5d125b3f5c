"""``export``: posts to take away."""

import asyncio
import hashlib
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from archive.archive import Archive
from archive.errors import UsageError
from archive.export import FORMATS, About, Format, Tally, beside, export
from embedder.commands.asking import filter_params, query_of, with_filters
from embedder.commands.running import say, site_links, with_archive, write_file
from embedder.site import site_of

SORTS = ("newest", "oldest")


@click.command("export")
@click.argument("query", nargs=-1)
@click.option(
    "--format", "name", type=click.Choice(tuple(FORMATS)), help="Else by the file's name."
)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@click.option("--archive-at", help="As the archive was then: a date or a time.")
@click.option(
    "--sort", type=click.Choice(["newest", "oldest"]), default="newest", show_default=True
)
@click.option("--stems", is_flag=True, help="Other forms of the words, too.")
@click.option("--drafts", is_flag=True, help="Drafts, too.")
@with_filters
@click.option("--bom", is_flag=True, help="A CSV for spreadsheets: with a byte-order mark.")
@with_archive
async def export_(
    archive: Archive,
    /,
    query: Sequence[str],
    name: str | None,
    output: Path | None,
    archive_at: str | None,
    sort: str,
    stems: bool,
    drafts: bool,
    bom: bool,
    **filters: str | None,
) -> None:
    """Write the statements that a query finds to a file; without a query, all.

    QUERY is what the search page takes: words, "phrases", OR, -word, word*, from:, since: and
    more. One that begins with a minus stands after --.

    Beside a CSV, JSON lines or ids there is a second file that says what is in it,
    FILE.datapackage.json; the other formats have that inside.

    Example: onrecord export border since:2025 -o border.csv
    """
    site = await site_of(archive)
    params = filter_params(filters)
    params |= {"q": " ".join(query), "sort": sort, "stems": "1" if stems else ""}
    params["archive_at"] = archive_at or ""
    asked = query_of(params, ZoneInfo(site.timezone))
    kind = _format(name, output)
    about, tally = About(query=asked, newsroom=site.name, drafts=drafts), Tally()
    total = await archive.storage.count(asked, drafts=drafts) if sys.stderr.isatty() else 0
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-") as scratch,
        click.progressbar(
            length=total, file=sys.stderr, label="Exporting", hidden=not sys.stderr.isatty()
        ) as bar,
    ):
        parts = export(
            archive.storage,
            archive.blobs,
            kind,
            about,
            links=site_links(archive.settings),
            scratch=Path(scratch),
            bom=bom,
            tally=tally,
            progress=bar.update,
        )
        async with aclosing(parts):
            if output is None:
                await _copy(parts, sys.stdout.buffer)
                return
            await _write(parts, output, kind, about, tally)
    say(f"{tally.rows:,} statement{'s' * (tally.rows != 1)} written to {output}.")


def _format(name: str | None, output: Path | None) -> Format:
    if name is not None:
        kind = FORMATS[name]
        if output is None and sys.stdout.isatty() and not kind.is_text:
            raise UsageError(f"{name} is no text.", next_step="Name a file for it with -o.")
        return kind
    suffix = "" if output is None else output.suffix
    for kind in FORMATS.values():
        if kind.suffix == suffix:
            return kind
    raise UsageError(
        "No format is named." if output is None else f"{output} does not say its format.",
        next_step=f"Name one with --format: {', '.join(FORMATS)}.",
    )


async def _write(
    parts: AsyncIterator[bytes], output: Path, kind: Format, about: About, tally: Tally
) -> None:
    """Under its own name only once it is whole."""
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with await asyncio.to_thread(unfinished.open, "wb") as file:
            size, sha256 = await _copy(parts, file)
        await asyncio.to_thread(unfinished.replace, output)
    except OSError as error:
        raise UsageError(
            f"{output} cannot be written: {error.strerror}.",
            next_step="Name another file with -o, or make room.",
        ) from error
    finally:
        await asyncio.to_thread(unfinished.unlink, missing_ok=True)
    if not kind.tells_itself:
        told = beside(about, tally, kind, output.name, size=size, sha256=sha256)
        path = output.with_name(f"{output.name}.datapackage.json")
        await asyncio.to_thread(write_file, path, told)


async def _copy(parts: AsyncIterator[bytes], file: BinaryIO) -> tuple[int, str]:
    """How many bytes they are, and their SHA-256."""
    size, sha256 = 0, hashlib.sha256()
    async for part in parts:
        await asyncio.to_thread(file.write, part)
        size += len(part)
        sha256.update(part)
    return size, sha256.hexdigest()
