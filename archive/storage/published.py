"""What of a storage backend belongs to published embeds: frozen forms, cards, placements.

All are about renderings, which the archive does not make: it keeps what it is handed.
"""

from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

__all__ = [
    "CARDS_A_POST",
    "MODES",
    "Frozen",
    "FrozenOutput",
    "KeptCard",
    "Mode",
    "NewCard",
    "NewFrozen",
    "Placement",
    "Published",
    "Shown",
]

Mode = Literal["newest", "newest with band", "pinned"]

MODES: tuple[Mode, ...] = ("newest", "newest with band", "pinned")


CARDS_A_POST = 24
"""Cards of a post that are kept beside the pinned ones, the newest: its state changes, and
anybody may ask for another theme or language.
"""


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what goes in and comes out."""


class FrozenOutput(_Row, frozen=True, kw_only=True):
    """One output of a frozen form. Its bytes are the blob ``frozen_name(sha256)``."""

    output: str
    """``page``, ``fragment.html``, …; what its maker calls it."""
    sha256: str
    content_type: str
    csp: str | None = None
    """The Content-Security-Policy that it is served with."""


class Shown(_Row, frozen=True, kw_only=True):
    """What a rendering shows: snapshots by today's (post, N), originals by SHA-256."""

    snapshots: frozenset[tuple[str, int]] = frozenset()
    media: frozenset[str] = frozenset()

    def __le__(self, other: "Shown") -> bool:
        return self.snapshots <= other.snapshots and self.media <= other.media


class NewFrozen(_Row, frozen=True, kw_only=True):
    """An option set of a snapshot to freeze. Its blobs are put and synced before."""

    post: str
    n: int
    options: str
    """The canonical segment, ``~dark.es.t1``."""
    origin: str
    """Scheme and host that its addresses begin with; empty where they were unknown."""
    outputs: tuple[FrozenOutput, ...]
    shown: Shown


class Frozen(_Row, frozen=True, kw_only=True):
    """A frozen form as it is kept."""

    options: str
    origin: str
    made_at: datetime
    outputs: tuple[FrozenOutput, ...]
    shown: Shown


class NewCard(_Row, frozen=True, kw_only=True):
    """A card that was drawn. Its blob, ``card_name(sha256)``, is put and synced before."""

    key: str
    """SHA-256 of all that the picture depends on, but the fonts and the drawing library."""
    post: str
    n: int
    sha256: str
    width: int
    height: int
    warnings: tuple[str, ...]
    fonts: str
    """What it was drawn with, by a name: where it lacks something, others may draw it better."""
    shown: Shown
    pinned: str | None = None
    """Its name under the snapshot, ``~dark.t1/card.png``, if it belongs to a frozen form."""
    instead_of: str | None = None
    """SHA-256 of the one of this key that it takes the place of, unless that is pinned."""


class KeptCard(_Row, frozen=True, kw_only=True):
    """A card as it is kept."""

    sha256: str
    width: int
    height: int
    warnings: tuple[str, ...]
    fonts: str
    shown: Shown


class Placement(_Row, frozen=True, kw_only=True):
    """One embed in one article: what it shows is decided at the desk, also afterwards."""

    key: str
    post: str
    mode: Mode
    snapshot: int
    """The one that the article was published with; in the mode *pinned* the one that is shown."""
    options: dict[str, Any] = {}
    """By name, as whoever renders understands them."""
    article: str | None = None
    """Its URL."""
    article_public: bool = False
    """Whether the article may be named in public; as it was read, no part of what is written."""
    made_by: str
    made_at: datetime
    changed_at: datetime


class Article(_Row, frozen=True, kw_only=True):
    """A page that shows a post, as far as it may be named in public."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    added_at: datetime
    """When it was first named to us."""


class Articles(_Row, frozen=True, kw_only=True):
    """Some of them, the newest first, and how many more there are."""

    listed: tuple[Article, ...] = ()
    more: int = 0


class Published(Protocol):
    """The part of :class:`~archive.storage.base.Storage` that keeps these."""

    async def freeze(self, new: NewFrozen, *, by: str, at: datetime) -> tuple[str, ...]:
        """Keeps a frozen form. Outputs that are kept already stay as they are, unless their
        addresses had no origin and these have one. Gives the names of blobs that were replaced.

        Raises:
            UnknownPost: no such snapshot is kept.
            Conflict: something that it shows was erased meanwhile.
        """

    async def frozen(self, post: str, n: int, options: str) -> Frozen | None:
        """The frozen form of a snapshot's option set."""

    async def frozen_options(self, post: str) -> tuple[tuple[int, str], ...]:
        """The option sets of a post that are frozen: (N, options)."""

    async def card(self, key: str) -> KeptCard | None:
        """The card of a key."""

    async def pinned_card(self, post: str, n: int, name: str) -> KeptCard | None:
        """The card of a frozen form, by its name under the snapshot."""

    async def keep_card(self, new: NewCard, *, at: datetime) -> tuple[KeptCard, tuple[str, ...]]:
        """Keeps a card. Of one key, and of one pinned name, the first stays.

        Gives the one that is kept, and the names of blobs that nothing refers to any more: of
        a post the newest :data:`CARDS_A_POST` stay, and those that are pinned.

        Raises:
            UnknownPost: no such snapshot is kept.
            Conflict: something that it shows was erased meanwhile.
        """

    async def forget_cards(self, before: datetime) -> tuple[str, ...]:
        """Takes out the cards that were made before a time, but those that are pinned. Gives
        the names of their blobs.
        """

    async def add_placement(self, placement: Placement) -> Placement:
        """Keeps a new placement, with its audit entry; gives it as stored.

        Raises:
            UnknownPost: no such snapshot is kept.
        """

    async def change_placement(self, placement: Placement, *, by: str) -> Placement:
        """Writes mode, snapshot, options and article of a placement, with its audit entry.

        Raises:
            UnknownPost: no such placement or snapshot is kept.
        """

    async def placement(self, key: str) -> Placement | None: ...

    async def placements(self, post: str) -> tuple[Placement, ...]:
        """Those of a post, newest first."""

    async def name_article(self, url: str, public: bool, *, by: str, at: datetime) -> None:
        """Says whether an article may be named in public, with its audit entry.

        Raises:
            UnknownPost: no such article was ever named to us.
        """

    async def published_articles(self, post: str, *, limit: int) -> Articles:
        """The articles that show a post and may be named in public."""
