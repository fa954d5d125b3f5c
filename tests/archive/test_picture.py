"""Decoding: colours, turns, limits, damage."""

import struct

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from archive.errors import MediaError
from archive.media import picture
from archive.media.filetype import recognise
from archive.media.picture import decode, flatten
from tests.archive.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    animation,
    claiming_png,
    cmyk_profile,
    corners,
    deep_png,
    display_p3_profile,
    encoded,
    near,
    opened,
    pixel,
    quarters,
    swapped_profile,
)

FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]
MOVING = ["GIF", "PNG", "WEBP", "AVIF"]


def decoded(data: bytes, max_pixels: int = 1_000_000) -> Image.Image:
    return decode(data, recognise(data), max_pixels=max_pixels).image


def refusal(data: bytes, max_pixels: int = 1_000_000) -> str:
    with pytest.raises(MediaError) as caught:
        decode(data, recognise(data), max_pixels=max_pixels)
    return caught.value.what


# Colours


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_shows_its_own_colours(kind: str) -> None:
    image = decoded(encoded(quarters(), kind))
    assert image.mode == "RGB"
    for seen, meant in zip(corners(image), [RED, GREEN, BLUE, WHITE], strict=True):
        assert near(seen, meant, 12)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_an_embedded_profile_is_applied(kind: str) -> None:
    picture_of_red = Image.new("RGB", (16, 16), (255, 0, 0))
    image = decoded(encoded(picture_of_red, kind, icc_profile=swapped_profile()))
    assert near(pixel(image), (0, 0, 255))


def test_display_p3_comes_out_as_the_same_colour_in_srgb() -> None:
    # sRGB's purest red is (234, 51, 35) in Display P3.
    wide = Image.new("RGB", (16, 16), (234, 51, 35))
    image = decoded(encoded(wide, "PNG", icc_profile=display_p3_profile()))
    assert near(pixel(image), (255, 0, 0), 4)


def test_a_profile_is_applied_to_a_palette_and_to_what_is_transparent() -> None:
    palette = Image.new("RGB", (8, 8), (255, 0, 0)).quantize(4)
    assert near(pixel(decoded(encoded(palette, "PNG", icc_profile=swapped_profile()))), (0, 0, 255))
    glass = Image.new("RGBA", (8, 8), (255, 0, 0, 128))
    assert near(
        pixel(decoded(encoded(glass, "PNG", icc_profile=swapped_profile()))), (0, 0, 255, 128)
    )


def test_a_broken_profile_or_one_for_other_channels_is_passed_over() -> None:
    image = Image.new("RGB", (8, 8), RED)
    assert pixel(decoded(encoded(image, "PNG", icc_profile=b"no profile at all"))) == RED
    assert pixel(decoded(encoded(image, "PNG", icc_profile=cmyk_profile()))) == RED
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert pixel(decoded(encoded(image, "PNG", icc_profile=lab))) == RED


def test_a_cmyk_jpeg_as_adobe_writes_it_is_not_a_negative() -> None:
    data = encoded(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG")
    assert b"Adobe" in data[:64]  # the marker that goes with inverted inks
    assert near(pixel(decoded(data)), (255, 0, 0))


def test_a_cmyk_jpeg_is_read_by_its_profile() -> None:
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    assert near(pixel(decoded(encoded(cyan, "JPEG"))), (0, 255, 255))
    seen = pixel(decoded(encoded(cyan, "JPEG", icc_profile=cmyk_profile())))
    assert near(seen, (119, 119, 119))


def test_a_cmyk_jpeg_with_a_profile_for_rgb_is_read_without_it() -> None:
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))
    assert near(pixel(decoded(encoded(cyan, "JPEG", icc_profile=swapped_profile()))), (0, 255, 255))


def test_sixteen_bits_of_grey_are_scaled_not_cut() -> None:
    image = decoded(deep_png([(0,), (0x4000,), (0x8000,), (0xFFFF,)]))
    assert [pixel(image, x, 0)[0] for x in range(4)] == [0, 0x40, 0x80, 0xFF]


def test_sixteen_bits_of_colour_are_scaled_not_cut() -> None:
    image = decoded(deep_png([(0xFFFF, 0x8000, 0), (0, 0x4000, 0xC000)]))
    assert [pixel(image, x, 0) for x in range(2)] == [(255, 128, 0), (0, 64, 192)]


