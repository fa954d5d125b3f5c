"""What readers ask of the newsroom about a post: the rows behind "report a problem"."""

from datetime import date, datetime
from typing import Literal, get_args

import msgspec

__all__ = [
    "DECISIONS",
    "MAX_CONTACT",
    "MAX_TEXT",
    "REQUEST_KINDS",
    "Decision",
    "Request",
    "RequestKind",
    "RequestPage",
]

RequestKind = Literal["court order", "privacy", "copyright", "correction", "other"]
REQUEST_KINDS: tuple[RequestKind, ...] = get_args(RequestKind)

Decision = Literal["granted", "partly", "declined"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)

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
    deadline: date | None = None
    """The day by which it is to be answered, as the newsroom set it."""
    decision: Decision | None = None
    """What came of it; ``None`` while it is open."""
    answer: str | None = None
    """What was written back."""
    decided_by: str | None = None
    decided_at: datetime | None = None


class RequestPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of requests, newest first. ``cursor`` is opaque; ``None`` on the last page."""

    requests: tuple[Request, ...]
    cursor: str | None
