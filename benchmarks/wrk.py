"""wrk, which asks one address over and over."""

import asyncio
import re

from benchmarks.measuring import same

__all__ = ["rate"]


async def rate(wrk: str, url: str, *, seconds: int, connections: int) -> float:
    """Requests a second that were answered well; where not one was in time, as if it had been."""
    process = await asyncio.create_subprocess_exec(
        *(wrk, "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s", url),
        stdout=asyncio.subprocess.PIPE,
    )
    text = (await process.communicate())[0].decode()
    if "Non-2xx" in text or "Socket errors" in text:
        same(f"wrk at {url}", text, "no errors")
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if found is None:
        raise RuntimeError(text)
    return max(float(found[1]), 1 / seconds)
