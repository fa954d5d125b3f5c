"""``import``: posts come in out of files that others made."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import msgspec

from archive.archive import Archive
from archive.errors import UsageError
from archive.importing import FORMATS, Asked, Problem, Row, reader, size_of
from embedder.commands.running import person, print_json, say, with_archive

_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1252", "latin-1", "mac-roman")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option("--format", metavar="NAME", help=f"Of the file: {', '.join(FORMATS)}.")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and change nothing.")
@click.option(
    "--release/--draft",
    default=None,
    help="Whether new posts are public at once; else as [publish] release says.",
)
@click.option("--handle", metavar="NAME", help="Whose posts they are, where the file names nobody.")
@click.option(
    "--timezone", metavar="NAME", help="Of the file's times, where an id tells none: UTC."
)
@click.option(
    "--encoding",
    metavar="NAME",
    type=click.Choice(_ENCODINGS),
    help=f"Of a table: {', '.join(_ENCODINGS)}; else UTF-8, or by its mark.",
)
@click.option("--json", "as_json", is_flag=True, help="Print each bad row, and the sum, as JSON.")
@with_archive
async def import_(
    archive: Archive,
    file: Path,
    format: str | None,
    dry_run: bool,
    release: bool | None,
    handle: str | None,
    timezone: str | None,
    encoding: str | None,
    as_json: bool,
) -> int:
    """Take in the posts of a file that others made.

    X's data archive may be its ZIP, or the folder that it was unpacked to.

    Run again, it changes nothing that is in, and goes on where it broke off.

    Example: onrecord import tweets.js --dry-run
    """
    if format is not None:
        reader(format)
    asked = Asked(handle=handle, zone=_zone(timezone), encoding=encoding)

    def tell(item: Row | Problem) -> None:
        if as_json:
            print_json(*_told(item))
        elif isinstance(item, Problem):
            say(f"Row {item.row}: {item.what}; left out. {item.next_step}")
        else:
            say(f"Row {item.row}: {'; '.join(item.notes)}.")

    with click.progressbar(
        length=size_of(file), file=sys.stderr, label="Importing", hidden=not sys.stderr.isatty()
    ) as shown:
        done = await archive.import_file(
            file,
            by=person(),
            format=format,
            asked=asked,
            release=release,
            dry_run=dry_run,
            tell=tell,
            watch=lambda position: shown.update(position - shown.pos),
        )
    if as_json:
        print_json({"sum": msgspec.to_builtins(done), "dry_run": dry_run})
    say(
        f"{done.rows:,} posts read: {done.new:,} new, {done.changed:,} changed, {done.known:,} "
        f"known; {done.context:,} more as context. {done.noted:,} rows with something wrong, "
        f"{done.left_out:,} left out." + (" Nothing was written: a dry run." if dry_run else "")
    )
    return 1 if done.left_out else 0


def _told(item: Row | Problem) -> list[dict[str, object]]:
    if isinstance(item, Problem):
        return [{"row": item.row, "left_out": True, "what": item.what, "next": item.next_step}]
    return [{"row": item.row, "left_out": False, "what": n, "next": None} for n in item.notes]


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(
            f"{name!r} is no time zone.", next_step="Name one like UTC or America/New_York."
        ) from error
