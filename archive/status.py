"""Checks -> the state of a post. Pure; the state is a function of its checks and nothing else.

Only *found* and *gone* looks say anything about the post: refusals and failures are kept as
checks, and change no state. A copy that was found in a web archive was not found on the platform:
it tells of its own time, and nothing of the day of the look.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from archive.records import Check

__all__ = ["ARCHIVED", "State", "Status", "status_of"]

ARCHIVED = "web-archive"
"""The source whose finds are no sightings of the post."""

State = Literal["live", "gone", "unknown"]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the looks so far tell.

    ``unknown`` is a post that no look has seen, neither there nor gone. ``basis`` is the
    platform's own answer of the newest look that told something.
    """

    state: State
    last_seen_live: datetime | None = None
    first_seen_gone: datetime | None = None
    """First gone look since it was last seen there."""
    last_checked: datetime | None = None
    """The newest look that told something."""
    confirmations: int = 0
    """Gone looks since it was last seen there."""
    cause: str | None = None
    basis: str | None = None


def status_of(checks: Sequence[Check]) -> Status:
    """The state of a post by its checks, in any order."""
    telling = sorted(
        (c for c in checks if c.outcome in {"found", "gone"} and c.source != ARCHIVED),
        key=lambda c: c.at,
    )
    live = [c for c in telling if c.outcome == "found"]
    last_live = live[-1].at if live else None
    gone = [c for c in telling if c.outcome == "gone" and (last_live is None or c.at > last_live)]
    if gone:
        newest = gone[-1]
        return Status(
            state="gone",
            last_seen_live=last_live,
            first_seen_gone=gone[0].at,
            last_checked=newest.at,
            confirmations=len(gone),
            cause=newest.cause,
            basis=newest.detail,
        )
    if last_live is not None:
        return Status(state="live", last_seen_live=last_live, last_checked=last_live)
    return Status(state="unknown")
