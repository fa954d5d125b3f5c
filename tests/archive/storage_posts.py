"""Posts, looks and captures to write in the tests of storage: small, with defaults."""

from datetime import UTC, datetime, timedelta
from typing import Any

from archive.records import (
    Account,
    Attachment,
    Author,
    Check,
    Exchange,
    Media,
    MediaRow,
    PostLink,
    PostRef,
    Snapshot,
    Variant,
    post_id,
)
from archive.storage.base import Keep, Look, NewJob, NewSnapshot, PostWrite

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)
POSTED = datetime(2025, 3, 29, 17, 2, 11, tzinfo=UTC)
PICTURE = "aa" * 32
AVATAR = "bb" * 32


def at(minutes: float) -> datetime:
    """A moment so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def ref(native: str = "1") -> PostRef:
    return PostRef(platform="x", native_id=native, url=f"https://x.com/i/status/{native}")


def id_of(native: str = "1") -> str:
    return post_id("x", native)


def snapshot(native: str = "1", text: str = "The wall is closed.", **fields: Any) -> Snapshot:
    defaults: dict[str, Any] = {
        "platform": "x",
        "native_id": native,
        "url": ref(native).url,
        "author": Author(name="An Official", handle="official", native_id="77"),
        "text": text,
        "created_at": POSTED,
        "created_precision": "s",
        "lang": "en",
    }
    return Snapshot(**{**defaults, **fields})


def new(n: int = 1, of: Snapshot | None = None, **fields: Any) -> NewSnapshot:
    content = of or snapshot()
    defaults: dict[str, Any] = {
        "n": n,
        "snapshot": content,
        "captured_at": at(n),
        "as_of": content.as_of or at(n),
        "reason": "first" if n == 1 else "edited",
        "source": "tweet-result",
        "salt": bytes([n % 256]) * 32,
    }
    return NewSnapshot(**{**defaults, **fields})


def write(native: str = "1", *snapshots: NewSnapshot, **fields: Any) -> PostWrite:
    defaults: dict[str, Any] = {
        "ref": ref(native),
        "reason": "request",
        "requested_at": NOON,
        "account": Account(platform="x", native_id="77", handle="official", name="An Official"),
        "snapshots": snapshots,
    }
    return PostWrite(**{**defaults, **fields})


def first(native: str = "1", text: str = "The wall is closed.", **fields: Any) -> PostWrite:
    """A post with its first snapshot."""
    return write(native, new(1, snapshot(native, text)), **fields)


def capture(*posts: PostWrite, **fields: Any) -> Keep:
    defaults: dict[str, Any] = {"at": NOON, "by": "ana", "action": "capture", "posts": posts}
    return Keep(**{**defaults, **fields})


def look(native: str = "1", *places: int, minutes: float = 0, **fields: Any) -> Look:
    defaults: dict[str, Any] = {
        "post": id_of(native),
        "at": at(minutes),
        "source": "tweet-result",
        "outcome": "found",
    }
    return Look(check=Check(**{**defaults, **fields}), exchanges=places)


def exchange(url: str = "https://cdn.example/tweet-result?id=1", **fields: Any) -> Exchange:
    defaults: dict[str, Any] = {
        "method": "GET",
        "url": url,
        "requested_at": NOON,
        "seconds": 0.25,
        "status": 200,
        "reason": "OK",
        "http_version": "1.1",
        "request_headers": (("Host", "cdn.example"), ("Accept", "*/*")),
        "response_headers": (("Content-Type", "application/json"), ("X-Two", "a"), ("x-two", "b")),
        "body": b'{"text": "The wall is closed."}',
        "peer": "192.0.2.7:443",
        "tls": (b"leaf", b"issuer"),
    }
    return Exchange(**{**defaults, **fields})


def picture(sha256: str = PICTURE, **fields: Any) -> MediaRow:
    defaults: dict[str, Any] = {
        "sha256": sha256,
        "mime": "image/jpeg",
        "bytes": 1000,
        "width": 640,
        "height": 480,
        "colour": "#102030",
        "phash": "00ff00ff00ff00ff",
    }
    return MediaRow(**{**defaults, **fields})


def attachment(sha256: str | None = PICTURE, **fields: Any) -> Attachment:
    defaults: dict[str, Any] = {
        "role": "media",
        "position": 0,
        "source_url": "https://pbs.example/a.jpg",
        "state": "there",
        "sha256": sha256,
    }
    return Attachment(**{**defaults, **fields})


def with_picture(native: str = "1", n: int = 1, sha256: str = PICTURE, **fields: Any) -> PostWrite:
    """A post whose snapshot shows a picture."""
    content = snapshot(native, media=(Media(kind="image", sha256=sha256, alt="A gate"),))
    return write(native, new(n, content, attachments=(attachment(sha256),)), **fields)


def linking(native: str, relation: str, to: str, n: int = 1, **fields: Any) -> PostWrite:
    """A post whose snapshot quotes, answers or reposts another that is kept."""
    link = PostLink(url=ref(to).url, platform="x", native_id=to, post=id_of(to), snapshot=n)
    text = f"As said before, {native}."
    return write(native, new(1, snapshot(native, text, **{relation: link})), **fields)


VARIANTS = (
    Variant(width=320, height=240, format="avif", bytes=10),
    Variant(width=640, height=480, format="jpg", bytes=20),
)


def job(kind: str = "derive", key: str = PICTURE) -> NewJob:
    return NewJob(kind=kind, key=key, payload={"why": "captured"})
