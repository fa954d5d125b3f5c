"""The ids alone, ``PLATFORM:ID``, one a line: what may be passed on where the posts may not."""

from collections.abc import Sequence

from archive.export.columns import Post
from archive.export.writer import Format, Writer

__all__ = ["IDS"]


class _Ids(Writer):
    def add(self, posts: Sequence[Post]) -> bytes:
        return "".join(f"{post['platform']}:{post['native_id']}\n" for post in posts).encode()


IDS = Format(
    name="ids",
    suffix=".txt",
    content_type="text/plain; charset=utf-8",
    what="the platform's ids alone, `x:1906000000000000001`",
    writer=_Ids,
)
