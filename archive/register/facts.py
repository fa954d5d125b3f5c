"""What a register says of people: ids, names, offices, parties, accounts, each with its dates.

A date is the day from which something holds; an end is the first day (or moment) on which it
holds no more. ``None`` is an unknown start, or an end that has not come.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

__all__ = [
    "ID_SCHEMES",
    "AccountKind",
    "Affiliation",
    "Claim",
    "ClaimBasis",
    "EndBasis",
    "Facts",
    "Office",
    "Person",
    "Problem",
]

AccountKind = Literal["official", "campaign", "personal", "office-wide"]

ClaimBasis = Literal["stated", "seen", "listed"]
"""What an account's dates mean: *stated* by the register; *seen* between two changes of the
register, which may come long after the account's; *listed* without dates.
"""

EndBasis = Literal["stated", "last seen"]
"""What an office's end means: *stated* by the register; *last seen* when the register last had
the person, who left it before the scheduled end.
"""

ID_SCHEMES = ("bioguide", "wikidata", "openstates", "govtrack", "politwoops", "slug")
"""What tells people apart, the surest first. A name never does."""


class _Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all."""


class Office(_Fact, frozen=True, kw_only=True):
    title: str
    jurisdiction: str | None = None
    """``OK``, ``US``, ``El Paso, TX``."""
    district: str | None = None
    party: str | None = None
    """As the term names it; an :class:`Affiliation` of that day goes before it."""
    since: date | None = None
    until: date | None = None
    until_basis: EndBasis = "stated"


class Affiliation(_Fact, frozen=True, kw_only=True):
    """A party with dates of its own."""

    party: str
    since: date | None = None
    until: date | None = None


class Claim(_Fact, frozen=True, kw_only=True):
    """That an account is a person's: by its native id, or by a handle while it was theirs."""

    platform: str
    """``x``, ``fediverse``, ``bluesky`` … as our platforms are called."""
    handle: str | None = None
    """Without the ``@``; on the fediverse with the server: ``ana@mastodon.example``."""
    native_id: str | None = None
    kind: AccountKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    basis: ClaimBasis = "listed"


class Person(_Fact, frozen=True, kw_only=True):
    """What one register says of one person."""

    ids: tuple[tuple[str, str], ...]
    """(scheme, value), of :data:`ID_SCHEMES`; one at least."""
    name: str | None = None
    """Null where the register has ids alone."""
    aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    parties: tuple[Affiliation, ...] = ()
    claims: tuple[Claim, ...] = ()


class Problem(_Fact, frozen=True, kw_only=True):
    """What could not be read, and where."""

    row: int
    """Of a table: the line; of YAML and JSON: the entry, counted from 1."""
    what: str


class Facts(_Fact, frozen=True, kw_only=True):
    people: tuple[Person, ...]
    problems: tuple[Problem, ...] = ()
