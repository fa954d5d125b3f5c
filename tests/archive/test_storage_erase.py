"""Erasing takes out text, exchanges, index rows, salts and media; a hold stops it."""

import hashlib
from typing import Any

import pytest

from archive.errors import Conflict, HoldError, UnknownPost
from archive.records import Annotation, Exchange
from archive.storage import Storage
from archive.storage.base import Erasure, Holding, Late
from archive.storage.blobs import content_name, variant_name
from tests.archive.storage_posts import (
    AVATAR,
    PICTURE,
    VARIANTS,
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
    snapshot,
    with_picture,
    write,
)

REASON = "privacy"
BODY = content_name(hashlib.sha256(exchange().body).hexdigest())


async def erase(storage: Storage, native: str = "1", **what: Any) -> Erasure:
    return await storage.erase(id_of(native), by="ana", at=at(9), reason=REASON, **what)


async def held(storage: Storage, native: str = "1", n: int | None = None) -> Holding:
    holding = await storage.holding(id_of(native), n)
    assert holding is not None
    return holding


def other_body(text: bytes = b"another") -> Exchange:
    return exchange("https://other.example/", body=text)


async def test_an_erased_post_has_no_text_and_no_author_left(storage: Storage) -> None:
    await storage.keep(capture(first(visibility="public"), looks=(look(snapshot=1),)))
    erasure = await erase(storage)
    assert (erasure.snapshots, erasure.left) == (1, ())
    holding = await held(storage)
    assert holding.post.visibility == "erased"
    assert (holding.post.current, holding.stored) == (None, None)
    assert (holding.visibility_at, holding.visibility_reason) == (at(9), REASON)
    (version,) = holding.versions
    assert (version.visibility, version.snapshot.text, version.sha256) == ("erased", "", "")
    assert (version.snapshot.author.name, version.snapshot.author.handle) == (None, None)
    assert version.log_index == 0
    assert [c.outcome for c in holding.checks] == ["found"]
    assert (await storage.list_posts(limit=9, drafts=True)).holdings == ()
    assert (await held(storage, n=1)).stored is None


async def test_of_an_erased_exchange_only_time_method_and_status_stay(storage: Storage) -> None:
    await storage.keep(capture(first(), exchanges=(exchange(),), looks=(look("1", 0),)))
    erasure = await erase(storage)
    assert (erasure.exchanges, erasure.blobs) == (1, (BODY,))
    (left,) = await storage.exchanges(id_of())
    assert left == Exchange(
        id=left.id,
        method="GET",
        url="",
        requested_at=exchange().requested_at,
        seconds=0.25,
        status=200,
        http_version="1.1",
        body_bytes=0,
    )


async def test_an_exchange_that_two_posts_share_goes_too(storage: Storage) -> None:
    await storage.keep(
        capture(first("1"), first("2"), exchanges=(exchange(),), looks=(look("1", 0), look("2", 0)))
    )
    assert (await erase(storage, "1")).blobs == (BODY,)
    assert [e.url for e in await storage.exchanges(id_of("2"))] == [""]
    assert (await held(storage, "2")).stored is not None


async def test_the_answers_of_a_quoting_post_carry_the_text_and_go_too(storage: Storage) -> None:
    await storage.keep(
        capture(
            first("1", reason="context"),
            linking("2", "quoted", "1"),
            exchanges=(exchange(),),
            looks=(look("2", 0, snapshot=1),),
        )
    )
    assert (await erase(storage, "1")).blobs == (BODY,)
    quoting = await held(storage, "2")
    assert quoting.stored is not None
    assert quoting.quoted is not None
    assert quoting.quoted.stored is None
    assert quoting.quoted.post.visibility == "erased"


async def test_a_body_that_another_exchange_needs_is_not_listed(storage: Storage) -> None:
    await storage.keep(
        capture(
            first("1"),
            first("2"),
            exchanges=(exchange(), exchange("https://same.example/"), other_body()),
            looks=(look("1", 0, 2), look("2", 1)),
        )
    )
    assert (await erase(storage, "1")).blobs == (
        content_name(hashlib.sha256(b"another").hexdigest()),
    )
    assert (await erase(storage, "2")).blobs == (BODY,)


