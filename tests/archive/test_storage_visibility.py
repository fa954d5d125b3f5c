"""Who may see what: posts, snapshots, media; annotations and holds."""

from typing import Any

import pytest

from archive.errors import UnknownPost, UsageError
from archive.records import Annotation, Visibility
from archive.storage import Storage
from archive.storage.base import Holding
from tests.archive.storage_posts import (
    AVATAR,
    PICTURE,
    at,
    attachment,
    capture,
    first,
    id_of,
    linking,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)

REASON = "court order"


async def held(storage: Storage, native: str = "1", n: int | None = None) -> Holding:
    holding = await storage.holding(id_of(native), n)
    assert holding is not None
    return holding


async def show(
    storage: Storage,
    state: Visibility,
    native: str = "1",
    minutes: float = 1,
    *,
    snapshot: int | None = None,
    media: str | None = None,
) -> None:
    await storage.set_visibility(
        id_of(native),
        state,
        by="ana",
        at=at(minutes),
        reason=REASON,
        snapshot=snapshot,
        media=media,
    )


async def test_a_withheld_post_says_since_when_and_why(storage: Storage) -> None:
    await storage.keep(capture(first()))
    holding = await held(storage)
    assert (holding.visibility_at, holding.visibility_reason) == (None, None)
    await show(storage, "withheld", minutes=5)
    holding = await held(storage)
    assert holding.post.visibility == "withheld"
    assert (holding.visibility_at, holding.visibility_reason) == (at(5), REASON)
    await show(storage, "public", minutes=6)
    holding = await held(storage)
    assert holding.post.visibility == "public"
    assert (holding.visibility_at, holding.visibility_reason) == (None, None)


async def test_a_withheld_snapshot_is_current_no_longer(storage: Storage) -> None:
    await storage.keep(capture(write("1", new(1), new(2, snapshot(text="Edited")))))
    await show(storage, "withheld", snapshot=2)
    holding = await held(storage)
    assert holding.post.current == 1
    assert holding.visibility_reason is None
    asked = await held(storage, n=2)
    assert asked.stored is not None
    assert (asked.stored.visibility, asked.visibility_reason) == ("withheld", REASON)
    await show(storage, "public", snapshot=2)
    assert (await held(storage)).post.current == 2


async def test_with_every_snapshot_withheld_nothing_is_current(storage: Storage) -> None:
    await storage.keep(capture(first(visibility="public")))
    await show(storage, "withheld", minutes=3, snapshot=1)
    holding = await held(storage)
    assert (holding.post.current, holding.stored) == (None, None)
    assert (holding.visibility_at, holding.visibility_reason) == (at(3), REASON)
    assert (await storage.list_posts(limit=9)).holdings == ()
    assert len((await storage.list_posts(limit=9, drafts=True)).holdings) == 1


async def test_what_is_not_there_cannot_be_shown_or_hidden(storage: Storage) -> None:
    with pytest.raises(UnknownPost):
        await show(storage, "withheld")
    await storage.keep(capture(with_picture(), first("2"), media=(picture(),)))
    with pytest.raises(UnknownPost):
        await show(storage, "withheld", snapshot=2)
    with pytest.raises(UnknownPost):
        await show(storage, "withheld", "2", media=PICTURE)
    with pytest.raises(ValueError, match="erase"):
        await show(storage, "erased")


async def test_what_was_erased_cannot_be_released(storage: Storage) -> None:
    await storage.keep(capture(with_picture(), write("2", new(1), new(2)), media=(picture(),)))
    await storage.erase(id_of("1"), by="ana", at=at(1), reason=REASON)
    await storage.erase(id_of("2"), by="ana", at=at(1), reason=REASON, snapshot=1)
    with pytest.raises(UsageError, match="erased"):
        await show(storage, "public")
    with pytest.raises(UsageError, match="erased"):
        await show(storage, "public", "2", snapshot=1)
    assert (await held(storage)).post.visibility == "erased"


async def test_media_of_a_draft_are_not_seen_and_of_a_public_post_are(storage: Storage) -> None:
    await storage.keep(capture(with_picture(), media=(picture(),)))
    assert not await storage.media_visible(PICTURE)
    await show(storage, "public")
    assert await storage.media_visible(PICTURE)
    assert not await storage.media_visible(AVATAR)


@pytest.mark.parametrize("what", ["post", "snapshot", "medium"])
async def test_withholding_wins_over_every_other_post_that_shows_a_picture(
    storage: Storage, what: str
) -> None:
    posts = [with_picture(i, visibility="public") for i in "12"]
    await storage.keep(capture(*posts, media=(picture(),)))
    assert await storage.media_visible(PICTURE)
    await show(
        storage,
        "withheld",
        "2",
        snapshot=1 if what == "snapshot" else None,
        media=PICTURE if what == "medium" else None,
    )
    assert not await storage.media_visible(PICTURE)


async def test_a_draft_does_not_hide_a_picture_of_a_public_post(storage: Storage) -> None:
    posts = (with_picture("1", visibility="public"), with_picture("2"))
    await storage.keep(capture(*posts, media=(picture(),)))
    assert await storage.media_visible(PICTURE)


