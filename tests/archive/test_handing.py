"""What people hand in becomes snapshots, and never takes the place of what a platform gave."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from archive import handing, saved
from archive.archive import Archive
from archive.by_hand import Typed
from archive.errors import MediaError, UsageError
from archive.from_browser import Handed, Picture
from archive.outcome import Answer, Gone
from archive.platforms import Saved
from archive.records import Stored
from archive.status import status_of
from archive.storage.base import Holding
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.storage_posts import POSTED, id_of, snapshot

TYPED = Typed(text="The wall is open.", handle="@official", time="2025-03-29T17:02:11Z")
SEEN = Handed(
    url=url(),
    text="The wall is open.",
    handle="official",
    time="2025-03-29T17:02:11Z",
    whole=True,
)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def archive(tmp_path: Path, stage: Stage) -> AsyncIterator[Archive]:
    async with on_stage(tmp_path, stage) as archive:
        yield archive


@pytest.fixture
def saying(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """What every saved response says."""

    def say(answer: Answer) -> None:
        monkeypatch.setattr(saved, "read_saved", lambda _file: ("x", (answer,)))

    return say


def at_url(typed: Typed) -> Typed:
    return Typed(text=typed.text, handle=typed.handle, time=typed.time, url=url())


async def held(archive: Archive, post: str | None) -> tuple[Holding, Stored]:
    assert post is not None
    holding = await archive.storage.holding(post)
    assert holding is not None
    assert holding.stored is not None
    return holding, holding.stored


async def test_what_is_typed_in_is_kept_as_such_with_its_screenshot(archive: Archive) -> None:
    captured = await archive.capture_by_hand(TYPED, by="ana", screenshots=[b"a screenshot"])
    assert (captured.state, captured.sentence) == ("done", "Kept as it was typed in.")
    assert captured.next_step == "The embed says that it was not obtained from its platform."
    holding, stored = await held(archive, captured.post)
    assert (holding.post.platform, holding.post.capture_reason) == ("hand", "hand")
    assert (stored.reason, stored.source) == ("by hand", "by hand")
    assert stored.snapshot.completeness == "by hand"
    sha256 = stored.snapshot.media[0].sha256
    assert sha256 is not None
    assert await archive.original(sha256) == b"a screenshot"
    assert not holding.checks, "nobody looked at the post"
    assert holding.post.visibility == "draft"


async def test_the_same_again_is_nothing_new(archive: Archive) -> None:
    first = await archive.capture_by_hand(TYPED, by="ana")
    again = await archive.capture_by_hand(TYPED, by="bo")
    assert again.post == first.post
    assert again.new == ()
    assert again.sentence == "Kept so already; nothing is new of it."


@pytest.mark.parametrize("whole", ["full", "cut", "partial"])
async def test_it_never_stands_before_what_a_platform_gave(
    archive: Archive, stage: Stage, whole: str
) -> None:
    stage.posts["1"] = found(snapshot("1", completeness=whole))
    await archive.capture(url(), by="ana")
    captured = await archive.capture_by_hand(at_url(TYPED), by="ana")
    assert captured.next_step == "Shown is the copy that was kept before: X gave it."
    holding, stored = await held(archive, id_of())
    assert (stored.n, stored.snapshot.text) == (1, "The wall is closed.")
    assert [v.reason for v in holding.versions] == ["first", "by hand"]


async def test_what_a_platform_gives_later_takes_its_place(archive: Archive, stage: Stage) -> None:
    await archive.capture_by_hand(at_url(TYPED), by="ana")
    stage.posts["1"] = found(snapshot("1", completeness="partial"))
    await archive.capture(url(), by="ana")
    holding, stored = await held(archive, id_of())
    assert (stored.n, stored.snapshot.text) == (2, "The wall is closed.")
    assert [v.reason for v in holding.versions] == ["by hand", "completed"]


async def test_a_post_without_an_address_cannot_be_looked_at_again(archive: Archive) -> None:
    captured = await archive.capture_by_hand(TYPED, by="ana")
    assert captured.post is not None
    with pytest.raises(UsageError, match="typed in without its address"):
        await archive.recheck(captured.post, by="ana")


async def test_what_was_erased_is_not_typed_in_again(archive: Archive) -> None:
    captured = await archive.capture_by_hand(TYPED, by="ana")
    assert captured.post is not None
    await archive.erase(captured.post, by="root", reason="privacy")
    with pytest.raises(UsageError, match="was erased here"):
        await archive.capture_by_hand(TYPED, by="ana")


async def test_a_release_and_an_article_are_remembered(archive: Archive) -> None:
    captured = await archive.capture_by_hand(
        TYPED, by="ana", release=True, article="https://news.example/a"
    )
    holding, _ = await held(archive, captured.post)
    assert holding.post.visibility == "public"


async def test_what_a_browser_shows_is_a_look_of_now_with_its_evidence(
    archive: Archive, stage: Stage
) -> None:
    pictures = (Picture(data=b"from the browser"), Picture(url="https://pbs.example/b"))
    handed = Handed(url=SEEN.url, text=SEEN.text, handle="official", pictures=pictures)
    captured = await archive.capture_from_browser(handed, by="ana")
    assert captured.state == "partial"
    holding, stored = await held(archive, captured.post)
    assert (stored.source, stored.reason) == ("browser", "first")
    originals = [await archive.original(m.sha256 or "") for m in stored.snapshot.media]
    assert originals == [b"from the browser", b"bytes of b"]
    assert status_of(holding.checks).state == "live"
    (kept, fetched) = await archive.storage.exchanges(id_of())
    assert (kept.method, kept.status, kept.redacted) == ("BROWSER", None, True)
    assert fetched.url == "https://pbs.example/b"
    assert stage.looked == [], "the platform was not asked"


async def test_a_whole_post_in_a_browser_is_full_unless_a_picture_is_missing(
    archive: Archive, stage: Stage
) -> None:
    captured = await archive.capture_from_browser(SEEN, by="ana")
    assert captured.state == "done"
    stage.files["b"] = (404, {}, b"")
    lacking = Handed(
        url=url("2"),
        text="Look",
        handle="official",
        time=SEEN.time,
        whole=True,
        pictures=(Picture(url="https://pbs.example/b"),),
    )
    captured = await archive.capture_from_browser(lacking, by="ana")
    _, stored = await held(archive, captured.post)
    assert stored.snapshot.completeness == "partial"


async def test_what_a_browser_shows_to_followers_only_is_refused(archive: Archive) -> None:
    handed = Handed(url=url(), text="For friends.", protected=True)
    captured = await archive.capture_from_browser(handed, by="ana")
    assert (captured.state, captured.post) == ("refused", None)
    assert captured.offers == ("later",)
    assert await archive.storage.post(id_of()) is None


async def test_a_saved_response_is_kept_as_of_then_with_its_bytes(
    archive: Archive, stage: Stage, saying: Callable[[Answer], None]
) -> None:
    saying(found(snapshot("1")))
    captured = await archive.capture_saved(Saved(body=b'{"a": 1}'), by="ana", name="a.json")
    assert (captured.state, captured.sentence) == ("done", "Kept.")
    holding, stored = await held(archive, id_of())
    assert (stored.source, stored.as_of) == ("saved response", POSTED)
    assert stored.snapshot.as_of_basis == "file"
    (kept,) = await archive.storage.exchanges(id_of())
    assert (kept.method, kept.url) == ("FILE", "file:a.json")
    assert await archive.original(kept.body_sha256 or "") == b'{"a": 1}'
    status = status_of(holding.checks)
    assert (status.state, status.last_seen_live) == ("live", POSTED), "there then, not now"
    assert stage.looked == []


async def test_an_old_file_does_not_take_the_place_of_today(
    archive: Archive, stage: Stage, saying: Callable[[Answer], None]
) -> None:
    stage.posts["1"] = found(snapshot("1", text="The wall is shut."))
    await archive.capture(url(), by="ana")
    saying(found(snapshot("1")))
    later = POSTED + timedelta(hours=1)
    captured = await archive.capture_saved(
        Saved(body=b"{}"), by="ana", name="a.json", saved_at=later
    )
    assert captured.snapshot == 2
    _, stored = await held(archive, id_of())
    assert stored.n == 1


async def test_a_saved_tombstone_is_told_and_is_no_look_at_the_post(
    archive: Archive, stage: Stage, saying: Callable[[Answer], None]
) -> None:
    stage.posts["1"] = found(snapshot("1"))
    await archive.capture(url(), by="ana")
    saying(Gone(cause="deleted by the author", basis="This Post was deleted."))
    captured = await archive.capture_saved(Saved(body=b"{}"), by="ana", name="a.json")
    assert captured.state == "gone"
    assert captured.sentence == (
        "When this was saved, X said that the post is gone (deleted by the author): "
        "“This Post was deleted.”"
    )
    assert captured.next_step is not None
    assert "no look at the post" in captured.next_step
    holding, _ = await held(archive, id_of())
    assert status_of(holding.checks).state == "live"


async def test_a_file_that_is_no_picture_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def inspect(_data: bytes) -> None:
        raise MediaError("These bytes are no picture.")

    monkeypatch.setattr(archive._decoder, "inspect", inspect)
    with pytest.raises(handing.BadPicture, match=r"Picture 1 cannot be used"):
        await archive.capture_by_hand(TYPED, by="ana", screenshots=[b"text"])
