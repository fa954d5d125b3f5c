"""What the newsroom adds to a post, at the desk: descriptions of its pictures, translations, notes,
corrections, "sensitive". All are annotations: versioned, attributed, never part of a snapshot.
"""

from functools import partial
from typing import Any

from aiohttp import web

from archive.errors import UsageError
from archive.media.filetype import PICTURES
from archive.records import Annotation, AnnotationKind
from archive.storage.base import Holding
from embedder.dates import language_name
from embedder.web.auth import Visitor, require
from embedder.web.bodies import read_form
from embedder.web.context import ARCHIVE, here
from embedder.web.describe_texts import DESCRIBE
from embedder.web.deskpage import desk_page, go, when
from embedder.web.languages import desk_lang
from embedder.web.public import ID, held_here
from embedder.web.research_texts import said

__all__ = ["routes", "undescribed"]

MAX_TEXT = 20_000
"""Characters of what an editor writes of a post: more than any post has."""
KINDS: tuple[AnnotationKind, ...] = ("alt", "translation", "note", "correction", "sensitive")
FIELDS = ("kind", "text", "lang", "other_lang", "name", "media", "snapshot")
THUMBNAIL = 320
_FIRST = ("en", "es", "fr", "pt", "ar", "de", "ru", "uk", "zh")
"""Languages of translations that are offered by name; any other is written by its code."""


def undescribed(holding: Holding) -> int:
    """Pictures of the current snapshot that neither the author nor the newsroom described."""
    return sum(not one["alt"] and not one["described"] for one in _pictures(holding))


def _pictures(holding: Holding) -> list[dict[str, Any]]:
    """The media of the current snapshot that are kept, in their order, each once."""
    if holding.stored is None:
        return []
    media = holding.stored.snapshot.media
    told = {note.media: note for note in holding.annotations if note.kind == "alt"}
    found = {
        one.sha256: media[one.position]
        for one in holding.attachments
        if one.role == "media" and one.state == "there" and one.sha256 is not None
    }
    return [
        {
            "sha256": sha256,
            "kind": medium.kind,
            "alt": medium.alt,
            "described": told[sha256].body.get("text", "") if sha256 in told else "",
            "row": holding.media.get(sha256),
        }
        for sha256, medium in found.items()
    ]


async def _show(request: web.Request) -> web.Response:
    who = await require(request, "editor")
    return await _page(request, who, await held_here(request, who))


async def _page(
    request: web.Request,
    who: Visitor,
    holding: Holding,
    *,
    wrong: str | None = None,
    typed: dict[str, str] | None = None,
) -> web.Response:
    links, lang = here(request).links.local, desk_lang(request)
    pictures = _pictures(holding)
    for number, picture in enumerate(pictures, start=1):
        row = picture.pop("row")
        shown = row is not None and row.mime in PICTURES and bool(row.variants)
        picture["n"] = number
        picture["src"] = links.media(picture["sha256"], THUMBNAIL, "webp") if shown else None
    notes = [_told(request, note) for note in holding.annotations if note.media is None]
    snapshot = holding.stored.snapshot if holding.stored else None
    return desk_page(
        request,
        who,
        "desk/describe.html",
        status=422 if wrong else 200,
        here="posts",
        say=partial(said, DESCRIBE, lang),
        post=holding.post.id,
        written=snapshot.text if snapshot else "",
        written_lang=snapshot.lang if snapshot else None,
        erased=holding.post.visibility == "erased",
        pictures=pictures,
        missing=undescribed(holding),
        notes={kind: [note for note in notes if note["kind"] == kind] for kind in KINDS},
        languages=[(code, language_name(code, lang)) for code in _FIRST],
        newsroom=here(request).site.name,
        max_text=MAX_TEXT,
        wrong=wrong,
        typed=typed or dict.fromkeys(FIELDS, ""),
        saved="saved" in request.query,
    )


def _told(request: web.Request, note: Annotation) -> dict[str, Any]:
    code = note.body.get("lang")
    return {
        "kind": note.kind,
        "text": note.body.get("text", ""),
        "lang": code,
        "language": code and (language_name(code, desk_lang(request)) or code),
        "name": note.body.get("name"),
        "machine": note.body.get("machine") is True,
        "on": note.body.get("sensitive") is not False,
        "by": note.by,
        "at": when(request, note.at),
        "snapshot": note.snapshot,
    }


async def _save(request: web.Request) -> web.Response:
    """Adds one annotation, or takes one back."""
    who = await require(request, "editor")
    holding = await held_here(request, who)
    form = await read_form(request)
    typed = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in FIELDS}
    kind = next((kind for kind in KINDS if kind == typed["kind"]), None)
    removed = "remove" in form
    lang = typed["other_lang"] or typed["lang"]
    wrong = None
    if kind is None:
        wrong = "wrong.kind"
    elif len(typed["text"]) > MAX_TEXT:
        wrong = "wrong.long"
    elif not removed and kind != "sensitive" and not typed["text"]:
        wrong = "wrong.text"
    elif kind == "translation" and language_name(lang, "en") is None:
        wrong = "wrong.lang"
    if wrong is not None or kind is None:
        return await _page(request, who, holding, wrong=wrong, typed=typed)
    body: dict[str, Any] = {} if kind == "sensitive" else {"text": typed["text"]}
    if kind == "translation":
        body["lang"] = lang
        if typed["name"]:
            body["name"] = typed["name"][:200]
        if "machine" in form:
            body["machine"] = True
    archive = request.app[ARCHIVE]
    number = typed["snapshot"]
    try:
        await archive.annotate(
            Annotation(
                post=holding.post.id,
                kind=kind,
                body=body,
                by=who.name,
                at=archive.clock(),
                media=typed["media"] or None if kind == "alt" else None,
                snapshot=int(number) if number.isascii() and number[:6].isdecimal() else None,
                removed=removed,
            )
        )
    except UsageError:
        return await _page(request, who, holding, wrong="wrong.kind", typed=typed)
    return go(request, f"posts/{holding.post.id}/describe?saved#{kind}")


def routes() -> list[web.RouteDef]:
    path = f"/desk/posts/{{post:{ID}}}/describe"
    return [web.get(path, _show), web.post(path, _save)]
