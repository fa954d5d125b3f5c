"""Finding statements in an archive of many: pages, facets, histogram; and Datasette beside it.

The archive is that of benchmarks/statements_made.py. ``ONRECORD_BENCH_POSTS`` says of how many
posts (100,000 where it says nothing; the bounds are for 1,000,000), ``ONRECORD_BENCH_ARCHIVE`` in
which file it is kept, so that another run finds it there. How many each query finds is checked
against what the generator counted.
"""

import asyncio
import json
import os
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import aiohttp

from archive.query import Query, from_params
from archive.storage.sqlite import SqliteStorage
from benchmarks.measuring import Line, needed, python, same, spread, until_answered
from benchmarks.service import free_port, serving
from benchmarks.statements_made import QUERIES, common_words, make_archive
from benchmarks.wrk import rate

__all__ = ["measure"]

ROUNDS = 9
PAGE = "50"
MEDIAN, SLOWEST = 25, 60
FACETS, HISTOGRAM = 150, 250
EXACT = 50_000
TIMES = 3
SECONDS, TURNS = 5, 4


async def measure() -> list[Line]:
    posts = int(os.environ.get("ONRECORD_BENCH_POSTS", "100000"))
    with TemporaryDirectory(prefix="onrecord-bench-") as name:
        kept = os.environ.get("ONRECORD_BENCH_ARCHIVE")
        file = Path(kept) if kept else Path(name) / "made.db"
        truth = _truth(file, posts)
        storage = await SqliteStorage.open(file)
        try:
            lines = [line async for line in _of_storage(storage, truth)]
        finally:
            await storage.close()
        beside = Path(name) / "beside"
        beside.mkdir()
        (beside / "archive.db").symlink_to(file)
        return [*lines, *await _beside(beside)]


def _truth(file: Path, posts: int) -> dict[str, int]:
    """What each query must find; the archive is made where it is not kept."""
    told = file.with_suffix(".json")
    if not told.exists():
        told.write_text(json.dumps(make_archive(file, posts)), encoding="utf-8")
    truth: dict[str, int] = json.loads(told.read_text(encoding="utf-8"))
    return truth


def _query(text: str, **params: str) -> Query:
    query = from_params({"q": text, **params})
    if not isinstance(query, Query):
        raise TypeError(query)
    return query


async def _of_storage(storage: SqliteStorage, truth: dict[str, int]) -> AsyncIterator[Line]:
    for text in QUERIES:
        same(f"how many {text!r} finds", await storage.count(_query(text)), truth[text])
    every = f"{truth['']:,} statements"
    for sort, name in (("newest", "newest first"), ("best", "best match")):
        asked = [_query(text, sort=sort, limit=PAGE) for text in QUERIES if text or sort != "best"]
        walls, cpus = await _times([partial(storage.search, query) for query in asked])
        each = [wall for walls_of in walls for wall in walls_of]
        slow = statistics.quantiles(each, n=20)[-1]
        yield Line(
            name=f"a page of 50 of {every}, {name}: ms, median",
            measured=spread(each, 1),
            bound=f"at most {MEDIAN}",
            met=statistics.median(each) <= MEDIAN,
        )
        yield Line(
            name="  of twenty the slowest",
            measured=f"{slow:.1f}",
            bound=f"at most {SLOWEST}",
            met=slow <= SLOWEST,
        )
        yield Line(name="  by the CPU time of the process", measured=spread(cpus, 1))
        for query, found in zip(asked, walls, strict=True):
            yield Line(name=f"    {_text(query)}", measured=spread(found, 1))
    exact = [text for text in QUERIES if truth[text] <= EXACT]
    for texts, name, bound in (
        (exact, "facets of at most 50,000 hits", FACETS),
        ([text for text in QUERIES if text not in exact], "facets of more, sampled", None),
        (QUERIES, "the histogram over the whole range", HISTOGRAM),
    ):
        count = storage.facets if name.startswith("facets") else storage.histogram
        calls: list[Callable[[], Awaitable[object]]] = [partial(count, _query(t)) for t in texts]
        if not calls:
            continue
        walls, cpus = await _times(calls)
        worst = max(statistics.median(found) for found in walls)
        yield Line(
            name=f"{name}: ms, the slowest query's median",
            measured=f"{worst:.1f}",
            bound="" if bound is None else f"at most {bound}",
            met=None if bound is None else worst <= bound,
        )
        yield Line(name="  by the CPU time of the process, all queries", measured=spread(cpus, 1))


