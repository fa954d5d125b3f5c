"""The pieces of what is held of a post: snapshots, files, checks. Invented; for tests."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.canonical import canonical_hash
from archive.records import (
    Attachment,
    Author,
    Check,
    Facet,
    Media,
    MediaRow,
    Post,
    Snapshot,
    Stored,
    post_id,
)
from archive.storage.base import Holding
from embedder.looks import sha, there

__all__ = [
    "AUTHOR",
    "CAPTURED",
    "DAY",
    "POSTED",
    "TEXT",
    "facet",
    "hold",
    "image",
    "row",
    "sha",
    "snapshot",
    "stored",
    "there",
]

POSTED = datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC)
CAPTURED = datetime(2025, 3, 29, 18, 40, 3, tzinfo=UTC)
DAY = timedelta(days=1)

TEXT = (
    "Today I met @ana_sample to discuss the border bridge.\n\n"
    "The plan is at example.org/plans/bridge… and the hearing is on Monday. #BridgeHearing 🌉"
)
AUTHOR = Author(
    name="Robin Sample",
    handle="robin_sample",
    native_id="1",
    url="https://x.com/robin_sample",
    avatar=hashlib.sha256(b"avatar").hexdigest(),
)


def facet(text: str, part: str, kind: Any, target: str | None = None) -> Facet:
    start = text.index(part)
    return Facet(start=start, end=start + len(part), kind=kind, target=target)


def row(name: str, width: int = 1600, height: int = 1067, **more: Any) -> MediaRow:
    number = int(sha(name)[:6], 16)
    colour = f"#{number % 120 + 70:02x}{number // 7 % 110 + 80:02x}{number // 11 % 100 + 90:02x}"
    values: dict[str, Any] = {
        "sha256": sha(name),
        "mime": "image/jpeg",
        "bytes": 240_000,
        "width": width,
        "height": height,
        "colour": colour,
    }
    return MediaRow(**(values | more))


def image(name: str, width: int = 1600, height: int = 1067, alt: str | None = None) -> Media:
    return Media(kind="image", sha256=sha(name), alt=alt, width=width, height=height)


def snapshot(text: str = TEXT, *, number: int = 1, **more: Any) -> Snapshot:
    values: dict[str, Any] = {
        "platform": "x",
        "native_id": f"19060000000000000{number:02d}",
        "url": f"https://x.com/robin_sample/status/19060000000000000{number:02d}",
        "author": AUTHOR,
        "text": text,
        "lang": "en",
        "created_at": POSTED,
        "created_precision": "ms",
        "counts": {"replies": 12, "reposts": 340, "likes": 5678},
    }
    return Snapshot(**(values | more))


def stored(content: Snapshot, n: int = 1, **more: Any) -> Stored:
    values: dict[str, Any] = {
        "post": post_id(content.platform, content.native_id),
        "n": n,
        "snapshot": content,
        "captured_at": CAPTURED,
        "as_of": CAPTURED,
        "reason": "first",
        "source": "tweet-result",
        "sha256": canonical_hash(content),
        "log_index": 40 + n,
    }
    return Stored(**(values | more))


def hold(
    content: Snapshot,
    rows: Sequence[MediaRow] = (),
    *,
    attachments: Sequence[Attachment] = (),
    shown: Stored | None = None,
    **more: Any,
) -> Holding:
    kept = shown or stored(content)
    avatar = row("avatar", 400, 400)
    found = Check(
        post=kept.post,
        at=CAPTURED,
        source="tweet-result",
        outcome="found",
        exchanges=(7, 8),
        snapshot=kept.n,
    )
    values: dict[str, Any] = {
        "post": Post(
            id=kept.post,
            platform=content.platform,
            native_id=content.native_id,
            url=content.url,
            visibility="public",
            capture_reason="request",
            requested_at=CAPTURED,
            current=kept.n,
        ),
        "stored": kept,
        "versions": (kept,),
        "checks": (found,),
        "media": {r.sha256: r for r in (*rows, avatar)},
        "attachments": (*attachments, *there("avatar", avatar)),
    }
    return Holding(**(values | more))
