"""Invented sample posts, as the platforms would answer them. Pure; nobody said any of this.

They are for `onrecord demo`, for the desk's offline example, and for benchmarks. Every name
is marked as a sample, and every host is one that can never be real (RFC 2606) or is only
reached through a route to the stand-in.
"""

import io
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw

from archive.clock import milliseconds, rfc3339

__all__ = [
    "ARABIC_URL",
    "BLUESKY",
    "DELETED_URL",
    "DID",
    "EDITED_URL",
    "EXAMPLE_URL",
    "FOUR_PICTURES_URL",
    "HANDLE",
    "HOST",
    "MASTODON",
    "TRANSLATION",
    "URLS",
    "X",
    "history",
    "picture",
]

HOST = "sample.example"
DID = "did:plc:samplesamplesamplesample"
HANDLE = f"governor.{HOST}"
_TWITTER_EPOCH = 1288834974657


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@lru_cache(maxsize=64)
def picture(name: str) -> bytes:
    """A drawn JPEG: plain shapes whose colours follow from the name, marked SAMPLE."""
    seed = sum(ord(c) * 37 for c in name)
    width, height = (400, 400) if name.startswith("avatar") else (1600, 1067)
    image = Image.new("RGB", (width, height), _colour(seed))
    draw = ImageDraw.Draw(image)
    for i in range(5):
        x, y = (seed * (i + 3) * 71) % width, (seed * (i + 5) * 53) % height
        r = height // (3 + i)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(seed + 40 * (i + 1)))
    draw.text((width // 20, height - height // 8), "SAMPLE", fill="white", font_size=height // 14)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def _colour(seed: int) -> tuple[int, int, int]:
    return (60 + seed * 7 % 130, 70 + seed * 13 % 120, 80 + seed * 29 % 120)


def _status(
    number: int, when: datetime, html: str, *, name: str = "Sample Mayor", **more: Any
) -> dict[str, Any]:
    """A Mastodon status (docs.joinmastodon.org/entities/Status)."""
    user = name.rsplit(" ", 1)[-1].lower()
    # As Mastodon makes it: the server's milliseconds, then 16 bits to tell posts apart.
    ident = str((milliseconds(when) << 16) + number)
    status: dict[str, Any] = {
        "id": ident,
        "created_at": rfc3339(when),
        "uri": f"https://{HOST}/users/{user}/statuses/{ident}",
        "url": f"https://{HOST}/@{user}/{ident}",
        "in_reply_to_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "edited_at": None,
        "content": html,
        "reblog": None,
        "account": {
            "id": "1",
            "username": user,
            "acct": user,
            "display_name": f"{name} (invented)",
            "url": f"https://{HOST}/@{user}",
            "avatar": f"https://{HOST}/pictures/avatar-{user}.jpg",
            "emojis": [],
        },
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
        "replies_count": 12,
        "reblogs_count": 34,
        "favourites_count": 56,
    }
    return status | more


def _image(name: str, alt: str | None) -> dict[str, Any]:
    url = f"https://{HOST}/pictures/{name}.jpg"
    return {
        "id": name,
        "type": "image",
        "url": url,
        "preview_url": url,
        "remote_url": None,
        "description": alt,
        "meta": {"original": {"width": 1600, "height": 1067}},
    }


_EDITED = _at(2026, 3, 4, 10, 12)
_STATUSES = [
    _status(
        1,
        _at(2026, 3, 2, 9, 30),
        "<p>This is a sample post; nobody said it. The council votes on the river bridge on "
        'Thursday at 18:00. The whole plan is at <a href="https://bridge.example/plan" '
        'rel="nofollow noopener"><span class="invisible">https://</span><span>bridge.example/plan'
        "</span></a></p><p>Come and ask your questions.</p>",
        media_attachments=[_image("bridge", "A drawing of a bridge in plain shapes")],
    ),
    _status(
        2,
        _at(2026, 3, 4, 9, 0),
        "<p>Sample: 14 classrooms open again on Monday, not 12 as I wrote first. Thank you to "
        "everybody who worked through the weekend.</p>",
        edited_at=rfc3339(_EDITED),
    ),
    _status(
        3,
        _at(2026, 3, 6, 16, 45),
        "<p>Sample: four pictures from the market square.</p>",
        media_attachments=[
            _image("market-1", "Stalls in the morning"),
            _image("market-2", "The fountain"),
            _image("market-3", None),
            _image("market-4", "The town hall at dusk"),
        ],
    ),
    _status(
        4,
        _at(2026, 3, 9, 8, 5),
        "<p>Sample: which day suits you for the open budget meeting?</p>",
        poll={
            "id": "9",
            "expires_at": rfc3339(_at(2026, 3, 11, 8, 5)),
            "expired": True,
            "multiple": False,
            "votes_count": 300,
            "voters_count": 300,
            "options": [
                {"title": "Tuesday evening", "votes_count": 190},
                {"title": "Saturday morning", "votes_count": 110},
            ],
        },
    ),
    _status(
        5,
        _at(2026, 3, 12, 20, 30),
        "<p>Sample: pictures of the flood damage behind the station.</p>",
        sensitive=True,
        spoiler_text="Flood damage",
        media_attachments=[_image("flood", "A flooded street, drawn in plain shapes")],
    ),
    _status(
        6,
        _at(2026, 3, 15, 11, 0),
        "<p>نموذج: نعلن اليوم عن خطة جديدة للمدينة. التفاصيل غدًا الساعة 10:30.</p>",
        name="Sample Ministry",
        language="ar",
    ),
    _status(
        7,
        _at(2026, 3, 18, 13, 20),
        "<p>Sample: this post will be deleted by its author after it was kept.</p>",
    ),
]
MASTODON: dict[str, dict[str, Any]] = {s["id"]: s for s in _STATUSES}
EXAMPLE_URL: str = _STATUSES[0]["url"]
EDITED_URL: str = _STATUSES[1]["url"]
FOUR_PICTURES_URL: str = _STATUSES[2]["url"]
ARABIC_URL: str = _STATUSES[5]["url"]
TRANSLATION = "Sample: today we announce a new plan for the city. Details tomorrow at 10:30."
DELETED_URL: str = _STATUSES[6]["url"]
"""Its author deletes it with ``DELETE`` at the stand-in."""


def history(ident: str) -> list[dict[str, Any]]:
    """The edit history of a status, oldest first (docs.joinmastodon.org/entities/StatusEdit)."""
    status = MASTODON[ident]
    keys = ("content", "spoiler_text", "sensitive", "account", "media_attachments", "emojis")
    today = {k: status[k] for k in keys} | {"created_at": status["created_at"]}
    if status["edited_at"] is None:
        return [today]
    first = today | {
        "content": status["content"]
        .replace("14 classrooms", "12 classrooms")
        .replace(", not 12 as I wrote first", "")
    }
    return [first, today | {"created_at": status["edited_at"]}]


def _tweet(when: datetime, text: str, name: str = "Sample Senator", **more: Any) -> dict[str, Any]:
    """A tweet-result, in the shape that X's embed endpoint answers."""
    handle = name.replace(" ", "_")
    tweet = {
        "__typename": "Tweet",
        "lang": "en",
        "id_str": str((milliseconds(when) - _TWITTER_EPOCH) << 22),
        "created_at": rfc3339(when),
        "text": text,
        "display_text_range": [0, len(text)],
        "user": {
            "id_str": "1000000001",
            "name": f"{name} (invented)",
            "screen_name": handle,
            "profile_image_url_https": f"https://pbs.twimg.com/profile_images/avatar-{handle}_normal.jpg",
        },
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "favorite_count": 120,
        "conversation_count": 14,
    }
    return tweet | more


_QUOTED = _tweet(
    _at(2026, 2, 10, 15, 0), "Sample: the hearing on the ferry line is on 24 February."
)
_TWEETS = [
    _QUOTED,
    _tweet(
        _at(2026, 2, 24, 19, 30),
        "Sample: today we heard 31 people on the ferry line. My notes are below. #FerryLine",
        entities={
            "hashtags": [{"indices": [72, 82], "text": "FerryLine"}],
            "urls": [],
            "user_mentions": [],
            "symbols": [],
        },
        quoted_tweet=_QUOTED,
    ),
]
X: dict[str, dict[str, Any]] = {t["id_str"]: t for t in _TWEETS}

_BLUESKY_TEXT = (
    "Sample: the road to the coast is open again 🛣️. Drive with care, and read the notice."
)
_LINK = _BLUESKY_TEXT.index("read the notice")
BLUESKY: dict[str, dict[str, Any]] = {
    "3lsample22222": {
        "$type": "app.bsky.feed.post",
        "text": _BLUESKY_TEXT,
        "createdAt": "2026-02-20T07:15:00.000Z",
        "langs": ["en"],
        "facets": [
            {
                "index": {
                    "byteStart": len(_BLUESKY_TEXT[:_LINK].encode()),
                    "byteEnd": len(_BLUESKY_TEXT[: _LINK + 15].encode()),
                },
                "features": [
                    {"$type": "app.bsky.richtext.facet#link", "uri": "https://roads.example/coast"}
                ],
            }
        ],
    },
}

URLS: tuple[str, ...] = (
    *(s["url"] for s in _STATUSES),
    *(f"https://x.com/{t['user']['screen_name']}/status/{t['id_str']}" for t in _TWEETS[1:]),
    *(f"https://bsky.app/profile/{HANDLE}/post/{rkey}" for rkey in BLUESKY),
)
"""Every sample post's address, the desk's example first."""
