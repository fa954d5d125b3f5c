"""Bytes from outside -> a decoded picture as a reader sees it: upright, 8 bits, sRGB.

Nothing is decoded before its size is known to be within the limits, and only the formats
of :data:`archive.media.filetype.PICTURES` are ever handed to Pillow. Of an animation the first
frame is decoded, the others are counted.
"""

import io

import msgspec
from PIL import Image, ImageCms, UnidentifiedImageError

from archive.errors import MediaError
from archive.media.filetype import PICTURES

__all__ = ["Picture", "decode", "flatten"]

MAX_FRAMES_PIXELS = 50
"""An animation may have this many times ``max_pixels``, all frames together."""

MAX_SCANS = 100
"""Scans of a progressive JPEG. Real ones have about ten; each costs a pass over the picture,
so that a file of a few kilobytes with thousands of them takes minutes."""

MAX_FRAMES = 20_000
"""Frames of an animation: eleven minutes at 30 a second. Counting them costs time, too."""

_CUT = "This {} is truncated: its end is missing."

_NEEDS_ALPHA = {"LA", "La", "PA", "RGBA", "RGBa"}

# EXIF tag 0x0112 (CIPA DC-008, 4.6.4) -> what turns the stored picture upright.
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Picture(msgspec.Struct, frozen=True):
    """A decoded picture. ``image`` is in mode RGB, or RGBA if any of it is transparent."""

    image: Image.Image
    animated: bool


def decode(data: bytes, mime: str, *, max_pixels: int) -> Picture:
    """The picture of a file that :func:`archive.media.filetype.recognise` calls ``mime``.

    An embedded profile is applied, then dropped with all other metadata: the result
    carries none.

    Raises:
        MediaError: too many pixels (nothing was decoded then), truncated, or damaged.
    """
    name = PICTURES[mime]
    if name == "JPEG" and data.count(b"\xff\xda") > MAX_SCANS:
        raise MediaError(f"This JPEG has more than {MAX_SCANS} scans, which no camera makes.")
    # A frame begins after the zero that ends the one before; chance adds one in 64 KiB.
    if name == "GIF" and data.count(b"\0,") > MAX_FRAMES:
        raise MediaError(f"This GIF has more than {MAX_FRAMES} frames.")
    try:
        # The context manager gives back the decoder's memory also where decoding fails.
        with Image.open(io.BytesIO(data), formats=[name]) as image:
            animated = _within_limits(image, max_pixels)
            image.load()
            # Of an animation only the first frame was decoded; a still is whole if that worked.
            if animated and _is_cut(data, name):
                raise MediaError(_CUT.format(name))
            return Picture(_upright(_standard(image), image), animated)
    except MediaError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow's own limit stops at the header; its words name a limit that is not ours.
        raise MediaError(
            f"This {name} has too many pixels: more than the {max_pixels:,} that are allowed.",
            next_step="The limit is [media] max_pixels in config.toml.",
        ) from error
    except Exception as error:
        # Pillow's readers raise nearly any exception on damaged bytes, SyntaxError and
        # AssertionError among them; whatever it is, the file is not one that can be shown.
        if _is_cut(data, name) or "truncated" in str(error).lower():
            raise MediaError(_CUT.format(name)) from error
        if isinstance(error, UnidentifiedImageError):
            raise MediaError(f"This {name} is damaged: its header makes no sense.") from error
        raise MediaError(f"This {name} is damaged: {error or type(error).__name__}.") from error


def flatten(image: Image.Image) -> Image.Image:
    """The picture in mode RGB, as it looks on white paper."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _within_limits(image: Image.Image, max_pixels: int) -> bool:
    """Whether the opened file is animated.

    Raises:
        MediaError: one frame, or all of them together, have too many pixels.
    """
    pixels = image.width * image.height
    if pixels == 0:
        raise MediaError(f"This {image.format} has no pixels.")
    if pixels > max_pixels:
        raise MediaError(
            f"This {image.format} has too many pixels: {image.width} × {image.height}, "
            f"of which {max_pixels:,} are allowed.",
            next_step="The limit is [media] max_pixels in config.toml.",
        )
    if image.format not in {"GIF", "WEBP", "PNG", "AVIF"}:  # an MPO's frames are no animation
        return False
    frames: int = getattr(image, "n_frames", 1)
    if frames * pixels > MAX_FRAMES_PIXELS * max_pixels:
        raise MediaError(
            f"This {image.format} has too many pixels: {frames} frames of "
            f"{image.width} × {image.height}."
        )
    return frames > 1


def _standard(image: Image.Image) -> Image.Image:
    """8 bits a channel, sRGB, no metadata; alpha only where something is transparent."""
    profile = image.info.get("icc_profile")
    if image.mode == "I;16":
        # Pillow's own conversion clips: all above 255 of 65535 would be white.
        image = image.point(lambda value: value / 256, "L")
    alpha = None
    if image.mode in _NEEDS_ALPHA or "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        if alpha.getextrema() == (255, 255):
            alpha = None
    elif image.mode not in {"L", "CMYK", "RGB"}:
        image = image.convert("RGB")
    colours = _to_srgb(image, profile) if profile else None
    if colours is None:
        colours = image.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    colours.info = {}
    return colours


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture's colours by its profile, as RGB; ``None`` where the profile is of no use.

    A broken profile, or one for other channels than the picture has, is passed over as
    browsers do: the picture is then taken to be sRGB.
    """
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(
            source.profile.xcolor_space.strip(), ""
        )
        if not mode or (mode == "CMYK") != (image.mode == "CMYK"):
            return None
        return ImageCms.profileToProfile(
            image.convert(mode), source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _upright(picture: Image.Image, stored: Image.Image) -> Image.Image:
    """``picture`` turned as the EXIF data of the file it is from says.

    Unreadable EXIF data turns nothing, as in browsers. A picture is read with its AVIF
    ``irot`` and ``imir`` in the same place: Pillow translates them.
    """
    exif = Image.Exif()
    try:
        exif.load(stored.info.get("exif", b""))
        turn = _UPRIGHT.get(exif.get(_ORIENTATION, 1))
    except Exception:  # what the reader of hostile EXIF data raises is not limited to anything
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _is_cut(data: bytes, name: str) -> bool:
    """Whether the file's own structure says that its end is missing."""
    match name:
        case "JPEG":
            return not data.rstrip(b"\0").endswith(b"\xff\xd9")
        case "PNG":
            return b"IEND" not in data
        case "GIF":
            return not data.rstrip(b"\0").endswith(b";")
        case "WEBP":
            return int.from_bytes(data[4:8], "little") + 8 > len(data)
        case _:
            return _boxes_end(data) > len(data)


def _boxes_end(data: bytes) -> int:
    """Where the last top-level box of an ISO base media file says that it ends."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size < 8:  # 0: up to the end of the file
            return len(data)
        at += size
    return at if at >= len(data) else len(data) + 1
