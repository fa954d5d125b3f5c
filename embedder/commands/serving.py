"""``serve``, ``work``, ``init``, ``users``, ``keys``: the service and who may use it."""

import asyncio
import secrets
from pathlib import Path

import click
import msgspec

from archive.annotations import REGISTER
from archive.archive import Archive
from archive.errors import UsageError
from archive.settings import Settings, StorageSettings, default_config
from archive.storage.people import Key, Role, User
from embedder import samples
from embedder.app import serve as serve_app
from embedder.cards import Cards
from embedder.commands.running import (
    person,
    print_json,
    print_table,
    say,
    with_archive,
    with_settings,
    write_file,
)
from embedder.forms import Drawings, Renderings
from embedder.stopping import stop_event
from embedder.web.auth import make_login_link, token_hash

PORT = click.IntRange(0, 65535)
ROLES = click.Choice(["reader", "editor", "admin"])


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


def _own_name(_: click.Context, __: click.Parameter, name: str) -> str:
    """A name that nothing of ours goes by: what the register proposes is no person's word."""
    if name.strip().lower() == REGISTER:
        raise UsageError(
            f"{name} is what proposals out of the register of officials go by.",
            next_step="Choose another name.",
        )
    return name


@click.group()
def users() -> None:
    """Who may log in to the desk."""


@users.command("add")
@click.argument("name", callback=_own_name)
@click.option("--role", type=ROLES, default="editor", show_default=True)
@with_archive
async def add_user(archive: Archive, name: str, role: Role) -> None:
    """Add a person, and print a one-time login link for them."""
    await archive.storage.add_user(User(name=name, role=role), at=archive.clock())
    click.echo(await make_login_link(archive, name))


@users.command("link")
@click.argument("name")
@with_archive
async def link_user(archive: Archive, name: str) -> None:
    """Print a new one-time login link for somebody."""
    if not any(user.name == name for user in await archive.storage.users()):
        raise UsageError(
            f"There is no user {name}.", next_step=f"`onrecord users add {name}` adds one."
        )
    click.echo(await make_login_link(archive, name))


@users.command("list")
@click.option("--json", "as_json", is_flag=True)
@with_archive
async def list_users(archive: Archive, as_json: bool) -> None:
    """List who may log in."""
    rows = await archive.storage.users()
    if as_json:
        print_json(*rows)
    else:
        print_table(("name", "role"), [(user.name, user.role) for user in rows])


@click.group()
def keys() -> None:
    """API keys, for programs."""


@keys.command("add")
@click.argument("name", callback=_own_name)
@click.option("--role", type=ROLES, default="editor", show_default=True)
@with_archive
async def add_key(archive: Archive, name: str, role: Role) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    secret = f"onrecord_{secrets.token_urlsafe(32)}"
    key = Key(name=name, role=role, made_by=person(), made_at=archive.clock())
    await archive.storage.add_key(key, token_hash(secret))
    click.echo(secret)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True)
@with_archive
async def list_keys(archive: Archive, as_json: bool) -> None:
    """List the keys, without their secrets."""
    rows = await archive.storage.keys()
    if as_json:
        print_json(*rows)
    else:
        print_table(
            ("name", "role", "made by", "revoked"),
            [(k.name, k.role, k.made_by, str(k.revoked_at or "")) for k in rows],
        )


@keys.command("revoke")
@click.argument("name")
@with_archive
async def revoke_key(archive: Archive, name: str) -> None:
    """Make a key worthless from now on."""
    if not await archive.storage.revoke_key(name, by=person(), at=archive.clock()):
        raise UsageError(
            f"There is no working key {name}.",
            next_step="`onrecord keys list` shows those that there are.",
        )
    say(f"{name} is revoked.")
