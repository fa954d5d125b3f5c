"""How the sources fare: looks are counted in memory, and written every few seconds.

A refused look at a post that is not kept leaves no check, and a newsroom must know all the same
that a platform has refused it since noon. What is counted names no post: nobody may learn from it
what a newsroom works on.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from archive.looking import Attempt
from archive.records import PostRef
from archive.storage.health import Health, LooksCounted

__all__ = ["EVERY", "Tally", "without_the_post"]

EVERY = 5.0
"""Seconds between two times of writing."""

_Key = tuple[str, str, str, str, str | None]

_MAX_DETAIL = 300
_LEADS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+"  # any address
    r"|\bdid:\S+"
    r"|@[\w.@-]+"  # a handle
    r"|“[^”]*”"  # a server's own words may name anything
    r"|\S*\d{5,}\S*",  # any id
    re.IGNORECASE,
)
_PATH_WORDS = frozenset({"status", "statuses", "post", "posts", "profile", "video", "watch", "web"})
"""Parts of an address that tell nothing of a post, and may stand in a sentence."""


class Tally:
    """Counts looks. Nothing here waits: a capture is not slowed down by being counted."""

    def __init__(self, storage: Health) -> None:
        self._storage = storage
        self._counted: dict[_Key, LooksCounted] = {}

    def count(self, ref: PostRef, attempt: Attempt, at: datetime) -> None:
        """One look at a post through one source."""
        detail = without_the_post(attempt.detail, ref) if attempt.detail else None
        self._add(
            LooksCounted(
                platform=ref.platform,
                source=attempt.source,
                outcome=attempt.outcome,
                cause=attempt.cause,
                count=1,
                at=at,
                detail=detail,
            )
        )

    async def write(self, at: datetime) -> None:
        """Writes what was counted since the last time.

        Raises:
            StorageError: it could not be written, and stays for the next time.
        """
        if not self._counted:
            return
        taken, self._counted = tuple(self._counted.values()), {}
        try:
            await self._storage.count_looks(taken, at=at)
        except BaseException:
            for one in taken:
                self._add(one)
            raise

    def _add(self, one: LooksCounted) -> None:
        hour = one.at.strftime("%Y-%m-%dT%H")
        key = (hour, one.platform, one.source, one.outcome, one.cause)
        had = self._counted.get(key)
        if had is not None:
            last = max(had, one, key=lambda counted: counted.at)
            one = LooksCounted(
                platform=one.platform,
                source=one.source,
                outcome=one.outcome,
                cause=one.cause,
                count=had.count + one.count,
                at=last.at,
                detail=last.detail,
            )
        self._counted[key] = one


def without_the_post(detail: str, ref: PostRef) -> str:
    """A sentence about a look, in which nothing leads to the post: no address, handle or id, no
    part of its own, and no words of a server.

    >>> ref = PostRef(platform="x", native_id="20", url="https://x.com/jack/status/20")
    >>> without_the_post("X was asked for post 20 of jack and gave https://x.com/a.", ref)
    'X was asked for post … of … and gave …'
    """
    left = _LEADS.sub("…", detail)
    said = left.lower()
    own = [part for part in _parts_of(ref) if part.lower() in said]
    if own:
        anyone = "|".join(re.escape(part) for part in sorted(own, key=len, reverse=True))
        left = re.sub(rf"(?<!\w)(?:{anyone})(?!\w)", "…", left, flags=re.IGNORECASE)
    return left[:_MAX_DETAIL]


def _parts_of(ref: PostRef) -> set[str]:
    parts: Iterable[str] = re.split(r"[/?#&=]+", f"{ref.native_id}/{urlsplit(ref.url).path}")
    return {part for part in parts if len(part) > 1 and part.lower() not in _PATH_WORDS}
