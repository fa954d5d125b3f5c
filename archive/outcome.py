"""What one look at a post can tell. Only :class:`Gone` says anything about the post.

A 404 from X, an empty answer, a login wall, a JavaScript shell, a rate limit are
refusals: they say something about the platform and us, not about the post.
"""

from typing import Literal, TypeAlias

import msgspec

from archive.records import PostRef, Snapshot

__all__ = [
    "Answer",
    "Failed",
    "FailedReason",
    "Found",
    "Gone",
    "GoneCause",
    "Refused",
    "RefusedReason",
]

GoneCause = Literal[
    "deleted by the author",
    "removed by the platform",
    "account deleted",
    "account suspended",
    "unknown",
]
RefusedReason = Literal[
    "protected", "blocked here", "login", "limited", "unlisted", "unknown name", "not shown"
]
FailedReason = Literal[
    "unreachable",
    "too slow",
    "too large",
    "address refused",
    "malformed",
    "another post",
    "another account",
    "off",
]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The post was there. ``snapshots`` are its versions, oldest first; the last is today's.

    ``along`` are snapshots of posts that came in the same answer and that this one
    quotes, answers or reposts. ``below`` are those with which the same author goes on from it,
    nearest first, each an answer to the one before: a thread. ``ref`` is the post as it is now
    known (an X edit's first id, say), ``aliases`` the other keys that lead to it. Where that is
    not in this answer, and its author ``may_go_on`` from it, the source is asked afterwards
    (:class:`~archive.platforms.base.Threaded`).
    """

    ref: PostRef
    snapshots: tuple[Snapshot, ...]
    along: tuple[Snapshot, ...] = ()
    below: tuple[Snapshot, ...] = ()
    may_go_on: bool = False
    aliases: tuple[str, ...] = ()


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """The platform's own answer says that the post is no longer there.

    ``basis`` is that answer in its own words, quoted on screen.
    """

    cause: GoneCause
    basis: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The platform would not show it to us. This says nothing about the post."""

    reason: RefusedReason
    detail: str


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """No usable answer came: not reached, not understood, or about something else."""

    reason: FailedReason
    detail: str


Answer: TypeAlias = Found | Gone | Refused | Failed
