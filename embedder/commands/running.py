"""What all commands share: their settings, an open archive, and how they end."""

import asyncio
import getpass
import json
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click
import msgspec

from archive.archive import Archive, open_archive
from archive.errors import UsageError
from archive.freezing import Forms, Renders
from archive.settings import Settings, load_settings
from archive.storage.base import Holding, Storage
from embedder.links import Links

__all__ = [
    "json_line",
    "person",
    "print_json",
    "print_table",
    "say",
    "site_links",
    "with_archive",
    "with_settings",
    "write_file",
]

P = ParamSpec("P")
R = TypeVar("R")
_DEFAULT_CONFIG = Path("config.toml")
_CONTROLS = {c: "\ufffd" for c in (*range(32), *range(127, 160)) if chr(c) not in "\t\n"}


def with_settings(function: Callable[Concatenate[Settings, P], R]) -> Callable[..., R]:
    """Gives a command ``--config`` and hands it the settings."""

    def command(*args: Any, config: Path | None, **options: Any) -> R:
        path = config or (_DEFAULT_CONFIG if _DEFAULT_CONFIG.exists() else None)
        return function(load_settings(path), *args, **options)

    option = click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The settings; without it ./config.toml if there is one, else the defaults.",
    )
    return option(update_wrapper(command, function))


def with_archive(
    function: Callable[Concatenate[Archive, P], Awaitable[int | None]],
) -> Callable[..., None]:
    """Gives a command ``--config`` and hands it an open archive; it ends with what comes back."""

    async def opened(settings: Settings, *args: Any, **options: Any) -> int | None:
        async with open_archive(settings) as archive:
            archive.render_with(_renders(settings))
            return await function(archive, *args, **options)

    def command(settings: Settings, *args: Any, **options: Any) -> None:
        code = asyncio.run(opened(settings, *args, **options))
        if code:
            sys.exit(code)

    return with_settings(update_wrapper(command, function))


def _renders(settings: Settings) -> Renders:
    """What renders is imported when something is to be frozen, which few commands do."""

    async def render(holding: Holding, options: str, storage: Storage) -> Forms:
        from embedder.forms import Renderings

        return await Renderings(settings)(holding, options, storage)

    return render


def site_links(settings: Settings) -> Links:
    """Our URLs: absolute once the site's public address is set."""
    return Links(settings.site.public_url, settings.site.desk_url)


def say(text: str) -> None:
    """A message for a person, on stderr. It may quote a server, whose words must not steer the
    terminal: control characters are replaced.
    """
    click.echo(text.translate(_CONTROLS), err=True)


def print_json(*rows: Any) -> None:
    """Each row as one JSON line on stdout."""
    for row in rows:
        click.echo(json_line(row))


def json_line(row: Any) -> str:
    return json.dumps(msgspec.to_builtins(row), ensure_ascii=False)


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows in aligned columns on stdout."""
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        click.echo("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip())


def write_file(path: Path, content: str | bytes, *, new: bool = False) -> None:
    """Writes a file that a person named; a ``new`` one must not be there yet.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        with path.open("xb" if new else "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already.", next_step="Name another file with -o."
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.",
            next_step="Name another file with -o.",
        ) from error


def person() -> str:
    """Who is at the terminal, for the audit log."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have a number alone
        name = f"user {os.getuid()}"
    return f"{name} (command line)"
