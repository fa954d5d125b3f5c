"""The machine and the moment of a run: without them a figure says nothing."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["load", "machine"]


def machine() -> str:
    """Kind of processor, cores that we may use, memory, system and Python."""
    cores = len(os.sched_getaffinity(0))
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{_processor()}, {cores} cores, {gigabytes:.0f} GB; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}; "
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    )


def load() -> str:
    """Processes that wanted a core, over 1, 5 and 15 minutes."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
