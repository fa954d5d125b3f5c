"""What was looked for and found -> the search page inside its frame. Pure.

It works without a script: what takes long to count is a link, which a script follows by itself.
"""

from collections.abc import Mapping
from functools import cache

import msgspec
from markupsafe import Markup, escape
from msgspec.structs import replace

from archive.export import DESCRIPTOR, FORMATS
from archive.query import MAX_QUERY, Mistake, Query, to_text
from archive.storage.search import Facets, Histogram, Hit, Results
from embedder.grammar_words import grammar_in
from embedder.histogram import histogram_view
from embedder.links import Links
from embedder.render.templates import PageTemplate
from embedder.search_links import Asked, href
from embedder.search_view import (
    Speaking,
    chips_of,
    facets_view,
    hit_view,
    mistake_view,
    names_in,
    number,
    showing,
    ways_on,
)
from embedder.search_words import search_words_in

__all__ = ["CSP", "Covered", "Found", "counts_part", "mistaken_room", "search_room"]

CSP = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the page: our own files, and forms that are sent to us."""

_room = PageTemplate("research/_search.html")
_list = PageTemplate("research/_hits.html")
_bars = PageTemplate("research/_histogram.html")
_facets = PageTemplate("research/_facets.html")
_help = PageTemplate("research/_help.html")


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept at all: for whoever finds nothing."""

    total: int
    exact: bool
    oldest: Hit | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a search page shows. Facets and histogram are ``None`` where they are loaded after it;
    ``covered`` is there where nothing was found.
    """

    results: Results
    facets: Facets | None = None
    histogram: Histogram | None = None
    covered: Covered | None = None


def search_room(
    asked: Asked,
    found: Found,
    speaking: Speaking,
    typed: str,
    *,
    heading: str = "",
    save: str | None = None,
) -> Markup:
    """The page of a search. ``typed`` is what stands in the box; ``heading`` the name of a saved
    query; ``save`` where an editor saves this one.
    """
    words, query, results = speaking.words, asked.query, found.results
    hits = [hit_view(hit, query, speaking) for hit in results.hits]
    counts = found.facets is not None or found.histogram is not None
    parts = counts_part(found.facets, found.histogram, asked, speaking) if counts else None
    if parts is None:
        parts = _later(asked, speaking)
    at = query.archive_at
    return Markup(  # noqa: S704  a template that escapes
        _room.render(
            say=words,
            write=None,
            heading=heading,
            typed=typed,
            mistakes=[],
            hits=hits,
            first=results.first,
            list=Markup(_list.render(say=words, hits=hits, first=results.first)),  # noqa: S704
            histogram=parts[0] if hits else "",
            beside=parts[1] if hits else "",
            showing=showing(results, to_text(query), words),
            sorts=_sorts(query, speaking),
            ranked=None
            if results.ranked is None
            else words.ranked.format(n=number(results.ranked, words.lang)),
            chips=chips_of(query, speaking, names_in(found.facets, results.hits)),
            as_it_was=None if at is None else words.as_it_was.format(date=at.text),
            erased=None
            if not results.erased_since
            else words.erased.of(results.erased_since, number(results.erased_since, words.lang)),
            today=href(replace(query, archive_at=None), speaking.links),
            ways=ways_on(query, speaking),
            covered=_covered(found.covered, speaking),
            next=None if results.cursor is None else asked.page(results.cursor),
            back=asked.page() if query.cursor else None,
            faces=((asked.face(".json"), "JSON"), (asked.face(".csv"), "CSV")),
            exports=_exports(asked),
            feeds=((asked.feed("atom"), "Atom"), (asked.feed("json"), "JSON Feed")),
            save=save,
            **_form(asked.params, speaking, opened=query.stems or at is not None),
        )
    )


def _exports(asked: Asked) -> tuple[tuple[str, str], ...]:
    """All hits as files to take away; what this installation cannot write is not offered."""
    params = {name: value for name, value in asked.params.items() if name != "limit"}
    return tuple(
        (asked.links.export(kind.name, params), kind.title)
        for kind in FORMATS.values()
        if kind.is_there and kind is not DESCRIPTOR
    )


def mistaken_room(
    mistakes: tuple[Mistake, ...], params: Mapping[str, str], speaking: Speaking
) -> Markup:
    """The page where what was typed cannot be looked for: what is wrong, and what to write."""
    words = speaking.words
    return Markup(  # noqa: S704  a template that escapes
        _room.render(
            say=words,
            heading="",
            typed=params.get("q", "")[:MAX_QUERY],
            mistakes=[mistake_view(mistake, params, speaking) for mistake in mistakes],
            write=lambda instead: Markup(escape(words.instead)).format(  # noqa: S704
                instead=Markup("<code>{}</code>").format(instead)
            ),
            hits=None,
            chips=(),
            as_it_was=None,
            **_form(params, speaking, opened="archive_at" in {m.parameter for m in mistakes}),
        )
    )


def counts_part(
    facets: Facets | None, histogram: Histogram | None, asked: Asked, speaking: Speaking
) -> tuple[Markup, Markup]:
    """The histogram, and the facets, as parts of the page."""
    words = speaking.words
    drawn = None if histogram is None else histogram_view(histogram, asked, speaking)
    bars = "" if drawn is None else _bars.render(say=words, h=drawn)
    if facets is None:
        return Markup(bars), Markup()  # noqa: S704  a template that escapes
    sampled = facets.sampled
    beside = _facets.render(
        say=words,
        facets=facets_view(facets, asked.query, speaking),
        sampled=None if sampled is None else words.sampled.format(n=number(sampled, words.lang)),
        count_all=asked.face("", counts="all"),
    )
    return Markup(bars), Markup(beside)  # noqa: S704  a template that escapes


_PLACE = Markup('<div data-into="histogram"></div>')
_LATER = Markup(
    '<div data-into="facets" data-counts="{src}"><p class="small muted">{hint} '
    '<a href="{href}" rel="nofollow">{text}</a></p></div>'
)


def _later(asked: Asked, speaking: Speaking) -> tuple[Markup, Markup]:
    """Where the counts will stand, with the link that leads to them without a script."""
    words = speaking.words
    return _PLACE, _LATER.format(
        src=asked.face("/counts"),
        hint=words.count_all_hint,
        href=asked.face("", counts="all"),
        text=words.count_all,
    )


def _form(params: Mapping[str, str], speaking: Speaking, *, opened: bool) -> dict[str, object]:
    """What the form needs, whatever was found."""
    return {
        "action": speaking.links.search({}),
        "max_query": MAX_QUERY,
        "stems": bool(params.get("stems")),
        "archive_at": params.get("archive_at", ""),
        "open": opened,
        "help": _help_in(speaking.words.lang, speaking.links),
        "kept": [(name, params[name]) for name in ("sort", "limit") if params.get(name)],
    }


@cache
def _help_in(lang: str, links: Links) -> Markup:
    """The grammar, each example a link to its search. The same for all searches."""
    rows = [
        (links.search({"q": part.example}), part.example, part.what) for part in grammar_in(lang)
    ]
    return Markup(_help.render(say=search_words_in(lang), rows=rows))  # noqa: S704


def _sorts(query: Query, speaking: Speaking) -> list[tuple[str, str, bool]]:
    return [
        (href(replace(query, sort=sort), speaking.links), text, sort == query.sort)
        for sort, text in speaking.words.sorts.items()
        if sort != "best" or query.words
    ]


def _covered(covered: Covered | None, speaking: Speaking) -> str:
    words = speaking.words
    if covered is None or covered.oldest is None:
        return words.covered_none
    total = number(covered.total, words.lang)
    return words.covered.format(
        n=total if covered.exact else f"> {total}",
        date=speaking.voice.dates.day(covered.oldest.created_at),
    )
