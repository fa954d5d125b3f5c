"""Which derivatives a picture has or will have. Pure: the media job and a view agree by it."""

from collections.abc import Iterable

__all__ = ["JPEG_WIDTH", "MAX_SIDE", "planned_jpeg", "planned_widths"]

JPEG_WIDTH = 1280
"""Greatest width of the one JPEG: it is there for feeds, mail and very old browsers."""

MAX_SIDE = 16_383
"""Greatest width and height of a derivative: more does not go into a WebP."""


def planned_widths(width: int, height: int, widths: Iterable[int]) -> tuple[int, ...]:
    """The widths of the AVIF and WebP derivatives of an original of ``width`` × ``height``.

    Ascending, never upscaled: a width that the original does not reach becomes its own.

    >>> planned_widths(1000, 700, (320, 640, 960, 1280))
    (320, 640, 960, 1000)
    >>> planned_widths(200, 200, (320, 640, 960, 1280))
    (200,)
    """
    greatest = _greatest(width, height)
    return tuple(sorted({min(wanted, greatest) for wanted in widths}))


def planned_jpeg(width: int, height: int) -> int:
    """The width of the one JPEG of an original of ``width`` × ``height``."""
    return min(_greatest(width, height), JPEG_WIDTH)


def _greatest(width: int, height: int) -> int:
    return min(width, MAX_SIDE, max(1, width * MAX_SIDE // height))
