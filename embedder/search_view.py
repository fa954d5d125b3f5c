"""What a search found -> finished values for the page: words, addresses, marks. Pure."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import NamedTuple

import msgspec
from babel.numbers import format_decimal
from markupsafe import Markup, escape
from msgspec.structs import replace

from archive.clock import rfc3339
from archive.filters import Filter
from archive.marking import Snippet, snippet
from archive.platforms import platform_title
from archive.query import Mistake, Query, to_text
from archive.storage.search import FacetName, Facets, FacetValue, Hit, Results, Thumbnail
from embedder.dates import language_name
from embedder.grammar_words import wrong_in
from embedder.links import Links
from embedder.runs import href_of, tag_of
from embedder.search_links import FILTER_OF, href, mended, narrowed_to, of_year, toggled
from embedder.search_words import SearchWords
from embedder.voice import Voice

__all__ = [
    "FacetView",
    "HitView",
    "Link",
    "MistakeView",
    "Speaking",
    "ThumbnailView",
    "ValueView",
    "chips_of",
    "facets_view",
    "gone_sentence",
    "hit_view",
    "lang_of",
    "marked",
    "mistake_view",
    "name_of",
    "number",
    "repost_of",
    "showing",
    "text_of",
    "time_of",
    "value_said",
    "warning_of",
    "ways_on",
]

SNIPPET = 280
"""Code points of a text that a list shows: an X post of the usual length stays whole."""
SHOWN_VALUES = 8
"""Values of a facet that stand there without a click."""


class Speaking(msgspec.Struct, frozen=True, kw_only=True):
    """In which words, dates and addresses a page speaks."""

    voice: Voice
    words: SearchWords
    links: Links
    """Paths from the root."""
    zone: tzinfo


class Link(NamedTuple):
    href: str
    text: str


class ThumbnailView(NamedTuple):
    src: str
    width: int
    height: int
    alt: str


class HitView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One hit, ready to be written."""

    href: str
    """The post's permanent page."""
    exact: str
    """The place on it that tells of this snapshot."""
    snapshot: str
    original: str | None
    name: str
    handle: str | None
    who: str | None
    """The official, where it has another name than the author gives."""
    office: str | None
    platform: str
    time: str
    iso: str | None
    text: Markup
    warning: str | None
    """Before the text, which is shown after a click."""
    lang: str | None
    state: str | None
    """That it was found gone."""
    seen: str | None
    """When it was last seen there, where it was not."""
    edited_away: bool
    draft: bool
    repost: str | None
    """That it is one, and of whom."""
    thumbnail: ThumbnailView | None
    media: str | None


class ValueView(NamedTuple):
    label: str
    hits: str
    href: str | None
    active: bool
    said: str
    """What following it does."""


class FacetView(NamedTuple):
    name: str
    title: str
    values: tuple[ValueView, ...]
    more: tuple[ValueView, ...]
    """Behind a click."""
    others: str | None


class MistakeView(NamedTuple):
    """A mistake with the text around it: what stands before, what is wrong, what follows."""

    parameter: str | None
    before: str
    wrong: str
    after: str
    what: str
    instead: str
    href: str


def hit_view(hit: Hit, query: Query, speaking: Speaking) -> HitView:
    """A hit as the list shows it, with the query's words marked."""
    words, links, official = speaking.words, speaking.links, hit.official
    platform = platform_title(hit.platform)
    name = name_of(hit, platform)
    handle = hit.author_handle and f"@{hit.author_handle.removeprefix('@')}"
    return HitView(
        href=links.post(hit.post),
        exact=links.post(hit.post, hit.snapshot),
        snapshot=words.snapshot.format(n=hit.snapshot),
        original=href_of(hit.url),
        name=name,
        handle=None if handle == name else handle,
        who=official.name if official is not None and official.name != name else None,
        office=None
        if official is None
        else words.comma.join(part for part in (official.office, official.party) if part) or None,
        platform=platform,
        time=time_of(hit, speaking),
        iso=None if hit.time_unknown else rfc3339(hit.created_at),
        warning=warning_of(hit, speaking.voice),
        text=marked(snippet(text_of(hit), query, SNIPPET, lang_of(hit))),
        lang=tag_of(lang_of(hit)),
        state=gone_sentence(hit, platform, speaking.voice),
        seen=_seen(hit, speaking),
        edited_away=hit.edited_away,
        draft=hit.visibility == "draft",
        repost=repost_of(hit, speaking),
        thumbnail=_thumbnail(hit.thumbnail, speaking),
        media=words.media.of(hit.media, number(hit.media, words.lang)) if hit.media > 1 else None,
    )


def name_of(hit: Hit, platform: str) -> str:
    """Who said it: the author's own name, else the handle, else the platform's."""
    return hit.author_name or (f"@{hit.author_handle}" if hit.author_handle else platform)


