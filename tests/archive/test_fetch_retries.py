"""Tries after an answer or a connection that failed, and how each is recorded."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from archive.errors import Unreachable
from archive.fetch import Client
from tests.archive.servers import Handler, answer, header, routed, says, serving, talking


class Waits:
    """A sleep that takes no time and remembers."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def in_turn(*answers: Callable[[], web.Response]) -> Handler:
    waiting = list(answers)

    async def handler(request: web.BaseRequest) -> web.Response:
        return waiting.pop(0)()

    return handler


@pytest.mark.parametrize(("chance", "pauses"), [(0.0, [0.25, 0.5]), (0.5, [0.5, 1.0])])
async def test_a_5xx_is_tried_again_with_growing_pauses_that_vary(
    chance: float, pauses: list[float]
) -> None:
    waits = Waits()
    handler = in_turn(
        lambda: web.Response(status=503),
        lambda: web.Response(status=500),
        lambda: web.Response(text="there"),
    )
    async with serving(handler) as port:
        settings = routed(port, retries=2)
        async with Client(settings, sleep=waits, random=lambda: chance) as client:
            recorder = client.recording()
            response = await recorder.get("https://posts.example/1")
    assert response.text() == "there"
    assert [exchange.status for exchange in recorder.exchanges] == [503, 500, 200]
    assert waits.seconds == pauses


async def test_the_last_answer_is_given_whatever_its_status() -> None:
    waits = Waits()
    async with (
        serving(answer(status=502, text="down")) as port,
        Client(routed(port, retries=2), sleep=waits) as client,
    ):
        recorder = client.recording()
        response = await recorder.get("https://posts.example/1")
    assert (response.status, response.text()) == (502, "down")
    assert len(recorder.exchanges) == 3


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 410])
async def test_other_answers_are_not_tried_again(status: int) -> None:
    async with serving(answer(status=status)) as port, Client(routed(port, retries=2)) as client:
        recorder = client.recording()
        await recorder.get("https://posts.example/1")
    assert len(recorder.exchanges) == 1


async def test_a_broken_connection_is_tried_again_and_each_try_recorded() -> None:
    asked = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        await reader.readuntil(b"\r\n\r\n")
        asked += 1

    async with talking(talk) as port, Client(routed(port, retries=2), sleep=Waits()) as client:
        recorder = client.recording()
        with pytest.raises(Unreachable, match=r"posts\.example/1 closed the connection"):
            await recorder.get("https://posts.example/1")
    assert asked == len(recorder.exchanges) == 3
    for exchange in recorder.exchanges:
        assert exchange.status is None
        assert exchange.error == "https://posts.example/1 closed the connection without an answer."
        assert header(exchange, "host") == ["posts.example"]


async def test_a_503_is_not_lost_to_a_connection_that_breaks_after_it() -> None:
    replies = [b"HTTP/1.1 503 No\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlate", b""]

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(replies.pop(0))

    async with talking(talk) as port, Client(routed(port, retries=1), sleep=Waits()) as client:
        recorder = client.recording()
        response = await recorder.get("https://posts.example/1")
    assert (response.status, response.body) == (503, b"late")
    assert [exchange.status for exchange in recorder.exchanges] == [503, None]


async def test_a_refused_connection_says_so() -> None:
    async with serving(answer()) as port:
        pass
    async with Client(routed(port)) as client:
        recorder = client.recording()
        with pytest.raises(Unreachable, match=r"cannot be reached: Connect"):
            await recorder.get("https://posts.example/1")
    assert recorder.exchanges[0].route == f"http://127.0.0.1:{port}"


async def test_an_answer_that_breaks_off_is_recorded_as_far_as_it_came() -> None:
    talk = says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    async with talking(talk) as port, Client(routed(port)) as client:
        recorder = client.recording()
        with pytest.raises(Unreachable, match="broke off in the middle"):
            await recorder.get("https://posts.example/1")
    [exchange] = recorder.exchanges
    assert (exchange.status, exchange.body) == (200, b"half")
    assert exchange.error == "https://posts.example/1 broke off in the middle of its answer."


async def test_what_is_no_http_is_unreachable() -> None:
    talk = says(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    async with talking(talk) as port, Client(routed(port)) as client:
        with pytest.raises(Unreachable, match="no HTTP"):
            await client.recording().get("https://posts.example/1")
