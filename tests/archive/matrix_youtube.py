"""YouTube's sources, for the matrix of answers."""

from archive.platforms.base import Source
from archive.platforms.youtube import DataApi, Envelope, Page, YouTube
from archive.platforms.youtube.urls import ref_of
from archive.settings import WebArchivesSettings
from tests.archive.matrix import Case
from tests.archive.test_youtube_urls import VIDEO
from tests.archive.youtube_pages import envelope, listed, page, player, resource

REF = ref_of(VIDEO)
_OTHER = "another-One"
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_OEMBED = "https://www.youtube.com/oembed"
_API = "https://www.googleapis.com/youtube/v3/videos"
_COPY = "https://web.archive.org/web/20260402000000id_/"
_MEMENTO = {**_HTML, "Memento-Datetime": "Thu, 02 Apr 2026 00:00:00 GMT"}


def _archived() -> Source:
    """The source that asks web archives."""
    return YouTube({}, lambda _: None, WebArchivesSettings()).chosen.sources[-1]


CASES = (
    Case(
        platform="youtube",
        make=Envelope,
        ref=REF,
        answers={_OEMBED: (200, {}, envelope())},
        main=_OEMBED,
        other=(200, {}, envelope(_OTHER)),
    ),
    Case(
        platform="youtube",
        make=Page,
        ref=REF,
        answers={REF.url: (200, _HTML, page(player()))},
        main=REF.url,
        other=(200, _HTML, page(player(_OTHER))),
    ),
    Case(
        platform="youtube",
        make=lambda: DataApi("key"),
        ref=REF,
        answers={_API: (200, {}, listed(resource()))},
        main=_API,
        other=(200, {}, listed(resource(_OTHER))),
    ),
    Case(
        platform="youtube",
        make=_archived,
        ref=REF,
        answers={
            "https://web.archive.org/cdx/": (
                200,
                {},
                [["timestamp", "original"], ["20260402000000", REF.url]],
            ),
            _COPY: (200, _MEMENTO, page(player())),
        },
        main=_COPY,
        other=(200, _MEMENTO, page(player(_OTHER))),
    ),
)