def text_of(hit: Hit) -> str:
    """What a list shows of it: its own words, or those that it passes on."""
    return hit.text or (hit.reposted.text if hit.reposted is not None else "")


def lang_of(hit: Hit) -> str | None:
    """The language of :func:`text_of`."""
    return hit.reposted.lang if hit.reposted is not None and not hit.text else hit.lang


def repost_of(hit: Hit, speaking: Speaking) -> str | None:
    """``repost of Ada Mayor``; ``None``: it is no repost."""
    if hit.kind != "repost":
        return None
    inside = hit.reposted
    handle = inside and inside.author_handle and f"@{inside.author_handle.removeprefix('@')}"
    name = (inside and inside.author_name) or handle
    return speaking.words.repost_of.format(name=name) if name else speaking.words.repost


def time_of(hit: Hit, speaking: Speaking) -> str:
    """When it was posted, in the site's zone, as exactly as it is known."""
    dates = speaking.voice.dates
    if hit.time_unknown:
        return speaking.words.date_unknown.format(date=dates.day(hit.created_at))
    if hit.created_precision in {"day", "unknown"}:
        return dates.day(hit.created_at)
    return dates.minute(hit.created_at)


def warning_of(hit: Hit, voice: Voice) -> str | None:
    """What stands before the text, as the embed says it."""
    said = hit.content_warning
    if hit.reposted is not None:
        said = said or hit.reposted.content_warning
    return voice.words.content_warning.format(text=said) if said else None


def gone_sentence(hit: Hit, platform: str, voice: Voice) -> str | None:
    """``Not available on X when checked on …``, as the embed says it; ``None``: it was not found
    gone.
    """
    gone, seen = hit.first_seen_gone, hit.last_seen_live
    if hit.state != "gone" or gone is None:
        return None
    words, dates = voice.words, voice.dates
    if seen is None:
        return words.gone_never_seen.format(platform=platform, date=dates.day(gone))
    if dates.same_day(gone, seen):
        return words.gone_same_day.format(
            platform=platform, date=dates.minute(gone), seen=dates.clock(seen)
        )
    return words.gone.format(platform=platform, date=dates.day(gone), seen=dates.day_of(seen, gone))


def _seen(hit: Hit, speaking: Speaking) -> str | None:
    if hit.state == "gone":
        return None
    if hit.last_seen_live is None:
        return speaking.words.unknown
    return speaking.words.live.format(date=speaking.voice.dates.day(hit.last_seen_live))


