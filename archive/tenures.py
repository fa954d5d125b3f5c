"""Offices and accounts as they were held over time: what several sources say, put together. Pure.

Terms of one office that follow each other are one tenure; what two sources say of one account is
one line with both sources. An office ends when the first of its sources says so, as
:mod:`archive.officials` has it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

import msgspec

from archive.officials import HeldOffice, HeldParty, KeptClaim, fold_handle
from archive.register.facts import AccountKind

__all__ = ["HeldAccount", "Tenure", "accounts", "tenures"]

T = TypeVar("T")

GAP = timedelta(days=62)
"""Between two terms of one office, at most, that are told as one."""


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what comes out."""


class Tenure(_Row, frozen=True, kw_only=True):
    """An office, or a party, from a day to a day."""

    title: str
    jurisdiction: str | None = None
    districts: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    since: date | None
    """``None``: not known. It counts from :attr:`start`, when it was first imported."""
    start: date
    until: date | None
    """The first day that no longer counts; ``None``: none is known."""
    last_seen: bool = False
    """The end is the day on which the source last had the person."""
    terms: int = 1
    sources: tuple[str, ...] = ()


class HeldAccount(_Row, frozen=True, kw_only=True):
    """A handle or an id on a platform, and from when to when it was theirs."""

    platform: str
    handle: str | None
    native_id: str | None
    kinds: tuple[AccountKind, ...] = ()
    since: date | None = None
    until: date | None = None
    basis: str = "listed"
    """``stated``, ``seen``, ``listed``: what the dates mean."""
    sources: tuple[str, ...] = ()


def tenures(held: Iterable[HeldOffice | HeldParty]) -> tuple[Tenure, ...]:
    """The offices, or the parties, the one that began last first."""
    terms: dict[tuple[str, str | None, str | None, date], Tenure] = {}
    for one in held:
        term = _term(one)
        key = (term.title, term.jurisdiction, next(iter(term.districts), None), term.start)
        known = terms.get(key)
        terms[key] = term if known is None else _same_term(known, term)
    found: dict[tuple[str, str | None], list[Tenure]] = {}
    for term in sorted(terms.values(), key=lambda term: term.start):
        rows = found.setdefault((term.title, term.jurisdiction), [])
        last = rows[-1] if rows else None
        if last is not None and (last.until is None or term.start <= last.until + GAP):
            rows[-1] = _next_term(last, term)
        else:
            rows.append(term)
    every = [row for rows in found.values() for row in rows]
    return tuple(sorted(every, key=lambda row: (row.start, row.title), reverse=True))


def _term(held: HeldOffice | HeldParty) -> Tenure:
    start = held.imported_at.date() if held.since is None else held.since
    if isinstance(held, HeldParty):
        return Tenure(
            title=held.party,
            since=held.since,
            start=start,
            until=held.until,
            sources=(held.source,),
        )
    return Tenure(
        title=held.title,
        jurisdiction=held.jurisdiction,
        districts=() if held.district is None else (held.district,),
        parties=() if held.party is None else (held.party,),
        since=held.since,
        start=start,
        until=held.until,
        last_seen=held.until_basis == "last seen",
        sources=(held.source,),
    )


def _same_term(one: Tenure, other: Tenure) -> Tenure:
    """What two sources say of one term."""
    ends = [each for each in (one, other) if each.until is not None]
    end = min(ends, key=lambda each: (each.until or date.max, each.last_seen), default=one)
    return msgspec.structs.replace(
        one,
        until=end.until,
        last_seen=end.last_seen,
        parties=_both(one.parties, other.parties),
        sources=_both(one.sources, other.sources),
    )


def _next_term(one: Tenure, other: Tenure) -> Tenure:
    """A term and the one that follows it, or stands within it."""
    later = one.until is not None and (other.until is None or other.until > one.until)
    end = other if later else one
    return msgspec.structs.replace(
        one,
        until=end.until,
        last_seen=end.last_seen,
        terms=one.terms + other.terms,
        districts=_both(one.districts, other.districts),
        parties=_both(one.parties, other.parties),
        sources=_both(one.sources, other.sources),
    )


def accounts(claims: Iterable[KeptClaim]) -> tuple[HeldAccount, ...]:
    """The accounts, by platform; the handle that was theirs last first, ids after the handles."""
    found: dict[tuple[str, bool, str], HeldAccount] = {}
    for claim in claims:
        account = HeldAccount(
            platform=claim.platform,
            handle=claim.handle,
            native_id=claim.native_id,
            kinds=() if claim.kind is None else (claim.kind,),
            since=claim.since and claim.since.date(),
            until=claim.until and claim.until.date(),
            basis=claim.basis,
            sources=(claim.source,),
        )
        by_id = claim.handle is None
        name = claim.native_id or "" if claim.handle is None else fold_handle(claim.handle)
        key = (claim.platform, by_id, name)
        known = found.get(key)
        found[key] = account if known is None else _same_account(known, account)
    return tuple(
        account
        for _, account in sorted(
            found.items(),
            key=lambda each: (
                each[0][0],
                each[0][1],
                each[1].until is not None,
                -(each[1].until or date.max).toordinal(),
                each[0][2],
            ),
        )
    )


def _same_account(one: HeldAccount, other: HeldAccount) -> HeldAccount:
    """What two sources say of one account. One with dates says more than a list of today."""
    starts = [each.since for each in (one, other) if each.since is not None]
    dated = [each for each in (one, other) if each.basis != "listed"]
    ends = [each.until for each in dated]
    return HeldAccount(
        platform=one.platform,
        handle=one.handle,
        native_id=one.native_id or other.native_id,
        kinds=_both(one.kinds, other.kinds),
        since=min(starts, default=None),
        until=None if None in ends else max((end for end in ends if end), default=None),
        basis=dated[0].basis if dated else one.basis,
        sources=_both(one.sources, other.sources),
    )


def _both(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*one, *other)))
