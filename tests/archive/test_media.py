"""Inspecting, deriving, comparing, and the threads it is done in."""

import asyncio
import hashlib
import threading
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import cache

import pytest
from PIL import Image, ImageOps

from archive import media
from archive.errors import MediaError
from archive.media import Decoder, Derived, derive, inspect, same_picture
from archive.records import MediaRow
from archive.settings import MediaSettings
from archive.variants import MAX_SIDE
from tests.archive.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    animation,
    cmyk_profile,
    corners,
    deep_png,
    drawing,
    encoded,
    near,
    opened,
    pixel,
    quarters,
    swapped_profile,
)

WIDTHS = (320, 640, 960, 1280)
LIMIT = 1_000_000


def sizes(derived: list[Derived], kind: str) -> list[tuple[int, int]]:
    return [(d.variant.width, d.variant.height) for d in derived if d.variant.format == kind]


def of(derived: list[Derived], kind: str) -> list[Image.Image]:
    return [opened(d.data) for d in derived if d.variant.format == kind]


# Inspecting


def test_a_picture_is_measured_and_hashed() -> None:
    data = encoded(quarters(), "PNG")
    row = inspect(data, max_pixels=LIMIT)
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert (row.mime, row.bytes, row.animated) == ("image/png", len(data), False)
    assert (row.width, row.height) == (64, 32)
    assert row.phash is not None
    assert len(row.phash) == 16


def test_width_and_height_are_as_displayed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    row = inspect(encoded(quarters(), "JPEG", exif=exif), max_pixels=LIMIT)
    assert (row.width, row.height) == (32, 64)


def test_the_placeholder_is_the_mean_colour_on_white() -> None:
    half = Image.new("RGB", (64, 64), (200, 0, 0))
    half.paste((0, 0, 100), (0, 0, 32, 64))
    assert inspect(encoded(half, "PNG"), max_pixels=LIMIT).colour == "#640032"
    nothing = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert inspect(encoded(nothing, "PNG"), max_pixels=LIMIT).colour == "#ffffff"


def test_the_placeholder_is_in_srgb() -> None:
    data = encoded(Image.new("RGB", (8, 8), (255, 0, 0)), "PNG", icc_profile=swapped_profile())
    colour = inspect(data, max_pixels=LIMIT).colour
    assert colour is not None
    assert near(tuple(bytes.fromhex(colour[1:])), (0, 0, 255))


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_is_marked(kind: str) -> None:
    row = inspect(animation(kind), max_pixels=LIMIT)
    assert row.animated
    assert (row.width, row.height) == (32, 24)


def test_a_video_has_its_type_and_hash_only() -> None:
    data = b"\0\0\0\x18ftypisom\0\0\0\0isomavc1" + bytes(100)
    row = inspect(data, max_pixels=LIMIT)
    assert row == MediaRow(
        sha256=hashlib.sha256(data).hexdigest(), mime="video/mp4", bytes=len(data)
    )


def test_a_refusal_names_the_thing_and_what_is_next() -> None:
    with pytest.raises(MediaError) as caught:
        inspect(b"<!doctype html>", max_pixels=LIMIT)
    assert str(caught.value) == (
        "It is HTML, not a picture. The post is kept without it; capture it again later."
    )


# Deriving


def test_a_wide_picture_has_every_width_and_one_jpeg() -> None:
    derived = derive(encoded(drawing(1, 1500, 750), "JPEG"), WIDTHS, max_pixels=2_000_000)
    expected = [(320, 160), (640, 320), (960, 480), (1280, 640)]
    assert sizes(derived, "avif") == expected
    assert sizes(derived, "webp") == expected
    assert sizes(derived, "jpg") == [(1280, 640)]


def test_what_is_said_of_a_derivative_is_true_of_its_bytes() -> None:
    for made in derive(encoded(drawing(2, 700, 500), "PNG"), WIDTHS, max_pixels=LIMIT):
        image = opened(made.data)
        assert image.size == (made.variant.width, made.variant.height)
        assert {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}[image.format or ""] == (
            made.variant.format
        )
        assert made.variant.bytes == len(made.data)


