"""A post that turns out to be another: its snapshots move, its old addresses lead on."""

from typing import Any

import pytest

from archive.errors import Conflict, UnknownPost
from archive.records import Annotation, PostLink
from archive.storage import Storage
from archive.storage.base import Late
from tests.archive.storage_posts import (
    PICTURE,
    at,
    attachment,
    capture,
    exchange,
    first,
    id_of,
    linking,
    look,
    new,
    picture,
    ref,
    snapshot,
    with_picture,
    write,
)


def note(native: str, text: str, minutes: float, **fields: Any) -> Annotation:
    return Annotation(
        post=id_of(native), kind="note", body={"text": text}, by="ana", at=at(minutes), **fields
    )


async def texts(storage: Storage, native: str) -> list[str]:
    return [s.snapshot.text for s in await storage.versions(id_of(native))]


async def test_snapshots_move_and_are_numbered_on(storage: Storage) -> None:
    await storage.keep(capture(write("9", new(1, snapshot(text="b")), new(2, snapshot(text="c")))))
    await storage.keep(capture(write("1", new(1, snapshot(text="a")))))
    await storage.keep(capture(write("1", new(4, snapshot(text="d")), merges=(id_of("9"),))))
    assert await texts(storage, "1") == ["a", "b", "c", "d"]
    assert await texts(storage, "9") == ["a", "b", "c", "d"]
    assert await storage.moved(id_of("9"), 1) == (id_of("1"), 2)
    assert await storage.moved(id_of("9"), 2) == (id_of("1"), 3)
    assert await storage.moved(id_of("1"), 1) is None
    post = await storage.post(id_of("9"))
    assert post is not None
    assert (post.id, post.current) == (id_of("1"), 4)


async def test_an_old_address_shows_the_snapshot_that_stood_there(storage: Storage) -> None:
    await storage.keep(capture(write("9", new(1, snapshot(text="b")))))
    await storage.keep(capture(write("1", new(2, snapshot(text="a")), merges=(id_of("9"),))))
    holding = await storage.holding(id_of("9"), 1)
    assert holding is not None
    assert holding.stored is not None
    assert (holding.post.id, holding.stored.n, holding.stored.snapshot.text) == (id_of("1"), 1, "b")
    assert await storage.holding(id_of("9"), 2) is None


async def test_addresses_lead_on_through_several_merges(storage: Storage) -> None:
    await storage.keep(capture(first("9", "z"), first("5", "y")))
    await storage.keep(capture(write("5", merges=(id_of("9"),))))
    assert await storage.moved(id_of("9"), 1) == (id_of("5"), 2)
    await storage.keep(capture(write("1", new(3, snapshot(text="x")), merges=(id_of("5"),))))
    assert await texts(storage, "9") == ["y", "z", "x"]
    assert await storage.moved(id_of("9"), 1) == (id_of("1"), 2)
    assert await storage.moved(id_of("5"), 1) == (id_of("1"), 1)
    assert await storage.moved(id_of("5"), 2) == (id_of("1"), 2)
    assert await storage.resolve("x", "9") == id_of("1")
    assert await storage.resolve("x", "5") == id_of("1")


async def test_several_posts_are_merged_in_the_order_that_is_given(storage: Storage) -> None:
    await storage.keep(capture(first("8", "eight"), first("9", "nine")))
    merges = (id_of("9"), id_of("8"), id_of("9"), id_of("unknown"))
    await storage.keep(capture(write("1", new(3, snapshot(text="one")), merges=merges)))
    assert await texts(storage, "1") == ["nine", "eight", "one"]


