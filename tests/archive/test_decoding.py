"""Content codings and charsets, within limits."""

import gzip
import time
import tracemalloc
import zlib

import pytest

from archive.fetch.decoding import BadCoding, OverLimit, decode_content, decode_text

TEXT = b"The post, word for word. " * 20


def gzipped(data: bytes) -> bytes:
    """The same bytes at any time: a test is named by them."""
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzipped(TEXT)),
        ("X-GZip", gzipped(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("deflate, gzip", gzipped(zlib.compress(TEXT))),
        ("gzip", gzipped(TEXT[:100]) + gzipped(TEXT[100:])),
        ("gzip", gzipped(TEXT) + b"\0" * 512),
        ("gzip", gzipped(TEXT) + b"<!-- appended by a filter -->"),
    ],
)
def test_a_coding_is_undone(coding: str, body: bytes) -> None:
    assert decode_content(body, coding, len(TEXT)) == TEXT


def test_a_body_of_very_many_members_takes_time_by_its_size_alone() -> None:
    empty = gzipped(b"")

    def seconds(members: int) -> float:
        body = empty * members + gzipped(TEXT)
        started = time.process_time()
        assert decode_content(body, "gzip", len(TEXT)) == TEXT
        return time.process_time() - started

    # Where each member is cut off the whole, eight times as many take sixty times as long.
    assert seconds(80_000) < 25 * seconds(10_000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip"])
def test_nothing_is_nothing_in_any_coding(coding: str) -> None:
    assert decode_content(b"", coding, 10) == b""


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "*"])
def test_a_coding_that_was_not_offered_is_named(coding: str) -> None:
    body = gzipped(TEXT)
    with pytest.raises(BadCoding, match="was not offered"):
        decode_content(body, coding, 10_000)


def test_more_than_three_codings_are_refused() -> None:
    with pytest.raises(BadCoding, match="4 content codings"):
        decode_content(TEXT, "gzip, gzip, gzip, gzip", 10_000)


@pytest.mark.parametrize(
    ("coding", "body", "why"),
    [
        ("gzip", gzipped(TEXT)[:-12], "cut off"),
        ("gzip", gzipped(TEXT)[:-1], "cut off"),
        ("gzip", gzipped(TEXT)[:5], "cut off"),
        ("gzip", gzipped(TEXT) + gzipped(TEXT)[:20], "cut off"),
        ("deflate", zlib.compress(TEXT)[:-6], "cut off"),
        ("gzip", TEXT, "not in the content coding"),
        ("gzip", gzipped(TEXT)[:-8] + bytes(8), "not in the content coding"),
    ],
)
def test_a_damaged_body_is_an_error(coding: str, body: bytes, why: str) -> None:
    with pytest.raises(BadCoding, match=why):
        decode_content(body, coding, 10_000)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("", TEXT),
        ("gzip", gzipped(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", gzipped(TEXT[:300]) + gzipped(TEXT[300:])),
        ("gzip, gzip", gzipped(gzipped(TEXT))),
    ],
)
def test_one_byte_over_the_limit_is_too_much(coding: str, body: bytes) -> None:
    with pytest.raises(OverLimit):
        decode_content(body, coding, len(TEXT) - 1)


def test_a_bomb_stops_at_the_limit_without_taking_its_memory() -> None:
    packer = zlib.compressobj(9, wbits=31)
    body = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    assert len(body) < 100_000
    tracemalloc.start()
    try:
        with pytest.raises(OverLimit):
            decode_content(body, "gzip", 1 << 20)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


def test_a_bomb_of_bombs_stops_at_its_first_layer() -> None:
    inner = gzipped(bytes(1 << 24))
    body = gzipped(inner * 200)
    with pytest.raises(OverLimit):
        decode_content(body, "gzip, gzip", 1 << 20)


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("ñandú".encode(), "", "ñandú"),
        ("ñandú".encode(), "text/html; charset=utf-8", "ñandú"),
        ("ñandú".encode("latin-1"), "text/html; charset=ISO-8859-1", "ñandú"),
        ("“ñ”".encode("cp1252"), 'text/html; charset="windows-1252"', "“ñ”"),
        ("日本".encode("shift_jis"), "text/html; charset=Shift_JIS", "日本"),
        ("\ufeffñ".encode(), "text/html; charset=latin-1", "ñ"),
        (b"a\xffb", "text/plain", "a\ufffdb"),
        ("ñ".encode(), "text/html; charset=klingon", "ñ"),
        ("ñ".encode(), "text/html; charset=punycode", "ñ"),
        ("ñ".encode(), "text/html; charset=hex", "ñ"),
        ("ñ".encode(), "text/html; charset=undefined", "ñ"),
        ("ñ".encode(), "text/html; charset=utf\x00-8", "ñ"),
        ("ñ".encode(), "\udc80;;=charset", "ñ"),
    ],
)
def test_text_is_read_by_its_charset(body: bytes, content_type: str, text: str) -> None:
    assert decode_text(body, content_type) == text