@pytest.mark.parametrize(
    ("width", "expected"),
    [(40, [40]), (320, [320]), (500, [320, 500]), (1280, [320, 640, 960, 1280])],
)
def test_nothing_is_upscaled(width: int, expected: list[int]) -> None:
    data = encoded(Image.new("RGB", (width, 20), RED), "PNG")
    derived = derive(data, WIDTHS, max_pixels=LIMIT)
    assert [w for w, _ in sizes(derived, "avif")] == expected
    assert [w for w, _ in sizes(derived, "webp")] == expected
    assert [w for w, _ in sizes(derived, "jpg")] == [width]


@pytest.mark.parametrize("size", [(1, 1), (3, 20_000), (1, 40_000), (2000, 1)])
def test_every_shape_of_picture_has_one_of_each(size: tuple[int, int]) -> None:
    derived = derive(encoded(Image.new("RGB", size, RED), "PNG"), WIDTHS, max_pixels=LIMIT)
    for kind in ("avif", "webp", "jpg"):
        assert sizes(derived, kind)
        assert all(w <= size[0] and h <= MAX_SIDE for w, h in sizes(derived, kind))
    assert near(pixel(of(derived, "jpg")[0]), RED)


def test_derivatives_carry_no_metadata() -> None:
    exif = Image.Exif()
    exif[0x013B] = "secret artist"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    options = {
        "exif": exif,
        "xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret xmp</x:xmpmeta>",
        "icc_profile": swapped_profile(),
    }
    originals = [encoded(quarters(), kind, **options) for kind in ("JPEG", "PNG", "WEBP", "AVIF")]
    originals.append(encoded(quarters(), "JPEG", comment=b"secret comment", dpi=(123, 45)))
    originals.append(encoded(quarters(), "GIF", comment=b"secret comment"))
    for original in originals:
        assert b"secret" in original or b"ICCP" in original or b"iCCP" in original
        for made in derive(original, WIDTHS, max_pixels=LIMIT):
            for mark in (b"secret", b"Exif", b"EXIF", b"xmpmeta", b"XMP ", b"ICC", b"acsp"):
                assert mark not in made.data, (mark, made.variant)
            image = opened(made.data)
            known = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}  # of every JPEG
            known |= {"progressive", "progression", "loop", "background", "timestamp", "duration"}
            assert set(image.info) <= known
            if made.variant.format == "jpg":
                assert jpeg_markers(made.data) <= {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}
                assert image.info["jfif_density"] == (1, 1)


