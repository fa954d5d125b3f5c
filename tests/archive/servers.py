"""Servers on loopback that misbehave to order, and clients that reach them."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from archive.records import Exchange
from archive.settings import FetchSettings

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(
    handler: Handler,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> AsyncIterator[int]:
    """The port of an HTTP server that answers everything with ``handler``."""
    runner = web.ServerRunner(web.Server(handler))
    await runner.setup()
    site = web.TCPSite(runner, host, port, ssl_context=tls)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def talking(talk: Talk, *, host: str = "127.0.0.1") -> AsyncIterator[int]:
    """The port of a server that says what it likes, once the request's headers are in."""

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The client has gone, which is what these tests are about.
        finally:
            writer.close()

    server = await asyncio.start_server(meet, host, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def says(*parts: bytes, pause: float = 0.0) -> Talk:
    """Answers any request with these bytes, and closes."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)

    return talk


def answer(**kwargs: Any) -> Handler:
    """Answers everything alike."""

    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(**kwargs)

    return handler


def header(exchange: Exchange, name: str) -> list[str]:
    """The values of a header of either side."""
    pairs = exchange.request_headers + exchange.response_headers
    return [value for key, value in pairs if key.lower() == name.lower()]


def routed(port: int, **changes: Any) -> FetchSettings:
    """Settings that send every host to a port of loopback, without waits between requests."""
    values: dict[str, Any] = {
        "routes": {"*": f"http://127.0.0.1:{port}"},
        "per_host_interval": 0.0,
        "retries": 0,
    }
    return FetchSettings(**(values | changes))


class Names(AbstractResolver):
    """A resolver that answers from a table, each list of answers in turn, the last for ever."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.asked: list[str] = []
        self._names = {name.replace("_", "."): answers for name, answers in names.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            raise OSError(f"no address for {host}")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in addresses
        ]

    async def close(self) -> None:
        pass
