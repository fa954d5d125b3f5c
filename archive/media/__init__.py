"""Images: check, hash, derive. Pure functions of bytes, and the threads to run them in.

An original is inspected before the snapshot that shows it is stored; derivatives are jobs
afterwards. What a video or a sound is made of is not looked at here: it is only recognised.
Decoding itself, with its limits, is in :mod:`archive.media.picture`.
"""

import asyncio
import functools
import hashlib
import io
import itertools
import math
import operator
import sys
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
from PIL import Image

from archive.errors import MediaError
from archive.media.filetype import PICTURES, recognise
from archive.media.picture import decode, flatten
from archive.records import Format, MediaRow, Variant
from archive.settings import MediaSettings
from archive.variants import MAX_SIDE, planned_jpeg, planned_widths

__all__ = [
    "Decoder",
    "Derived",
    "derive",
    "inspect",
    "recognise",
    "same_picture",
]

SMALL = 256 * 1024
"""Bytes up to which an original is remembered once it was inspected."""
REMEMBERED = 500
"""Originals, the oldest forgotten first: a few hundred bytes each."""

# AVIF of speed 8, by benchmarks/pictures.py: 45 % of the bytes of JPEG 85, and a page of text is
# nearer to its original (38.8 dB) than speed 9 brings it (34.3 dB, 60 %). It costs: 1280 × 853
# of photo 0.8 s of CPU for 107 KB, speed 9 0.14 s for 111 KB. One thread each, since the
# Decoder has threads of its own, and so that the machine has no say in the bytes.
_ENCODERS: dict[Format, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 80, "method": 4}),
    "jpg": ("JPEG", {"quality": 82, "progressive": True, "optimize": True}),
}


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """A derivative and its bytes."""

    variant: Variant
    data: bytes


def inspect(data: bytes, *, max_pixels: int) -> MediaRow:
    """What is to be kept of an original, recognised by its content.

    A picture is decoded once, so that a broken one is found out before a reader meets it;
    ``width`` and ``height`` are as displayed, after the rotation that its EXIF data asks
    for. A video or a sound has its type and hash only.

    Raises:
        MediaError: neither picture, video nor sound, or truncated, damaged, or of more
            than ``max_pixels`` pixels (then nothing was decoded). Says which.
    """
    mime = recognise(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if mime not in PICTURES:
        return MediaRow(sha256=sha256, mime=mime, bytes=len(data))
    picture = decode(data, mime, max_pixels=max_pixels)
    small = _small(picture.image)
    return MediaRow(
        sha256=sha256,
        mime=mime,
        bytes=len(data),
        width=picture.image.width,
        height=picture.image.height,
        colour=_average(small),
        phash=_phash(small),
        animated=picture.animated,
    )


def derive(data: bytes, widths: Sequence[int], *, max_pixels: int) -> list[Derived]:
    """The derivatives of a picture: AVIF and WebP at each of ``widths`` (pixels), and one JPEG.

    Which there are, :mod:`archive.variants` says. The JPEG is on white where the picture is
    transparent. All are sRGB without any metadata, upright. Of an animation it
    is the first frame, standing still, since a GIF never plays by itself in an embed; the
    original keeps what moved. The same Pillow gives the same bytes.

    Raises:
        MediaError: as for :func:`inspect`, and for a video or a sound.
    """
    mime = recognise(data)
    if mime not in PICTURES:
        raise MediaError(f"It is {mime}: derivatives are made of pictures only.")
    image = decode(data, mime, max_pixels=max_pixels).image
    asked = planned_widths(image.width, image.height, widths)
    jpeg_width = planned_jpeg(image.width, image.height)
    scaled = {width: _scaled(image, width) for width in {*asked, jpeg_width}}
    derived: list[Derived] = []
    for width in asked:
        derived += [_encoded(scaled[width], "avif"), _encoded(scaled[width], "webp")]
    derived.append(_encoded(flatten(scaled[jpeg_width]), "jpg"))
    return derived


def _scaled(image: Image.Image, width: int) -> Image.Image:
    height = min(MAX_SIDE, max(1, round(image.height * width / image.width)))
    if (width, height) == image.size:
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: Image.Image, kind: Format) -> Derived:
    name, options = _ENCODERS[kind]
    out = io.BytesIO()
    image.save(out, name, **options)
    data = out.getvalue()
    return Derived(
        variant=Variant(width=image.width, height=image.height, format=kind, bytes=len(data)),
        data=data,
    )


# The perceptual hash. A discrete cosine transform (DCT-II) of the picture at 32 × 32, in
# YCbCr, of which the coarsest waves are kept. Colour belongs to it: a map of an election
# with its colours exchanged is another picture, and in grey it would be the same.
_SIDE = 32
_WAVES = 9

# What is taken of each plane: thresholds of its mean, number of waves, and the height of the
# noise. A plain area has waves of about zero, whose signs re-encoding would toss: a wave is
# compared with the noise's upper and lower edge by turns, never with zero.
_PLANES = (
    ((36, 73, 109, 146, 182, 219), 38, 0.1),
    ((74, 98, 118, 138, 158, 182), 4, 0.5),
    ((74, 98, 118, 138, 158, 182), 4, 0.5),
)

