"""What is held of a post -> the post as JSON: one shape for API, exports, command line. Pure.

The keys are those of docs/data-dictionary.md, all of them, always: unknown is ``None``,
never 0 or ``""``. Times are RFC 3339 UTC.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from archive.annotations import REGISTER
from archive.attachments import held, shown_file
from archive.clock import rfc3339
from archive.platforms import terms_of
from archive.records import (
    HIDDEN,
    Annotation,
    Author,
    Media,
    Place,
    Poll,
    PostLink,
    Snapshot,
    Stored,
)
from archive.shown import has_page, is_hidden_context
from archive.status import status_of
from archive.storage.base import Holding

__all__ = ["PostLinks", "post_json"]


class PostLinks(Protocol):
    """Who builds our URLs; the archive itself has none."""

    def embed(self, post: str, n: int | None = None) -> str: ...
    def card(self, post: str, n: int | None = None) -> str: ...
    def fragment(self, post: str, n: int | None = None) -> str: ...
    def email(self, post: str, n: int | None = None) -> str: ...
    def post(self, post: str, n: int | None = None) -> str: ...
    def oembed_of(self, post: str) -> str: ...
    def media(self, sha256: str, width: int, format: str) -> str: ...


def post_json(holding: Holding, links: PostLinks | None) -> dict[str, Any]:
    """The post as JSON. Without ``links`` the URLs of ours are ``None``.

    A post that is withheld or erased gives its identity and its visibility, and no content:
    callers that answer outsiders say 451 instead.
    """
    return _post(holding, links, inner=False)


def _post(holding: Holding, links: PostLinks | None, *, inner: bool) -> dict[str, Any]:
    post, stored = holding.post, holding.stored
    if stored is not None and (post.visibility in HIDDEN or stored.visibility in HIDDEN):
        stored = None
    snapshot = None if stored is None else stored.snapshot
    status = status_of(holding.checks)
    return {
        "id": post.id,
        "snapshot": _of(stored, lambda s: s.n),
        "platform": post.platform,
        "native_id": post.native_id,
        "url": post.url or None,
        "kind": _of(snapshot, lambda s: s.kind),
        "text": _of(snapshot, lambda s: s.text),
        "html": _of(snapshot, lambda s: s.html),
        "lang": _of(snapshot, lambda s: s.lang),
        "facets": []
        if snapshot is None
        else [
            {"start": f.start, "end": f.end, "kind": f.kind, "target": f.target}
            for f in snapshot.facets
        ],
        "created_at": _of(snapshot, lambda s: _time(s.created_at)),
        "created_precision": _of(snapshot, lambda s: s.created_precision),
        "created_at_claimed": _of(snapshot, lambda s: _time(s.created_at_claimed)),
        "captured_at": _of(stored, lambda s: rfc3339(s.captured_at)),
        "as_of": _of(stored, lambda s: rfc3339(s.as_of)),
        "edited_at": _of(snapshot, lambda s: _time(s.edited_at)),
        "completeness": _of(snapshot, lambda s: s.completeness),
        "lacks": [] if snapshot is None else list(snapshot.lacks),
        "reason": _of(stored, lambda s: s.reason),
        "author": _of(snapshot, lambda s: _author(s.author, holding, links)),
        "official": None if stored is None else _official(holding),
        "media": []
        if snapshot is None
        else [
            _medium(medium, position, holding, links)
            for position, medium in enumerate(snapshot.media)
        ],
        "link_card": _of(snapshot, _card),
        "poll": None if snapshot is None or snapshot.poll is None else _poll(snapshot.poll),
        "quoted": _of(snapshot, lambda s: _other(s.quoted, holding.quoted, links, inner)),
        "parent": _of(snapshot, lambda s: _other(s.parent, holding.parent, links, inner)),
        "reposted": _of(snapshot, lambda s: _other(s.reposted, holding.reposted, links, inner)),
        "place": _of(snapshot, lambda s: _of(s.place, _place)),
        "counts": _counts(stored),
        "sensitive": _of(snapshot, lambda s: s.sensitive),
        "content_warning": _of(snapshot, lambda s: s.content_warning),
        "labels": [] if snapshot is None else list(snapshot.labels),
        "visibility": post.visibility
        if post.visibility in HIDDEN or stored is None
        else stored.visibility
        if stored.visibility in HIDDEN
        else post.visibility,
        "status": {
            "state": status.state,
            "last_seen_live": _time(status.last_seen_live),
            "first_seen_gone": _time(status.first_seen_gone),
            "confirmations": status.confirmations,
            "basis": status.basis,
        },
        "source": _of(
            stored,
            lambda s: {
                "name": s.source,
                "terms": terms_of(post.platform, s.source),
                "exchanges": _exchanges(holding, s),
            },
        ),
        "capture": {"reason": post.capture_reason, "requested_at": rfc3339(post.requested_at)},
        "evidence": _of(
            stored,
            lambda s: {
                "sha256": s.sha256,
                "log_index": s.log_index,
                "timestamps": [],
                "platform_proof": None,
            },
        ),
        "translations": [] if stored is None else _translations(holding),
        "notes": [] if stored is None else _notes(holding, {"note", "correction"}),
        "links": None
        if links is None or (inner and not has_page(post))
        else {
            "embed": links.embed(post.id),
            "fragment": links.fragment(post.id),
            "email": links.email(post.id),
            "card": links.card(post.id),
            "oembed": links.oembed_of(post.id),
            "post": links.post(post.id),
        },
        "warnings": [] if snapshot is None else list(snapshot.warnings),
    }


def _of(value: Any, read: Callable[[Any], Any]) -> Any:
    return None if value is None else read(value)


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)


def _author(author: Author, holding: Holding, links: PostLinks | None) -> dict[str, Any]:
    row = shown_file(holding, "avatar", 0, author.avatar)
    avatar = None
    if row is not None and row.variants and links is not None:
        smallest = min(row.variants, key=lambda v: (v.format != "jpg", v.width))
        avatar = links.media(row.sha256, smallest.width, smallest.format)
    return {
        "name": author.name,
        "handle": author.handle,
        "native_id": author.native_id,
        "url": author.url,
        "avatar": avatar,
    }


def _medium(
    medium: Media, position: int, holding: Holding, links: PostLinks | None
) -> dict[str, Any]:
    file = held(holding, "media", position, medium.sha256)
    row = file.shown
    hidden = file.row is not None and row is None
    alt, alt_by = (None, None) if hidden else (medium.alt, "author" if medium.alt else None)
    for note in holding.annotations:
        about = note.media is not None and row is not None and note.media == row.sha256
        if note.kind == "alt" and about:
            alt, alt_by = note.body.get("text"), note.by
    return {
        "kind": medium.kind,
        "sha256": _of(row, lambda r: r.sha256),
        "mime": _of(row, lambda r: r.mime) or medium.mime,
        "bytes": _of(row, lambda r: r.bytes),
        "width": medium.width,
        "height": medium.height,
        "duration": medium.duration,
        "alt": alt,
        "alt_by": alt_by,
        "source_url": medium.urls[0] if medium.urls and not hidden else None,
        "state": file.row.visibility if file.row is not None and hidden else file.state,
        "variants": []
        if row is None
        else [
            {
                "width": v.width,
                "height": v.height,
                "format": v.format,
                "bytes": v.bytes,
                "url": None if links is None else links.media(row.sha256, v.width, v.format),
            }
            for v in row.variants
        ],
    }


def _place(place: Place) -> dict[str, str | None]:
    return {"name": place.name, "latitude": place.latitude, "longitude": place.longitude}


def _card(snapshot: Snapshot) -> dict[str, Any] | None:
    card = snapshot.link_card
    if card is None:
        return None
    return {"url": card.url, "title": card.title, "description": card.description}


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "options": [{"text": o.text, "votes": o.votes} for o in poll.options],
        "ends_at": _time(poll.ends_at),
        "closed": poll.closed,
        "multiple": poll.multiple,
        "voters": poll.voters,
    }


def _other(
    link: PostLink | None, other: Holding | None, links: PostLinks | None, inner: bool
) -> dict[str, Any] | None:
    """A post that this one refers to, in the same shape; one level deep, then its name alone."""
    if link is None:
        return None
    told = other is not None and other.stored is not None and not is_hidden_context(other)
    if told and other is not None and not inner:
        return _post(other, links, inner=True)
    return {
        "id": link.post,
        "snapshot": link.snapshot,
        "url": link.url,
        "unavailable": link.unavailable,
    }


def _counts(stored: Stored | None) -> dict[str, Any] | None:
    if stored is None or not stored.snapshot.counts:
        return None
    return {**stored.snapshot.counts, "at": rfc3339(stored.captured_at)}


def _official(holding: Holding) -> dict[str, Any] | None:
    """Only one that a person confirmed."""
    for note in holding.annotations:
        if note.kind == "official" and note.by != REGISTER:
            keys = ("slug", "name", "office", "party", "jurisdiction", "account_kind", "basis")
            return {key: _text(note.body, key) for key in keys}
    return None


def _exchanges(holding: Holding, stored: Stored) -> list[int]:
    """Numbers of the exchanges of the looks that made or met the snapshot."""
    found = {e for c in holding.checks if c.snapshot == stored.n for e in c.exchanges}
    return sorted(found)


def _notes(holding: Holding, kinds: set[str]) -> list[dict[str, Any]]:
    return [_note(note) for note in holding.annotations if note.kind in kinds]


def _translations(holding: Holding) -> list[dict[str, Any]]:
    """Each with its translator's name, and whether a machine made it."""
    return [
        _note(note)
        | {"name": _text(note.body, "name"), "machine": note.body.get("machine") is True}
        for note in holding.annotations
        if note.kind == "translation"
    ]


def _text(body: dict[str, Any], key: str) -> str | None:
    """What an annotation says under a key: its body is as somebody sent it."""
    value = body.get(key)
    return value if isinstance(value, str) else None


def _note(note: Annotation) -> dict[str, Any]:
    return {
        "kind": note.kind,
        "text": _text(note.body, "text"),
        "lang": _text(note.body, "lang"),
        "by": note.by,
        "at": rfc3339(note.at),
        "version": note.version,
        "snapshot": note.snapshot,
    }
