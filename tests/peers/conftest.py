"""Starts the peers; what is missing is named with the line that installs it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import SHARED

SOFTWARE = Path(__file__).parents[2] / ".venv" / "peers" / "bluesky"


@pytest.fixture(scope="session")
def bluesky() -> Iterator[None]:
    """The whole Bluesky network on loopback: PLC directory, host and AppView."""
    scripts = SHARED / "peers" / "bluesky"
    if not scripts.is_dir():
        pytest.skip("no ../shared/peers beside this checkout (it starts the network)")
    if not (SOFTWARE / "node_modules" / "@atproto" / "dev-env").is_dir():
        pytest.skip(f"no Bluesky network: tests/peers/install.sh {SOFTWARE}")
    if not (shutil.which("redis-server") and shutil.which("psql")):
        pytest.skip(
            "no Redis or PostgreSQL: apt-get install -y --no-install-recommends "
            "redis-server postgresql"
        )
    if os.geteuid() != 0:
        pytest.skip("the network's PostgreSQL is started as root, for another user")
    # Not pytest's own folder: PostgreSQL's user must be able to enter it.
    folder = Path(tempfile.mkdtemp(prefix="onrecord-bluesky-"))
    folder.chmod(0o755)
    run = folder / "run"
    log = folder / "up.log"
    try:
        with log.open("w") as out:
            started = subprocess.run(
                [scripts / "up.sh", SOFTWARE, run],
                stdout=out,
                stderr=out,
                timeout=180,
                check=False,
            )
        assert started.returncode == 0, log.read_text()[-3000:]
        yield
    finally:
        processes = [int(file.read_text()) for file in run.glob("*.pid")]
        subprocess.run([scripts / "down.sh", run], check=False)
        _wait_for_end(processes)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_end(processes: list[int], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    for process in processes:
        while Path(f"/proc/{process}").exists() and time.monotonic() < until:
            time.sleep(0.1)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
