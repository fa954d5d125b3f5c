"""TikTok's sources, for the matrix of answers."""

from archive.platforms.base import Source
from archive.platforms.tiktok import Envelope, Page, TikTok
from archive.records import PostRef
from archive.settings import WebArchivesSettings
from tests.archive.matrix import Case
from tests.archive.test_tiktok_urls import CLIP, MAYOR
from tests.archive.tiktok_pages import envelope, page

REF = PostRef(platform="tiktok", native_id=CLIP, url=MAYOR)
_OTHER = "7606000000000000002"
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_OEMBED = "https://www.tiktok.com/oembed"
_COPY = "https://web.archive.org/web/20260402000000id_/"
_MEMENTO = {**_HTML, "Memento-Datetime": "Thu, 02 Apr 2026 00:00:00 GMT"}


def _archived() -> Source:
    """The source that asks web archives."""
    return TikTok({}, lambda _: None, WebArchivesSettings()).chosen.sources[-1]


CASES = (
    Case(
        platform="tiktok",
        make=Envelope,
        ref=REF,
        answers={_OEMBED: (200, {}, envelope())},
        main=_OEMBED,
        other=(200, {}, envelope(_OTHER)),
    ),
    Case(
        platform="tiktok",
        make=Page,
        ref=REF,
        answers={MAYOR: (200, _HTML, page())},
        main=MAYOR,
        other=(200, _HTML, page(_OTHER)),
    ),
    Case(
        platform="tiktok",
        make=_archived,
        ref=REF,
        answers={
            "https://web.archive.org/cdx/": (
                200,
                {},
                [["timestamp", "original"], ["20260402000000", MAYOR]],
            ),
            _COPY: (200, _MEMENTO, page()),
        },
        main=_COPY,
        other=(200, _MEMENTO, page(_OTHER)),
    ),
)
