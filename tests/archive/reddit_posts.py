"""Posts and comments of our own making, in the shape of Reddit's JSON."""

from typing import Any

from archive.records import PostRef

POST = PostRef(
    platform="reddit",
    native_id="t3_abc123",
    url="https://www.reddit.com/r/riverside/comments/abc123/the_bridge/",
)
COMMENT = PostRef(
    platform="reddit",
    native_id="t1_def456",
    url="https://www.reddit.com/r/riverside/comments/abc123/the_bridge/def456/",
)


def post(**fields: Any) -> dict[str, Any]:
    body = fields.pop("body", "<p>It opens on Monday.</p>")
    return {
        "kind": "t3",
        "data": {
            "id": "abc123",
            "name": "t3_abc123",
            "title": "The bridge",
            "selftext": "It opens on Monday.",
            "selftext_html": f'<!-- SC_OFF --><div class="md">{body}\n</div><!-- SC_ON -->',
            "author": "ada_mayor",
            "author_fullname": "t2_1a2b3c",
            "subreddit": "riverside",
            "permalink": "/r/riverside/comments/abc123/the_bridge/",
            "url": "https://www.reddit.com/r/riverside/comments/abc123/the_bridge/",
            "is_self": True,
            "domain": "self.riverside",
            "created_utc": 1743267731.0,
            "edited": False,
            "over_18": False,
            "spoiler": False,
            "score": 12,
            "num_comments": 3,
            "removed_by_category": None,
            **fields,
        },
    }


def link(url: str, **fields: Any) -> dict[str, Any]:
    told = {"is_self": False, "selftext": "", "selftext_html": None, "url": url, **fields}
    return post(**told)


def comment(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "t1",
        "data": {
            "id": "def456",
            "name": "t1_def456",
            "link_id": "t3_abc123",
            "parent_id": "t3_abc123",
            "body": "Not before *noon*.",
            "body_html": '<div class="md"><p>Not before <em>noon</em>.</p>\n</div>',
            "author": "bea",
            "author_fullname": "t2_bea",
            "permalink": "/r/riverside/comments/abc123/the_bridge/def456/",
            "created_utc": 1743269999.0,
            "edited": False,
            "score": 5,
            "replies": "",
            **fields,
        },
    }


def listing(*things: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"modhash": "", "children": list(things), "after": None}}


def page(submission: dict[str, Any], *comments: dict[str, Any]) -> list[Any]:
    return [listing(submission), listing(*comments)]


def envelope(**fields: Any) -> dict[str, Any]:
    return {
        "type": "rich",
        "provider_name": "reddit",
        "title": "The bridge",
        "author_name": "ada_mayor",
        "html": f'<blockquote class="reddit-embed-bq"><a href="{POST.url}">The bridge</a> by '
        '<a href="https://www.reddit.com/user/ada_mayor/">u/ada_mayor</a></blockquote>',
        **fields,
    }


def archived(url: str = POST.url) -> str:
    """A page of 2019, as far as it says in its head what it is."""
    return (
        '<html><head><meta property="og:site_name" content="reddit">'
        f'<link rel="canonical" href="{url}"><meta property="og:type" content="image">'
        '<meta property="og:title" content="r/riverside - The bridge">'
        '<meta property="og:image" content="https://preview.redd.it/aaaaa1.jpg?s=0">'
        "</head><body><div>The bridge</div></body></html>"
    )
