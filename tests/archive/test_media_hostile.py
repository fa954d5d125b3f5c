"""Whatever comes: arbitrary bytes and damaged pictures give a row or a MediaError."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from archive.errors import MediaError
from archive.media import derive, inspect
from archive.records import MediaRow
from tests.archive.pictures import (
    animation,
    claiming_png,
    cmyk_profile,
    deep_png,
    drawing,
    encoded,
    swapped_profile,
)

SAMPLES = [
    encoded(drawing(5, 48, 32), "JPEG"),
    encoded(drawing(5, 48, 32), "JPEG", progressive=True, icc_profile=swapped_profile()),
    encoded(Image.new("CMYK", (16, 16), (9, 99, 199, 0)), "JPEG", icc_profile=cmyk_profile()),
    encoded(drawing(5, 48, 32), "PNG"),
    encoded(drawing(5, 48, 32).quantize(8), "PNG", transparency=1),
    deep_png([(0x8000,)] * 9),
    animation("GIF"),
    animation("PNG"),
    animation("WEBP"),
    encoded(drawing(5, 48, 32), "WEBP"),
    encoded(drawing(5, 48, 32), "AVIF", speed=10),
    claiming_png(70_000, 70_000),
]
MAGIC = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8 ", b"BM", b""]
MAGIC += [b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", b"<svg"]


def outcome(data: bytes) -> MediaRow | str:
    """What came of it; any error but a MediaError fails the test."""
    try:
        row = inspect(data, max_pixels=10_000)
    except MediaError as error:
        return error.what
    if row.mime.startswith("image/"):
        assert row.width
        assert row.height
        assert row.width * row.height <= 10_000
        assert derive(data, (16,), max_pixels=10_000)
    return row


# Pillow's warnings about damaged files are warnings in production, too.
@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MAGIC), st.binary(max_size=300))
@example(b"", b"")
def test_arbitrary_bytes_give_a_row_or_a_media_error(magic: bytes, rest: bytes) -> None:
    assert outcome(magic + rest)


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_damaged_pictures_give_a_row_or_a_media_error(
    sample: bytes, bytes_changed: list[tuple[float, int]], start: float, end: float
) -> None:
    damaged = bytearray(sample)
    for place, value in bytes_changed:
        damaged[int(place * len(damaged))] = value
    if end < start:  # half of the time a piece is cut out
        del damaged[int(end * len(damaged)) : int(start * len(damaged))]
    assert outcome(bytes(damaged))
