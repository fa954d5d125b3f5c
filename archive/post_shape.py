"""The types of the post as JSON: what :func:`archive.post_json.post_json` gives.

For whoever must say the shape beforehand, as an API's description does. Each field is told in
docs/data-dictionary.md.
"""

from typing import Annotated, Any, Literal, TypedDict

from msgspec import Meta

from archive.records import (
    CaptureReason,
    Completeness,
    FacetKind,
    Format,
    Lack,
    MediaKind,
    Precision,
    SnapshotReason,
    Unavailable,
    Visibility,
)
from archive.status import State

__all__ = ["LinkJson", "PostJson", "Sha256", "Time"]

Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""RFC 3339, UTC."""
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
_Other = Annotated[
    Any,
    Meta(
        description="Another post in this same shape, one level deep; its name where it is not "
        "kept, or stands deeper.",
        extra_json_schema={
            "anyOf": [
                {"$ref": "#/components/schemas/PostJson"},
                {"$ref": "#/components/schemas/LinkJson"},
                {"type": "null"},
            ]
        },
    ),
]


class LinkJson(TypedDict):
    """A post that another quotes, answers or reposts, by its name alone."""

    id: str | None
    snapshot: int | None
    url: str | None
    unavailable: Unavailable | None


class FacetJson(TypedDict):
    """A span of the text, in code points."""

    start: int
    end: int
    kind: FacetKind
    target: str | None


class AuthorJson(TypedDict):
    """Who posted, as the platform said at capture."""

    name: str | None
    handle: str | None
    native_id: str | None
    url: str | None
    avatar: str | None


class PostOfficialJson(TypedDict):
    """Who it was, as a person confirmed it."""

    slug: str | None
    name: str | None
    office: str | None
    party: str | None
    jurisdiction: str | None
    account_kind: str | None
    basis: str | None


class VariantJson(TypedDict):
    """A derivative of an original."""

    width: int
    height: int
    format: Format
    bytes: int
    url: str | None


class MediaJson(TypedDict):
    """One medium of the post."""

    kind: MediaKind
    sha256: Sha256 | None
    mime: str | None
    bytes: int | None
    width: int | None
    height: int | None
    duration: float | None
    alt: str | None
    alt_by: str | None
    source_url: str | None
    state: Literal["there", "late", "too large", "not to be had", "withheld", "erased"]
    variants: list[VariantJson]


class LinkCardJson(TypedDict):
    """The preview that the platform drew of a linked page."""

    url: str
    title: str | None
    description: str | None


class PollOptionJson(TypedDict):
    text: str
    votes: int | None


class PollJson(TypedDict):
    """The poll, figures at capture."""

    options: list[PollOptionJson]
    ends_at: Time | None
    closed: bool | None
    multiple: bool | None
    voters: int | None


class StatusJson(TypedDict):
    """What the looks so far tell."""

    state: State
    last_seen_live: Time | None
    first_seen_gone: Time | None
    confirmations: int
    basis: str | None


class SourceJson(TypedDict):
    """What gave the snapshot, and under whose terms."""

    name: str
    terms: str | None
    exchanges: list[int]


class CaptureJson(TypedDict):
    """Why the post is here."""

    reason: CaptureReason
    requested_at: Time


class EvidenceJson(TypedDict):
    """What the snapshot is held to."""

    sha256: Sha256
    log_index: int
    timestamps: list[Any]
    platform_proof: Any


class NoteJson(TypedDict):
    """A note or a correction of the newsroom."""

    kind: Literal["note", "correction"]
    text: str | None
    lang: str | None
    by: str
    at: Time
    version: int
    snapshot: int | None


class TranslationJson(TypedDict):
    """A translation, and whose it is."""

    kind: Literal["translation"]
    text: str | None
    lang: str | None
    by: str
    at: Time
    version: int
    snapshot: int | None
    name: str | None
    machine: bool


class LinksJson(TypedDict):
    """Our addresses; paths until site.public_url is set."""

    embed: str
    fragment: str
    email: str
    card: str
    oembed: str
    post: str


class PlaceJson(TypedDict):
    name: str | None
    latitude: Annotated[str | None, Meta(description="Degrees, as the platform wrote them.")]
    longitude: str | None


class PostJson(TypedDict):
    """A post with one of its snapshots. Every key is always there; unknown is null."""

    id: str
    snapshot: int | None
    platform: str
    native_id: str
    url: str | None
    kind: Literal["post", "repost"] | None
    text: str | None
    html: str | None
    lang: str | None
    facets: list[FacetJson]
    created_at: Time | None
    created_precision: Precision | None
    created_at_claimed: Time | None
    captured_at: Time | None
    as_of: Time | None
    edited_at: Time | None
    completeness: Completeness | None
    lacks: list[Lack]
    reason: SnapshotReason | None
    author: AuthorJson | None
    official: PostOfficialJson | None
    media: list[MediaJson]
    link_card: LinkCardJson | None
    poll: PollJson | None
    quoted: _Other
    parent: _Other
    reposted: _Other
    place: PlaceJson | None
    counts: Annotated[
        dict[str, int | str] | None,
        Meta(description="By the platform's own words, and `at`, when they stood so."),
    ]
    sensitive: bool | None
    content_warning: str | None
    labels: list[str]
    visibility: Visibility
    status: StatusJson
    source: SourceJson | None
    capture: CaptureJson
    evidence: EvidenceJson | None
    translations: list[TranslationJson]
    notes: list[NoteJson]
    links: LinksJson | None
    warnings: list[str]
