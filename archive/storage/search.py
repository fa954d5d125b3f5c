"""What of a storage backend belongs to searching the statements.

A *statement* is one version of the text of a post that was asked for: never of a context post,
never of a private person's. A snapshot that only changed something else makes none of its own; the
statement is the newest snapshot's that has this text and is neither withheld nor erased.

Anonymous readers find what is public now. With ``drafts``, drafts are found, too. What is withheld
or erased is found by nobody. Where a query says ``archive_at``, what was kept, public, said by the
register and seen of the post at the end of that moment is found, less what was withheld or erased
since, and for anonymous readers less what is a draft again.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from archive.query import Query
from archive.records import CaptureReason, MediaKind, Precision, Visibility
from archive.status import State

__all__ = [
    "FACETS",
    "Bar",
    "Facet",
    "FacetName",
    "FacetValue",
    "Facets",
    "Held",
    "Histogram",
    "Hit",
    "PassedOn",
    "Results",
    "Searching",
    "Thumbnail",
    "Unit",
]

FacetName = Literal[
    "official", "office", "party", "platform", "lang", "status", "media", "reason", "year"
]
FACETS: tuple[FacetName, ...] = (
    *("official", "office", "party", "platform", "lang", "status", "media", "reason", "year"),
)
Unit = Literal["day", "week", "month", "year"]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what comes out."""


class Held(_Row, frozen=True):
    """Who said it, and in which office then: the post's ``official`` annotation."""

    slug: str | None
    """Null where a person named somebody who is not in the register."""
    name: str
    office: str | None
    party: str | None
    jurisdiction: str | None


class Thumbnail(_Row, frozen=True):
    """The first picture, or poster of a video, that may be shown; derivatives of it are there."""

    sha256: str
    kind: MediaKind
    alt: str | None
    width: int
    height: int
    """Of the smallest JPEG or WebP derivative."""
    format: str


class PassedOn(_Row, frozen=True):
    """The post inside a repost: whose words it has."""

    text: str
    content_warning: str | None
    lang: str | None
    author_name: str | None
    author_handle: str | None


class Hit(_Row, frozen=True):
    """One statement that was found; finished values, enough to show it in a list."""

    id: int
    """Milliseconds of posting × 1000 + k: its place among all. No promise: it may move."""
    post: str
    snapshot: int
    kind: Literal["post", "repost"]
    platform: str
    url: str
    """Of the post, on its platform."""
    text: str
    content_warning: str | None
    """What the author put before the text, which a list does not show unasked."""
    lang: str | None
    author_name: str | None
    author_handle: str | None
    official: Held | None
    created_at: datetime
    """UTC. Of the capture, where :attr:`time_unknown`."""
    created_precision: Precision
    time_unknown: bool
    edited_away: bool
    """The post shows another text by now: the current snapshot is not this one. A current one that
    is a draft counts for hits that are drafts, too."""
    state: State
    last_seen_live: datetime | None
    first_seen_gone: datetime | None
    reason: CaptureReason
    visibility: Visibility
    """``draft`` or ``public``."""
    media: int
    """How many media the snapshot has."""
    thumbnail: Thumbnail | None
    reposted: PassedOn | None = None
    """Of a repost the post inside, as long as its words are shown there; ``text`` has the words of
    whoever passed it on."""


class Results(_Row, frozen=True):
    """One page of hits."""

    hits: tuple[Hit, ...]
    first: int
    """The number of the first of them in the whole list: 1, 51 …"""
    total: int
    """How many hits there are; if not :attr:`exact`, that there are more than so many."""
    exact: bool
    cursor: str | None
    """Of the next page; ``None`` on the last."""
    ranked: int | None = None
    """Best match of so many hits, the newest ones, because there are more; else ``None``."""
    erased_since: int = 0
    """Statements, whatever they said, that were here at ``archive_at`` and were withheld or erased
    since."""


class FacetValue(_Row, frozen=True):
    value: str
    """What the filter of this name takes: a slug for ``official`` (``from:``), a year for
    ``since:`` and ``until:``. Empty: the hits that have none."""
    label: str
    count: int


class Facet(_Row, frozen=True):
    name: FacetName
    values: tuple[FacetValue, ...]
    """Most hits first, then by label; years newest first. At most 50."""
    others: int = 0
    """Values beyond these."""


class Facets(_Row, frozen=True):
    """All facets, in the order of :data:`FACETS`; a value is there if a hit has it."""

    facets: tuple[Facet, ...]
    total: int
    """Hits that were counted."""
    sampled: int | None = None
    """The counts are estimated from so many hits, spread over all; ``None``: they are exact."""


class Bar(_Row, frozen=True):
    start: str
    """First day of it, ``2025-04-01``, in UTC."""
    count: int


class Histogram(_Row, frozen=True):
    """Hits by time of posting, over the whole range; bars without hits are there, with 0."""

    unit: Unit
    bars: tuple[Bar, ...]
    """Oldest first, none left out between; weeks begin on Monday. At most 3,700 of them: a finer
    unit than that allows is answered with the next coarser one."""
    total: int
    """Exact. Hits of unknown time are not among the bars, but counted."""


class Searching(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that finds statements.

    ``query.cursor`` and ``query.limit`` name the page; ``query.sort`` its order.
    """

    async def search(self, query: Query, *, drafts: bool = False) -> Results:
        """One page. Walking all pages gives each hit exactly once, while captures go on: what
        comes in meanwhile is in it or not, nothing is twice or left out.

        Raises:
            UsageError: the cursor is none of ours, or of another query.
        """

    async def facets(self, query: Query, *, drafts: bool = False, exact: bool = False) -> Facets:
        """Of all hits. Beyond 50,000 they are sampled, unless ``exact`` is asked for."""

    async def histogram(
        self, query: Query, unit: Unit | None = None, *, drafts: bool = False
    ) -> Histogram:
        """By the unit, or by that which gives 12 to 120 bars where possible."""

    def statements(
        self, query: Query, *, drafts: bool = False
    ) -> AsyncIterator[tuple[tuple[str, int], ...]]:
        """Every hit as (post, snapshot), in the order of the query (best is newest here), in
        batches of at most 500, in constant memory, each hit once; ``cursor`` and ``limit`` are not
        looked at. For exports.
        """

    async def count(self, query: Query, *, drafts: bool = False) -> int:
        """How many hits there are, exactly."""
