"""X's sources that everybody shares a form of, for the matrix; tweet-result and the API have tables
of their own in ``test_x.py``.
"""

import json

from archive.platforms.base import Source
from archive.platforms.x import X
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.matrix import Case
from tests.archive.x_payloads import FIRST, QUOTED, embed, old_page

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

CASES = (
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
