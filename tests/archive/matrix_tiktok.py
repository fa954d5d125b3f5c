"""TikTok's sources, for the matrix of answers."""

from archive.platforms.tiktok import Envelope, Page
from archive.records import PostRef
from tests.archive.matrix import Case
from tests.archive.test_tiktok_urls import CLIP, MAYOR
from tests.archive.tiktok_pages import envelope, page

REF = PostRef(platform="tiktok", native_id=CLIP, url=MAYOR)
_OTHER = "7606000000000000002"
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_OEMBED = "https://www.tiktok.com/oembed"

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
)
