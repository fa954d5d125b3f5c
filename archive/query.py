"""What a person types -> what is looked for; and that <-> the parameters of a URL. Pure.

:func:`parse` gives a :class:`Query`, or the mistakes in what was typed, each with its place and
what to write instead; it raises for no text. A query holds tokens, never the language of a
database, so that nothing that a person types can be an error there.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from difflib import get_close_matches
from typing import Any, get_args

from msgspec.structs import replace

from archive.filters import Filter, Period, read_period
from archive.grammar import (
    DEFAULT_LIMIT,
    HELP,
    MAX_LIMIT,
    MAX_QUERY,
    Help,
    Query,
    Sort,
    Term,
    in_parameter,
    in_quotes,
    query_of,
)
from archive.mistakes import Mistake, Wrong

__all__ = [
    "DEFAULT_LIMIT",
    "HELP",
    "MAX_LIMIT",
    "MAX_QUERY",
    "Filter",
    "Help",
    "Mistake",
    "Period",
    "Query",
    "Sort",
    "Term",
    "from_params",
    "parse",
    "to_params",
    "to_text",
]


def parse(text: str, *, zone: tzinfo = UTC, stems: bool = False) -> Query | tuple[Mistake, ...]:
    """The query that a person typed, or the mistakes in it, in their order.

    Dates without a zone are read in ``zone``. With ``stems``, words are found in their other
    English and Spanish forms.

    >>> to_text(parse("border OR Frontera, since:2025 -wall"))
    'border OR frontera -wall since:2025'
    >>> parse("since:yesterdayy")[0].what
    "since: takes a date such as 2025-04-03, not 'yesterdayy'"
    """
    return query_of({"q": text}, zone, stems)


def from_params(params: Mapping[str, str], *, zone: tzinfo = UTC) -> Query | tuple[Mistake, ...]:
    """The query that the parameters of a URL are, or the mistakes in them.

    The filters may be parameters, too, as a form sends them; empty ones and those that are
    not ours are passed over.
    """
    stemmed = params.get("stems", "") in {"1", "on", "true"}
    query = query_of(params, zone, stemmed)
    mistakes = [] if isinstance(query, Query) else list(query)
    read: dict[str, Any] = {}
    for name, reader in _PARAMETERS.items():
        value = params.get(name, "").strip()
        if value:
            found = reader(value, zone)
            if isinstance(found, Wrong):
                mistakes.append(in_parameter(name, params[name], found))
            else:
                read[name] = found
    if mistakes or not isinstance(query, Query):
        return tuple(mistakes)
    if not query.words and read.get("sort") == "best":
        del read["sort"]
    return replace(query, **read)


def to_params(query: Query) -> dict[str, str]:
    """The parameters of a query's URL, in their one order; what is as usual is left out."""
    params = {
        "q": to_text(query),
        "stems": "1" if query.stems else "",
        "sort": "" if query.sort == "newest" else query.sort,
        "archive_at": query.archive_at.text if query.archive_at else "",
        "limit": "" if query.limit == DEFAULT_LIMIT else str(query.limit),
        "cursor": query.cursor or "",
    }
    return {name: value for name, value in params.items() if value}


def to_text(query: Query) -> str:
    """A query as it is typed, in its one canonical form."""
    parts = [" OR ".join(term.text for term in group) for group in query.words]
    parts += [f"-{term.text}" for term in query.without]
    parts += [f"{'-' * part.negated}{part.name}:{in_quotes(part.value)}" for part in query.filters]
    for name, period in (("since", query.since), ("until", query.until)):
        if period is not None:
            parts.append(f"{name}:{period.text}")
    return " ".join(parts)


def _sort(value: str, _: tzinfo) -> str | Wrong:
    sorts = get_args(Sort)
    if value in sorts:
        return value
    near = next(iter(get_close_matches(value, sorts, 1)), "newest")
    return Wrong("no_sort", near, {"choices": sorts, "value": value})


def _limit(value: str, _: tzinfo) -> int | Wrong:
    if re.fullmatch("[0-9]{1,9}", value) and 1 <= int(value) <= MAX_LIMIT:
        return int(value)
    near = MAX_LIMIT if re.fullmatch("[0-9]+", value) and int(value[:9]) else DEFAULT_LIMIT
    return Wrong("no_limit", f"{near}", {"most": MAX_LIMIT, "value": value[:20]})


def _archive_at(value: str, zone: tzinfo) -> Period | Wrong:
    period = read_period("archive_at", value, zone)
    if isinstance(period, Wrong):
        return replace(period, instead=period.instead.partition(":")[2])
    return period


def _cursor(value: str, _: tzinfo) -> str | Wrong:
    if re.fullmatch("[A-Za-z0-9._~-]{1,300}", value):
        return value
    return Wrong("no_cursor", "")


_PARAMETERS: dict[str, Callable[[str, tzinfo], object]] = {
    "sort": _sort,
    "archive_at": _archive_at,
    "limit": _limit,
    "cursor": _cursor,
}
