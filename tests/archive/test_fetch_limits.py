"""Sizes and times: whatever a server sends, and however slowly, a fetch ends."""

import asyncio
import tracemalloc
import zlib
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult

from archive.errors import FetchError, TimedOut, TooLarge
from archive.fetch import Client
from archive.settings import FetchSettings
from tests.archive.servers import Names, routed, says, serving, talking

URL = "https://posts.example/1"
OK = b"HTTP/1.1 200 OK\r\n"


async def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    talk = says(OK + b"Content-Length: 5368709120\r\n\r\n", b"x" * 1000, pause=30)
    async with talking(talk) as port, Client(routed(port, max_body=1000)) as client:
        recorder = client.recording()
        with pytest.raises(TooLarge, match=r"https://posts\.example/1 is larger than 1,000 bytes"):
            await recorder.get(URL)
    [exchange] = recorder.exchanges
    assert (exchange.status, exchange.body) == (200, b"")
    assert ("Content-Length", "5368709120") in exchange.response_headers
    assert exchange.error == "https://posts.example/1 is larger than 1,000 bytes."


async def endless(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
        await writer.drain()


async def test_an_endless_body_ends_at_the_limit() -> None:
    async with talking(endless) as port, Client(routed(port, max_body=1 << 20)) as client:
        recorder = client.recording()
        tracemalloc.start()
        try:
            with pytest.raises(TooLarge):
                await recorder.get(URL)
            assert tracemalloc.get_traced_memory()[1] < 8 << 20
        finally:
            tracemalloc.stop()
    assert recorder.exchanges[0].body == b""


@pytest.mark.parametrize("size", [1000, 1001])
async def test_the_limit_itself_is_allowed(size: int) -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(size))

    async with serving(handler) as port, Client(routed(port, max_body=1000)) as client:
        fetch = client.recording().get(URL)
        if size == 1000:
            assert len((await fetch).body) == 1000
        else:
            with pytest.raises(TooLarge):
                await fetch


async def test_media_have_a_limit_of_their_own() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bytes(3000))

    limits = {"max_body": 1000, "max_media": 3000}
    async with serving(handler) as port, Client(routed(port, **limits)) as client:
        recorder = client.recording()
        assert len((await recorder.get(URL, media=True)).body) == 3000
        with pytest.raises(TooLarge):
            await recorder.get(URL)


async def test_whoever_asks_may_name_a_limit_and_a_range() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        if "Range" in request.headers:
            assert request.headers["Range"] == "bytes=2-5"
            return web.Response(status=206, body=b"2345")
        return web.Response(body=bytes(3000))

    limits = {"max_body": 1000, "max_media": 2000}
    async with serving(handler) as port, Client(routed(port, **limits)) as client:
        recorder = client.recording()
        assert len((await recorder.get(URL, media=True, most=3000)).body) == 3000
        with pytest.raises(TooLarge):
            await recorder.get(URL, media=True, most=2999)
        part = await recorder.get(URL, headers={"Range": "bytes=2-5"}, media=True, most=4)
        assert (part.status, part.body) == (206, b"2345")


@pytest.mark.parametrize("media", [False, True])
async def test_a_bomb_stops_at_the_limit_and_is_kept_as_it_came(media: bool) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()

    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    settings = {"max_body": 1 << 20, "max_media": 32 << 20}
    async with serving(handler) as port, Client(routed(port, **settings)) as client:
        recorder = client.recording()
        with pytest.raises(TooLarge, match="is larger than"):
            await recorder.get(URL, media=media)
    assert recorder.exchanges[0].body == bomb


@pytest.mark.parametrize(
    "head",
    [
        OK + b"X-Big: " + b"x" * 20_000 + b"\r\n\r\n",
        OK + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 500) for n in range(30)) + b"\r\n",
        b"HTTP/1.1 200 " + b"x" * 20_000 + b"\r\n\r\n",
    ],
    ids=["one long", "many", "a long status line"],
)
async def test_headers_have_a_limit(head: bytes) -> None:
    async with talking(says(head)) as port, Client(routed(port, max_headers=10_000)) as client:
        with pytest.raises(TooLarge, match=r"headers of https://posts\.example"):
            await client.recording().get(URL)


async def test_ten_thousand_headers_are_no_answer() -> None:
    talk = says(OK + b"A: b\r\n" * 10_000 + b"\r\n")
    async with talking(talk) as port, Client(routed(port)) as client:
        with pytest.raises(FetchError, match=r"posts\.example"):
            await client.recording().get(URL)


@pytest.mark.parametrize(
    "parts",
    [
        (b"",) * 20,
        (b"H", b"T", b"T", b"P") * 5,
        (OK + b"Content-Length: 22\r\n\r\nxx", *(b"x",) * 20),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n", *(b"1\r\nx\r\n",) * 20),
    ],
    ids=["silence", "slow headers", "slow body", "slow chunks"],
)
async def test_slow_bytes_meet_the_timeout(parts: tuple[bytes, ...]) -> None:
    talk = says(*parts, pause=0.05)
    async with talking(talk) as port, Client(routed(port, timeout=0.2)) as client:
        recorder = client.recording()
        with pytest.raises(TimedOut, match=r"did not answer in full within 0\.2 s"):
            await recorder.get(URL)
    [exchange] = recorder.exchanges
    assert 0.15 < exchange.seconds < 1
    if exchange.status is not None:
        assert exchange.body.startswith(b"xx")


async def test_a_connection_that_is_not_made_in_time_is_given_up() -> None:
    class Slow(Names):
        async def resolve(self, *args: Any, **kwargs: Any) -> list[ResolveResult]:
            await asyncio.sleep(5)
            return []

    settings = FetchSettings(connect_timeout=0.1, retries=0)
    async with Client(settings, resolver=Slow()) as client:
        with pytest.raises(TimedOut, match=r"No connection to https://posts\.example/1"):
            await client.recording().get(URL)


async def test_the_deadline_of_a_capture_is_the_shorter_one() -> None:
    async with talking(says(b"", pause=5)) as port, Client(routed(port, retries=5)) as client:
        now = asyncio.get_running_loop().time()
        recorder = client.recording(deadline=now + 0.2)
        for count in (1, 1):
            with pytest.raises(TimedOut):
                await recorder.get(URL)
            assert len(recorder.exchanges) == count
    assert asyncio.get_running_loop().time() - now < 1


async def test_a_cancelled_fetch_gives_its_turn_back() -> None:
    async with talking(says(b"", pause=5)) as port, Client(routed(port, per_host=1)) as client:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(client.recording().get(URL), 0.05)
        assert client.politeness._hosts["posts.example"].users == 0
