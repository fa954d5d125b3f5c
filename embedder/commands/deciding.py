"""``release``, ``withhold``, ``erase``, ``hold``, ``annotate``: what the newsroom decides."""

import json
from typing import Any

import click

from archive.archive import Archive
from archive.errors import UsageError
from archive.records import Annotation, AnnotationKind
from archive.targets import Target, parse_target
from embedder.commands.running import person, say, with_archive


def _some(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("say why, in a few words; it goes into the audit log.")
    return value.strip()


_reason = click.option(
    "--reason",
    required=True,
    callback=_some,
    help="Why; it goes into the audit log. Readers see its class alone, where it begins with "
    "one: court order, privacy, copyright, correction, terms.",
)


_DATA = 'Write an object in quotes: --data \'{"text": "…"}\'.'


@click.command()
@click.argument("target")
@click.option(
    "--reason",
    help="Why; it goes into the audit log. Needed where something was withheld.",
)
@with_archive
async def release(archive: Archive, target: str, reason: str | None) -> None:
    """Make a draft public, or undo a withhold.

    TARGET is ID, ID@N, ID#SHA256, or any URL of the post.

    Example: onrecord release vhk17dn1s2hjvmyx
    """
    await archive.release(target, by=person(), reason=reason)
    say(f"{target} is public.")


@click.command()
@click.argument("target")
@_reason
@with_archive
async def withhold(archive: Archive, target: str, reason: str) -> None:
    """Hide what stays kept. TARGET is ID, ID@N, ID#SHA256, or any URL of the post.

    Example: onrecord withhold vhk17dn1s2hjvmyx@2 --reason "court order"
    """
    await archive.withhold(target, by=person(), reason=reason)
    say(
        f"{target} is withheld; its box stays and says so. "
        f"`onrecord release {target} --reason …` undoes it."
    )


@click.command()
@click.argument("target")
@_reason
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_archive
async def erase(archive: Archive, target: str, reason: str, yes: bool) -> None:
    """Take text, media, exchanges and index out for good.

    TARGET is ID, ID@N, ID#SHA256, or any URL of the post.

    Example: onrecord erase vhk17dn1s2hjvmyx --reason "request under the GDPR"
    """
    if not yes and not _confirmed(f"Nothing brings {target} back. Erase it?"):
        raise UsageError("Nothing was erased.", next_step="Answer y to erase, or give --yes.")
    report = await archive.erase(target, by=person(), reason=reason)
    for line in report.lines:
        say(line)


@click.command()
@click.argument("target", metavar="POST")
@_reason
@click.option("--lift", is_flag=True, help="Lift the hold.")
@with_archive
async def hold(archive: Archive, target: str, reason: str, lift: bool) -> None:
    """Keep a post from being erased: a legal hold, until lifted.

    POST is an id or any URL of the post.

    Example: onrecord hold vhk17dn1s2hjvmyx --reason "lawsuit 12/2025"
    """
    await archive.hold(target, by=person(), reason=reason, lift=lift)
    say(f"{target}: the hold is lifted." if lift else f"{target} is on hold.")


@click.command()
@click.argument("post")
@click.option(
    "--kind",
    required=True,
    type=click.Choice(["alt", "translation", "note", "correction", "official", "sensitive"]),
)
@click.option("--text", help="The description, translation, note or correction.")
@click.option("--lang", help="Language of the text (BCP 47).")
@click.option(
    "--name", help="Who translated it, or checked what a machine did; or the official's name."
)
@click.option("--machine", is_flag=True, help="A machine translated it; the embed says so.")
@click.option("--media", metavar="SHA256", help="The picture that a description is for.")
@click.option("--data", metavar="JSON", help="The whole body, for kinds with more fields.")
@click.option("--remove", is_flag=True, help="Take the annotation back; its versions stay.")
@click.option("--reason", help="Why; it goes into the audit log.")
@with_archive
async def annotate(
    archive: Archive,
    post: str,
    kind: AnnotationKind,
    text: str | None,
    lang: str | None,
    name: str | None,
    machine: bool,
    media: str | None,
    data: str | None,
    remove: bool,
    reason: str | None,
) -> None:
    """Add to a post what the newsroom knows; never a part of the snapshot.

    POST is an id, ID@N for one snapshot, or any URL of the post.

    Example: onrecord annotate vhk17dn1s2hjvmyx --kind note --text "The figure is from 2023."
    """
    body: dict[str, Any] = {}
    if data is not None:
        try:
            body = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"--data is no JSON: {error}.", next_step=_DATA) from error
        if not isinstance(body, dict):
            raise UsageError("--data is no JSON object.", next_step=_DATA)
    for flag, given, kinds in (
        ("--name", name is not None, ("translation", "official")),
        ("--machine", machine, ("translation",)),
    ):
        if given and kind not in kinds:
            raise UsageError(
                f"{flag} says nothing of a {kind}.",
                next_step=f"Leave it out, or give --kind {' or '.join(kinds)}.",
            )
    written = {"text": text, "lang": lang, "name": name, "machine": machine or None}
    body |= {key: value for key, value in written.items() if value is not None}
    one = parse_target(post) if "/" not in post else Target(post=await archive.find(post))
    stored = await archive.annotate(
        Annotation(
            post=one.post,
            snapshot=one.snapshot,
            kind=kind,
            body=body,
            by=person(),
            at=archive.clock(),
            media=media or one.media,
            reason=reason,
            removed=remove,
        )
    )
    say(f"{kind} of {post}, version {stored.version}, by {stored.by}.")


def _confirmed(question: str) -> bool:
    """A yes from the terminal; where nobody is there to answer, no."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        say("")
        return False
