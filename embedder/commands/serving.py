"""``serve``, ``demo``, ``work``, ``init``: the service itself."""

import asyncio
from pathlib import Path

import click
import msgspec

from archive.archive import Archive
from archive.settings import Settings, StorageSettings, default_config
from embedder import samples
from embedder.app import serve as serve_app
from embedder.cards import Cards
from embedder.commands.running import (
    say,
    with_archive,
    with_settings,
    write_file,
)
from embedder.forms import Drawings, Renderings
from embedder.stopping import stop_event

PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--host", help="Address to listen on; else [server] host.")
@click.option("--port", type=PORT, help="Port to listen on; else [server] port.")
@with_settings
def serve(settings: Settings, host: str | None, port: int | None) -> None:
    """Run the whole service: embeds, desk, API, and the workers.

    Prints a one-time login link for the desk.
    """
    serve_app(settings, host=host, port=port)


@click.command()
@click.option("--port", type=PORT, help="Port to listen on; else [server] port.")
@with_settings
def demo(settings: Settings, port: int | None) -> None:
    """Show the whole service with invented posts, without a network.

    Its archive is data/demo, apart from yours; every name in it is marked as a sample.
    """
    storage = StorageSettings(database="sqlite:data/demo/archive.db", blobs="file:data/demo/blobs")
    settings = msgspec.structs.replace(settings, storage=storage)
    say(f"Capturing {len(samples.URLS)} invented posts; that takes some seconds.")
    serve_app(settings, port=port, with_samples=True)


@click.command()
@with_archive
async def work(archive: Archive) -> None:
    """Run the workers alone, for a second process."""
    cards = Cards(archive.settings.card)
    archive.render_with(Renderings(archive.settings), Drawings(archive, cards))
    stopped = asyncio.create_task(stop_event().wait())
    working = asyncio.create_task(archive.run())
    say("Working. Ctrl-C stops; what is under way is taken up again later.")
    await asyncio.wait({stopped, working}, return_when=asyncio.FIRST_COMPLETED)
    if not stopped.done():
        await working  # it never ends by itself: this raises what ended it
    cards.close()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await cards.ended()


@click.command()
@click.option("-o", "output", type=click.Path(path_type=Path), default=Path("config.toml"))
def init(output: Path) -> None:
    """Write a config file with every setting, its default, and why it is there."""
    write_file(output, default_config(), new=True)
    say(f"Written to {output}.")
