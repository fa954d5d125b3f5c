"""Who an account belonged to when it posted, and which office they held then; pure.

The rules, each with a test:

1. The native id goes first: handles are passed on, ids are not. An id that one person alone
   is claimed to have is theirs at any time. An office's id (*office-wide*), and one that several
   people have, is a person's only inside the dates.
2. Without a claim on the id, the handle at that moment decides, inside the claim's dates.
   Case does not count.
3. A start counts, an end does not: whoever comes on the day on which somebody goes has that
   day. Days are UTC.
4. A fact without a start counts from the day on which it was first imported.
5. Two people at one moment are a conflict, and nobody is chosen. The same goes for two offices.
6. An office that several registers have ends when the first of them says so: no post after
   an end is labelled.
7. A party with dates of its own goes before the party of the term.
8. Nobody is an answer, too: no office, no official for the post. A person without an office
   at that moment has none.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

from archive.register.facts import AccountKind, Affiliation, Claim, Office

__all__ = [
    "Conflict",
    "HeldOffice",
    "HeldParty",
    "KeptClaim",
    "KnownAccount",
    "Official",
    "Overlap",
    "Overlapping",
    "Resolved",
    "SeenHandle",
    "Whose",
    "conflicts",
    "fold_handle",
    "overlaps",
    "resolve",
]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all."""


class KeptClaim(Claim, frozen=True, kw_only=True):
    """That an account is somebody's, as the register keeps it."""

    official: str
    """Slug."""
    source: str
    imported_at: datetime

    @property
    def start(self) -> datetime:
        """From when on it counts."""
        return self.imported_at if self.since is None else self.since

    def covers(self, moment: datetime) -> bool:
        return self.start <= moment and (self.until is None or moment < self.until)


class HeldOffice(Office, frozen=True, kw_only=True):
    """An office of somebody, as the register keeps it."""

    source: str
    imported_at: datetime


class HeldParty(Affiliation, frozen=True, kw_only=True):
    """A party with dates of its own, as the register keeps it."""

    source: str
    imported_at: datetime


def _start(held: HeldOffice | HeldParty) -> date:
    """From when on it counts."""
    return held.imported_at.date() if held.since is None else held.since


def _covers(held: HeldOffice | HeldParty, day: date) -> bool:
    return _start(held) <= day and (held.until is None or day < held.until)


class Official(_Row, frozen=True, kw_only=True):
    """One person or office of the register, with all that its sources say."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None
    bioguide: str | None = None
    source: str
    """The one that the name is from."""
    offices: tuple[HeldOffice, ...] = ()
    parties: tuple[HeldParty, ...] = ()
    claims: tuple[KeptClaim, ...] = ()


class SeenHandle(_Row, frozen=True, kw_only=True):
    """A handle that an account was seen with, as posts were captured."""

    handle: str
    name: str | None
    first_seen: datetime
    last_seen: datetime


class KnownAccount(_Row, frozen=True, kw_only=True):
    """An account of kept posts, and whose it is, once a person said so."""

    platform: str
    native_id: str
    handles: tuple[SeenHandle, ...]
    """The one that was seen last first."""
    kind: AccountKind | None = None
    official: str | None = None
    """Slug; null where nobody was asked, or it is no official's: see :attr:`confirmed_by`."""
    since: datetime | None = None
    until: datetime | None = None
    """From when to when it is theirs."""
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    private_person: bool = False
    posts: int = 0

    def covers(self, moment: datetime) -> bool:
        """Whether what was confirmed holds at a moment."""
        if self.since is not None and moment < self.since:
            return False
        return self.until is None or moment < self.until


class Whose(_Row, frozen=True, kw_only=True):
    """All that is known of who has an account: enough for :func:`resolve`."""

    claims: tuple[KeptClaim, ...] = ()
    officials: tuple[Official, ...] = ()
    account: KnownAccount | None = None


class Resolved(_Row, frozen=True, kw_only=True):
    """Who it was, and in which office."""

    official: str
    name: str
    office: HeldOffice | None
    """Null if the register knows of none at that moment."""
    party: str | None
    account_kind: AccountKind | None
    since: datetime | None = None
    until: datetime | None = None
    """From when to when the account is theirs, as the source says."""
    basis: str
    """One sentence: by what, from which source, with which dates."""


