"""Memory of the real `onrecord serve`: with an empty archive, and with 100,000 posts.

Measured after requests of every kind that readers make; RSS, which counts shared pages whole,
is what the bound is compared with.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from benchmarks.measuring import Line, megabytes, same
from benchmarks.posts import fill, id_of, text_of
from benchmarks.service import Service, serving

__all__ = ["measure"]

IDLE_BOUND, FULL_BOUND = 120, 200
"""MB, of 10^6 bytes."""
POSTS = 100_000
ASKED = 400


async def measure() -> list[Line]:
    return [await _idle(), await _full()]


async def _idle() -> Line:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        async with serving(Path(folder)) as service, aiohttp.ClientSession() as session:
            for path in ("/", "/healthz", "/readyz", f"/e/{id_of(1)}/"):
                async with session.get(service.origin + path) as answer:
                    await answer.read()
            return _line("memory of an idle service, RSS, MB", service, IDLE_BOUND)


async def _full() -> Line:
    with TemporaryDirectory(prefix="onrecord-bench-") as folder:
        await fill(Path(folder) / "archive.db", POSTS)
        async with serving(Path(folder)) as service, aiohttp.ClientSession() as session:
            for number in range(0, POSTS, POSTS // ASKED):
                await _ask(session, service, number)
            async with session.get(f"{service.origin}/api/v1/posts?limit=100") as answer:
                same("the status of the list of posts", answer.status, 200)
                await answer.read()
            name = f"memory with {POSTS:,} posts, RSS, MB"
            return _line(name, service, FULL_BOUND)


async def _ask(session: aiohttp.ClientSession, service: Service, number: int) -> None:
    """Every public output of a post; its words are looked for in the JSON."""
    post = id_of(number)
    for path in (f"/e/{post}/", f"/e/{post}/fragment.html", f"/post/{post}"):
        async with session.get(service.origin + path) as answer:
            same(f"the status of {path}", answer.status, 200)
            await answer.read()
    async with session.get(f"{service.origin}/e/{post}/post.json") as answer:
        same(f"the text of {post}", json.loads(await answer.read())["text"], text_of(number))


def _line(name: str, service: Service, bound: int) -> Line:
    used = megabytes(service.pid)
    return Line(
        name=name,
        measured=f"{used['rss']:.0f} (PSS {used['pss']:.0f})",
        bound=f"at most {bound}",
        met=used["rss"] <= bound,
    )
