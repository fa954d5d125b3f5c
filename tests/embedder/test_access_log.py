"""The access log: what stands in it, and that addresses leave it."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from archive.errors import ConfigError
from archive.settings import LogSettings
from embedder.access_log import AccessLog, access_logger, line_of, without_addresses

NOON = datetime(2025, 4, 1, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


async def visit(log: AccessLog, *paths: str, address: str = "203.0.113.7") -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server(
        access_log_class=access_logger(log), access_log=logging.getLogger("access")
    )
    async with server, ClientSession() as session:
        for path in paths:
            headers = {"X-Forwarded-For": address}
            async with session.get(server.make_url(path), headers=headers) as response:
                await response.read()


async def test_addresses_leave_the_log_after_the_days_that_are_set(tmp_path: Path) -> None:
    clock = Clock()
    log = AccessLog(LogSettings(access=str(tmp_path), keep_days=7), clock)
    await visit(log, "/search?q=border+wall", f"/login/{'t' * 43}", "/e/vhk17dn1s2hjvmyx/")
    first = tmp_path / "access-2025-04-01.log"
    lines = first.read_text().splitlines()
    assert [line.split(" ", 2)[1] for line in lines] == ["203.0.113.7"] * 3
    assert lines[0].startswith('2025-04-01T12:00:00.000Z 203.0.113.7 "GET /search" 200 ')
    assert "border" not in first.read_text()
    assert "ttt" not in first.read_text()
    clock.now = NOON + timedelta(hours=3)
    await visit(log, "/")
    with first.open("ab") as file:
        file.write(b"2025-04-01T16:00:00.000Z 203.0.113.7 damaged \xff\n")
    clock.now = NOON + timedelta(days=7, hours=1)
    await visit(log, "/")
    log.forget()
    lines = first.read_text(errors="replace").splitlines()
    told = ["-"] * 3 + ["203.0.113.7"] * 2
    assert [line.split(" ", 2)[1] for line in lines] == told, "to the hour"
    clock.now = NOON + timedelta(days=8)
    log.forget()
    assert _names(tmp_path) == [
        "access-2025-04-01.anonymous.log",
        "access-2025-04-08.log",
    ]
    assert "203.0.113.7" in (tmp_path / "access-2025-04-08.log").read_text()
    kept = (tmp_path / "access-2025-04-01.anonymous.log").read_text(errors="replace")
    assert "203.0.113.7" not in kept
    assert [line.split(" ", 2)[2] for line in kept.splitlines()] == [
        line.split(" ", 2)[2] for line in lines
    ]
    log.close()


async def test_with_no_days_no_address_comes_into_it(tmp_path: Path) -> None:
    log = AccessLog(LogSettings(access=str(tmp_path), keep_days=0), Clock())
    await visit(log, "/", address="2001:db8::1")
    log.close()
    (name,) = _names(tmp_path)
    assert (tmp_path / name).read_text().split()[1] == "-"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_no_request_writes_a_line_of_its_own() -> None:
    forged = '/x" 200\n2025-04-01T00:00:00Z 198.51.100.1 "GET /\u2028\x1b[2J'
    line = line_of(NOON, "203.0.113.7", "GET", forged, 404, 0, 0.1)
    assert len(line.splitlines()) == 1
    assert line.count('"') == 2
    (clean,) = without_addresses([line], "2025-04-02")
    assert clean.startswith("2025-04-01T12:00:00.000Z - ")


def test_a_folder_that_cannot_be_written_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"log\.access"):
        AccessLog(LogSettings(access=str(tmp_path / "file" / "log")), Clock())
