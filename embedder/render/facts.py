"""The post as JSON-LD: schema.org's SocialMediaPosting, for search engines. Pure."""

import msgspec
from markupsafe import Markup
from msgspec import UNSET, UnsetType

from embedder.parts import EmbedView

__all__ = ["facts"]

_ENCODER = msgspec.json.Encoder()


class _Person(msgspec.Struct, kw_only=True, rename={"type": "@type"}):
    type: str = "Person"
    name: str | None
    url: str | None


class _Posting(
    msgspec.Struct,
    kw_only=True,
    rename={
        "context": "@context",
        "type": "@type",
        "date_published": "datePublished",
        "archived_at": "archivedAt",
    },
):
    context: str = "https://schema.org"
    type: str = "SocialMediaPosting"
    url: str | UnsetType
    author: _Person
    date_published: str | UnsetType
    text: str
    archived_at: str


def facts(view: EmbedView) -> Markup | None:
    """JSON that cannot end the element that it stands in; ``None`` where no content is shown."""
    if view.post is None:
        return None
    posting = _Posting(
        url=view.original or UNSET,
        author=_Person(name=view.author_name, url=view.author_url),
        date_published=view.published_iso or UNSET,
        text=view.description,
        archived_at=view.frame.origin + view.frame.permalink,
    )
    text = _ENCODER.encode(posting).decode()
    for mark in "<>&\u2028\u2029":
        if mark in text:
            text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704  no markup is left in it