def jpeg_markers(data: bytes) -> set[int]:
    """The markers from the beginning of a JPEG to its first scan."""
    found, at = set(), 2
    while data[at + 1] != 0xDA:
        found.add(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


@pytest.mark.parametrize("kind", ["avif", "webp", "jpg"])
def test_derivatives_stand_upright_with_their_colours(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the first row is seen at the right
    derived = derive(encoded(quarters(), "JPEG", exif=exif), WIDTHS, max_pixels=LIMIT)
    (image,) = of(derived, kind)
    assert image.size == (32, 64)
    for seen, meant in zip(corners(image), [BLUE, RED, WHITE, GREEN], strict=True):
        assert near(seen, meant, 20)


@pytest.mark.parametrize("kind", ["avif", "webp", "jpg"])
@pytest.mark.parametrize(
    ("original", "meant"),
    [
        (encoded(Image.new("RGB", (16, 16), RED), "PNG", icc_profile=swapped_profile()), RED[::-1]),
        (encoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG"), (255, 0, 0)),
        (
            encoded(
                Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG", icc_profile=cmyk_profile()
            ),
            (119, 119, 119),
        ),
        (deep_png([(0x8000,)] * 16), (128, 128, 128)),
        (deep_png([(0xFFFF, 0x8000, 0)] * 16), (255, 128, 0)),
        (encoded(Image.new("1", (16, 16), 1), "PNG"), WHITE),
        (animation("GIF"), RED),
        (animation("WEBP"), RED),
    ],
    ids=["profile", "cmyk", "cmyk profile", "grey 16", "rgb 16", "1 bit", "gif", "moving webp"],
)
def test_every_kind_of_original_comes_out_right(
    kind: str, original: bytes, meant: tuple[int, int, int]
) -> None:
    image = of(derive(original, WIDTHS, max_pixels=LIMIT), kind)[0]
    assert near(pixel(image.convert("RGB")), meant, 14)


@pytest.mark.parametrize(
    "original",
    [
        encoded(Image.new("RGBA", (500, 50), (*BLUE, 128)), "PNG"),
        encoded(Image.new("RGBA", (500, 50), (*BLUE, 128)), "WEBP", lossless=True),
    ],
)
def test_transparency_is_kept_where_it_can_be_and_white_elsewhere(original: bytes) -> None:
    derived = derive(original, WIDTHS, max_pixels=LIMIT)
    for image in of(derived, "avif") + of(derived, "webp"):
        assert near(pixel(image), (*BLUE, 128), 12)
    on_white = (142, 157, 227)
    assert near(pixel(of(derived, "jpg")[0]), on_white)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "PNG"])
def test_derivatives_of_an_animation_stand_still(kind: str) -> None:
    for made in derive(animation(kind), WIDTHS, max_pixels=LIMIT):
        image = opened(made.data)
        assert getattr(image, "n_frames", 1) == 1
        assert near(pixel(image.convert("RGB")), RED, 14)


def test_the_same_original_gives_the_same_bytes() -> None:
    data = encoded(drawing(3, 400, 300), "JPEG")
    assert derive(data, WIDTHS, max_pixels=LIMIT) == derive(data, WIDTHS, max_pixels=LIMIT)


def test_widths_beyond_what_a_webp_holds_are_cut_down() -> None:
    data = encoded(Image.new("RGB", (17_000, 2), RED), "PNG")
    assert sizes(derive(data, (20_000,), max_pixels=LIMIT), "webp") == [(16_383, 2)]


def test_nothing_is_derived_of_a_video() -> None:
    with pytest.raises(MediaError, match="video/mp4"):
        derive(b"\0\0\0\x10ftypisom\0\0\0\0", WIDTHS, max_pixels=LIMIT)


# Comparing


@cache
def phash(data: bytes) -> str:
    found = inspect(data, max_pixels=LIMIT).phash
    assert found is not None
    return found


def like(image: Image.Image, other: Image.Image) -> bool:
    return same_picture(phash(encoded(image, "PNG")), phash(encoded(other, "PNG")))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("kind", "quality"), [("JPEG", 30), ("JPEG", 90), ("WEBP", 50), ("AVIF", 45)]
)
def test_a_re_encoded_picture_is_the_same(seed: int, kind: str, quality: int) -> None:
    image = drawing(seed)
    copy = encoded(image, kind, quality=quality)
    assert same_picture(phash(encoded(image, "PNG")), phash(copy))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("scale", [0.31, 0.5, 2.0])
def test_a_resized_picture_is_the_same(seed: int, scale: float) -> None:
    image = drawing(seed)
    resized = image.resize((round(image.width * scale), round(image.height * scale)))
    copy = encoded(resized, "JPEG", quality=70)
    assert same_picture(phash(encoded(image, "PNG")), phash(copy))


def test_our_own_derivatives_are_the_same_picture() -> None:
    data = encoded(drawing(7, 800, 500), "PNG")
    for made in derive(data, WIDTHS, max_pixels=LIMIT):
        assert same_picture(phash(data), phash(made.data))


def test_different_pictures_are_not_the_same() -> None:
    images = [drawing(seed) for seed in range(12)]
    for number, image in enumerate(images):
        for other in images[:number]:
            assert not like(image, other)


