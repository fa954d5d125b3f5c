"""wrk, which asks for a few addresses over and over."""

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import same

__all__ = ["rate"]

_SCRIPT = """
local paths = %s
local number = 0
request = function()
  number = number + 1
  return wrk.format("GET", paths[number %% #paths + 1])
end
"""


async def rate(
    wrk: str, origin: str, paths: Sequence[str], folder: Path, *, seconds: int, connections: int
) -> float:
    """Requests a second that were answered well, one path after the other; where not one was in
    time, as if it had been.
    """
    script = folder / "paths.lua"
    script.write_text(_SCRIPT % f"{{{json.dumps(paths)[1:-1]}}}", encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(wrk, "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s"),
        *("-s", str(script), origin),
        stdout=asyncio.subprocess.PIPE,
    )
    text = (await process.communicate())[0].decode()
    if "Non-2xx" in text or "Socket errors" in text:
        same(f"wrk at {origin}", text, "no errors")
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if found is None:
        raise RuntimeError(text)
    return max(float(found[1]), 1 / seconds)
