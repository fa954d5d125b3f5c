"""The sources of Telegram under every answer: see tests/archive/matrix.py."""

import json

from archive.platforms.base import Source
from archive.platforms.telegram import Telegram
from archive.settings import WebArchivesSettings
from archive.testing import FakeAnswer
from tests.archive.matrix import Case
from tests.archive.telegram_pages import HTML, PAGE, REF, WIDGET, message, page

__all__ = ["CASES"]

_CDX = "https://web.archive.org/cdx/search/cdx?"
_COPY = f"https://web.archive.org/web/20250401120000id_/{WIDGET}"
_ARCHIVED = {**HTML, "Memento-Datetime": "Tue, 01 Apr 2025 12:00:00 GMT"}
_OTHER = page(message(number="77"))


def _source(name: str) -> Source:
    sources = Telegram({}, lambda _: None, WebArchivesSettings()).chosen.sources
    return next(one for one in sources if one.name == name)


def _in_index(url: str) -> bool:
    return url.startswith(_CDX) and "embed%3D1&" in url


_INDEX: FakeAnswer = (
    200,
    {"Content-Type": "application/json"},
    json.dumps(
        [
            ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
            ["-", "20250401120000", WIDGET, "text/html", "200", "ABC", "-"],
        ]
    ),
)

CASES: tuple[Case, ...] = (
    Case(
        platform="telegram",
        make=lambda: _source("widget"),
        ref=REF,
        answers={WIDGET: (200, HTML, page(message()))},
        main=WIDGET,
        other=(200, HTML, _OTHER),
    ),
    Case(
        platform="telegram",
        make=lambda: _source("channel-page"),
        ref=REF,
        answers={f"{PAGE}/361": (200, HTML, page(message("Before", "360"), message()))},
        main=f"{PAGE}/361",
        other=(200, HTML, _OTHER),
        # A channel's page has the posts around the one that its address names.
        expects={"another post": ("refused", "not shown")},
    ),
    Case(
        platform="telegram",
        make=lambda: _source("web-archive"),
        ref=REF,
        answers={
            _in_index: _INDEX,
            _CDX: (200, {}, "[]"),
            _COPY: (200, _ARCHIVED, page(message())),
        },
        main=_COPY,
        other=(200, _ARCHIVED, _OTHER),
    ),
)
