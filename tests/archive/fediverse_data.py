"""Statuses and objects of our own making, in the shapes that the documentation gives."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from archive.testing import FakeAnswer

BASE = "https://m.example"
POSTED = datetime(2025, 3, 29, 17, 2, 11, 345000, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def snowflake(moment: datetime, sequence: int = 1) -> str:
    """The id that Mastodon's server gives to what is posted at a moment."""
    return str(((moment - _EPOCH) // timedelta(milliseconds=1) << 16) + sequence)


ID = snowflake(POSTED)
LATER = POSTED + timedelta(hours=1)


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def account(name: str = "ann", server: str = "m.example", **fields: Any) -> dict[str, Any]:
    return {
        "id": f"id-of-{name}-{server}",
        "username": name,
        "acct": name if server == "m.example" else f"{name}@{server}",
        "display_name": name.title(),
        "url": f"https://{server}/@{name}",
        "uri": f"https://{server}/users/{name}",
        "avatar": f"https://{server}/{name}.gif",
        "avatar_static": f"https://{server}/{name}.png",
        **fields,
    }


def status(
    number: str = ID, name: str = "ann", server: str = "m.example", **fields: Any
) -> dict[str, Any]:
    """A public status as m.example gives it; on another ``server`` its id there is the same."""
    return {
        "id": number,
        "created_at": stamp(POSTED),
        "in_reply_to_id": None,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://{server}/users/{name}/statuses/{number}",
        "url": f"https://{server}/@{name}/{number}",
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "quotes_count": 0,
        "edited_at": None,
        "content": "<p>Hello</p>",
        "reblog": None,
        "account": account(name, server),
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "emojis": [],
        "card": None,
        "poll": None,
        "quote": None,
        **fields,
    }


def attachment(kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": "11",
        "type": kind,
        "url": f"https://files.example/{kind}",
        "preview_url": "https://files.example/small.png",
        "remote_url": None,
        "meta": {"original": {"width": 640, "height": 480, "duration": 12.5}},
        "description": "What it shows",
        "blurhash": "U",
        **fields,
    }


def note(**fields: Any) -> dict[str, Any]:
    """The same post as an ActivityPub object."""
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"https://m.example/users/ann/statuses/{ID}",
        "type": "Note",
        "attributedTo": "https://m.example/users/ann",
        "url": f"https://m.example/@ann/{ID}",
        "published": "2025-03-29T17:02:11Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": ["https://m.example/users/ann/followers"],
        "content": "<p>Hello</p>",
        "contentMap": {"en": "<p>Hello</p>"},
        "attachment": [],
        "tag": [],
        **fields,
    }


def actor(**fields: Any) -> dict[str, Any]:
    return {
        "id": "https://m.example/users/ann",
        "type": "Person",
        "preferredUsername": "ann",
        "name": "Ann",
        "url": "https://m.example/@ann",
        "icon": {"type": "Image", "url": "https://m.example/ann.png"},
        **fields,
    }


INDEX = "https://web.archive.org/cdx/search/cdx?"
COPIES = "https://web.archive.org/web/20250401000000id_/"
MEMENTO = {"Memento-Datetime": "Tue, 01 Apr 2025 00:00:00 GMT"}


def listed(page: str) -> tuple[Callable[[str], bool], FakeAnswer]:
    """The row of a web archive's index that lists one copy of a page, as a fake's answer."""
    asked = f"url={quote(page, safe='')}&"
    fields = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    rows = [fields, ["-", "20250401000000", page, "text/html", "200", "ABC", "-"]]
    return (lambda url: url.startswith(INDEX) and asked in url), (200, {}, rows)


def envelope(number: str = ID, **fields: Any) -> dict[str, Any]:
    """Mastodon's oEmbed answer, of the shape that its documentation and source give (4.3 and
    later; none is recorded). It does not hold the text.
    """
    return {
        "type": "rich",
        "version": "1.0",
        "author_name": "Ann",
        "author_url": "https://m.example/@ann",
        "provider_name": "m.example",
        "provider_url": "https://m.example/",
        "cache_age": 86400,
        "html": '<blockquote class="mastodon-embed" '
        f'data-embed-url="https://m.example/@ann/{number}/embed">'
        f'<a href="https://m.example/@ann/{number}" target="_blank">'
        "<div>Post by @ann@m.example</div><div>View on Mastodon</div></a></blockquote>"
        '<script async src="https://m.example/embed.js"></script>',
        "width": 400,
        "height": None,
        **fields,
    }


def page(**properties: str) -> str:
    """Open Graph as Mastodon's page has it (app/views/statuses/)."""
    told = {
        "og:title": "Ann (@ann@m.example)",
        "og:url": f"https://m.example/@ann/{ID}",
        "og:published_time": stamp(POSTED)[:19] + "Z",
        "og:description": "Attached: 1 image\n\nHello & <b>more</b>".replace("<", "&lt;"),
        "og:image": "https://files.example/a.png",
        "og:image:alt": "A bridge",
        "og:image:width": "640",
        "og:image:height": "480",
        "twitter:card": "summary_large_image",
        **properties,
    }
    metas = "".join(f'<meta property="{name}" content="{value}">' for name, value in told.items())
    return f"<!DOCTYPE html><html lang=en><head>{metas}</head><body></body></html>"
