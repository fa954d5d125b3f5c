"""The process that is killed: it opens the archive, captures, and says what it acknowledged.

``python -m tests.kills.driver`` imports everything once, and forks for each round: the child
is a process of its own, and costs no second of imports. Rounds come as JSON lines on stdin;
for each its process id is printed, and how it ended when it has.
"""

import asyncio
import functools
import inspect
import mmap
import os
import signal
import sqlite3
import struct
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from archive.archive import Archive, open_archive
from archive.clock import utc_now
from archive.fetch import Recorder
from archive.media import Decoder
from archive.post_json import post_json
from archive.settings import CaptureSettings, FetchSettings, Settings, StorageSettings
from archive.storage.base import Holding
from archive.storage.blobs import FolderBlobs
from archive.storage.sqlite import SqliteStorage
from archive.storage.sqlite import keep as keep_part

__all__ = ["PHASES", "Errand", "Life", "blank", "facts_of", "finished", "settings_for", "under_way"]

PHASES = {
    "fetching": (Recorder, "get"),
    "inspecting": (Decoder, "inspect"),
    "putting blobs": (FolderBlobs, "put_all"),
    "keeping": (SqliteStorage, "keep"),
    "inside the transaction": (keep_part, "keep"),
    "committing": (Database, "commit"),
    "taking a job": (SqliteStorage, "lease"),
    "deriving": (Decoder, "derive"),
    "ending a job": (SqliteStorage, "end_job"),
}
"""What a kill may interrupt: each is counted while it is under way, where the count outlives
the process."""

OPEN, FINISHED = len(PHASES), len(PHASES) + 1
SIZE = 4 * (len(PHASES) + 2)
TOO_LONG = 120
"""Seconds after which a child ends itself: whoever should have killed it is gone."""

PASSING = {"status", "variants", "exchanges", "visibility", "capture"}
"""Of the post as JSON, what looks, derivatives and decisions after a capture may change."""


class Errand(msgspec.Struct, frozen=True):
    url: str
    queued: bool
    """By a durable job; else at once."""


class Life(msgspec.Struct, frozen=True):
    folder: str
    origin: str
    ahead: float
    """Seconds that the clock is ahead: a restart comes after the leases of the dead ran out."""
    errands: tuple[Errand, ...]
    acks: str
    """File of what was acknowledged, a JSON line each."""
    phases: str
    """File of the counts of :data:`PHASES`."""


def settings_for(folder: Path, origin: str) -> Settings:
    """All captures of a round at once, and no politeness between them."""
    return Settings(
        storage=StorageSettings(
            database=f"sqlite:{folder}/archive.db", blobs=f"file:{folder}/blobs"
        ),
        capture=CaptureSettings(parallel=20),
        fetch=FetchSettings(per_host=40, per_host_interval=0, routes={"*": origin}),
    )


def facts_of(holding: Holding) -> str:
    """The post as JSON, without what may change after its capture."""

    def lasting(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: lasting(v) for k, v in value.items() if k not in PASSING}
        return [lasting(v) for v in value] if isinstance(value, list) else value

    return msgspec.json.encode(lasting(post_json(holding, None)), order="sorted").decode()


def blank(path: str) -> mmap.mmap:
    """The counts at 0, in a file that the process to be killed shares."""
    Path(path).write_bytes(bytes(SIZE))
    return _shared(path)


def _shared(path: str) -> mmap.mmap:
    with Path(path).open("r+b") as file:
        return mmap.mmap(file.fileno(), SIZE)


def under_way(phases: bytes) -> list[str]:
    """What was under way when the process died."""
    *counts, opened, _ = struct.unpack(f"{len(PHASES) + 2}i", phases)
    if not opened:
        return ["opening"]
    return [name for name, n in zip(PHASES, counts, strict=True) if n]


def finished(phases: bytes | mmap.mmap) -> bool:
    """Whether everything of the round was done."""
    return bool(struct.unpack(f"{len(PHASES) + 2}i", bytes(phases))[FINISHED])


class _Counts:
    def __init__(self, path: str) -> None:
        self._memory = memoryview(_shared(path)).cast("i")
        self._lock = threading.Lock()

    def add(self, place: int, change: int) -> None:
        with self._lock:
            self._memory[place] += change

    @contextmanager
    def during(self, place: int) -> Iterator[None]:
        self.add(place, 1)
        try:
            yield
        finally:
            self.add(place, -1)

    def watch(self) -> None:
        """Counts :data:`PHASES` from now on; what they do stays as it is."""
        for place, (owner, name) in enumerate(PHASES.values()):
            setattr(owner, name, self._counted(getattr(owner, name), place))

    def _counted(self, work: Any, place: int) -> Any:
        if inspect.iscoroutinefunction(work):

            @functools.wraps(work)
            async def awaited(*args: Any, **kwargs: Any) -> Any:
                with self.during(place):
                    return await work(*args, **kwargs)

            return awaited

        @functools.wraps(work)
        def called(*args: Any, **kwargs: Any) -> Any:
            with self.during(place):
                return work(*args, **kwargs)

        return called


class _Acks:
    """Each line is with the kernel before the next step, as with a user who has read it."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(self, **what: Any) -> None:
        os.write(self._file, msgspec.json.encode(what) + b"\n")


async def _live(life: Life) -> None:
    counts, acks = _Counts(life.phases), _Acks(life.acks)
    counts.watch()
    ahead = timedelta(seconds=life.ahead)
    folder = Path(life.folder)
    async with open_archive(
        settings_for(folder, life.origin), clock=lambda: utc_now() + ahead
    ) as archive:
        counts.add(OPEN, 1)
        worker = asyncio.create_task(archive.run())
        await asyncio.gather(*(_run(archive, errand, acks) for errand in life.errands))
        while _jobs_left(folder / "archive.db"):  # noqa: ASYNC110  other threads write there
            await asyncio.sleep(0.02)
        counts.add(FINISHED, 1)
        await worker


async def _run(archive: Archive, errand: Errand, acks: _Acks) -> None:
    try:
        if errand.queued:
            job = await archive.request_capture(errand.url, by="test")
            acks.say(kind="job", url=errand.url, job=job.id)
            return
        captured = await archive.capture(errand.url, by="test", force=True)
        assert captured.state == "done", captured.sentence
        assert captured.post is not None
        holding = await archive.storage.holding(captured.post, captured.snapshot)
        assert holding is not None
        acks.say(
            kind="post",
            url=errand.url,
            post=captured.post,
            n=captured.snapshot,
            facts=facts_of(holding),
        )
    except Exception:
        acks.say(kind="broken", url=errand.url, error=traceback.format_exc())


def _jobs_left(file: Path) -> bool:
    db = sqlite3.connect(file)
    try:
        query = "SELECT 1 FROM jobs WHERE state IN ('queued', 'running') LIMIT 1"
        return db.execute(query).fetchone() is not None
    finally:
        db.close()


def main() -> None:
    for line in sys.stdin:
        life = msgspec.json.decode(line, type=Life)
        child = os.fork()
        if child == 0:
            signal.alarm(TOO_LONG)
            try:
                asyncio.run(_live(life))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(1)
        print(child, flush=True)  # noqa: T201  the protocol
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
