"""The archive is killed 200 times in the middle of 20 captures, and has lost nothing.

A kill shows what the order of writing and the transactions are worth. What a power cut adds,
that a write is on the disk when it says so, is shown by the syncs in ``test_blobs.py`` and
``test_sqlite.py``.
"""

import asyncio
import os
import random
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.archive import open_archive
from archive.clock import utc_now
from archive.sweeping import GRACE
from embedder.standin import running
from tests.kills import checks, driver, posts
from tests.kills.driver import Errand, Life

pytestmark = pytest.mark.slow

ARCHIVES = 10
KILLS = 20
"""Of each archive. A few archives, so that each can be looked at whole after every kill."""

FRESH = 12
AGAIN = 8
EDIT_EVERY = 4
"""Rounds after which the posts that change are edited again."""
LEASES_RAN_OUT = 60.0
"""Seconds between a kill and the restart, on the archive's clock."""


async def test_200_kills_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("ONRECORD_KILLS_SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)  # noqa: S311  no secret
    instance = posts.Instance()
    hits: Counter[str] = Counter()
    with capsys.disabled():
        print(f"\nONRECORD_KILLS_SEED={seed}")  # noqa: T201
    async with running(instance.app) as origin, _driver() as process:
        killer = _Killer(process, dice)
        for number in range(ARCHIVES):
            trial = _Trial(tmp_path / f"archive{number}", origin, instance, dice)
            for restart in range(KILLS):
                hits.update(await trial.round(killer, restart))
            hits.update(await trial.end())
    lines = [f"{name}: {n}" for name, n in sorted(hits.items(), key=lambda hit: -hit[1])]
    with capsys.disabled():
        print("Of all kills (one may interrupt several things at once):")  # noqa: T201
        print("\n".join(lines))  # noqa: T201
    missed = [name for name in driver.PHASES if not hits[f"killed while {name}"]]
    assert not missed, f"no kill hit {missed}"


@asynccontextmanager
async def _driver() -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kills.driver", stdin=PIPE, stdout=PIPE, cwd=_project()
    )
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def _project() -> Path:
    return Path(__file__).parents[1]


def _none(found: list[str]) -> None:
    if found:
        pytest.fail("\n".join(found))


class _Killer:
    """Runs rounds and kills each at a moment between its start and its end.

    How long a round takes is learnt from those that were over before their moment came.
    """

    def __init__(self, process: Process, dice: random.Random) -> None:
        self._process = process
        self._dice = dice
        self._seconds = 2.0

    async def kill(self, life: Life) -> bytes:
        """The counts of phases at the moment of death."""
        phases = driver.blank(life.phases)
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(life) + b"\n")
        child = int(await self._line())
        started = time.monotonic()
        moment = self._dice.uniform(0, self._seconds)
        while (left := started + moment - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 0.02))
            if driver.finished(phases):
                self._seconds = (self._seconds + time.monotonic() - started) / 2
                break
        else:
            # Slower rounds than those known so far are met by going a little further each time.
            self._seconds *= 1.01
        os.kill(child, signal.SIGKILL)
        assert int(await self._line()) == -signal.SIGKILL, "it ended by itself"
        return bytes(phases)

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            return await self._process.stdout.readline()


