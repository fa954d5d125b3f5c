"""The plan of derivatives, and that it is what the media job makes."""

import io

import pytest
from PIL import Image

from archive.media import derive
from archive.variants import planned_jpeg, planned_widths

WIDTHS = (320, 640, 960, 1280)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((2000, 1000), (320, 640, 960, 1280)),
        ((1000, 700), (320, 640, 960, 1000)),
        ((320, 320), (320,)),
        ((1, 1), (1,)),
    ],
)
def test_nothing_is_upscaled(size: tuple[int, int], expected: tuple[int, ...]) -> None:
    assert planned_widths(*size, WIDTHS) == expected


@pytest.mark.parametrize("size", [(700, 400), (50, 80), (1400, 200)])
def test_the_plan_is_what_the_job_makes(size: tuple[int, int]) -> None:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    made = [d.variant for d in derive(out.getvalue(), WIDTHS, max_pixels=10_000_000)]
    for kind in ("avif", "webp"):
        assert tuple(v.width for v in made if v.format == kind) == planned_widths(*size, WIDTHS)
    assert [v.width for v in made if v.format == "jpg"] == [planned_jpeg(*size)]


def test_a_very_tall_picture_is_planned_within_the_height_of_a_webp() -> None:
    assert planned_widths(1000, 40_000, WIDTHS) == (320, 409)
    assert planned_jpeg(1000, 40_000) == 409
