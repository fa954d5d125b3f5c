"""``users`` and ``keys``: who may use the service."""

import sys

import click

from archive.archive import Archive
from archive.errors import UsageError
from archive.storage.people import SCOPES, Role, User
from embedder.commands.running import person, print_json, print_table, say, with_archive
from embedder.passwords import Passwords, checked_password
from embedder.people import checked_name, checked_sites, make_key
from embedder.web.auth import make_login_link

ROLES = click.Choice(["reader", "editor", "admin"])


def _name(_: click.Context, __: click.Parameter, name: str) -> str:
    return checked_name(name)


_reason = click.option("--reason", help="Why; it goes into the audit log.")


@click.group()
def users() -> None:
    """Who may log in to the desk."""


@users.command("add")
@click.argument("name", callback=_name)
@click.option("--role", type=ROLES, default="editor", show_default=True)
@click.option("--lang", type=click.Choice(["en", "es"]), help="The language of their desk.")
@click.option(
    "--subject",
    help="Who they are at the provider of [oidc]; without a user of it, the first login makes one.",
)
@with_archive
async def add_user(
    archive: Archive, name: str, role: Role, lang: str | None, subject: str | None
) -> None:
    """Add a person, and print a one-time login link for them.

    Somebody who was removed is let in again. With --subject, somebody who is there is joined with
    the provider.
    """
    storage, at, by = archive.storage, archive.clock(), person()
    if subject is not None:
        issuer = archive.settings.oidc.issuer
        if not issuer:
            raise UsageError(
                "There is no provider of logins.", next_step="Set oidc.issuer in config.toml."
            )
        subject = f"{issuer} {subject}"
        if await storage.user(name) is not None:
            await storage.join_user(name, subject, by=by, at=at)
            say(f"{name} logs in at {issuer} from now on.")
            return
    user = User(name=name, role=role, lang=lang, subject=subject)
    await storage.add_user(user, at=at, by=by)
    click.echo(await make_login_link(archive, name, by=person()))


@users.command("link")
@click.argument("name")
@with_archive
async def link_user(archive: Archive, name: str) -> None:
    """Print a new one-time login link for somebody.

    It works when a provider of logins is down, too.
    """
    await _known(archive, name)
    click.echo(await make_login_link(archive, name, by=person()))


@users.command("list")
@click.option("--json", "as_json", is_flag=True)
@with_archive
async def list_users(archive: Archive, as_json: bool) -> None:
    """List who may log in."""
    rows = await archive.storage.users()
    if as_json:
        print_json(*rows)
    else:
        print_table(
            ("name", "role", "logs in by"), [(user.name, user.role, _by(user)) for user in rows]
        )


def _by(user: User) -> str:
    if user.subject is not None:
        return user.subject.partition(" ")[0]
    return "password" if user.password else "link"


@users.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
@_reason
@with_archive
async def set_role(archive: Archive, name: str, role: Role, reason: str | None) -> None:
    """Give somebody another role, from their next request on."""
    await archive.storage.set_role(name, role, by=person(), at=archive.clock(), reason=reason)
    say(f"{name} is {role}.")


@users.command("sites")
@click.argument("name")
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@with_archive
async def set_sites(archive: Archive, name: str, sites: tuple[str, ...]) -> None:
    """Say for which of the [[sites]] somebody edits; without one, for all."""
    chosen = checked_sites(sites, archive.settings)
    await archive.storage.set_user_sites(name, chosen, by=person(), at=archive.clock())
    say(f"{name} edits for {', '.join(chosen) or 'all sites'}.")


@users.command("password")
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take the password away: links log them in.")
@with_archive
async def set_password(archive: Archive, name: str, remove: bool) -> None:
    """Set somebody's password: asked for twice, or read from the standard input.

    Wherever they are logged in, they are logged out.
    """
    await _known(archive, name)
    hashed = None
    if not remove:
        if sys.stdin.isatty():
            typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        else:
            typed = sys.stdin.readline().rstrip("\r\n")
        hashed = await Passwords().hash(checked_password(typed, name))
    await archive.storage.set_password(name, hashed, by=person(), at=archive.clock())
    say(f"{name} has no password any more." if remove else f"{name} has a new password.")


@users.command("logout")
@click.argument("name")
@_reason
@with_archive
async def log_out(archive: Archive, name: str, reason: str | None) -> None:
    """Log somebody out wherever they are logged in; they may log in again."""
    await archive.storage.end_sessions(name, by=person(), at=archive.clock(), reason=reason)
    say(f"{name} is logged out everywhere.")


@users.command("remove")
@click.argument("name")
@_reason
@with_archive
async def remove_user(archive: Archive, name: str, reason: str | None) -> None:
    """Let somebody in no more, at once and everywhere. What they did stays in the audit log."""
    await archive.storage.remove_user(name, by=person(), at=archive.clock(), reason=reason)
    say(f"{name} is let in no more.")


async def _known(archive: Archive, name: str) -> None:
    if await archive.storage.user(name) is None:
        raise UsageError(
            f"There is no user {name}.", next_step=f"`onrecord users add {name}` adds one."
        )


@click.group()
def keys() -> None:
    """API keys, for programs."""


@keys.command("add")
@click.argument("name", callback=_name)
@click.option("--role", type=ROLES, default="editor", show_default=True)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    help="What it may of what its role may; again for more. Without: all of it.",
)
@click.option(
    "--site",
    "sites",
    multiple=True,
    help="One of the [[sites]] that it works for; again for more. Without: for all.",
)
@with_archive
async def add_key(
    archive: Archive, name: str, role: Role, scopes: tuple[str, ...], sites: tuple[str, ...]
) -> None:
    """Make a key and print it, this once: only its hash is kept."""
    click.echo(await make_key(archive, name, role, scopes, sites, by=person()))


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
            ("name", "role", "scopes", "sites", "made by", "revoked"),
            [
                (
                    *(k.name, k.role, " ".join(k.scopes) or "all", ", ".join(k.sites) or "all"),
                    *(k.made_by, str(k.revoked_at or "")),
                )
                for k in rows
            ],
        )


@keys.command("revoke")
@click.argument("name")
@_reason
@with_archive
async def revoke_key(archive: Archive, name: str, reason: str | None) -> None:
    """Make a key worthless from now on."""
    at = archive.clock()
    if not await archive.storage.revoke_key(name, by=person(), at=at, reason=reason):
        raise UsageError(
            f"There is no working key {name}.",
            next_step="`onrecord keys list` shows those that there are.",
        )
    say(f"{name} is revoked.")
