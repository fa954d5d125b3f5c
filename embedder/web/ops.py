"""For machines: whether the process lives, and whether it can serve."""

from aiohttp import hdrs, web

from embedder.web.context import ARCHIVE, WORKERS
from embedder.web.problems import Problem

__all__ = ["routes"]

_HEADERS = {hdrs.CACHE_CONTROL: "no-store", "X-Content-Type-Options": "nosniff"}


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"}, headers=_HEADERS)


async def _ready(request: web.Request) -> web.Response:
    """Ready means: the store answers, and the workers have not died."""
    await request.app[ARCHIVE].storage.data_version()
    workers = request.app[WORKERS]
    if any(task.done() for task in workers):
        raise Problem(
            503,
            "not-ready",
            "The workers have stopped; nothing new is captured.",
            next_step="Look at the log of the service, and start it again.",
        )
    return web.json_response({"status": "ready"}, headers=_HEADERS)


def routes() -> list[web.RouteDef]:
    return [web.get("/healthz", _alive), web.get("/readyz", _ready)]
