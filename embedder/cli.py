"""The ``onrecord`` command: thin calls of library functions.

Data goes to stdout (``--json``: JSON lines), progress and messages to stderr. Exit codes:
0 done, 1 done in part, 2 wrong use or configuration, 3 the post is gone, 4 every source
refused or failed, 5 verification failed, 6 storage.
"""

import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click

from archive.errors import ArchiveError
from embedder.commands.running import say

__all__ = ["cli", "main"]


class _Commands(MutableMapping[str, click.Command]):
    """The commands by name. One is imported when it is asked for: what runs the service is a
    quarter of all that a command would import.
    """

    def __init__(self, places: dict[str, str]) -> None:
        self._places = places
        self._added = dict[str, click.Command]()

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._added:
            file, _, function = self._places[name].partition(".")
            self._added[name] = getattr(import_module(f"embedder.commands.{file}"), function)
        return self._added[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places[name], self._added[name] = "", command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._added.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


_COMMANDS = _Commands(
    {
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
)


@click.group(
    commands=_COMMANDS,
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
