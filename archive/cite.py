"""A snapshot -> how it is cited. Pure; one function a form.

:func:`cite` gathers what every form needs, once; each form is a function of that alone:
:func:`plain` for people, :func:`posting` for search engines (JSON-LD). Others stand beside
them. Where a form names our own page, its address was built by the ``links`` that
:func:`cite` was handed; without any, it is left out.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from archive.clock import rfc3339
from archive.platforms import PLATFORMS
from archive.records import Precision, Stored
from archive.text import web_address

__all__ = [
    "ENGLISH",
    "Citation",
    "CiteLinks",
    "Organization",
    "Person",
    "Posting",
    "Wording",
    "cite",
    "plain",
    "posting",
]


class CiteLinks(Protocol):
    """Who builds our URLs; the archive itself has none."""

    def post(self, post: str, n: int | None = None) -> str: ...


class Citation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is cited: one snapshot of a post, who made the post and who keeps it."""

    post: str
    n: int
    kind: Literal["post", "repost"]
    platform: str
    """As readers know it: ``X``."""
    author: str
    handle: str | None
    """Without its ``@``; ``None`` where it is all that is known of the author's name."""
    author_url: str | None
    posted_at: datetime | None
    precision: Precision
    edited_at: datetime | None
    lang: str | None
    original: str | None
    """Where the post is or was; http or https."""
    sha256: str
    archived_at: datetime
    newsroom: str
    """Who keeps it; empty where it has no name."""
    page: str | None
    """Our page of the post."""
    snapshot_page: str | None
    """The place on it that tells of this snapshot."""
    shared: "Citation | None" = None
    """The post inside, of a repost."""


def cite(
    stored: Stored,
    links: CiteLinks | None,
    *,
    newsroom: str = "",
    shared: Stored | None = None,
) -> Citation:
    """What is needed to cite a snapshot. ``shared`` is the post inside a repost, if it is kept.

    Whether the snapshot may be shown is the caller's to know.
    """
    snapshot = stored.snapshot
    author = snapshot.author
    handle = author.handle and author.handle.removeprefix("@")
    platform = _platform(snapshot.platform)
    return Citation(
        post=stored.post,
        n=stored.n,
        kind=snapshot.kind,
        platform=platform,
        author=author.name or (f"@{handle}" if handle else platform),
        handle=handle if author.name and handle else None,
        author_url=web_address(author.url),
        posted_at=snapshot.created_at,
        precision=snapshot.created_precision,
        edited_at=snapshot.edited_at,
        lang=snapshot.lang,
        original=web_address(snapshot.url),
        sha256=stored.sha256,
        archived_at=stored.captured_at,
        newsroom=newsroom,
        page=None if links is None else links.post(stored.post),
        snapshot_page=None if links is None else links.post(stored.post, stored.n),
        shared=None if shared is None else cite(shared, links, newsroom=newsroom),
    )


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
    handle = f" (@{citation.handle})" if citation.handle else ""
    said = wording.post if citation.kind == "post" else wording.repost
    archived = wording.archived_by if citation.newsroom else wording.archived
    parts = [
        said.format(
            author=citation.author + handle,
            platform=citation.platform,
            date=_posted(citation, wording),
        ),
        archived.format(
            name=citation.newsroom,
            date=wording.day(citation.archived_at),
            page=citation.page or citation.post,
            n=citation.n,
        ),
    ]
    if citation.original:
        parts.append(wording.original.format(url=citation.original))
    return " ".join(parts)


def _posted(citation: Citation, wording: Wording) -> str:
    """As precise as it is known, and no more."""
    if citation.posted_at is None:
        return wording.unknown_date
    if citation.precision in {"day", "unknown"}:
        return wording.day(citation.posted_at)
    return wording.minute(citation.posted_at)


# JSON-LD


class _Thing(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    gc=False,
    tag_field="@type",
    rename="camel",
):
    """A thing of schema.org. What is unknown is left out: there, null says that there is none."""


class Person(_Thing, frozen=True, kw_only=True, tag="Person"):
    name: str
    alternate_name: str | UnsetType = UNSET
    url: str | UnsetType = UNSET


class Organization(_Thing, frozen=True, kw_only=True, tag="Organization"):
    name: str


class Hash(_Thing, frozen=True, kw_only=True, tag="PropertyValue"):
    """The SHA-256 of the snapshot's canonical content (docs/data-dictionary.md)."""

    property_id: str = msgspec.field(name="propertyID", default="SHA-256")
    value: str


class ArchivedPage(_Thing, frozen=True, kw_only=True, tag="WebPage"):
    """Our page of the post, at the snapshot that is cited."""

    url: str
    version: str
    date_created: str
    identifier: Hash
    publisher: Organization | UnsetType = UNSET


class Posting(_Thing, frozen=True, kw_only=True, tag="SocialMediaPosting"):
    """https://schema.org/SocialMediaPosting."""

    context: str | UnsetType = msgspec.field(name="@context", default="https://schema.org")
    url: str | UnsetType
    author: Person
    date_published: str | UnsetType
    date_modified: str | UnsetType
    in_language: str | UnsetType
    publisher: Organization
    """The platform."""
    text: str | UnsetType
    shared_content: "Posting | UnsetType"
    archived_at: ArchivedPage | UnsetType


def posting(citation: Citation, text: str) -> Posting:
    """The post as schema.org's SocialMediaPosting, to be encoded by msgspec as it is.

    ``text`` is as much of the words as shall be told; of a repost, those of the post inside.
    """
    shared = citation.shared
    inside = citation.kind == "repost"
    told = text or UNSET
    return _posting(
        citation,
        text=UNSET if inside else told,
        shared=UNSET if shared is None else _posting(shared, text=told, inner=True),
    )


def _posting(
    citation: Citation,
    *,
    text: str | UnsetType,
    shared: Posting | UnsetType = UNSET,
    inner: bool = False,
) -> Posting:
    edited = citation.edited_at
    return Posting(
        context=UNSET if inner else "https://schema.org",
        url=citation.original or UNSET,
        author=Person(
            name=citation.author,
            alternate_name=f"@{citation.handle}" if citation.handle else UNSET,
            url=citation.author_url or UNSET,
        ),
        date_published=_published(citation),
        date_modified=UNSET if edited is None else rfc3339(edited),
        in_language=citation.lang or UNSET,
        publisher=Organization(name=citation.platform),
        text=text,
        shared_content=shared,
        archived_at=_archived(citation),
    )


def _published(citation: Citation) -> str | UnsetType:
    if citation.posted_at is None:
        return UNSET
    time = rfc3339(citation.posted_at)
    return time[:10] if citation.precision in {"day", "unknown"} else time


def _archived(citation: Citation) -> ArchivedPage | UnsetType:
    if citation.snapshot_page is None:
        return UNSET
    return ArchivedPage(
        url=citation.snapshot_page,
        version=str(citation.n),
        date_created=rfc3339(citation.archived_at),
        identifier=Hash(value=citation.sha256),
        publisher=Organization(name=citation.newsroom) if citation.newsroom else UNSET,
    )
