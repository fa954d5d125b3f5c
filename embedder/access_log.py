"""The access log: a file a day, out of which the addresses of readers are taken after some days.

A line has the time, the address, what was asked for (its path alone: not what was searched, and no
login link), the answer's status, its bytes, and the seconds that it took. A file whose addresses
are gone is called ``access-DAY.anonymous.log``.
"""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import IO, Any

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from archive.clock import rfc3339
from archive.errors import ConfigError
from archive.settings import LogSettings
from embedder.links import logged_path
from embedder.web.throttle import client_address

__all__ = ["AccessLog", "access_logger", "line_of", "logging_access", "without_addresses"]

_FILE = re.compile(r"access-(\d{4}-\d\d-\d\d)\.log")
_log = logging.getLogger("onrecord.web")


def line_of(
    at: datetime, address: str, method: str, path: str, status: int, size: int, seconds: float
) -> str:
    """One line, which no request can break in two.

    >>> from datetime import UTC
    >>> line_of(datetime(2025, 4, 1, tzinfo=UTC), "", "GET", "/login/" + "a" * 43, 200, 5, 0.01)
    '2025-04-01T00:00:00.000Z - "GET /login/…" 200 5 0.010'
    """
    asked = f"{method} {logged_path(path)}"
    return f'{rfc3339(at)} {address or "-"} "{asked[:500]}" {status} {size} {seconds:.3f}'


def without_addresses(lines: Iterable[str], before: str) -> Iterator[str]:
    """The lines of a log, with nothing where the addresses stood in those from before a time, which
    is written as theirs are.

    >>> lines = ["2025-04-01T23:59:59.000Z 203.0.113.7 …", "2025-04-02T00:00:00.000Z 203.0.113.7 …"]
    >>> [line[20:] for line in without_addresses(lines, "2025-04-02T00:00:00.000Z")]
    ['000Z - …', '000Z 203.0.113.7 …']
    """
    for line in lines:
        yield re.sub(r"^(\S+) \S+", r"\1 -", line) if line < before else line


class AccessLog:
    """The files of a folder.

    Raises:
        ConfigError: it cannot be written to.
    """

    def __init__(self, settings: LogSettings, clock: Callable[[], datetime]) -> None:
        self._folder, self._keep, self._clock = Path(settings.access), settings.keep_days, clock
        self._day: date | None = None
        self._file: IO[str] | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._open(clock().date())
        except OSError as error:
            raise ConfigError(
                f"log.access is {settings.access!r}, and nothing can be written there: "
                f"{error.strerror}.",
                next_step="Name another folder, or none.",
            ) from error

    def write(self, request: web.BaseRequest, status: int, size: int, seconds: float) -> None:
        """A request that was answered. A disk that is full costs the line, not the answer."""
        at = self._clock()
        address = ""
        if self._keep and isinstance(request, web.Request):
            address = client_address(request)
        line = line_of(at, address, request.method, request.path, status, size, seconds)
        try:
            self.turn()
            if self._file is not None:
                self._file.write(f"{line}\n")
                self._file.flush()
        except OSError as error:
            _log.warning("the access log cannot be written: %s", error.strerror)

    def turn(self) -> None:
        """Begins the file of today, where the last one is of another day."""
        today = self._clock().date()
        if today != self._day:
            self._open(today)

    def forget(self) -> None:
        """Takes the addresses out of the lines that are older than they may stay."""
        before = rfc3339(self._clock() - timedelta(days=self._keep))
        day = before.partition("T")[0]
        for path in sorted(self._folder.iterdir()):
            found = _FILE.fullmatch(path.name)
            if found and found[1] <= day and found[1] != str(self._day):
                # On the day itself some may still stay; the file goes on by its name.
                clean = path
                if found[1] < day:
                    clean = path.with_name(f"access-{found[1]}.anonymous.log")
                part = path.with_name(f"{clean.name}.part")
                with (
                    path.open(encoding="utf-8", errors="surrogateescape") as file,
                    part.open("w", encoding="utf-8", errors="surrogateescape") as cleaned,
                ):
                    cleaned.writelines(without_addresses(file, before))
                    cleaned.flush()
                    os.fsync(cleaned.fileno())
                part.replace(clean)
                if clean != path:
                    path.unlink()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self, day: date) -> None:
        self.close()
        self._day = day
        self._file = (self._folder / f"access-{day.isoformat()}.log").open("a", encoding="utf-8")


@asynccontextmanager
async def logging_access(
    settings: LogSettings, clock: Callable[[], datetime]
) -> AsyncIterator[dict[str, Any]]:
    """What the server is told of its log. Once an hour, addresses that are too old are taken out,
    also where nobody comes by.

    Raises:
        ConfigError: the folder cannot be written to.
    """
    if not settings.access:
        yield {"access_log": None}
        return
    log = AccessLog(settings, clock)
    forgetting = asyncio.create_task(_forget_hourly(log))
    try:
        yield {"access_log": logging.getLogger("access"), "access_log_class": access_logger(log)}
    finally:
        forgetting.cancel()
        await asyncio.gather(forgetting, return_exceptions=True)
        log.close()


async def _forget_hourly(log: AccessLog) -> None:
    while True:
        try:
            log.turn()  # what is written to stays as it is
            await asyncio.to_thread(log.forget)
        except OSError as error:
            _log.warning("addresses stay in the access log: %s", error.strerror)
        await asyncio.sleep(3600)


def access_logger(log: AccessLog) -> type[AbstractAccessLogger]:
    """What aiohttp makes a logger of, one for each connection."""

    class _Logger(AbstractAccessLogger):
        def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
            log.write(request, response.status, response.body_length, time)

    return _Logger