def test_sixteen_bits_with_alpha_keep_it() -> None:
    image = decoded(deep_png([(0xFFFF, 0x8000, 0, 0x8000)]))
    assert near(pixel(image), (255, 128, 0, 128), 1)
    image = decoded(deep_png([(0x8000, 0x4000)]))
    assert near(pixel(image), (128, 128, 128, 64), 1)


def test_one_bit_is_black_and_white() -> None:
    image = Image.new("1", (8, 8), 1)
    image.putpixel((0, 0), 0)
    seen = decoded(encoded(image, "PNG"))
    assert (pixel(seen, 0, 0), pixel(seen)) == ((0, 0, 0), (255, 255, 255))


def test_grey_with_alpha_keeps_it() -> None:
    seen = decoded(encoded(Image.new("LA", (8, 8), (90, 128)), "PNG"))
    assert pixel(seen) == (90, 90, 90, 128)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_palette_with_a_transparent_colour_keeps_it(kind: str) -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([*RED, *BLUE])
    image.putpixel((0, 0), 1)
    seen = decoded(encoded(image, kind, transparency=1))
    assert pixel(seen) == (*RED, 255)
    assert pixel(seen, 0, 0)[3] == 0


def test_a_transparent_colour_of_a_png_without_palette_is_kept() -> None:
    image = Image.new("RGB", (8, 8), RED)
    image.putpixel((0, 0), BLUE)
    seen = decoded(encoded(image, "PNG", transparency=BLUE))
    assert (pixel(seen), pixel(seen, 0, 0)[3]) == ((*RED, 255), 0)


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert decoded(encoded(Image.new("RGBA", (8, 8), (*RED, 255)), "PNG")).mode == "RGB"


def test_flattened_is_as_on_white_paper() -> None:
    glass = Image.new("RGBA", (4, 4), (0, 0, 0, 128))
    assert near(pixel(flatten(glass)), (127, 127, 127), 1)


@pytest.mark.parametrize("kind", MOVING)
def test_an_animation_is_its_first_frame(kind: str) -> None:
    data = animation(kind)
    found = decode(data, recognise(data), max_pixels=10_000)
    assert found.animated
    assert near(pixel(found.image)[:3], RED, 12)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_still_is_not_animated(kind: str) -> None:
    data = encoded(quarters(), kind)
    assert not decode(data, recognise(data), max_pixels=10_000).animated


def test_several_views_in_one_jpeg_are_no_animation() -> None:
    data = encoded(quarters(), "MPO", save_all=True, append_images=[quarters()])
    assert recognise(data) == "image/jpeg"
    assert not decode(data, "image/jpeg", max_pixels=10_000).animated


def test_no_metadata_is_left_in_memory() -> None:
    exif = Image.Exif()
    exif[0x013B] = "an artist"
    data = encoded(quarters(), "JPEG", exif=exif, comment=b"hello", icc_profile=swapped_profile())
    assert decoded(data).info == {}


# Turns

# Where the first row and the first column of the stored picture are seen (EXIF 2.32, 4.6.4).
FIRST = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}
OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
CORNERS = [{"top", "left"}, {"top", "right"}, {"bottom", "left"}, {"bottom", "right"}]


