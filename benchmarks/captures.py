"""Captures against a local stand-in: the CPU of one, and a hundred at once.

The stand-in runs in a process of its own, so that its CPU is not counted. The hundred begin
together; they are also sent the way of the desk and the API, as durable jobs that the archive's
own workers work off, beside the derivatives of the pictures.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import aiohttp
import msgspec

from archive.archive import Archive, open_archive
from archive.records import Exchange
from archive.settings import Settings, StorageSettings
from benchmarks.measuring import Line, same, spread
from benchmarks.pillow_time import counting_pillow
from benchmarks.platform import OWN_AUTHOR, avatar_url, picture_url, platform, text_url
from embedder import standin

__all__ = ["measure"]

CPU_BOUND = 15.0
"""Milliseconds."""
CAPTURES = 60
AT_ONCE = 100
LATENCY = 0.2
REPEATS = 3


async def measure() -> list[Line]:
    async with platform(0) as origin:
        lines = await _cpu(origin)
    async with platform(LATENCY) as origin:
        lines += await _limits_off(origin)
        lines += await _default_limits(origin)
    return lines


@asynccontextmanager
async def _opened(settings: Settings, origin: str) -> AsyncIterator[Archive]:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        storage = StorageSettings(
            database=f"sqlite:{folder}/archive.db", blobs=f"file:{folder}/blobs"
        )
        settings = msgspec.structs.replace(settings, storage=storage)
        async with open_archive(standin.with_routes(settings, origin)) as archive:
            yield archive


def _without_limits() -> Settings:
    plain = Settings()
    return msgspec.structs.replace(
        plain,
        capture=msgspec.structs.replace(plain.capture, parallel=AT_ONCE),
        fetch=msgspec.structs.replace(plain.fetch, per_host=100 * AT_ONCE, per_host_interval=0.0),
    )


async def _cpu(origin: str) -> list[Line]:
    """One capture after another, each with its jobs after it; the CPU of the process without
    Pillow's.
    """
    lines = []
    for name, url_of in (("a text post", text_url), ("a post with a picture", picture_url)):
        alone, jobs, inside = [], [], []
        async with _opened(_without_limits(), origin) as archive:
            with counting_pillow() as pillow:
                for number in range(CAPTURES):
                    begun, pillow.seconds = time.process_time(), 0.0
                    captured = await archive.capture(url_of(number), by="benchmark")
                    alone.append((time.process_time() - begun - pillow.seconds) * 1e3)
                    same(f"the capture of {url_of(number)}", captured.state, "done")
                    await archive.run_due_jobs()
                    jobs.append((time.process_time() - begun - pillow.seconds) * 1e3)
                    inside.append(pillow.seconds * 1e3)
        lines += [
            _within_cpu(f"a capture of {name}: CPU without Pillow, ms", alone),
            _within_cpu("  with its jobs afterwards, ms", jobs),
            Line(name="  Pillow's, ms", measured=spread(inside, 1)),
        ]
    return lines


def _within_cpu(name: str, milliseconds: list[float]) -> Line:
    return Line(
        name=name,
        measured=spread(milliseconds, 1),
        bound=f"at most {CPU_BOUND:.0f}",
        met=median(milliseconds) <= CPU_BOUND,
    )


async def _limits_off(origin: str) -> list[Line]:
    """Captures that begin together, of one author and of as many; then as jobs of the queue."""
    plain, authors, queued = [], [], []
    numbers = range(OWN_AUTHOR, OWN_AUTHOR + REPEATS * AT_ONCE)
    await _draw(origin, [avatar_url(number) for number in numbers])
    async with _opened(_without_limits(), origin) as archive:
        for repeat in range(REPEATS):
            first = 2 * repeat * AT_ONCE
            plain.append(await _together(archive, range(first, first + AT_ONCE)))
            await archive.run_due_jobs()  # what the others left: derivatives
            first += AT_ONCE
            queued.append(await _by_queue(archive, range(first, first + AT_ONCE)))
            others = numbers[repeat * AT_ONCE : (repeat + 1) * AT_ONCE]
            authors.append(await _together(archive, others))
        requests = len(await _exchanges(archive, 0))
    bound = 3 * requests * LATENCY
    return [
        Line(
            name=f"{AT_ONCE} captures at once, limits off, {LATENCY * 1e3:.0f} ms latency, s",
            measured=spread(plain),
            bound=f"at most {bound:.1f} (3 × {requests} requests × {LATENCY} s)",
            met=median(plain) <= bound,
        ),
        Line(
            name="  the same of as many authors, each with a picture, s",
            measured=spread(authors),
            bound=f"at most {bound:.1f}",
            met=median(authors) <= bound,
        ),
        Line(
            name="  the same as jobs of the queue, s",
            measured=spread(queued),
            bound=f"at most {bound:.1f}",
            met=median(queued) <= bound,
        ),
    ]


async def _draw(origin: str, pictures: Sequence[str]) -> None:
    """Has the stand-in draw its pictures before anything is measured."""
    async with aiohttp.ClientSession(origin) as session:

        async def get(url: str) -> None:
            async with session.get(urlsplit(url).path) as answer:
                await answer.read()

        await asyncio.gather(*(get(url) for url in pictures))


async def _default_limits(origin: str) -> list[Line]:
    settings = Settings()
    async with _opened(settings, origin) as archive:
        seconds = await _by_queue(archive, range(AT_ONCE))
        allowed = _allowed(settings, await _exchanges(archive, 0))
    return [
        Line(
            name=f"{AT_ONCE} captures at once, default limits, s",
            measured=f"{seconds:.1f}",
            bound=f"at most {1.2 * allowed:.1f} (1.2 × {allowed:.1f} s)",
            met=seconds <= 1.2 * allowed,
        )
    ]


async def _together(archive: Archive, numbers: range) -> float:
    """Seconds until the last of them is kept; each is checked."""
    begun = time.perf_counter()
    captured = await asyncio.gather(
        *(archive.capture(text_url(n), by="benchmark") for n in numbers)
    )
    seconds = time.perf_counter() - begun
    await _check(archive, numbers, [one.state for one in captured])
    return seconds


async def _by_queue(archive: Archive, numbers: range) -> float:
    """The same from asking for all of them, with the archive's own workers at work."""
    working = asyncio.create_task(archive.run())
    try:
        begun = time.perf_counter()
        jobs = await asyncio.gather(
            *(archive.request_capture(text_url(n), by="benchmark") for n in numbers)
        )
        states = await asyncio.gather(*(_ended(archive, job.id) for job in jobs))
        seconds = time.perf_counter() - begun
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    await _check(archive, numbers, states)
    return seconds


