"""The ids alone, ``PLATFORM:ID``, one a line: what may be passed on where the posts may not."""

from collections.abc import Sequence

from archive.export.columns import Post
from archive.export.writer import Format, Setup, Writer

__all__ = ["IDS"]


class _Ids(Writer):
    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._last = ""

    def add(self, posts: Sequence[Post]) -> bytes:
        """Versions of a post stand together, as they have one time: once is enough."""
        lines = []
        for post in posts:
            line = f"{post['platform']}:{post['native_id']}\n"
            if line != self._last:
                lines.append(line)
            self._last = line
        return "".join(lines).encode()


IDS = Format(
    name="ids",
    title="IDs",
    suffix=".txt",
    content_type="text/plain; charset=utf-8",
    what="the platform's ids alone, `x:1906000000000000001`",
    writer=_Ids,
    is_text=True,
)
