"""The only part that connects to an address taken from data.

:class:`Client` is made once and holds what all captures share: connections, and how often
each host may be asked. Each capture fetches through a :class:`Recorder` of its own, which
keeps every exchange.

What is let out: http and https to public addresses, on the ports of ``[fetch]``, checked
on the resolved address that is then connected to, and at each redirect anew. An https page
may redirect to http: each hop is on the record. To another origin go none of the caller's
headers but ``Accept`` and ``Accept-Language``. No cookie is kept or sent.

``[fetch.routes]`` names hosts (``host``, ``host:port``, or ``*``) whose requests go to
another origin: that origin is exempt from the guard, nothing else is, and no proxy is used
for it.

Behind a proxy we resolve and check the name ourselves and tell the proxy the address; TLS
is still checked against the name. Over plain http the name goes along in the Host header
only, which a strict proxy replaces by the address (RFC 9112 section 3.2.2): where that
matters, or where only the proxy can resolve names, let the proxy guard
(``proxy_guards = true``).
"""

import asyncio
import random as chance
import ssl
from collections.abc import Awaitable, Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin

from aiohttp.abc import AbstractResolver

from archive.clock import Clock, utc_now
from archive.errors import AddressRefused, FetchError, TooManyRedirects, Unreachable
from archive.fetch.addresses import Target
from archive.fetch.failures import WIRE_ERRORS, failure
from archive.fetch.fetched import Fetched
from archive.fetch.politeness import Politeness, wait_asked
from archive.fetch.redaction import Redactor
from archive.fetch.trip import Trip
from archive.fetch.ways import Ways
from archive.records import Exchange
from archive.settings import FetchSettings

__all__ = ["Client", "Fetched", "Recorder"]

_SHOWN = 200
"""Characters of an address that a message shows."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CARRIED_OVER = frozenset({"accept", "accept-language"})
_FIRST_PAUSE = 0.5
"""Seconds before a second try, half to one and a half of it; doubled for each one after."""


class Client:
    """Fetches through the guard. Made once, and used as ``async with Client(…) as client``.

    ``public_url`` and ``contact`` go into the User-Agent, so that a platform can ask who
    fetches. ``resolver`` answers for names, and its answers are checked. ``ssl_context`` is
    for a relay or a test server with a certificate of its own.

    Raises:
        ConfigError: a route or the proxy cannot be used.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        public_url: str = "",
        contact: str = "",
        proxy_password: str | None = None,
        clock: Clock = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        resolver: AbstractResolver | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.sleep = sleep
        self.random = random
        self.ways = Ways(
            settings,
            user_agent=settings.user_agent or _user_agent(public_url, contact),
            proxy_password=proxy_password,
            ssl_context=ssl_context,
            resolver=resolver,
        )

    async def __aenter__(self) -> Self:
        self.time = asyncio.get_running_loop().time
        self.politeness = Politeness(self.settings, sleep=self.sleep, time=self.time)
        self.ways.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.ways.close()

    def recording(self, deadline: float | None = None) -> "Recorder":
        """A fetcher that keeps its exchanges.

        ``deadline`` is a time of the event loop's clock
        (``asyncio.get_running_loop().time()``) by which all must be done.
        """
        return Recorder(self, deadline)


