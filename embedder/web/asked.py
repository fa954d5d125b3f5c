"""What sites asked for and is not kept, at the desk; and the plugin that asks."""

import io
import zipfile
from functools import cache
from pathlib import Path

from aiohttp import hdrs, web

from embedder.asked import leave_out, open_asks
from embedder.web.auth import require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, SETTINGS, here, local_address
from embedder.web.deskpage import desk_page, go, when

__all__ = ["plugin_zip", "routes"]

SHOWN = 50
"""As many as one paste captures."""
_PLUGIN = Path(__file__).parents[1] / "wordpress" / "onrecord.php"


@cache
def plugin_zip(origin: str) -> bytes:
    """The WordPress plugin that asks this service: the same bytes for the same origin."""
    quoted = origin.rstrip("/").replace("\\", "\\\\").replace("'", "\\'")
    source = _PLUGIN.read_text("utf-8").replace("@ORIGIN@", quoted)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        entry = zipfile.ZipInfo("onrecord/onrecord.php", (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        packed.writestr(entry, source)
    return out.getvalue()


async def _page(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    asks = await open_asks(request.app[ARCHIVE])
    return desk_page(
        request,
        who,
        "desk/asked.html",
        here="asked",
        asks=[(ask, when(request, ask.at)) for ask in asks[:SHOWN]],
        more=len(asks) - SHOWN,
        local_only=not here(request).site.public_url,
    )


async def _leave_out(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    ask = str((await read_form(request)).get("ask", ""))
    await leave_out(request.app[ARCHIVE], ask, by=who.name)
    return go(request, "asked")


async def _zip(request: web.Request) -> web.Response:
    await require(request, "editor")
    origin = here(request).site.public_url or local_address(request.app[SETTINGS])
    headers = {
        hdrs.CONTENT_TYPE: "application/zip",
        hdrs.CONTENT_DISPOSITION: 'attachment; filename="onrecord.zip"',
        hdrs.CACHE_CONTROL: "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=plugin_zip(origin), headers=headers)


def routes() -> list[web.RouteDef]:
    return [
        web.get("/desk/asked", _page),
        web.post("/desk/asked", _leave_out),
        web.get("/desk/wordpress.zip", _zip),
    ]
