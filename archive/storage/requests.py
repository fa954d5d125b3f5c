"""What readers ask of the newsroom about a post: the rows behind "report a problem"."""

from datetime import datetime
from typing import Literal, get_args

import msgspec

__all__ = ["MAX_CONTACT", "MAX_TEXT", "REQUEST_KINDS", "Request", "RequestKind", "RequestPage"]

RequestKind = Literal["court order", "privacy", "copyright", "correction", "other"]
REQUEST_KINDS: tuple[RequestKind, ...] = get_args(RequestKind)

MAX_TEXT = 10_000
"""Characters of what somebody writes."""
MAX_CONTACT = 300
"""Characters of where the answer shall go."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request. All of it is as somebody wrote it, and nothing of it was checked."""

    id: int
    post: str
    kind: RequestKind
    text: str
    contact: str | None
    at: datetime


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of requests, newest first. ``cursor`` is opaque; ``None`` on the last page."""

    requests: tuple[Request, ...]
    cursor: str | None
