"""Terms of members of Congress since 2012, read from the changes of the legislators' file.

Who leaves office leaves that file, and the last term keeps its scheduled end. So a term of
somebody who is no longer in the newest file ends when they were last seen in it, if that is
earlier: a scheduled end would label posts of somebody who resigned.
"""

from datetime import datetime

from archive.register import congress
from archive.register.facts import Facts
from archive.register.reading import Gathering, Row, Unreadable, id_of, moment, table, text

__all__ = ["parse"]

_NEEDED = (
    *("bioguide", "wikidata", "name", "type", "start", "end", "state", "district", "party"),
    *("party_affiliations", "last_seen_time"),
)


def parse(data: bytes) -> Facts:
    """People with their terms."""
    rows, problems = table(data, _NEEDED)
    gathering = Gathering(problems)
    seen: list[datetime] = []
    for _, row in rows:
        try:
            last = moment(row["last_seen_time"])
        except Unreadable:
            continue  # told below, with its line
        seen += [] if last is None else [last]
    newest = max(seen, default=None)
    for line, row in rows:
        try:
            _add(gathering, row, newest)
        except Unreadable as error:
            gathering.problem(line, str(error))
    return gathering.facts()


def _add(gathering: Gathering, row: Row, newest: datetime | None) -> None:
    last = moment(row["last_seen_time"])
    office = congress.office(dict(row))
    if last is not None and newest is not None and last < newest:
        left = last.date()
        if office.since is not None and left < office.since:
            left = office.since
        if office.until is None or left < office.until:
            office = congress.office(dict(row), until=left, until_basis="last seen")
    gathering.add(
        id_of("bioguide", row["bioguide"]) + id_of("wikidata", row["wikidata"]),
        name=text(row["name"]),
        offices=[office],
        parties=congress.affiliations(_affiliations(row["party_affiliations"]), until=office.until),
    )


def _affiliations(cell: str) -> list[tuple[object, object, object]]:
    """``Democrat:2003-01-07..2004-01-05;Republican:2004-01-05..2004-12-09``."""
    found: list[tuple[object, object, object]] = []
    for one in filter(None, cell.strip().split(";")):
        party, colon, days = one.rpartition(":")
        first, dots, last = days.partition("..")
        if not colon or not dots:
            raise Unreadable(f"party_affiliations {one[:60]!r}: write Party:DAY..DAY")
        found.append((party, first, last))
    return found
