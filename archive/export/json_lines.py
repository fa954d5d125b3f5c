"""JSON lines: each post in the one shape of the data dictionary. ``onrecord import`` reads it."""

from collections.abc import Sequence

import msgspec

from archive.export.columns import Post
from archive.export.writer import Format, Writer

__all__ = ["JSON_LINES"]


class _JsonLines(Writer):
    def add(self, posts: Sequence[Post]) -> bytes:
        return b"".join(msgspec.json.encode(post) + b"\n" for post in posts)


JSON_LINES = Format(
    name="jsonl",
    title="JSON Lines",
    suffix=".jsonl",
    content_type="application/x-ndjson",
    what="the whole post as JSON, one a line",
    writer=_JsonLines,
    is_text=True,
)
