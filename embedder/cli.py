"""The ``onrecord`` command: thin calls of library functions.

Data goes to stdout (``--json``: JSON lines), progress and messages to stderr. Exit codes:
0 done, 1 done in part, 2 wrong use or configuration, 3 the post is gone, 4 every source
refused or failed, 5 verification failed, 6 storage.
"""

import sys

import click

from archive.errors import ArchiveError
from embedder.commands.articles import rewrite, scan
from embedder.commands.capturing import capture, embed, recheck
from embedder.commands.deciding import annotate, erase, hold, release, withhold
from embedder.commands.exporting import export_
from embedder.commands.importing import import_
from embedder.commands.officials import officials
from embedder.commands.people import keys, users
from embedder.commands.quoting import quote
from embedder.commands.running import say
from embedder.commands.searching import search
from embedder.commands.serving import demo, init, serve, work
from embedder.commands.sites import sites
from embedder.commands.sources import sources

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord")
def cli() -> None:
    """Keep officials' public posts on the record, and render embeds from them that last.

    Begin with `onrecord serve`, or with `onrecord capture URL`.
    """


for _command in (
    serve,
    demo,
    work,
    capture,
    recheck,
    embed,
    scan,
    rewrite,
    release,
    withhold,
    erase,
    hold,
    annotate,
    search,
    quote,
    officials,
    export_,
    import_,
    sites,
    sources,
    users,
    keys,
    init,
):
    cli.add_command(_command)


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
