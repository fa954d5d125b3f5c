"""The real `onrecord`, as a person runs it: its command, and its service on a free port."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.derived import FOLDER

__all__ = ["Service", "free_port", "onrecord", "service", "write_config"]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A running service: its origin, and the one-time login link that it printed."""

    origin: str
    login: str


def _program() -> str:
    found = shutil.which("onrecord", path=str(Path(sys.executable).parent))
    assert found is not None, "onrecord is not installed in this environment"
    return found


def write_config(folder: Path, routes: Mapping[str, str], name: str = "Border News") -> Path:
    """A config.toml whose archive lives in the folder; the platforms' hosts go by the routes."""
    path = folder / "config.toml"
    lines = [f"{json.dumps(host)} = {json.dumps(origin)}" for host, origin in routes.items()]
    path.write_text(
        f"[site]\nname = {json.dumps(name)}\n"
        f'[storage]\ndatabase = "sqlite:{folder}/archive.db"\nblobs = "file:{folder}/blobs"\n'
        "[fetch.routes]\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    return path


def onrecord(config: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """A command's exit code, data and messages."""
    return subprocess.run(
        [_program(), *args, "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def service(config: Path, port: int | None = None) -> Iterator[Service]:
    """`onrecord serve` on this port of loopback, or on a free one, until the block ends. It encodes
    no picture that a test has had encoded before.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "tests.derived"] if FOLDER in os.environ else [_program()]
    log = config.parent / "serve.log"
    with log.open("w") as messages:
        process = subprocess.Popen(
            [*command, "serve", "--config", str(config), "--port", str(port)],
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
        )
    try:
        assert process.stdout is not None
        link = None
        while link is None and (line := process.stdout.readline()):
            link = re.search(r"http://\S+/login/\S+", line)
        assert link is not None, log.read_text()
        yield Service(origin=f"http://127.0.0.1:{port}", login=link[0])
    finally:
        process.terminate()
        process.communicate(timeout=20)
