"""How often an address may do a thing that needs no login. In memory: nothing is kept of it."""

from collections import deque
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from aiohttp import hdrs, web

__all__ = ["Throttle", "Tries", "client_address"]

_MAX_ADDRESSES = 10_000
_MAX_KEYS = 50_000


class Throttle:
    """So many of one address in a time, and so many of all in another.

    >>> from datetime import UTC
    >>> noon, minute = datetime(2025, 4, 1, 12, tzinfo=UTC), timedelta(minutes=1)
    >>> throttle = Throttle(each=1, within=minute, total=9, total_within=minute)
    >>> [throttle.wait("192.0.2.1", noon), throttle.wait("192.0.2.1", noon)]
    [None, 60]
    >>> throttle.wait("192.0.2.2", noon), throttle.wait("192.0.2.1", noon + minute)
    (None, None)
    """

    def __init__(
        self, *, each: int, within: timedelta, total: int, total_within: timedelta
    ) -> None:
        self._each, self._within = each, within
        self._total, self._total_within = total, total_within
        self._all: deque[datetime] = deque()
        self._by_address: dict[str, deque[datetime]] = {}

    def wait(self, address: str, now: datetime) -> int | None:
        """``None``, and it counts; or the seconds until it may be tried again."""
        mine = self._by_address.pop(address, deque())
        for times, within in ((mine, self._within), (self._all, self._total_within)):
            # A time to come is from before the clock went back: it must not last for ever.
            while times and not timedelta() <= now - times[0] < within:
                times.popleft()
        waits = [
            times[0] + within - now
            for times, most, within in (
                (mine, self._each, self._within),
                (self._all, self._total, self._total_within),
            )
            if len(times) >= most
        ]
        if not waits:
            mine.append(now)
            self._all.append(now)
        if mine:
            self._by_address[address] = mine  # the newest stand last
        while len(self._by_address) > _MAX_ADDRESSES:
            self._by_address.pop(next(iter(self._by_address)))
        return max(1, int(max(waits).total_seconds())) if waits else None


class Tries:
    """So many tries at one thing in a time, and then none until the oldest is over.

    A try counts before it is known whether it is right, so that many at once count, too; one
    that was right is taken back.

    >>> from datetime import UTC
    >>> noon = datetime(2025, 4, 1, 12, tzinfo=UTC)
    >>> tries = Tries(1, timedelta(minutes=1))
    >>> tries.begin("ana", noon), tries.begin("ana", noon), tries.begin("ben", noon)
    (None, 60, None)
    >>> tries.take_back("ben"), tries.begin("ben", noon)
    (None, None)
    """

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._by_key: dict[str, deque[datetime]] = {}

    def begin(self, key: str, now: datetime) -> int | None:
        """``None``, and it counts; or the seconds until it may be tried again."""
        times = self._by_key.pop(key, deque())
        while times and not timedelta() <= now - times[0] < self._within:
            times.popleft()
        wait = None
        if len(times) >= self._most:
            wait = max(1, int((times[0] + self._within - now).total_seconds()))
        else:
            times.append(now)
        self._by_key[key] = times  # the newest stand last
        while len(self._by_key) > _MAX_KEYS:
            self._by_key.pop(next(iter(self._by_key)))
        return wait

    def take_back(self, key: str) -> None:
        """The last try of a key was right: it does not count."""
        times = self._by_key.get(key)
        if times:
            times.pop()

    def forget(self, key: str) -> None:
        """No try of a key counts any more."""
        self._by_key.pop(key, None)


def client_address(request: web.Request) -> str:
    """Where a request comes from. IPv6 by its first 64 bits, which one household has.

    A proxy of our own has an address that is not public, and writes the client's at the end
    of ``X-Forwarded-For``; from any other address that header is only somebody's word.
    """
    near = request.remote or ""
    if not _is_public(near):
        last = request.headers.getall(hdrs.X_FORWARDED_FOR, [""])[-1].rpartition(",")[2].strip()
        near = last if _is_address(last) else near
    if not _is_address(near):
        return near
    address = ip_address(near)
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))


def _is_address(text: str) -> bool:
    """Not one with a zone (``fe80::1%eth0``): that may be any text, a new one each time."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _is_public(text: str) -> bool:
    return _is_address(text) and ip_address(text).is_global
