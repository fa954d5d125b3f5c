"""Posts that are gone, at the desk: an editor says whether they stay shown."""

from aiohttp import web

from archive.errors import UsageError
from embedder.web.auth import require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE
from embedder.web.desk_posts import rows_of
from embedder.web.deskpage import desk_page, go, when

__all__ = ["routes"]


async def _list(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    waiting = await request.app[ARCHIVE].deleted.waiting()
    rows = zip(waiting, rows_of(request, [gone.holding for gone in waiting]), strict=True)
    return desk_page(
        request,
        who,
        "desk/gone.html",
        here="posts",
        rows=[
            {
                "ask": gone.ask,
                "post": row,
                "source": gone.source,
                "basis": gone.status.basis,
                "when": when(request, gone.status.last_checked) if gone.status.last_checked else "",
            }
            for gone, row in rows
        ],
    )


async def _decide(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    form = await read_form(request)
    answer = str(form.get("answer", ""))
    if answer not in {"keep", "withhold"}:
        raise UsageError(
            "It was not said whether the post stays shown.",
            next_step="Press one of the two buttons of the list.",
        )
    await request.app[ARCHIVE].deleted.decide(
        str(form.get("ask", "")), keep=answer == "keep", by=who.name
    )
    return go(request, "gone")


def routes() -> list[web.RouteDef]:
    return [web.get("/desk/gone", _list), web.post("/desk/gone", _decide)]