async def test_media_that_nothing_else_shows_go_with_their_derivatives(storage: Storage) -> None:
    avatar = attachment(AVATAR, role="avatar")
    both = new(1, attachments=(attachment(), avatar))
    await storage.keep(
        capture(
            write("1", both),
            write("2", new(1, attachments=(avatar,))),
            media=(picture(), picture(AVATAR)),
        )
    )
    await storage.set_variants(PICTURE, VARIANTS)
    erasure = await erase(storage, "1")
    assert erasure.media == (PICTURE,)
    assert erasure.blobs == tuple(
        sorted(
            (
                content_name(PICTURE),
                variant_name(PICTURE, 320, "avif"),
                variant_name(PICTURE, 640, "jpg"),
            )
        )
    )
    assert await storage.media(PICTURE) == picture(
        visibility="erased", variants=(), colour=None, phash=None
    )
    assert await storage.media(AVATAR) == picture(AVATAR)
    assert await storage.erased_media([PICTURE, AVATAR, "f" * 64]) == {PICTURE}
    assert await storage.erased_media([]) == frozenset()
    assert (await held(storage, "2")).attachments == (avatar,)
    assert (await erase(storage, "2")).media == (AVATAR,)


async def test_an_erased_picture_does_not_come_back_with_a_capture(storage: Storage) -> None:
    await storage.keep(capture(with_picture("1"), media=(picture(),)))
    await erase(storage, "1")
    await storage.keep(capture(with_picture("2", visibility="public"), media=(picture(),)))
    (left,) = (await held(storage, "2")).attachments
    assert (left.state, left.sha256, left.detail) == ("not to be had", None, "It was erased here.")
    assert not await storage.media_visible(PICTURE)
    with pytest.raises(Conflict):
        await storage.set_variants(PICTURE, VARIANTS)


async def test_one_snapshot_is_erased_and_the_others_stay(storage: Storage) -> None:
    pictures = (attachment(), attachment(AVATAR, role="avatar"))
    await storage.keep(
        capture(
            write(
                "1",
                new(1, attachments=pictures[1:]),
                new(2, snapshot(text="With an address"), attachments=pictures),
            ),
            media=(picture(), picture(AVATAR)),
            exchanges=(exchange(), other_body()),
            looks=(look("1", 0, snapshot=1), look("1", 1, snapshot=2)),
        )
    )
    erasure = await erase(storage, snapshot=2)
    # An edit history comes with all versions in one answer: every exchange of the post goes.
    assert (erasure.snapshots, erasure.exchanges, erasure.media) == (1, 2, (PICTURE,))
    holding = await held(storage)
    assert holding.post.visibility == "draft"
    assert holding.post.current == 1
    assert holding.stored is not None
    assert holding.stored.snapshot.text == "The wall is closed."
    assert [v.visibility for v in holding.versions] == ["public", "erased"]
    assert holding.versions[1].snapshot.text == ""
    gone = await held(storage, n=2)
    assert (gone.stored, gone.visibility_reason) == (None, REASON)


async def test_one_medium_is_erased_wherever_it_is_shown(storage: Storage) -> None:
    image = exchange("https://pbs.example/a.jpg", body_sha256=PICTURE, body=b"", body_bytes=1000)
    await storage.keep(
        capture(
            with_picture("1"),
            with_picture("2"),
            media=(picture(),),
            exchanges=(exchange(), image),
            looks=(look("1", 0, 1), look("2", 0)),
        )
    )
    await storage.annotate(
        Annotation(
            post=id_of(), kind="alt", body={"text": "A face"}, by="ana", at=at(1), media=PICTURE
        )
    )
    erasure = await erase(storage, media=PICTURE)
    assert (erasure.snapshots, erasure.media, erasure.exchanges) == (0, (PICTURE,), 1)
    assert erasure.blobs == (content_name(PICTURE),)
    for native in "12":
        holding = await held(storage, native)
        assert holding.stored is not None
        (left,) = holding.attachments
        assert (left.state, left.sha256, left.source_url) == ("not to be had", None, None)
        assert holding.annotations == ()
    assert sorted(e.url for e in await storage.exchanges(id_of())) == ["", exchange().url]
    with pytest.raises(UnknownPost):
        await erase(storage, media=PICTURE)


