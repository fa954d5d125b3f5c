"""Answers of YouTube about an invented video, in the shapes that are documented or recorded."""

import json
from typing import Any

from tests.archive.test_youtube_urls import CHANNEL, POST, VIDEO, WATCH

TITLE = "The mayor on the bridge"
DESCRIPTION = "All of it, & more:\nhttps://bridge.example/plan.\n\n#Bridge «this video was deleted»"
TEXT = f"{TITLE}\n\n{DESCRIPTION}"
POSTER = f"https://i.ytimg.com/vi/{VIDEO}/maxresdefault.jpg"


def envelope(video: str = VIDEO, **fields: Any) -> dict[str, Any]:
    return {
        "title": TITLE,
        "author_name": "The Mayor",
        "author_url": "https://www.youtube.com/@mayor",
        "type": "video",
        "provider_name": "YouTube",
        "thumbnail_url": f"https://i.ytimg.com/vi/{video}/hqdefault.jpg",
        "html": f'<iframe width="200" src="https://www.youtube.com/embed/{video}?feature=oembed">'
        "</iframe>",
        **fields,
    }


def resource(video: str = VIDEO, **parts: Any) -> dict[str, Any]:
    """https://developers.google.com/youtube/v3/docs/videos#resource-representation"""
    return {
        "kind": "youtube#video",
        "id": video,
        "snippet": {
            "publishedAt": "2026-03-02T09:30:00Z",
            "channelId": CHANNEL,
            "title": TITLE,
            "description": DESCRIPTION,
            "channelTitle": "The Mayor",
            "defaultLanguage": "en",
            "thumbnails": {
                "default": {"url": "https://i.ytimg.com/s.jpg", "width": 120, "height": 90},
                "maxres": {"url": POSTER, "width": 1280, "height": 720},
            },
        },
        "contentDetails": {"duration": "PT1H2M3S"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public"},
        "statistics": {"viewCount": "12", "likeCount": "3", "commentCount": "1"},
        **parts,
    }


def listed(*videos: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "youtube#videoListResponse", "items": list(videos)}


def player(video: str = VIDEO, **fields: Any) -> dict[str, Any]:
    """The object of the page's player, as public clients read it; none is among the recordings."""
    return {
        "playabilityStatus": {"status": "OK"},
        "videoDetails": {
            "videoId": video,
            "title": TITLE,
            "lengthSeconds": "3723",
            "channelId": CHANNEL,
            "shortDescription": DESCRIPTION,
            "author": "The Mayor",
            "viewCount": "12",
            "thumbnail": {"thumbnails": [{"url": "https://i.ytimg.com/s.jpg"}, {"url": POSTER}]},
        },
        "microformat": {
            "playerMicroformatRenderer": {
                "publishDate": "2026-03-02T01:30:00-08:00",
                "ownerProfileUrl": "http://www.youtube.com/@mayor",
                "isUnlisted": False,
            }
        },
        **fields,
    }


def page(data: dict[str, Any] | None = None, head: str = "") -> str:
    script = f"<script>var ytInitialPlayerResponse = {json.dumps(data)};var a;</script>"
    return (
        f'<!doctype html><html lang="en"><head><link rel="canonical" href="{WATCH}">{head}</head>'
        f"<body>{script if data is not None else ''}</body></html>"
    )


META = (
    f'<meta property="og:title" content="{TITLE}">'
    '<meta property="og:description" content="All of it, &amp; more: https://bridge.example/pl...">'
    f'<meta property="og:image" content="{POSTER}">'
    f'<meta itemprop="identifier" content="{VIDEO}"><meta itemprop="duration" content="PT62M3S">'
    '<span itemprop="author" itemscope><link itemprop="url" href="http://www.youtube.com/@mayor">'
    '</span><meta itemprop="datePublished" content="2026-03-02">'
)


def community(**fields: Any) -> str:
    """The page of a community post: the shape that public clients read; none is recorded."""
    post = {
        "postId": POST,
        "authorText": {"runs": [{"text": "The Mayor"}]},
        "authorEndpoint": {"browseEndpoint": {"browseId": CHANNEL, "canonicalBaseUrl": "/@mayor"}},
        "contentText": {
            "runs": [
                {"text": "Read it: "},
                {
                    "text": "bridge.example/pl...",
                    "navigationEndpoint": {
                        "urlEndpoint": {
                            "url": "https://www.youtube.com/redirect?q=https%3A%2F%2Fbridge.example"
                            "%2Fplan&v=x"
                        }
                    },
                },
                {"text": "\n"},
                {
                    "text": "#Bridge",
                    "navigationEndpoint": {
                        "commandMetadata": {"webCommandMetadata": {"url": "/hashtag/bridge"}}
                    },
                },
            ]
        },
        "publishedTimeText": {"runs": [{"text": "2 days ago (edited)"}]},
        "backstageAttachment": {
            "postMultiImageRenderer": {
                "images": [
                    {
                        "backstageImageRenderer": {
                            "image": {
                                "thumbnails": [
                                    {"url": f"https://yt3.ggpht.com/{n}=s288", "width": 288},
                                    {
                                        "url": f"https://yt3.ggpht.com/{n}=s1024",
                                        "width": 1024,
                                        "height": 768,
                                    },
                                ]
                            }
                        }
                    }
                    for n in (1, 2)
                ]
            }
        },
        **fields,
    }
    data = {
        "contents": {
            "tabs": [{"backstagePostThreadRenderer": {"post": {"backstagePostRenderer": post}}}]
        }
    }
    return f"<!doctype html><script>var ytInitialData = {json.dumps(data)};</script>"
