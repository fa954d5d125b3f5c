"""What a capture keeps: posts that turn out to be one, company, late pictures, conflicts."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.errors import Conflict, UsageError
from archive.records import FOR_FOLLOWERS, Author, PostLink, Snapshot, Stored
from archive.storage.base import Holding, Keep, Storage
from tests.archive.acting import (
    Stage,
    StageDecoder,
    found,
    on_stage,
    picture_of,
    url,
    with_pictures,
)
from tests.archive.storage_posts import id_of, ref, snapshot
from tests.kills.checks import faults, orphans


@pytest.fixture
def stage() -> Stage:
    return Stage()


def link(native: str) -> PostLink:
    return PostLink(url=ref(native).url, platform="x", native_id=native)


async def held(storage: Storage, native: str = "1", n: int | None = None) -> Holding:
    holding = await storage.holding(id_of(native), n)
    assert holding is not None
    return holding


# Two posts found to be one


async def test_a_post_kept_under_a_later_id_is_merged_when_the_chain_is_known(
    tmp_path: Path, stage: Stage
) -> None:
    first, edited = snapshot("1", "Frist words"), snapshot("1", "First words")
    stage.posts["2"] = found(snapshot("2", "First words"))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("2"), by="ana", release=True)
        first = msgspec.structs.replace(first, as_of=first.created_at)
        stage.posts["1"] = found(first, edited, aliases=("2",))
        captured = await archive.capture(url("1"), by="ana")
        assert captured.post == id_of("1")
        kept = await held(archive.storage)
        assert sorted(v.snapshot.text for v in kept.versions) == ["First words", "Frist words"]
        assert kept.stored is not None
        assert kept.stored.snapshot.text == "First words"
        assert kept.post.visibility == "public"
        assert (await held(archive.storage, "2")).post.id == id_of("1")
        assert await archive.find(url("2")) == id_of("1")
        again = await archive.capture(url("2"), by="ana", force=True)
        assert again.state == "done"


async def test_an_account_with_a_new_name_has_its_posts_at_the_new_address(
    tmp_path: Path, stage: Stage
) -> None:
    def called(handle: str, **changes: Any) -> Snapshot:
        author = Author(name="The mayor's office", handle=handle, native_id="77")
        place = f"https://x.com/{handle}/status/1"
        return msgspec.structs.replace(snapshot("1", author=author), url=place, **changes)

    async with on_stage(tmp_path, stage) as archive:
        stage.posts["1"] = found(called("Old_Office"))
        await archive.capture(url("1"), by="ana")
        stage.posts["1"] = found(called("New_Office"))
        met = await archive.capture(url("1"), by="ana", force=True)
        kept = await held(archive.storage)
        assert met.snapshot == 1, "a name alone makes no snapshot"
        assert kept.post.url == "https://x.com/New_Office/status/1"
        assert kept.stored is not None
        assert "Old_Office" in kept.stored.snapshot.url, "what was kept never changes"
        for says_nothing_of_now in (
            called("Old_Office", as_of_basis="Memento-Datetime", as_of=stage.clock()),
            called("Old_Office", completeness="by hand"),
            msgspec.structs.replace(called("Old_Office"), url="https://x.com/i/status/1"),
        ):
            stage.posts["1"] = found(says_nothing_of_now)
            await archive.capture(url("1"), by="ana", force=True)
            assert (await held(archive.storage)).post.url == "https://x.com/New_Office/status/1"


async def test_an_erased_post_does_not_come_back_under_another_id(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["2"] = found(snapshot("2"))
    stage.posts["1"] = found(snapshot("1"), aliases=("2",))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("2"), by="ana")
        await archive.erase(id_of("2"), by="ana", reason="privacy")
        with pytest.raises(UsageError, match="erased"):
            await archive.capture(url("2"), by="ana")
        with pytest.raises(Conflict, match="erased"):
            await archive.capture(url("1"), by="ana")
        assert await archive.storage.post(id_of("1")) is None


# Conflicts


class Interrupted:
    """A store in which somebody else writes just before a capture does."""

    def __init__(self, storage: Storage, meanwhile: list[Any]) -> None:
        self._storage = storage
        self._meanwhile = meanwhile

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def keep(self, keep: Keep) -> tuple[Stored, ...]:
        if self._meanwhile:
            await self._meanwhile.pop(0)()
        return await self._storage.keep(keep)


async def test_after_a_conflict_it_is_decided_anew(tmp_path: Path, stage: Stage) -> None:
    stage.posts["1"] = found(snapshot("1", "Ours"))
    meanwhile: list[Any] = []
    async with (
        on_stage(tmp_path, stage) as other,
        on_stage(tmp_path, stage, storage=lambda s: Interrupted(s, meanwhile)) as archive,
    ):

        async def write() -> None:
            stage.posts["1"] = found(snapshot("1", "Theirs"))
            await other.capture(url(), by="bo")

        meanwhile.append(write)
        captured = await archive.capture(url(), by="ana")
        assert (captured.snapshot, captured.new) == (2, (2,))
        versions = await archive.storage.versions(id_of())
        assert [(v.snapshot.text, v.reason) for v in versions] == [
            ("Theirs", "first"),
            ("Ours", "edited"),
        ]
    assert faults(tmp_path) == []


async def test_conflicts_without_end_are_told_and_nothing_is_half_kept(
    tmp_path: Path, stage: Stage
) -> None:
    tries = 0

    async def conflict() -> None:
        nonlocal tries
        tries += 1
        raise Conflict("Somebody else was first.")

    stage.posts["1"] = found(with_pictures("1", "a"))
    meanwhile: list[Any] = [conflict] * 4
    async with on_stage(tmp_path, stage, storage=lambda s: Interrupted(s, meanwhile)) as archive:
        with pytest.raises(Conflict):
            await archive.capture(url(), by="ana")
        assert tries == 4
        assert await archive.storage.post(id_of()) is None
        assert (await archive.capture(url(), by="ana")).snapshot == 1
    assert faults(tmp_path) == []


async def test_a_post_that_is_erased_while_it_is_captured_stays_erased(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1"))
    meanwhile: list[Any] = []
    async with on_stage(tmp_path, stage, storage=lambda s: Interrupted(s, meanwhile)) as archive:
        await archive.capture(url(), by="ana")
        stage.posts["1"] = found(snapshot("1", "Another text"))
        meanwhile.append(lambda: archive.erase(id_of(), by="ana", reason="privacy"))
        with pytest.raises(Conflict, match="erased"):
            await archive.capture(url(), by="ana", force=True)
        assert (await held(archive.storage)).stored is None
        assert len(await archive.storage.versions(id_of())) == 1


# Company


def quoting(native: str, quoted: Snapshot) -> Snapshot:
    return snapshot(native, f"See what {quoted.native_id} says", quoted=link(quoted.native_id))


async def test_a_quoted_post_is_kept_as_context_and_the_link_stays_at_its_number(
    tmp_path: Path, stage: Stage
) -> None:
    old, new = snapshot("7", "Quoted"), snapshot("7", "Quoted, and edited")
    stage.posts["1"] = found(quoting("1", old), along=(old,))
    stage.posts["2"] = found(quoting("2", new), along=(new,))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        assert (await held(archive.storage, "7")).post.capture_reason == "context"
        await archive.capture(url("2"), by="ana")
        assert stage.looked == ["1", "2"]
        for native, n, text in (("1", 1, "Quoted"), ("2", 2, "Quoted, and edited")):
            holding = await held(archive.storage, native)
            assert holding.stored is not None
            assert holding.stored.snapshot.quoted is not None
            assert holding.stored.snapshot.quoted.snapshot == n
            assert holding.quoted is not None
            assert holding.quoted.stored is not None
            assert holding.quoted.stored.snapshot.text == text
    assert faults(tmp_path) == []


async def test_many_that_quote_one_post_at_once_keep_it_once(tmp_path: Path, stage: Stage) -> None:
    quoted = snapshot("7", "Quoted")
    natives = [str(n) for n in range(10, 20)]
    for native in natives:
        stage.posts[native] = found(quoting(native, quoted), along=(quoted,))
    async with on_stage(tmp_path, stage) as archive, on_stage(tmp_path, stage) as other:
        await asyncio.gather(
            *((archive, other)[i % 2].capture(url(n), by="ana") for i, n in enumerate(natives))
        )
        assert len(await archive.storage.versions(id_of("7"))) == 1
    assert faults(tmp_path) == []


async def test_a_thread_is_kept_upwards_and_what_is_not_to_be_had_says_why(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1", "First", parent=link("9")))
    stage.posts["2"] = found(snapshot("2", "Second", parent=link("1")))
    stage.posts["3"] = found(snapshot("3", "Third", parent=link("2")))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("3"), by="ana")
        assert stage.looked == ["3", "2", "1", "9"]
        for native, above, why in (
            ("3", id_of("2"), None),
            ("2", id_of("1"), None),
            ("1", None, "refused"),
        ):
            stored = (await held(archive.storage, native)).stored
            assert stored is not None
            assert stored.snapshot.parent is not None
            assert (stored.snapshot.parent.post, stored.snapshot.parent.unavailable) == (above, why)
    assert faults(tmp_path) == []


async def test_a_thread_is_kept_both_ways_and_the_limit_counts_both(
    tmp_path: Path, stage: Stage
) -> None:
    below = tuple(snapshot(str(n), f"Part {n}", parent=link(str(n - 1))) for n in range(4, 9))
    stage.posts["2"] = found(snapshot("2", "Part 2"))
    stage.posts["3"] = found(snapshot("3", "Part 3", parent=link("2")), below=below)
    async with on_stage(tmp_path, stage, thread_max=3) as archive:
        await archive.capture(url("3"), by="ana")
        for native in ("4", "5"):
            kept = await held(archive.storage, native)
            assert kept.post.capture_reason == "context"
            assert kept.stored is not None
            assert kept.stored.snapshot.parent is not None
            assert kept.stored.snapshot.parent.post == id_of(str(int(native) - 1))
        assert await archive.storage.holding(id_of("6")) is None, "three: one above, two below"
        await archive.capture(url("3"), by="ana", force=True)
        assert len(await archive.storage.versions(id_of("4"))) == 1
        assert faults(tmp_path) == []
        await archive.erase(id_of("4"), by="ana", reason="privacy")
        await archive.capture(url("3"), by="ana", force=True)
        assert (await held(archive.storage, "4")).post.visibility == "erased"


async def test_only_the_authors_own_unbroken_answers_are_a_thread(
    tmp_path: Path, stage: Stage
) -> None:
    other = Author(name="Eve", handle="eve", native_id="99")
    for n, first in enumerate(
        (
            snapshot("4", "Eve's", parent=link("3"), author=other),
            snapshot("4", "To another", parent=link("9")),
            snapshot("4", "To nobody"),
        )
    ):
        stage.posts["3"] = found(snapshot("3", f"Part 3, {n}"), below=(first,))
        async with on_stage(tmp_path, stage) as archive:
            await archive.capture(url("3"), by="ana")
            assert await archive.storage.holding(id_of("4")) is None


async def test_where_no_account_has_an_id_the_handle_tells_whose_a_thread_is(
    tmp_path: Path, stage: Stage
) -> None:
    ada, eve = (Author(name="Ada", handle=h, native_id=None) for h in ("Ada", "eve"))
    stage.posts["1"] = found(
        snapshot("1", author=ada),
        below=(
            snapshot("2", author=msgspec.structs.replace(ada, handle="ada"), parent=link("1")),
            snapshot("3", author=eve, parent=link("2")),
        ),
    )
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        assert await archive.storage.post(id_of("2")) is not None
        assert await archive.storage.post(id_of("3")) is None


async def test_how_an_author_went_on_is_asked_by_a_job_and_nobody_waits_for_it(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1", "Part 1"), may_go_on=True)
    second = with_pictures("2", "a", text="Part 2", parent=link("1"))
    stage.threads["1"] = (second, snapshot("3", "Part 3", parent=link("2")))
    async with on_stage(tmp_path, stage, thread_max=1) as archive:
        await archive.capture(url("1"), by="ana", release=True)
        assert stage.looked == ["1"]
        assert await archive.storage.post(id_of("2")) is None
        await archive.run_due_jobs()
        assert stage.looked == ["1", "below 1"]
        kept = await held(archive.storage, "2")
        assert kept.post.capture_reason == "context"
        assert kept.stored is not None
        assert kept.stored.snapshot.parent is not None
        assert (kept.stored.snapshot.parent.post, kept.stored.snapshot.parent.snapshot) == (
            id_of("1"),
            1,
        )
        assert [a.state for a in kept.attachments] == ["there"]
        assert [check.outcome for check in kept.checks] == ["found"]
        (exchange,) = await archive.storage.exchanges(id_of("2"))
        assert exchange.url.endswith("/1/below")
        assert await archive.storage.post(id_of("3")) is None, "one, as the settings say"
        assert [c.outcome for c in (await held(archive.storage)).checks] == ["found"], (
            "it is no look at the post itself"
        )
        await archive.capture(url("1"), by="ana", force=True)
        await archive.run_due_jobs()
        assert len(await archive.storage.versions(id_of("2"))) == 1
        assert faults(tmp_path) == []


async def test_a_thread_that_was_not_to_be_had_is_asked_for_again(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1"), may_go_on=True)
    stage.threads["1"] = None
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        await archive.run_due_jobs()
        stage.threads["1"] = (snapshot("2", parent=link("1")),)
        assert await archive.run_due_jobs() == 0, "later"
        stage.clock.go(60)
        assert await archive.run_due_jobs() == 1
        assert await archive.storage.post(id_of("2")) is not None


async def test_of_a_thread_what_was_erased_does_not_come_back_and_its_answer_neither(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1"), may_go_on=True)
    stage.threads["1"] = tuple(snapshot(str(n), parent=link(str(n - 1))) for n in (2, 3))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        await archive.run_due_jobs()
        await archive.erase(id_of("2"), by="ana", reason="privacy")
        await archive.capture(url("1"), by="ana", force=True)
        await archive.run_due_jobs()
        assert (await held(archive.storage, "2")).post.visibility == "erased"
        newest = (await archive.storage.exchanges(id_of("3")))[-1]
        assert newest.body_sha256 is None


async def test_without_threads_and_of_what_is_erased_nobody_is_asked(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(snapshot("1"), may_go_on=True)
    async with on_stage(tmp_path, stage, thread_max=0) as archive:
        await archive.capture(url("1"), by="ana")
        await archive.run_due_jobs()
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana", force=True)
        await archive.erase(id_of("1"), by="ana", reason="privacy")
        await archive.run_due_jobs()
    assert stage.looked == ["1", "1"]


# Pictures


async def test_a_late_picture_comes_by_a_job_with_its_derivatives(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(with_pictures("1", "a", "b"))
    stage.files["a"] = (503, {}, "")
    async with on_stage(tmp_path, stage) as archive:
        assert (await archive.capture(url(), by="ana")).state == "partial"
        states = [a.state for a in (await held(archive.storage)).attachments]
        assert states == ["late", "there"]
        del stage.files["a"]
        while await archive.run_due_jobs():
            pass
        holding = await held(archive.storage)
        assert [a.state for a in holding.attachments] == ["there", "there"]
        assert all(row.variants for row in holding.media.values())


async def test_the_answers_in_which_a_late_picture_came_are_recorded(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(with_pictures("1", "a", "b"))
    stage.files["a"] = (503, {}, "busy")
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        await archive.run_due_jobs()
        stage.clock.go(3600)
        del stage.files["a"]
        while await archive.run_due_jobs():
            pass
        exchanges = await archive.storage.exchanges(id_of())
        late = [e for e in exchanges if e.url == picture_of("a")]
        assert [e.status for e in late] == [503, 503, 200]
        assert late[-1].body_sha256 == hashlib.sha256(b"bytes of a").hexdigest()
        assert stage.fetched == ["a", "b", "a", "a"]
    assert orphans(tmp_path) == []
    assert "answer" not in " ".join(faults(tmp_path))


async def test_a_picture_that_never_comes_is_given_up_in_the_end(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts["1"] = found(with_pictures("1", "a"))
    stage.files["a"] = (503, {}, "")
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        for _ in range(6):
            await archive.run_due_jobs()
            stage.clock.go(3600)
        (left,) = (await held(archive.storage)).attachments
        assert (left.state, left.source_url) == ("not to be had", picture_of("a"))


async def test_the_derivatives_of_a_late_picture_are_made_though_a_worker_died(
    tmp_path: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It died when the picture was stored, before its own job was ended."""
    stage.posts["1"] = found(with_pictures("1", "a"))
    stage.files["a"] = (503, {}, "")
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        del stage.files["a"]

        async def die(*_: Any, **__: Any) -> None:
            raise asyncio.CancelledError

        monkeypatch.setattr(archive.storage, "end_job", die)
        with pytest.raises(asyncio.CancelledError):
            await archive.run_due_jobs()
        monkeypatch.undo()
        stage.clock.go(31)
        while await archive.run_due_jobs():
            pass
        (row,) = (await held(archive.storage)).media.values()
        assert row.variants


