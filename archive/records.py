"""The nouns: what a post, a snapshot, a check and their parts are made of. No I/O.

All are frozen: a function that changes one gives a new one
(:func:`msgspec.structs.replace`). Times are aware and in UTC; unknown is ``None``,
never 0 or ``""``.
"""

import base64
import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

import msgspec

__all__ = [
    "FOR_FOLLOWERS",
    "HIDDEN",
    "STREAM_CAPTIONS",
    "TO_CROCKFORD",
    "Account",
    "Again",
    "Annotation",
    "AnnotationKind",
    "Attachment",
    "Author",
    "Captions",
    "CaptureReason",
    "Check",
    "Completeness",
    "Exchange",
    "Facet",
    "FacetKind",
    "Format",
    "Lack",
    "LinkCard",
    "Media",
    "MediaKind",
    "MediaRole",
    "MediaRow",
    "MediaState",
    "NeedsLookup",
    "Place",
    "Poll",
    "PollOption",
    "Post",
    "PostLink",
    "PostRef",
    "Precision",
    "Snapshot",
    "SnapshotReason",
    "Stored",
    "Unavailable",
    "Variant",
    "Visibility",
    "post_id",
]

# Crockford's base32 in lower case: no i, l, o, u, so that an id survives being read aloud.
_RFC4648 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
TO_CROCKFORD = str.maketrans(_RFC4648, _CROCKFORD)

FacetKind = Literal["mention", "hashtag", "cashtag", "link", "emoji"]
MediaKind = Literal["image", "video", "gif", "audio"]
Precision = Literal["ms", "s", "minute", "day", "unknown"]
Completeness = Literal["full", "cut", "partial", "by hand"]
Lack = Literal["end", "words", "links"]
"""Of a text: what stands after its beginning; all of its own words, where a source sums it up; what
is behind words (facets), where a source gives plain text."""
AsOfBasis = Literal["now", "edit history", "Memento-Datetime", "file"]
SnapshotReason = Literal["first", "edited", "completed", "by hand", "imported"]
CaptureReason = Literal["article", "request", "follow", "hand", "import", "context"]
Visibility = Literal["draft", "public", "withheld", "erased"]
MediaState = Literal["there", "late", "too large", "not to be had"]
Again = Literal["ffmpeg", "another day"]
"""What a file that could not be had waits for."""
Format = Literal["avif", "webp", "jpg", "mp4"]
"""Of derivatives: a picture's, and a video's."""
MediaRole = Literal["media", "poster", "captions", "avatar", "card", "emoji"]
"""*captions* count over all videos of a snapshot, in the order of their languages; those that came
with a stream from ``STREAM_CAPTIONS`` on."""
Unavailable = Literal["gone", "blocked", "protected", "revoked", "refused", "failed", "not taken"]
STREAM_CAPTIONS = 1_000
"""The place of the first captions that came with the stream of a snapshot's first medium; those of
the second begin at twice that."""
AnnotationKind = Literal["alt", "translation", "note", "correction", "official", "sensitive"]

HIDDEN: frozenset[Visibility] = frozenset({"withheld", "erased"})
"""What is kept and shown to nobody, or is no more."""

FOR_FOLLOWERS = "for followers only"
"""Label of a post whose author meant it for followers, and whose server gave it to anybody."""


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: frozen, made with keywords only."""


@lru_cache(maxsize=1024)  # a capture asks ten times for the same one
def post_id(platform: str, native_id: str) -> str:
    """The public id of a post: 16 characters of lower-case Crockford base32.

    Computed from ``platform:native-id``, never allotted, so that it is the same on
    every machine and after a restore. 80 bits: a clash of two posts in one archive
    is refused by the store, not merged.
    """
    digest = hashlib.sha256(f"{platform}:{native_id}".encode()).digest()
    return base64.b32encode(digest[:10]).decode("ascii").translate(TO_CROCKFORD)


class PostRef(_Record, frozen=True):
    """One post, named by what its platform calls it."""

    platform: str
    native_id: str
    url: str
    """The post's canonical URL on its platform."""

    @property
    def id(self) -> str:
        return post_id(self.platform, self.native_id)


class NeedsLookup(_Record, frozen=True):
    """A post whose URL does not carry its native id; the platform must be asked once.

    ``key`` is what :data:`aliases` remembers, so that it is asked once only.
    """

    platform: str
    kind: Literal["handle", "remote view", "share link"]
    key: str
    url: str


class Facet(_Record, frozen=True):
    """A span of the text: code points ``start`` to ``end`` (exclusive) of the plain text."""

    start: int
    end: int
    kind: FacetKind
    target: str | None = None
    """Where it leads: a link's full URL, a mentioned account's URL, an emoji's image."""


