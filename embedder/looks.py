"""Invented holdings, one for each look of an embed. Pure; nobody said any of this.

For the gallery of the desk, where a newsroom sees every state of the box in its own colours.
Nothing of them is in the archive.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from archive.canonical import canonical_hash
from archive.outcome import GoneCause
from archive.records import (
    Annotation,
    AnnotationKind,
    Attachment,
    Author,
    Check,
    Facet,
    FacetKind,
    LinkCard,
    Media,
    MediaRole,
    MediaRow,
    Poll,
    PollOption,
    Post,
    PostLink,
    Snapshot,
    Stored,
)
from archive.storage.base import Holding

__all__ = ["LOOKS", "sha", "there"]

_POSTED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_KEPT = _POSTED + timedelta(hours=2)
_DAY = timedelta(days=1)
_TEXT = (
    "Sample: nobody said it. The council votes on the river bridge on Thursday at 18:00.\n\n"
    "The whole plan is at bridge.example/plan, and @ana_sample takes questions. #RiverBridge"
)
_LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


def sha(name: str) -> str:
    """The hash by which an invented file is known."""
    return hashlib.sha256(name.encode()).hexdigest()


def _row(name: str, width: int = 1600, height: int = 1067) -> MediaRow:
    return MediaRow(
        sha256=sha(name),
        mime="image/jpeg",
        bytes=240_000,
        width=width,
        height=height,
        colour="#7d8597",
    )


_AVATAR = _row("avatar", 400, 400)
_AUTHOR = Author(
    name="Sample Mayor (invented)",
    handle="mayor_sample",
    native_id="1",
    url="https://sample.example/@mayor",
    avatar=_AVATAR.sha256,
)
_OTHER = replace(_AUTHOR, name="Ana Sample (invented)", handle="ana_sample", native_id="2")


def _facets(text: str, parts: dict[FacetKind, str]) -> tuple[Facet, ...]:
    return tuple(
        Facet(
            start=text.index(part),
            end=text.index(part) + len(part),
            kind=kind,
            target=f"https://sample.example/{kind}",
        )
        for kind, part in parts.items()
    )


def there(role: MediaRole, *rows: MediaRow) -> tuple[Attachment, ...]:
    """What says of a snapshot that these files are there, in this order."""
    return tuple(
        Attachment(role=role, position=i, source_url=None, state="there", sha256=row.sha256)
        for i, row in enumerate(rows)
    )


def _snapshot(text: str = _TEXT, *, number: int = 1, **more: Any) -> Snapshot:
    values: dict[str, Any] = {
        "platform": "fediverse",
        "native_id": f"sample.example/{number}",
        "url": f"https://sample.example/@mayor/{number}",
        "author": _AUTHOR,
        "text": text,
        "lang": "en",
        "created_at": _POSTED,
        "created_precision": "ms",
        "counts": {"replies": 12, "reposts": 340, "likes": 5678},
    }
    return Snapshot(**(values | more))


def _stored(content: Snapshot, n: int = 1, **more: Any) -> Stored:
    values: dict[str, Any] = {
        "post": content.id,
        "n": n,
        "snapshot": content,
        "captured_at": _KEPT,
        "as_of": content.as_of or _KEPT,
        "reason": "first",
        "source": "client-api",
        "sha256": canonical_hash(content),
        "log_index": n,
    }
    return Stored(**(values | more))


def _hold(
    content: Snapshot,
    rows: Sequence[MediaRow] = (),
    attachments: tuple[Attachment, ...] = (),
    **more: Any,
) -> Holding:
    kept = _stored(content)
    values: dict[str, Any] = {
        "post": Post(
            id=kept.post,
            platform=content.platform,
            native_id=content.native_id,
            url=content.url,
            visibility="public",
            capture_reason="request",
            requested_at=_KEPT,
            current=1,
        ),
        "stored": kept,
        "versions": (kept,),
        "checks": (Check(post=kept.post, at=_KEPT, source="client-api", outcome="found"),),
        "media": {row.sha256: row for row in (*rows, _AVATAR)},
        "attachments": (*attachments, *there("avatar", _AVATAR)),
    }
    return Holding(**(values | more))


def _text() -> Holding:
    facets = _facets(
        _TEXT, {"link": "bridge.example/plan", "mention": "@ana_sample", "hashtag": "#RiverBridge"}
    )
    return _hold(_snapshot(facets=facets))


def _photos(count: int, width: int = 1600, height: int = 1067, **more: Any) -> Holding:
    shape = f" tall {height}" if height > width else ""
    rows = [_row(f"picture {count}.{i}{shape}", width, height) for i in range(count)]
    media = tuple(
        Media(
            kind="image",
            sha256=row.sha256,
            alt=None if i == 1 else "Plain shapes, drawn for a sample",
            width=width,
            height=height,
        )
        for i, row in enumerate(rows)
    )
    content = _snapshot("Sample: pictures from the market square.", media=media, **more)
    return _hold(content, rows, there("media", *rows))


def _video() -> Holding:
    poster = _row("poster", 1280, 720)
    medium = Media(
        kind="video", alt="The mayor speaks", duration=42.4, poster=poster.sha256, width=1280,
        height=720,
    )  # fmt: skip
    late = Attachment(role="media", position=0, source_url=None, state="late")
    content = _snapshot("Sample: watch the hearing.", media=(medium,))
    return _hold(content, [poster], (late, *there("poster", poster)))


def _missing() -> Holding:
    kept = _row("kept")
    media = (
        Media(kind="image", sha256=kept.sha256, alt="Plain shapes"),
        Media(kind="image", alt="A chart of crossings"),
    )
    lost = Attachment(role="media", position=1, source_url=None, state="not to be had")
    content = _snapshot("Sample: two pictures, one of them kept.", media=media)
    return _hold(content, [kept], (*there("media", kept), lost))


def _inner() -> Holding:
    return _hold(
        _snapshot("Sample: the hearing on the ferry line is on Friday.", number=2, author=_OTHER)
    )


def _link(inner: Holding, **more: Any) -> PostLink:
    return PostLink(url=inner.post.url, post=inner.post.id, snapshot=1, **more)


def _quote() -> Holding:
    inner = _inner()
    return _hold(_snapshot("Sample: as she said.", quoted=_link(inner)), quoted=inner)


def _quote_lost() -> Holding:
    lost = PostLink(url="https://sample.example/@ana/9", unavailable="refused")
    return _hold(_snapshot("Sample: as she said.", quoted=lost))


def _context_gone() -> Holding:
    inner = _inner()
    inner = _gone(None, replace(inner, post=replace(inner.post, capture_reason="context")))
    return _hold(_snapshot("Sample: no, that is wrong.", parent=_link(inner)), parent=inner)


def _reply() -> Holding:
    inner = _inner()
    return _hold(_snapshot("Sample: that is not what the plan says.", parent=_link(inner)),
                 parent=inner)  # fmt: skip


def _repost() -> Holding:
    inner = _text()
    outer = _snapshot("", number=3, kind="repost", author=_OTHER, reposted=_link(inner))
    return _hold(outer, reposted=inner)


def _poll() -> Holding:
    options = (PollOption(text="Tuesday evening", votes=190),
               PollOption(text="Saturday morning", votes=110))  # fmt: skip
    asked = Poll(options=options, ends_at=_POSTED + _DAY, closed=True, voters=300)
    return _hold(_snapshot("Sample: which day suits you for the open meeting?", poll=asked))


def _card() -> Holding:
    picture = _row("card", 1200, 630)
    preview = LinkCard(
        url="https://www.bridge.example/reports/2026",
        title="Annual report on public spending, with all tables and their sources",
        description="What the city spent, on what, and who signed for it.",
        image=picture.sha256,
    )
    content = _snapshot("Sample: the report is out.", link_card=preview)
    return _hold(content, [picture], there("card", picture))


def _edited() -> Holding:
    live = _hold(_snapshot("Sample: the bridge costs 20 million."))
    content = _snapshot("Sample: the bridge costs 30 million.", edited_at=_POSTED + _DAY)
    new = _stored(content, 2, reason="edited", as_of=_KEPT + _DAY, captured_at=_KEPT + _DAY)
    return replace(live, versions=(*live.versions, new))


def _gone(cause: GoneCause | None, live: Holding | None = None) -> Holding:
    live = live or _text()
    looks = tuple(
        Check(post=live.post.id, at=_KEPT + days * _DAY, source="client-api", outcome="gone",
              cause=cause)
        for days in (3, 4)
    )  # fmt: skip
    return replace(live, checks=(*live.checks, *looks))


def _hidden(state: Any, reason: str) -> Holding:
    live = _photos(4)
    hidden = replace(live, post=replace(live.post, visibility=state), visibility_reason=reason,
                     visibility_at=_KEPT + 5 * _DAY)  # fmt: skip
    return replace(hidden, stored=None) if state == "erased" else hidden


def _from(source: str) -> Holding:
    content = _snapshot("Sample: not asked of the platform.")
    return _hold(content, stored=_stored(content, source=source))


def _note(kind: AnnotationKind, live: Holding, media: str | None = None, **body: Any) -> Annotation:
    return Annotation(
        post=live.post.id, kind=kind, body=body, by="ana", at=_KEPT + _DAY, media=media
    )


def _noted() -> Holding:
    live = _photos(2)
    notes = (
        _note("correction", live, text="The vote is on Wednesday, not on Thursday."),
        _note("note", live, text="The figures are the city’s own."),
        _note("alt", live, text="A chart of crossings", media=sha("picture 2.1")),
        _note("official", live, name="Sample Mayor", office="Mayor of Sampleville"),
    )
    return replace(live, annotations=notes)


def _translated() -> Holding:
    live = _hold(_snapshot("Muestra: hoy hablé con la alcaldesa sobre el puente.", lang="es"))
    notes = (
        _note("translation", live, text="Sample: today I spoke with the mayor about the bridge.",
              lang="en", name="Ana Sample"),
        _note("translation", live, text="Muestra: la traducción.", lang="es", name="Ana Sample"),
    )  # fmt: skip
    return replace(live, annotations=notes)


def _arabic() -> Holding:
    text = "عينة: نعلن اليوم مع @ana_sample عن خطة جديدة للجسر (2026)."
    author = replace(_AUTHOR, name="وزارة العينة", handle="moh_sample")
    return _hold(
        _snapshot(text, lang="ar", author=author, facets=_facets(text, {"mention": "@ana_sample"}))
    )


def _long() -> Holding:
    author = replace(
        _AUTHOR, name=f"Sample {_LONG}", handle="a_handle_of_great_length_for_a_sample"
    )
    return _hold(_snapshot(f"Sample: {_LONG}{_LONG} 👩‍👩‍👧‍👦 🇲🇽🇺🇸", author=author))


LOOKS: dict[str, Callable[[], Holding]] = {
    "text": _text,
    "long words": _long,
    "right to left": _arabic,
    "one picture": lambda: _photos(1),
    "tall picture": lambda: _photos(1, 900, 2400),
    "two pictures": lambda: _photos(2),
    "three pictures": lambda: _photos(3),
    "four pictures": lambda: _photos(4),
    "six pictures": lambda: _photos(6),
    "missing picture": _missing,
    "video": _video,
    "quoted post": _quote,
    "quoted post refused": _quote_lost,
    "reply": _reply,
    "reply to what is no longer public": _context_gone,
    "repost": _repost,
    "poll": _poll,
    "linked page": _card,
    "edited since": _edited,
    "deleted": lambda: _gone("deleted by the author"),
    "removed by the platform": lambda: _gone("removed by the platform"),
    "account deleted": lambda: _gone("account deleted"),
    "account suspended": lambda: _gone("account suspended"),
    "gone": lambda: _gone("unknown"),
    "withheld": lambda: _hidden("withheld", "court order"),
    "erased": lambda: _hidden("erased", "privacy"),
    "corrected, with office and note": _noted,
    "translated": _translated,
    "sensitive": lambda: _photos(2, sensitive=True),
    "content warning": lambda: _photos(1, content_warning="Politics"),
    "cut": lambda: _hold(_snapshot("Sample: the beginning of a statement…", completeness="cut")),
    "partial": lambda: _hold(_snapshot("Sample: some of it.", completeness="partial")),
    "by hand, from a screenshot": lambda: _photos(
        1, 900, 1600, number=4, completeness="by hand", created_precision="day"
    ),
    "by hand": lambda: _hold(_snapshot("Sample: typed in.", completeness="by hand")),
    "from an editor’s browser": lambda: _from("browser"),
    "from a saved response": lambda: _from("saved response"),
    "from a web archive": lambda: _hold(
        _snapshot(as_of=_KEPT - _DAY, as_of_basis="Memento-Datetime")
    ),
}
"""By name, in the order in which the gallery shows them."""
