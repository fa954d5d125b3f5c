"""``sources``: where posts come from, on what terms, and how it goes."""

import click

from archive.archive import Archive
from archive.clock import rfc3339
from archive.errors import UsageError
from archive.sources import SourceHealth, SourceState
from embedder.commands.running import print_json, print_table, with_archive

_ON_DELETED = {
    "ask": "an editor is asked whether to keep showing it",
    "withhold": "it is withheld by itself",
    "keep": "it stays as it is",
}


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print each source as a JSON line.")
@with_archive
async def sources(archive: Archive, name: str | None, as_json: bool) -> None:
    """List each platform's sources, in the order in which they are tried, and how they fare.

    NAME is a platform, or one of its sources: then all is told, as why one is off, what it needs,
    under whose terms it is reached, and what is done when a post is gone.

    Example: onrecord sources x/api-v2
    """
    states = await archive.sources()
    if name is not None:
        platform, _, source = name.partition("/")
        named = [s for s in states if s.platform == platform and source in {"", s.source}]
        if not named:
            raise UsageError(
                f"There is no source {name!r}.",
                next_step="Name a platform or one of its sources, like x or x/api-v2: "
                "`onrecord sources` lists them.",
            )
        states = tuple(named)
    if as_json:
        print_json(*states)
    elif name is not None:
        click.echo("\n\n".join(map(_told, states)))
    else:
        print_table(
            ("source", "asked", "terms", "last 24 hours"),
            [
                (
                    f"{state.platform}/{state.source}",
                    "off" if state.place is None else f"{state.place}.",
                    state.terms,
                    _fares(state.health),
                )
                for state in states
            ],
        )


def _told(state: SourceState) -> str:
    """All of one source, a fact a line."""
    terms: str = state.terms
    if state.terms_url is not None:
        version = f"the version of {state.terms_dated}" if state.terms_dated else "version unknown"
        read = f"read on {state.terms_read}, {version}" if state.terms_read else "not read by us"
        terms = f"{terms}, {state.terms_url} ({read})"
    facts = (
        ("asked", f"{state.place}. of {state.title}" if state.place else None),
        ("off", None if state.place else state.off),
        ("needs", state.needs),
        ("terms", terms),
        ("agreement", state.agreement),
        ("accepted", state.accepted),
        ("after a deletion the terms ask for", state.removal),
        ("when its post is gone", _ON_DELETED[state.on_deleted]),
        ("limit of ours", f"{state.per_hour} looks in an hour" if state.per_hour else None),
        ("last 24 hours", _fares(state.health)),
    )
    lines = [f"{state.platform}/{state.source}"]
    lines += [f"  {what}: {value}" for what, value in facts if value is not None]
    lines += [
        f"    {why.count} {' '.join(filter(None, (why.outcome, why.cause)))}, last at "
        f"{rfc3339(why.at)}{f': {why.detail}' if why.detail else ''}"
        for why in state.health.why
    ]
    return "\n".join(lines)


def _fares(health: SourceHealth) -> str:
    if not health.tried:
        return "not tried"
    told = [f"{health.found} found"]
    told += [
        f"{count} {what}"
        for what, count in (
            ("gone", health.gone),
            ("refused", health.refused),
            ("failed", health.failed),
        )
        if count
    ]
    why = ", ".join(f"{one.cause} {one.count}" for one in health.why[:3] if one.cause)
    return f"{health.tried} tried: {', '.join(told)}" + (f" ({why})" if why else "")