class Author(_Record, frozen=True):
    """Who posted, as the platform said it at capture."""

    name: str | None
    handle: str | None
    native_id: str | None
    url: str | None = None
    avatar_url: str | None = None
    avatar: str | None = None
    """SHA-256 of our copy of the avatar. Never part of the canonical content."""


class Captions(_Record, frozen=True):
    """What is said in a video, in one language, as WebVTT."""

    url: str
    lang: str | None = None
    """BCP 47, as the author said."""
    name: str | None = None
    """What the source calls them: ``English (automatic)``."""


class Media(_Record, frozen=True):
    """An image, video, GIF or audio of a post."""

    kind: MediaKind
    urls: tuple[str, ...] = ()
    """Where its bytes may be had, best first."""
    native_id: str | None = None
    """What the platform calls it (a blob's CID, an attachment's id); tells whether it changed."""
    mime: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    """Seconds."""
    poster_url: str | None = None
    captions: tuple[Captions, ...] = ()
    """Never part of the canonical content."""
    sha256: str | None = None
    poster: str | None = None
    """SHA-256 of the poster image of a video, GIF or audio."""


class Attachment(_Record, frozen=True):
    """Whether one picture or file of a snapshot is there: the row beside the snapshot.

    The snapshot never changes; what comes late, or cannot be had, is told here.
    ``position`` counts from 0 within the role.
    """

    role: MediaRole
    position: int
    source_url: str | None
    state: MediaState
    sha256: str | None = None
    detail: str | None = None
    """Why it is not there, in one sentence."""
    again: Again | None = None
    """What has to be there for it to be tried once more; ``None``: it is there, or will not be."""
    lang: str | None = None
    """Of captions that came with a stream, BCP 47; others have theirs in the snapshot."""
    name: str | None = None
    """Of the same: what the stream calls them."""


class LinkCard(_Record, frozen=True):
    """The preview that the platform drew of a linked page."""

    url: str
    title: str | None = None
    description: str | None = None
    image_url: str | None = None
    image: str | None = None
    """SHA-256 of our copy of its picture."""


class PollOption(_Record, frozen=True):
    text: str
    votes: int | None = None


class Poll(_Record, frozen=True):
    options: tuple[PollOption, ...]
    ends_at: datetime | None = None
    closed: bool | None = None
    multiple: bool | None = None
    voters: int | None = None


class PostLink(_Record, frozen=True):
    """Another post that this one quotes, answers or reposts, fixed at capture.

    ``post`` and ``snapshot`` are set when it came along; else ``unavailable`` says why not.
    """

    url: str | None = None
    platform: str | None = None
    native_id: str | None = None
    post: str | None = None
    snapshot: int | None = None
    unavailable: Unavailable | None = None

    @property
    def ref(self) -> PostRef | None:
        """The post that is meant, if the platform named it."""
        if self.platform is None or self.native_id is None:
            return None
        return PostRef(platform=self.platform, native_id=self.native_id, url=self.url or "")


class Place(_Record, frozen=True):
    """Where the post says that it was made: a name, or a point."""

    name: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    """Degrees, as they were written."""


class Snapshot(_Record, frozen=True):
    """What a post looked like: content only, never changed once stored.

    ``text`` is what a reader saw: markup undone, links in their shown form with the
    target in the facet, hidden mentions and the trailing media link left out.
    """

    platform: str
    native_id: str
    url: str
    author: Author
    text: str
    kind: Literal["post", "repost"] = "post"
    facets: tuple[Facet, ...] = ()
    html: str | None = None
    """The platform's own markup, sanitised; ``None`` where the platform gives plain text."""
    content_warning: str | None = None
    """What the author wrote above the fold (Mastodon's spoiler text)."""
    sensitive: bool = False
    labels: tuple[str, ...] = ()
    """Labels of the platform and of the author, as they stood (Bluesky); :data:`FOR_FOLLOWERS`."""
    lang: str | None = None
    """BCP 47, as the author or the platform declared it; may be wrong."""
    langs: tuple[str, ...] = ()
    created_at: datetime | None = None
    created_precision: Precision = "unknown"
    created_at_claimed: datetime | None = None
    """The time that the author's software claims, where the platform does not vouch for it."""
    edited_at: datetime | None = None
    media: tuple[Media, ...] = ()
    link_card: LinkCard | None = None
    poll: Poll | None = None
    quoted: PostLink | None = None
    parent: PostLink | None = None
    reposted: PostLink | None = None
    place: Place | None = None
    """Kept where ``[capture] coordinates`` says so. Never part of the canonical content."""
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    """At capture, by the platform's own words: replies, reposts, likes, quotes, views."""
    completeness: Completeness = "full"
    lacks: tuple[Lack, ...] = ()
    """What the source does not give of the text, whatever else is there: a title alone, say. What
    another copy has of it is no edit. Never part of the canonical content."""
    as_of: datetime | None = None
    """When the post looked like this; ``None`` means at the moment of capture."""
    as_of_basis: AsOfBasis = "now"
    warnings: tuple[str, ...] = ()

    @property
    def for_followers(self) -> bool:
        """Whether its author meant it for followers only: it is not released by itself."""
        return FOR_FOLLOWERS in self.labels

    """What a reader of this snapshot should know: what was replaced, what was not to be had."""

    @property
    def ref(self) -> PostRef:
        return PostRef(platform=self.platform, native_id=self.native_id, url=self.url)

    @property
    def id(self) -> str:
        return post_id(self.platform, self.native_id)


