"""``officials import``, ``list``, ``show``, ``confirm``, ``apply``: the register of officials."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from archive.answering import ACCOUNT_KINDS, answer_of
from archive.archive import Archive
from archive.errors import UsageError
from archive.naming import Change
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
    for one in done.conflicts:
        until = "today" if one.until is None else one.until
        say(f"Conflict: {one.what}: {one.one} and {one.other}, {one.since} to {until}.")
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


@officials.command()
@click.argument("post")
@click.option("--official", metavar="SLUG", help="Somebody in the register.")
@click.option("--name", help="Somebody who is not in the register yet.")
@click.option("--office", metavar="TITLE", help="An office that the register lacks.")
@click.option("--jurisdiction", help="Where the office is: OK, or El Paso, TX.")
@click.option("--party", help="In that office.")
@click.option("--since", help="First day of the office; without it the day of the post.")
@click.option("--until", help="The first day on which they no longer had it.")
@click.option("--kind", type=click.Choice(ACCOUNT_KINDS), help="Of the account.")
@click.option("--not-an-official", is_flag=True, help="The account is of no official.")
@click.option("--private-person", is_flag=True, help="Its posts are kept for context alone.")
@with_archive
async def confirm(
    archive: Archive, /, post: str, not_an_official: bool, private_person: bool, **said: str | None
) -> None:
    """Say whose the account of a kept post is: once, for all its posts.

    POST is an id or any URL of the post. An account of an office (office-wide) is theirs from the
    first to the last day of the office; any other at all times.

    Example: onrecord officials confirm vhk17dn1s2hjvmyx --official fay-ito --kind official
    """
    kept = await archive.find(post)
    asked = await archive.naming.ask(kept)
    if not_an_official or private_person:
        said["who"] = "not an official" if not_an_official else "private person"
    answer = answer_of(said, moment=None if asked is None else asked.moment)
    slug = await archive.naming.confirm(kept, answer, by=person())
    whose = slug or ("a private person" if private_person else "no official")
    say(
        f"The account is of {whose}. `onrecord officials apply --dry-run` lists the posts that "
        "were named otherwise before."
    )


@officials.command("confirm-all")
@click.option("--dry-run", is_flag=True, help="Say what would be confirmed, and confirm nothing.")
@with_archive
async def confirm_all(archive: Archive, dry_run: bool) -> None:
    """Confirm every account of which the register leaves no doubt, in your name.

    Those whose id is one person's alone. An account of an office, one that is known by its handle
    only, and one of which somebody has said whose it is, are left for `confirm`.

    Example: onrecord officials confirm-all --dry-run
    """
    count = 0
    async for account, answer in archive.naming.unasked():
        handle = account.handles[0].handle if account.handles else account.native_id
        click.echo(f"{account.platform} {handle}: {answer.official} ({account.posts} posts)")
        if not dry_run:
            await archive.naming.confirm_account(account, answer, by=person())
        count += 1
    say(f"{count} accounts." + (" Nothing was written: a dry run." if dry_run else ""))


@officials.command()
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--confirm",
    "handles",
    is_flag=True,
    help="Confirm, in your name, who posted what has no account's id, as posts out of files.",
)
@click.option("--json", "as_json", is_flag=True, help="Print each change as a JSON line.")
@with_archive
async def apply(archive: Archive, dry_run: bool, handles: bool, as_json: bool) -> None:
    """Name who posted what is kept, as the register and the accounts that were confirmed say today.

    What a person said of one post alone stays. A second run changes nothing.

    Example: onrecord officials apply --dry-run
    """
    naming = archive.naming
    counts = {"named": 0, "named otherwise": 0, "no longer named": 0}
    total = await archive.storage.count_posted()
    with click.progressbar(
        length=total, file=sys.stderr, label="Naming", hidden=not sys.stderr.isatty()
    ) as shown:
        run = naming.changes if dry_run else naming.apply
        batches = run(by=person(), handles=handles)
        async for batch in batches:
            for change in batch.changes:
                counts[_kind(change)] += 1
                if as_json:
                    print_json(change)
                else:
                    click.echo(_line(change))
            shown.update(batch.posts)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    say(f"{told}." + (" Nothing was written: a dry run." if dry_run else ""))


def _kind(change: Change) -> str:
    if change.now is None:
        return "no longer named"
    return "named" if change.was is None else "named otherwise"


def _line(change: Change) -> str:
    """``POST: Ana, Senator, TX -> nobody (basis)``."""
    basis = change.basis or "nobody is known"
    return f"{change.post}: {_who(change.was)} -> {_who(change.now)} ({basis})"


def _who(body: dict[str, Any] | None) -> str:
    if body is None:
        return "nobody"
    parts = (body.get("name"), body.get("office"), body.get("jurisdiction"), body.get("party"))
    return ", ".join(str(part) for part in parts if part)
