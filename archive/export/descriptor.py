"""What an export says of itself, alone: the file beside a CSV that came over HTTP."""

from collections.abc import Iterator, Sequence

from archive.export.about import table
from archive.export.columns import Post
from archive.export.writer import Format, Writer, encoded

__all__ = ["DESCRIPTOR"]


class _Descriptor(Writer):
    def add(self, posts: Sequence[Post]) -> bytes:  # noqa: ARG002  the tally has them
        return b""

    def end(self) -> Iterator[bytes]:
        yield encoded(self.described([table("posts.csv", "text/csv")]))


DESCRIPTOR = Format(
    name="datapackage",
    title="Data Package",
    suffix=".json",
    content_type="application/json",
    what="query, columns, terms, rows and digest, without the posts",
    writer=_Descriptor,
    is_text=True,
    tells_itself=True,
)
