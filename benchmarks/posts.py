"""Invented text posts, as a capture would write them: snapshot, account, avatar, look, exchange.

Everything that differs among real posts differs here: ids, addresses, times, words. Authors,
hashtags and linked sites come again, as they do.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.records import (
    Account,
    Attachment,
    Author,
    Check,
    Exchange,
    Facet,
    FacetKind,
    MediaRow,
    PostRef,
    Snapshot,
)
from archive.storage import open_storage
from archive.storage.base import Holding, Keep, Look, NewSnapshot, PostWrite

__all__ = ["fill", "holdings", "id_of", "text_of"]

AUTHORS = 300
BATCH = 500
_START = datetime(2024, 1, 5, 8, tzinfo=UTC)
_WORDS = (
    *("council", "river", "bridge", "hearing", "budget", "school", "station", "market", "permit"),
    *("water", "night", "report", "people", "district", "harbour", "notice", "repair", "clinic"),
    *("library", "winter", "answer", "public", "office", "road", "measure"),
)


def _author(number: int) -> Author:
    handle = f"sample_official_{number}"
    return Author(
        name=f"Sample Official {number} (invented)",
        handle=handle,
        native_id=str(1_000_000 + number),
        url=f"https://x.com/{handle}",
        avatar_url=f"https://pbs.twimg.com/profile_images/{number}/avatar_normal.jpg",
        avatar=hashlib.sha256(f"avatar {number}".encode()).hexdigest(),
    )


def _native_id(number: int) -> str:
    return str(1_740_000_000_000_000_000 + number * 7_340_033)


def id_of(number: int) -> str:
    """The public id of the post with this number."""
    return _ref(number).id


def text_of(number: int) -> str:
    """The words of the post with this number."""
    return _snapshot(number).text


def _ref(number: int) -> PostRef:
    handle = f"sample_official_{number % AUTHORS}"
    native = _native_id(number)
    return PostRef(platform="x", native_id=native, url=f"https://x.com/{handle}/status/{native}")


def _sentence(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choice(_WORDS) for _ in range(words))
    return text[0].upper() + text[1:] + "."


def _snapshot(number: int) -> Snapshot:
    """A text of four pieces with a mention, a link and a hashtag on three lines."""
    chance = random.Random(number)  # noqa: S311  invented words, the same each time
    mention = f"@sample_official_{chance.randrange(AUTHORS)}"
    link = f"example.org/plans/{chance.randrange(1000)}…"
    tag = f"#{chance.choice(_WORDS).title()}Hearing"
    text = (
        f"Sample {number}: I met {mention} today. {_sentence(chance, 6)}\n\n"
        f"The plan is at {link} and {_sentence(chance, 5)} {tag} 🌉"
    )

    def facet(part: str, kind: FacetKind, target: str) -> Facet:
        start = text.index(part)
        return Facet(start=start, end=start + len(part), kind=kind, target=target)

    ref = _ref(number)
    return Snapshot(
        platform=ref.platform,
        native_id=ref.native_id,
        url=ref.url,
        author=_author(number % AUTHORS),
        text=text,
        facets=(
            facet(mention, "mention", f"https://x.com/{mention[1:]}"),
            facet(link, "link", f"https://{link[:-1]}"),
            facet(tag, "hashtag", f"https://x.com/hashtag/{tag[1:]}"),
        ),
        lang="en",
        created_at=_START + timedelta(minutes=9 * number, milliseconds=number % 1000),
        created_precision="ms",
        counts={"replies": number % 50, "likes": number % 900},
    )


def _keep(numbers: range) -> Keep:
    """One transaction for many posts; each has what a capture of it would have written."""
    posts, looks, exchanges = [], [], []
    for place, number in enumerate(numbers):
        content, ref = _snapshot(number), _ref(number)
        at = _START + timedelta(minutes=9 * number + 97)
        author = content.author
        avatar = Attachment(
            role="avatar",
            position=0,
            source_url=author.avatar_url,
            state="there",
            sha256=author.avatar,
        )
        snapshot = NewSnapshot(
            n=1,
            snapshot=content,
            captured_at=at,
            as_of=at,
            reason="first",
            source="tweet-result",
            salt=hashlib.sha256(f"salt {number}".encode()).digest(),
            attachments=(avatar,),
        )
        posts.append(
            PostWrite(
                ref=ref,
                reason="request",
                requested_at=at,
                visibility="public",
                account=Account(
                    platform="x",
                    native_id=author.native_id or "",
                    handle=author.handle,
                    name=author.name,
                ),
                snapshots=(snapshot,),
            )
        )
        check = Check(post=ref.id, at=at, source="tweet-result", outcome="found", snapshot=1)
        looks.append(Look(check=check, exchanges=(place,)))
        exchanges.append(_exchange(content, at))
    return Keep(
        at=at,
        by="benchmark",
        action="import",
        posts=tuple(posts),
        looks=tuple(looks),
        exchanges=tuple(exchanges),
        media=tuple(_avatars()),
    )


def _exchange(content: Snapshot, at: datetime) -> Exchange:
    body = json.dumps({"id_str": content.native_id, "text": content.text}).encode()
    return Exchange(
        method="GET",
        url=f"https://cdn.syndication.twimg.com/tweet-result?id={content.native_id}&token=x",
        requested_at=at,
        seconds=0.21,
        status=200,
        reason="OK",
        http_version="HTTP/1.1",
        request_headers=(("Host", "cdn.syndication.twimg.com"), ("Accept", "*/*")),
        response_headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("Cache-Control", "no-cache"),
            ("Content-Length", str(len(body))),
        ),
        body_sha256=hashlib.sha256(body).hexdigest(),
        body_bytes=len(body),
    )


def _avatars() -> Iterator[MediaRow]:
    for number in range(AUTHORS):
        yield MediaRow(
            sha256=_author(number).avatar or "",
            mime="image/jpeg",
            bytes=24_000,
            width=400,
            height=400,
            colour="#506070",
            phash="00ff00ff00ff00ff",
        )


async def fill(path: Path, count: int) -> None:
    """Writes so many public posts into a new archive, through the storage's own interface."""
    storage = await open_storage(f"sqlite:{path}")
    try:
        for start in range(0, count, BATCH):
            await storage.keep(_keep(range(start, min(count, start + BATCH))))
    finally:
        await storage.close()


async def holdings(path: Path, count: int) -> list[Holding]:
    """What the store gives for each of the posts that :func:`fill` wrote."""
    storage = await open_storage(f"sqlite:{path}")
    try:
        found = [await storage.holding(id_of(number)) for number in range(count)]
    finally:
        await storage.close()
    return [holding for holding in found if holding is not None]
