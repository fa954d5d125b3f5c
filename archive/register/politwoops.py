"""``accounts.csv`` of sunlightlabs/politwoops-data: candidates, and what kind of account it is.

The file has no ids. One name, office and state is one person, apart from all other registers'
people: a name never joins two.
"""

import re
import unicodedata
from collections.abc import Container
from typing import cast

import msgspec

from archive.register.facts import AccountKind, Facts
from archive.register.reading import Gathering, Row, Unreadable, claim_of, table, text

__all__ = ["parse"]

_NEEDED = (
    *("First Name", "Middle Name", "Last Name", "Suffix", "Office", "State"),
    *("Twitter Handle", "Party", "Account Type"),
)
_LINKED = "Linked Accounts"
"""Other handles of the same person; what kind they are is said where they have a row, if ever."""
_KINDS = {"official", "campaign", "personal"}


def parse(data: bytes) -> Facts:
    """Candidates with their accounts. They stand for an office, and hold none by this file."""
    rows, problems = table(data, _NEEDED)
    gathering = Gathering(problems)
    listed = {(_key_of(row), _folded(row["Twitter Handle"])) for _, row in rows}
    for line, row in rows:
        try:
            _add(gathering, row, listed)
        except Unreadable as error:
            gathering.problem(line, str(error))
    return gathering.facts()


def _add(gathering: Gathering, row: Row, listed: Container[tuple[str, str]]) -> None:
    name = _name(row)
    kind = (text(row["Account Type"]) or "").casefold()
    if name is None:
        raise Unreadable("a row without a name")
    if kind not in _KINDS:
        raise Unreadable(f"{kind!r} is no account type: official, campaign or personal")
    claim = claim_of("x", handle=row["Twitter Handle"])
    if claim is None:
        raise Unreadable("a row without a Twitter handle")
    key = _key_of(row)
    linked = [
        claim_of("x", handle=handle)
        for handle in re.split(r"[\s,;]+", row.get(_LINKED, ""))
        if handle and (key, _folded(handle)) not in listed
    ]
    gathering.add(
        (("politwoops", key),),
        name=name,
        claims=[
            msgspec.structs.replace(claim, kind=cast("AccountKind", kind)),
            *(other for other in linked if other is not None),
        ],
    )


def _name(row: Row) -> str | None:
    return text(" ".join(row[part] for part in _NEEDED[:4]))


def _folded(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()


def _key_of(row: Row) -> str:
    words = f"{' '.join(row[part] for part in _NEEDED[:4])} {row['Office']} {row['State']}"
    folded = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", folded.casefold()))
