"""What of a storage backend belongs to the register of officials."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from archive.officials import KeptClaim, Official
from archive.register.facts import Facts

__all__ = ["Clash", "Imported", "Listed", "Register", "RegisterFile"]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what goes in and comes out."""


class RegisterFile(_Row, frozen=True, kw_only=True):
    """One file of a register, read."""

    source: str
    """What its facts are known by, ``congress-terms:FILE``: a newer file of that source takes
    the place of the older one's facts."""
    facts: Facts


class Clash(_Row, frozen=True, kw_only=True):
    """Ids of one entry that belong to two people; the surest one decided, the other was left."""

    source: str
    id: str
    """``wikidata:Q11``."""
    official: str
    """Whom the entry was taken for."""
    other: str
    """Who has that id."""


class Imported(_Row, frozen=True, kw_only=True):
    """What an import changed; all are zero when it said nothing new."""

    people: int
    """People in the files."""
    new_people: int
    added: int
    """Facts: names, offices, parties, accounts."""
    removed: int
    """Facts that a source had said and says no more."""
    clashes: tuple[Clash, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.new_people or self.added or self.removed)


class Listed(_Row, frozen=True, kw_only=True):
    """One line of the list of officials."""

    slug: str
    name: str
    wikidata: str | None
    bioguide: str | None
    offices: int
    accounts: int
    """Handles and ids, each counted once."""


class Register(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps officials."""

    async def import_register(
        self, files: Sequence[RegisterFile], *, by: str, at: datetime, dry_run: bool = False
    ) -> Imported:
        """Writes what the files say, all or nothing, with one audit entry if anything changed.

        People are found by their ids, the surest first, and never by name. Facts of these
        sources that the files no longer have are removed; those of other sources stay. A
        ``dry_run`` gives the same answer and writes nothing.
        """

    async def list_officials(self) -> tuple[Listed, ...]:
        """All of them, by slug."""

    async def official(self, slug: str) -> Official | None: ...

    async def account_claims(
        self, platform: str, *, native_id: str | None, handle: str | None
    ) -> tuple[KeptClaim, ...]:
        """Claims on an id, and on a handle without regard to case, of any time."""

    async def all_claims(self) -> tuple[KeptClaim, ...]:
        """Every claim, to be compared with the others."""
