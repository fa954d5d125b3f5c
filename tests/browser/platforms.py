"""The stand-in for the platforms in a thread of its own, for tests that are not asynchronous."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from embedder import standin

__all__ = ["delete", "platforms"]


@contextmanager
def platforms(*, delay: float = 0.0) -> Iterator[str]:
    """The stand-in's origin, until the block ends; it answers after ``delay`` seconds."""
    origin: list[str] = []
    begun = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def stand_in() -> None:
        async with standin.running(standin.make_standin(delay=delay)) as found:
            origin.append(found)
            begun.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(stand_in(),))
    thread.start()
    try:
        assert begun.wait(timeout=10), "the stand-in did not start"
        yield origin[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def delete(origin: str, url: str) -> None:
    """The author of a sample post deletes it."""
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=10)
    connection.request("DELETE", f"/api/v1/statuses/{url.rsplit('/', 1)[1]}")
    assert connection.getresponse().status == 200
    connection.close()
