"""When a host may be asked, on a clock that the test moves."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web
from multidict import CIMultiDict

from archive.errors import Throttled, TimedOut
from archive.fetch import Client, politeness
from archive.fetch.politeness import Politeness, wait_asked
from archive.settings import FetchSettings
from tests.archive.servers import routed, serving

NOW = datetime(2025, 3, 29, 12, 0, 0, tzinfo=UTC)
SOON = NOW + timedelta(seconds=90)


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (200, {}, 0),
        (429, {}, 0),
        (429, {"Retry-After": "7"}, 7),
        (503, {"retry-after": " 7 "}, 7),
        (200, {"Retry-After": "7"}, 0),
        (429, {"Retry-After": format_datetime(SOON, usegmt=True)}, 90),
        (429, {"Retry-After": "Saturday, 29-Mar-25 12:01:30 GMT"}, 90),
        (429, {"Retry-After": format_datetime(NOW - timedelta(hours=1), usegmt=True)}, 0),
        (429, {"Retry-After": "-5"}, 0),
        (429, {"Retry-After": "soon"}, 0),
        (429, {"Retry-After": "nan"}, 0),
        (429, {"Retry-After": "inf"}, 0),
        (429, {"Retry-After": "99999999"}, 86400),
        # Mastodon: a time
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2025-03-29T12:01:30.5Z"}, 90.5),
        (200, {"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "2025-03-29T12:01:30Z"}, 0),
        (429, {"X-RateLimit-Reset": "2025-03-29T12:01:30Z"}, 90),
        # Bluesky: seconds since 1970
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": str(int(SOON.timestamp()))}, 90),
        (200, {"ratelimit-remaining": "2999", "ratelimit-reset": "1743249690"}, 0),
        # X: the same, under another name
        (429, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1743249690"}, 90),
        # The IETF draft: seconds from now
        (200, {"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}, 30),
        (200, {"RateLimit-Remaining": "0"}, 0),
        (429, {"Retry-After": "5", "RateLimit-Reset": "30"}, 30),
    ],
)
def test_a_wait_is_read_from_an_answer(
    status: int, headers: dict[str, str], seconds: float
) -> None:
    assert wait_asked(status, CIMultiDict(headers), NOW) == pytest.approx(seconds)


class Time:
    """A clock that moves when somebody sleeps, and only then."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds
        await asyncio.sleep(0)


def polite(time: Time, **settings: Any) -> Politeness:
    return Politeness(FetchSettings(**settings), sleep=time.sleep, time=time)


async def ask(waits: Politeness, host: str, deadline: float | None = None) -> None:
    async with waits.turn(host, deadline):
        pass


async def test_requests_to_one_host_keep_their_distance() -> None:
    time = Time()
    waits = polite(time, per_host_interval=0.5)
    for _ in range(3):
        await ask(waits, "a.example")
    await ask(waits, "b.example")
    assert time.slept == [0.5, 0.5]


async def test_no_more_than_so_many_at_once() -> None:
    waits = polite(Time(), per_host=2, per_host_interval=0.0)
    at_once: list[int] = []
    running = 0

    async def one() -> None:
        nonlocal running
        async with waits.turn("a.example", None):
            running += 1
            at_once.append(running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(one() for _ in range(10)))
    assert max(at_once) == 2
    assert len(at_once) == 10


async def test_a_host_that_asked_for_a_wait_is_left_alone_so_long() -> None:
    time = Time()
    waits = polite(time, max_wait=30.0)
    waits.note("a.example", 20)
    await ask(waits, "b.example")
    assert time.slept == []
    await ask(waits, "a.example")
    assert time.slept == [20]


async def test_a_longer_wait_is_throttled_and_says_how_long() -> None:
    time = Time()
    waits = polite(time, max_wait=30.0)
    waits.note("a.example", 30.5)
    with pytest.raises(Throttled, match=r"a\.example asked us to wait 31 s.*after 31 s"):
        await ask(waits, "a.example")
    assert time.slept == []
    time.now += 1
    await ask(waits, "a.example")


