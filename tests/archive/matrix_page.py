"""The sources of any page, for the matrix of answers."""

from archive.platforms.base import Source
from archive.platforms.page import Discovery, Facts, Page
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from tests.archive.matrix import Case
from tests.archive.pages import LINKED, OEMBED, article, envelope, ld, page
from tests.archive.test_page_urls import STATEMENT

REF = PostRef(platform="page", native_id=STATEMENT, url=STATEMENT)
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_ELSEWHERE = "https://elsewhere.example/post"
_COPY = "https://web.archive.org/web/20260402000000id_/"
_MEMENTO = {**_HTML, "Memento-Datetime": "Thu, 02 Apr 2026 00:00:00 GMT"}


def _archived() -> Source:
    """The source that asks web archives."""
    return Page({}, lambda _: None, WebArchivesSettings()).chosen.sources[-1]


CASES = (
    Case(
        platform="page",
        make=Facts,
        ref=REF,
        answers={
            STATEMENT: (200, _HTML, page(ld(article()))),
            _ELSEWHERE: (200, _HTML, page(ld(article()))),
        },
        main=STATEMENT,
        # A page says of itself what it likes: another post is what stands at another site.
        other=(301, {"Location": _ELSEWHERE}, ""),
    ),
    Case(
        platform="page",
        make=Discovery,
        ref=REF,
        answers={STATEMENT: (200, _HTML, page(LINKED)), OEMBED: (200, {}, envelope())},
        main=OEMBED,
        other=(200, {}, envelope(url=f"{STATEMENT}-2")),
    ),
    Case(
        platform="page",
        make=_archived,
        ref=REF,
        answers={
            "https://web.archive.org/cdx/": (
                200,
                {},
                [["timestamp", "original"], ["20260402000000", STATEMENT]],
            ),
            f"{_COPY}{_ELSEWHERE}": (200, _MEMENTO, page(ld(article()))),
            _COPY: (200, _MEMENTO, page(ld(article()))),
        },
        main=_COPY,
        other=(302, {"Location": f"{_COPY}{_ELSEWHERE}"}, ""),
    ),
)
