"""The sources of any page, for the matrix of answers."""

from archive.platforms.page import Discovery, Facts
from archive.records import PostRef
from tests.archive.matrix import Case
from tests.archive.pages import LINKED, OEMBED, article, envelope, ld, page
from tests.archive.test_page_urls import STATEMENT

REF = PostRef(platform="page", native_id=STATEMENT, url=STATEMENT)
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_ELSEWHERE = "https://elsewhere.example/post"

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
)
