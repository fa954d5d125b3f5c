"""What no post is like: its hundred thousand pictures are not kept, and a post as it is."""

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from archive.bounds import MAX_MEDIA, MAX_TEXT, MAX_VERSIONS, within_bounds
from archive.outcome import Found
from archive.platforms.fediverse.mastodon_parse import EARLIER_MAX, parse_status
from archive.records import Facet, LinkCard, Media, Poll, PostLink, Snapshot
from tests.archive.acting import found
from tests.archive.fediverse_data import BASE, POSTED, stamp, status
from tests.archive.storage_posts import snapshot

LONG = "x" * 300_000


def bounded(**fields: Any) -> Snapshot:
    (only,) = within_bounds(found(snapshot("1", **fields))).snapshots
    return only


def test_a_post_within_the_bounds_stays_the_same() -> None:
    plain = found(snapshot("1", media=(Media(kind="image"),)), along=(snapshot("2"),))
    assert within_bounds(plain) == plain


def test_media_beyond_the_bounds_are_neither_kept_nor_fetched() -> None:
    media = tuple(Media(kind="image", urls=(f"https://p.example/{n}",)) for n in range(1000))
    kept = bounded(media=media)
    assert kept.media == media[:MAX_MEDIA]
    assert "left out" in kept.warnings[-1]


def test_the_newest_versions_stay() -> None:
    versions = [snapshot("1", text=str(n)) for n in range(1000)]
    kept = within_bounds(found(*versions)).snapshots
    assert kept == tuple(versions[-MAX_VERSIONS:])


def test_words_without_end_are_cut_and_the_post_says_so() -> None:
    kept = bounded(text=LONG, facets=(Facet(start=0, end=len(LONG), kind="link"),))
    assert (len(kept.text), kept.facets, kept.completeness) == (MAX_TEXT, (), "cut")
    author = replace(snapshot("1").author, name=LONG, handle=LONG, url=LONG, avatar_url=LONG)
    kept = bounded(
        author=author,
        content_warning=LONG,
        lang=LONG,
        media=(Media(kind="video", urls=(LONG,), alt=LONG, poster_url=LONG),),
        poll=Poll(options=()),
        link_card=LinkCard(url="https://e.example/", title=LONG, description=LONG),
        quoted=PostLink(url=LONG, platform="x", native_id=LONG),
    )
    assert len(repr(kept)) < 50_000


def test_an_edit_history_without_end_is_read_from_its_newest_end() -> None:
    history = [
        {**status(), "created_at": stamp(POSTED.replace(year=1000 + n)), "content": f"<p>{n}</p>"}
        for n in range(1000)
    ]
    edited = status(edited_at=stamp(datetime(2026, 1, 1, tzinfo=UTC)))
    parsed = parse_status(edited, BASE, history=history)
    assert len(parsed.snapshots) == EARLIER_MAX + 1
    assert [s.text for s in parsed.snapshots[-2:]] == ["998", "Hello"]
    assert "the oldest are left out" in parsed.snapshots[-1].warnings[-1]


def test_what_came_along_is_bounded_too() -> None:
    other = snapshot("2", text=LONG)
    kept = within_bounds(Found(ref=other.ref, snapshots=(snapshot("1"),), along=(other,)))
    assert len(kept.along[0].text) == MAX_TEXT