SAME_WITHIN = 5
"""Bits of 64 in which the hashes of one picture may differ.

Measured on 47 screenshots, drawings and pages of text: of 282 copies (JPEG at quality 30 and
75, WebP, AVIF, half as wide, 150 pixels wide) all but one differ from their picture by at
most 5 bits, and nine in ten by 0 or 1. Two pages of text under one letterhead differ by 6 and
more. Plain areas of like colours do not differ enough: a picture is more than one colour.
"""


def same_picture(a: str, b: str) -> bool:
    """Whether two perceptual hashes are of one picture, re-encoded or resized.

    Mirroring, cropping, other colours or a band across it make another picture. An edit that
    is small against the whole, as of one word on a page, does not show in 64 bits: the
    platform's own id of the medium goes before this wherever there is one.
    """
    return (int(a, 16) ^ int(b, 16)).bit_count() <= SAME_WITHIN


def _phash(small: Image.Image) -> str:
    """The 64 bits of :data:`_PLANES`, in hex, of a picture that is ``_SIDE`` square."""
    bits: list[bool] = []
    planes = small.convert("YCbCr").split()
    for plane, (means, count, noise) in zip(planes, _PLANES, strict=True):
        waves = _cosines(plane.tobytes(), _ZIGZAG[: count + 1])
        bits += [waves[0] > threshold for threshold in means]
        edges = itertools.cycle((-noise, noise))
        bits += [wave > edge for wave, edge in zip(waves[1:], edges, strict=False)]
    return f"{int(''.join('01'[bit] for bit in bits), 2):016x}"


# The waves from coarse to fine, as (across, down).
_ZIGZAG = sorted(
    ((u, v) for u in range(_WAVES) for v in range(_WAVES)), key=lambda wave: (sum(wave), wave)
)
_FINE = 2**24
_LANE = 2**40
"""Of a plane's column times :data:`_COSINES` no sum is as large, below zero or above."""
_COSINES = [
    [round(_FINE * math.cos(math.pi * k * (2 * x + 1) / (2 * _SIDE)) / _SIDE) for x in range(_SIDE)]
    for k in range(_WAVES)
]
_LANES = int.from_bytes(array("Q", [_LANE] * _SIDE).tobytes(), sys.byteorder)


def _cosines(plane: bytes, waves: Sequence[tuple[int, int]]) -> list[float]:
    """These waves of a plane, given as (across, down); (0, 0) is its mean, 0 to 255."""
    # A row is one large integer with 64 bits for each of its pixels: the sums of all columns
    # are made at once, a third of the time that lists of numbers take.
    rows = [
        int.from_bytes(array("Q", list(plane[at : at + _SIDE])).tobytes(), sys.byteorder)
        for at in range(0, _SIDE * _SIDE, _SIDE)
    ]
    down = {v: _columns(rows, _COSINES[v]) for v in {v for _, v in waves}}
    return [sum(map(operator.mul, down[v], _COSINES[u])) / _FINE**2 for u, v in waves]


def _columns(rows: Sequence[int], factors: Sequence[int]) -> list[int]:
    """The sum of each column, its pixels times the factors."""
    # Each lane begins in the middle of what it holds, so that none borrows from its neighbour.
    total = sum(map(operator.mul, rows, factors), _LANES)
    lanes = memoryview(total.to_bytes(8 * _SIDE, sys.byteorder)).cast("Q")
    return [lane - _LANE for lane in lanes]


def _small(image: Image.Image) -> Image.Image:
    """The whole picture at ``_SIDE`` square, on white."""
    # Of each small square a large picture has hundreds of pixels: 16 x 16 of them, evenly
    # spread, tell as much (measured as SAME_WITHIN was) for a third of the cost.
    width, height = (side // max(1, side // (16 * _SIDE)) for side in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.Resampling.NEAREST)
    # With the gap whole blocks of pixels are added up first: half the cost, at most a bit apart.
    return flatten(image.resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=4.0))


def _average(small: Image.Image) -> str:
    """The mean colour on white, as ``#rrggbb``."""
    red, green, blue = small.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


class Decoder:
    """Runs :func:`inspect` and :func:`derive` in ``[media] threads`` threads of their own.

    Pillow lets go of the interpreter while it decodes and encodes, so that the event loop
    stays free, and no more pictures are in memory at once than there are threads.
    """

    def __init__(self, settings: MediaSettings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(settings.threads, thread_name_prefix="decoder")
        self._inspected: OrderedDict[bytes, MediaRow] = OrderedDict()

    async def inspect(self, data: bytes) -> MediaRow:
        """As :func:`inspect`, under the limit of the settings.

        A small file that was met before is not decoded again: an author's picture comes with
        each of their posts.
        """
        if len(data) > SMALL:
            return await self._inspect(data)
        digest = hashlib.sha256(data).digest()
        row = self._inspected.get(digest)
        if row is None:
            row = self._inspected[digest] = await self._inspect(data)
            if len(self._inspected) > REMEMBERED:
                self._inspected.popitem(last=False)
        return row

    async def derive(self, data: bytes) -> list[Derived]:
        """As :func:`derive`, with the widths and the limit of the settings."""
        work = functools.partial(
            derive, data, self._settings.widths, max_pixels=self._settings.max_pixels
        )
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _inspect(self, data: bytes) -> MediaRow:
        work = functools.partial(inspect, data, max_pixels=self._settings.max_pixels)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Give up what is waiting, without waiting for what is being worked on."""
        self._threads.shutdown(wait=False, cancel_futures=True)
