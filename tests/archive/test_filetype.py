"""Recognising by content."""

import io
import struct
import wave

import pytest

from archive.errors import MediaError
from archive.media.filetype import recognise
from tests.archive.pictures import encoded, quarters


def ftyp(major: bytes, *others: bytes) -> bytes:
    body = major + b"\0\0\0\0" + b"".join(others)
    return struct.pack(">I", 8 + len(body)) + b"ftyp" + body + b"\0\0\0\x08free"


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 8)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_pictures_are_recognised_by_content(kind: str) -> None:
    assert recognise(encoded(quarters(), kind)) == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (ftyp(b"isom", b"iso2", b"avc1", b"mp41"), "video/mp4"),
        (ftyp(b"mp42"), "video/mp4"),
        (ftyp(b"iso5", b"dash"), "video/mp4"),
        (ftyp(b"XXXX", b"isom"), "video/mp4"),
        (ftyp(b"qt  "), "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\x00mdat", "video/quicktime"),
        (ftyp(b"M4A ", b"isom", b"mp42"), "audio/mp4"),
        (ftyp(b"avis", b"msf1"), "image/avif"),
        (ftyp(b"mif1", b"miaf", b"avif"), "image/avif"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
        (b"OggS\0\x02" + bytes(22) + b"\x01vorbis", "audio/ogg"),
        (b"OggS\0\x02" + bytes(22) + b"\x80theora", "video/ogg"),
        (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64\0\0", "audio/mpeg"),
        (wav(), "audio/wav"),
    ],
)
def test_videos_and_sounds_are_recognised_by_content(data: bytes, mime: str) -> None:
    assert recognise(data) == mime


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><title>Log in</title>", "HTML, not a picture"),
        (b"\xef\xbb\xbf \n<!doctype HTML>", "HTML, not a picture"),
        (b"<!-- error --><html><body>404 <svg></svg></body></html>", "HTML, not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG, not a picture"),
        (b"<?xml version='1.0'?>\n<!-- x --><svg:svg><title>t</title></svg:svg>", "SVG"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "XML, not a picture"),
        (b'{"error": "Record not found"}', "JSON, not a picture"),
        (b"Not found\n", "text, not a picture"),
        (b"%PDF-1.7\n", "PDF, not a picture"),
        (b"#EXTM3U\n#EXT-X-VERSION:3", "playlist"),
        (b"II*\0\x08\0\0\0", "TIFF"),
        (b"BM\x46\0\0\0", "BMP"),
        (b"\xff\x0a\xfa\x7f", "JPEG XL"),
        (ftyp(b"heic", b"mif1"), "HEIC"),
        (ftyp(b"mif1", b"heic"), "HEIC"),
        (ftyp(b"crx "), "unknown kind"),
        (b"RIFF\x24\0\0\0AVI LIST", "AVI"),
        (b"RIFF\x24\0\0\0WEBX", "unknown kind"),
        (b"\x1a\x45\xdf\xa3\x42\x82\x88matroska", "Matroska"),
        (b"fLaC\0\0\0\x22", "FLAC"),
        (b"\xff\xf1\x50\x80", "no kind of picture"),  # AAC: layer 0, which is no MP3
        (b"\xff\xfb\xf0\x64", "no kind of picture"),  # a forbidden bitrate
        (b"\x00\x01\x02", "no kind of picture"),
    ],
)
def test_anything_else_is_refused_by_its_name(data: bytes, says: str) -> None:
    with pytest.raises(MediaError) as caught:
        recognise(data)
    assert says in caught.value.what


def test_html_that_is_called_a_jpeg_is_html() -> None:
    # What a server sends under a picture's address when the picture is gone.
    page = b"<html><head><title>image.jpg</title></head></html>"
    with pytest.raises(MediaError, match="HTML, not a picture"):
        recognise(page)
