"""One sentence for people, in the words of any language. Pure."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from archive.cite.citation import Citation, names_of
from archive.platforms import platform_title
from archive.records import Snapshot

__all__ = ["ENGLISH", "Wording", "plain"]


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
    name, handle = names_of(snapshot)
    said = wording.repost if snapshot.kind == "repost" else wording.post
    archived = wording.archived_by if citation.newsroom else wording.archived
    parts = [
        said.format(
            author=f"{name} ({handle})" if handle else name,
            platform=platform_title(snapshot.platform),
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