async def test_a_wait_past_the_deadline_is_throttled_at_once() -> None:
    time = Time()
    waits = polite(time, max_wait=30.0)
    waits.note("a.example", 20)
    with pytest.raises(Throttled, match=r"a\.example .* 20 s"):
        await ask(waits, "a.example", deadline=time.now + 10)
    assert time.slept == []


async def test_a_turn_that_comes_after_the_deadline_is_not_waited_for() -> None:
    time = Time()
    waits = polite(time, per_host_interval=5.0)
    await ask(waits, "a.example")
    with pytest.raises(TimedOut, match=r"turn at a\.example would come in 5\.0 s"):
        await ask(waits, "a.example", deadline=time.now + 1)


async def test_slots_that_are_not_free_by_the_deadline_are_not_waited_for() -> None:
    waits = Politeness(
        FetchSettings(per_host=1), sleep=asyncio.sleep, time=asyncio.get_running_loop().time
    )
    async with waits.turn("a.example", None):
        with pytest.raises(TimedOut, match=r"Other requests to a\.example"):
            await ask(waits, "a.example", deadline=asyncio.get_running_loop().time() + 0.02)
    await ask(waits, "a.example")


async def test_a_wait_that_another_answer_asks_for_meanwhile_is_kept() -> None:
    time = Time()
    waits = polite(time, per_host_interval=1.0)
    await ask(waits, "a.example")
    waiting = asyncio.create_task(ask(waits, "a.example"))
    await asyncio.sleep(0)
    waits.note("a.example", 10)
    await waiting
    assert time.slept[0] == 1.0
    assert time.now == pytest.approx(1011)


async def test_hosts_that_nobody_asks_are_forgotten() -> None:
    time = Time()
    waits = polite(time, per_host_interval=0.0)
    waits.note("strict.example", 600)
    for number in range(politeness._MAX_HOSTS * 3):
        await ask(waits, f"{number}.example")
    assert len(waits._hosts) <= politeness._MAX_HOSTS
    assert "strict.example" in waits._hosts


async def test_not_even_hosts_that_ask_for_waits_fill_the_memory() -> None:
    waits = polite(Time())
    for number in range(politeness._MAX_HOSTS * 3):
        waits.note(f"{number}.example", 600)
    assert len(waits._hosts) <= politeness._MAX_HOSTS


@pytest.mark.parametrize(
    "headers",
    [
        {"Retry-After": "60"},
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2025-03-29T12:01:00Z"},
        {"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 60)},
        {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(int(NOW.timestamp()) + 60)},
    ],
)
async def test_a_host_that_says_wait_is_left_alone_by_all_captures(
    headers: dict[str, str],
) -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(status=429, headers=headers)

    async with serving(handler) as port:
        settings = routed(port, retries=2, max_wait=30.0)
        async with Client(settings, clock=lambda: NOW) as client:
            first, second = client.recording(), client.recording()
            response = await first.get("https://posts.example/1")
            assert response.status == 429
            assert len(first.exchanges) == 1
            with pytest.raises(Throttled, match=r"posts\.example asked us to wait 60 s"):
                await second.get("https://posts.example/2")
            assert second.exchanges == []
            assert (await second.get("https://other.example/")).status == 429


async def test_a_wait_that_is_short_enough_is_waited_for() -> None:
    slept: list[float] = []
    replies = [
        web.Response(status=429, headers={"Retry-After": "5"}),
        web.Response(text="there"),
    ]

    async def handler(request: web.BaseRequest) -> web.Response:
        return replies.pop(0)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with serving(handler) as port, Client(routed(port, retries=1), sleep=sleep) as client:
        response = await client.recording().get("https://posts.example/1")
    assert response.text() == "there"
    assert slept == [pytest.approx(5, abs=0.5)]


async def test_a_retry_that_would_come_too_late_is_not_made() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "5"})

    async with serving(handler) as port, Client(routed(port, retries=3)) as client:
        recorder = client.recording(deadline=asyncio.get_running_loop().time() + 2)
        assert (await recorder.get("https://posts.example/1")).status == 503
    assert len(recorder.exchanges) == 1