class Conflict(_Row, frozen=True, kw_only=True):
    """Several answers at one moment; a person has to decide."""

    what: str
    officials: tuple[str, ...]
    """Slugs of those it may be; one where only the office is unclear."""
    sides: tuple[str, ...]
    """What speaks for each."""


class Overlap(_Row, frozen=True, kw_only=True):
    """An account that two people are claimed to have at one time."""

    one: KeptClaim
    other: KeptClaim
    since: datetime
    until: datetime | None


class Overlapping(_Row, frozen=True, kw_only=True):
    """Two facts that cannot both be chosen, and when: a conflict, to be shown to a person."""

    what: str
    """``x candicemiller``, ``two offices of ana``."""
    one: str
    other: str
    """What each side says, with its source."""
    since: date
    until: date | None


def fold_handle(handle: str) -> str:
    """A handle as it is compared: without ``@``, and without regard to case."""
    return handle.removeprefix("@").casefold()


def resolve(
    claims: Iterable[KeptClaim],
    officials: Iterable[Official],
    *,
    platform: str,
    native_id: str | None,
    handle: str | None,
    moment: datetime,
) -> Resolved | Conflict | None:
    """Who posted with an account at a moment, and in which office they were.

    ``claims`` are those on this id or handle, ``officials`` the people whom they name; more
    of either does no harm.
    """
    found = [claim for claim in claims if claim.platform == platform]
    by_id = [c for c in found if native_id is not None and c.native_id == native_id]
    if by_id:
        theirs = by_id
        people = {claim.official for claim in by_id}
        if len(people) > 1 or any(claim.kind == "office-wide" for claim in by_id):
            theirs = [claim for claim in by_id if claim.covers(moment)]
        named = f"native id {native_id}"
    elif handle is not None:
        key = fold_handle(handle)
        theirs = [
            claim
            for claim in found
            if claim.handle is not None
            and fold_handle(claim.handle) == key
            and claim.covers(moment)
        ]
        named = f"handle {key}"
    else:
        return None
    # A claim with dates says more than a list of today.
    theirs = sorted(theirs, key=lambda claim: (claim.since is None, claim.source))
    people = {claim.official for claim in theirs}
    if not people:
        return None
    if len(people) > 1:
        return Conflict(
            what=f"{named} on {platform} is claimed for several people at {_day(moment)}",
            officials=tuple(sorted(people)),
            sides=tuple(f"{claim.official}: {_basis(claim, named)}" for claim in theirs),
        )
    official = next((o for o in officials if o.slug in people), None)
    if official is None:
        return None
    return _in_office(official, theirs[0], named, moment)


def _in_office(
    official: Official, claim: KeptClaim, named: str, moment: datetime
) -> Resolved | Conflict:
    day = moment.astimezone(UTC).date()
    held = _offices_on(official.offices, day)
    if len({_identity(office) for office in held}) > 1:
        return Conflict(
            what=f"{official.slug} has several offices on {day}",
            officials=(official.slug,),
            sides=tuple(_office_basis(office) for office in held),
        )
    parties = [party for party in official.parties if _covers(party, day)]
    names = list(dict.fromkeys(party.party for party in parties))
    if len(names) > 1:
        return Conflict(
            what=f"{official.slug} has several parties on {day}",
            officials=(official.slug,),
            sides=tuple(f"{party.party} ({party.source})" for party in parties),
        )
    office = held[0] if held else None
    by_term = None if office is None else office.party
    said = _basis(claim, named)
    return Resolved(
        official=official.slug,
        name=official.name,
        office=office,
        party=names[0] if names else by_term,
        account_kind=claim.kind,
        since=claim.since,
        until=claim.until,
        basis=said if office is None else f"{said}; {_office_basis(office)}",
    )


def _offices_on(offices: Iterable[HeldOffice], day: date) -> list[HeldOffice]:
    """Those of a day, without one that another source says had ended by then."""
    begun = [office for office in offices if _start(office) <= day]
    ended = {
        (_identity(office), _start(office))
        for office in begun
        if office.until is not None and office.until <= day
    }
    return [
        office
        for office in sorted(begun, key=lambda o: (o.since is None, o.source))
        if _covers(office, day) and (_identity(office), _start(office)) not in ended
    ]


def _identity(office: HeldOffice) -> tuple[str, str | None, str | None]:
    return office.title, office.jurisdiction, office.district


