"""Answers of TikTok about an invented post, in the shapes of the recordings."""

import json
from typing import Any

from tests.archive.test_tiktok_urls import CLIP, MAYOR

CREATED = (int(CLIP) >> 32) + 3
TEXT = "All of it, with @press.office, @somebody & “this video was deleted” #Puente #2026"
POSTER = "https://p16-sign.tiktokcdn.com/obj/cover?x-expires=1&x-signature=a%3D"


def envelope(native_id: str = CLIP, **fields: Any) -> dict[str, Any]:
    return {
        "version": "1.0",
        "type": "video",
        "title": f"{TEXT} ",
        "author_url": "https://www.tiktok.com/@mayor.ada",
        "author_name": "Mayor Ada",
        "author_unique_id": "mayor.ada",
        "width": "100%",
        "height": "100%",
        "html": f'<blockquote class="tiktok-embed" cite="{MAYOR}" data-video-id="{native_id}">'
        '<a href="https://www.tiktok.com/@press.office?refer=embed">@press.office</a>',
        "thumbnail_width": 480,
        "thumbnail_height": 848,
        "thumbnail_url": POSTER,
        "provider_name": "TikTok",
        "embed_product_id": native_id,
        "embed_type": "video",
        **fields,
    }


def item(native_id: str = CLIP, **fields: Any) -> dict[str, Any]:
    return {
        "id": native_id,
        "desc": TEXT,
        "createTime": str(CREATED),
        "video": {
            "width": 576,
            "height": 1024,
            "duration": 29,
            "cover": POSTER,
            "playAddr": "https://v16-webapp.tiktok.com/video/a.mp4?tk=tt_chain_token",
        },
        "author": {
            "id": "6700000000000000009",
            "uniqueId": "mayor.ada",
            "nickname": "Mayor Ada",
            "avatarLarger": "https://p16-sign.tiktokcdn.com/avatar.jpeg",
        },
        "textExtra": [{"userUniqueId": "press.office"}, {"hashtagName": "puente"}],
        "stats": {"playCount": 9, "diggCount": 8, "commentCount": 7, "shareCount": 6},
        "textLanguage": "en",
        **fields,
    }


def page(native_id: str = CLIP, **fields: Any) -> str:
    return scope({"itemInfo": {"itemStruct": item(native_id, **fields)}, "statusCode": 0})


def scope(detail: dict[str, Any]) -> str:
    data = {"__DEFAULT_SCOPE__": {"webapp.video-detail": detail}}
    return (
        "<!doctype html><html><head><title>TikTok - Make Your Day</title></head><body>"
        '<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
        f"{json.dumps(data)}</script></body></html>"
    )


def old_page(**fields: Any) -> str:
    """A page as those of 2022 were, and web archives hold them: the shape that yt-dlp reads."""
    old = {**item(), "author": "mayor.ada", "nickname": "Mayor Ada", "authorId": "67", **fields}
    data = json.dumps({"ItemModule": {CLIP: old}})
    return f'<html><script id="SIGI_STATE" type="application/json">{data}</script> tiktok'
