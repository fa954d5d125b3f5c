"""What runs in a thread of its own, beside whatever a test does: a command has its own loop."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from aiohttp import web

__all__ = ["Waiting", "beside", "loop_beside"]

Waiting: TypeAlias = Callable[[Coroutine[Any, Any, Any]], Any]
"""Runs a coroutine on the loop beside, and gives what it gives."""


@contextmanager
def loop_beside() -> Iterator[Waiting]:
    """A loop that runs until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    try:
        yield wait
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def beside(make: Callable[[], web.BaseRunner]) -> Iterator[str]:
    """The origin of a server on a free port of loopback."""

    async def start() -> web.BaseRunner:
        runner = make()
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    with loop_beside() as wait:
        runner = wait(start())
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            wait(runner.cleanup())