class Stored(_Record, frozen=True):
    """A snapshot as it is kept: the content, its number, and how it came to be here."""

    post: str
    n: int
    snapshot: Snapshot
    captured_at: datetime
    as_of: datetime
    reason: SnapshotReason
    source: str
    """Name of the source that gave it, as ``onrecord sources`` lists it."""
    sha256: str
    """SHA-256 of the canonical content."""
    log_index: int
    visibility: Visibility = "public"
    """Of this snapshot alone; what may be seen is decided with the post's own."""


class Post(_Record, frozen=True):
    """One public post that is kept here."""

    id: str
    platform: str
    native_id: str
    url: str
    visibility: Visibility
    capture_reason: CaptureReason
    requested_at: datetime
    hold: bool = False
    """A legal hold stops erasure."""
    current: int | None = None
    """Number of the snapshot that stands for the post today; ``None`` when none may be shown."""
    merged_into: str | None = None
    """Id of the post that this one turned out to be (a later id of an edit chain)."""


class Check(_Record, frozen=True):
    """One look at a post: when, through which source, what it told, and the evidence."""

    post: str
    at: datetime
    source: str
    outcome: str
    """``found``, ``gone``, ``refused`` or ``failed``."""
    cause: str | None = None
    """The gone cause, or why it was refused or failed."""
    detail: str | None = None
    """One sentence for a person."""
    exchanges: tuple[int, ...] = ()
    snapshot: int | None = None
    """The snapshot that this look made or met again."""


class Exchange(_Record, frozen=True):
    """One HTTP request and its response, as they went over the wire.

    Transport coding is undone, content coding is left (``body`` may be gzip). Credentials
    are replaced by a marker; a body that is one, or that carries what was erased here, is left
    out; ``redacted`` says so. Of a POST no body is kept: it asks for a credential. When no full
    answer came, ``error`` says why; ``status`` is ``None`` when none came at all.
    """

    method: str
    url: str
    requested_at: datetime
    seconds: float
    status: int | None = None
    reason: str | None = None
    http_version: str | None = None
    request_headers: tuple[tuple[str, str], ...] = ()
    response_headers: tuple[tuple[str, str], ...] = ()
    """As they came: order, case and repeats kept; read as latin-1."""
    body: bytes = b""
    peer: str | None = None
    """``address:port`` that was connected to; behind a proxy, that it was told to reach."""
    tls: tuple[bytes, ...] = ()
    """The certificate chain in DER, the server's own first; empty without TLS."""
    redacted: bool = False
    route: str | None = None
    """The origin that [fetch.routes] sent it to."""
    error: str | None = None
    id: int | None = None
    """Its number in the store."""
    body_sha256: str | None = None
    """Names the stored body, where ``body`` is left out."""
    body_bytes: int | None = None


class Annotation(_Record, frozen=True):
    """What the newsroom adds to a post; versioned and attributed, never part of a snapshot."""

    post: str
    kind: AnnotationKind
    body: dict[str, Any]
    by: str
    at: datetime
    version: int = 1
    snapshot: int | None = None
    media: str | None = None
    reason: str | None = None
    removed: bool = False


class Variant(_Record, frozen=True):
    """A derivative of an image, made once and never re-made under the same name."""

    width: int
    height: int
    format: Format
    bytes: int


class MediaRow(_Record, frozen=True):
    """What is kept of one original, by SHA-256."""

    sha256: str
    mime: str
    bytes: int
    width: int | None = None
    height: int | None = None
    colour: str | None = None
    """``#rrggbb`` to paint until the picture is there."""
    phash: str | None = None
    """64-bit perceptual hash in hex: equal pictures after re-encoding are near each other."""
    animated: bool = False
    visibility: Visibility = "public"
    variants: tuple[Variant, ...] = ()


class Account(_Record, frozen=True):
    """One identity on one platform."""

    platform: str
    native_id: str
    handle: str | None = None
    name: str | None = None
    kind: Literal["official", "campaign", "personal", "office-wide"] | None = None
    private_person: bool = False
