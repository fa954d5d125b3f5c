"""What leads from one search to the next: with a filter more or less, in another order. Pure."""

from collections.abc import Mapping
from datetime import date, tzinfo

from msgspec.structs import replace

from archive.filters import FILTERS, Filter, read_period
from archive.mistakes import Mistake, Wrong
from archive.query import Query, to_params
from archive.storage.search import FacetName, Unit
from embedder.links import Links

__all__ = [
    "FILTER_OF",
    "Asked",
    "href",
    "mended",
    "narrowed_to",
    "of_bar",
    "of_year",
    "toggled",
    "without_period",
]

FILTER_OF: Mapping[FacetName, str] = {"official": "from", "media": "has"}
"""The filter of a facet, where it has another name."""


class Asked:
    """A query and the addresses around it. ``links`` are whole where they leave our host; ``slug``
    is that of a saved query.
    """

    __slots__ = ("links", "params", "query", "slug")

    def __init__(self, query: Query, links: Links, slug: str = "") -> None:
        self.query = query
        self.links = links
        self.slug = slug
        self.params = to_params(replace(query, cursor=None))
        """Of the first page."""

    def home(self) -> str:
        """The page that one leads others to: of a saved query its own."""
        return self.links.saved_query(self.slug) if self.slug else self.page()

    def page(self, cursor: str | None = None) -> str:
        """The search page, its first or that which a cursor leads to."""
        return self.links.search(self.params if cursor is None else self.params | _cursor(cursor))

    def face(self, name: str, **more: str) -> str:
        """The same search in another form, from the first hit on."""
        return self.links.search(self.params | more, name)

    def feed(self, format: str, cursor: str | None = None) -> str:
        """Its feed, which is always newest first."""
        more = _cursor(cursor) if cursor else {}
        if self.slug:
            return self.links.feed(self.slug, format, more)
        params = {key: value for key, value in self.params.items() if key != "sort"}
        return self.links.feed("search", format, params | more)


def _cursor(cursor: str) -> dict[str, str]:
    return {"cursor": cursor}


def href(query: Query, links: Links) -> str:
    """The first page of a search."""
    return links.search(to_params(replace(query, cursor=None)))


def toggled(query: Query, filter: Filter) -> Query:
    """With the filter, or without it where it is there."""
    if filter in query.filters:
        return replace(query, filters=tuple(f for f in query.filters if f != filter))
    # In the order that every query has its filters in: one search has one address.
    order = list(FILTERS)
    filters = sorted((*query.filters, filter), key=lambda f: (order.index(f.name), f))
    return replace(query, filters=tuple(filters))


def without_period(query: Query) -> Query:
    return replace(query, since=None, until=None)


def narrowed_to(name: FacetName, value: str) -> Filter | None:
    """The filter that a value of a facet stands for; ``None`` for what no filter takes."""
    known = FILTER_OF.get(name, name)
    reader = FILTERS.get(known)
    read = reader(value) if reader is not None and value else None
    return None if read is None or isinstance(read, Wrong) else Filter(known, read)


def of_year(query: Query, year: str, zone: tzinfo) -> Query:
    """What was posted in a year, in the site's zone."""
    return _between(query, year, year, zone)


def of_bar(query: Query, start: date, last: date, unit: Unit, zone: tzinfo) -> Query:
    """What a bar of the histogram counts, from its first to its last day. Bars are days of UTC:
    where the site's zone is another, the times say so.
    """
    if str(zone) == "UTC":
        length = {"year": 4, "month": 7}.get(unit, 10)
        return _between(query, start.isoformat()[:length], last.isoformat()[:length], zone)
    return _between(query, f"{start}T00:00Z", f"{last}T23:59Z", zone)


def mended(text: str, mistake: Mistake) -> str:
    """What was typed, with what to write in the place of the mistake.

    >>> wrong = Wrong("no_date", "since:2025", {"name": "since", "value": "soon"})
    >>> mended("wall since:soon", Mistake(start=5, end=15, wrong=wrong))
    'wall since:2025'
    """
    before, after = text[: mistake.start], text[mistake.end :]
    if mistake.instead == "-":  # it stands right before its word
        after = after.lstrip()
    return " ".join(f"{before}{mistake.instead}{after}".split())


def _between(query: Query, first: str, last: str, zone: tzinfo) -> Query:
    """From the first to the last period, and never more than the query has already."""
    since, until = read_period("since", first, zone), read_period("until", last, zone)
    if isinstance(since, Wrong) or isinstance(until, Wrong):
        return query
    if query.since is not None and query.since.start > since.start:
        since = query.since
    if query.until is not None and query.until.end < until.end:
        until = query.until
    return replace(query, since=since, until=until)
