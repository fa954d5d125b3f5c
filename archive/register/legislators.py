"""``legislators-*.yaml`` and ``executive.yaml`` of unitedstates/congress-legislators."""

from typing import Any

from archive.register import congress
from archive.register.facts import Affiliation, Facts, Office
from archive.register.reading import Gathering, Unreadable, id_of, text, yaml_list

__all__ = ["parse"]


def parse(data: bytes) -> Facts:
    """People with their terms. A term that cannot be read is told, and the others are kept."""
    gathering = Gathering()
    for row, entry in gathering.each(yaml_list(data)):
        try:
            ids = ids_of(entry)
            name, aliases = _names(entry.get("name"))
            offices, parties = _terms(gathering, row, entry.get("terms"))
            gathering.add(ids, name=name, aliases=aliases, offices=offices, parties=parties)
        except Unreadable as error:
            gathering.problem(row, str(error))
    return gathering.facts()


def ids_of(entry: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The ids of an entry, the surest first."""
    ids = entry.get("id")
    if not isinstance(ids, dict):
        return ()
    schemes = ("bioguide", "wikidata", "govtrack")
    return tuple(pair for scheme in schemes for pair in id_of(scheme, ids.get(scheme)))


def _names(name: object) -> tuple[str | None, list[str]]:
    if not isinstance(name, dict):
        return None, []
    part = {key: text(name.get(key)) for key in ("first", "middle", "nickname", "last", "suffix")}
    plain = " ".join(filter(None, (part["first"], part["last"])))
    suffixed = " ".join(filter(None, (plain, part["suffix"])))
    full = text(name.get("official_full")) or suffixed
    nick = f"{part['nickname']} {part['last']}" if part["nickname"] and part["last"] else None
    return full or None, [other for other in (plain, nick) if other]


def _terms(gathering: Gathering, row: int, terms: object) -> tuple[list[Office], list[Affiliation]]:
    offices: list[Office] = []
    parties: list[Affiliation] = []
    if not isinstance(terms, list):
        raise Unreadable("no list of terms")
    for term in terms:
        try:
            if not isinstance(term, dict):
                raise Unreadable("a term that is none")
            office = congress.office(term)
            offices.append(office)
            listed = term.get("party_affiliations") or []
            if not isinstance(listed, list) or not all(isinstance(a, dict) for a in listed):
                raise Unreadable("party_affiliations that are no list")
            parties += congress.affiliations(
                [(a.get("party"), a.get("start"), a.get("end")) for a in listed],
                until=office.until,
            )
        except Unreadable as error:
            gathering.problem(row, str(error))
    return offices, parties
