"""A scanned article as JSON: one shape for the command and the API. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypedDict

from msgspec import Meta

from archive.articles.marks import How
from archive.articles.pictures import Picture
from archive.articles.scan import Scanned
from archive.clock import rfc3339
from archive.records import NeedsLookup
from archive.referenced import KeptState, Known

__all__ = ["CreditedPicture", "DataPlace", "ReferencedPost", "ScannedArticle", "scanned_json"]


class DataPlace(TypedDict):
    """A place in the JSON that a page is drawn from: the line of its source in which the script
    begins, and the way in the JSON.
    """

    line: int | None
    path: str | None


class ReferencedPost(TypedDict):
    """A post that an article references. ``id`` and ``native_id`` are null where only the platform
    can tell them; ``post`` is the id of what is kept.
    """

    url: str
    platform: str
    native_id: str | None
    id: str | None
    how: How
    sentence: str | None
    state: KeptState
    post: str | None
    in_data: list[DataPlace]


class CreditedPicture(TypedDict):
    """A picture that the article credits to a platform."""

    kind: Literal["picture", "screenshot"]
    credited: str
    platform: str | None
    text: str
    heading: str | None
    speaker: str | None
    src: str | None


class ScannedArticle(TypedDict):
    """What an article references. ``published`` is a time, or a day where no zone is told."""

    url: str | None
    title: str | None
    lang: str | None
    published: Annotated[str | None, Meta(description="RFC 3339, or a day: 2025-03-29")]
    posts: list[ReferencedPost]
    pictures: list[CreditedPicture]
    warnings: list[str]


def scanned_json(scanned: Scanned, known: Sequence[Known]) -> ScannedArticle:
    """The one shape. ``known`` are the references of ``scanned``, in their order."""
    return {
        "url": scanned.url,
        "title": scanned.title,
        "lang": scanned.lang,
        "published": _published(scanned.published),
        "posts": [_post(one) for one in known],
        "pictures": [_picture(one) for one in scanned.pictures],
        "warnings": list(scanned.warnings),
    }


def _published(told: datetime | date | None) -> str | None:
    if told is None:
        return None
    return rfc3339(told) if isinstance(told, datetime) else told.isoformat()


def _post(known: Known) -> ReferencedPost:
    reference = known.reference
    named = reference.named
    has_id = not isinstance(named, NeedsLookup)
    return {
        "url": known.url,
        "platform": named.platform,
        "native_id": named.native_id if not isinstance(named, NeedsLookup) else None,
        "id": reference.key if has_id else None,
        "how": reference.how,
        "sentence": reference.sentence,
        "state": known.state,
        "post": known.post.id if known.post is not None else None,
        "in_data": [{"line": one.line, "path": one.path} for one in reference.in_data],
    }


def _picture(picture: Picture) -> CreditedPicture:
    return {
        "kind": picture.kind,
        "credited": picture.credited,
        "platform": picture.platform,
        "text": picture.text,
        "heading": picture.heading,
        "speaker": picture.speaker,
        "src": picture.src,
    }
