"""What a quotation is held against: the kept statements of an official around a day. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

import msgspec

from archive import by_hand, from_browser, saved
from archive.records import Stored

__all__ = [
    "OBTAINED",
    "Covered",
    "Evidence",
    "Origin",
    "Span",
    "Version",
    "covered_by",
    "origin_of",
    "span_around",
]

Origin: TypeAlias = Literal["platform", "web archive", "browser", "file", "hand", "hand alone"]
"""Where a snapshot is from. Only the first three are obtained from the platform, as far as we can
say; a *file* is one that others made, *hand* was typed in off a screenshot that is kept with it,
*hand alone* without one."""

OBTAINED: frozenset[Origin] = frozenset({"platform", "web archive", "browser"})


def origin_of(stored: Stored) -> Origin:
    """Where a snapshot is from. A response of the platform that somebody saved is from there."""
    snapshot = stored.snapshot
    if snapshot.completeness == "by hand" or stored.source == by_hand.SOURCE:
        return "hand" if snapshot.media else "hand alone"
    if stored.source == from_browser.SOURCE:
        return "browser"
    if stored.source == saved.SOURCE:
        return "platform"
    if stored.reason == "imported":
        return "file"
    return "web archive" if snapshot.as_of_basis == "Memento-Datetime" else "platform"


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot whose text is compared."""

    n: int
    text: str
    lang: str | None
    captured_at: datetime
    as_of: datetime
    source: str
    origin: Origin
    handle: str | None
    typed_by: str | None = None
    """Who typed it in, where somebody did and that may be told."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One kept post, with those of its snapshots that may be seen."""

    post: str
    platform: str
    url: str
    created_at: datetime | None
    versions: tuple[Version, ...]
    """The newest first."""
    current: int | None
    """Of the snapshot that stands for the post."""
    official: str | None
    """Slug of whom it is by, as a person or the register says."""
    name: str
    """Of whom it is by."""

    @property
    def handle(self) -> str | None:
        return self.versions[0].handle if self.versions else None


class Span(msgspec.Struct, frozen=True):
    """The days in which posts are looked for, the last one included, and as moments."""

    first: date
    last: date
    start: datetime
    end: datetime
    """Exclusive."""

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


def span_around(published: datetime | date, before: int, after: int) -> Span:
    """So many days before an article's day and after it.

    A day is a day anywhere on Earth: it begins 14 hours before UTC's and ends 12 hours after it,
    since neither the article's zone nor the official's is known.
    """
    day = published.astimezone(UTC).date() if isinstance(published, datetime) else published
    first, last = _day(day, -before), _day(day, after)
    return Span(
        first=first,
        last=last,
        start=_moment(first, -timedelta(hours=14)),
        end=_moment(last, timedelta(days=1, hours=12)),
    )


def _day(day: date, by: int) -> date:
    try:
        return day + timedelta(days=by)
    except OverflowError:  # at the ends of the calendar
        return date.max if by > 0 else date.min


def _moment(day: date, by: timedelta) -> datetime:
    moment = datetime.combine(day, time(), tzinfo=UTC)
    try:
        return moment + by
    except OverflowError:
        return moment


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked through for a quotation: with it, "no matching post" says something."""

    official: str | None
    """Slug; ``None``: it is not known who said it, so that all posts of the time were."""
    handles: tuple[str, ...]
    """The accounts that are known as theirs at that time, ``@`` left out."""
    posts: int
    since: date
    until: date
    """The days that were looked through, both included."""
    followed: bool = False
    """Something looks for new posts of theirs on a schedule. Nothing does: posts that are in use
    are looked at again, and no account is, so that it stays ``False``.
    """


def covered_by(
    official: str | None, handles: Iterable[str], posts: Sequence[Evidence], span: Span
) -> Covered:
    """What these posts cover."""
    return Covered(
        official=official,
        handles=tuple(dict.fromkeys(handles)),
        posts=len(posts),
        since=span.first,
        until=span.last,
    )
