"""The bytes of a picture's AVIF derivatives, against JPEG of quality 85 at the same sizes.

The derivatives are those that a capture's job makes. Each JPEG is made of the same original,
scaled in the same way, with the tables that suit it best. How near each comes to the scaled
original is told, too: bytes alone say nothing.
"""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean

import msgspec
from PIL import Image, ImageChops, ImageDraw, ImageStat

from archive.media import derive
from archive.settings import MediaSettings
from benchmarks.measuring import Line, same
from embedder import samples

__all__ = ["Made", "compare", "measure"]

BOUND = 0.6
QUALITY = 85
PHOTOGRAPHS = Path(__file__).parent / "photographs"


class Made(msgspec.Struct, frozen=True):
    """One size of one picture: its bytes in both formats, and how near each is (PSNR, dB)."""

    avif: int
    jpeg: int
    avif_near: float
    jpeg_near: float


async def measure() -> list[Line]:
    photographs = {path.name: path.read_bytes() for path in sorted(PHOTOGRAPHS.glob("*.jpg"))}
    same("the photographs", len(photographs), 4)
    drawn = {"drawing": samples.picture("town hall"), "page of text": page_of_text()}
    found = {name: compare(data) for name, data in (photographs | drawn).items()}
    return [
        _share(
            "AVIF derivatives: share of the bytes of JPEG of quality 85", found, found, bound=True
        ),
        _share("  photographs alone", found, photographs),
        *(_share(f"    {name}", found, [name]) for name in photographs),
        *(_share(f"  {name}", found, [name]) for name in drawn),
        *(
            Line(name=f"  nearness to the original, {what}, PSNR of luma, dB", measured=measured)
            for what, measured in (
                ("AVIF", _near(found, photographs, "avif_near")),
                ("JPEG", _near(found, photographs, "jpeg_near")),
            )
        ),
    ]


def compare(data: bytes) -> list[Made]:
    """Both formats of a picture, at each size that it has derivatives of."""
    settings = MediaSettings()
    original = Image.open(io.BytesIO(data)).convert("RGB")
    made: list[Made] = []
    for one in derive(data, settings.widths, max_pixels=settings.max_pixels):
        if one.variant.format != "avif":
            continue
        avif = Image.open(io.BytesIO(one.data)).convert("RGB")
        same("the width of a derivative", avif.width, one.variant.width)
        scaled = original
        if avif.size != original.size:
            scaled = original.resize(avif.size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        out = io.BytesIO()
        scaled.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        jpeg = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
        made.append(
            Made(len(one.data), len(out.getvalue()), _psnr(avif, scaled), _psnr(jpeg, scaled))
        )
    return made


def page_of_text() -> bytes:
    """A picture of a page, as officials post their statements."""
    page = Image.new("RGB", (1200, 1500), "white")
    draw = ImageDraw.Draw(page)
    draw.text((90, 80), "SAMPLE STATEMENT", fill="#102040", font_size=48)
    line = "The council met on Monday and kept the plan for the bridge; nobody said this."
    for number in range(26):
        draw.text((90, 200 + 46 * number), f"{number + 1}. {line}", fill="black", font_size=28)
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _psnr(a: Image.Image, b: Image.Image) -> float:
    difference = ImageChops.difference(a.convert("L"), b.convert("L"))
    squares = ImageStat.Stat(difference).rms[0] ** 2
    return 10 * math.log10(255**2 / squares) if squares else 99.0


Found = Mapping[str, Sequence[Made]]


def _of(found: Found, names: Mapping[str, object] | Sequence[str]) -> Iterator[Made]:
    for name in names:
        yield from found[name]


def _share(
    name: str, found: Found, names: Mapping[str, object] | Sequence[str], *, bound: bool = False
) -> Line:
    avif = sum(one.avif for one in _of(found, names))
    jpeg = sum(one.jpeg for one in _of(found, names))
    return Line(
        name=name,
        measured=f"{avif / jpeg:.2f} ({avif / 1000:.0f} of {jpeg / 1000:.0f} KB)",
        bound=f"at most {BOUND}" if bound else "",
        met=avif / jpeg <= BOUND if bound else None,
    )


def _near(found: Found, names: Mapping[str, object], side: str) -> str:
    return f"{fmean(getattr(one, side) for one in _of(found, names)):.1f}"
