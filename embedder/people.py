"""Names of people and keys that may be given, and keys with their secrets."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable

from archive.annotations import REGISTER
from archive.archive import Archive
from archive.errors import UsageError
from archive.settings import Settings
from archive.storage.people import SCOPES, Key, Role, Scope

__all__ = ["checked_name", "checked_scopes", "checked_sites", "make_key", "token_hash"]

TAKEN = frozenset({"anonymous", "onrecord", "user", "key"})
"""What the audit log calls parts of the service, and whoever is nobody."""
_NAME = re.compile(r"\w(?:[\w .@+'’_-]{0,78}[\w.])?")


def checked_name(name: str) -> str:
    """A name that a person or a key may go by: letters, digits and what stands in addresses, so
    that no log, file or terminal takes it for something else.

    >>> checked_name(" ana@example.org ")
    'ana@example.org'

    Raises:
        UsageError: it is none.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(name) or ".." in name:
        raise UsageError(
            "This is no name for a person or a key: it takes letters, digits, spaces and .@+'_- in "
            "between, 80 at most.",
            next_step="Choose another name.",
        )
    if name.casefold() == REGISTER:
        raise UsageError(
            f"{name} is what proposals out of the register of officials go by.",
            next_step="Choose another name.",
        )
    if name.casefold() in TAKEN:
        raise UsageError(
            f"{name} is what a part of the service goes by.", next_step="Choose another name."
        )
    return name


def checked_scopes(scopes: Iterable[str], role: Role) -> tuple[Scope, ...]:
    """The scopes that a key of a role may be limited to, each once, in their order.

    Raises:
        UsageError: there is no such scope, or the role may not do it anyway.
    """
    asked = set(scopes)
    unknown = asked.difference(SCOPES)
    if unknown:
        raise UsageError(
            f"There is no scope {min(unknown)!r}.", next_step=f"There are {', '.join(SCOPES)}."
        )
    beyond = {"reader": asked - {"read"}, "editor": asked & {"erase"}, "admin": set[str]()}[role]
    if beyond:
        raise UsageError(
            f"The role {role} may not {min(beyond)}.",
            next_step="Name a role that may, or leave the scope out.",
        )
    return tuple(scope for scope in SCOPES if scope in asked)


def checked_sites(sites: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """The names of sites that somebody may edit for, each once, in the order of config.toml.

    Raises:
        UsageError: there is no such site.
    """
    asked, known = set(sites), [site.name for site in settings.sites]
    unknown = asked.difference(known)
    if unknown:
        raise UsageError(
            f"There is no site {min(unknown)!r}.",
            next_step=f"[[sites]] has {', '.join(known)}." if known else "Add it to [[sites]].",
        )
    return tuple(name for name in known if name in asked)


async def make_key(
    archive: Archive,
    name: str,
    role: Role,
    scopes: Iterable[str] = (),
    sites: Iterable[str] = (),
    *,
    by: str,
) -> str:
    """The secret of a new key. It is told this once: its hash alone is kept.

    Raises:
        UsageError: the name is or was another key's, or is none; the scopes do not fit; or there
            is no such site.
    """
    key = Key(
        name=checked_name(name),
        role=role,
        made_by=by,
        made_at=archive.clock(),
        scopes=checked_scopes(scopes, role),
        sites=checked_sites(sites, archive.settings),
    )
    secret = f"onrecord_{secrets.token_urlsafe(32)}"
    await archive.storage.add_key(key, token_hash(secret))
    return secret


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
