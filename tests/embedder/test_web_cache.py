"""Finished pages: validators, codings, and the cache that keeps them until data changes."""

import gzip

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from embedder.web.cache import Finished, Page, PageCache, accepts_gzip, etag_of, names

TEXT = Page(body=b"word " * 400, content_type="text/html; charset=utf-8")


def finished(page: Page = TEXT) -> Finished:
    return Finished(page, (("Cache-Control", "public"),))


def ask(page: Finished, **headers: str) -> tuple[int, bytes, CIMultiDict[str]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = page.response(make_mocked_request("GET", "/e/x/", headers=named))
    body = answer.body if isinstance(answer.body, bytes) else b""
    return answer.status, body, answer.headers


def test_the_two_codings_are_one_page_under_two_strong_etags() -> None:
    page = finished()
    _, plain, headers = ask(page)
    _, zipped, zipped_headers = ask(page, Accept_Encoding="br, gzip")
    assert gzip.decompress(zipped) == plain == TEXT.body
    assert headers["ETag"] == etag_of(TEXT.body)
    assert zipped_headers["ETag"] != headers["ETag"]
    assert zipped_headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in headers
    assert headers["Vary"] == zipped_headers["Vary"] == "Accept-Encoding"


def test_the_same_page_gives_the_same_compressed_bytes() -> None:
    assert ask(finished(), Accept_Encoding="gzip") == ask(finished(), Accept_Encoding="gzip")


def test_a_short_page_and_a_picture_are_not_compressed() -> None:
    for page in (
        Page(body=b"short", content_type="text/html"),
        Page(body=b"x" * 9000, content_type="image/avif"),
    ):
        assert ask(finished(page), Accept_Encoding="gzip")[1] == page.body


def test_either_etag_gives_304_with_the_headers_that_a_cache_needs() -> None:
    page = finished()
    for etag in page.etags:
        status, body, headers = ask(page, If_None_Match=etag)
        assert (status, body) == (304, b"")
        assert headers["Cache-Control"] == "public"
        assert headers["ETag"] == page.etags[0]
        assert "Content-Type" not in headers
    assert ask(page, If_None_Match='"another"')[0] == 200


def test_an_error_is_never_not_modified() -> None:
    page = finished(Page(body=b"gone", content_type="text/plain", status=451))
    assert ask(page, If_None_Match="*")[0] == 451


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("gzip; q=nonsense", False),
        ("identity", False),
        ("", False),
    ],
)
def test_what_takes_gzip(sent: str, taken: bool) -> None:
    assert accepts_gzip(sent) is taken


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b"', False),
        ("", False),
    ],
)
def test_if_none_match_compares_weakly(wanted: str, named: bool) -> None:
    assert names(wanted, ('"a"',)) is named


def test_a_page_made_from_old_data_does_not_get_in() -> None:
    cache = PageCache()
    before = cache.generation
    cache.clear()
    cache.put("/e/x/", finished(), before)
    assert cache.get("/e/x/") is None
    cache.put("/e/x/", finished(), cache.generation)
    assert cache.get("/e/x/") is not None


def test_the_cache_stays_within_its_bytes_and_drops_the_oldest() -> None:
    one = finished()
    cache = PageCache(max_bytes=one.size * 10)
    for number in range(25):
        cache.put(f"/{number}", finished(), 0)
    assert len(cache) == 10
    assert cache.bytes == one.size * 10
    assert cache.get("/24") is not None
    assert cache.get("/14") is None
    cache.clear()
    assert (len(cache), cache.bytes) == (0, 0)


def test_putting_a_page_again_counts_it_once() -> None:
    cache = PageCache()
    for _ in range(3):
        cache.put("/e/x/", finished(), 0)
    assert cache.bytes == finished().size


def test_an_absurd_address_is_not_kept() -> None:
    cache = PageCache()
    cache.put("/e/x/?" + "y" * 600, finished(), 0)
    assert len(cache) == 0


def test_pages_aside_push_out_each_other_only_and_are_forgotten_with_the_rest() -> None:
    one = finished()
    cache = PageCache(max_bytes=one.size * 10, aside=one.size * 10)
    assert cache.aside is not None
    cache.put("/e/x/", finished(), 0)
    for number in range(25):
        cache.aside.put(f"/search?q={number}", finished(), 0)
    assert cache.get("/e/x/") is not None
    assert len(cache.aside) == 10
    before = cache.aside.generation
    cache.clear()
    cache.aside.put("/search?q=1", finished(), before)  # made of what was there before
    assert len(cache.aside) == 0
