"""The canonical content of a snapshot, its hash, and its leaf of the log. Pure.

The form is a promise: see docs/stability.md.
"""

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from archive.clock import rfc3339
from archive.records import PostLink, Snapshot

__all__ = ["canonical", "canonical_hash", "leaf_hash"]


_encode = msgspec.json.Encoder(order="sorted").encode
"""RFC 8785 for what stands here: ASCII keys, text, whole numbers below 2**53, no floats. A test
holds it against the ``rfc8785`` package, which takes fifty times as long."""


def canonical(snapshot: Snapshot) -> bytes:
    """The canonical content of a snapshot in RFC 8785 form, the bytes that are hashed.

    It holds what a reader saw, and nothing that changes without the post changing:
    no counts, no avatar, no votes, no address of ours.
    """
    return _encode(
        {
            "platform": snapshot.platform,
            "native_id": snapshot.native_id,
            "kind": snapshot.kind,
            "text": snapshot.text,
            "facets": [
                {"start": f.start, "end": f.end, "kind": f.kind, "target": f.target}
                for f in snapshot.facets
            ],
            "lang": snapshot.lang,
            "created_at": _time(snapshot.created_at),
            "created_precision": snapshot.created_precision,
            "created_at_claimed": _time(snapshot.created_at_claimed),
            "edited_at": _time(snapshot.edited_at),
            "author": {
                "name": snapshot.author.name,
                "handle": snapshot.author.handle,
                "native_id": snapshot.author.native_id,
            },
            "media": [
                {
                    "kind": m.kind,
                    "sha256": m.sha256,
                    "alt": m.alt,
                    "width": m.width,
                    "height": m.height,
                }
                for m in snapshot.media
            ],
            "link_card": None
            if snapshot.link_card is None
            else {
                "url": snapshot.link_card.url,
                "title": snapshot.link_card.title,
                "description": snapshot.link_card.description,
            },
            "poll": None
            if snapshot.poll is None
            else [option.text for option in snapshot.poll.options],
            "quoted": _link(snapshot.quoted),
            "parent": _link(snapshot.parent),
            "reposted": _link(snapshot.reposted),
            "sensitive": snapshot.sensitive,
            "content_warning": snapshot.content_warning,
            "warnings": list(snapshot.warnings),
        }
    )


def canonical_hash(snapshot: Snapshot) -> str:
    """SHA-256 of :func:`canonical`, in hex: ``evidence.sha256`` of the post as JSON."""
    return hashlib.sha256(canonical(snapshot)).hexdigest()


def leaf_hash(salt: bytes, content_sha256: str) -> bytes:
    """A leaf of the log: SHA-256(32 random bytes of salt ‖ the content's SHA-256).

    Salted, so that erasing the salt leaves a commitment that nobody can test guesses
    against.
    """
    if len(salt) != 32:
        raise ValueError("a log salt has 32 bytes")
    return hashlib.sha256(salt + bytes.fromhex(content_sha256)).digest()


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)


def _link(link: PostLink | None) -> dict[str, Any] | None:
    if link is None:
        return None
    return {
        "url": link.url,
        "post": link.post,
        "snapshot": link.snapshot,
        "unavailable": link.unavailable,
    }
