"""A data archive as it came, a ZIP, or as somebody unpacked it, a folder: its files by their names.

Nothing is ever written under a name out of it, and of no file more is unpacked than was asked for.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from archive.errors import UsageError
from archive.importing.reading import peek
from archive.importing.rows import Unreadable

__all__ = [
    "FAILED",
    "Folder",
    "Pack",
    "TooLong",
    "Zip",
    "cannot_be_unpacked",
    "is_zip",
    "pack_of",
    "read_whole",
    "unpacked",
]

MAX_MEMBERS = 300_000
"""Files of one archive. Each costs half a kilobyte of memory."""

FAILED = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error, OSError)
"""What a file that is damaged, or not as X makes them, raises when it is read."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Of these a piece is unpacked at a time; the others' unpackers give all that a byte stands for."""
_ENTRY = 46
"""Bytes of an entry in the list of a ZIP, and its name besides."""
_END, _END_SIZE, _MAX_COMMENT = b"PK\x05\x06", 22, 65_535
_END_64, _END_64_SIZE, _LOCATOR_SIZE = b"PK\x06\x06", 56, 20
_FOLDERS = ("", "data")
_MEDIA = ("tweets_media", "tweet_media", "community_tweet_media")
_AGAIN = "Download it once more."


class Pack(Protocol):
    @property
    def names(self) -> Mapping[str, tuple[int, int]]:
        """Each file's size, and the bytes that it takes packed."""

    def open(self, name: str) -> IO[bytes]: ...


def is_zip(stream: IO[bytes]) -> bool:
    return peek(stream, 4) == b"PK\x03\x04"


@contextmanager
def unpacked(whole: IO[bytes] | Path) -> Iterator[Pack]:
    """The files of a ZIP that is open, or of a folder, while the block runs.

    Raises:
        UsageError: it is none. Within the block, reading it raises one of :data:`FAILED`.
    """
    if isinstance(whole, Path):
        yield Folder(whole)
        return
    try:
        _refuse_a_flood(whole)
        archive = zipfile.ZipFile(whole)
    except FAILED as error:
        raise cannot_be_unpacked(error) from error
    with archive:
        yield Zip(archive)


@contextmanager
def pack_of(path: Path) -> Iterator[Pack | None]:
    """As :func:`unpacked`, of what a person named; ``None`` where it is a file of another kind."""
    if path.is_dir():
        yield Folder(path)
        return
    with path.open("rb") as stream:
        if is_zip(stream):
            with unpacked(stream) as pack:
                yield pack
        else:
            yield None


def cannot_be_unpacked(error: Exception) -> UsageError:
    return UsageError(f"The archive cannot be unpacked: {error}.", next_step=_AGAIN)


def _refuse_a_flood(stream: IO[bytes]) -> None:
    """Counts the files of a ZIP in its list, before all of that is in memory."""
    size = stream.seek(0, os.SEEK_END)
    tail = _at(stream, max(0, size - _END_SIZE - _MAX_COMMENT), _END_SIZE + _MAX_COMMENT)
    place = tail.rfind(_END)
    if place < 0:
        return  # zipfile says it better
    end = size - len(tail) + place
    length = int.from_bytes(tail[place + 12 : place + 16], "little")
    larger = _at(stream, end - _LOCATOR_SIZE - _END_64_SIZE, _END_64_SIZE)
    if larger.startswith(_END_64):
        end -= _LOCATOR_SIZE + _END_64_SIZE
        length = int.from_bytes(larger[40:48], "little")
    if length <= MAX_MEMBERS * _ENTRY:
        return
    count, at = 0, end - length
    while at < end and count <= MAX_MEMBERS:
        entry = _at(stream, at, _ENTRY)
        at += _ENTRY + sum(int.from_bytes(entry[k : k + 2], "little") for k in (28, 30, 32))
        count += 1
    if count > MAX_MEMBERS:
        raise UsageError(
            f"The archive lists more than {MAX_MEMBERS:,} files: no account has so many.",
            next_step="Check where it is from; unpacked, give its folder.",
        )


def _at(stream: IO[bytes], place: int, size: int) -> bytes:
    stream.seek(max(0, place))
    return stream.read(size)


class Zip:
    """See :class:`Pack`. Several threads may read in it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos = {info.filename: info for info in archive.infolist()}
        self.names = {i.filename: (i.file_size, i.compress_size) for i in self._infos.values()}

    def open(self, name: str) -> IO[bytes]:
        if self._infos[name].compress_type not in _METHODS:
            raise NotImplementedError(f"{name} is packed by a method that X does not use")
        return self._archive.open(self._infos[name])


class Folder:
    """See :class:`Pack`. Links in it are passed over: they may lead anywhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: dict[str, tuple[int, int]] = {}
        for above in _FOLDERS:
            for folder in ("", *_MEDIA):
                self._list(Path(above) / folder)

    def _list(self, folder: Path) -> None:
        if any((self._path / f).is_symlink() for f in (folder, folder.parent) if f != Path()):
            return
        try:
            entries = os.scandir(self._path / folder)
        except OSError:
            return  # an archive has one of these folders, or none
        with entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False) and len(self.names) < MAX_MEMBERS:
                    size = entry.stat(follow_symlinks=False).st_size
                    self.names[str(folder / entry.name)] = (size, size)

    def open(self, name: str) -> IO[bytes]:
        descriptor = os.open(self._path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        file = os.fdopen(descriptor, "rb")
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            file.close()
            raise OSError(f"{name} is no file")
        return file


def read_whole(pack: Pack, name: str, most: int) -> bytes:
    """A file's bytes.

    Raises:
        Unreadable: it is damaged, or has more than ``most`` bytes.
    """
    try:
        with pack.open(name) as file:
            data = file.read(most + 1)
            # What is to be checked is checked where the end is met.
            if len(data) <= most and not file.read(1):
                return data
    except FAILED as error:
        raise Unreadable(f"{name} is damaged: {error}", _AGAIN) from error
    raise TooLong(f"{name} has more than {most:,} bytes", "Raise [fetch] max_media.")


class TooLong(Unreadable):
    """A file has more bytes than are wanted."""