class _Trial:
    """One archive through its kills: what it acknowledged, and whether it kept its word."""

    def __init__(
        self, folder: Path, origin: str, instance: posts.Instance, dice: random.Random
    ) -> None:
        self._folder = folder
        self._origin = origin
        self._instance = instance
        self._dice = dice
        self._asked: set[int] = set()
        self._acks: list[dict[str, Any]] = []
        folder.mkdir()
        instance.edits.clear()

    async def round(self, killer: _Killer, round: int) -> list[str]:
        """One kill and the restart after it. Gives what it hit."""
        ahead = round * LEASES_RAN_OUT
        if round % EDIT_EVERY == EDIT_EVERY - 1:
            self._instance.edits.append(utc_now() + timedelta(seconds=ahead))
        acks, phases = self._folder / f"acks{round}", self._folder / "phases"
        counts = await killer.kill(
            Life(
                folder=str(self._folder),
                origin=self._origin,
                ahead=ahead,
                errands=self._errands(round),
                acks=str(acks),
                phases=str(phases),
            )
        )
        lines = acks.read_bytes().splitlines() if acks.exists() else []
        new = [msgspec.json.decode(line) for line in lines]
        self._acks += new
        await self._restart(new, ahead + LEASES_RAN_OUT / 2)
        if driver.finished(counts):
            return ["killed after the end"]
        broken = [f"killed while {name}" for name in driver.under_way(counts)]
        return [
            *(broken or ["killed between two steps"]),
            *[f"acknowledged: {a['kind']}" for a in new],
        ]

    def _errands(self, round: int) -> tuple[Errand, ...]:
        """New posts, and some that were asked for before: unchanged, edited, or never kept."""
        fresh = range(round * FRESH, (round + 1) * FRESH)
        before = sorted(self._asked) or list(fresh)
        numbers = [*fresh, *(self._dice.choice(before) for _ in range(AGAIN))]
        self._asked.update(fresh)
        self._dice.shuffle(numbers)
        return tuple(
            Errand(url=posts.url_of(number), queued=place % 3 == 0)
            for place, number in enumerate(numbers)
        )

    async def _restart(self, acks: list[dict[str, Any]], ahead: float) -> None:
        settings = driver.settings_for(self._folder, self._origin)
        clock = lambda: utc_now() + timedelta(seconds=ahead)  # noqa: E731
        async with open_archive(settings, clock=clock) as archive:
            _none(checks.faults(self._folder))
            for ack in acks:
                match ack["kind"]:
                    case "post":
                        holding = await archive.storage.holding(ack["post"], ack["n"])
                        assert holding is not None, f"{ack['url']} was acknowledged and is gone"
                        assert driver.facts_of(holding) == ack["facts"]
                    case "job":
                        assert await archive.storage.job(ack["job"]) is not None, ack
                    case _:
                        pytest.fail(ack["error"])

    async def end(self) -> list[str]:
        """The last restart: the workers run until nothing is left to do."""
        settings = driver.settings_for(self._folder, self._origin)
        clock = lambda: utc_now() + timedelta(days=1)  # noqa: E731
        async with open_archive(settings, clock=clock) as archive:
            await asyncio.gather(*(archive.run_due_jobs() for _ in range(8)))
            _none(checks.unfinished(self._folder))
        await self._restart(self._acks, 2 * 86400)
        await self._compare()
        left = await self._sweep()
        staged = sum(name.startswith("staging/") for name in left)
        return ["half-written blobs left"] * staged + ["orphan blobs left"] * (len(left) - staged)

    async def _sweep(self) -> list[str]:
        """Takes away what the dead left in the folder of blobs, and nothing else."""
        left = checks.orphans(self._folder)
        then = time.time() - 2 * GRACE.total_seconds()
        for file in (self._folder / "blobs").rglob("*"):
            os.utime(file, (then, then))
        async with open_archive(driver.settings_for(self._folder, self._origin)) as archive:
            assert await archive.upkeep.sweep() == len(left)
        assert checks.orphans(self._folder) == []
        _none(checks.faults(self._folder))
        return left

    async def _compare(self) -> None:
        """Every post that is kept is as the platform had it, and each version once."""
        settings = driver.settings_for(self._folder, self._origin)
        async with open_archive(settings) as archive:
            for ack in self._acks:
                post = posts.post_of(posts.number_of(ack["url"]))
                assert await archive.storage.post(post) is not None, f"{ack} has no post"
            for number in self._asked:
                versions = await archive.storage.versions(posts.post_of(number))
                texts = [v.snapshot.text for v in sorted(versions, key=lambda v: v.as_of)]
                edits = range(len(self._instance.edits) + 1)
                assert not versions or texts in [posts.texts_of(number, n) for n in edits], texts
