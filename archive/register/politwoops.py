"""``accounts.csv`` of sunlightlabs/politwoops-data: candidates, and what kind of account it is.

The file has no ids. One name, office and state is one person, apart from all other registers'
people: a name never joins two.
"""

import re
import unicodedata
from typing import cast

import msgspec

from archive.register.facts import AccountKind, Facts
from archive.register.reading import Gathering, Row, Unreadable, claim_of, table, text

__all__ = ["parse"]

_NEEDED = (
    *("First Name", "Middle Name", "Last Name", "Suffix", "Office", "State"),
    *("Twitter Handle", "Party", "Account Type"),
)
_KINDS = {"official", "campaign", "personal"}


def parse(data: bytes) -> Facts:
    """Candidates with their accounts. They stand for an office, and hold none by this file."""
    rows, problems = table(data, _NEEDED)
    gathering = Gathering(problems)
    for line, row in rows:
        try:
            _add(gathering, row)
        except Unreadable as error:
            gathering.problem(line, str(error))
    return gathering.facts()


def _add(gathering: Gathering, row: Row) -> None:
    name = text(" ".join(row[part] for part in _NEEDED[:4]))
    kind = (text(row["Account Type"]) or "").casefold()
    if name is None:
        raise Unreadable("a row without a name")
    if kind not in _KINDS:
        raise Unreadable(f"{kind!r} is no account type: official, campaign or personal")
    claim = claim_of("x", handle=row["Twitter Handle"])
    if claim is None:
        raise Unreadable("a row without a Twitter handle")
    key = _key(f"{name} {row['Office']} {row['State']}")
    gathering.add(
        (("politwoops", key),),
        name=name,
        claims=[msgspec.structs.replace(claim, kind=cast("AccountKind", kind))],
    )


def _key(words: str) -> str:
    folded = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded.casefold()))
