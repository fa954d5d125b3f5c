"""Content coding and charset undone, within a limit. Pure.

The body is kept as it came; what is made of it here is for reading only. A body that
expands a thousandfold stops at the limit, before the memory for it is taken.
"""

import codecs
import zlib
from email.message import Message

__all__ = ["ACCEPT_ENCODING", "BadCoding", "OverLimit", "decode_content", "decode_text"]

ACCEPT_ENCODING = "gzip, deflate"
"""What a request offers, and so all that an answer may use."""

_GZIP = 16 + zlib.MAX_WBITS
_MAX_CODINGS = 3
# Bytes that are handed to zlib at once: few at the start of a stream, which may be all of it.
_FIRST_PART, _LARGEST_PART = 512, 1024 * 1024

# Charsets of web pages. Python knows codecs that are none (punycode, undefined, utf-7), and
# some take quadratic time.
_CHARSETS = (
    "ascii",
    "big5",
    "cp125",
    "cp866",
    "cp874",
    "cp932",
    "euc",
    "gb",
    "iso2022_jp",
    "iso8859",
    "koi8",
    "mac-",
    "shift_jis",
    "utf-16",
)


class BadCoding(ValueError):
    """The body is not in the coding that its headers name, or in one that was not offered."""


class OverLimit(ValueError):
    """Decoded, it has more bytes than the limit."""


def decode_content(body: bytes, coding: str, limit: int) -> bytes:
    """The body with its content coding undone: at most ``limit`` bytes.

    ``coding`` is the value of ``Content-Encoding`` (RFC 9110 section 8.4), the last one
    applied last. gzip may have several members; zeros or anything else that is no member
    after the last one is left out, as browsers do. ``deflate`` is zlib data (RFC 1950) or,
    as some servers send it, raw (RFC 1951).

    Raises:
        BadCoding: unknown, damaged or cut off.
        OverLimit: more than ``limit`` bytes, in any layer.
    """
    codings = [name for name in (c.strip().lower() for c in coding.split(",")) if name]
    if len(codings) > _MAX_CODINGS:
        raise BadCoding(f"is wrapped in {len(codings)} content codings")
    if not body:
        # Nothing is nothing in any coding: servers label the empty body of a redirect, too.
        return body
    for name in reversed(codings):
        if name in {"gzip", "x-gzip"}:
            body = _gunzip(body, limit)
        elif name == "deflate":
            body = _deflated(body, limit)
        elif name != "identity":
            raise BadCoding(f"came in the content coding {name[:40]!r}, which was not offered")
    if len(body) > limit:
        raise OverLimit
    return body


def _gunzip(data: bytes, limit: int) -> bytes:
    members: list[bytes] = []
    room = limit
    at = 0
    while True:
        member, size = _inflate(data, at, _GZIP, room)
        members.append(member)
        room -= len(member)
        at += size
        if data[at : at + 2] != b"\x1f\x8b":
            return b"".join(members)


def _deflated(data: bytes, limit: int) -> bytes:
    # The first byte of zlib data names the method, and the first two are a multiple of 31;
    # no encoder begins raw data like that.
    is_zlib = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    return _inflate(data, 0, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)[0]


def _inflate(data: bytes, at: int, window: int, limit: int) -> tuple[bytes, int]:
    """The zlib stream that begins at ``at``, and the number of bytes that it takes there.

    It is fed by and by: what zlib does not need it copies, and a body of a million streams
    would be copied a million times.
    """
    inflater = zlib.decompressobj(window)
    out: list[bytes] = []
    room = limit
    fed, part = at, _FIRST_PART
    while not inflater.eof:
        piece = data[fed : fed + part]
        if not piece:
            raise BadCoding("is cut off inside its content coding")
        try:
            out.append(inflater.decompress(piece, room + 1))
        except zlib.error as error:
            raise BadCoding("is not in the content coding that it names") from error
        room -= len(out[-1])
        if room < 0:
            raise OverLimit
        fed += len(piece)
        part = min(2 * part, _LARGEST_PART)
    return b"".join(out), fed - len(inflater.unused_data) - at


def decode_text(body: bytes, content_type: str) -> str:
    """The body as text: a byte order mark wins, then the declared charset, then UTF-8.

    Bytes that the charset has no character for become U+FFFD.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", "replace")
    header = Message()
    header["Content-Type"] = content_type
    charset = header.get_content_charset("utf-8")
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        name = "utf-8"
    return body.decode(name if name.startswith(_CHARSETS) else "utf-8", "replace")
