"""A ZIP with all there is: posts as CSV and JSON lines, pictures, and a Data Package descriptor.

Pictures are our derivatives, the largest of each, as everybody may see them; originals stay here.
Times and order inside are fixed, so that the same export has the same bytes.
"""

import csv
import functools
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from archive.export.about import readme, table
from archive.export.columns import INSIDE, Post
from archive.export.csv_file import CSV, cell
from archive.export.json_lines import JSON_LINES
from archive.export.writer import Format, MediaFile, MediaWriter, Setup, encoded
from archive.export.zip_stream import ZipStream

__all__ = ["ZIP"]

_CHUNK = 1 << 20
_FORMATS = ("jpg", "webp", "avif", "mp4")
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
        self._listed = (setup.scratch / "listed").open("w+b")
        self._zip = ZipStream(self._listed)
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
        self._list((path, file.sha256, hashlib.sha256(data).hexdigest(), len(data)))
        return self._zip.stored(path, data)

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
            yield from self._zip.deflated(name, len(data), [data])
        for name, kept in self._kept.items():
            with kept.path.open("rb") as file:
                yield from self._zip.deflated(
                    name, kept.bytes, iter(functools.partial(file.read, _CHUNK), b"")
                )
        yield from self._zip.end()

    def close(self) -> None:
        self._listed.close()
        for kept in self._kept.values():
            kept.close()


def _media(post: Post) -> Iterator[dict[str, Any]]:
    """Of a post and of those inside it, where they are told."""
    yield from post["media"]
    for inside in INSIDE:
        other = post[inside]
        if other is not None and "media" in other:
            yield from other["media"]


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
