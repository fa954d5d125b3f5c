"""Small pictures for tests, made here: formats, profiles, and files that lie."""

import io
import struct
import zlib
from itertools import product
from typing import Any

from PIL import Image, ImageCms, ImageDraw

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def quarters(width: int = 64, height: int = 32) -> Image.Image:
    """Four coloured quarters: red, green above blue, white. No turn of it looks like another."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=WHITE)
    return image


def corners(image: Image.Image) -> list[tuple[int, ...]]:
    """Pixels near the corners: top left, top right, bottom left, bottom right."""
    rgb = image.convert("RGB")
    right, bottom = image.width - 1 - image.width // 8, image.height - 1 - image.height // 8
    places = [(x, y) for y in (image.height // 8, bottom) for x in (image.width // 8, right)]
    return [pixel(rgb, *place) for place in places]


def pixel(image: Image.Image, x: int | None = None, y: int | None = None) -> tuple[int, ...]:
    """One pixel, by default the middle one, as a tuple of channels."""
    at = (image.width // 2 if x is None else x, image.height // 2 if y is None else y)
    value = image.getpixel(at)
    assert isinstance(value, tuple)
    return value


def near(a: tuple[int, ...], b: tuple[int, ...], within: int = 8) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= within for x, y in zip(a, b, strict=True))


def drawing(seed: int, width: int = 320, height: int = 200) -> Image.Image:
    """A picture of soft shapes and detail, another one for each seed."""
    image = Image.new("RGB", (width, height), (235, 235, 225))
    draw = ImageDraw.Draw(image)
    state = seed * 7919 + 1
    for _ in range(14):
        numbers = []
        for _ in range(7):
            state = (state * 1103515245 + 12345) % 2**31
            numbers.append(state >> 8)
        x, y = numbers[0] % width, numbers[1] % height
        size = (x + 10 + numbers[2] % (width // 3), y + 10 + numbers[3] % (height // 3))
        draw.ellipse((x, y, *size), fill=(numbers[4] % 256, numbers[5] % 256, numbers[6] % 256))
    return image


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and blue exchanged: nobody can overlook it."""
    return _with_tags(
        srgb_profile(), lambda tag: {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(tag, tag)
    )


def display_p3_profile() -> bytes:
    """sRGB's curve with the primaries of Display P3, adapted to D50 (as Apple publishes them)."""
    profile = bytearray(srgb_profile())
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for index in range(int.from_bytes(profile[128:132], "big")):
        tag, at, _ = struct.unpack_from(">4sII", profile, 132 + 12 * index)
        if tag in primaries:
            struct.pack_into(">3i", profile, at + 8, *(round(v * 65536) for v in primaries[tag]))
    return bytes(profile)


def _with_tags(profile: bytes, rename: Any) -> bytes:
    changed = bytearray(profile)
    for index in range(int.from_bytes(profile[128:132], "big")):
        at = 132 + 12 * index
        changed[at : at + 4] = rename(bytes(profile[at : at + 4]))
    return bytes(changed)


def cmyk_profile() -> bytes:
    """A CMYK profile (ICC.1:2001-04, lut8) of a press whose cyan ink is a middle grey."""
    table = b""
    for cyan, magenta, yellow, black in product((0, 1), repeat=4):
        lightness = 255 - 128 * cyan - 40 * magenta - 20 * yellow - 255 * black
        table += bytes((max(0, lightness), 128, 128))
    identity = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    ramp = bytes(range(256))
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + identity + ramp * 4 + table + ramp * 3
    lut += b"\0" * (-len(lut) % 4)
    tags = struct.pack(">I4sII", 1, b"A2B0", 144, len(lut))
    header = struct.pack(
        ">I4sI4s4s4s12s4s", 144 + len(lut), b"", 0x02400000, b"prtr", b"CMYK", b"Lab ", b"", b"acsp"
    )
    header += b"\0" * 28 + struct.pack(">3i", 0xF6D6, 0x10000, 0xD32D)
    return header.ljust(128, b"\0") + tags + lut


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def claiming_png(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", rows)
        + png_chunk(b"IEND", b"")
    )


def deep_png(values: list[tuple[int, ...]]) -> bytes:
    """A PNG of one row with 16 bits a channel: grey (1), with alpha (2), RGB (3) or RGBA (4)."""
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[len(values[0])]
    row = b"\0" + b"".join(struct.pack(f">{len(v)}H", *v) for v in values)
    header = struct.pack(">IIBBBBB", len(values), 1, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(row))
        + png_chunk(b"IEND", b"")
    )


def animation(kind: str, frames: int = 3, size: tuple[int, int] = (32, 24)) -> bytes:
    """An animation whose first frame is red; each further one has another colour."""
    images = [Image.new("RGB", size, RED)]
    images += [Image.new("RGB", size, (n * 37 % 256, 200, n * 91 % 256)) for n in range(1, frames)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], duration=100)