def marked(shown: Snippet) -> Markup:
    """A part of a text as HTML, the words that were looked for in ``<mark>``.

    >>> marked(Snippet(text="a <wall> now", marks=((3, 7),)))
    Markup('a &lt;<mark>wall</mark>&gt; now')
    """
    if not shown.marks:
        return escape(shown.text)
    pieces, at = [], 0
    for start, end in shown.marks:
        pieces += [escape(shown.text[at:start]), "<mark>", escape(shown.text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(shown.text[at:]))
    return Markup("".join(pieces))  # noqa: S704  each piece is escaped


def _thumbnail(picture: Thumbnail | None, speaking: Speaking) -> ThumbnailView | None:
    if picture is None:
        return None
    return ThumbnailView(
        src=speaking.links.media(picture.sha256, picture.width, picture.format),
        width=picture.width,
        height=picture.height,
        alt=picture.alt or speaking.words.no_description,
    )


def number(value: int, lang: str) -> str:
    """A number as the language writes it: ``1,204``."""
    return f"{value}" if -1000 < value < 1000 else format_decimal(value, locale=lang)


def showing(results: Results, asked: str, words: SearchWords) -> str:
    """``Showing 1–25 of 1,204``; of what was asked, where there is nothing."""
    if not results.hits:
        return words.nothing_for.format(query=asked) if asked else words.nothing
    if results.total == 1 and results.exact:
        return words.one
    said = words.showing if results.exact else words.showing_more
    last = results.first + len(results.hits) - 1
    written = (number(n, words.lang) for n in (results.first, last, results.total))
    return said.format(**dict(zip(("first", "last", "total"), written, strict=True)))


def chips_of(
    query: Query, speaking: Speaking, labels: Mapping[Filter, str]
) -> tuple[tuple[Link, str], ...]:
    """What narrows the search, each with the address without it, and what following it does.
    ``labels`` are names of values, where they are known.
    """
    words, chips = speaking.words, []
    for narrowing in query.filters:
        bare = replace(narrowing, negated=False)
        said = labels.get(bare) or value_said(bare.name, bare.value, words)
        if narrowing.negated:
            said = words.without.format(value=said)
        chips.append((toggled(query, narrowing), f"{bare.name}: {said}"))
    if query.since is not None:
        chips.append((replace(query, since=None), f"since: {query.since.text}"))
    if query.until is not None:
        chips.append((replace(query, until=None), f"until: {query.until.text}"))
    return tuple(
        (Link(href(less, speaking.links), said), words.remove.format(value=said))
        for less, said in chips
    )


def value_said(name: str, value: str, words: SearchWords) -> str:
    """A filter's value as people say it."""
    if name == "platform":
        return platform_title(value)
    if name == "lang":
        return language_name(value, words.lang) or value
    return words.value.get(f"{name}.{value}", value)


def facets_view(facets: Facets, query: Query, speaking: Speaking) -> tuple[FacetView, ...]:
    """The facets that have anything to choose from."""
    found = []
    for facet in facets.facets:
        values = tuple(
            _year(value, query, speaking)
            if facet.name == "year"
            else _value(facet.name, value, query, speaking)
            for value in facet.values
        )
        if not any(value.href for value in values):
            continue
        others = speaking.words.others.of(facet.others, number(facet.others, speaking.words.lang))
        found.append(
            FacetView(
                name=facet.name,
                title=speaking.words.facet[facet.name],
                values=values[:SHOWN_VALUES],
                more=values[SHOWN_VALUES:],
                others=others if facet.others else None,
            )
        )
    return tuple(found)


def _value(name: FacetName, value: FacetValue, query: Query, speaking: Speaking) -> ValueView:
    narrowing = narrowed_to(name, value.value)
    words = speaking.words
    if narrowing is None:
        none = words.nothing_of.get(name, words.none)
        label, href_, active = value.label or none, None, False
    else:
        said = value_said(narrowing.name, narrowing.value, words)
        label = said if narrowing.name not in {"from", "office", "party"} else value.label or said
        href_, active = href(toggled(query, narrowing), speaking.links), narrowing in query.filters
    return _valued(value, label, href_, active, words)


def _year(value: FacetValue, query: Query, speaking: Speaking) -> ValueView:
    inside = of_year(query, value.value, speaking.zone)
    active = (query.since, query.until) == (inside.since, inside.until)
    following = replace(query, since=None, until=None) if active else inside
    label = value.label or speaking.words.none
    return _valued(
        value, label, href(following, speaking.links) if value.value else None, active,
        speaking.words,
    )  # fmt: skip


def _valued(
    value: FacetValue, label: str, href_: str | None, active: bool, words: SearchWords
) -> ValueView:
    said = words.remove if active else words.add
    return ValueView(
        label, number(value.count, words.lang), href_, active, said.format(value=label)
    )


def names_in(facets: Facets | None, hits: Sequence[Hit]) -> dict[Filter, str]:
    """The names of officials by their filter, from what was found."""
    names = {
        Filter("from", hit.official.slug): hit.official.name
        for hit in hits
        if hit.official is not None and hit.official.slug
    }
    for facet in facets.facets if facets is not None else ():
        if facet.name == "official":
            names |= {Filter(FILTER_OF["official"], v.value): v.label for v in facet.values}
    return names


def mistake_view(mistake: Mistake, params: Mapping[str, str], speaking: Speaking) -> MistakeView:
    """A mistake at its place, and the address of the search without it."""
    name = mistake.parameter
    typed = params.get(name, "")
    better = {**params, name: mended(typed, mistake)}
    return MistakeView(
        parameter=None if name == "q" else name,
        before=typed[: mistake.start],
        wrong=typed[mistake.start : mistake.end],
        after=typed[mistake.end :],
        what=wrong_in(speaking.words.lang, mistake.wrong),
        instead=mistake.instead,
        href=speaking.links.search({key: value for key, value in better.items() if value}),
    )


def ways_on(query: Query, speaking: Speaking) -> tuple[Link, ...]:
    """Searches that may find something where this one does not."""
    words, links = speaking.words, speaking.links
    found = []
    if query.words and not query.stems:
        found.append(Link(href(replace(query, stems=True), links), words.try_stems))
    if query.archive_at is not None:
        found.append(Link(href(replace(query, archive_at=None), links), words.try_today))
    alone = len(query.filters) + len(query.words) + len(query.without) < 2
    for narrowing in query.filters if not alone or query.since or query.until else ():
        less = toggled(query, narrowing)
        said = to_text(Query(filters=(narrowing,)))
        found.append(Link(href(less, links), words.try_less.format(value=said)))
    for name, period in (("since", query.since), ("until", query.until)):
        if period is not None:
            less = replace(query, **{name: None})
            said = f"{name}:{period.text}"
            found.append(Link(href(less, links), words.try_less.format(value=said)))
    return tuple(found[:8])
