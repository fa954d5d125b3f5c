"""Statuses of our own making in the shape of Truth Social's API."""

from typing import Any

from tests.archive.fediverse_data import ID, account, status

__all__ = ["API", "BASE", "ID", "PAGE", "page", "truth"]

BASE = "https://truthsocial.com"
PAGE = f"{BASE}/@ann/{ID}"
API = f"{BASE}/api/v1/statuses/{ID}"


def truth(number: str = ID, name: str = "ann", **fields: Any) -> dict[str, Any]:
    """A public status; what Mastodon has and Truth Social has not is left out."""
    made = status(
        number,
        name,
        "truthsocial.com",
        uri=f"{BASE}/@{name}/{number}",
        account=account(
            name, "truthsocial.com", acct=name, uri=None, id="1077802", display_name=name.title()
        ),
        in_reply_to=None,
        quote_id=None,
        group=None,
        sponsored=False,
        replies_count=0,
    )
    del made["edited_at"], made["quotes_count"]
    return {**made, **fields}


def page(**properties: str) -> str:
    """A post's page as Open Graph tells it: of the shape that Mastodon's has (none is recorded)."""
    told = {
        "og:site_name": "Truth Social",
        "og:title": "Ann (@ann)",
        "og:url": PAGE,
        "og:description": "Hello",
        "twitter:card": "summary",
        **{name.replace("_", ":"): value for name, value in properties.items()},
    }
    metas = "".join(f'<meta property="{k}" content="{v}">' for k, v in told.items() if v)
    return f"<!DOCTYPE html><html><head><title>Truth Details</title>{metas}</head></html>"