def overlaps(claims: Iterable[KeptClaim]) -> tuple[Overlap, ...]:
    """The accounts that several people are claimed to have at one time, each pair once."""
    accounts: dict[tuple[str, str, str], list[KeptClaim]] = {}
    for claim in claims:
        if claim.native_id is not None:
            accounts.setdefault((claim.platform, "id", claim.native_id), []).append(claim)
        if claim.handle is not None:
            key = (claim.platform, "handle", fold_handle(claim.handle))
            accounts.setdefault(key, []).append(claim)
    found: dict[tuple[str, ...], Overlap] = {}
    for account, sharers in sorted(accounts.items()):
        if len({claim.official for claim in sharers}) == 1:
            continue
        ordered = sorted(sharers, key=lambda c: (c.start, c.official, c.source))
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if one.official == other.official:
                    continue
                since = max(one.start, other.start)
                until = min(filter(None, (one.until, other.until)), default=None)
                if until is None or since < until:
                    pair = (*account, *sorted((one.official, other.official)), since.isoformat())
                    found.setdefault(pair, Overlap(one=one, other=other, since=since, until=until))
    return tuple(found.values())


def conflicts(
    claims: Iterable[KeptClaim], officials: Iterable[Official]
) -> tuple[Overlapping, ...]:
    """All that :func:`resolve` would call a conflict on some day: accounts of two people, offices
    and parties of one person that overlap. Each pair once.
    """
    found = [
        Overlapping(
            what=f"{o.one.platform} {o.one.handle or o.one.native_id}",
            one=f"{o.one.official} ({o.one.source})",
            other=f"{o.other.official} ({o.other.source})",
            since=o.since.date(),
            until=o.until and o.until.date(),
        )
        for o in overlaps(claims)
    ]
    for official in officials:
        found += _two_at_once(official)
    return tuple(found)


def _two_at_once(official: Official) -> list[Overlapping]:
    """The pairs of offices and of parties that are held on one day. An office ends when the first
    of its registers says so.
    """
    ends: dict[tuple[tuple[str, str | None, str | None], date], date] = {}
    for office in official.offices:
        if office.until is not None:
            key = (_identity(office), _start(office))
            ends[key] = min(ends.get(key, office.until), office.until)
    held: list[tuple[str, object, date, date | None, str]] = [
        (
            "offices",
            _identity(office),
            _start(office),
            ends.get((_identity(office), _start(office))),
            f"{', '.join(filter(None, _identity(office)))} ({office.source})",
        )
        for office in official.offices
    ]
    held += [
        ("parties", party.party, _start(party), party.until, f"{party.party} ({party.source})")
        for party in official.parties
    ]
    held.sort(key=lambda one: (one[0], one[2], one[4]))
    found: dict[tuple[str, frozenset[object], date], Overlapping] = {}
    for place, (kind, one, _, one_until, one_said) in enumerate(held):
        for other_kind, other, since, other_until, other_said in held[place + 1 :]:
            if other_kind != kind or (one_until is not None and since >= one_until):
                break  # they are by start: no later one begins before this one ends
            if one == other or (other_until is not None and other_until <= since):
                continue
            until = min(filter(None, (one_until, other_until)), default=None)
            found.setdefault(
                (kind, frozenset((one, other)), since),
                Overlapping(
                    what=f"two {kind} of {official.slug}",
                    one=one_said,
                    other=other_said,
                    since=since,
                    until=until,
                ),
            )
    return list(found.values())


def _basis(claim: KeptClaim, named: str) -> str:
    if claim.since is None and claim.until is None:
        dates = "listed without dates"
    else:
        dates = f"{claim.basis} {_span(claim.since, claim.until)}"
    return f"by {named}, {dates} ({claim.source})"


def _office_basis(office: HeldOffice) -> str:
    where = ", ".join(filter(None, (office.title, office.jurisdiction, office.district)))
    seen = ", end as last seen" if office.until_basis == "last seen" else ""
    since = office.since and office.since.isoformat()
    until = office.until and office.until.isoformat()
    return f"{where} {since or 'unknown'} to {until or 'today'}{seen} ({office.source})"


def _span(since: datetime | None, until: datetime | None) -> str:
    start = "unknown" if since is None else _day(since)
    return f"{start} to {'today' if until is None else _day(until)}"


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
