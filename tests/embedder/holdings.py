"""What is held of invented posts, one for each look of an embed. Nobody said any of this."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from archive.records import (
    Annotation,
    Attachment,
    Author,
    Check,
    Facet,
    LinkCard,
    Media,
    Poll,
    PollOption,
    PostLink,
)
from archive.storage.base import Holding
from tests.embedder.making import (
    AUTHOR,
    CAPTURED,
    DAY,
    POSTED,
    TEXT,
    facet,
    hold,
    image,
    row,
    sha,
    snapshot,
    stored,
    there,
)

__all__ = [
    "CAPTURED",
    "DAY",
    "HOLDINGS",
    "POSTED",
    "hold",
    "image",
    "note",
    "row",
    "snapshot",
]


def photos(count: int, width: int = 1600, height: int = 1067) -> Holding:
    names = [f"photo {count}.{i} of {height}" for i in range(count)]
    rows = [row(name, width, height) for name in names]
    media = tuple(
        image(name, width, height, "A bridge over a river" if i != 1 else None)
        for i, name in enumerate(names)
    )
    words = {1: "One figure", 2: "Two figures", 3: "Three figures", 4: "Four figures"}
    content = snapshot(f"{words.get(count, 'Figures')} from today’s hearing.", media=media)
    return hold(content, rows, attachments=there("media", *rows))


def post_text() -> Holding:
    return hold(
        snapshot(
            facets=(
                facet(TEXT, "@ana_sample", "mention", "https://x.com/ana_sample"),
                facet(TEXT, "example.org/plans/bridge…", "link", "https://example.org/plans/b"),
                facet(TEXT, "#BridgeHearing", "hashtag", "https://x.com/hashtag/BridgeHearing"),
            )
        )
    )


def video() -> Holding:
    poster = row("poster", 1280, 720)
    medium = Media(
        kind="video", alt="The mayor speaks", duration=42.4, poster=poster.sha256, width=1280,
        height=720,
    )  # fmt: skip
    late = Attachment(role="media", position=0, source_url="https://v.example/a.mp4", state="late")
    content = snapshot("Watch the hearing.", media=(medium,))
    return hold(content, [poster], attachments=(late, *there("poster", poster)))


def missing() -> Holding:
    kept = row("kept")
    media = (image("kept", alt="A bridge"), Media(kind="image", alt="A chart of crossings"))
    lost = Attachment(
        role="media", position=1, source_url="https://p.example/b.jpg", state="too large",
        detail="The file has 90 MB, of which 64 MB are allowed.",
    )  # fmt: skip
    content = snapshot("Two pictures, one of them kept.", media=media, completeness="partial")
    return hold(content, [kept], attachments=(*there("media", kept), lost))


def quote() -> Holding:
    inner = photos(1)
    assert inner.stored is not None
    other = snapshot(
        "Earlier statement that the post above quotes.",
        number=2,
        author=replace(AUTHOR, name="Ana Sample", handle="ana_sample"),
        media=inner.stored.snapshot.media,
    )
    quoted = hold(other, list(inner.media.values()), attachments=inner.attachments)
    link = PostLink(url=other.url, platform="x", native_id=other.native_id, post=other.id)
    return hold(snapshot("This is what she said last week.", quoted=link), quoted=quoted)


def quote_lost() -> Holding:
    link = PostLink(
        url="https://x.com/a/status/9", platform="x", native_id="9", unavailable="refused"
    )
    return hold(snapshot("This is what she said last week.", quoted=link))


def poll() -> Holding:
    options = (PollOption(text="Build it", votes=1200), PollOption(text="Do not", votes=34))
    asked = Poll(options=options, ends_at=POSTED + DAY, closed=False, voters=1234)
    return hold(snapshot("Should the bridge be built?", poll=asked))


def card() -> Holding:
    picture = row("card", 1200, 630)
    preview = LinkCard(
        url="https://www.example.org/reports/2025",
        title="Annual report on public spending, with all tables and their sources",
        description="What the city spent, on what, and who signed for it.",
        image=picture.sha256,
    )
    content = snapshot("The report is out.", link_card=preview)
    return hold(content, [picture], attachments=there("card", picture))


def edited() -> Holding:
    first = snapshot("The bridge costs 20 million.")
    second = snapshot("The bridge costs 30 million.", edited_at=POSTED + timedelta(minutes=50))
    old = stored(first, 1)
    new = stored(second, 2, reason="edited", as_of=CAPTURED + DAY, captured_at=CAPTURED + DAY)
    return hold(first, shown=old, versions=(old, new))


def edited_newest() -> Holding:
    older = edited()
    new = older.versions[-1]
    return replace(older, stored=new)


def gone() -> Holding:
    live = post_text()
    seen = replace(live.checks[0], at=datetime(2025, 4, 1, 9, 0, tzinfo=UTC))
    not_there = Check(
        post=live.post.id,
        at=datetime(2025, 4, 3, 9, 0, tzinfo=UTC),
        source="tweet-result",
        outcome="gone",
        cause="deleted by the author",
        detail="This Post was deleted by the Post author.",
    )
    return replace(live, checks=(*live.checks, seen, not_there))


def withheld() -> Holding:
    live = photos(4)
    return replace(
        live,
        post=replace(live.post, visibility="withheld"),
        visibility_reason="court order",
        visibility_at=CAPTURED + 5 * DAY,
    )


def note(kind: Any, live: Holding, media: str | None = None, **body: Any) -> Annotation:
    return Annotation(
        post=live.post.id, kind=kind, body=body, by="ana", at=CAPTURED + DAY, media=media
    )


def corrected() -> Holding:
    live = photos(2)
    second = sha("photo 2.1 of 1067")
    return replace(
        live,
        annotations=(
            note("correction", live, text="The hearing was on Tuesday, not on Monday."),
            note("note", live, text="The figures are the city’s own."),
            note("alt", live, text="A chart of crossings", media=second),
            note("official", live, office="Mayor of Sampleville", name="Robin Sample"),
        ),
    )


def sensitive() -> Holding:
    live = photos(2)
    assert live.stored is not None
    return replace(
        live, stored=replace(live.stored, snapshot=replace(live.stored.snapshot, sensitive=True))
    )


def warned() -> Holding:
    live = photos(1)
    assert live.stored is not None
    content = replace(live.stored.snapshot, content_warning="Politics", sensitive=True)
    return replace(live, stored=replace(live.stored, snapshot=content))


def cut() -> Holding:
    return hold(snapshot("The beginning of a long statement that goes on and…", completeness="cut"))


def by_hand() -> Holding:
    content = snapshot(
        "Typed in from a picture.",
        completeness="by hand",
        author=Author(name="Robin Sample", handle="robin_sample", native_id=None),
        created_precision="day",
    )
    return replace(hold(content), media={}, attachments=())


def arabic() -> Holding:
    text = "بيان: نعلن اليوم مع @ana_sample عن خطة جديدة للجسر (2025)."
    return hold(
        snapshot(
            text,
            lang="ar",
            author=replace(AUTHOR, name="وزارة العينة", handle="moh_sample"),
            facets=(facet(text, "@ana_sample", "mention", "https://x.com/ana_sample"),),
        )
    )


def emoji() -> Holding:
    text = "👩‍👩‍👧‍👦 :bridge: and 🇲🇽🇺🇸 together 👍🏽"
    picture = row("bridge", 64, 64, mime="image/png")
    content = snapshot(
        text,
        platform="fediverse",
        url="https://sample.example/@robin/1",
        author=replace(AUTHOR, handle="robin@sample.example"),
        facets=(facet(text, ":bridge:", "emoji", "https://sample.example/e/bridge.png"),),
    )
    return hold(content, [picture], attachments=there("emoji", picture))


def hostile() -> Holding:
    text = (
        "</blockquote></figure><script>alert(1)</script> {{ 7*7 }} "
        "<img src=x onerror=alert(1)> \u202egnp.exe\u202c &amp; click me, or me"
    )
    evil = "</title><script>alert(2)</script>\u202e"
    return hold(
        snapshot(
            text,
            lang='en" onload="alert(3)',
            author=Author(
                name=evil, handle='"><b>', native_id="1", url="javascript:alert(4)", avatar="../x"
            ),
            facets=(
                facet(text, "click me", "link", "javascript:alert(5)"),
                facet(text, "or me", "link", 'https://example.org/"><script>alert(6)</script>'),
                facet(text, "me, or", "link", "https://example.org/overlapping"),
                Facet(start=5000, end=6000, kind="link", target="https://example.org/outside"),
            ),
            link_card=LinkCard(url="data:text/html,<script>alert(7)</script>", title=evil),
            media=(Media(kind="image", alt='"><script>alert(8)</script>', sha256=sha("evil")),),
        ),
        [row("evil", colour="red}</style><script>alert(9)</script>")],
        attachments=there("media", row("evil")),
    )


def repost() -> Holding:
    inner = post_text()
    assert inner.stored is not None
    outer = snapshot(
        "",
        number=3,
        kind="repost",
        author=Author(name="Office of Samples", handle="samples", native_id="3"),
        reposted=PostLink(url=inner.post.url, post=inner.post.id, snapshot=1),
    )
    return replace(hold(outer), reposted=inner, media={}, attachments=())


def reply() -> Holding:
    parent = quote().quoted
    assert parent is not None
    link = PostLink(url=parent.post.url, post=parent.post.id, snapshot=1)
    return hold(snapshot("That is not what the report says.", parent=link), parent=parent)


def translated() -> Holding:
    text = "Hoy me reuní con la alcaldesa para hablar del puente."
    live = hold(snapshot(text, lang="es"))
    english = note(
        "translation", live, text="Today I met the mayor to talk about the bridge.", lang="en",
        name="Ana Sample",
    )  # fmt: skip
    return replace(live, annotations=(english,))


def tall() -> Holding:
    return photos(1, 900, 2400)


HOLDINGS = {
    "text": post_text,
    "one-photo": lambda: photos(1),
    "two-photos": lambda: photos(2),
    "three-photos": lambda: photos(3),
    "four-photos": lambda: photos(4),
    "six-photos": lambda: photos(6),
    "tall-photo": tall,
    "video": video,
    "missing-media": missing,
    "quote": quote,
    "quote-lost": quote_lost,
    "poll": poll,
    "card": card,
    "edited": edited,
    "edited-newest": edited_newest,
    "gone": gone,
    "withheld": withheld,
    "corrected": corrected,
    "sensitive": sensitive,
    "content-warning": warned,
    "cut": cut,
    "by-hand": by_hand,
    "arabic": arabic,
    "emoji": emoji,
    "hostile": hostile,
    "repost": repost,
    "reply": reply,
    "translated": translated,
}
