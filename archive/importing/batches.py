"""The rows of a file, a transaction's worth at a time, with all that can be made of them before: so
that the process that writes them has the less to do. A large file is read in a process of its own.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

import msgspec
from msgspec.structs import replace

from archive.bounds import within_bounds
from archive.errors import UsageError
from archive.importing import x_archive
from archive.importing.formats import opened, reader
from archive.importing.packs import is_zip
from archive.importing.rows import Asked, Problem, Row
from archive.tokens import index_of

__all__ = ["BATCH", "LARGE", "Batch", "batches", "in_batches", "size_of"]

BATCH = 500
"""Rows of one transaction, at most."""
BATCH_TEXT = 4_000_000
"""Code points of text after which a batch is full."""
LARGE = 4_000_000
"""Bytes from which on a file is worth a process of its own, which takes a second to begin."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Rows as they stand in the file, and the byte that was come to."""

    items: list[Row | Problem]
    position: int
    refused: tuple[str, str] | None = None
    """What is wrong with the file as a whole, and what to do; then it is the last."""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Batch).decode


@contextmanager
def in_batches(
    path: Path, stream: IO[bytes], format: str, asked: Asked
) -> Iterator[Iterator[Batch]]:
    """The batches of an open file, read beside this process where it is large."""
    if size_of(path) < LARGE:
        yield _batches(path, stream, format, asked)
    else:
        with _beside(path, format, asked) as found:
            yield found


def size_of(path: Path) -> int:
    """Bytes of a file, or of the posts in a folder: what a position is held against."""
    return x_archive.folder_size(path) if path.is_dir() else path.stat().st_size


def _batches(path: Path, stream: IO[bytes], format: str, asked: Asked) -> Iterator[Batch]:
    if format == "x-archive" and (path.is_dir() or is_zip(stream)):
        progress = x_archive.Progress(size_of(path))
        whole = path if path.is_dir() else stream
        return batches(x_archive.read_whole(whole, asked, progress), progress.position)
    if path.is_dir():
        raise UsageError(
            f"{path} is a folder: of formats only x-archive is one.", next_step="Name a file."
        )
    return batches(reader(format)(stream, asked), stream.tell)


def batches(rows: Iterator[Row | Problem], position: Callable[[], int] = int) -> Iterator[Batch]:
    """The rows in batches. ``position`` tells the byte that was come to."""
    items: list[Row | Problem] = []
    room = BATCH_TEXT
    for item in rows:
        if isinstance(item, Row):
            item = _prepared(item)
            room -= sum(len(s.text) for s in (*item.found.snapshots, *item.found.along))
        items.append(item)
        if len(items) == BATCH or room < 0:
            yield Batch(items=items, position=position())
            items, room = [], BATCH_TEXT
    if items:
        yield Batch(items=items, position=position())


def _prepared(row: Row) -> Row:
    found = within_bounds(row.found)
    return replace(row, found=found, tokens=tuple(map(index_of, found.snapshots)))


@contextmanager
def _beside(path: Path, format: str, asked: Asked) -> Iterator[Iterator[Batch]]:
    """The batches out of another process, which waits until they are taken."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(theirs, path, format, asked), daemon=True)
    process.start()
    theirs.close()
    try:
        yield _received(ours)
    finally:
        ours.close()
        process.terminate()
        process.join()


def _received(connection: Connection) -> Iterator[Batch]:
    while True:
        try:
            data = connection.recv_bytes()
        except EOFError:
            raise UsageError(
                "The process that reads the file has ended before it.",
                next_step="Import it again: what is in is passed over.",
            ) from None
        if not data:
            return
        batch = _decode(data)
        if batch.refused is not None:
            what, next_step = batch.refused
            raise UsageError(what, next_step=next_step)
        yield batch


def _read(connection: Connection, path: Path, format: str, asked: Asked) -> None:
    """Reads a file and sends its batches; an empty message is the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the process that started this one
    try:
        with opened(path) as stream:
            for batch in _batches(path, stream, format, asked):
                connection.send_bytes(_encode(batch))
        connection.send_bytes(b"")
    except UsageError as error:
        refused = Batch(items=[], position=0, refused=(error.what, error.next_step))
        connection.send_bytes(_encode(refused))
    except BrokenPipeError:
        return  # nobody wants the rest
