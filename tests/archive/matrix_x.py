"""The sources of X under every answer."""

import json

from archive.platforms.base import Source
from archive.platforms.x import ApiV2, TweetResult, X
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.matrix import Case
from tests.archive.x_payloads import FIRST, QUOTED, SECOND, embed, old_page, tweet, v2

__all__ = ["CASES"]

REF = PostRef(platform="x", native_id=FIRST, url=f"https://x.com/ada_mayor/status/{FIRST}")
CDX = "https://web.archive.org/cdx/search/cdx?"
COPY = f"https://web.archive.org/web/20250401120000id_/https://twitter.com/ada_mayor/status/{FIRST}"
ARCHIVED = {
    "Content-Type": "text/html; charset=utf-8",
    "Memento-Datetime": "Tue, 01 Apr 2025 12:00:00 GMT",
}


def source(name: str) -> Source:
    sources = X({}, lambda _: None, WebArchivesSettings()).chosen.sources
    return next(one for one in sources if one.name == name)


def in_index(url: str) -> bool:
    return url.startswith(CDX) and "twitter.com" in url


INDEX: FakeAnswer = (
    200,
    {"Content-Type": "application/json"},
    json.dumps(
        [
            ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
            ["-", "20250401120000", COPY.partition("id_/")[2], "text/html", "200", "ABC", "-"],
        ]
    ),
)

TWEET_RESULT = "https://cdn.syndication.twimg.com/tweet-result?"
API = "https://api.x.com/2/tweets/"
CASES = (
    Case(
        platform="x",
        make=TweetResult,
        ref=REF,
        answers={TWEET_RESULT: (200, {}, tweet(edit_control={}))},
        main=TWEET_RESULT,
        other=(200, {}, tweet(id_str=SECOND, edit_control={})),
    ),
    Case(
        platform="x",
        make=lambda: ApiV2("t0ken"),
        ref=REF,
        answers={API: (200, {}, v2())},
        main=API,
        other=(200, {}, v2(id=SECOND)),
    ),
    Case(
        platform="x",
        make=lambda: source("oembed"),
        ref=REF,
        answers={"https://publish.x.com/oembed?": (200, {}, embed())},
        main="https://publish.x.com/oembed?",
        other=(200, {}, embed(id=QUOTED)),
    ),
    Case(
        platform="x",
        make=lambda: source("web-archive"),
        ref=REF,
        answers={in_index: INDEX, CDX: (200, {}, "[]"), COPY: (200, ARCHIVED, old_page())},
        main=COPY,
        other=(200, ARCHIVED, old_page(id=QUOTED)),
    ),
)
