"""One look at a post through its platform's sources, in their order, and what each answered."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from archive.bounds import within_bounds
from archive.clock import Clock
from archive.errors import AddressRefused, FetchError, Throttled, TimedOut, TooLarge
from archive.history import RANK
from archive.outcome import Answer, Failed, FailedReason, Found, Gone, Refused
from archive.platforms.base import Fetcher, Platform, Threaded
from archive.records import Check, Exchange, NeedsLookup, PostRef, Snapshot

__all__ = [
    "Attempt",
    "Counter",
    "Looked",
    "LookedUp",
    "Looker",
    "Recording",
    "Watcher",
    "best",
    "looked",
]


_NOT_NOW = "How its author went on was not to be had."


class Recording(Fetcher, Protocol):
    """A fetcher that remembers its exchanges."""

    @property
    def exchanges(self) -> Sequence[Exchange]: ...


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What one source answered: for the editor who asks why."""

    source: str
    outcome: str
    cause: str | None
    detail: str
    status: int | None
    """HTTP status: of a post that was found the best, of the others the worst of what the
    source's addresses answered in the end; ``None`` when no answer came."""
    seconds: float


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """One look: the answer, and its evidence."""

    at: datetime
    source: str
    answer: Answer
    attempt: Attempt
    exchanges: tuple[Exchange, ...]

    def check(self, post: str, snapshot: int | None) -> Check:
        """The look as a check of a post. One that found an old copy, in a web archive or a file,
        tells that the post was there then, and nothing of today.
        """
        at = self.at
        if isinstance(self.answer, Found) and self.answer.snapshots:
            newest = self.answer.snapshots[-1]
            if newest.as_of_basis in {"Memento-Datetime", "file"} and newest.as_of is not None:
                at = min(at, newest.as_of)
        return Check(
            post=post,
            at=at,
            source=self.source,
            outcome=self.attempt.outcome,
            cause=self.attempt.cause,
            detail=self.attempt.detail or None,
            snapshot=snapshot,
        )


class LookedUp(msgspec.Struct, frozen=True, kw_only=True):
    """The post behind an address, and the exchanges that said so."""

    ref: PostRef
    exchanges: tuple[Exchange, ...] = ()


Counter = Callable[[PostRef, Attempt, datetime], None]
"""Told of each look: the post, what its source answered, and when."""

Watcher = Callable[[Sequence[Attempt]], Awaitable[None]]
"""Told the attempts so far, after each."""


