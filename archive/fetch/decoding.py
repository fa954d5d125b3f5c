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
    while True:
        member, data = _inflate(data, _GZIP, room)
        members.append(member)
        room -= len(member)
        if not data.startswith(b"\x1f\x8b"):
            return b"".join(members)


def _deflated(data: bytes, limit: int) -> bytes:
    # The first byte of zlib data names the method, and the first two are a multiple of 31;
    # no encoder begins raw data like that.
    is_zlib = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    return _inflate(data, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit)[0]


def _inflate(data: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    """One zlib stream, and the data after it."""
    inflater = zlib.decompressobj(window)
    try:
        out = inflater.decompress(data, limit + 1)
    except zlib.error as error:
        raise BadCoding("is not in the content coding that it names") from error
    if len(out) > limit:
        raise OverLimit
    if not inflater.eof:
        raise BadCoding("is cut off inside its content coding")
    return out, inflater.unused_data


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
