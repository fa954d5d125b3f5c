"""Answers of X written by us, in the shapes that react-tweet and X's documentation give."""

from typing import Any

FIRST = "1906000000000000001"
SECOND = "1906000800000000002"
THIRD = "1906001600000000003"
QUOTED = "1905000000000000007"
PARENT = "1904000000000000009"

USER = {
    "id_str": "7000001",
    "name": "Ada Mayor",
    "screen_name": "ada_mayor",
    "profile_image_url_https": "https://pbs.twimg.com/profile_images/1/ada_normal.jpg",
}


def tweet(text: str = "The bridge opens on Monday.", **fields: Any) -> dict[str, Any]:
    """A ``tweet-result`` answer; ``fields`` replace or add."""
    return {
        "__typename": "Tweet",
        "id_str": FIRST,
        "lang": "en",
        "created_at": "2025-03-29T15:06:26.000Z",
        "text": text,
        "display_text_range": [0, len(text.encode("utf-16-le", "surrogatepass")) // 2],
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "user": USER,
        "edit_control": {"edit_tweet_ids": [FIRST]},
        "favorite_count": 12,
        "conversation_count": 3,
        "isEdited": False,
        "isStaleEdit": False,
        **fields,
    }


def url_entity(text: str, short: str, full: str, shown: str) -> dict[str, Any]:
    start = text.index(short)
    return {
        "url": short,
        "expanded_url": full,
        "display_url": shown,
        "indices": [start, start + len(short)],
    }


def photo(**fields: Any) -> dict[str, Any]:
    return {
        "type": "photo",
        "media_url_https": "https://pbs.twimg.com/media/AbCdEf.jpg",
        "original_info": {"width": 1200, "height": 800},
        "ext_alt_text": "A bridge at dawn",
        "ext_media_availability": {"status": "Available"},
        **fields,
    }


def tombstone(text: str) -> dict[str, Any]:
    """As recorded for a post deleted by its author; the other wordings are documented."""
    return {"__typename": "TweetTombstone", "tombstone": {"text": {"text": text, "entities": []}}}


def chain(*, version: str, stale: bool, text: str) -> dict[str, Any]:
    """One version of a post edited twice; documented shape, no recording holds one."""
    return tweet(
        text,
        id_str=version,
        edit_control={"edit_tweet_ids": [FIRST, SECOND, THIRD]},
        isEdited=version != FIRST,
        isStaleEdit=stale,
    )


def v2(text: str = "The bridge opens on Monday.", **fields: Any) -> dict[str, Any]:
    """An answer of ``GET /2/tweets/:id``; ``fields`` are those of ``data``."""
    return {
        "data": {
            "id": FIRST,
            "text": text,
            "author_id": "7000001",
            "created_at": "2025-03-29T15:06:26.000Z",
            "edit_history_tweet_ids": [FIRST],
            "lang": "en",
            "public_metrics": {"retweet_count": 5, "reply_count": 3, "like_count": 12},
            **fields,
        },
        "includes": {
            "users": [
                {
                    "id": "7000001",
                    "name": "Ada Mayor",
                    "username": "ada_mayor",
                    "profile_image_url": "https://pbs.twimg.com/profile_images/1/ada_normal.jpg",
                }
            ]
        },
    }


def embed(text: str = "The bridge opens on Monday.", *, id: str = FIRST) -> dict[str, Any]:
    """An answer of X's oEmbed; ``text`` is HTML."""
    url = f"https://twitter.com/ada_mayor/status/{id}"
    return {
        "url": url,
        "author_name": "Ada Mayor",
        "author_url": "https://twitter.com/ada_mayor",
        "html": f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text}</p>&mdash; '
        f'Ada Mayor (@ada_mayor) <a href="{url}?ref_src=twsrc%5Etfw">March 29, 2025</a>'
        "</blockquote>\n",
        "width": 550,
        "height": None,
        "type": "rich",
        "cache_age": "3153600000",
        "provider_name": "Twitter",
        "provider_url": "https://twitter.com",
        "version": "1.0",
    }


def old_page(
    text: str = "The bridge opens on Monday.", *, id: str = FIRST, more: str = "", above: str = ""
) -> str:
    """A page of a post as X made them until 2020; ``text`` and ``more`` are HTML."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>Ada Mayor on Twitter</title>
<link rel="canonical" href="https://twitter.com/ada_mayor/status/{id}">
<meta property="og:url" content="https://twitter.com/ada_mayor/status/{id}">
</head><body>{above}
<div class="tweet permalink-tweet js-original-tweet" data-tweet-id="{id}" data-item-id="{id}"
 data-screen-name="ada_mayor" data-name="Ada Mayor" data-user-id="7000001">
<img class="avatar js-action-profile-avatar"
 src="https://pbs.twimg.com/profile_images/1/ada_bigger.jpg" alt="">
<span class="_timestamp" data-time="1743260786" data-time-ms="1743260786000">29 Mar 2025</span>
<div class="js-tweet-text-container">
<p class="TweetTextSize js-tweet-text tweet-text" lang="en">{text}</p></div>{more}
<div class="ProfileTweet-action--retweet"><span class="ProfileTweet-actionCount"
 data-tweet-stat-count="5"></span></div>
</div></body></html>"""


def graphql(text: str = "The bridge opens on Monday.", **fields: Any) -> dict[str, Any]:
    """A result of the web client, in the shape of 2026; ``fields`` are beside its ``legacy``."""
    legacy = fields.pop("legacy", {})
    return {
        "__typename": "Tweet",
        "rest_id": FIRST,
        "core": {
            "user_results": {
                "result": {
                    "__typename": "User",
                    "rest_id": "7000001",
                    "core": {"name": "Ada Mayor", "screen_name": "ada_mayor"},
                    "avatar": {"image_url": USER["profile_image_url_https"]},
                }
            }
        },
        "edit_control": {"edit_tweet_ids": [FIRST]},
        "views": {"count": "4717", "state": "EnabledWithCount"},
        "legacy": {
            "id_str": FIRST,
            "created_at": "Sat Mar 29 15:06:26 +0000 2025",
            "full_text": text,
            "display_text_range": [0, len(text)],
            "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
            "lang": "en",
            "favorite_count": 12,
            **legacy,
        },
        **fields,
    }