async def test_withholding_one_post_leaves_the_avatar_to_the_others(storage: Storage) -> None:
    avatar = attachment(AVATAR, role="avatar")
    posts = [write(i, new(1, attachments=(avatar,)), visibility="public") for i in "12"]
    await storage.keep(capture(*posts, media=(picture(AVATAR),)))
    await show(storage, "withheld", "1")
    assert await storage.media_visible(AVATAR)
    await show(storage, "withheld", "2")
    assert not await storage.media_visible(AVATAR)


@pytest.mark.parametrize("relation", ["quoted", "parent", "reposted"])
async def test_media_of_context_are_seen_with_the_public_post_that_shows_it(
    storage: Storage, relation: str
) -> None:
    await storage.keep(
        capture(
            with_picture("1", reason="context"), linking("2", relation, "1"), media=(picture(),)
        )
    )
    assert not await storage.media_visible(PICTURE)
    await show(storage, "public", "2")
    assert await storage.media_visible(PICTURE)
    await show(storage, "withheld", "2", snapshot=1)
    assert not await storage.media_visible(PICTURE)
    await show(storage, "public", "2", snapshot=1)
    await show(storage, "withheld", "1")
    assert not await storage.media_visible(PICTURE)


async def test_only_the_version_that_is_referred_to_is_seen_with_it(storage: Storage) -> None:
    later = new(2, snapshot("1", "With a picture now"), attachments=(attachment(),))
    await storage.keep(
        capture(
            write("1", new(1), later, reason="context"),
            linking("2", "quoted", "1", visibility="public"),
            media=(picture(),),
        )
    )
    assert not await storage.media_visible(PICTURE)


def alt(text: str, minutes: float, **fields: Any) -> Annotation:
    return Annotation(
        post=id_of(), kind="alt", body={"text": text}, by="ana", at=at(minutes), **fields
    )


async def test_the_newest_version_of_each_annotation_counts(storage: Storage) -> None:
    await storage.keep(capture(with_picture(), media=(picture(),)))
    one = await storage.annotate(alt("A gate", 1, media=PICTURE))
    two = await storage.annotate(alt("A closed gate", 2, media=PICTURE, reason="clearer"))
    other = await storage.annotate(alt("The whole post", 3))
    assert [a.version for a in (one, two, other)] == [1, 2, 1]
    assert list((await held(storage)).annotations) == [two, other]
    await storage.annotate(alt("", 4, media=PICTURE, removed=True))
    assert (await held(storage)).annotations == (other,)
    back = await storage.annotate(alt("A gate again", 5, media=PICTURE))
    assert back.version == 4
    assert back in (await held(storage)).annotations


async def test_translations_into_two_languages_are_two_annotations(storage: Storage) -> None:
    await storage.keep(capture(first()))
    for lang in ("es", "de"):
        await storage.annotate(
            Annotation(
                post=id_of(),
                kind="translation",
                body={"lang": lang, "text": lang},
                by="ana",
                at=at(1),
            )
        )
    assert {a.body["lang"] for a in (await held(storage)).annotations} == {"es", "de"}


async def test_an_annotation_of_what_is_not_there_is_refused(storage: Storage) -> None:
    with pytest.raises(UnknownPost):
        await storage.annotate(alt("x", 1))
    await storage.keep(capture(first()))
    with pytest.raises(UnknownPost):
        await storage.annotate(alt("x", 1, snapshot=2))
    with pytest.raises(UnknownPost):
        await storage.annotate(alt("x", 1, media=PICTURE))
    await storage.erase(id_of(), by="ana", at=at(1), reason=REASON)
    with pytest.raises(UsageError, match="erased"):
        await storage.annotate(alt("x", 1))


async def test_a_hold_is_put_and_lifted(storage: Storage) -> None:
    await storage.keep(capture(first()))
    await storage.set_hold(id_of(), True, by="ana", at=at(1), reason=REASON)
    assert (await held(storage)).post.hold
    await storage.set_hold(id_of(), False, by="ana", at=at(2), reason="over")
    assert not (await held(storage)).post.hold
    with pytest.raises(UnknownPost):
        await storage.set_hold(id_of("9"), True, by="ana", at=at(1), reason=REASON)


async def test_a_draft_is_found_by_whom_drafts_are_for_only(storage: Storage) -> None:
    await storage.keep(capture(first("1"), first("2", visibility="public")))
    draft, public = id_of("1"), id_of("2")
    found = await storage.post(draft)
    assert found is not None
    assert found.visibility == "draft"
    assert await storage.post(draft, drafts=False) is None
    assert await storage.post(public, drafts=False) == await storage.post(public)
    for native in ("1", "2"):
        await show(storage, "withheld", native)
    assert await storage.post(draft, drafts=False) is None, "it never was public"
    hidden = await storage.post(public, drafts=False)
    assert hidden is not None
    assert hidden.visibility == "withheld"