async def test_a_capture_of_a_merged_post_is_written_where_it_stands_now(storage: Storage) -> None:
    await storage.keep(capture(first("9", "a")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    (stored,) = await storage.keep(
        capture(write("9", new(2, snapshot("9", "b"))), looks=(look("9", snapshot=2),))
    )
    assert stored.post == id_of("1")
    assert [c.snapshot for c in await storage.checks(id_of("1"))] == [2]


async def test_checks_exchanges_media_and_aliases_come_along(storage: Storage) -> None:
    await storage.keep(
        capture(
            with_picture("9", aliases=("old",)),
            media=(picture(),),
            exchanges=(exchange(),),
            looks=(look("9", 0, snapshot=1), look("9", minutes=1, outcome="refused")),
        )
    )
    await storage.keep(
        capture(write("1", new(1, snapshot(text="first id"))), looks=(look("1", snapshot=1),))
    )
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    holding = await storage.holding(id_of("1"), 2)
    assert holding is not None
    assert sorted(c.snapshot or 0 for c in holding.checks) == [0, 1, 2]
    assert holding.attachments == (attachment(),)
    assert len(await storage.exchanges(id_of("9"))) == 1
    assert await storage.resolve("x", "old") == id_of("1")


async def test_versions_of_one_annotation_are_put_in_the_order_of_time(storage: Storage) -> None:
    await storage.keep(capture(first("1"), first("9")))
    await storage.annotate(note("1", "second", 2))
    await storage.annotate(note("9", "first", 1))
    await storage.annotate(note("9", "third", 3))
    await storage.annotate(note("9", "on the snapshot", 4, snapshot=1))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    holding = await storage.holding(id_of("1"))
    assert holding is not None
    newest = {a.snapshot: (a.version, a.body["text"]) for a in holding.annotations}
    assert newest == {None: (3, "third"), 2: (1, "on the snapshot")}
    assert (await storage.annotate(note("1", "fourth", 5))).version == 4


async def test_who_quotes_a_merged_post_is_led_on(storage: Storage) -> None:
    await storage.keep(capture(first("9", "quoted"), linking("2", "quoted", "9")))
    await storage.keep(capture(first("1", "first id")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    # Also when a capture that began before the merge names the old address.
    late = PostLink(url=ref("9").url, post=id_of("9"), snapshot=1)
    await storage.keep(capture(write("3", new(1, snapshot("3", quoted=late)))))
    for native in "23":
        holding = await storage.holding(id_of(native))
        assert holding is not None
        assert holding.quoted is not None
        assert holding.quoted.stored is not None
        assert holding.quoted.stored.snapshot.text == "quoted"
        assert holding.quoted.stored.n == 2


@pytest.mark.parametrize(
    ("old", "known", "then"),
    [
        ("draft", "draft", "draft"),
        ("public", "draft", "public"),
        ("draft", "public", "public"),
        ("withheld", "public", "withheld"),
        ("public", "withheld", "withheld"),
    ],
)
async def test_withheld_wins_and_what_was_public_stays_to_be_seen(
    storage: Storage, old: str, known: str, then: str
) -> None:
    await storage.keep(capture(first("9", visibility=old), first("1", visibility=known)))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    post = await storage.post(id_of("1"))
    assert post is not None
    assert post.visibility == then


async def test_a_hold_and_a_request_of_its_own_come_along(storage: Storage) -> None:
    await storage.keep(capture(first("9", reason="article"), first("1", reason="context")))
    await storage.set_hold(id_of("9"), True, by="ana", at=at(1), reason="court order")
    await storage.keep(capture(write("1", reason="context", merges=(id_of("9"),))))
    post = await storage.post(id_of("1"))
    assert post is not None
    assert (post.hold, post.capture_reason) == (True, "article")


async def test_an_erased_post_does_not_come_back_under_another_id(storage: Storage) -> None:
    await storage.keep(capture(first("9")))
    await storage.erase(id_of("9"), by="ana", at=at(1), reason="privacy")
    with pytest.raises(Conflict, match="erased"):
        await storage.keep(capture(write("1", new(1), merges=(id_of("9"),))))
    assert await storage.versions(id_of("1")) == ()


async def test_a_merged_post_is_not_listed(storage: Storage) -> None:
    await storage.keep(capture(first("9", visibility="public")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    page = await storage.list_posts(limit=9)
    assert [h.post.id for h in page.holdings] == [id_of("1")]


async def test_what_is_done_to_an_old_address_is_done_to_the_snapshot(storage: Storage) -> None:
    await storage.keep(capture(write("9", new(1, snapshot(text="a")), new(2, snapshot(text="b")))))
    await storage.keep(capture(first("1", "zero")))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    await storage.set_visibility(
        id_of("9"), "withheld", by="ana", at=at(1), reason="privacy", snapshot=2
    )
    assert [s.visibility for s in await storage.versions(id_of("1"))] == [
        "public",
        "public",
        "withheld",
    ]
    with pytest.raises(UnknownPost):
        await storage.set_visibility(
            id_of("9"), "withheld", by="ana", at=at(1), reason="privacy", snapshot=3
        )
    late = Late(post=id_of("9"), n=1, attachments=(attachment(),))
    await storage.keep(capture(late=(late,), media=(picture(),)))
    holding = await storage.holding(id_of("1"), 2)
    assert holding is not None
    assert list(holding.media) == [PICTURE]


async def test_who_kept_a_snapshot_is_known_after_it_moved(storage: Storage) -> None:
    await storage.keep(capture(write("9", new(1, snapshot(text="b"))), by="eva"))
    await storage.keep(capture(write("1", new(1, snapshot(text="a")))))
    await storage.keep(capture(write("1", new(3, snapshot(text="c")), merges=(id_of("9"),))))
    asked = [(id_of("1"), n) for n in (1, 2, 3, 4)]
    assert await storage.kept_by(asked) == {asked[0]: "ana", asked[1]: "eva", asked[2]: "ana"}
    assert await storage.kept_by(()) == {}
