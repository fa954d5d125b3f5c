"""The newsroom's own table: each row says an office, an account, or both of one person.

Its header is documented in docs/how-to/keep-a-register-of-officials.md.
"""

from typing import cast

import msgspec

from archive.register.facts import AccountKind, Affiliation, Claim, Facts, Office
from archive.register.reading import (
    Gathering,
    Row,
    Unreadable,
    claim_of,
    day,
    id_of,
    moment,
    table,
    text,
)

__all__ = ["COLUMNS", "parse"]

COLUMNS = (
    *("slug", "name", "aliases", "wikidata", "bioguide"),
    *("office", "jurisdiction", "district", "party", "since", "until"),
    *("platform", "handle", "native_id", "kind", "account_since", "account_until"),
)
_NEEDED = ("slug", "name")
_KINDS = {"official", "campaign", "personal", "office-wide"}


def parse(data: bytes) -> Facts:
    """People by their slug, of as many rows as it takes."""
    rows, problems = table(data, _NEEDED)
    gathering = Gathering(problems)
    for line, row in rows:
        try:
            unknown = [name for name in row if name not in COLUMNS]
            if unknown:
                raise Unreadable(f"there is no column {unknown[0][:40]!r}")
            _add(gathering, {name: row.get(name, "") for name in COLUMNS})
        except Unreadable as error:
            gathering.problem(line, str(error))
    return gathering.facts()


def _add(gathering: Gathering, row: Row) -> None:
    slug = id_of("slug", row["slug"])
    if not slug:
        raise Unreadable("no slug says who it is")
    office, party, claim = _office(row), text(row["party"]), _claim(row)
    parties = []
    if office is None and party is not None:
        parties = [Affiliation(party=party, since=day(row["since"]), until=day(row["until"]))]
    gathering.add(
        slug + id_of("bioguide", row["bioguide"]) + id_of("wikidata", row["wikidata"]),
        name=text(row["name"]),
        aliases=[name for part in row["aliases"].split(";") if (name := text(part))],
        offices=[] if office is None else [office],
        parties=parties,
        claims=[] if claim is None else [claim],
    )


def _office(row: Row) -> Office | None:
    title = text(row["office"])
    since, until = day(row["since"]), day(row["until"])
    if since is not None and until is not None and until < since:
        raise Unreadable(f"until {until} is before since {since}")
    if title is None:
        return None
    return Office(
        title=title,
        jurisdiction=text(row["jurisdiction"]),
        district=text(row["district"]),
        party=text(row["party"]),
        since=since,
        until=until,
    )


def _claim(row: Row) -> Claim | None:
    platform = text(row["platform"])
    if platform is None:
        if text(row["handle"]) or text(row["native_id"]):
            raise Unreadable("an account without a platform")
        return None
    claim = claim_of(platform, handle=row["handle"], native_id=row["native_id"])
    if claim is None:
        raise Unreadable(f"{platform[:40]} without handle or native_id")
    kind = text(row["kind"])
    if kind is not None and kind not in _KINDS:
        raise Unreadable(f"{kind[:40]!r} is no kind of account: {', '.join(sorted(_KINDS))}")
    since, until = moment(row["account_since"]), moment(row["account_until"])
    if since is not None and until is not None and until < since:
        raise Unreadable("account_until is before account_since")
    return msgspec.structs.replace(
        claim,
        kind=cast("AccountKind | None", kind),
        since=since,
        until=until,
        basis="listed" if since is None and until is None else "stated",
    )
