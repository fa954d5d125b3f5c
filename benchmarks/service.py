"""The real service, `onrecord serve`, on an archive of its own in a process of its own."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from benchmarks.measuring import python, until_answered

__all__ = ["Service", "free_port", "serving"]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    origin: str
    pid: int


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Service]:
    """`onrecord serve` with ``archive.db`` and ``blobs`` of this folder, as a reader finds it."""
    config, port = folder / "config.toml", free_port()
    config.write_text(
        f"[site]\nname = 'Border News'\n[server]\nport = {port}\n"
        f"[storage]\ndatabase = 'sqlite:{folder}/archive.db'\nblobs = 'file:{folder}/blobs'\n",
        encoding="utf-8",
    )
    run = "from embedder.cli import main; main()"
    async with python("-c", run, "serve", "--config", str(config), folder=folder) as process:
        assert process.stdout is not None
        reading = asyncio.create_task(process.stdout.read())  # so that a full pipe stops nothing
        origin = f"http://127.0.0.1:{port}"
        await until_answered(f"{origin}/readyz")
        yield Service(origin=origin, pid=process.pid)
    await reading
