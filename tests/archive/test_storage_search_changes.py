"""Finding statements while the archive changes: versions, visibility, looks, merges, pages."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.records import Account, Annotation
from archive.register.facts import Facts, Office, Person
from archive.storage import Storage
from archive.storage.register import RegisterFile
from archive.storage.sqlite import search as search_part
from tests.archive.searching import (
    PICTURED,
    counts,
    found,
    official,
    query,
    whole,
)
from tests.archive.sqlite_files import traces
from tests.archive.storage_posts import (
    NOON,
    PICTURE,
    POSTED,
    VARIANTS,
    at,
    capture,
    first,
    id_of,
    look,
    new,
    picture,
    snapshot,
    with_picture,
    write,
)

# Versions of a text


async def test_text_that_was_edited_away_is_found_and_marked(storage: Storage) -> None:
    versions = (
        new(1),
        new(2, snapshot(text="The wall is open.")),
        new(3, snapshot(text="The wall is open.", sensitive=True)),
    )
    await storage.keep(capture(write("1", *versions, visibility="public")))
    hits = (await storage.search(query("wall"))).hits
    assert [(hit.snapshot, hit.text, hit.edited_away) for hit in hits] == [
        (3, "The wall is open.", False),
        (1, "The wall is closed.", True),
    ]
    # An edit that was taken back is the text that is shown.
    await storage.keep(capture(write("1", new(4, snapshot(text="The wall is closed.")))))
    hits = (await storage.search(query("wall"))).hits
    assert {(hit.snapshot, hit.edited_away) for hit in hits} == {(3, True), (4, False)}


async def test_a_text_that_another_snapshot_has_too_stays_when_one_is_withheld(
    storage: Storage,
) -> None:
    versions = (new(1), new(2, snapshot(sensitive=True)), new(3, snapshot(text="Else")))
    await storage.keep(capture(write("1", *versions, visibility="public")))

    async def of(text: str) -> list[int]:
        return [hit.snapshot for hit in (await storage.search(query(text))).hits]

    assert await of("closed") == [2]
    await storage.set_visibility(id_of(), "withheld", by="ana", at=at(1), reason="x", snapshot=2)
    assert await of("closed") == [1]
    await storage.set_visibility(id_of(), "withheld", by="ana", at=at(1), reason="x", snapshot=1)
    assert await of("closed") == []
    assert await of("else") == [3]
    await storage.set_visibility(id_of(), "public", by="ana", at=at(1), reason="x", snapshot=1)
    assert await of("closed") == [1]


# What changes


async def test_what_is_released_withheld_and_erased_is_found_accordingly(
    storage: Storage, tmp_path: Path
) -> None:
    await storage.keep(capture(first("1", "secretword one"), first("2", "secretword two")))
    who: dict[str, Any] = {"by": "ana", "at": at(1), "reason": "x"}
    assert await found(storage, "secretword") == set()
    for native in "12":
        await storage.set_visibility(id_of(native), "public", **who)
    assert await found(storage, "secretword") == {"secretword one", "secretword two"}
    await storage.set_visibility(id_of("1"), "withheld", **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword two"}
    await storage.set_visibility(id_of("1"), "draft", **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword one", "secretword two"}
    assert await found(storage, "secretword") == {"secretword two"}
    await storage.erase(id_of("2"), **who)
    assert await found(storage, "secretword", drafts=True) == {"secretword one"}
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_nothing_of_an_erased_text_is_left_in_the_index(
    storage: Storage, tmp_path: Path
) -> None:
    for number in range(4):
        await storage.keep(capture(first(str(number), f"rarewordx{number} of a neighbour")))
    await storage.annotate(official("1", slug=None, name="Namexyz Person"))
    assert await found(storage, 'from:"namexyz person"', drafts=True)
    await storage.erase(id_of("1"), by="ana", at=at(1), reason="privacy")
    await storage.close()
    file = tmp_path / "archive.db"
    for trace in ("rarewordx1", "wordx1", "Namexyz", "namexyz"):
        assert not traces(file, trace)
    assert traces(file, "wordx2") == ["archive.db"]
    whole(file)


async def test_looks_annotations_and_articles_move_a_statement(
    storage: Storage, tmp_path: Path
) -> None:
    await storage.keep(capture(first("1", visibility="public")))
    assert await found(storage, "status:unknown") == {PICTURED}
    await storage.keep(capture(looks=(look("1"), look("1", minutes=1, outcome="refused"))))
    assert await found(storage, "status:live") == {PICTURED}
    await storage.keep(capture(looks=(look("1", minutes=2, outcome="gone"),)))
    assert await found(storage, "status:gone -status:live") == {PICTURED}
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, "office:senator from:ana-example") == {PICTURED}
    await storage.annotate(official("1", office="Mayor"))
    assert await found(storage, "office:senator") == set()
    taken_back = Annotation(post=id_of(), kind="official", body={}, by="b", at=at(2), removed=True)
    await storage.annotate(taken_back)
    assert await found(storage, "office:mayor OR office:senator") == set()
    await storage.reference(id_of(), "https://n.example/a", by="ana", at=at(1))
    assert await found(storage, "in:n.example") == set()
    await storage.name_article("https://n.example/a", True, by="ana", at=at(1))
    assert await found(storage, "in:n.example") == {PICTURED}
    await storage.name_article("https://n.example/a", False, by="ana", at=at(1))
    assert await found(storage, "in:n.example") == set()
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_what_the_register_proposes_is_found_once_a_person_confirmed_it(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("1", visibility="public")))
    await storage.annotate(replace(official("1", office="Senator"), by="register"))
    assert await found(storage, "from:ana-example OR from:x") == set()
    assert counts(await storage.facets(query()))["official"] == {"": 1}
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, "from:ana-example office:senator") == {PICTURED}


async def test_the_posts_of_a_person_who_turns_out_to_be_private_are_found_no_more(
    storage: Storage,
) -> None:
    await storage.keep(
        capture(first("1", visibility="public"), first("2", "Two", visibility="public"))
    )
    private = Account(platform="x", native_id="77", private_person=True)
    await storage.keep(capture(write("2", account=private)))
    assert await found(storage, drafts=True) == set()


async def test_what_is_captured_for_its_own_sake_is_found_then(storage: Storage) -> None:
    await storage.keep(capture(first("1", reason="context", visibility="public")))
    assert await found(storage) == set()
    await storage.keep(capture(write("1", reason="follow")))
    assert await found(storage, "reason:follow") == {PICTURED}


async def test_context_that_an_editor_made_a_draft_stays_one_when_it_is_captured(
    storage: Storage,
) -> None:
    await storage.keep(capture(first("1", reason="context")))
    await storage.set_visibility(id_of("1"), "draft", by="ana", at=at(1), reason="not yet")
    await storage.keep(capture(write("1", reason="follow", visibility="public")))
    assert await found(storage) == set()
    assert await found(storage, drafts=True) == {PICTURED}


@pytest.mark.parametrize("behind", [{"content_warning": "flood"}, {"sensitive": True}])
async def test_a_picture_that_is_covered_on_the_post_is_in_no_list(
    storage: Storage, behind: dict[str, Any]
) -> None:
    shown, covered = (with_picture(native, visibility="public") for native in ("1", "2"))
    (version,) = covered.snapshots
    version = replace(version, snapshot=replace(version.snapshot, **behind))
    await storage.keep(capture(shown, replace(covered, snapshots=(version,)), media=(picture(),)))
    await storage.set_variants(PICTURE, VARIANTS)
    hits = {hit.post: hit for hit in (await storage.search(query())).hits}
    assert hits[id_of("1")].thumbnail is not None
    assert hits[id_of("2")].thumbnail is None
    assert hits[id_of("2")].content_warning == behind.get("content_warning")


async def test_a_merged_post_is_found_where_it_went(storage: Storage, tmp_path: Path) -> None:
    await storage.keep(capture(first("9", "old id", visibility="public"), first("1", "first id")))
    await storage.annotate(official("9"))
    await storage.keep(capture(write("1", merges=(id_of("9"),))))
    hits = (await storage.search(query("id"))).hits
    assert {(hit.post, hit.snapshot, hit.text) for hit in hits} == {
        (id_of("1"), 1, "first id"),
        (id_of("1"), 2, "old id"),
    }
    await storage.close()
    whole(tmp_path / "archive.db")


async def test_an_office_that_the_register_takes_back_leaves_its_words(storage: Storage) -> None:
    def register(*offices: Office) -> RegisterFile:
        person = Person(
            ids=(("slug", "ana-example"),),
            name="Ana Example",
            aliases=("A. Example",),
            offices=offices,
        )
        return RegisterFile(source="test:a", facts=Facts(people=(person,)))

    await storage.keep(capture(first("1", visibility="public")))
    office = Office(title="Senator", since=datetime(2020, 1, 1, tzinfo=UTC).date())
    await storage.import_register([register(office)], by="ana", at=NOON)
    await storage.annotate(official("1", office="Senator"))
    assert await found(storage, 'from:"a example"') == {PICTURED}
    await storage.import_register([register()], by="ana", at=NOON)
    assert await found(storage, "office:senator") == {PICTURED}


# Walking the pages


async def test_every_hit_is_on_one_page_while_captures_go_on(storage: Storage) -> None:
    def post(number: int) -> Any:
        text = "wall " * (number % 3 + 1) + "word " * (number % 20) + str(number)
        made = snapshot(str(number), text, created_at=POSTED + timedelta(seconds=number // 3))
        return write(str(number), new(1, made), visibility="public")

    await storage.keep(capture(*map(post, range(0, 60, 2))))
    for sort in ("newest", "oldest", "best"):
        before = {hit.text for hit in (await storage.search(query("wall", limit="200"))).hits}
        seen: list[str] = []
        cursor, number = "", {"newest": 101, "oldest": 201, "best": 301}[sort]
        while True:
            page = await storage.search(query("wall", sort=sort, limit="7", cursor=cursor))
            assert page.first == len(seen) + 1
            seen += [hit.text for hit in page.hits]
            if page.cursor is None:
                break
            cursor = page.cursor
            await storage.keep(
                capture(post(number), post(number - 100 if number < 160 else number + 50))
            )
            number += 2
        assert len(seen) == len(set(seen))
        assert before <= set(seen)


async def test_the_best_of_many_are_the_best_of_the_newest(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_part, "RANKED", 5)
    monkeypatch.setattr(search_part, "COUNTED", 7)
    posts = [
        write(
            str(n),
            new(1, snapshot(str(n), f"wall {n}", created_at=POSTED + timedelta(days=n))),
            visibility="public",
        )
        for n in range(9)
    ]
    posts[5] = write(
        "5",
        new(1, snapshot("5", "wall by wall", created_at=POSTED + timedelta(days=5))),
        visibility="public",
    )
    await storage.keep(capture(*posts))
    page = await storage.search(query("wall", sort="best", limit="3"))
    assert [hit.text for hit in page.hits] == ["wall by wall", "wall 8", "wall 7"]
    assert (page.ranked, page.total, page.exact) == (5, 7, False)
    last = await storage.search(query("wall", sort="best", limit="3", cursor=page.cursor or ""))
    assert [hit.text for hit in last.hits] == ["wall 6", "wall 4"]
    assert (last.ranked, last.cursor) == (5, None)


async def test_words_that_stand_together_or_often_make_a_better_match(storage: Storage) -> None:
    texts = (
        "border " + "word " * 20 + "wall",
        "border wall and more",
        "border " + "word " * 20 + "wall wall",
    )
    await storage.keep(
        capture(*(first(str(i), text, visibility="public") for i, text in enumerate(texts)))
    )
    hits = (await storage.search(query("border wall", sort="best"))).hits
    assert [hit.text for hit in hits] == [texts[1], texts[2], texts[0]]


@pytest.mark.parametrize("words", ["wall", "wall OR gate", "wall -gate", "wal*", "wall bridge"])
async def test_the_best_of_very_many_are_found_as_those_of_few_are(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """Of many the index is asked which have a sign; of few each is read."""
    rng = random.Random(7)  # noqa: S311  no secret
    some = ("wall", "wall", "wall", "gate", "bridge", "bridge", "word")
    texts = [" ".join((f"n{n}", *rng.choices(some, k=rng.choice((3, 12, 25))))) for n in range(90)]
    await storage.keep(
        capture(*(first(str(n), text, visibility="public") for n, text in enumerate(texts)))
    )

    async def found() -> list[str]:
        texts, cursor = [], ""
        while True:
            page = await storage.search(query(words, sort="best", limit="7", cursor=cursor))
            texts += [hit.text for hit in page.hits]
            if page.cursor is None:
                return texts
            cursor = page.cursor

    few = await found()
    newest = [hit.text for hit in (await storage.search(query(words, limit="40"))).hits]
    assert len(few) > len(newest) - 1 > 10
    for read in (4, 12):
        monkeypatch.setattr(search_part, "READ", read)
        monkeypatch.setattr(search_part, "BATCH", 3)
        for part in (0.0, 0.5, 1.1):
            monkeypatch.setattr(search_part, "_WORTH_IT", part)
            assert await found() == few, (read, part)
    monkeypatch.setattr(search_part, "RANKED", 20)
    of_newest = [text for text in few if text in newest[:20]]
    assert await found() == of_newest
    assert of_newest != newest[:20]


async def test_a_cursor_that_somebody_made_up_ranks_no_more_than_others(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_part, "RANKED", 3)
    posts = [first(str(n), f"wall {n}", visibility="public") for n in range(12)]
    await storage.keep(capture(*posts))
    cursor = (await storage.search(query("wall", sort="best", limit="1"))).cursor or ""
    *place, _ = cursor.split(".")
    made_up = ".".join((*place, "-9007199254740992"))
    left, found = made_up, 0
    while left:
        page = await storage.search(query("wall", sort="best", limit="1", cursor=left))
        left, found = page.cursor or "", found + len(page.hits)
    assert found <= 2 * 3


async def test_posts_of_unknown_time_stand_where_they_were_captured(storage: Storage) -> None:
    unknown = snapshot(created_at=None)
    await storage.keep(
        capture(
            write("1", new(1, unknown), visibility="public"),
            first("2", "Known", visibility="public"),
        )
    )
    await storage.keep(
        capture(write("1", new(2, snapshot(created_at=None, sensitive=True), captured_at=at(900))))
    )
    (hit, _) = (await storage.search(query())).hits
    assert (hit.snapshot, hit.created_at, hit.time_unknown) == (2, at(1), True)
    histogram = await storage.histogram(query(), "day")
    assert ([bar.count for bar in histogram.bars], histogram.total) == ([1], 2)
    assert counts(await storage.facets(query()))["year"] == {"2025": 1, "": 1}
