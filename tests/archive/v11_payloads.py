"""Statuses of X's API v1.1 written by us, in the shapes that X documented and recordings have."""

from typing import Any

V11_ID = "1641086480675225601"
V11_QUOTED = "1640000000000000007"

V11_USER = {
    "id": 7000001,
    "id_str": "7000001",
    "name": "Ada Mayor",
    "screen_name": "ada_mayor",
    "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/ada_normal.jpg",
    "protected": False,
}


def v11(full_text: str | None = "The bridge opens on Monday.", **fields: Any) -> dict[str, Any]:
    """A status in extended mode; ``fields`` replace or add, ``None`` takes out."""
    made = {
        "created_at": "Wed Mar 29 14:34:41 +0000 2023",
        "id": int(V11_ID),
        "id_str": V11_ID,
        "full_text": full_text,
        "truncated": False,
        "display_text_range": [0, len(full_text or "")],
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
        "user": V11_USER,
        "retweet_count": 5,
        "favorite_count": 12,
        "lang": "en",
        **fields,
    }
    return {name: value for name, value in made.items() if value is not None}


def span(raw: str, part: str, **fields: Any) -> dict[str, Any]:
    """An entity that is ``part`` of the text."""
    start = raw.index(part)
    return {"indices": [start, start + len(part)], **fields}
