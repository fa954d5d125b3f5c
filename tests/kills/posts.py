"""Invented posts without end, and a server that answers them as a Mastodon instance would.

A post follows from its number and from the times at which all that change were edited: so
what was captured can be held against what was there to capture.
"""

import asyncio
import io
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aiohttp import web
from PIL import Image

from archive.clock import milliseconds, rfc3339
from archive.platforms import identify
from archive.records import PostRef

__all__ = ["Instance", "number_of", "post_of", "texts_of", "url_of"]

HOST = "sample.example"
POSTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
QUOTED = 6
"""So many posts, with numbers below 0, are quoted by many others."""


def _posted(number: int) -> datetime:
    return POSTED + timedelta(minutes=number)


def _ident(number: int) -> str:
    return str((milliseconds(_posted(number)) << 16) + number)


def _number(ident: str) -> int:
    return ((int(ident) >> 16) - milliseconds(POSTED)) // 60_000


def url_of(number: int) -> str:
    return f"https://{HOST}/@mayor/{_ident(number)}"


def number_of(url: str) -> int:
    return _number(url.rsplit("/", 1)[1])


def post_of(number: int) -> str:
    """The public id of a post."""
    ref = identify(url_of(number))
    assert isinstance(ref, PostRef)
    return ref.id


def texts_of(number: int, edits: int) -> list[str]:
    """The text of every version that a post has had after so many edits, oldest first."""
    if number < 0 or number % 5 != 3:
        return [f"Sample {number}: nobody said it."]
    return [f"Sample {number}, version {v}." for v in range(2 + edits)]


def pictures_of(number: int) -> list[str]:
    """The names of a post's pictures; one of them is in ten posts."""
    if number < 0:
        return []
    own = f"p{number}"
    return {1: [own], 2: [f"shared{number // 50}"], 4: [own + "a", own + "b"]}.get(number % 5, [])


def _quoted_by(number: int) -> int | None:
    if number < 0 or number % 5 not in {0, 2}:
        return None
    return -1 - number % QUOTED


def status(number: int, edits: Sequence[datetime]) -> dict[str, Any]:
    """A Mastodon status (docs.joinmastodon.org/entities/Status)."""
    texts, ident = texts_of(number, len(edits)), _ident(number)
    answer: dict[str, Any] = {
        "id": ident,
        "created_at": rfc3339(_posted(number)),
        "uri": f"https://{HOST}/users/mayor/statuses/{ident}",
        "url": url_of(number),
        "visibility": "public",
        "language": "en",
        "edited_at": rfc3339(_edited(number, edits)[-1]) if len(texts) > 1 else None,
        "account": {
            "id": "1",
            "username": "mayor",
            "acct": "mayor",
            "display_name": "Sample Mayor (invented)",
            "url": f"https://{HOST}/@mayor",
            "avatar": f"https://{HOST}/pictures/avatar.jpg",
            "emojis": [],
        },
        **_version(number, texts[-1]),
    }
    quoted = _quoted_by(number)
    if quoted is not None:
        answer["quote"] = {"state": "accepted", "quoted_status": status(quoted, edits)}
    return answer


def history(number: int, edits: Sequence[datetime]) -> list[dict[str, Any]]:
    """All versions (docs.joinmastodon.org/entities/StatusEdit)."""
    account = status(number, edits)["account"]
    return [
        {"created_at": rfc3339(at), "account": account, **_version(number, text)}
        for at, text in zip(_edited(number, edits), texts_of(number, len(edits)), strict=True)
    ]


def _edited(number: int, edits: Sequence[datetime]) -> list[datetime]:
    """When each version of an edited post was made."""
    posted = _posted(number)
    return [posted, posted + timedelta(hours=1), *edits]


def _version(number: int, text: str) -> dict[str, Any]:
    return {
        "content": f"<p>{text}</p>",
        "spoiler_text": "",
        "sensitive": False,
        "emojis": [],
        "media_attachments": [
            {
                "id": name,
                "type": "image",
                "url": f"https://{HOST}/pictures/{name}.jpg",
                "description": f"Plain squares, {name}",
            }
            for name in pictures_of(number)
        ],
    }


def picture(name: str) -> bytes:
    """A small JPEG; each name has other bytes."""
    noise = random.Random(name).randbytes(6 * 4 * 3)  # noqa: S311  a drawing
    image = Image.frombytes("RGB", (6, 4), noise).resize((120, 80), Image.Resampling.NEAREST)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


class Instance:
    """The server. Each answer carries a number of its own."""

    def __init__(self) -> None:
        self.edits: list[datetime] = []
        """When the posts that change were edited, but for the first time."""
        self.app = web.Application()
        self.app.add_routes(
            [
                web.get("/api/v1/statuses/{id}", self._status),
                web.get("/api/v1/statuses/{id}/history", self._history),
                web.get("/pictures/{name}.jpg", self._picture),
            ]
        )
        self._answers = count(1)
        self._patience = random.Random(1)  # noqa: S311  no secret

    async def _status(self, request: web.Request) -> web.Response:
        return await self._answer(request, status)

    async def _history(self, request: web.Request) -> web.Response:
        return await self._answer(request, history)

    async def _answer(
        self, request: web.Request, make: Callable[[int, Sequence[datetime]], object]
    ) -> web.Response:
        await asyncio.sleep(self._patience.uniform(0, 0.03))
        number = _number(request.match_info["id"])
        return web.json_response(make(number, self.edits), headers=self._mark())

    async def _picture(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self._patience.uniform(0, 0.03))
        body = picture(request.match_info["name"])
        return web.Response(body=body, content_type="image/jpeg", headers=self._mark())

    def _mark(self) -> dict[str, str]:
        return {"X-Answer": str(next(self._answers))}
