"""The most that is kept of one post, whatever its platform's answer holds. Pure.

A hostile server may answer with a hundred thousand pictures, each of which would be fetched,
or with versions, options and words without end, which every page of the post would show. No
post that anybody wrote comes near these bounds; what lies beyond is left out, with a warning.
"""

from msgspec.structs import replace

from archive.outcome import Found
from archive.records import Author, LinkCard, Media, Place, Poll, PostLink, Snapshot

__all__ = ["MAX_MEDIA", "MAX_TEXT", "MAX_VERSIONS", "within_bounds"]

MAX_VERSIONS = 100
MAX_MEDIA = 50
MAX_OPTIONS = 100
MAX_CAPTIONS = 20
"""Languages of one video."""
MAX_FACETS = 5_000
MAX_TEXT = 200_000
"""Code points of a post's text."""
MAX_WORDS = 10_000
"""Code points of a description or a content warning."""
MAX_NAME = 1_000
"""Code points of a name, a handle, a title, an option of a poll."""
MAX_URL = 8_192


def within_bounds(found: Found, *, coordinates: bool = False) -> Found:
    """What was found, without what lies beyond the bounds. Of the versions the newest stay.

    Where its author was is left out, too, unless the newsroom asked for ``coordinates``: few
    know that their telephone told it.
    """

    def bounded(snapshots: tuple[Snapshot, ...]) -> tuple[Snapshot, ...]:
        kept = (_snapshot(s) for s in snapshots)
        return tuple(kept) if coordinates else tuple(_without_place(s) for s in kept)

    return replace(
        found,
        snapshots=bounded(found.snapshots[-MAX_VERSIONS:]),
        along=bounded(found.along),
        below=bounded(found.below[:MAX_VERSIONS]),
    )


def _without_place(snapshot: Snapshot) -> Snapshot:
    if snapshot.place is None:
        return snapshot
    warning = "The post names a place; it is left out here, as the settings say."
    return replace(snapshot, place=None, warnings=(*snapshot.warnings, warning))


def _snapshot(snapshot: Snapshot) -> Snapshot:
    cut = len(snapshot.text) > MAX_TEXT
    bounded = replace(
        snapshot,
        author=_author(snapshot.author),
        text=snapshot.text[:MAX_TEXT],
        facets=tuple(f for f in snapshot.facets if f.end <= MAX_TEXT)[:MAX_FACETS],
        content_warning=_words(snapshot.content_warning),
        labels=tuple(label[:MAX_NAME] for label in snapshot.labels[:MAX_OPTIONS]),
        lang=_name(snapshot.lang),
        langs=tuple(lang[:MAX_NAME] for lang in snapshot.langs[:MAX_OPTIONS]),
        media=tuple(_medium(medium) for medium in snapshot.media[:MAX_MEDIA]),
        link_card=_card(snapshot.link_card),
        poll=_poll(snapshot.poll),
        quoted=_link(snapshot.quoted),
        parent=_link(snapshot.parent),
        reposted=_link(snapshot.reposted),
        place=_place(snapshot.place),
        completeness="cut" if cut and snapshot.completeness == "full" else snapshot.completeness,
    )
    if bounded == snapshot:
        return snapshot
    warning = "It held more than any post does; what lay beyond the bounds was left out."
    return replace(bounded, warnings=(*bounded.warnings, warning))


def _place(place: Place | None) -> Place | None:
    return None if place is None else replace(place, name=_name(place.name))


def _author(author: Author) -> Author:
    return replace(
        author,
        name=_name(author.name),
        handle=_name(author.handle),
        url=_url(author.url),
        avatar_url=_url(author.avatar_url),
    )


def _medium(medium: Media) -> Media:
    return replace(
        medium,
        urls=tuple(url for url in medium.urls if len(url) <= MAX_URL)[:MAX_OPTIONS],
        mime=_name(medium.mime),
        alt=_words(medium.alt),
        poster_url=_url(medium.poster_url),
        captions=tuple(c for c in medium.captions if len(c.url) <= MAX_URL)[:MAX_CAPTIONS],
    )


def _card(card: LinkCard | None) -> LinkCard | None:
    if card is None or len(card.url) > MAX_URL:
        return None
    return replace(
        card,
        title=_name(card.title),
        description=_words(card.description),
        image_url=_url(card.image_url),
    )


def _poll(poll: Poll | None) -> Poll | None:
    if poll is None:
        return None
    options = (replace(o, text=o.text[:MAX_NAME]) for o in poll.options[:MAX_OPTIONS])
    return replace(poll, options=tuple(options))


def _link(link: PostLink | None) -> PostLink | None:
    if link is None or max(len(link.url or ""), len(link.native_id or "")) <= MAX_URL:
        return link
    return PostLink(unavailable=link.unavailable or "failed")


def _words(text: str | None) -> str | None:
    return None if text is None else text[:MAX_WORDS]


def _name(text: str | None) -> str | None:
    return None if text is None else text[:MAX_NAME]


def _url(url: str | None) -> str | None:
    return None if url is None or len(url) > MAX_URL else url