async def test_a_picture_that_comes_with_another_post_is_derived_once(
    tmp_path: Path, stage: Stage
) -> None:
    stage.posts |= {"1": found(with_pictures("1", "a")), "2": found(with_pictures("2", "a", "b"))}
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        assert await archive.run_due_jobs() == 1
        await archive.capture(url("2"), by="ana")
        assert await archive.run_due_jobs() == 1
        held_there = await held(archive.storage, "2")
        assert [bool(row.variants) for row in held_there.media.values()] == [True, True]


async def test_of_a_picture_that_is_erased_while_it_is_derived_nothing_is_left(
    tmp_path: Path, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.posts["1"] = found(with_pictures("1", "a"))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        derive = StageDecoder.derive

        async def slowly(self: StageDecoder, data: bytes) -> Any:
            derived = await derive(self, data)
            await archive.erase(id_of(), by="ana", reason="privacy")
            return derived

        monkeypatch.setattr(StageDecoder, "derive", slowly)
        await archive.run_due_jobs()
    assert orphans(tmp_path) == []


@pytest.mark.parametrize("native", ["1", "2"])
async def test_an_erased_picture_does_not_come_back_with_the_answer_that_carries_it(
    tmp_path: Path, stage: Stage, native: str
) -> None:
    for one in ("1", "2"):
        stage.posts[one] = found(with_pictures(one, "a"))
    secret = hashlib.sha256(b"bytes of a").hexdigest()
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        await archive.run_due_jobs()
        await archive.erase(f"{id_of()}#{secret}", by="ana", reason="privacy")
        captured = await archive.capture(url(native), by="ana", force=True)
        await archive.run_due_jobs()
        assert captured.post == id_of(native)
        (left,) = (await held(archive.storage, native)).attachments
        assert (left.state, left.sha256) == ("not to be had", None)
    files = [f for f in (tmp_path / "blobs").rglob("*") if f.is_file()]
    assert [f.name for f in files if f.read_bytes() == b"bytes of a"] == []


async def test_an_unchanged_post_fetches_no_picture_again(tmp_path: Path, stage: Stage) -> None:
    stage.posts["1"] = found(with_pictures("1", "a", "b"))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url(), by="ana")
        captured = await archive.capture(url(), by="ana", force=True)
        assert captured.new == ()
        assert stage.fetched == ["a", "b"]
    assert faults(tmp_path) == []


