"""What the files of the United States' Congress share: titles and party intervals."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from archive.register.facts import Affiliation, EndBasis, Office
from archive.register.reading import Unreadable, day, text

__all__ = ["affiliations", "office"]

_DELEGATES = {"AS", "DC", "GU", "MP", "VI"}
_TITLES = {"sen": "Senator", "prez": "President", "viceprez": "Vice President"}


def office(
    term: dict[str, Any], *, until: date | None = None, until_basis: EndBasis = "stated"
) -> Office:
    """The office of a term, by the names that the files of congress-legislators use."""
    kind, state = text(term.get("type")), text(term.get("state"))
    if kind == "rep":
        title = "Representative"
        if state in _DELEGATES:
            title = "Delegate"
        elif state == "PR":
            title = "Resident Commissioner"
    elif kind in _TITLES:
        title = _TITLES[kind]
    else:
        raise Unreadable(f"{kind!r} is no type of term")
    since = day(term.get("start"))
    stated = day(term.get("end"))
    if since is None:
        raise Unreadable("a term without a start")
    if stated is not None and stated < since:
        raise Unreadable(f"a term that ends ({stated}) before it begins ({since})")
    return Office(
        title=title,
        jurisdiction=state or "US",
        district=text(term.get("district")),
        party=text(term.get("party")),
        since=since,
        until=stated if until is None else until,
        until_basis=until_basis,
    )


def affiliations(
    stated: Iterable[tuple[object, object, object]], *, until: date | None
) -> list[Affiliation]:
    """The parties of a term that has several: (party, first day, last day).

    The register names the last day, so the end is the day after; but the term's own end stays.
    """
    found = []
    for party, first, last in stated:
        name, since, final = text(party), day(first), day(last)
        if name is None or since is None:
            raise Unreadable("a party_affiliations without party or start")
        end = None if final is None else final + timedelta(days=1)
        if until is not None and (end is None or end > until):
            end = until
        if end is None or since < end:
            found.append(Affiliation(party=name, since=since, until=end))
    return found
