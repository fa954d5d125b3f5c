"""A ZIP with all there is: posts as CSV and JSON lines, pictures, and a Data Package descriptor.

Pictures are our derivatives, the largest of each, as everybody may see them; originals stay here.
Times and order inside are fixed, so that the same export has the same bytes.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from archive.export.about import readme, table
from archive.export.columns import INSIDE, Post
from archive.export.csv_file import CSV, cell
from archive.export.json_lines import JSON_LINES
from archive.export.writer import Buffer, Format, MediaFile, MediaWriter, Setup, encoded

__all__ = ["ZIP"]

_CHUNK = 1 << 20
_FORMATS = ("jpg", "webp", "avif")
"""Of one size, what most programs open first."""
_FILES = ("path", "original_sha256", "sha256", "bytes")


class _Kept:
    """A file of the scratch folder that becomes one of the ZIP's, with its size and hash."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes = 0
        self._sha256 = hashlib.sha256()
        self._file: BinaryIO = path.open("wb")

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._sha256.update(data)
        self.bytes += len(data)

    def close(self) -> None:
        self._file.close()

    @property
    def known(self) -> dict[str, Any]:
        """Of its resource."""
        return {"bytes": self.bytes, "hash": f"sha256:{self._sha256.hexdigest()}"}


class _Zip(MediaWriter):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._buffer = Buffer()
        self._zip = zipfile.ZipFile(self._buffer, "w")
        self._kept = {
            name: _Kept(setup.scratch / name) for name in ("posts.csv", "posts.jsonl", "media.csv")
        }
        self._inner = {
            "posts.csv": CSV.writer(setup),
            "posts.jsonl": JSON_LINES.writer(setup),
        }
        self._seen: set[bytes] = set()

    def begin(self) -> bytes:
        for name, writer in self._inner.items():
            self._kept[name].write(writer.begin())
        self._list(_FILES)
        return b""

    def add(self, posts: Sequence[Post]) -> bytes:
        for name, writer in self._inner.items():
            self._kept[name].write(writer.add(posts))
        return b""

    def wanted(self, posts: Iterable[Post]) -> Iterator[MediaFile]:
        for post in posts:
            for medium in _media(post):
                if not medium["variants"] or medium["sha256"] is None:
                    continue
                name = bytes.fromhex(medium["sha256"])
                if name not in self._seen:
                    self._seen.add(name)
                    best = max(
                        medium["variants"],
                        key=lambda v: (v["width"], -_FORMATS.index(v["format"])),
                    )
                    yield MediaFile(
                        sha256=medium["sha256"], width=best["width"], format=best["format"]
                    )

    def put(self, file: MediaFile, data: bytes | None) -> bytes:
        if data is None:
            return b""
        path = f"media/{file.sha256}-{file.width}.{file.format}"
        self._zip.writestr(_entry(path, len(data), zipfile.ZIP_STORED), data)
        self._list((path, file.sha256, hashlib.sha256(data).hexdigest(), len(data)))
        return self._buffer.take()

    def _list(self, values: Sequence[Any]) -> None:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([cell(value) for value in values])
        self._kept["media.csv"].write(line.getvalue().encode())

    def end(self) -> Iterator[bytes]:
        for kept in self._kept.values():
            kept.close()
        told = self.described(
            [
                table("posts.csv", "text/csv", **self._kept["posts.csv"].known),
                {
                    "name": "posts-jsonl",
                    "path": "posts.jsonl",
                    "mediatype": "application/x-ndjson",
                    "encoding": "utf-8",
                    **self._kept["posts.jsonl"].known,
                },
                _media_table(self._kept["media.csv"].known),
            ]
        )
        texts = {"datapackage.json": encoded(told), "README.md": readme(told).encode()}
        for name, data in texts.items():
            self._zip.writestr(_entry(name, len(data), zipfile.ZIP_DEFLATED), data)
            yield self._buffer.take()
        for name, kept in self._kept.items():
            with (
                kept.path.open("rb") as file,
                self._zip.open(_entry(name, kept.bytes, zipfile.ZIP_DEFLATED), "w") as inside,
            ):
                while chunk := file.read(_CHUNK):
                    inside.write(chunk)
                    yield self._buffer.take()
        self._zip.close()
        yield self._buffer.take()

    def close(self) -> None:
        for kept in self._kept.values():
            kept.close()


def _media(post: Post) -> Iterator[dict[str, Any]]:
    """Of a post and of those inside it, where they are told."""
    yield from post["media"]
    for inside in INSIDE:
        other = post[inside]
        if other is not None and "media" in other:
            yield from other["media"]


def _entry(name: str, size: int, compression: int) -> zipfile.ZipInfo:
    """A file of the ZIP: no time, no owner, readable by all."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.file_size = size
    return entry


def _media_table(known: dict[str, Any]) -> dict[str, Any]:
    whats = {
        "path": ("string", "in this package"),
        "original_sha256": ("string", "of the original, as in `media_sha256` of posts"),
        "sha256": ("string", "of this file"),
        "bytes": ("integer", "of this file"),
    }
    fields = [
        {"name": name, "type": whats[name][0], "description": whats[name][1]} for name in _FILES
    ]
    return {
        "name": "media",
        "path": "media.csv",
        "profile": "tabular-data-resource",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **known,
        "schema": {"fields": fields, "primaryKey": "path", "missingValues": [""]},
    }


ZIP = Format(
    name="zip",
    title="ZIP",
    suffix=".zip",
    content_type="application/zip",
    what="CSV, JSON lines and pictures, as a Data Package",
    writer=_Zip,
    tells_itself=True,
)
