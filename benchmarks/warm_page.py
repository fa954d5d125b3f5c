"""A warm ``/e/ID/``, and one of a fixed snapshot, against a bare aiohttp handler and nginx.

Each is one worker's. All answer the same bytes and headers, which is checked first. wrk asks
each in turn over 32 connections; the share is of the rounds' pairs, one right after the other.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp

from benchmarks.measuring import Line, cpu_seconds, needed, python, same, spread, until_answered
from benchmarks.nginx import nginx
from benchmarks.posts import fill, id_of
from benchmarks.service import free_port, serving

__all__ = ["measure"]

BOUND = 0.8
ROUNDS = 9
SECONDS = 2
CONNECTIONS = 32
# Set by each server for itself; nginx names itself.
_OWN = {"date", "server", "content-length", "connection", "accept-ranges"}

# Both are rendered on the first request, and come from the cache of finished pages after it.
PATHS = {"/e/ID/": f"/e/{id_of(7)}/", "/e/ID@1/~auto.t1/": f"/e/{id_of(7)}@1/~auto.t1/"}

Answer = tuple[bytes, list[tuple[str, str]]]
Rate = tuple[float, float]
"""Requests a second, and µs of the server's CPU for each."""


async def measure() -> list[Line]:
    wrk = needed("wrk", "wrk")
    with TemporaryDirectory(prefix="onrecord-bench-") as name:
        folder = Path(name)
        await fill(folder / "archive.db", 20)
        found = {what: await _rounds(wrk, folder, path) for what, path in PATHS.items()}
    return [line for what, rounds in found.items() for line in _lines(what, rounds)]


async def _rounds(wrk: str, folder: Path, path: str) -> list[tuple[Rate, Rate, Rate]]:
    """What wrk measured of ours, the bare handler and nginx, once for each round."""
    async with serving(folder) as ours:
        body, headers = await _get(ours.origin + path)
        (folder / "body").write_bytes(body)
        answer = {"path": path, "headers": headers}
        (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
        port = free_port()
        async with (
            python("-m", "benchmarks.bare", str(port), str(folder)) as bare,
            nginx(folder, path, headers) as file_server,
        ):
            origin = f"http://127.0.0.1:{port}"
            await until_answered(origin + path)
            for other in (origin, file_server):
                same(f"{path} of {other}", await _get(other + path), (body, headers))
            found = [
                (
                    await _rate(wrk, ours.origin + path, ours.pid),
                    await _rate(wrk, origin + path, bare.pid),
                    await _rate(wrk, file_server + path, None),
                )
                for _ in range(ROUNDS)
            ]
            # The cache was emptied by nothing, and still gives what it gave.
            same(path, await _get(ours.origin + path), (body, headers))
    return found


def _lines(what: str, found: Sequence[tuple[Rate, Rate, Rate]]) -> list[Line]:
    shares = [ours[0] / bare[0] for ours, bare, _ in found]
    return [
        Line(
            name=f"a warm {what}: share of a bare handler's requests",
            measured=spread(shares),
            bound=f"at least {BOUND}",
            met=median(shares) >= BOUND,
        ),
        Line(
            name="  the same by CPU for a request",
            measured=spread([bare[1] / ours[1] for ours, bare, _ in found]),
        ),
        *(
            Line(name=f"  {name}, requests a second", measured=spread([r[i][0] for r in found], 0))
            for i, name in enumerate(("ours", "bare aiohttp", "nginx, as a file"))
        ),
    ]


async def _get(url: str) -> Answer:
    """The bytes and the headers that are the page's own, in one order."""
    async with (
        aiohttp.ClientSession(auto_decompress=False, headers={"Accept-Encoding": "identity"}) as s,
        s.get(url) as answer,
    ):
        same(f"the status of {url}", answer.status, 200)
        kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in _OWN]
        return await answer.read(), sorted((k.lower(), v) for k, v in kept)


async def _rate(wrk: str, url: str, pid: int | None) -> Rate:
    before = cpu_seconds(pid) if pid else 0.0
    process = await asyncio.create_subprocess_exec(
        *(wrk, "-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", url),
        stdout=asyncio.subprocess.PIPE,
    )
    text = (await process.communicate())[0].decode()
    if "Non-2xx" in text or "Socket errors" in text:
        same(f"wrk at {url}", text, "no errors")
    requests = int(_number(r"(\d+) requests in", text))
    used = cpu_seconds(pid) - before if pid else 0.0
    return float(_number(r"Requests/sec:\s+([\d.]+)", text)), used / requests * 1e6


def _number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, text
    return found[1]
