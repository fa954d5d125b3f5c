"""Who posted, in which office then: at the capture, once a person confirmed it, and later on."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.annotations import REGISTER
from archive.archive import Archive
from archive.errors import UsageError
from archive.naming import Change
from archive.officials import Resolved
from archive.records import Annotation, Author
from archive.register import read
from archive.register.facts import Office
from archive.storage.register import Answer, RegisterFile, Renamed
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.registers import HANDLES, LEGISLATORS
from tests.archive.sqlite_files import ask
from tests.archive.storage_posts import id_of, snapshot
from tests.kills.checks import faults

RIO = {"native_id": "123", "handle": "SenRio"}
MAYOR = Office(title="Mayor", jurisdiction="El Paso, TX", since=date(2021, 1, 5))


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def archive(tmp_path: Path, stage: Stage) -> AsyncIterator[Archive]:
    async with on_stage(tmp_path, stage) as opened:
        yield opened


async def put(archive: Archive, name: str, data: str) -> None:
    files = [RegisterFile(source=f"{name}:sample", facts=read(name, data.encode()))]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    await archive.storage.import_register(files, by="ana", at=at)


async def post(archive: Archive, stage: Stage, native: str, day: str, **author: str) -> str:
    """Keeps a post of a day; gives its id."""
    who = Author(**{"name": "Somebody", "handle": "somebody", "native_id": "77", **author})
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    stage.posts[native] = found(snapshot(native, author=who, created_at=at))
    captured = await archive.capture(url(native), by="ana", release=True)
    assert captured.post == id_of(native)
    return captured.post


async def said(archive: Archive, post: str) -> tuple[str, str, str | None] | None:
    """By whom who, in which office, is named."""
    holding = await archive.storage.holding(post)
    assert holding is not None
    notes = [note for note in holding.annotations if note.kind == "official"]
    if not notes:
        return None
    (note,) = notes
    assert note.body["basis"]
    return note.by, note.body["slug"], note.body["office"]


async def applied(archive: Archive, **which: Any) -> list[Change]:
    return [c async for batch in archive.naming.apply(by="ben", **which) for c in batch.changes]


async def would_change(archive: Archive) -> list[Change]:
    return [c async for batch in archive.naming.changes() for c in batch.changes]


# At the capture


async def test_a_capture_proposes_the_official_of_that_day_by_id_then_by_handle(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    by_id = await post(archive, stage, "1", "2018-03-01", native_id="123", handle="whatever")
    assert await said(archive, by_id) == (REGISTER, "ana-b-rio", "Senator")
    by_handle = await post(archive, stage, "2", "2015-03-01", handle="@REPRIO")
    assert await said(archive, by_handle) == (REGISTER, "ana-b-rio", "Representative")
    holding = await archive.storage.holding(by_id)
    assert holding is not None
    (note,) = holding.annotations
    assert note.body["party"] == "Democrat"
    assert note.body["jurisdiction"] == "TX"
    assert note.body["basis"].startswith("by native id 123")


async def test_after_the_last_term_before_the_first_and_for_strangers_nobody_is_named(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    for native, day, author in (
        ("1", "2025-03-29", RIO),
        ("2", "2012-03-01", RIO),
        ("3", "2018-03-01", {}),
        ("4", "2018-03-01", {"handle": "RepRio"}),
    ):
        assert await said(archive, await post(archive, stage, native, day, **author)) is None


async def test_a_handle_that_somebody_else_has_by_now_names_nobody(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    ben = "slug,name,office,since,platform,handle,account_since\n"
    ben += "ben,Ben,Clerk,2017-01-04,x,RepRio,2017-02-01\n"
    await put(archive, "congress-handles", HANDLES)
    await put(archive, "csv", ben)
    assert (
        await said(archive, await post(archive, stage, "1", "2015-03-01", handle="RepRio")) is None
    )


async def test_what_was_said_of_a_post_is_not_resolved_anew_by_a_second_capture(
    archive: Archive, stage: Stage
) -> None:
    kept = await post(archive, stage, "1", "2018-03-01", **RIO)
    for body, removed in (({"name": "Rio"}, False), ({}, True)):
        await archive.annotate(
            Annotation(
                post=kept, kind="official", body=body, by="cy", at=archive.clock(), removed=removed
            )
        )
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    await post(archive, stage, "1", "2018-03-01", **RIO)
    assert await said(archive, kept) is None, "cy took it back"
    assert await applied(archive) == []
    assert await said(archive, kept) is None


# A person confirms


async def test_a_confirmation_names_all_posts_inside_the_dates_those_to_come_too(
    archive: Archive, stage: Stage, tmp_path: Path
) -> None:
    first = await post(archive, stage, "1", "2022-03-01")
    before = await post(archive, stage, "2", "2020-03-01")
    asked = await archive.naming.ask(first)
    assert asked is not None
    assert (asked.account.confirmed_by, asked.account.posts, asked.found) == (None, 2, None)
    day = datetime(2021, 1, 5, tzinfo=UTC)
    answer = Answer(name="Fay Ito", office=MAYOR, kind="office-wide", since=day)
    assert await archive.naming.confirm(first, answer, by="ana") == "fay-ito"
    later = await post(archive, stage, "3", "2023-03-01")
    for named in (first, later):
        assert await said(archive, named) == ("ana", "fay-ito", "Mayor")
    assert await said(archive, before) is None, "outside the dates"
    indexed = "SELECT count(official), count(*) FROM statements"
    assert ask(tmp_path / "archive.db", indexed) == [(2, 3)]
    asked = await archive.naming.ask(first)
    assert asked is not None
    assert (asked.account.official, asked.account.confirmed_by) == ("fay-ito", "ana")
    (account,) = await archive.storage.accounts_of("fay-ito")
    assert [handle.handle for handle in account.handles] == ["somebody"]
    fay = await archive.storage.official("fay-ito")
    assert fay is not None
    assert [(o.title, o.source) for o in fay.offices] == [("Mayor", "desk:x:77")]
    assert faults(tmp_path) == []


async def test_a_personal_account_may_have_dates_too(archive: Archive, stage: Stage) -> None:
    kept = await post(archive, stage, "1", "2022-03-01")
    day = datetime(2022, 3, 2, tzinfo=UTC)
    for since, until, named in ((None, day, True), (day, None, False)):
        answer = Answer(name="Fay Ito", office=MAYOR, kind="personal", since=since, until=until)
        await archive.naming.confirm(kept, answer, by="ana")
        await applied(archive)
        assert (await said(archive, kept) is not None) is named


async def test_a_proposal_becomes_a_persons_word_and_an_own_word_stays(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    first = await post(archive, stage, "1", "2018-03-01", **RIO)
    own = await post(archive, stage, "2", "2018-04-01", **RIO)
    note = Annotation(
        post=own, kind="official", body={"name": "A staffer"}, by="cy", at=archive.clock()
    )
    await archive.annotate(note)
    asked = await archive.naming.ask(first)
    assert asked is not None
    assert isinstance(asked.found, Resolved)
    await archive.naming.confirm(first, Answer(official=asked.found.official), by="ana")
    assert await said(archive, first) == ("ana", "ana-b-rio", "Senator")
    after = await post(archive, stage, "3", "2025-03-01", **RIO)
    assert await said(archive, after) == ("ana", "ana-b-rio", None), "the person, and no office"
    holding = await archive.storage.holding(own)
    assert holding is not None
    assert [(n.by, n.body) for n in holding.annotations] == [("cy", {"name": "A staffer"})]
    assert await applied(archive) == []


@pytest.mark.parametrize("private", [False, True])
async def test_nobody_is_an_answer_and_a_private_persons_posts_are_not_listed(
    archive: Archive, stage: Stage, private: bool
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    kept = await post(archive, stage, "1", "2018-03-01", **RIO)
    await archive.naming.confirm(kept, Answer(private_person=private), by="ana")
    assert await said(archive, kept) is None
    assert await said(archive, await post(archive, stage, "2", "2018-05-01", **RIO)) is None
    asked = await archive.naming.ask(kept)
    assert asked is not None
    assert (asked.account.confirmed_by, asked.account.private_person) == ("ana", private)
    listed = len((await archive.storage.list_posts(limit=9)).holdings)
    assert listed == (0 if private else 2)
    await archive.naming.confirm(kept, Answer(official="ana-b-rio"), by="ana")
    assert len((await archive.storage.list_posts(limit=9)).holdings) == 2


async def test_who_is_not_there_cannot_be_confirmed(archive: Archive, stage: Stage) -> None:
    kept = await post(archive, stage, "1", "2018-03-01")
    with pytest.raises(UsageError, match="no official 'nobody'"):
        await archive.naming.confirm(kept, Answer(official="nobody"), by="ana")
    asked = await archive.naming.ask(kept)
    assert asked is not None
    assert asked.account.confirmed_by is None, "all of it or nothing"
    with pytest.raises(UsageError, match="is not known"):
        await archive.naming.confirm("0" * 16, Answer(name="Fay"), by="ana")


async def test_accounts_of_which_the_register_leaves_no_doubt_are_confirmed_at_once(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    own = "slug,name,office,since,platform,native_id,kind,account_since\n"
    rows = ("bo,Bo,Mayor,2001-01-01,x,5,office-wide,2001-01-01", "cy,Cy,,,x,6,,", "di,Di,,,x,6,,")
    await put(archive, "csv", own + "\n".join(rows))
    sure = await post(archive, stage, "1", "2018-03-01", **RIO)
    for native, author in (
        ("2", {"native_id": "5"}),
        ("3", {"native_id": "6"}),
        ("4", {"native_id": "7", "handle": "SenRio"}),
    ):
        await post(archive, stage, native, "2018-03-01", **author)
    found = [each async for each in archive.naming.unasked()]
    assert [(account.native_id, answer.official) for account, answer in found] == [
        ("123", "ana-b-rio")
    ]
    await archive.naming.confirm_account(*found[0], by="ana")
    assert await said(archive, sure) == ("ana", "ana-b-rio", "Senator")
    assert [each async for each in archive.naming.unasked()] == []


# Later corrections


async def test_the_register_is_applied_to_past_posts_once_after_a_dry_run(
    archive: Archive, stage: Stage, tmp_path: Path
) -> None:
    kept = [
        await post(archive, stage, "1", "2018-03-01", **RIO),
        await post(archive, stage, "2", "2018-03-02", **RIO),
        await post(archive, stage, "3", "2018-03-03"),
    ]
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    shown = await would_change(archive)
    assert {change.post for change in shown} == set(kept[:2])
    assert {(c.was, c.now and c.now["office"]) for c in shown} == {(None, "Senator")}
    assert await said(archive, kept[0]) is None, "a dry run"
    assert await applied(archive) == shown
    assert await said(archive, kept[0]) == (REGISTER, "ana-b-rio", "Senator")
    indexed = "SELECT count(official), count(*) FROM statements"
    assert ask(tmp_path / "archive.db", indexed) == [(0, 3)], "a proposal"
    assert await applied(archive) == []
    ended = LEGISLATORS.replace("end: '2023-01-03'", "end: '2018-03-02'", 1)
    await put(archive, "legislators", ended)
    (change,) = await applied(archive)
    assert (change.post, change.now) == (kept[1], None)
    assert await said(archive, kept[1]) is None
    assert await applied(archive) == []
    await put(archive, "legislators", LEGISLATORS)
    assert len(await applied(archive)) == 1, "what was taken back by the register comes again"


async def test_posts_without_an_accounts_id_are_confirmed_by_their_handle(
    archive: Archive, stage: Stage
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    who = Author(name=None, handle="SenRio", native_id=None)
    at = datetime(2018, 3, 1, tzinfo=UTC)
    stage.posts["1"] = found(snapshot("1", author=who, created_at=at))
    kept = (await archive.capture(url("1"), by="ana")).post or ""
    other = await post(archive, stage, "2", "2018-03-01", **RIO)
    assert await archive.naming.ask(kept) is None
    assert await said(archive, kept) == (REGISTER, "ana-b-rio", "Senator")
    assert [c.post for c in await applied(archive, handles=True)] == [kept]
    assert await said(archive, kept) == ("ben", "ana-b-rio", "Senator")
    assert await said(archive, other) == (REGISTER, "ana-b-rio", "Senator")
    assert await applied(archive, handles=True) == []
    assert await applied(archive) == [], "confirmed stays confirmed"
    await put(archive, "legislators", LEGISLATORS.replace("end: '2023-01-03'", "end: '2018-01-01'"))
    assert len(await applied(archive)) == 2
    assert await said(archive, kept) is None


async def test_a_statement_keeps_its_office_when_the_register_is_imported_anew(
    archive: Archive, stage: Stage, tmp_path: Path
) -> None:
    await put(archive, "legislators", LEGISLATORS)
    await put(archive, "congress-handles", HANDLES)
    kept = await post(archive, stage, "1", "2018-03-01", **RIO)
    await archive.naming.confirm(kept, Answer(official="ana-b-rio"), by="ana")
    sql = (
        "SELECT t.official, o.until FROM statements t LEFT JOIN offices o ON o.id = t.office "
        "ORDER BY t.id"
    )
    file = tmp_path / "archive.db"
    assert ask(file, sql) == [("ana-b-rio", "2023-01-03")]
    await put(archive, "legislators", LEGISLATORS.replace("end: '2023-01-03'", "end: '2021-05-05'"))
    assert ask(file, sql) == [("ana-b-rio", "2021-05-05")], "the row that has it now"
    await put(archive, "legislators", "[]")
    assert ask(file, sql) == [("ana-b-rio", None)]
    assert faults(tmp_path) == []


async def test_a_correction_is_attributed_and_applied_to_what_was_confirmed(
    archive: Archive, stage: Stage
) -> None:
    kept = await post(archive, stage, "1", "2022-03-01")
    await archive.naming.confirm(kept, Answer(name="Fay Ito", office=MAYOR), by="ana")
    right = Answer(official="fay-ito", office=Office(title="Governor", since=MAYOR.since))
    await archive.naming.confirm(kept, right, by="cy")
    assert await said(archive, kept) == ("ana", "fay-ito", "Mayor"), "past posts wait for apply"
    (change,) = await applied(archive)
    assert change.was is not None
    assert change.now is not None
    assert (change.was["office"], change.now["office"], change.by) == ("Mayor", "Governor", "cy")
    assert await said(archive, kept) == ("cy", "fay-ito", "Governor")
    holding = await archive.storage.holding(kept)
    assert holding is not None
    assert [(n.version, n.reason) for n in holding.annotations] == [(2, "applied by ben")]


async def test_what_somebody_says_meanwhile_goes_before_what_is_applied(
    archive: Archive, stage: Stage, tmp_path: Path
) -> None:
    kept = await post(archive, stage, "1", "2018-03-01", **RIO)
    note = Annotation(post=kept, kind="official", body={"name": "Rio"}, by="cy", at=archive.clock())
    proposed = msgspec.structs.replace(note, by=REGISTER)

    async def renamed(version: int) -> tuple[str, ...]:
        change = Renamed(annotation=proposed, version=version)
        return await archive.storage.rename(
            [change], by="ben", at=archive.clock(), reason="applied"
        )

    assert await renamed(7) == ()
    assert await renamed(0) == (kept,)
    assert await renamed(0) == ()
    await archive.annotate(note)
    assert await renamed(2) == ()
    sql = "SELECT action, target FROM audit WHERE action = 'apply register'"
    assert ask(tmp_path / "archive.db", sql) == [("apply register", "officials")]
    assert ask(tmp_path / "archive.db", "SELECT official FROM statements") == [(None,)]
