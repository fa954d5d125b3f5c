"""What commands share that are asked as the search page is: filters as options, and mistakes."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from archive.errors import UsageError
from archive.filters import NAMES
from archive.query import HELP, Mistake, Query, from_params
from embedder.commands.running import say

__all__ = ["filter_params", "query_of", "with_filters"]

_F = TypeVar("_F", bound=Callable[..., Any])


def with_filters(command: _F) -> _F:
    """An option for each filter of the grammar."""
    says = {part.part: part for part in HELP}
    for name in reversed(NAMES):
        part = says[f"{name}:"]
        value = part.example.partition(":")[2]
        told = f"{part.what}, such as {value}."
        command = click.option(f"--{name}", f"by_{name.replace('-', '_')}", help=told)(command)
    return command


def filter_params(options: Mapping[str, str | None]) -> dict[str, str]:
    """The parameters that the options of :func:`with_filters` are."""
    return {name: options[f"by_{name.replace('-', '_')}"] or "" for name in NAMES}


def query_of(params: dict[str, str], zone: ZoneInfo) -> Query:
    """The query that was asked, each mistake shown at its place.

    Raises:
        UsageError: it cannot be looked for.
    """
    query = from_params(params, zone=zone)
    if isinstance(query, Query):
        return query
    for mistake in query:
        _show(mistake, params.get(mistake.parameter, ""))
    raise UsageError(
        "This cannot be looked for.",
        next_step="`docs/reference/search.md` says what can, or the help of the search page.",
    )


def _show(mistake: Mistake, typed: str) -> None:
    option = "" if mistake.parameter == "q" else f"--{mistake.parameter.replace('_', '-')} "
    width = max(1, mistake.end - mistake.start)
    say(f"{mistake.what}.")
    say(f"  {option}{typed}")
    said = f" write {mistake.instead}" if mistake.instead else " leave it out"
    say(f"  {' ' * (len(option) + mistake.start)}{'^' * width}{said}")
