"""What a storage backend gives. One folder a backend; one contract suite runs on all.

Reading and writing is asynchronous; all writing of one call is one transaction, and when
the call returns it is on the disk. The backend decides nothing: which snapshot is new and
which is current is decided by :mod:`archive.history`, numbers are planned by the caller and
refused with :class:`~archive.errors.Conflict` when somebody else was first.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

import msgspec

from archive.officials import Whose
from archive.records import (
    Account,
    Again,
    Annotation,
    Attachment,
    CaptureReason,
    Check,
    Exchange,
    MediaRow,
    Post,
    PostRef,
    Snapshot,
    SnapshotReason,
    Stored,
    Variant,
    Visibility,
)
from archive.storage.alerts import Alerting
from archive.storage.audit import Audited
from archive.storage.coverage import Covering
from archive.storage.editors import Editors
from archive.storage.health import Health
from archive.storage.looks import Looks
from archive.storage.people import Key, People, Role, User
from archive.storage.published import Published
from archive.storage.queries import Queries
from archive.storage.queue import Job, JobState, Queue
from archive.storage.register import Register
from archive.storage.requests import Decision, Request, RequestKind, RequestPage
from archive.storage.search import Searching
from archive.storage.sites import Sites
from archive.storage.work import QueueName, Work
from archive.tokens import Indexed

__all__ = [
    "Before",
    "Blobs",
    "Erasure",
    "Holding",
    "Job",
    "JobState",
    "Keep",
    "Kept",
    "Key",
    "Late",
    "Look",
    "NewJob",
    "NewSnapshot",
    "Page",
    "PostWrite",
    "Role",
    "Speaker",
    "Storage",
    "User",
]


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what goes in and comes out."""


class NewSnapshot(_Row, frozen=True):
    """A snapshot to store under the number that the caller planned."""

    n: int
    snapshot: Snapshot
    captured_at: datetime
    as_of: datetime
    reason: SnapshotReason
    source: str
    salt: bytes
    """32 random bytes for the log leaf."""
    attachments: tuple[Attachment, ...] = ()
    tokens: Indexed | None = None
    """Of its text for the index, where they were made before."""


class PostWrite(_Row, frozen=True):
    """A post with its new snapshots, oldest first; none when a look met a known one again.

    A known post keeps its visibility. One that was here as context only takes the new
    reason and request time, and is public if the write says so; its snapshots become statements.
    """

    ref: PostRef
    reason: CaptureReason
    requested_at: datetime
    visibility: Visibility = "draft"
    account: Account | None = None
    aliases: tuple[str, ...] = ()
    """Keys of this platform that lead to the post."""
    merges: tuple[str, ...] = ()
    """Ids of posts that turned out to be this one: their snapshots move here, in the order of
    storing, numbered on; their old addresses keep leading to them."""
    snapshots: tuple[NewSnapshot, ...] = ()
    address: str | None = None
    """Where its platform has it now: a known post's address becomes this one. ``None``: nothing
    newer is known than what was."""
    official: Annotation | None = None
    """Who posted it; written unless something was ever said of that."""


class Look(_Row, frozen=True):
    """One check to write. ``exchanges`` are places in :attr:`Keep.exchanges`."""

    check: Check
    exchanges: tuple[int, ...] = ()


class NewJob(_Row, frozen=True):
    kind: str
    key: str
    payload: dict[str, Any] = {}


class Late(_Row, frozen=True):
    """What became of media of a kept snapshot that were late when it was stored."""

    post: str
    n: int
    attachments: tuple[Attachment, ...]


class Kept(_Row, frozen=True):
    """A post that is kept, with every snapshot of it in the order of storing."""

    post: Post
    versions: tuple[Stored, ...]


Speaker: TypeAlias = tuple[str, str | None, str | None]
"""Platform, native id and handle of an account."""


class Before(_Row, frozen=True):
    """What a capture must know before it decides what is new, read at one moment."""

    kept: dict[str, Kept]
    """By the id that was asked for; merged posts are followed."""
    erased_media: frozenset[str]
    derived_media: frozenset[str]
    """Originals whose derivatives are kept already, by SHA-256."""
    whose: dict[Speaker, Whose]