async def test_bytes_that_are_an_original_elsewhere_are_not_listed(storage: Storage) -> None:
    image = exchange("https://pbs.example/a.jpg", body_sha256=PICTURE, body=b"", body_bytes=1000)
    await storage.keep(
        capture(
            first("1"),
            with_picture("2"),
            media=(picture(),),
            exchanges=(image,),
            looks=(look("1", 0),),
        )
    )
    assert (await erase(storage, "1")).blobs == ()
    assert (await erase(storage, "2")).blobs == (content_name(PICTURE),)


async def test_annotations_of_an_erased_post_are_emptied(storage: Storage) -> None:
    await storage.keep(capture(write("1", new(1), new(2, snapshot(text="b")))))
    for n in (None, 1, 2):
        await storage.annotate(
            Annotation(
                post=id_of(), kind="note", body={"text": f"{n}"}, by="ana", at=at(1), snapshot=n
            )
        )
    await erase(storage, snapshot=1)
    assert {a.snapshot for a in (await held(storage)).annotations} == {None, 2}
    await erase(storage)
    assert (await held(storage)).annotations == ()


async def test_erasing_twice_finds_nothing_more(storage: Storage) -> None:
    await storage.keep(
        capture(with_picture(), media=(picture(),), exchanges=(exchange(),), looks=(look("1", 0),))
    )
    await erase(storage)
    assert await erase(storage) == Erasure(snapshots=0, media=(), exchanges=0, blobs=())


async def test_nothing_is_stored_of_an_erased_post_any_more(storage: Storage) -> None:
    await storage.keep(capture(first()))
    await erase(storage)
    for again in (
        capture(write("1", new(2))),
        capture(exchanges=(exchange(),), looks=(look("1", 0),)),
    ):
        with pytest.raises(Conflict, match="erased"):
            await storage.keep(again)
    late = Late(post=id_of(), n=1, attachments=(attachment(),))
    with pytest.raises(Conflict, match="erased"):
        await storage.keep(capture(late=(late,), media=(picture(),)))
    assert await storage.media(PICTURE) is None
    assert len(await storage.versions(id_of())) == 1


async def test_what_is_unknown_cannot_be_erased(storage: Storage) -> None:
    with pytest.raises(UnknownPost):
        await erase(storage)
    await storage.keep(capture(first()))
    with pytest.raises(UnknownPost):
        await erase(storage, snapshot=2)
    with pytest.raises(UnknownPost):
        await erase(storage, media=PICTURE)


@pytest.mark.parametrize("what", [{}, {"snapshot": 1}, {"media": PICTURE}])
async def test_a_hold_stops_every_kind_of_erasure(storage: Storage, what: dict[str, Any]) -> None:
    await storage.keep(capture(with_picture(), media=(picture(),)))
    before = await storage.holding(id_of())
    await storage.set_hold(id_of(), True, by="ana", at=at(1), reason="court order")
    with pytest.raises(HoldError, match=id_of()):
        await erase(storage, **what)
    await storage.set_hold(id_of(), False, by="ana", at=at(2), reason="over")
    assert await storage.holding(id_of()) == before
    await erase(storage, **what)
    assert await storage.holding(id_of()) != before


async def test_a_hold_on_another_post_protects_what_it_rests_on(storage: Storage) -> None:
    await storage.keep(
        capture(
            with_picture("1"),
            linking("2", "quoted", "1"),
            with_picture("3"),
            media=(picture(),),
            exchanges=(exchange(),),
            looks=(look("2", 0),),
        )
    )
    await storage.set_hold(id_of("2"), True, by="ana", at=at(1), reason="court order")
    await storage.set_hold(id_of("3"), True, by="ana", at=at(1), reason="court order")
    with pytest.raises(HoldError, match=id_of("2")):
        await erase(storage, "1")
    with pytest.raises(HoldError, match=id_of("3")):
        await erase(storage, "1", media=PICTURE)
    assert (await held(storage, "1")).stored is not None