def displayed(orientation: int) -> list[tuple[int, int, int]]:
    """The four colours by displayed corner, worked out from the table above."""
    row, column = FIRST[orientation]
    stored = {
        RED: {row, column},
        GREEN: {row, OPPOSITE[column]},
        BLUE: {OPPOSITE[row], column},
        WHITE: {OPPOSITE[row], OPPOSITE[column]},
    }
    return [next(c for c, where in stored.items() if where == corner) for corner in CORNERS]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_its_exif_says(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = decoded(encoded(quarters(), kind, exif=exif))
    assert image.size == ((64, 32) if orientation < 5 else (32, 64))
    for seen, meant in zip(corners(image), displayed(orientation), strict=True):
        assert near(seen, meant, 16)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("exif", [b"Exif\0\0garbage", b"Exif\0\0II*\0\xff\xff\xff\x7f", b""])
def test_unreadable_exif_turns_nothing(exif: bytes) -> None:
    assert corners(decoded(encoded(quarters(), "PNG", exif=exif)))[0] == RED


@pytest.mark.parametrize("value", [0, 9, 6000])
def test_an_orientation_that_does_not_exist_turns_nothing(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert decoded(encoded(quarters(), "PNG", exif=exif)).size == (64, 32)


# Limits


def lying(kind: str) -> bytes:
    """A small file of which the header claims a giant."""
    if kind == "PNG":
        return claiming_png(60_000, 60_000)
    if kind == "GIF":
        data = bytearray(encoded(quarters(), "GIF"))
        data[6:10] = struct.pack("<HH", 65_535, 65_535)
    elif kind == "JPEG":
        data = bytearray(encoded(quarters(), "JPEG"))
        at = data.index(b"\xff\xc0")
        data[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    elif kind == "WEBP":
        data = bytearray(animation("WEBP"))
        data[24:30] = (16_000).to_bytes(3, "little") * 2
    else:
        data = bytearray(encoded(quarters(), "AVIF"))
        at = data.index(b"ispe")
        data[at + 8 : at + 16] = struct.pack(">II", 15_000, 15_000)
    return bytes(data)


@pytest.mark.parametrize("guard", ["Pillow's own limit", "none but ours"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_decompression_bomb_is_not_decoded(
    kind: str, guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lying(kind)
    assert len(data) < 8_000
    if guard == "none but ours":
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was decoded"))
    assert "too many pixels" in refusal(data, 50_000_000)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_limit_is_the_one_that_is_passed(kind: str) -> None:
    data = encoded(quarters(), kind)
    assert decoded(data, 64 * 32).size == (64, 32)
    assert "64 × 32" in refusal(data, 64 * 32 - 1)


def test_pillows_own_limit_is_left_alone() -> None:
    before = Image.MAX_IMAGE_PIXELS
    decoded(encoded(quarters(), "PNG"), 10_000)
    assert before == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "AVIF", "PNG"])
def test_the_frames_of_an_animation_are_counted_together(kind: str) -> None:
    data = animation(kind, frames=60, size=(16, 16))
    assert "60 frames" in refusal(data, 16 * 16)
    assert decode(data, recognise(data), max_pixels=2 * 16 * 16).animated


def test_a_gif_of_countless_frames_is_not_even_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MAX_FRAMES", 10)
    assert "more than 10 frames" in refusal(animation("GIF", frames=12))


def test_a_jpeg_of_countless_scans_is_refused() -> None:
    data = encoded(quarters(), "JPEG", progressive=True)
    decoded(data)
    end = data.index(b"\xff\xd9")
    scan = data[data.rindex(b"\xff\xda") : end]
    assert "scans" in refusal(data[:end] + scan * 200 + data[end:])


def test_a_png_with_a_text_that_unpacks_to_megabytes_is_refused() -> None:
    info = PngInfo()
    info.add_text("comment", "a" * 5_000_000, zip=True)
    data = encoded(quarters(), "PNG", pnginfo=info)
    assert len(data) < 10_000
    assert "too large" in refusal(data)


# Damage


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_truncated_still_is_called_truncated(kind: str, part: float) -> None:
    data = encoded(Image.effect_noise((64, 64), 90), kind)
    assert "truncated" in refusal(data[: int(len(data) * part)])


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", MOVING)
def test_a_truncated_animation_is_called_truncated(kind: str, part: float) -> None:
    data = animation(kind, frames=8)
    assert "truncated" in refusal(data[: int(len(data) * part)])


def test_bytes_after_the_end_do_no_harm() -> None:
    for kind in FORMATS:
        assert decoded(encoded(quarters(), kind) + bytes(64)).size == (64, 32)


def test_a_header_that_makes_no_sense_is_called_damaged() -> None:
    data = encoded(quarters(), "PNG").replace(b"IHDR", b"IHDX")
    assert refusal(data) == "This PNG is damaged: its header makes no sense."


def test_the_sample_pictures_are_what_they_claim() -> None:
    # The tests above mean something only if Pillow itself shows them unconverted.
    raw = opened(
        encoded(Image.new("RGB", (4, 4), (255, 0, 0)), "PNG", icc_profile=swapped_profile())
    )
    assert pixel(raw) == (255, 0, 0)
    assert opened(deep_png([(0x8000,)])).mode == "I;16"
    assert opened(animation("GIF")).is_animated  # type: ignore[attr-defined]
