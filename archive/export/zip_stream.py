"""A ZIP that is written from front to back, whose list of files waits on the disk for its end.

``zipfile`` holds half a kilobyte for each file until then, and the whole list twice when it writes
it: of an export of a million posts, their pictures' names alone were 570 MB of memory.

Shapes: APPNOTE.TXT 6.3, with the larger forms of ZIP64 where a size, a place or the number of
files asks for them.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

__all__ = ["ZipStream"]

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
_READABLE = 0o100644 << 16
_FIRST_DAY = (1 << 5) | 1
"""1 January 1980: no time, so that the same files have the same bytes."""
_SIZES_FOLLOW = 1 << 3
_MOST, _MOST_FILES = 0xFFFFFFFF, 0xFFFF
"""Stand for: see the larger form."""
_BYTES, _FILES = _MOST, _MOST_FILES
"""From these on the larger forms are used."""
_CHUNK = 1 << 20


class ZipStream:
    """Names are ASCII, each given once. ``listed`` is an empty file that is thrown away later."""

    def __init__(self, listed: BinaryIO) -> None:
        self._listed = listed
        self._at = 0
        self._count = 0

    def stored(self, name: str, data: bytes) -> bytes:
        """A small file, as it is."""
        crc = zlib.crc32(data)
        head = _LOCAL.pack(
            *(b"PK\x03\x04", _VERSION, 0, STORED, 0, _FIRST_DAY, crc, len(data), len(data)),
            *(len(name), 0),
        )
        made = head + name.encode("ascii") + data
        self._list(name, STORED, 0, crc, len(data), len(data))
        self._at += len(made)
        return made

    def deflated(self, name: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """A file of ``size`` bytes, packed, piece by piece. Its packed size stands behind it."""
        large = size > _BYTES - _BYTES // 64  # what cannot be packed becomes a little longer
        extra = struct.pack("<2H2Q", 1, 16, 0, 0) if large else b""
        begun = _MOST if large else 0
        start = self._at
        yield self._moved(
            _LOCAL.pack(
                *(b"PK\x03\x04", _VERSION_64 if large else _VERSION, _SIZES_FOLLOW, DEFLATED, 0),
                *(_FIRST_DAY, 0, begun, begun, len(name), len(extra)),
            )
            + name.encode("ascii")
            + extra
        )
        packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
        crc, before = 0, self._at
        for chunk in chunks:
            crc = zlib.crc32(chunk, crc)
            yield self._moved(packer.compress(chunk))
        yield self._moved(packer.flush())
        packed = self._at - before
        yield self._moved(
            struct.pack("<4sL2Q" if large else "<4s3L", b"PK\x07\x08", crc, packed, size)
        )
        self._list(name, DEFLATED, _SIZES_FOLLOW, crc, packed, size, start)

    def end(self) -> Iterator[bytes]:
        """The list of all files, and where it stands."""
        start, size = self._at, self._listed.tell()
        self._listed.seek(0)
        while chunk := self._listed.read(_CHUNK):
            yield self._moved(chunk)
        if self._count >= _FILES or max(start, size) >= _BYTES:
            end = self._at
            yield _END_64.pack(
                *(b"PK\x06\x06", _END_64.size - 12, _VERSION_64, _VERSION_64, 0, 0),
                *(self._count, self._count, size, start),
            ) + _LOCATOR.pack(b"PK\x06\x07", 0, end, 1)
        count = _MOST_FILES if self._count >= _FILES else self._count
        yield _END.pack(*(b"PK\x05\x06", 0, 0, count, count, _short(size), _short(start), 0))

    def _moved(self, data: bytes) -> bytes:
        self._at += len(data)
        return data

    def _list(
        self,
        name: str,
        method: int,
        flags: int,
        crc: int,
        packed: int,
        size: int,
        start: int | None = None,
    ) -> None:
        start = self._at if start is None else start
        large = [value for value in (size, packed, start) if value >= _BYTES]
        extra = struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        version = _VERSION_64 if large else _VERSION
        self._listed.write(
            _CENTRAL.pack(
                *(b"PK\x01\x02", _UNIX | version, version, flags, method, 0, _FIRST_DAY, crc),
                *(_short(packed), _short(size), len(name), len(extra), 0, 0, 0),
                *(_READABLE, _short(start)),
            )
            + name.encode("ascii")
            + extra
        )
        self._count += 1


def _short(value: int) -> int:
    return _MOST if value >= _BYTES else value
