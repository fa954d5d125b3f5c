"""What one part of a page tells of the post that it holds, and the snapshot that all parts give
together. Pure.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from archive.platforms.page.linkedin import PLATFORM, posted_at
from archive.records import (
    Author,
    Completeness,
    Facet,
    LinkCard,
    Media,
    PostLink,
    Precision,
    Snapshot,
)

__all__ = ["CUT", "Told", "snapshot_of", "with_title"]

_NO_TEXT = "The page gave no text of the post."
_SUMMARY = "The page gave what the post is about, and not its whole text."
_CUT = "The page gave only the beginning of the text."
_FOR_SOME = "The page says that not all of it is free to read: this may be its beginning."
_NO_DATE = "The page tells no time of the post."
_FROM_ID = "The time is that of the post's id."
_NO_AUTHOR = "The page names no author of the post."
_BY_SITE = "The page names no author of the post: the website's name stands in its place."
CUT = ("...", "…")
"""How a summary ends that has the beginning of the text only."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is told; ``None`` and empty is what is not."""

    title: str | None = None
    text: str | None = None
    facets: tuple[Facet, ...] = ()
    whole: bool = False
    """Whether the text is all of it, and not what it is about."""
    for_some: bool = False
    """The page says that not everybody is given all of it."""
    author: Author | None = None
    site: str | None = None
    """Whose website it is."""
    created: tuple[datetime | None, Precision] = (None, "unknown")
    edited_at: datetime | None = None
    media: tuple[Media, ...] = ()
    link_card: LinkCard | None = None
    parent: PostLink | None = None
    quoted: PostLink | None = None
    lang: str | None = None
    counts: dict[str, int] = {}
    warnings: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether it tells anything by which a post is known: text, time or author."""
        return bool(self.text or self.created[0] or self.author)


def snapshot_of(native_id: str, url: str, parts: Sequence[Told]) -> Snapshot | None:
    """The post that some parts of a page tell of, the best first; ``None``: none tells anything.

    The text is the first whole one, or the first; whatever else is the first that is told.
    """
    if not any(part.tells for part in parts):
        return None
    best = max(parts, key=lambda part: (part.whole, bool(part.text), bool(part.title)))
    ordered = [best, *(part for part in parts if part is not best)]
    shown = with_title(best)
    created_at, precision = next((p.created for p in ordered if p.created[0]), (None, "unknown"))
    author = next((p.author for p in ordered if p.author), None)
    media = next((p.media for p in ordered if p.media), ())
    edited_at = next((p.edited_at for p in ordered if p.edited_at), None)
    warnings = list(best.warnings)
    by_id = posted_at(native_id)
    if created_at is None and by_id is not None:
        created_at, precision = by_id, "ms"
        warnings.append(_FROM_ID)
    completeness: Completeness = "full"
    if not shown.text:
        warnings.append(_NO_TEXT)
    elif best.whole and best.for_some:
        warnings.append(_FOR_SOME)
    elif not best.whole:
        cut = shown.text.rstrip(" ]").endswith(CUT)
        completeness = "cut" if cut else "partial"
        warnings.append(_CUT if cut else _SUMMARY)
    if created_at is None:
        warnings.append(_NO_DATE)
    site = next((p.site for p in ordered if p.site), None)
    if author is None:
        warnings.append(_BY_SITE if site else _NO_AUTHOR)
    if completeness == "full" and not (shown.text and created_at and author):
        completeness = "partial"
    lang = next((p.lang for p in ordered if p.lang), None)
    return Snapshot(
        platform=PLATFORM,
        native_id=native_id,
        url=url,
        author=author or Author(name=site, handle=None, native_id=None),
        text=shown.text or "",
        facets=shown.facets,
        lang=lang,
        langs=(lang,) if lang else (),
        created_at=created_at,
        created_precision=precision,
        edited_at=edited_at if edited_at and created_at and edited_at > created_at else None,
        media=media,
        link_card=next((p.link_card for p in ordered if p.link_card), None),
        parent=next((p.parent for p in ordered if p.parent), None),
        quoted=next((p.quoted for p in ordered if p.quoted), None),
        counts=next((p.counts for p in ordered if p.counts), {}),
        completeness=completeness,
        lacks=("words",) if completeness != "cut" and not (shown.text and best.whole) else (),
        warnings=tuple(warnings),
    )


def with_title(told: Told) -> Told:
    """The same with its title as the first paragraph of its text, unless the text begins so: a
    site makes a title of a post that has none.
    """
    title, text = told.title, told.text or ""
    if title is None or _plain(text).startswith(_plain(title.rstrip(".… "))):
        return told
    lead = f"{title}\n\n" if text else title
    moved = tuple(replace(f, start=f.start + len(lead), end=f.end + len(lead)) for f in told.facets)
    return replace(told, text=lead + text, facets=moved)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