class Keep(_Row, frozen=True):
    """All that one capture writes, in one transaction. Blobs are put and synced before.

    ``posts`` are in the order of writing: those that others refer to come first.
    """

    at: datetime
    by: str
    action: str
    """For the audit entry: ``capture``, ``recheck``, ``import``, ``media``."""
    reason: str | None = None
    """For the audit entry: of an import, the file."""
    posts: tuple[PostWrite, ...] = ()
    late: tuple[Late, ...] = ()
    looks: tuple[Look, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    """One that no look names belongs to the last look; where there is none, to the look that
    made or met the snapshot of ``late``."""
    media: tuple[MediaRow, ...] = ()
    jobs: tuple[NewJob, ...] = ()


class Holding(_Row, frozen=True):
    """What is held of one post: enough for any view of it.

    ``stored`` is the snapshot that was asked for, or the current one; ``None`` when there is
    none, or its content was erased. Merged posts are followed: ``post.id`` may differ from
    the id that was asked for.
    """

    post: Post
    stored: Stored | None
    attachments: tuple[Attachment, ...] = ()
    media: dict[str, MediaRow] = {}
    """By SHA-256: all that ``attachments`` name."""
    versions: tuple[Stored, ...] = ()
    """Every snapshot of the post, oldest number first; erased ones have an empty text."""
    checks: tuple[Check, ...] = ()
    """Oldest first."""
    annotations: tuple[Annotation, ...] = ()
    """The newest version of each, by kind and oldest first, removed ones left out."""
    visibility_reason: str | None = None
    """Why the newest withhold or erase, as it was written: for editors. Readers get its class."""
    visibility_at: datetime | None = None
    account_private: bool = False
    quoted: "Holding | None" = None
    parent: "Holding | None" = None
    reposted: "Holding | None" = None
    """The posts that ``stored`` refers to, at the snapshot that it refers to, one level deep."""


class Page(_Row, frozen=True):
    """One page of a list, newest first. ``cursor`` is opaque; ``None`` on the last page."""

    holdings: tuple[Holding, ...]
    cursor: str | None


class Erasure(_Row, frozen=True):
    """What an erasure took out of the database; the caller deletes ``blobs``."""

    snapshots: int
    media: tuple[str, ...]
    exchanges: int
    blobs: tuple[str, ...]
    """Names of blobs that nothing refers to any more."""
    left: tuple[str, ...] = ()
    """What of it could not be taken out of the files just now, and what to do: sentences."""


class Blobs(Protocol):
    """Bytes by name. A name is a path like ``originals/ab/abcd…``."""

    async def put(self, name: str, data: bytes) -> None:
        """As :meth:`put_all`, of one."""

    async def put_all(self, bodies: Mapping[str, bytes]) -> None:
        """Stores the bytes; when it returns they are on the disk, files and folders synced.

        Putting the same name again is no error and leaves what is there; only its age, for
        ``untouched``, begins anew. Where it fails, some of them may be there.
        """

    async def get(self, name: str) -> bytes | None: ...
    async def size(self, name: str) -> int | None: ...
    async def delete(self, name: str) -> None: ...
    def names(self, prefix: str = "") -> AsyncIterator[str]: ...

    def untouched(self, seconds: float) -> AsyncIterator[str]:
        """The names that nobody has put for so long, left-overs of broken writes too."""

    async def delete_untouched(self, name: str, seconds: float) -> bool:
        """Deletes it, unless somebody has put it meanwhile; says whether it did."""


class Storage(
    Alerting,
    Audited,
    Covering,
    Editors,
    Health,
    Looks,
    People,
    Published,
    Queries,
    Queue,
    Register,
    Searching,
    Sites,
    Work,
    Protocol,
):
    """The database. All times that it needs are handed in."""

    async def close(self) -> None: ...

    # Capture
    async def resolve(self, platform: str, key: str) -> str | None:
        """The id of the post that an alias leads to."""

    async def post(self, post: str, *, drafts: bool = True) -> Post | None:
        """The post of an id; a merged one is followed.

        Without ``drafts`` a draft is not found, nor a post that was withheld or erased before it
        ever was public, by the same work that does not find what was never seen: the time of
        an answer must not tell the two apart.
        """

    async def moved(self, post: str, n: int) -> tuple[str, int] | None:
        """Where a snapshot of a merged post stands today: (post, N)."""

    async def versions(self, post: str) -> tuple[Stored, ...]:
        """Every snapshot of a post in the order of storing; empty for an unknown post."""

    async def kept(self, posts: Sequence[str]) -> dict[str, Kept]:
        """Those of these posts that are kept, by the id that was asked for; merged ones are
        followed.
        """

    async def kept_by(self, snapshots: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Who kept each of these snapshots, given as (post, N): whoever typed one in. One that
        came beside others in one capture is not among them.
        """

    async def before(
        self, posts: Sequence[str], media: Sequence[str], speakers: Sequence[Speaker]
    ) -> Before:
        """What :meth:`kept`, :meth:`erased_media` and :meth:`whose` tell, and which originals
        have their derivatives, in one read.
        """

    async def keep(self, keep: Keep) -> tuple[Stored, ...]:
        """Stores a capture: all of it or nothing. Gives the new snapshots, as stored.

        Raises:
            Conflict: a planned number was taken meanwhile; or one of the posts was erased.
            IdClash: another post has this id.
        """

    async def reference(self, post: str, article: str, *, by: str, at: datetime) -> None:
        """Remembers that an article, named by its URL, references a kept post."""

    async def set_variants(self, sha256: str, variants: Sequence[Variant]) -> None:
        """Which derivatives of an original are there now.

        Raises:
            Conflict: the original was erased meanwhile, or is not kept.
        """

    async def media(self, sha256: str) -> MediaRow | None: ...

    async def to_fetch_again(
        self,
        waits: Sequence[Again],
        *,
        limit: int,
        post: str | None = None,
        since: datetime | None = None,
    ) -> tuple[tuple[str, int], ...]:
        """Snapshots, newest first, with files that could not be had and wait for one of these; of
        one ``post``, or of those captured ``since`` then.
        """

    async def erased_media(self, sha256s: Sequence[str]) -> frozenset[str]:
        """Those of these originals that were erased: not a byte of them is to come back."""

    async def unreferenced(self, blobs: Sequence[str]) -> tuple[str, ...]:
        """Those of these originals, bodies, derivatives, frozen forms and cards, by blob name,
        that no row refers to. A name of another kind is not among them: it is not ours to judge.
        """

    async def media_visible(self, sha256: str) -> bool:
        """Whether an anonymous reader may see it: some public snapshot shows it, and nothing
        (medium, every snapshot, every post that shows it) withholds it.

        A public snapshot also shows the media of the snapshots that it quotes, answers or
        reposts. An avatar or an emoji is not withheld by one of the posts that share it.
        """

    # Views
    async def holding(self, post: str, n: int | None = None) -> Holding | None:
        """What is held of a post; ``None`` when nothing is (also when snapshot ``n`` is not)."""

    async def holdings(
        self, refs: Sequence[tuple[str, int]], *, before: datetime | None = None
    ) -> tuple[Holding | None, ...]:
        """Many at once, each a (post, snapshot) as it stands today, in their order: for exports.

        As :meth:`holding` gives them, but without ``versions`` and why something is hidden, and
        merged posts are not followed. With ``before``, looks and annotations are those from before
        that time.
        """

    async def checks(self, post: str) -> tuple[Check, ...]:
        """The checks of a post, oldest first."""

    async def list_posts(
        self,
        *,
        limit: int,
        cursor: str | None = None,
        drafts: bool = False,
        queue: QueueName | None = None,
    ) -> Page:
        """Posts newest request first, without context posts; drafts only where asked for; of a
        ``queue`` those that stand in it.

        Raises:
            UsageError: the cursor is none of ours.
        """

    async def thread(self, post: str) -> tuple[Stored, ...]:
        """The posts of the thread that a post is part of, itself too, in the order of posting: the
        same account's answers to itself, at the snapshots that stand for them. Of those, the
        public ones that are no context; empty where there are not two, or it is none of them.
        """

    async def exchanges(self, post: str) -> tuple[Exchange, ...]:
        """The exchanges of a post's checks, oldest first, bodies left out (``body_sha256``)."""

    async def data_version(self) -> int:
        """Changes whenever anything was written, by this process or another, but for a card that
        this one kept and looks that it counted: no cached view shows them.
        """

    # Annotations and visibility
    async def annotate(self, annotation: Annotation) -> Annotation:
        """Stores the next version of an annotation (the version is given by the store)."""

    async def set_visibility(
        self,
        post: str,
        state: Visibility,
        *,
        by: str,
        at: datetime,
        reason: str | None,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> None:
        """Sets the one field of post, snapshot or medium, with its audit entry; not ``erased``.

        Raises:
            UsageError: it was erased; or it is withheld, and no reason says why it is shown again.
        """

    async def set_hold(
        self, post: str, hold: bool, *, by: str, at: datetime, reason: str
    ) -> None: ...

    async def erase(
        self,
        post: str,
        *,
        by: str,
        at: datetime,
        reason: str,
        snapshot: int | None = None,
        media: str | None = None,
    ) -> Erasure:
        """Takes out text, exchanges, index rows and salts (of the post, one snapshot, or one
        medium), in one transaction.

        Raises:
            HoldError: a legal hold stands.
        """

    # Requests
    async def add_request(
        self,
        post: str,
        *,
        kind: RequestKind,
        text: str,
        contact: str | None,
        by: str,
        at: datetime,
    ) -> Request:
        """Keeps what somebody asks about a post, with its audit entry; merged posts are followed.

        Raises:
            UnknownPost: nothing is kept there.
        """

    async def open_requests(self) -> int:
        """How many are not decided."""

    async def request(self, number: int) -> Request | None:
        """One of them, by its number."""

    async def decide_request(
        self,
        number: int,
        *,
        deadline: date | None,
        decision: Decision | None,
        answer: str | None,
        by: str,
        at: datetime,
    ) -> Request:
        """Writes what is to come, or came, of a request, with its audit entry, which has no word
        of the answer. Who decided, and when, stays while the decision does.

        Raises:
            UnknownPost: there is no such request.
        """

    async def requests(
        self, *, limit: int, cursor: str | None = None, undecided: bool = False
    ) -> RequestPage:
        """Newest first, of all posts, those that are hidden too; ``undecided``: those alone.

        Raises:
            UsageError: the cursor is none of ours.
        """

    # Site
    async def site_settings(self) -> dict[str, str]: ...
    async def set_site_settings(self, values: dict[str, str], *, by: str, at: datetime) -> None: ...