class Recorder:
    """Fetches for one capture, and keeps each exchange: redirects, retries, failures too.

    Fulfils :class:`archive.platforms.base.Fetcher`. ``exchanges`` stand in the order in
    which they ended. The body of an answer that was over the limit on the wire is not kept;
    of one that broke off, what had come is.
    """

    def __init__(self, client: Client, deadline: float | None) -> None:
        self.exchanges: list[Exchange] = []
        self._client = client
        self._deadline = deadline

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
        media: bool = False,
        most: int | None = None,
    ) -> Fetched:
        """The answer to a GET, whatever its status; redirects are followed.

        See :meth:`archive.platforms.base.Fetcher.get`.

        Raises:
            FetchError: one of its kinds; names the address, what happened and what to do.
        """
        settings = self._client.settings
        redactor = Redactor(secrets)
        if params:
            url = url.partition("#")[0]
            url += ("&" if "?" in url else "?") + urlencode(params)
        sent = dict(headers or {})
        limit = most or (settings.max_media if media else settings.max_body)
        target = self._admit(url, redactor)
        for _ in range(settings.max_redirects + 1):
            fetched = await self._answer(target, sent, redactor, limit)
            location = _location(fetched)
            if location is None:
                return fetched
            following = self._admit(location, redactor, source=target)
            if following.origin != target.origin:
                sent = {
                    name: value
                    for name, value in sent.items()
                    if name.lower() in _CARRIED_OVER and redactor.text(value) == value
                }
            target = following
        raise TooManyRedirects(
            f"{_shown(url, redactor)} redirects more than {settings.max_redirects} times."
        )

    async def post(
        self,
        url: str,
        *,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Fetched:
        """The answer to a form, whatever its status. Sent once, and to this address alone.

        See :meth:`archive.platforms.base.Fetcher.post`.

        Raises:
            FetchError: one of its kinds; names the address, what happened and what to do.
        """
        sent = {**(headers or {}), "Content-Type": "application/x-www-form-urlencoded"}
        return await self.send(url, urlencode(form).encode(), headers=sent, secrets=secrets)

    async def send(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        secrets: tuple[str, ...] = (),
    ) -> Fetched:
        """The answer to a POST of these bytes, as :meth:`post`; ``headers`` name their type.

        Raises:
            FetchError: one of its kinds; names the address, what happened and what to do.
        """
        redactor = Redactor(secrets)
        target, limit = self._admit(url, redactor), self._client.settings.max_body
        result = await self._try(target, dict(headers), redactor, limit, body)
        if isinstance(result, FetchError):
            raise result
        return result

    def _admit(self, url: str, redactor: Redactor, *, source: Target | None = None) -> Target:
        """Where to go; ``source`` is what redirects there."""
        try:
            if source is not None:
                url = urljoin(source.url, url)
            return self._client.ways.admit(url)
        except ValueError as error:
            shown = _shown(url, redactor)
            if source is not None:
                shown = f"{_shown(source.url, redactor)} redirects to {shown}, which"
            why = redactor.text(str(error))
            # Not chained: the text of what is chained may hold the address with its secrets.
            raise AddressRefused(f"{shown} was not fetched: {why}.") from None

    async def _answer(
        self, target: Target, headers: dict[str, str], redactor: Redactor, limit: int
    ) -> Fetched:
        """The answer, after as many tries as are worth it and allowed."""
        result = await self._try(target, headers, redactor, limit)
        for attempt in range(self._client.settings.retries):
            if not _worth_another_try(result) or not await self._pause(target.host, attempt):
                break
            again = await self._try(target, headers, redactor, limit)
            # An earlier 503 tells the caller more than a connection that broke after it.
            if isinstance(again, Fetched) or isinstance(result, FetchError):
                result = again
        if isinstance(result, FetchError):
            raise result
        return result

    async def _pause(self, host: str, attempt: int) -> bool:
        """Backs off; false when there is no time for another try."""
        client = self._client
        pause = _FIRST_PAUSE * 2**attempt * (0.5 + client.random())
        wait = client.politeness.may_wait(host, pause, self._deadline)
        if wait is None:
            return False
        if wait == pause:  # Else the host asked for longer, and the turn waits for that.
            await client.sleep(pause)
        return True

    async def _try(
        self,
        target: Target,
        headers: dict[str, str],
        redactor: Redactor,
        limit: int,
        form: bytes | None = None,
    ) -> Fetched | FetchError:
        """An answer, or why there is none."""
        try:
            async with self._client.politeness.turn(target.host, self._deadline):
                return await self._exchange(target, headers, redactor, limit, form)
        except FetchError as error:
            return error

    async def _exchange(
        self,
        target: Target,
        headers: dict[str, str],
        redactor: Redactor,
        limit: int,
        form: bytes | None = None,
    ) -> Fetched:
        """One request and its answer, recorded."""
        client = self._client
        requested_at, started = client.clock(), client.time()
        allowed = client.settings.timeout
        if self._deadline is not None:
            allowed = min(allowed, self._deadline - started)
        trip = Trip(target, headers, form)
        problem: FetchError | None = None
        try:
            async with asyncio.timeout(allowed):
                await trip.go(client.ways, client.settings.max_headers)
                await trip.read(limit)
            await trip.decode(limit)
        except WIRE_ERRORS as error:
            shown = _shown(target.url, redactor)
            problem = failure(error, shown, seconds=allowed, limit=limit)
        finally:
            trip.end()
        self.exchanges.append(
            trip.exchange(
                redactor,
                requested_at=requested_at,
                seconds=client.time() - started,
                error=None if problem is None else problem.what,
            )
        )
        if trip.response is not None:
            asked = wait_asked(trip.response.status, trip.response.headers, client.clock())
            client.politeness.note(target.host, asked)
        if problem is not None:
            raise problem
        return trip.fetched(redactor)


def _location(fetched: Fetched) -> str | None:
    return (fetched.headers.get("Location") or None) if fetched.status in _REDIRECTS else None


def _worth_another_try(result: Fetched | FetchError) -> bool:
    if isinstance(result, FetchError):
        return isinstance(result, Unreachable)
    return result.status == 429 or result.status >= 500


def _shown(url: str, redactor: Redactor) -> str:
    """An address for a message: redacted first, then cut, and always printable."""
    redacted = redactor.url(url)
    cut = redacted if len(redacted) <= _SHOWN else f"{redacted[:_SHOWN]}…"
    return cut.encode("utf-8", "backslashreplace").decode()


def _user_agent(public_url: str, contact: str) -> str:
    try:
        name = f"onrecord/{version('onrecord')}"
    except PackageNotFoundError:  # run from a checkout that is not installed
        name = "onrecord/0"
    who = [part for part in (f"+{public_url}" if public_url else "", contact) if part]
    return f"{name} ({'; '.join(who)})" if who else name
