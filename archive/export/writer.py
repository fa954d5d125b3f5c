"""What every format of an export is: posts in, bytes out, bit by bit."""

import io
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from archive.export.about import About, Tally, describe
from archive.export.columns import Post

__all__ = ["Buffer", "Format", "MediaFile", "MediaWriter", "Setup", "Writer", "encoded"]


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """What a writer is handed before the first post."""

    about: About
    tally: Tally
    """Has counted what was added when :meth:`Writer.end` is called."""
    scratch: Path
    """A folder of its own, for what cannot be written from front to back."""
    bom: bool = False
    """CSV for spreadsheets: see :mod:`archive.export.csv_file`."""


class MediaFile(msgspec.Struct, frozen=True, kw_only=True):
    """A derivative that a writer wants: originals stay here."""

    sha256: str
    """Of the original."""
    width: int
    format: str


class Writer(ABC):
    """One export being written. Its methods are called in turn, each on any thread."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup

    def begin(self) -> bytes:
        """What stands before the first post."""
        return b""

    @abstractmethod
    def add(self, posts: Sequence[Post]) -> bytes:
        """The next posts, in their order."""

    def end(self) -> Iterator[bytes]:
        """What stands after the last post."""
        return iter(())

    def close(self) -> None:  # noqa: B027  most hold nothing
        """Lets go of what it holds, also of an export that was broken off."""

    def described(self, resources: list[dict[str, Any]]) -> dict[str, Any]:
        return describe(self.setup.about, self.setup.tally, resources)


class MediaWriter(Writer):
    """One that takes the media of the posts along: it is asked after each batch of posts."""

    @abstractmethod
    def wanted(self, posts: Iterable[Post]) -> Iterator[MediaFile]:
        """The files of these posts that belong into the export, each once."""

    @abstractmethod
    def put(self, file: MediaFile, data: bytes | None) -> bytes:
        """One of those files; ``None`` where it is not there."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A format as people choose it."""

    name: str
    title: str
    """A name of its own, which no language translates."""
    suffix: str
    """Of its files: ``.csv``."""
    content_type: str
    what: str
    """In a few words, for help and docs."""
    writer: type[Writer]
    is_text: bool = False
    """A terminal can show it."""
    needs: str | None = None
    """A package that an extra installs."""
    tells_itself: bool = False
    """Query, columns, terms and digest are inside; else they are a file beside it."""

    @property
    def is_there(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs) is not None


class Buffer(io.RawIOBase):
    """A file that can only be written from front to back; what is in it is taken out."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def tell(self) -> int:
        return self._size

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def encoded(value: Any) -> bytes:
    """JSON for people to read, ended by a line end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
