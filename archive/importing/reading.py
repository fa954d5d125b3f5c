"""Reading files of anybody's making, of any size, a piece at a time: lines, JSON, tables."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import msgspec

from archive.errors import UsageError
from archive.importing.rows import Problem, Unreadable

__all__ = [
    "HEAD",
    "MAX_ITEM",
    "broken_bytes",
    "decode",
    "elements",
    "has_columns",
    "json_values",
    "lines",
    "peek",
    "rewound",
    "table",
]

MAX_ITEM = 16 * 1024 * 1024
"""Bytes of one line, or of one entry of an array. A page of the API with a hundred posts has a
tenth of it."""

HEAD = 65_536
"""Bytes from which the kind of a file is told."""

_CHUNK = 1024 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_STRUCTURE = re.compile(rb'["\[\]{}]')
_STRING_END = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BETWEEN = b", \t\r\n;"
_BYTE = re.compile("[\udc80-\udcff]+")
_TOO_LONG = f"longer than {MAX_ITEM:,} bytes"
_TOO_LONG_NEXT = "No post is so long: check that the file has a line a post."


def peek(stream: IO[bytes], size: int = HEAD) -> bytes:
    """The first bytes of a stream, which then stands at its beginning again."""
    with rewound(stream):
        return stream.read(size)


@contextmanager
def rewound(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream at its beginning, within the block and after it."""
    stream.seek(0)
    try:
        yield stream
    finally:
        stream.seek(0)


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes] | Problem]:
    """The lines that are not blank, counted from 1; one that is too long is passed over."""
    number = 0
    while line := stream.readline(MAX_ITEM):
        number += 1
        if len(line) == MAX_ITEM and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield Problem(row=number, what=_TOO_LONG, next_step=_TOO_LONG_NEXT)
        elif not line.isspace():
            yield number, line


def elements(stream: IO[bytes]) -> Iterator[tuple[int, bytes] | Problem]:
    """The objects of the first JSON array of a file, counted from 1, whatever stands before it:
    X's data archive assigns it to a variable.
    """
    scan = _Scan(stream)
    if not scan.begin():
        raise UsageError("The file has no list of posts.", next_step="Name its --format.")
    yield from scan.items()


class _Scan:
    """Cuts an array into its entries by brackets and quotation marks alone."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0
        """Up to here all was looked at."""
        self._start: int | None = 0
        """Where the entry begins, or what stands between two; ``None``: it is too long."""

    def begin(self) -> bool:
        """Goes to the first bracket; says whether there is one near the beginning."""
        self._buffer = self._stream.read(HEAD)
        self._at = self._start = self._buffer.find(b"[") + 1
        return self._at > 0

    def items(self) -> Iterator[tuple[int, bytes] | Problem]:
        number, depth, in_string = 0, 0, False
        while True:
            find = _STRING_END.match if in_string else _STRUCTURE.search
            found = find(self._buffer, self._at)
            if found is None:
                if self._more(in_string=in_string):
                    continue
                break
            sign, self._at = found[0], found.end()
            if in_string or sign == b'"':
                in_string = not in_string
            elif sign in b"{[":
                if depth == 0:
                    number += 1
                    if self._stray(found.start()):
                        yield _no_object(number)
                        number += 1
                    self._start = found.start()
                depth += 1
            elif depth == 0:
                if self._stray(found.start()):
                    yield _no_object(number + 1)
                return
            else:
                depth -= 1
                if depth == 0:
                    yield self._entry(number)
                    self._start = self._at
        yield Problem(
            row=number + (depth == 0),
            what="the file ends in the middle of its list",
            next_step="Get the whole file; what stands before this is imported.",
        )

    def _stray(self, end: int) -> bool:
        """Whether something else than commas stands between two entries."""
        return self._start is None or bool(self._buffer[self._start : end].strip(_BETWEEN))

    def _entry(self, number: int) -> tuple[int, bytes] | Problem:
        if self._start is None or self._at - self._start > MAX_ITEM:
            return Problem(row=number, what=_TOO_LONG, next_step=_TOO_LONG_NEXT)
        return number, self._buffer[self._start : self._at]

    def _more(self, *, in_string: bool) -> bool:
        """Reads on and drops what is done with; false at the end of the file."""
        chunk = self._stream.read(_CHUNK)
        if self._start is not None and len(self._buffer) - self._start > MAX_ITEM:
            self._start = None
        # A string is looked at from its beginning again; all else was looked at already.
        kept = self._buffer[self._at :] if in_string else b""
        if self._start is not None:
            kept = self._buffer[self._start :]
            self._at = self._at - self._start if in_string else len(kept)
            self._start = 0
        else:
            # Nothing of it is needed, but a sign that decides what the next byte means.
            kept = kept[len(kept.rstrip(b"\\")) :]
            kept, self._at = kept[: len(kept) % 2], 0
        self._buffer = kept + chunk
        return bool(chunk)


def _no_object(number: int) -> Problem:
    return Problem(row=number, what="no object", next_step="Check that it is a list of posts.")


def json_values(stream: IO[bytes]) -> Iterator[tuple[int, Any, tuple[str, ...]] | Problem]:
    """Each value of JSON lines, or of a JSON array, with its place and what is wrong with it."""
    head = peek(stream).removeprefix(b"\xef\xbb\xbf").lstrip()
    for item in elements(stream) if head.startswith(b"[") else lines(stream):
        if isinstance(item, Problem):
            yield item
            continue
        number, data = item
        try:
            yield number, *decode(data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data)
        except Unreadable as error:
            yield Problem(row=number, what=error.what, next_step=error.next_step)


def decode(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value of JSON, and what is wrong with its bytes: one that is no UTF-8 is a lone
    surrogate in it, as is half of a pair that was escaped.

    Raises:
        Unreadable: it is no JSON, or nested too deeply.
    """
    try:
        return msgspec.json.decode(data), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # msgspec takes no lone surrogates; what it does not take is read by the slower one.
        text = data.decode("utf-8", "surrogateescape")
    try:
        return json.loads(text), broken_bytes(text)
    except RecursionError:
        raise Unreadable("nested too deeply to be a post") from None
    except ValueError as error:
        raise Unreadable(f"no JSON: {str(error)[:80]}") from None


