"""One post of each platform, in every form in which a source, a file or a browser may give it.

All are written by us, in the shapes of the recordings and of the documentation: see the files that
the builders come from.
"""

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Literal, NamedTuple

from archive.from_browser import Handed
from archive.testing import Body
from tests.archive import (
    bluesky_posts,
    fediverse_data,
    meta_pages,
    pages,
    reddit_posts,
    telegram_pages,
    tiktok_pages,
    truth_data,
    youtube_pages,
)
from tests.archive.matrix_meta import FACEBOOK, INSTAGRAM, THREADS
from tests.archive.test_page_urls import STATEMENT
from tests.archive.test_tiktok_urls import MAYOR
from tests.archive.test_youtube_urls import VIDEO
from tests.archive.x_payloads import FIRST, embed, graphql, old_page, tweet, url_entity, v2

__all__ = ["FORMS", "Form", "as_bytes"]


class Form(NamedTuple):
    """How a post comes."""

    by: Literal["source", "file", "browser"]
    body: Body | Handed
    source: str = ""
    """The source whose answer it is, where it has another name than the form."""


def source(body: Body, name: str = "") -> Form:
    return Form("source", body, name)


def file(body: Body) -> Form:
    return Form("file", body)


def browser(**handed: Any) -> Form:
    return Form("browser", Handed(**handed))


# X

X_RAW = "Café &amp; \U0001f642 #Bridge @bob_law https://t.co/abc"
X_LINK = url_entity(X_RAW, "https://t.co/abc", "https://e.org/a", "e.org/a")


def span(word: str) -> list[int]:
    return [X_RAW.index(word), X_RAW.index(word) + len(word)]


X_ENTITIES = {
    "hashtags": [{"text": "Bridge", "indices": span("#Bridge")}],
    "user_mentions": [{"screen_name": "bob_law", "indices": span("@bob_law")}],
    "urls": [X_LINK],
}
X_MARKUP = (
    "Café &amp; \U0001f642 <a href='/hashtag/Bridge'>#Bridge</a> <a href='/bob_law'>@bob_law</a> "
    "<a href='https://t.co/abc' data-expanded-url='https://e.org/a'>e.org/a</a>"
)
X_NOTE = {
    kind: [{**item, "indices": [place - 4 for place in item["indices"]]} for item in items]
    for kind, items in X_ENTITIES.items()
}
X_V2 = {
    "hashtags": [{"tag": "Bridge", "start": span("#")[0], "end": span("Bridge")[1]}],
    "mentions": [{"username": "bob_law", "start": span("@")[0], "end": span("bob_law")[1]}],
    "urls": [{**X_LINK, "start": X_LINK["indices"][0], "end": X_LINK["indices"][1]}],
}
X_V11: dict[str, Any] = {
    "id_str": FIRST,
    "created_at": "Sat Mar 29 15:06:26 +0000 2025",
    "lang": "en",
    "user": {"id_str": "7000001", "name": "Ada Mayor", "screen_name": "ada_mayor"},
    "entities": X_ENTITIES,
}
X: dict[str, Form] = {
    "tweet-result": source(tweet(X_RAW, entities=X_ENTITIES)),
    "tweet-result, cut": source(
        tweet("Café &amp; \U0001f642", note_tweet={"id": "1"}), "tweet-result"
    ),
    "api-v2": source(v2(X_RAW, entities=X_V2)),
    "oembed": source(embed(X_MARKUP)),
    "web-archive": source(old_page(X_MARKUP)),
    "v1.1": file({**X_V11, "full_text": X_RAW}),
    "v1.1, cut": file(
        {**X_V11, "text": "Café &amp; \U0001f642 #Bridge…", "entities": {}, "truncated": True}
    ),
    "GraphQL": file(graphql(X_RAW, legacy={"entities": X_ENTITIES})),
    "a long text": file(
        graphql(
            "Café…",
            note_tweet={
                "note_tweet_results": {
                    "result": {"text": X_RAW.replace("&amp;", "&"), "entity_set": X_NOTE}
                }
            },
        )
    ),
    "browser": browser(
        url=f"https://x.com/ada_mayor/status/{FIRST}",
        html=f"<article><div data-testid='tweetText'>{X_MARKUP}</div></article>",
        name="Ada Mayor",
        handle="@ada_mayor",
        time="2025-03-29T15:06:26.000Z",
        whole=True,
    ),
}

