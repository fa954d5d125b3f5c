"""An answer as the platforms read it. What it came as is in its exchange."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from archive.fetch.decoding import decode_text

__all__ = ["Fetched"]


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, decoded (:class:`archive.platforms.base.Response`)."""

    status: int
    url: str
    """Where it came from, after redirects; credentials are replaced by a marker here, too."""
    headers: Mapping[str, str]
    """Names in any case."""
    body: bytes

    def text(self) -> str:
        """The body by its declared charset, else UTF-8; bad bytes become U+FFFD."""
        return decode_text(self.body, self.headers.get("Content-Type", ""))

    def json(self) -> Any:
        """The body as JSON, lone surrogates and all.

        Raises:
            ValueError: it is none, or so deeply nested that nobody meant it.
        """
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("the JSON is nested too deeply") from error
