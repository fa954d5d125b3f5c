"""How often and when a host is asked. Its own limits are obeyed by all captures together.

A host counts by the name in the address, also where [fetch.routes] sends the request
elsewhere, so that a relay does not multiply what a platform sees.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from archive.errors import Throttled, TimedOut
from archive.settings import FetchSettings

__all__ = ["Politeness", "wait_asked"]

_DAY = 86400.0
_MAX_HOSTS = 1000

# Mastodon writes X-RateLimit-, Bluesky RateLimit- (so does the IETF draft), X x-rate-limit-.
_RATE_LIMITS = tuple(
    (f"{prefix}-remaining", f"{prefix}-reset")
    for prefix in ("ratelimit", "x-ratelimit", "x-rate-limit")
)


def wait_asked(status: int, headers: Mapping[str, str], now: datetime) -> float:
    """Seconds that an answer asks us to stay away; 0 where it asks for nothing.

    Read are ``Retry-After`` (RFC 9110 section 10.2.3) of an error, and the time of reset
    once a rate limit is used up: as a time (Mastodon), in seconds since 1970 (Bluesky, X)
    or in seconds from now (the IETF draft). At most a day: who says more is asked again
    tomorrow. ``headers`` must find names in any case.
    """
    waits = [0.0]
    if status >= 400 and (text := headers.get("retry-after")):
        waits.append(_seconds_until(text, now))
    for remaining, reset in _RATE_LIMITS:
        if (text := headers.get(reset)) and (
            status == 429 or headers.get(remaining, "").strip() == "0"
        ):
            waits.append(_seconds_until(text, now))
    return min(max(waits), _DAY)


def _seconds_until(text: str, now: datetime) -> float:
    text = text.strip()
    try:
        number = float(text)
    except ValueError:
        moment = _moment(text)
        return 0.0 if moment is None else (moment - now).total_seconds()
    if not math.isfinite(number):
        return 0.0
    # No host asks for a wait of thirty years: a number that large is a time.
    return number - now.timestamp() if number > 1e9 else number


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return None


class _Host:
    """What is known of one host. Times are of the event loop's clock."""

    __slots__ = ("asked_until", "next_at", "slots", "users")

    def __init__(self, per_host: int) -> None:
        self.slots = asyncio.Semaphore(per_host)
        self.users = 0
        self.next_at = 0.0
        self.asked_until = 0.0

    @property
    def free_at(self) -> float:
        return max(self.next_at, self.asked_until)


class Politeness:
    """Turns at hosts, for all recorders of one client."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        sleep: Callable[[float], Awaitable[object]],
        time: Callable[[], float],
    ) -> None:
        self._per_host = settings.per_host
        self._interval = settings.per_host_interval
        self._max_wait = settings.max_wait
        self._sleep = sleep
        self._time = time
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, deadline: float | None) -> AsyncIterator[None]:
        """Waits until this host may be asked, and holds one of its slots inside the block.

        Raises:
            Throttled: the host asked for a longer wait than we may take.
            TimedOut: so many requests wait for the host that the turn comes too late.
        """
        host = self._host(name)
        host.users += 1
        try:
            self._reserve(name, host, deadline, take=False)
            await self._slot(name, host, deadline)
            try:
                start = self._reserve(name, host, deadline)
                while (wait := start - self._time()) > 0:
                    await self._sleep(wait)
                    if host.asked_until <= start:
                        break
                    # While we waited, another answer asked for a longer wait.
                    start = self._reserve(name, host, deadline)
                yield
            finally:
                host.slots.release()
        finally:
            host.users -= 1

    def note(self, name: str, seconds: float) -> None:
        """Remembers for how long a host asked us to stay away."""
        if seconds > 0:
            host = self._host(name)
            host.asked_until = max(host.asked_until, self._time() + seconds)

    def may_wait(self, name: str, seconds: float, deadline: float | None) -> float | None:
        """The seconds until another try: ``seconds``, or what the host asked for if longer.

        ``None``: that is more than we may wait.
        """
        now = self._time()
        asked = self._host(name).asked_until - now
        wait = max(seconds, asked)
        if asked > self._max_wait or (deadline is not None and now + wait > deadline):
            return None
        return wait

    async def _slot(self, name: str, host: _Host, deadline: float | None) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                await host.slots.acquire()
        except TimeoutError:
            raise TimedOut(f"Other requests to {name} took all the time there was.") from None

    def _reserve(
        self, name: str, host: _Host, deadline: float | None, *, take: bool = True
    ) -> float:
        """When the next request may start; with ``take`` that start is ours."""
        now = self._time()
        asked = host.asked_until - now
        late = deadline is not None and host.asked_until > deadline
        if asked > 0 and (asked > self._max_wait or late):
            raise Throttled(
                f"{name} asked us to wait {math.ceil(asked)} s, longer than we may here.",
                next_step=f"Try again after {math.ceil(asked)} s.",
            )
        start = max(now, host.free_at)
        if take:
            if deadline is not None and start > deadline:
                raise TimedOut(f"The turn at {name} would come in {start - now:.1f} s, too late.")
            host.next_at = start + self._interval
        return start

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= _MAX_HOSTS:
                self._forget()
            host = self._hosts[name] = _Host(self._per_host)
        return host

    def _forget(self) -> None:
        """Drops hosts that nobody waits for: the free ones, else those that are free soonest."""
        now = self._time()
        idle = sorted((host.free_at, name) for name, host in self._hosts.items() if not host.users)
        for count, (free_at, name) in enumerate(idle):
            if free_at > now and count > _MAX_HOSTS // 10:
                break
            del self._hosts[name]
