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
from archive.importing.formats import reader
from archive.importing.rows import Asked, Problem, Row
from archive.tokens import index

__all__ = ["BATCH", "LARGE", "Batch", "batches", "in_batches"]

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
    if path.stat().st_size < LARGE:
        yield batches(reader(format)(stream, asked), stream.tell)
    else:
        with _beside(path, format, asked) as found:
            yield found


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
    return replace(row, found=found, tokens=tuple(index(s.text, s.lang) for s in found.snapshots))


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
        with path.open("rb") as stream:
            for batch in batches(reader(format)(stream, asked), stream.tell):
                connection.send_bytes(_encode(batch))
        connection.send_bytes(b"")
    except UsageError as error:
        refused = Batch(items=[], position=0, refused=(error.what, error.next_step))
        connection.send_bytes(_encode(refused))
    except BrokenPipeError:
        return  # nobody wants the rest
