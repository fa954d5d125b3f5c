"""Parquet, for pandas, DuckDB, R and Spark: the flat columns, typed. It needs an extra."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from archive.errors import UsageError
from archive.export.about import table
from archive.export.columns import COLUMNS, Kind, Post
from archive.export.writer import Buffer, Format, Setup, Writer

__all__ = ["PARQUET"]

_ROWS = 10_000
"""Of a row group: fewer read slowly, more take memory."""
_BYTES = 8_000_000
"""Of a row group, before it is packed: it takes some times as much meanwhile."""


@cache
def load() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed.",
            next_step="Install it with `pip install 'onrecord[parquet]'`, or take another format.",
        ) from error


class _Parquet(Writer):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._arrow, parquet = load()
        kinds = {
            "string": self._arrow.string(),
            "integer": self._arrow.int64(),
            "boolean": self._arrow.bool_(),
            "datetime": self._arrow.timestamp("ms", tz="UTC"),
        }
        self._schema = self._arrow.schema(
            [
                self._arrow.field(c.name, kinds[c.kind], metadata={"description": c.what})
                for c in COLUMNS
            ]
        )
        self._buffer = Buffer()
        self._writer = parquet.ParquetWriter(self._buffer, self._schema, compression="zstd")
        self._batches: list[Any] = []
        self._rows = self._bytes = 0

    def add(self, posts: Sequence[Post]) -> bytes:
        # Arrow's own columns take a tenth of the memory of Python's lists.
        columns = [[_typed(c.kind, c.read(post)) for post in posts] for c in COLUMNS]
        arrays = [
            self._arrow.array(values, field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        batch = self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._batches.append(batch)
        self._rows += len(posts)
        self._bytes += batch.nbytes
        if self._rows >= _ROWS or self._bytes >= _BYTES:
            self._write()
        return self._buffer.take()

    def _write(self) -> None:
        if self._rows:
            table = self._arrow.Table.from_batches(self._batches)
            self._writer.write_table(table, row_group_size=self._rows)
        self._batches, self._rows, self._bytes = [], 0, 0

    def end(self) -> Iterator[bytes]:
        self._write()
        told = msgspec.json.encode(self.described([table("posts.parquet", "application/parquet")]))
        self._writer.add_key_value_metadata({"datapackage": told.decode()})
        self._writer.close()
        yield self._buffer.take()

    def close(self) -> None:
        self._writer.close()


def _typed(kind: Kind, value: Any) -> Any:
    return datetime.fromisoformat(value) if kind == "datetime" and value is not None else value


PARQUET = Format(
    name="parquet",
    title="Parquet",
    suffix=".parquet",
    content_type="application/vnd.apache.parquet",
    what="the same columns, typed; needs the extra `parquet`",
    writer=_Parquet,
    tells_itself=True,
    needs="pyarrow",
)