def test_a_mirrored_a_cropped_and_a_recoloured_picture_are_others() -> None:
    image = drawing(4)
    assert not like(image, ImageOps.mirror(image))
    assert not like(image, image.rotate(180))
    assert not like(image, image.crop((60, 0, 260, 200)))
    red, green, blue = image.split()
    assert not like(image, Image.merge("RGB", (blue, green, red)))


def test_plain_areas_of_other_colours_are_others() -> None:
    red, blue = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "blue")
    black, white = Image.new("RGB", (64, 64), "black"), Image.new("RGB", (64, 64), "white")
    assert not like(red, blue)
    assert not like(black, white)


def test_pictures_are_the_same_up_to_five_bits() -> None:
    assert same_picture("0000000000000000", "000000000000001f")
    assert not same_picture("0000000000000000", "000000000000003f")
    assert not same_picture("8000000000000000", "000000000000001f")


# Threads


async def test_the_decoder_works_in_threads_of_its_own_and_no_more_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: list[str] = []
    both = threading.Barrier(2)

    def slow(data: bytes, *, max_pixels: int) -> MediaRow:
        names.append(threading.current_thread().name)
        both.wait(timeout=5)  # fails unless two work at once
        return MediaRow(sha256="", mime="image/png", bytes=max_pixels)

    monkeypatch.setattr(media, "inspect", slow)
    decoder = Decoder(MediaSettings(threads=2, max_pixels=123))
    try:
        rows = await asyncio.gather(*(decoder.inspect(bytes([i])) for i in range(6)))
    finally:
        decoder.close()
    assert [row.bytes for row in rows] == [123] * 6
    assert len(names) == 6
    assert len(set(names)) == 2
    assert all(name.startswith("decoder") for name in names)


async def test_a_small_file_is_decoded_once_and_a_large_one_or_a_broken_one_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    met: list[int] = []

    def noting(data: bytes, *, max_pixels: int) -> MediaRow:
        met.append(len(data))
        return inspect(data, max_pixels=max_pixels)

    monkeypatch.setattr(media, "inspect", noting)
    monkeypatch.setattr(media, "REMEMBERED", 1)
    small, other = encoded(quarters(), "PNG"), encoded(quarters(66, 32), "PNG")
    large = small + bytes(media.SMALL)
    decoder = Decoder(MediaSettings())
    try:
        assert await decoder.inspect(small) == await decoder.inspect(small)
        assert met == [len(small)]
        await decoder.inspect(other)  # in the place of the first
        assert (await decoder.inspect(small)).width == 64
        assert met == [len(small), len(other), len(small)]
        met.clear()
        for data in (large, b"no picture"):
            for _ in range(2):
                with suppress(MediaError):
                    await decoder.inspect(data)
        assert met == [len(large)] * 2 + [10] * 2
    finally:
        decoder.close()


async def test_the_decoder_uses_the_widths_and_the_limit_of_the_settings() -> None:
    data = encoded(quarters(), "PNG")
    decoder = Decoder(MediaSettings(widths=(16, 48), max_pixels=64 * 32))
    try:
        derived = await decoder.derive(data)
        assert [w for w, _ in sizes(derived, "avif")] == [16, 48]
        assert (await decoder.inspect(data)).width == 64
        with pytest.raises(MediaError, match="too many pixels"):
            await decoder.derive(encoded(quarters(66, 32), "PNG"))
    finally:
        decoder.close()


async def test_a_closed_decoder_gives_up_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(data: bytes, *, max_pixels: int) -> MediaRow:
        begun.set()
        go_on.wait(timeout=5)
        return MediaRow(sha256="", mime="image/png", bytes=0)

    monkeypatch.setattr(media, "inspect", slow)
    decoder = Decoder(MediaSettings(threads=1))
    first = asyncio.ensure_future(decoder.inspect(b"1"))
    second = asyncio.ensure_future(decoder.inspect(b"2"))
    await asyncio.to_thread(begun.wait, 5)
    decoder.close()
    go_on.set()
    assert (await first).mime == "image/png"
    with pytest.raises((CancelledError, asyncio.CancelledError)):
        await second
