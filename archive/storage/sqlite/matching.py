"""A query -> what the index of the statements is asked: one expression of FTS5 and a range of ids.

A token has nothing in it that FTS5 knows, and stands in quotation marks; so no query that anybody
types can be an error there.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec
from sqlite_utils import Database

from archive.clock import milliseconds
from archive.filters import ALL_OF, Filter
from archive.grammar import Query, Term
from archive.officials import fold_handle
from archive.storage.sqlite.connection import rows
from archive.storage.sqlite.tags import Kind, folded, named, of_value, site_tag
from archive.tokens import phrase

__all__ = ["ALL_IDS", "COLUMNS", "Asked", "Seen", "asked", "tagged", "tags_for"]

ALL_IDS = (-(2**53), 2**53)
"""Below and above every statement."""

COLUMNS = {"office": "office_words", "party": "party_words"}
"""Where the words stand that these filters look for."""

_TAGS: dict[str, Kind] = {
    "platform": "platform",
    "lang": "lang",
    "status": "status",
    "has": "has",
    "kind": "kind",
    "reason": "reason",
}


class Asked(msgspec.Struct, frozen=True):
    """What the index is asked."""

    match: str
    """An expression of FTS5."""
    low: int
    """The least id, inclusive."""
    high: int
    """The greatest, inclusive."""

    def also(self, *tags: str) -> "Asked":
        """The same of those statements that have one of these tags."""
        return self.matching(tagged(*tags))

    def matching(self, expression: str) -> "Asked":
        """The same of those of which an expression of FTS5 is true, too."""
        return Asked(f"({self.match}) AND ({expression})", self.low, self.high)

    def without(self, *tags: str) -> "Asked":
        """The same of those that have none of these."""
        return self.but(tagged(*tags))

    def but(self, expression: str) -> "Asked":
        """The same of those of which an expression of FTS5 is not true."""
        return Asked(f"({self.match}) NOT ({expression})", self.low, self.high)

    def within(self, low: int, high: int) -> "Asked":
        return Asked(self.match, max(self.low, low), min(self.high, high))


Seen = Literal["public", "not draft", "all"]


def asked(db: Database, query: Query, *, drafts: bool = False, seen: Seen = "public") -> Asked:
    """What the index is asked for a query. Without ``drafts`` it finds what is public only.

    ``seen`` says how: by the tag of what is public, which finds a page at once also where nearly
    all are drafts; or by leaving out the drafts, which counts many in half the time.
    """
    public, draft = of_value("visibility", "public"), of_value("visibility", "draft")
    every: list[str] = []
    if not drafts and seen == "public":
        every.append(tagged(public))
    none: list[str] = []
    every += [" OR ".join(map(_term, group)) for group in query.words]
    none += map(_term, query.without)
    positive: dict[str, list[str]] = {}
    for part in query.filters:
        expression = _filter(db, part)
        if part.negated:
            none.append(expression)
        elif part.name in ALL_OF:
            every.append(expression)
        else:
            positive.setdefault(part.name, []).append(expression)
    every += [" OR ".join(f"({each})" for each in group) for group in positive.values()]
    if not every:
        every.append(tagged(public, draft) if drafts or seen == "all" else tagged(public))
    elif not drafts and seen == "not draft":
        none.append(tagged(draft))
    match = " AND ".join(f"({each})" for each in every)
    if none:
        match = f"({match}) NOT ({' OR '.join(f'({each})' for each in none)})"
    low, high = ALL_IDS
    if query.since is not None:
        low = milliseconds(query.since.start) * 1000
    if query.until is not None:
        high = milliseconds(query.until.end) * 1000 - 1
    return Asked(match, low, high)


def tags_for(db: Database, part: Filter, before: str | None = None) -> tuple[str, ...] | None:
    """The tags of which a statement has one where a filter is true of it; ``None`` if the filter
    is about words: of an office or a party. With ``before``, by what was seen before that time.
    """
    if part.name in _TAGS:
        return (of_value(_TAGS[part.name], part.value),)
    if part.name == "from":
        return tuple(_people(db, part.value, before))
    return (site_tag(part.value),) if part.name == "in" else None


def tagged(*tags: str) -> str:
    """That a statement has one of these tags."""
    return "(" + " OR ".join(f'tags : "{tag}"' for tag in tags) + ")"


def _term(term: Term) -> str:
    star = " *" if term.prefix else ""
    if not term.tokens:
        (form,) = term.forms
        return f'forms : "{form}"{star}'
    found = f'{{words links}} : "{" ".join(term.tokens)}"{star}'
    return " OR ".join([f"({found})", *(f'(forms : "{form}")' for form in term.forms)])


def _filter(db: Database, part: Filter) -> str:
    tags = tags_for(db, part)
    if tags is not None:
        return tagged(*tags)
    words = phrase(part.value)
    return f'{COLUMNS[part.name]} : "{" ".join(words.tokens)}"{" *" if words.prefix else ""}'


def _people(db: Database, value: str, before: str | None) -> Iterable[str]:
    """The tags of those whom ``from:`` may mean: an account by its handle, also an earlier one,
    and an official by slug, name or alias.
    """
    handle, name = fold_handle(value), folded(value)
    yield named("handle", handle)
    yield named("official", value)
    if name:
        yield named("name", name)
    accounts = rows(
        db,
        """
        SELECT DISTINCT account FROM account_handles
        WHERE lower(handle) = ?1 AND coalesce(first_seen < ?2, 1)
        """,
        handle,
        before,
    )
    for row in accounts:
        yield of_value("account", str(row["account"]))
    for row in rows(db, "SELECT official, name FROM official_names") if name else ():
        if folded(row["name"]) == name:
            yield named("official", row["official"])
