"""YouTube's sources, for the matrix of answers."""

from archive.platforms.youtube import DataApi, Envelope, Page
from archive.platforms.youtube.urls import ref_of
from tests.archive.matrix import Case
from tests.archive.test_youtube_urls import VIDEO
from tests.archive.youtube_pages import envelope, listed, page, player, resource

REF = ref_of(VIDEO)
_OTHER = "another-One"
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_OEMBED = "https://www.youtube.com/oembed"
_API = "https://www.googleapis.com/youtube/v3/videos"

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
)
