"""Handing in a response that somebody saved, at the desk: a plain form with one file. It does what
``onrecord capture --payload`` does.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec
from aiohttp import web

from archive.by_hand import read_time
from archive.errors import Conflict, NotAPost, UsageError
from archive.platforms import MAX_URL, Saved
from archive.saved import Unclear
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.deskpage import desk_page, go
from embedder.web.handed_in import MAX_BODY
from embedder.web.languages import desk_lang
from embedder.web.research_texts import said
from embedder.web.saved_texts import SAVED
from embedder.web.told import said_of

__all__ = ["LARGE", "routes"]

_PATH = "/desk/capture/saved"
LARGE = {_PATH: MAX_BODY}


class _Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the fields beside the file."""

    url: str = ""
    time: str = ""
    timezone: str = ""


async def _ask(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    url = request.query.get("url", "")[:MAX_URL]
    return _page(request, who, _Sent(url=url, timezone=here(request).site.timezone))


async def _keep(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    archive, form = request.app[ARCHIVE], await read_form(request)
    sent = _Sent(**{name: str(form.get(name, "")).strip() for name in _Sent.__struct_fields__})
    file = form.get("file")
    body = file.file.read() if isinstance(file, web.FileField) else b""
    saved_at, bad = read_time(sent.time, sent.timezone, archive.clock())
    wrong: dict[str, str] = {field: f"{field}.{why}" for field, why in bad.items()}
    most = archive.settings.fetch.max_body
    if not body:
        wrong["file"] = "file.missing"
    elif len(body) > most:
        wrong["file"] = "file.too large"
    if wrong:
        return _page(request, who, sent, wrong=wrong, most=most)
    name = file.filename if isinstance(file, web.FileField) else ""
    try:
        captured = await archive.capture_saved(
            Saved(body=body, url=sent.url or None),
            by=who.name,
            name=name[:200] or "response",
            saved_at=saved_at,
        )
    except NotAPost:
        return _page(request, who, sent, wrong={"url": "url.no post"})
    except Unclear as error:
        key = {"no time": "time.missing", "several": "url.several", "another": "url.another"}
        why = key.get(error.why, "file.unknown")
        field = why.partition(".")[0]
        return _page(request, who, sent, wrong={field: why}, posts=error.posts)
    except (Conflict, UsageError):  # a file is no way back for what was erased
        return _page(request, who, sent, wrong={"file": "file.erased"})
    if captured.post is not None:
        return go(request, f"posts/{captured.post}")
    told = said_of(captured.told.said, desk_lang(request))
    return _page(request, who, sent, wrong={"file": "file.no post"}, told=told)


def _page(
    request: web.Request,
    who: Visitor,
    sent: _Sent,
    *,
    wrong: Mapping[str, str] | None = None,
    told: str | None = None,
    posts: Sequence[str] = (),
    most: int = 0,
) -> web.Response:
    return desk_page(
        request,
        who,
        "desk/saved.html",
        status=422 if wrong else 200,
        here="capture",
        say=partial(said, SAVED, desk_lang(request)),
        sent=sent,
        wrong=wrong or {},
        told=told,
        posts=posts,
        most=most // 1_000_000,
    )


def routes() -> list[web.RouteDef]:
    return [web.get(_PATH, _ask), web.post(_PATH, _keep)]