class Looker:
    """Asks the platforms. ``recording`` opens a fetcher for one look, given its seconds; ``count``
    is told of each look.
    """

    def __init__(
        self,
        platforms: Mapping[str, Platform],
        recording: Callable[[float], Recording],
        clock: Clock,
        seconds: float,
        count: Counter = lambda _ref, _attempt, _at: None,
        *,
        coordinates: bool = False,
    ) -> None:
        self._platforms = platforms
        self._recording = recording
        self._clock = clock
        self._seconds = seconds
        self._count = count
        self._coordinates = coordinates

    def title(self, platform: str) -> str:
        """The name of a platform that readers know."""
        known = self._platforms.get(platform)
        return "its platform" if known is None else known.title

    async def look_up(self, needs: NeedsLookup) -> LookedUp | Looked:
        """The post behind an address that does not carry its id, or the look that failed."""
        at, started = self._clock(), time.monotonic()
        recording = self._recording(self._seconds)
        answer: PostRef | Gone | Refused | Failed
        try:
            answer = await self._platforms[needs.platform].lookup(needs, recording)
        except FetchError as error:
            answer = _unanswered(error)
        if isinstance(answer, PostRef):
            return LookedUp(ref=answer, exchanges=tuple(recording.exchanges))
        return _looked(at, f"lookup of the {needs.kind}", answer, recording, started)

    async def ask(self, ref: PostRef, watch: Watcher | None = None) -> list[Looked]:
        """The looks of the sources, until one gives a full post or says that it is gone."""
        looks: list[Looked] = []
        for source in self._platforms[ref.platform].chosen.sources:
            at, started = self._clock(), time.monotonic()
            recording = self._recording(self._seconds)
            answer: Answer
            try:
                answer = await source.look(ref, recording)
            except FetchError as error:
                answer = _unanswered(error)
            if isinstance(answer, Found):
                answer = within_bounds(answer, coordinates=self._coordinates)
            looked = _looked(at, source.name, answer, recording, started)
            looks.append(looked)
            self._count(ref, looked.attempt, at)
            if watch is not None:
                await watch([look.attempt for look in looks])
            if isinstance(answer, Gone) or _rank(answer) == RANK["full"]:
                break
        return looks

    async def below(self, post: Snapshot, source: str) -> tuple[Looked, Recording] | None:
        """How its author went on from a post, as the source that gave it tells afterwards, and
        the fetcher with which to have its pictures; ``None``: it is not asked for that.
        """
        sources = self._platforms[post.platform].chosen.sources
        asked = next((one for one in sources if one.name == source), None)
        if not isinstance(asked, Threaded):
            return None
        at, started = self._clock(), time.monotonic()
        recording = self._recording(self._seconds)
        answer: Answer
        try:
            below = await asked.below(post, recording)
        except FetchError as error:
            answer = _unanswered(error)
        else:
            if below is None:
                answer = Failed(reason="unreachable", detail=_NOT_NOW)
            else:
                found = Found(ref=post.ref, snapshots=(post,), below=below)
                answer = within_bounds(found, coordinates=self._coordinates)
        return _looked(at, source, answer, recording, started), recording


def best(looks: Sequence[Looked]) -> Looked | None:
    """The look that gave the most complete post, the first of equals; ``None``: none did."""
    found = [look for look in looks if _rank(look.answer) >= 0]
    return max(found, key=lambda look: _rank(look.answer), default=None)


def _unanswered(error: FetchError) -> Refused | Failed:
    """What a request without a usable answer tells. Nothing of the post."""
    reason: FailedReason
    match error:
        case Throttled():
            return Refused(reason="limited", detail=error.what)
        case AddressRefused():
            reason = "address refused"
        case TimedOut():
            reason = "too slow"
        case TooLarge():
            reason = "too large"
        case _:
            reason = "unreachable"
    return Failed(reason=reason, detail=error.what)


def _rank(answer: Answer) -> int:
    if isinstance(answer, Found) and answer.snapshots:
        return RANK[answer.snapshots[-1].completeness]
    return -1


def _looked(
    at: datetime, source: str, answer: Answer, recording: Recording, started: float
) -> Looked:
    seconds = round(time.monotonic() - started, 3)
    return looked(at, source, answer, tuple(recording.exchanges), seconds)


def looked(
    at: datetime,
    source: str,
    answer: Answer,
    exchanges: tuple[Exchange, ...] = (),
    seconds: float = 0.0,
) -> Looked:
    """One look: what a source answered, and how its attempt is told."""
    outcome, cause, detail = _words(answer)
    # A retry takes the place of what came before it.
    statuses = {e.url: e.status for e in exchanges if e.status is not None}.values()
    telling = min if isinstance(answer, Found) else max
    return Looked(
        at=at,
        source=source,
        answer=answer,
        exchanges=exchanges,
        attempt=Attempt(
            source=source,
            outcome=outcome,
            cause=cause,
            detail=detail,
            status=telling(statuses, default=None),
            seconds=seconds,
        ),
    )


def _words(answer: Answer) -> tuple[str, str | None, str]:
    match answer:
        case Found():
            return "found", None, ""
        case Gone(cause=cause, basis=basis):
            return "gone", cause, basis
        case Refused(reason=reason, detail=detail):
            return "refused", reason, detail
        case Failed(reason=why, detail=detail):
            return "failed", why, detail
