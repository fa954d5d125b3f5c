"""``officials import``, ``list``, ``show``: the register of officials."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from archive.archive import Archive
from archive.errors import UsageError
from archive.officials import overlaps
from archive.register import FORMATS, read
from archive.storage.register import RegisterFile
from embedder.commands.running import person, print_json, print_table, say, with_archive


@click.group()
def officials() -> None:
    """The register: who held which office when."""


@officials.command("import")
@click.argument("format", type=click.Choice(tuple(FORMATS)), metavar="FORMAT")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@with_archive
async def import_(archive: Archive, format: str, files: Sequence[Path], dry_run: bool) -> int:
    """Read registers into the archive. A newer file of that name updates the older.

    FORMAT is csv (your own table), legislators, legislators-social-media, congress-terms,
    congress-handles, politwoops, openstates or wikidata.

    Example: onrecord officials import csv officials.csv --dry-run
    """
    found: list[RegisterFile] = []
    with click.progressbar(
        files, file=sys.stderr, label="Reading", hidden=not sys.stderr.isatty()
    ) as shown:
        for path in shown:
            try:
                facts = read(format, await asyncio.to_thread(path.read_bytes))
            except OSError as error:
                raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
            except UsageError as error:
                raise UsageError(f"{path}: {error.what}", next_step=error.next_step) from error
            found.append(RegisterFile(source=f"{format}:{path.name}", facts=facts))
    done = await archive.storage.import_register(
        found, by=person(), at=archive.clock(), dry_run=dry_run
    )
    told = [(file.source, problem) for file in found for problem in file.facts.problems]
    for source, problem in told:
        say(f"{source}, row {problem.row}: {problem.what}; not read.")
    for clash in done.clashes:
        say(f"Conflict: {clash.id} is {clash.other}'s; {clash.source} has it for {clash.official}.")
    for overlap in overlaps(await archive.storage.all_claims()):
        one, other = overlap.one, overlap.other
        until = "today" if overlap.until is None else overlap.until.date()
        say(
            f"Conflict: {one.platform} {one.handle or one.native_id} is claimed for "
            f"{one.official} ({one.source}) and {other.official} ({other.source}), "
            f"{overlap.since.date()} to {until}."
        )
    say(
        f"{done.people} people read, {done.new_people} of them new; {done.added} facts added, "
        f"{done.removed} removed." + (" Nothing was written: a dry run." if dry_run else "")
    )
    return 1 if told else 0


@officials.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print each official as a JSON line.")
@with_archive
async def list_(archive: Archive, as_json: bool) -> None:
    """List the officials, by slug."""
    found = await archive.storage.list_officials()
    if as_json:
        print_json(*found)
        return
    rows = [(o.slug, o.name, str(o.offices), str(o.accounts)) for o in found]
    print_table(("slug", "name", "offices", "accounts"), rows)


@officials.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the official as a JSON line.")
@with_archive
async def show(archive: Archive, slug: str, as_json: bool) -> None:
    """Show an official: offices, parties, accounts, each with dates and source.

    Example: onrecord officials show fay-ito
    """
    found = await archive.storage.official(slug)
    if found is None:
        raise UsageError(
            f"There is no official {slug!r}.", next_step="`onrecord officials list` has them all."
        )
    if as_json:
        print_json(found)
        return
    click.echo(f"{found.name} ({found.source})")
    rows = [
        (
            kind,
            " ".join(str(v) for v in map(row.get, names) if v is not None),
            str(row["since"] or "?")[:10],
            str(row["until"] or "")[:10],
            row["source"],
        )
        for kind, facts, names in (
            ("office", found.offices, ("title", "jurisdiction", "district", "party")),
            ("party", found.parties, ("party",)),
            ("account", found.claims, ("platform", "handle", "native_id", "kind")),
        )
        for row in map(msgspec.to_builtins, facts)
    ]
    print_table(("fact", "what", "since", "until", "source"), rows)