# Bluesky: facets count the bytes of the text.

SKY_TEXT = "Café & \U0001f642 #Bridge @bob.example e.example/plan"


def sky_facet(word: str, feature: str, **fields: str) -> dict[str, Any]:
    start = len(SKY_TEXT[: SKY_TEXT.index(word)].encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(word.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{feature}", **fields}],
    }


SKY_RECORD = bluesky_posts.record(
    SKY_TEXT,
    langs=["en"],
    facets=[
        sky_facet("#Bridge", "tag", tag="Bridge"),
        sky_facet("@bob.example", "mention", did=bluesky_posts.OTHER),
        sky_facet("e.example/plan", "link", uri="https://e.example/plan"),
    ],
)
SKY_VIEW = bluesky_posts.post_view(record=SKY_RECORD)
SKY_REPO = {"uri": bluesky_posts.URI, "cid": bluesky_posts.CID, "value": SKY_RECORD}
SKY: dict[str, Form] = {
    "appview": source({"posts": [SKY_VIEW], "thread": {"post": SKY_VIEW}}),
    "pds": source(SKY_REPO),
    "web-archive": source(bluesky_posts.page(SKY_TEXT)),
    "a file of the AppView": file({"posts": [SKY_VIEW]}),
    "a file of the host": file(SKY_REPO),
    "browser": browser(
        url=bluesky_posts.REF.url,
        text=SKY_TEXT,
        name="The Mayor",
        handle="@mayor.example",
        time="2026-01-02T03:04:05.678Z",
        whole=True,
    ),
}

# The fediverse

TOOT = (
    '<p>Café &amp; \U0001f642 <a href="https://m.example/tags/bridge" class="mention hashtag" '
    'rel="tag">#<span>Bridge</span></a> <span class="h-card"><a href="https://n.example/@bob" '
    'class="u-url mention">@<span>bob</span></a></span> <a href="https://e.example/plan" '
    'rel="nofollow noopener"><span class="invisible">https://</span><span>e.example/plan</span>'
    '<span class="invisible"></span></a></p><p>On Monday.</p>'
)
TOOT_TEXT = "Café & \U0001f642 #Bridge @bob e.example/plan\n\nOn Monday."
TOOT_TAGS = [
    {"type": "Hashtag", "href": "https://m.example/tags/bridge", "name": "#bridge"},
    {"type": "Mention", "href": "https://n.example/@bob", "name": "@bob@n.example"},
]
TOOT_MENTIONS = [
    {"id": "9", "username": "bob", "acct": "bob@n.example", "url": "https://n.example/@bob"}
]
TOOT_NOTE = fediverse_data.note(content=TOOT, contentMap={"en": TOOT}, tag=TOOT_TAGS)
TOOT_STATUS: dict[str, Any] = {
    "content": TOOT,
    "mentions": TOOT_MENTIONS,
    "tags": [{"name": "bridge", "url": "https://m.example/tags/bridge"}],
}
SUMMARY = {
    "og:description": escape(TOOT_TEXT),
    "twitter:card": "summary",
}
TOOT_PAGE = f"{fediverse_data.BASE}/@ann/{fediverse_data.ID}"
FEDIVERSE: dict[str, Form] = {
    "client-api": source(fediverse_data.status(**TOOT_STATUS)),
    "activitypub": source(TOOT_NOTE),
    "oembed": source(fediverse_data.envelope(), "oembed"),
    "oembed, with its words": source(fediverse_data.envelope(html=TOOT, url=TOOT_PAGE), "oembed"),
    "web-archive": source(fediverse_data.page(**SUMMARY)),
    "a file of the client API": file(fediverse_data.status(**TOOT_STATUS)),
    "a file of ActivityPub": file(TOOT_NOTE),
    "browser": browser(
        url=TOOT_PAGE,
        html=f"<article><div class='status__content'>{TOOT}</div></article>",
        name="Ann",
        handle="@ann@m.example",
        time="2025-03-29T17:02:11.345Z",
        whole=True,
    ),
}
TRUTH_STATUS = truth_data.truth(**TOOT_STATUS)
TRUTH_PAGE = truth_data.page(og_description=escape(TOOT_TEXT))
TRUTH: dict[str, Form] = {
    "api": source(TRUTH_STATUS),
    "page": source(TRUTH_PAGE),
    "web-archive": source(TRUTH_PAGE),
    "a file of the API": file(TRUTH_STATUS),
    "browser": browser(
        url=truth_data.PAGE,
        text=TOOT_TEXT,
        name="Ann",
        handle="@ann",
        time="2025-03-29T17:02:11.345Z",
        whole=True,
    ),
}

# Meta's

META_TEXT = "The ferry sails again: #Ferry, says @harbour.city https://e.example/plan"
META_MARKUP = (
    '<p>The ferry sails again: <a href="/hashtag/ferry">#Ferry</a>, says @harbour.city '
    '<a href="https://e.example/plan">https://e.example/plan</a></p>'
)
CAPTION = "The ferry sails again: #Ferry, says @harbour.city \U0001f6a2"
FACEBOOK_HEAD = meta_pages.facebook_page(body="", og_description=META_TEXT)
FACEBOOK_STORY = meta_pages.facebook_page(
    body=meta_pages.story(text=META_MARKUP), og_description=META_TEXT, og_site_name="Facebook"
)
THREAD_PAGE = meta_pages.threads_page(text=META_TEXT)
THREAD: dict[str, Form] = {
    "graph-api": source({"data": [meta_pages.threads_post(text=META_TEXT)]}),
    "oembed": source(meta_pages.embed_envelope("Threads", meta_pages.THREAD, META_TEXT)),
    "page": source(THREAD_PAGE),
    "page, cut": source(meta_pages.threads_page(text="The ferry sails…"), "page"),
    "web-archive": source(THREAD_PAGE),
    "a file of the page": file(THREAD_PAGE),
    "browser": browser(
        url=THREADS.url,
        text=META_TEXT,
        handle="ada.mayor",
        time="2025-08-09T18:37:10Z",
        whole=True,
    ),
}
INSTAGRAM_EMBED = meta_pages.embed_envelope("Instagram", meta_pages.CODE, CAPTION)
INSTAGRAM_HEAD = meta_pages.page(
    meta_pages.meta(
        og_title=f"Ada (@ada.mayor) on Instagram: “{CAPTION}”",
        og_url=f"https://www.instagram.com/p/{meta_pages.CODE}/",
        og_image=meta_pages.CDN,
    )
)
INSTAGRAM_PAGE = meta_pages.instagram_page(
    text=CAPTION, display_url="https://scontent.cdninstagram.com/v/1.jpg"
)
GRAM: dict[str, Form] = {
    "graph-api": source(INSTAGRAM_EMBED),
    "oembed": source(INSTAGRAM_EMBED),
    "page": source(INSTAGRAM_PAGE),
    "page, its head": source(INSTAGRAM_HEAD, "page"),
    "web-archive": source(INSTAGRAM_PAGE),
    "a file of the page": file(INSTAGRAM_PAGE),
    "browser": browser(
        url=INSTAGRAM.url,
        text=CAPTION,
        name="Ada",
        handle="ada.mayor",
        time="2019-01-10T17:02:52Z",
    ),
}
FACE: dict[str, Form] = {
    "graph-api": source(
        meta_pages.graph_post(text=META_TEXT, created_time="2014-10-21T15:36:26+0000")
    ),
    "oembed": source(meta_pages.embed_envelope("Facebook", meta_pages.NUMBER, META_TEXT)),
    "page": source(FACEBOOK_STORY),
    "page, its head": source(FACEBOOK_HEAD, "page"),
    "web-archive": source(FACEBOOK_STORY),
    "a file of the page": file(FACEBOOK_STORY),
    "browser": browser(
        url=FACEBOOK.url,
        text=META_TEXT,
        name="City",
        time="2014-10-21T15:36:26Z",
        whole=True,
    ),
}

# Video

WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
TUBE_PAGE = youtube_pages.page(youtube_pages.player())
TUBE: dict[str, Form] = {
    "oembed": source(youtube_pages.envelope()),
    "page": source(TUBE_PAGE),
    "page, its head": source(youtube_pages.page(head=youtube_pages.META), "page"),
    "data-api": source(youtube_pages.listed(youtube_pages.resource())),
    "web-archive": source(TUBE_PAGE),
    "a file of the API": file(youtube_pages.listed(youtube_pages.resource())),
    "browser": browser(
        url=WATCH, text=youtube_pages.TEXT, name="The Mayor", time="2026-03-02T09:30:00Z"
    ),
}
CLIP_HEAD = (
    f'<html><head><meta property="og:url" content="{MAYOR}">'
    f'<meta property="og:description" content="{escape(tiktok_pages.TEXT)}">'
    f'<meta property="og:image" content="{escape(tiktok_pages.POSTER)}"></head></html>'
)
CLIP: dict[str, Form] = {
    "oembed": source(tiktok_pages.envelope()),
    "page": source(tiktok_pages.page()),
    "page of 2022": source(tiktok_pages.old_page(authorId="6700000000000000009"), "page"),
    "page, its head": source(CLIP_HEAD, "page"),
    "web-archive": source(tiktok_pages.page()),
    "a file of the page": file(tiktok_pages.page()),
    "browser": browser(url=MAYOR, text=tiktok_pages.TEXT, handle="mayor.ada"),
}

# Telegram, Reddit

TG_MARKUP = (
    'Café &amp; <i class="emoji"><b>\U0001f642</b></i> <a href="?q=%23Bridge">#Bridge</a> '
    '<a href="https://t.me/bob">@bob</a> <a href="https://e.example/plan">the plan</a>'
)
TG_MESSAGE = telegram_pages.message(TG_MARKUP)
TELEGRAM: dict[str, Form] = {
    "widget": source(telegram_pages.page(TG_MESSAGE)),
    "channel-page": source(
        telegram_pages.page(telegram_pages.message("Before", "360"), TG_MESSAGE)
    ),
    "web-archive": source(telegram_pages.page(TG_MESSAGE)),
    "a file of the widget": file(telegram_pages.page(TG_MESSAGE)),
    "browser": browser(
        url="https://t.me/Mayor_Office/361",
        text="Café & \U0001f642 #Bridge @bob the plan",
        name="Mayor's Office",
        handle="Mayor_Office",
        time="2025-03-29T17:02:11Z",
        whole=True,
    ),
}
SELF = reddit_posts.post(
    selftext="It opens on Monday: [the plan](https://e.example/plan).",
    body='<p>It opens on Monday: <a href="https://e.example/plan">the plan</a>.</p>',
)
REDDIT: dict[str, Form] = {
    "oauth": source(reddit_posts.page(SELF)),
    "json": source(reddit_posts.page(SELF)),
    "oembed": source(reddit_posts.envelope()),
    "web-archive": source(reddit_posts.archived().replace('"image"', '"website"')),
    "a file of the JSON": file(reddit_posts.page(SELF)),
    "browser": browser(
        url=reddit_posts.POST.url,
        text="The bridge\n\nIt opens on Monday: the plan.",
        handle="ada_mayor",
        time="2025-03-29T17:02:11Z",
        whole=True,
    ),
}

# Any page: its four readers

LD = pages.page(pages.ld(pages.article(image=None, dateModified=None)))
PARAGRAPHS = "".join(f"<p>{part}</p>" for part in pages.BODY.split("\n\n"))
LINKED = PARAGRAPHS.replace(
    "https://city.example/plan",
    '<a href="https://city.example/plan">https://city.example/plan</a>',
)
H_ENTRY = pages.page(body=pages.entry(LINKED))
OPEN_GRAPH = pages.page(
    pages.meta(
        og_title=pages.TITLE,
        og_description="What the council will vote on.",
        article_published_time=pages.POSTED,
    )
    + '<meta name="author" content="Ada Mayor">'
)
PAGE: dict[str, Form] = {
    "JSON-LD": source(LD, "page"),
    "microformats": source(H_ENTRY, "page"),
    "Open Graph": source(OPEN_GRAPH, "page"),
    "oembed": source(pages.envelope()),
    "oembed, with its words": source(
        pages.envelope(html=f"<h1>{pages.TITLE}</h1>{LINKED}"), "oembed"
    ),
    "web-archive": source(LD),
    "a file of the page": file(LD),
    "browser": browser(
        url=STATEMENT, text=pages.TEXT, name="Ada Mayor", time=pages.POSTED, whole=True
    ),
}

FORMS: Mapping[str, Mapping[str, Form]] = {
    "x": X,
    "bluesky": SKY,
    "fediverse": FEDIVERSE,
    "truth": TRUTH,
    "threads": THREAD,
    "instagram": GRAM,
    "facebook": FACE,
    "youtube": TUBE,
    "tiktok": CLIP,
    "telegram": TELEGRAM,
    "reddit": REDDIT,
    "page": PAGE,
}


def as_bytes(body: Body) -> bytes:
    """A body as it is saved to a file."""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()
