"""How a process that runs until it is told to stop is told."""

import asyncio
import signal

__all__ = ["stop_event"]


def stop_event() -> asyncio.Event:
    """An event that is set by Ctrl-C and by SIGTERM, which service managers send.

    Also where the process began with SIGINT ignored, as a shell's background jobs do.
    """
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