def _text(query: Query) -> str:
    return (
        " ".join(
            [
                *(" OR ".join(term.text for term in group) for group in query.words),
                *(f"-{term.text}" for term in query.without),
                *(f"{part.name}:{part.value}" for part in query.filters),
            ]
        )
        or "(everything)"
    )


async def _times(
    calls: list[Callable[[], Awaitable[object]]],
) -> tuple[list[list[float]], list[float]]:
    """Milliseconds of each call, once a round, after one that is not counted; and of CPU."""
    walls: list[list[float]] = [[] for _ in calls]
    cpus: list[float] = []
    for counts in (False, *(True for _ in range(ROUNDS))):
        for call, found in zip(calls, walls, strict=True):
            wall, cpu = time.perf_counter(), time.process_time()
            await call()
            if counts:
                found.append((time.perf_counter() - wall) * 1000)
                cpus.append((time.process_time() - cpu) * 1000)
    return walls, cpus


async def _beside(folder: Path) -> list[Line]:
    """Requests a second of ours and of Datasette, of the same file and queries, in turns. Each
    request is another, so that no finished page is met again.
    """
    wrk = needed("wrk", "wrk")
    asked = [(word, 50 - less) for less in range(12) for word in common_words()]
    lines = []
    async with serving(folder) as ours, _datasette(folder / "archive.db") as theirs:
        for kind, ending in (("JSON", ".json"), ("HTML", "")):
            mine = [
                f"/search{ending}?{urlencode({'q': word, 'limit': size})}" for word, size in asked
            ]
            other = [
                f"/archive/statements{ending}?"
                f"{urlencode({'_search': word, '_size': size, '_sort_desc': 'id'})}"
                for word, size in asked
            ]
            for url in (ours.origin + mine[0], theirs + other[0]):
                await _answers(url, asked[0][0])
            pairs = []
            for turn in range(TURNS):
                # Each turn its own: ours keeps what it has answered.
                some = slice(turn, None, TURNS)
                pairs.append(
                    [
                        await rate(wrk, origin, paths[some], folder, seconds=SECONDS, connections=4)
                        for origin, paths in ((ours.origin, mine), (theirs, other))
                    ]
                )
            shares = [one / two for one, two in pairs]
            lines += [
                Line(
                    name=f"a search as {kind}: times Datasette's requests a second",
                    measured=spread(shares),
                    bound=f"at least {TIMES}",
                    met=statistics.median(shares) >= TIMES,
                ),
                *(
                    Line(
                        name=f"  {name}, requests a second",
                        measured=spread([pair[at] for pair in pairs], 1),
                    )
                    for at, name in enumerate(("ours", "Datasette"))
                ),
            ]
    return lines


async def _answers(url: str, word: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        same(f"the status of {url}", answer.status, 200)
        same(f"the word in {url}", word in (await answer.text()).lower(), True)


@asynccontextmanager
async def _datasette(file: Path) -> AsyncIterator[str]:
    port = free_port()
    arguments = ("-m", "datasette", "serve", str(file), "--port", str(port))
    limits = ("--setting", "sql_time_limit_ms", "60000", "--setting", "facet_time_limit_ms", "5000")
    async with python(*arguments, *limits) as process:
        assert process.stdout is not None
        reading = asyncio.create_task(process.stdout.read())
        origin = f"http://127.0.0.1:{port}"
        await until_answered(origin)
        yield origin
    await reading
