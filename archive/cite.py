"""A snapshot -> how it is cited. Pure; one function a form.

:func:`cite` gathers what every form needs, once; each form is a function of that alone:
:func:`plain` for people, :func:`posting` for search engines (JSON-LD). Others stand beside
them. Where a form names our own page, its address was built by the ``links`` that
:func:`cite` was handed; without any, it is left out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Protocol, TypeAlias

import msgspec

from archive.clock import rfc3339
from archive.platforms import PLATFORMS
from archive.records import Snapshot, Stored
from archive.text import web_address

__all__ = [
    "ENGLISH",
    "Citation",
    "CiteLinks",
    "Thing",
    "Wording",
    "cite",
    "plain",
    "posting",
]


class CiteLinks(Protocol):
    """Who builds our URLs; the archive itself has none."""

    def post(self, post: str, n: int | None = None) -> str: ...


class Citation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is cited: one snapshot of a post, and who keeps it."""

    stored: Stored
    original: str | None
    """Where the post is or was; http or https."""
    newsroom: str
    """Who keeps it; empty where it has no name."""
    page: str | None
    """Our page of the post."""
    snapshot_page: str | None
    """The place on it that tells of this snapshot."""
    shared: "Citation | None" = None
    """The post inside, of a repost."""

    @property
    def author_url(self) -> str | None:
        """The author's page at the platform; http or https."""
        return web_address(self.stored.snapshot.author.url)


def cite(
    stored: Stored,
    links: CiteLinks | None,
    *,
    newsroom: str = "",
    shared: Stored | None = None,
    shared_page: bool = True,
) -> Citation:
    """What is needed to cite a snapshot. ``shared`` is the post inside a repost, if it is kept,
    and ``shared_page`` says whether readers find a page of it.

    Whether the snapshot may be shown is the caller's to know.
    """
    return Citation(
        stored=stored,
        original=web_address(stored.snapshot.url),
        newsroom=newsroom,
        page=None if links is None else links.post(stored.post),
        snapshot_page=None if links is None else links.post(stored.post, stored.n),
        shared=None
        if shared is None
        else cite(shared, links if shared_page else None, newsroom=newsroom),
    )


def _names(snapshot: Snapshot) -> tuple[str, str | None]:
    """The author's name and ``@handle``: of one who has no name the handle is all there is."""
    author = snapshot.author
    handle = f"@{author.handle.removeprefix('@')}" if author.handle else None
    if author.name:
        return author.name, handle
    return handle or _platform(snapshot.platform), None


@cache
def _platform(name: str) -> str:
    return next((kind.title for kind in PLATFORMS if kind.name == name), name)


# Plain text


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a plain citation in one language, and how that language writes a time.

    The first three are filled in: ``author``, ``platform``, ``date``; ``name``, ``date``,
    ``page``, ``n``.
    """

    post: str
    repost: str
    archived_by: str
    archived: str
    original: str
    unknown_date: str
    day: Callable[[datetime], str]
    minute: Callable[[datetime], str]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)


def _day(moment: datetime) -> str:
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def _minute(moment: datetime) -> str:
    return f"{_day(moment)}, {moment.hour:02d}:{moment.minute:02d} UTC"


ENGLISH = Wording(
    post="{author}, post on {platform}, {date}.",
    repost="{author}, repost on {platform}, {date}.",
    archived_by="Archived by {name}, {date}: {page} (snapshot {n}).",
    archived="Archived {date}: {page} (snapshot {n}).",
    original="Original post: {url}.",
    unknown_date="date unknown",
    day=_day,
    minute=_minute,
)
"""For scripts; times in UTC."""


def plain(citation: Citation, wording: Wording = ENGLISH) -> str:
    """One line for people: who, where, when; who keeps it, and where; the original's address.

    ``Robin Sample (@robin), post on X, 29 March 2025, 17:02 UTC. Archived by Border News,
    29 March 2025: https://record.example.org/post/… (snapshot 1). Original post: https://….``
    """
    stored, snapshot = citation.stored, citation.stored.snapshot
    name, handle = _names(snapshot)
    said = wording.repost if snapshot.kind == "repost" else wording.post
    archived = wording.archived_by if citation.newsroom else wording.archived
    parts = [
        said.format(
            author=f"{name} ({handle})" if handle else name,
            platform=_platform(snapshot.platform),
            date=_posted(snapshot, wording),
        ),
        archived.format(
            name=citation.newsroom,
            date=wording.day(stored.captured_at),
            page=citation.page or stored.post,
            n=stored.n,
        ),
    ]
    if citation.original:
        parts.append(wording.original.format(url=citation.original))
    return " ".join(parts)


def _posted(snapshot: Snapshot, wording: Wording) -> str:
    """As precise as it is known, and no more."""
    if snapshot.created_at is None:
        return wording.unknown_date
    if snapshot.created_precision in {"day", "unknown"}:
        return wording.day(snapshot.created_at)
    return wording.minute(snapshot.created_at)


# JSON-LD

Thing: TypeAlias = dict[str, "str | Thing"]
"""A thing of schema.org. What is unknown is left out: there, null says that there is none."""


def posting(citation: Citation, text: str) -> Thing:
    """The post as https://schema.org/SocialMediaPosting.

    ``text`` is as much of the words as shall be told; of a repost, those of the post inside.
    The hash is that of the snapshot's canonical content (docs/data-dictionary.md).
    """
    if citation.stored.snapshot.kind != "repost":
        return _posting(citation, text, _OUTER)
    inside = citation.shared
    shared = None if inside is None else _posting(inside, text, _INNER)
    return _posting(citation, "", _OUTER, shared)


_INNER: Thing = {"@type": "SocialMediaPosting"}
_OUTER: Thing = {**_INNER, "@context": "https://schema.org"}


def _posting(citation: Citation, text: str, head: Thing, shared: Thing | None = None) -> Thing:
    stored, snapshot = citation.stored, citation.stored.snapshot
    thing, created = head.copy(), snapshot.created_at
    if citation.original is not None:
        thing["url"] = citation.original
    thing["author"] = _person(citation)
    if created is not None:
        time = rfc3339(created)
        known = snapshot.created_precision not in {"day", "unknown"}
        thing["datePublished"] = time if known else time[:10]
    if snapshot.edited_at is not None:
        thing["dateModified"] = rfc3339(snapshot.edited_at)
    if snapshot.lang:
        thing["inLanguage"] = snapshot.lang
    thing["publisher"] = _organization(_platform(snapshot.platform))
    if text:
        thing["text"] = text
    if shared is not None:
        thing["sharedContent"] = shared
    if citation.snapshot_page is not None:
        page: Thing = {
            "@type": "WebPage",
            "url": citation.snapshot_page,
            "version": str(stored.n),
            "dateCreated": rfc3339(stored.captured_at),
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "SHA-256",
                "value": stored.sha256,
            },
        }
        if citation.newsroom:
            page["publisher"] = _organization(citation.newsroom)
        thing["archivedAt"] = page
    return thing


def _person(citation: Citation) -> Thing:
    name, handle = _names(citation.stored.snapshot)
    person: Thing = {"@type": "Person", "name": name}
    if handle is not None:
        person["alternateName"] = handle
    url = citation.author_url
    if url is not None:
        person["url"] = url
    return person


def _organization(name: str) -> Thing:
    return {"@type": "Organization", "name": name}
