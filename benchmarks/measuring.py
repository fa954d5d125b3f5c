"""What all measurements share: lines of the table, interleaved repeats, processes, memory."""

import asyncio
import os
import shutil
import statistics
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

__all__ = [
    "Line",
    "Missing",
    "WrongAnswer",
    "cpu_seconds",
    "median_of",
    "megabytes",
    "needed",
    "python",
    "same",
    "spread",
    "until_answered",
]

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


class WrongAnswer(Exception):
    """A measured side answered other bytes than it must: its speed means nothing."""


class Missing(Exception):
    """A tool that the measurement needs is not installed; the text says what installs it."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. ``met`` is ``None`` where nothing is required."""

    name: str
    measured: str
    bound: str = ""
    met: bool | None = None


def needed(tool: str, package: str) -> str:
    """The path of a program.

    Raises:
        Missing: it is not there; names the line that installs it.
    """
    found = shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise Missing(f"{tool} is missing: apt-get install -y --no-install-recommends {package}")
    return found


def same(what: str, ours: object, expected: object) -> None:
    """Raises :class:`WrongAnswer` where two answers differ, with the place."""
    if ours == expected:
        return
    if isinstance(ours, str | bytes) and isinstance(expected, str | bytes):
        pairs = zip(ours, expected, strict=False)
        at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(ours), len(expected)))
        ours, expected = ours[max(0, at - 40) : at + 40], expected[max(0, at - 40) : at + 40]
    raise WrongAnswer(f"{what}: {ours!r} in place of {expected!r}")


def median_of(values: Sequence[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and between which quarters of the repeats it lies: ``0.61 (0.58 to 0.63)``."""
    low, _, high = statistics.quantiles(values, n=4) if len(values) > 1 else [values[0]] * 3
    return f"{statistics.median(values):.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def cpu_seconds(pid: int) -> float:
    """CPU time that a running process has used, all threads, in user and kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def megabytes(pid: int) -> dict[str, float]:
    """Memory of a process in MB (10^6 bytes): ``rss`` counts shared pages whole, ``pss`` by
    share.
    """
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kilobytes = {
        name.lower(): int(rest.split()[0])
        for name, _, rest in (line.partition(":") for line in text.splitlines())
        if name in {"Rss", "Pss"}
    }
    return {name: value * 1024 / 1e6 for name, value in kilobytes.items()}


@asynccontextmanager
async def python(
    *arguments: str, environment: Mapping[str, str] | None = None, folder: Path = ROOT
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A Python of this environment in a process of its own, stopped at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment or {}),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def until_answered(url: str, seconds: float = 30.0) -> None:
    """Returns when something answers there."""
    end = time.monotonic() + seconds
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url):
                    return
            except aiohttp.ClientError:
                if time.monotonic() > end:
                    raise
                await asyncio.sleep(0.05)
