"""How large the picture of an MP4 is. Pure."""

import struct
from collections.abc import Iterator

__all__ = ["size_of"]

_MAX_BOXES = 10_000


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of the first track that has a picture; ``None``: there is none.

    They stand in the track's header (``moov/trak/tkhd``, ISO/IEC 14496-12, 8.3.2).
    """
    boxes = iter(range(_MAX_BOXES))
    for moov, start, end in _boxes(data, 0, len(data), boxes):
        if moov != b"moov":
            continue
        for trak, inner, until in _boxes(data, start, end, boxes):
            if trak != b"trak":
                continue
            for tkhd, begin, last in _boxes(data, inner, until, boxes):
                if tkhd == b"tkhd" and last - begin >= 84:
                    width, height = struct.unpack(">II", data[last - 8 : last])
                    if width >> 16 and height >> 16:
                        return width >> 16, height >> 16
    return None


def _boxes(
    data: bytes, start: int, end: int, left: Iterator[int]
) -> Iterator[tuple[bytes, int, int]]:
    """Name, and begin and end of the content, of each box between two places."""
    while start + 8 <= end and next(left, None) is not None:
        size, head = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        until = end if size == 0 else start + size
        if until > end or until - start < head:
            return
        yield data[start + 4 : start + 8], start + head, until
        start = until