def broken_bytes(text: str) -> tuple[str, ...]:
    """What is to be said of text that was decoded with ``surrogateescape``."""
    runs = _BYTE.findall(text)
    if not runs:
        return ()
    some = dict.fromkeys(" ".join(f"{ord(c) - 0xDC00:02X}" for c in run[:8]) for run in runs)
    shown = ", ".join(list(some)[:4]) + (", …" if len(some) > 4 else "")
    count = sum(map(len, runs))
    said = f"{count} bytes are no UTF-8" if count > 1 else "1 byte is no UTF-8"
    return (f"{said} ({shown}); in their place stands U+FFFD",)


def has_columns(stream: IO[bytes], needed: Sequence[str], encoding: str | None = None) -> bool:
    """Whether the first line of a file names these columns."""
    with rewound(stream), _text(stream, encoding) as text:
        try:
            _header(text.readline(HEAD), needed)
        except UsageError:
            return False
    return True


def table(
    stream: IO[bytes], needed: Sequence[str], encoding: str | None = None
) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """The rows of a table by the names of its columns in lower case, each with its line.

    Comma, semicolon, tab or bar between the cells, as the first line tells. Bytes that cannot be
    decoded are lone surrogates in the text (see :func:`broken_bytes`).

    Raises:
        UsageError: a needed column is missing, or no encoding that is known here fits.
    """
    with _text(stream, encoding) as text:
        yield from _rows(_Lines(text), needed)


@contextmanager
def _text(stream: IO[bytes], encoding: str | None) -> Iterator[io.TextIOWrapper]:
    """The stream from its beginning as text."""
    head = peek(stream)
    encoding = encoding or _encoding(head)
    ends = "\r" if b"\n" not in head and b"\r" in head else "\n"
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=ends)
    try:
        yield text
    finally:
        text.detach()


def _encoding(head: bytes) -> str:
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    if head.count(b"\0") * 4 > len(head):
        raise UsageError(
            "The file looks like UTF-16 without a byte-order mark.",
            next_step="Save it as UTF-8, or say --encoding utf-16-le.",
        )
    return "utf-8"


class _Lines:
    """The lines of a text for the csv module; what is too long is passed over and remembered."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.count = 0
        self.too_long: list[int] = []

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_ITEM):
            self.count += 1
            if len(line) == MAX_ITEM and line[-1] not in "\r\n":
                while (rest := self._text.readline(_CHUNK)) and rest[-1] not in "\r\n":
                    pass
                self.too_long.append(self.count)
                continue
            yield line


def _rows(text: _Lines, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    source = iter(text)
    header, delimiter = _header(next(source, ""), needed)
    reader = csv.reader(source, delimiter=delimiter)
    cells: list[str] | None
    while True:
        line = text.count + 1
        try:
            cells, wrong = next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            cells, wrong = None, str(error)
        while text.too_long:
            passed = text.too_long.pop(0)
            yield Problem(row=passed, what=_TOO_LONG, next_step=_TOO_LONG_NEXT)
            line = passed + 1
        if cells is None:
            what = f"no row of a table: {wrong}"
            if text.count > line:
                what = f"lines {line} to {text.count} are no row: a quotation mark is not closed"
            yield Problem(row=line, what=what, next_step=_MEND)
        elif len(cells) == len(header):
            yield line, dict(zip(header, cells, strict=True))
        elif any(cell.strip() for cell in cells):
            what = f"{len(cells)} cells where the first line has {len(header)}"
            yield Problem(row=line, what=what, next_step=_MEND)


_MEND = (
    "Put text that has a delimiter, a quotation mark or a line break in it into quotation marks."
)


def _header(line: str, needed: Sequence[str]) -> tuple[list[str], str]:
    names: list[str] = []
    for delimiter in _DELIMITERS:
        names = [n.strip().casefold() for n in next(csv.reader([line], delimiter=delimiter), [])]
        if all(name in names for name in needed):
            return names, delimiter
    raise UsageError(
        f"The file lacks a column: its first line must name {', '.join(needed)}.",
        next_step="Check its --format, and that the first line has the names of the columns.",
    )