async def test_a_post_for_followers_is_released_by_hand_alone(tmp_path: Path, stage: Stage) -> None:
    stage.posts["1"] = found(snapshot(labels=(FOR_FOLLOWERS,)))
    async with on_stage(tmp_path, stage) as archive:
        for _ in range(2):
            captured = await archive.capture(url(), by="ana", release=True, force=True)
            assert captured.next_step is not None
            assert "nothing releases it but a person, by hand" in captured.next_step
            kept = await archive.storage.post(id_of())
            assert kept is not None
            assert kept.visibility == "draft"
        await archive.release(id_of(), by="ana")
        kept = await archive.storage.post(id_of())
        assert kept is not None
        assert kept.visibility == "public"


async def test_what_was_erased_stays_out_of_the_answer_of_a_post_that_brought_it_along(
    tmp_path: Path, stage: Stage
) -> None:
    """The answered post came by a look of its own, and that answer carries the erased one."""

    def answering(native: str, other: str) -> Snapshot:
        link = PostLink(url=ref(other).url, platform="x", native_id=other)
        return snapshot(native, parent=link)

    stage.posts["1"] = found(answering("1", "2"))
    thread = found(answering("2", "3"))
    stage.posts["2"] = msgspec.structs.replace(thread, along=(snapshot("3"),))
    stage.posts["3"] = found(snapshot("3"))
    async with on_stage(tmp_path, stage) as archive:
        await archive.capture(url("1"), by="ana")
        await archive.erase(id_of("3"), by="ana", reason="privacy")
        await archive.capture(url("1"), by="ana", force=True)
        exchanges = await archive.storage.exchanges(id_of("2"))
    newest = [e for e in exchanges if e.url == "https://api.example/2"][-1]
    assert (newest.body_sha256, newest.redacted) == (None, True)
