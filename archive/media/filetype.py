"""What a file is, told by its first bytes. Never by its name or by what a server called it.

A platform's CDN says ``image/jpeg`` for a WebP and sends an error page under a picture's
address, so headers and names are no evidence. This file knows no decoder: a file that
begins like a picture may still be broken (:func:`archive.media.inspect` finds out).
"""

import codecs
import re

from archive.errors import MediaError

__all__ = ["PICTURES", "recognise"]

PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
"""The pictures that are decoded, with Pillow's name of their format."""

_PREFIXES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
)

_PICTURE = "a kind of picture that cannot be shown here"
_NO_PICTURE = "not a picture"
# Signatures of what platforms, caches and people send in a picture's place.
_REFUSED_PREFIXES = (
    (b"%PDF-", "PDF", _NO_PICTURE),
    (b"II*\x00", "TIFF", _PICTURE),
    (b"MM\x00*", "TIFF", _PICTURE),
    (b"BM", "BMP", _PICTURE),
    (b"\x00\x00\x01\x00", "an icon (ICO)", _PICTURE),
    (b"8BPS", "a Photoshop file", _PICTURE),
    (b"\xff\x0a", "JPEG XL", _PICTURE),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL", _PICTURE),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000", _PICTURE),
    (b"fLaC", "FLAC", "a kind of sound that cannot be played here"),
    (b"#EXTM3U", "a playlist (HLS)", _NO_PICTURE),
    (b"PK\x03\x04", "a ZIP archive", _NO_PICTURE),
    (b"\x1f\x8b", "gzip", _NO_PICTURE),
)

# Brands of the ISO base media file format (ISO/IEC 14496-12, registered at mp4ra.org).
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_STILL_BRANDS = {b"mif1", b"msf1", b"miaf", b"MiHE"}
_AUDIO_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
_VIDEO_BRAND = re.compile(rb"iso.|mp4.|avc.|3gp.|3g2.|M4V.|f4v |dash|cmf.|MSNV|mmp4|msdh")

_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|iframe|div|p|br|h1|table)\b",
    re.IGNORECASE,
)
_SVG = re.compile(rb"<(?:[a-z]+:)?svg\b|<!doctype\s+svg\b", re.IGNORECASE)


def recognise(data: bytes) -> str:
    """The MIME type of a picture, a video or a sound that can be kept.

    Args:
        data: The whole file, or at least its first kilobyte.

    Raises:
        MediaError: the file is something else, and the message says what.
    """
    if not data:
        raise MediaError("It is empty.")
    for prefix, mime in _PREFIXES:
        if data.startswith(prefix):
            return mime
    if data[:4] == b"RIFF":
        return _riff(data)
    if data[4:8] == b"ftyp":
        return _iso(data)
    if data[4:8] in {b"moov", b"mdat", b"wide"}:  # QuickTime before it had an ftyp
        return "video/quicktime"
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in data[:64]:
            return "video/webm"
        raise MediaError("It is Matroska, a kind of video that cannot be shown here.")
    if data.startswith(b"OggS"):
        return "video/ogg" if b"\x80theora" in data[:128] else "audio/ogg"
    if _is_mpeg_audio(data):
        return "audio/mpeg"
    raise _refusal(data)


def _riff(data: bytes) -> str:
    form = data[8:12]
    if form == b"WEBP":
        return "image/webp"
    if form == b"WAVE":
        return "audio/wav"
    if form == b"AVI ":
        raise MediaError("It is AVI, a kind of video that cannot be shown here.")
    raise MediaError("It is a RIFF file of an unknown kind, not a picture.")


def _iso(data: bytes) -> str:
    """Which of the many files that begin with an ``ftyp`` box: major brand, then the others."""
    size = min(max(int.from_bytes(data[:4], "big"), 12), 512)
    brands = [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]
    for brand in brands:
        if brand in _AVIF_BRANDS:
            return "image/avif"
        if brand in _HEIC_BRANDS:
            raise MediaError("It is HEIC, a kind of picture that cannot be shown here.")
        if brand in _STILL_BRANDS:  # says only "a still picture": the next brand says which
            continue
        if brand == b"qt  ":
            return "video/quicktime"
        if brand in _AUDIO_BRANDS:
            return "audio/mp4"
        if _VIDEO_BRAND.fullmatch(brand):
            return "video/mp4"
    raise MediaError("It is an MP4-like file of an unknown kind, not a picture.")


def _is_mpeg_audio(data: bytes) -> bool:
    """An MPEG layer III frame header (ISO/IEC 11172-3, 2.4.1.3) with no forbidden value."""
    if len(data) < 4:
        return False
    sync_and_layer = data[0] == 0xFF and data[1] & 0xE6 == 0xE2
    version, bitrate, rate = data[1] >> 3 & 3, data[2] >> 4, data[2] >> 2 & 3
    return sync_and_layer and version != 1 and bitrate != 15 and rate != 3


def _refusal(data: bytes) -> MediaError:
    for prefix, name, why in _REFUSED_PREFIXES:
        if data.startswith(prefix):
            return MediaError(f"It is {name}, {why}.")
    head = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        # The first of the two decides: an SVG may hold HTML, and a page may hold an SVG.
        html, svg = _HTML.search(head), _SVG.search(head)
        if svg and (html is None or svg.start() < html.start()):
            return MediaError("It is SVG, not a picture: it could carry a script.")
        if html:
            return MediaError("It is HTML, not a picture.")
        return MediaError("It is XML, not a picture.")
    if head[:1] in {b"{", b"["}:
        return MediaError("It is JSON, not a picture.")
    if _is_text(head):
        return MediaError("It is text, not a picture.")
    return MediaError("It is no kind of picture, video or sound that we know.")


def _is_text(head: bytes) -> bool:
    """UTF-8 without control characters; the last character may be cut."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(c.isprintable() or c.isspace() for c in text)
