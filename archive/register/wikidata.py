"""The result of a Wikidata query, in the JSON format of SPARQL results.

The variables are those in docs/how-to/keep-a-register-of-officials.md: ``person``,
``personLabel``, ``bioguide``, ``officeLabel``, ``jurisdictionLabel``, ``start``, ``end``,
``partyLabel``, ``partyStart``, ``partyEnd``, ``x``, ``xId``, ``mastodon``, ``bluesky``.
"""

from typing import Any

import msgspec

from archive.errors import UsageError
from archive.register.facts import Affiliation, Claim, Facts, Office
from archive.register.reading import Gathering, Unreadable, claim_of, day, id_of, text

__all__ = ["parse"]

_ENTITIES = ("http://www.wikidata.org/entity/", "https://www.wikidata.org/entity/")
_NEXT = "Choose JSON when you download the query's result."


def parse(data: bytes) -> Facts:
    """People with offices, parties and accounts; what several bindings repeat stands once."""
    try:
        loaded = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError(f"The file is no JSON: {error}.", next_step=_NEXT) from error
    results = loaded.get("results") if isinstance(loaded, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(bindings, list):
        raise UsageError("The file is no result of a SPARQL query.", next_step=_NEXT)
    gathering = Gathering()
    for row, binding in gathering.each(bindings):
        try:
            _add(gathering, {name: _value(cell) for name, cell in binding.items()})
        except Unreadable as error:
            gathering.problem(row, str(error))
    return gathering.facts()


def _value(cell: object) -> str | None:
    if not isinstance(cell, dict):
        raise Unreadable("a binding that is none")
    return None if cell.get("type") == "bnode" else text(cell.get("value"))


def _add(gathering: Gathering, row: dict[str, str | None]) -> None:
    person = row.get("person") or ""
    for prefix in _ENTITIES:
        person = person.removeprefix(prefix)
    ids = id_of("wikidata", person)
    if not ids:
        raise Unreadable("no person")
    name = row.get("personLabel")
    gathering.add(
        ids + id_of("bioguide", row.get("bioguide")),
        name=None if name == person else name,
        offices=_offices(row),
        parties=_parties(row),
        claims=_claims(row),
    )


def _offices(row: dict[str, Any]) -> list[Office]:
    title = row.get("officeLabel")
    if title is None:
        return []
    since, until = day(row.get("start")), day(row.get("end"))
    if since is not None and until is not None and until < since:
        raise Unreadable(f"an office that ends ({until}) before it begins ({since})")
    return [
        Office(title=title, jurisdiction=row.get("jurisdictionLabel"), since=since, until=until)
    ]


def _parties(row: dict[str, Any]) -> list[Affiliation]:
    party = row.get("partyLabel")
    if party is None:
        return []
    since, until = day(row.get("partyStart")), day(row.get("partyEnd"))
    return [Affiliation(party=party, since=since, until=until)]


def _claims(row: dict[str, Any]) -> list[Claim]:
    found = [
        claim_of("x", handle=row.get("x"), native_id=row.get("xId")),
        claim_of("fediverse", handle=row.get("mastodon")),
        claim_of("bluesky", handle=row.get("bluesky")),
    ]
    return [claim for claim in found if claim is not None]
