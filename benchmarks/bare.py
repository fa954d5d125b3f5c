"""A bare aiohttp handler: one answer, made anew for each request from bytes and headers at hand.

Run as ``python -m benchmarks.bare PORT FOLDER``; ``answer.json`` has path and headers, ``body``
the bytes. What it runs on is what ours runs on: the same loop, runner and site.
"""

import asyncio
import json
import sys
from pathlib import Path

from aiohttp import web
from multidict import CIMultiDict


async def serve(port: int, folder: Path) -> None:
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    body, headers = (folder / "body").read_bytes(), CIMultiDict(answer["headers"])

    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, headers=headers)

    app = web.Application()
    app.router.add_get(answer["path"], handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
