"""The ``onrecord`` command: thin calls of library functions.

Data goes to stdout (``--json``: JSON lines), progress and messages to stderr. Exit codes:
0 done, 1 done in part, 2 wrong use or configuration, 3 the post is gone, 4 every source
refused or failed, 5 verification failed, 6 storage.
"""

import sys
from importlib import import_module

import click

from archive.errors import ArchiveError
from embedder.commands.running import say

__all__ = ["cli", "main"]


_PLACES = {
    "serve": "serving.serve",
    "demo": "serving.demo",
    "work": "serving.work",
    "capture": "capturing.capture",
    "recheck": "capturing.recheck",
    "embed": "capturing.embed",
    "scan": "articles.scan",
    "rewrite": "articles.rewrite",
    "release": "deciding.release",
    "withhold": "deciding.withhold",
    "erase": "deciding.erase",
    "hold": "deciding.hold",
    "annotate": "deciding.annotate",
    "search": "searching.search",
    "quote": "quoting.quote",
    "officials": "officials.officials",
    "export": "exporting.export_",
    "import": "importing.import_",
    "sites": "sites.sites",
    "sources": "sources.sources",
    "users": "people.users",
    "keys": "people.keys",
    "init": "serving.init",
}
"""The commands, and where in :mod:`embedder.commands` each is."""


class _Lazy(click.Group):
    """Imports a command when it is asked for: what runs the service is a quarter of all that a
    command would import.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(_PLACES)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        file, _, function = _PLACES.get(cmd_name, "").partition(".")
        if not file:
            return None
        command: click.Command = getattr(import_module(f"embedder.commands.{file}"), function)
        return command


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="onrecord")
def cli() -> None:
    """Keep officials' public posts on the record, and render embeds from them that last.

    Begin with `onrecord serve`, or with `onrecord capture URL`.
    """


def main() -> None:
    """Runs the command line; an error is one sentence, and an exit code of its own."""
    try:
        cli(prog_name="onrecord", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ArchiveError as error:
        say(f"onrecord: {error}")
        sys.exit(error.exit_code)
