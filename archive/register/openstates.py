"""A person of openstates/people: one YAML file a person, or a list of them."""

from typing import Any

import msgspec

from archive.register.facts import Affiliation, Claim, Facts, Office
from archive.register.reading import (
    PLATFORMS,
    Gathering,
    Unreadable,
    claim_of,
    day,
    id_of,
    text,
    yaml_list,
)

__all__ = ["parse"]

_TITLES = {
    "upper": "State Senator",
    "lower": "State Representative",
    "legislature": "State Legislator",
    "governor": "Governor",
    "lt_governor": "Lieutenant Governor",
    "mayor": "Mayor",
}


def parse(data: bytes) -> Facts:
    """People with roles, parties and accounts. What cannot be read is told, the rest is kept."""
    gathering = Gathering()
    for row, entry in gathering.each(yaml_list(data)):
        try:
            ids = id_of("openstates", entry.get("id"))
            for other in _list(entry, "other_identifiers"):
                if (scheme := other.get("scheme")) in ("bioguide", "wikidata"):
                    ids += id_of(str(scheme), other.get("identifier"))
            if not ids:
                raise Unreadable("no id: ocd-person/…")
            gathering.add(
                ids,
                name=text(entry.get("name")),
                aliases=[n for one in _list(entry, "other_names") if (n := text(one.get("name")))],
                offices=[_office(role) for role in _list(entry, "roles")],
                parties=[a for one in _list(entry, "party") if (a := _party(one))],
                claims=_claims(gathering, row, entry.get("ids")),
            )
        except Unreadable as error:
            gathering.problem(row, str(error))
    return gathering.facts()


def _list(entry: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = entry.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(f"{key} is no list of objects")
    return found


def _office(role: dict[str, Any]) -> Office:
    kind = text(role.get("type"))
    if kind is None:
        raise Unreadable("a role without a type")
    since, until = day(role.get("start_date")), day(role.get("end_date"))
    if since is not None and until is not None and until < since:
        raise Unreadable(f"a role that ends ({until}) before it begins ({since})")
    return Office(
        title=_TITLES.get(kind, kind[:1].upper() + kind[1:].replace("_", " ")),
        jurisdiction=_jurisdiction(text(role.get("jurisdiction"))),
        district=text(role.get("district")),
        since=since,
        until=until,
    )


def _jurisdiction(ocd: str | None) -> str | None:
    """``ocd-jurisdiction/country:us/state:tx/place:el_paso/government`` is ``El Paso, TX``."""
    if ocd is None or not ocd.startswith("ocd-jurisdiction/"):
        return ocd
    parts = dict(part.split(":", 1) for part in ocd.split("/") if ":" in part)
    state = parts.get("state") or parts.get("territory") or parts.get("district")
    if state is None:
        return parts.get("country", ocd).upper()
    place = parts.get("place") or parts.get("county")
    return ", ".join(filter(None, (place and place.replace("_", " ").title(), state.upper())))


def _party(one: dict[str, Any]) -> Affiliation | None:
    name = text(one.get("name"))
    if name is None:
        return None
    return Affiliation(party=name, since=day(one.get("start_date")), until=day(one.get("end_date")))


def _claims(gathering: Gathering, row: int, ids: object) -> list[Claim]:
    found: list[Claim] = []
    for platform, handle in ids.items() if isinstance(ids, dict) else ():
        if str(platform) not in PLATFORMS:
            continue
        try:
            claim = claim_of(str(platform), handle=handle)
        except Unreadable as error:
            gathering.problem(row, str(error))
        else:
            found += [] if claim is None else [msgspec.structs.replace(claim, basis="listed")]
    return found
