"""The sources of Reddit under every answer: see tests/archive/matrix.py."""

import json

from archive.platforms.base import Source
from archive.platforms.reddit import OAuth, Reddit
from archive.platforms.reddit.token import GivenToken
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.matrix import Case
from tests.archive.reddit_posts import POST, archived, envelope, page, post

__all__ = ["CASES"]

_JSON = "https://www.reddit.com/comments/abc123.json"
_OAUTH = "https://oauth.reddit.com/comments/abc123"
_OEMBED = "https://www.reddit.com/oembed"
_CDX = "https://web.archive.org/cdx/search/cdx?"
_COPY = f"https://web.archive.org/web/20250401120000id_/{POST.url}"
_ARCHIVED = {"Content-Type": "text/html", "Memento-Datetime": "Tue, 01 Apr 2025 12:00:00 GMT"}
_OTHER = post(id="zzz", name="t3_zzz", permalink="/r/riverside/comments/zzz/x/")


def _source(name: str) -> Source:
    sources = Reddit({}, lambda _: None, WebArchivesSettings()).chosen.sources
    return next(one for one in sources if one.name == name)


def _in_index(url: str) -> bool:
    return url.startswith(_CDX) and "www.reddit.com" in url and ".json" not in url


_INDEX: FakeAnswer = (
    200,
    {"Content-Type": "application/json"},
    json.dumps(
        [
            ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
            ["-", "20250401120000", POST.url, "text/html", "200", "ABC", "-"],
        ]
    ),
)

CASES: tuple[Case, ...] = (
    Case(
        platform="reddit",
        make=lambda: _source("json"),
        ref=POST,
        answers={_JSON: (200, {}, page(post()))},
        main=_JSON,
        other=(200, {}, page(_OTHER)),
    ),
    Case(
        platform="reddit",
        make=lambda: OAuth(GivenToken("token")),
        ref=POST,
        answers={_OAUTH: (200, {}, page(post()))},
        main=_OAUTH,
        other=(200, {}, page(_OTHER)),
    ),
    Case(
        platform="reddit",
        make=lambda: _source("oembed"),
        ref=POST,
        answers={_OEMBED: (200, {}, envelope())},
        main=_OEMBED,
        other=(
            200,
            {},
            envelope(html='<a href="https://www.reddit.com/r/riverside/comments/zzz/x/">x</a>'),
        ),
    ),
    Case(
        platform="reddit",
        make=lambda: _source("web-archive"),
        ref=POST,
        answers={
            _in_index: _INDEX,
            _CDX: (200, {}, "[]"),
            _COPY: (200, _ARCHIVED, archived()),
        },
        main=_COPY,
        other=(200, _ARCHIVED, archived("https://www.reddit.com/r/riverside/comments/zzz/x/")),
    ),
)
