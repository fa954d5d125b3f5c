"""What a storage backend does with a capture. Every backend of conftest runs all of it."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec
import pytest

from archive.canonical import canonical_hash
from archive.errors import Conflict, IdClash, StorageError, UnknownPost, UsageError
from archive.records import Account, Author, Media, PostLink
from archive.storage import Storage
from archive.storage.base import Holding, Late
from archive.storage.published import NewCard, Shown
from tests.archive.storage_posts import (
    AVATAR,
    NOON,
    PICTURE,
    VARIANTS,
    at,
    attachment,
    capture,
    exchange,
    first,
    id_of,
    job,
    linking,
    look,
    new,
    picture,
    ref,
    snapshot,
    with_picture,
    write,
)

Opener = Callable[[], Awaitable[Storage]]


async def held(storage: Storage, native: str = "1", n: int | None = None) -> Holding:
    holding = await storage.holding(id_of(native), n)
    assert holding is not None
    return holding


async def test_a_capture_comes_back_as_it_was_kept(storage: Storage) -> None:
    content = snapshot(
        text="Grüße ‮\U0001f469‍\U0001f4bb",
        counts={"likes": 3},
        media=(Media(kind="image", sha256=PICTURE),),
        created_at=datetime(2025, 3, 29, 17, 2, 11, 123456, tzinfo=UTC),
    )
    write_it = write("1", new(1, content, attachments=(attachment(),)))
    (stored,) = await storage.keep(capture(write_it, media=(picture(),), looks=(look(snapshot=1),)))
    assert stored.snapshot == content
    assert (stored.post, stored.n, stored.reason, stored.source) == (
        id_of(),
        1,
        "first",
        "tweet-result",
    )
    assert stored.sha256 == canonical_hash(content)
    assert stored.log_index == 0
    assert (stored.captured_at, stored.as_of) == (at(1), at(1))
    holding = await held(storage)
    assert holding.stored == stored
    assert holding.versions == (stored,)
    assert holding.attachments == (attachment(),)
    assert holding.media == {PICTURE: picture()}
    assert [c.snapshot for c in holding.checks] == [1]
    assert holding.post.current == 1
    assert holding.post.visibility == "draft"
    assert await storage.versions(id_of()) == (stored,)
    assert await storage.post(id_of()) == holding.post
    assert await storage.checks(id_of()) == holding.checks


async def test_a_known_post_takes_the_address_that_it_has_now(storage: Storage) -> None:
    await storage.keep(capture(write("1", new(1))))
    await storage.keep(capture(write("1")))
    assert (await held(storage)).post.url == ref("1").url
    moved = "https://x.com/new_name/status/1"
    await storage.keep(capture(msgspec.structs.replace(write("1"), address=moved)))
    assert (await held(storage)).post.url == moved


async def test_what_is_unknown_is_none(storage: Storage) -> None:
    assert await storage.post(id_of()) is None
    assert await storage.holding(id_of()) is None
    assert await storage.versions(id_of()) == ()
    assert await storage.checks(id_of()) == ()
    assert await storage.exchanges(id_of()) == ()
    assert await storage.media(PICTURE) is None
    assert await storage.resolve("x", "1") is None
    assert await storage.moved(id_of(), 1) is None
    await storage.keep(capture(first()))
    assert await storage.holding(id_of(), 2) is None


async def test_two_posts_with_one_id_are_refused(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await storage.keep(capture(first("1")))
    monkeypatch.setattr("archive.records.post_id", lambda _platform, _native: id_of("1"))
    with pytest.raises(IdClash, match="x:2 and x:1"):
        await storage.keep(capture(write("2")))


@pytest.mark.parametrize("n", [1, 3])
async def test_a_number_that_is_not_the_next_is_a_conflict(storage: Storage, n: int) -> None:
    await storage.keep(capture(first()))
    with pytest.raises(Conflict, match=f"{id_of()}@{n}"):
        await storage.keep(capture(write("1", new(n))))
    assert len(await storage.versions(id_of())) == 1


async def test_a_capture_that_fails_at_its_end_leaves_nothing(storage: Storage) -> None:
    before = await storage.data_version()
    with pytest.raises(UnknownPost):
        await storage.keep(
            capture(first(), media=(picture(),), jobs=(job(),), looks=(look(), look("unknown")))
        )
    assert await storage.post(id_of()) is None
    assert await storage.media(PICTURE) is None
    assert await storage.list_jobs(kind="derive", limit=9) == ()
    assert await storage.data_version() == before


async def test_of_two_storages_that_plan_the_same_number_one_wins(opened: Opener) -> None:
    storages = [await opened() for _ in range(3)]
    results = await asyncio.gather(
        *(s.keep(capture(first(text=f"By {i}"))) for i, s in enumerate(storages)),
        return_exceptions=True,
    )
    assert sorted(type(r).__name__ for r in results) == ["Conflict", "Conflict", "tuple"]
    assert len(await storages[0].versions(id_of())) == 1


async def test_log_indexes_run_on_over_all_posts(storage: Storage) -> None:
    kept = await storage.keep(
        capture(first("1"), write("2", new(1, snapshot("2")), new(2, snapshot("2", "More"))))
    )
    (later,) = await storage.keep(capture(first("3")))
    assert [s.log_index for s in (*kept, later)] == [0, 1, 2, 3]


async def test_a_failed_capture_leaves_no_gap_in_the_log(storage: Storage) -> None:
    with pytest.raises(Conflict):
        await storage.keep(capture(first("1"), write("2", new(5))))
    (stored,) = await storage.keep(capture(first("1")))
    assert stored.log_index == 0


async def test_the_current_snapshot_follows_as_of_and_not_the_number(storage: Storage) -> None:
    await storage.keep(capture(write("1", new(1, as_of=at(10)))))
    await storage.keep(capture(write("1", new(2, snapshot(text="Older"), as_of=at(5)))))
    holding = await held(storage)
    assert holding.post.current == 1
    assert holding.stored is not None
    assert holding.stored.n == 1
    assert (await held(storage, n=2)).stored == holding.versions[1]


async def test_a_known_post_keeps_its_visibility_and_reason(storage: Storage) -> None:
    await storage.keep(capture(first(visibility="public", reason="article")))
    await storage.keep(capture(write("1", reason="request", requested_at=at(60))))
    post = await storage.post(id_of())
    assert post is not None
    assert (post.visibility, post.capture_reason, post.requested_at) == ("public", "article", NOON)


async def test_a_context_post_takes_the_reason_of_its_own_capture(storage: Storage) -> None:
    await storage.keep(capture(first(reason="context")))
    await storage.keep(capture(write("1", reason="article", requested_at=at(60))))
    await storage.keep(capture(write("1", reason="context", requested_at=at(90))))
    post = await storage.post(id_of())
    assert post is not None
    assert (post.capture_reason, post.requested_at) == ("article", at(60))


async def test_an_alias_leads_to_its_post_by_key_and_by_the_id_it_would_have(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("1", aliases=("222", "@official/222"))))
    assert await storage.resolve("x", "222") == id_of("1")
    assert await storage.resolve("bluesky", "222") is None
    post = await storage.post(id_of("222"))
    assert post is not None
    assert post.id == id_of("1")
    assert (await held(storage, "222")).post.id == id_of("1")
    assert await storage.holding(id_of("222"), 1) is None


async def test_an_alias_comes_to_lead_to_the_newest_answer(storage: Storage) -> None:
    await storage.keep(capture(first("1", aliases=("@official/5",))))
    await storage.keep(capture(first("2", aliases=("@official/5",))))
    assert await storage.resolve("x", "@official/5") == id_of("2")


async def test_exchanges_come_back_as_they_went_over_the_wire(storage: Storage) -> None:
    failed = exchange(
        "https://x.com/late",
        requested_at=at(-1),
        status=None,
        reason=None,
        body=b"",
        error="no answer within 20 s",
        response_headers=(),
        tls=(),
        redacted=True,
        route="http://127.0.0.1:9000",
    )
    await storage.keep(
        capture(first(), exchanges=(exchange(), failed), looks=(look("1", 0, 1, snapshot=1),))
    )
    one, two = await storage.exchanges(id_of())
    assert (one.error, one.redacted, one.route) == (failed.error, True, failed.route)
    assert (one.body_sha256, one.body_bytes, one.status, one.tls) == (None, 0, None, ())
    kept = msgspec.structs.replace(two, id=None, body_sha256=None, body_bytes=None)
    assert kept == msgspec.structs.replace(exchange(), body=b"")
    assert two.body_bytes == len(exchange().body)
    assert two.body_sha256 == hashlib.sha256(exchange().body).hexdigest()
    (check,) = await storage.checks(id_of())
    assert set(check.exchanges) == {one.id, two.id}


async def test_an_exchange_without_a_look_is_tied_to_the_last(storage: Storage) -> None:
    await storage.keep(
        capture(
            first("1"),
            first("2"),
            exchanges=(exchange("https://a.example/"), exchange("https://b.example/")),
            looks=(look("1", 0), look("2")),
        )
    )
    assert [e.url for e in await storage.exchanges(id_of("2"))] == ["https://b.example/"]
    with pytest.raises(ValueError, match="without a look"):
        await storage.keep(capture(exchanges=(exchange(),)))


async def test_checks_come_oldest_first(storage: Storage) -> None:
    gone = look(minutes=5, outcome="gone", cause="unknown", detail="No such post.")
    await storage.keep(capture(first(), looks=(look(minutes=9), gone, look(minutes=1))))
    checks = await storage.checks(id_of())
    assert [c.at for c in checks] == [at(1), at(5), at(9)]
    assert (checks[1].outcome, checks[1].cause, checks[1].detail) == (
        "gone",
        "unknown",
        "No such post.",
    )


async def test_a_look_at_an_unknown_post_is_refused(storage: Storage) -> None:
    with pytest.raises(UnknownPost):
        await storage.keep(capture(looks=(look("9"),)))


async def test_a_row_of_a_medium_that_is_there_stays(storage: Storage) -> None:
    await storage.keep(capture(with_picture(), media=(picture(),)))
    await storage.set_variants(PICTURE, VARIANTS)
    await storage.keep(capture(with_picture("2"), media=(picture(mime="image/png", colour=None),)))
    assert await storage.media(PICTURE) == picture(variants=VARIANTS)


async def test_a_job_of_a_capture_is_skipped_while_one_is_under_way(storage: Storage) -> None:
    await storage.keep(capture(first(), jobs=(job(), job(), job(key=AVATAR))))
    jobs = await storage.list_jobs(kind="derive", limit=9)
    assert sorted(j.key for j in jobs) == [PICTURE, AVATAR]
    assert {(j.state, j.by, j.payload["why"]) for j in jobs} == {("queued", "ana", "captured")}
    for one in jobs:
        await storage.end_job(one.id, "done", at=NOON, attempts=(), result={})
    await storage.keep(capture(jobs=(job(),)))
    assert len(await storage.list_jobs(kind="derive", limit=9)) == 3


async def test_what_was_late_is_told_beside_the_snapshot(storage: Storage) -> None:
    late = attachment(None, state="late", detail="It comes later.")
    await storage.keep(capture(write("1", new(1, attachments=(late,)))))
    assert (await held(storage)).attachments == (late,)
    found = Late(post=id_of(), n=1, attachments=(attachment(),))
    await storage.keep(capture(late=(found,), media=(picture(),)))
    holding = await held(storage)
    assert holding.attachments == (attachment(),)
    assert holding.media == {PICTURE: picture()}
    with pytest.raises(UnknownPost):
        await storage.keep(capture(late=(Late(post=id_of(), n=2, attachments=()),)))


async def test_the_exchanges_of_late_media_belong_to_the_look_that_made_the_snapshot(
    storage: Storage,
) -> None:
    late = attachment(None, state="late", detail="It comes later.")
    made = look("1", 0, snapshot=1)
    await storage.keep(
        capture(write("1", new(1, attachments=(late,))), looks=(made,), exchanges=(exchange(),))
    )
    found = Late(post=id_of(), n=1, attachments=(attachment(),))
    film = exchange("https://video.example/1.mp4")
    await storage.keep(capture(late=(found,), media=(picture(),), exchanges=(film,)))
    (check,) = await storage.checks(id_of())
    urls = [e.url for e in await storage.exchanges(id_of())]
    assert len(check.exchanges) == 2
    assert urls[-1] == film.url


async def test_variants_of_an_unknown_medium_are_refused(storage: Storage) -> None:
    with pytest.raises(Conflict):
        await storage.set_variants(PICTURE, VARIANTS)


@pytest.mark.parametrize("relation", ["quoted", "parent", "reposted"])
async def test_a_related_post_comes_at_the_version_that_is_referred_to(
    storage: Storage, relation: str
) -> None:
    await storage.keep(
        capture(
            with_picture("1", reason="context"), linking("2", relation, "1"), media=(picture(),)
        )
    )
    await storage.keep(capture(write("1", new(2, snapshot("1", "Changed since")))))
    related = getattr(await held(storage, "2"), relation)
    assert related.stored.n == 1
    assert related.post.current == 2
    assert related.media == {PICTURE: picture()}


async def test_related_posts_come_one_level_deep(storage: Storage) -> None:
    await storage.keep(capture(first("1"), linking("2", "quoted", "1")))
    await storage.keep(capture(linking("3", "parent", "2")))
    holding = await held(storage, "3")
    assert holding.parent is not None
    assert holding.parent.stored is not None
    assert holding.parent.quoted is None
    assert holding.quoted is None


async def test_a_link_to_a_post_that_is_not_kept_is_refused(storage: Storage) -> None:
    with pytest.raises(StorageError):
        await storage.keep(capture(linking("2", "quoted", "1")))
    unavailable = PostLink(url=ref("1").url, native_id="1", platform="x", unavailable="gone")
    await storage.keep(capture(write("2", new(1, snapshot("2", quoted=unavailable)))))
    assert (await held(storage, "2")).quoted is None


async def test_the_account_of_a_private_person_is_told(storage: Storage) -> None:
    private = Account(platform="x", native_id="5", handle="someone", private_person=True)
    await storage.keep(capture(first("1", account=private), first("2"), first("3", account=None)))
    assert [(await held(storage, i)).account_private for i in "123"] == [True, False, False]
    # A later look, which cannot know, does not undo it.
    await storage.keep(capture(write("1", account=Account(platform="x", native_id="5"))))
    assert (await held(storage, "1")).account_private


async def test_lists_hold_public_posts_newest_request_first(storage: Storage) -> None:
    private = Account(platform="x", native_id="5", private_person=True)
    await storage.keep(
        capture(
            first("1", visibility="public", requested_at=at(1)),
            first("2", visibility="draft", requested_at=at(2)),
            first("3", visibility="public", requested_at=at(3)),
            first("4", visibility="public", requested_at=at(4), reason="context"),
            first("5", visibility="public", requested_at=at(5), account=private),
            first("6", visibility="withheld", requested_at=at(6)),
        )
    )
    page = await storage.list_posts(limit=9)
    assert [h.post.id for h in page.holdings] == [id_of("3"), id_of("1")]
    assert page.cursor is None
    page = await storage.list_posts(limit=9, drafts=True)
    assert [h.post.native_id for h in page.holdings] == ["6", "3", "2", "1"]


async def test_pages_lose_no_post_of_equal_time_and_repeat_none(storage: Storage) -> None:
    await storage.keep(capture(*(first(str(i), visibility="public") for i in range(7))))
    seen: list[str] = []
    cursor: str | None = None
    sizes = []
    while True:
        page = await storage.list_posts(limit=3, cursor=cursor)
        sizes.append(len(page.holdings))
        seen += [h.post.id for h in page.holdings]
        cursor = page.cursor
        if cursor is None:
            break
        assert cursor.replace("-", "").replace("_", "").replace("=", "").isalnum()
    assert sizes == [3, 3, 1]
    assert seen == sorted((id_of(str(i)) for i in range(7)), reverse=True)


@pytest.mark.parametrize("cursor", ["", "x", "é", "MjAyNQ==", "' OR 1=1 --", "A" * 5000])
async def test_a_cursor_that_is_none_of_ours_is_refused(storage: Storage, cursor: str) -> None:
    with pytest.raises(UsageError, match="no cursor of ours"):
        await storage.list_posts(limit=3, cursor=cursor)


async def test_the_data_version_changes_with_writes_of_anybody(opened: Opener) -> None:
    mine, other = await opened(), await opened()
    versions = [await mine.data_version()]
    versions.append(await mine.data_version())
    await mine.keep(capture(first("1")))
    versions.append(await mine.data_version())
    await other.keep(capture(first("2")))
    versions.append(await mine.data_version())
    assert versions[0] == versions[1] < versions[2] < versions[3]


async def test_a_card_that_is_kept_changes_no_data_version_and_hides_no_other_write(
    opened: Opener,
) -> None:
    mine, other = await opened(), await opened()
    await mine.keep(capture(first("1"), first("2")))
    known = await mine.data_version()

    async def changed() -> bool:
        nonlocal known
        before, known = known, await mine.data_version()
        return before != known

    await mine.keep_card(card_of("1", "a"), at=NOON)
    assert not await changed()
    await other.keep(capture(first("3")))
    await mine.keep_card(card_of("1", "b"), at=NOON)
    assert await changed(), "another process wrote before it"
    await mine.keep_card(card_of("1", "c"), at=NOON)
    await other.keep(capture(first("4")))
    assert await changed(), "another process wrote after it"
    await mine.keep_card(card_of("1", "d"), at=NOON)
    await mine.reference(id_of("1"), "https://paper.example/", by="ana", at=NOON)
    assert await changed(), "so did this one"
    await mine.reference(id_of("2"), "https://paper.example/", by="ana", at=NOON)
    await mine.keep_card(card_of("1", "e"), at=NOON)
    assert await changed(), "in this order, too"
    await asyncio.gather(
        mine.reference(id_of("2"), "https://other.example/", by="ana", at=NOON), changed()
    )
    await mine.keep_card(card_of("1", "f"), at=NOON)
    await changed()
    await mine.keep_card(card_of("1", "0"), at=NOON)
    assert not await changed()
    await other.keep_card(card_of("2", "1"), at=NOON)
    assert await changed(), "of another process nothing more is known"


def card_of(native: str, digit: str) -> NewCard:
    return NewCard(
        key=digit * 64, post=id_of(native), n=1, sha256=digit * 64, width=1200, height=630,
        warnings=(), fonts="f" * 64, shown=Shown(snapshots=frozenset({(id_of(native), 1)})),
    )  # fmt: skip


async def test_an_erased_or_empty_author_does_not_matter_to_a_list(storage: Storage) -> None:
    nobody = snapshot(author=Author(name=None, handle=None, native_id=None))
    await storage.keep(capture(write("1", new(1, nobody), account=None, visibility="public")))
    page = await storage.list_posts(limit=1)
    assert page.holdings[0].stored is not None
    assert page.holdings[0].stored.snapshot == nobody


async def test_many_captures_at_once_are_all_kept(opened: Opener) -> None:
    storages = [await opened(), await opened()]
    await asyncio.gather(
        *(storages[i % 2].keep(capture(first(str(i)), looks=(look(str(i)),))) for i in range(40))
    )
    stored = [(await storages[0].versions(id_of(str(i))))[0] for i in range(40)]
    assert sorted(s.log_index for s in stored) == list(range(40))


async def test_after_closing_it_says_that_it_is_closed(storage: Storage) -> None:
    await storage.close()
    await storage.close()
    with pytest.raises(StorageError, match="closed"):
        await storage.post(id_of())


async def test_everything_is_there_after_opening_again(opened: Opener) -> None:
    before = await opened()
    await before.keep(capture(with_picture(), media=(picture(),), looks=(look(),)))
    kept = await before.holding(id_of())
    await before.close()
    assert await (await opened()).holding(id_of()) == kept