async def _check(archive: Archive, numbers: range, states: Sequence[str]) -> None:
    """Every capture ended well, and what is kept has the words of its post."""
    same("how the captures ended", Counter(states), Counter({"done": len(numbers)}))
    for number in numbers:
        holding = await archive.storage.holding(await archive.find(text_url(number)))
        assert holding is not None
        assert holding.stored is not None
        same(
            f"the text of {text_url(number)}",
            holding.stored.snapshot.text,
            f"Sample {2 * number}: the council meets on Thursday at 18:00.",
        )


async def _ended(archive: Archive, job: str) -> str:
    states = [seen.state async for seen in archive.watch(job)]
    return states[-1]


async def _exchanges(archive: Archive, number: int) -> Sequence[Exchange]:
    return await archive.storage.exchanges(await archive.find(text_url(number)))


def _allowed(settings: Settings, one: Sequence[Exchange]) -> float:
    """Seconds that the limits on a host make of so many captures: turns at an interval, and
    slots that each request holds for its latency.
    """
    hosts = Counter(urlsplit(exchange.url).netloc for exchange in one)
    fetch, seconds = settings.fetch, 0.0
    for requests in hosts.values():
        turns = AT_ONCE * requests
        seconds = max(
            seconds,
            (turns - 1) * fetch.per_host_interval + LATENCY,
            turns * LATENCY / fetch.per_host,
        )
    return seconds
