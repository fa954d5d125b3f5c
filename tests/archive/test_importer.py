"""Files of posts come into an archive: by the rules of a capture, many at a time, nothing twice."""

import asyncio
import io
import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.canonical import canonical_hash, leaf_hash
from archive.errors import Conflict, UsageError
from archive.importer import Imported
from archive.importing import Asked, Problem, Row, batches, reader
from archive.post_json import post_json
from archive.records import Facet, post_id
from archive.register import read as read_register
from archive.settings import PublishSettings, Settings
from archive.status import status_of
from archive.storage.base import Keep
from archive.storage.register import RegisterFile
from tests.archive.acting import Stage, found, on_stage
from tests.archive.import_files import SAMPLES, STATEMENTS, archive_js, lines
from tests.archive.storage_posts import snapshot
from tests.archive.v11_payloads import V11_ID, V11_QUOTED, v11

batching = sys.modules["archive.importing.batches"]

POST = post_id("x", V11_ID)
INNER = post_id("x", V11_QUOTED)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def archive(tmp_path: Path, stage: Stage) -> AsyncIterator[Archive]:
    async with on_stage(tmp_path, stage) as archive:
        yield archive


@pytest.fixture
def bring(archive: Archive, tmp_path: Path) -> Any:
    """Imports a file of this content, and gives what it did and what was told."""

    async def bring(content: bytes, **options: Any) -> tuple[Imported, list[Row | Problem]]:
        path = tmp_path / "posts.file"
        await asyncio.to_thread(path.write_bytes, content)
        told: list[Row | Problem] = []
        done = await archive.import_file(path, by="ana", tell=told.append, **options)
        return done, told

    return bring


def database(archive: Archive, sql: str, *values: object) -> list[Any]:
    path = archive.storage._path  # type: ignore[attr-defined]
    with sqlite3.connect(path) as db:
        return db.execute(sql, values).fetchall()


async def texts(archive: Archive, post: str = POST) -> list[str]:
    return [stored.snapshot.text for stored in await archive.storage.versions(post)]


async def test_a_post_out_of_a_file_says_so_and_no_look_was_made(
    archive: Archive, bring: Any
) -> None:
    done, told = await bring(SAMPLES["twarc-v1"])
    assert (done.rows, done.new, done.snapshots, told) == (1, 1, 1, [])
    holding = await archive.storage.holding(POST)
    assert holding is not None
    assert holding.stored is not None
    assert (holding.stored.source, holding.stored.reason) == ("import:twarc-v1", "imported")
    assert (holding.post.capture_reason, holding.post.visibility) == ("import", "draft")
    assert holding.checks == ()
    assert status_of(holding.checks).state == "unknown"
    told_json = post_json(holding, None)
    assert (told_json["source"]["name"], told_json["source"]["terms"]) == ("import:twarc-v1", None)


async def test_each_snapshot_has_its_leaf_and_each_batch_its_entry_with_the_file(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "BATCH", 2)
    content = archive_js(*(v11(f"Text {n}.", id_str=str(int(V11_ID) + n)) for n in range(5)))
    await bring(content)
    entries = database(archive, "SELECT action, by, reason FROM audit WHERE action = 'import'")
    assert entries == [("import", "ana", "import:x-archive from posts.file")] * 3
    for n in range(5):
        (stored,) = await archive.storage.versions(post_id("x", str(int(V11_ID) + n)))
        assert (stored.log_index, stored.sha256) == (n, canonical_hash(stored.snapshot))
        ((salt,),) = database(archive, "SELECT salt FROM snapshots WHERE log_index = ?", n)
        ((leaf,),) = database(archive, "SELECT leaf FROM log WHERE idx = ?", n)
        assert leaf == leaf_hash(salt, stored.sha256)


async def test_nothing_is_doubled_by_repeated_rows_or_by_importing_again(
    archive: Archive, bring: Any
) -> None:
    twice = STATEMENTS.encode() + STATEMENTS.encode().split(b"\n", 1)[1]
    first, _ = await bring(twice)
    assert (first.new, first.known, first.snapshots) == (1, 1, 1)
    again, _ = await bring(twice)
    assert (again.new, again.known, again.snapshots) == (0, 2, 0)
    assert len(await texts(archive)) == 1
    assert len(database(archive, "SELECT 1 FROM audit WHERE action = 'import'")) == 1


async def test_what_was_captured_is_not_replaced_by_an_older_copy_and_fills_up_a_poorer_one(
    archive: Archive, stage: Stage, bring: Any
) -> None:
    await bring(STATEMENTS.encode())
    whole = snapshot(V11_ID, "R&D at e.org.", facets=link("R&D at e.org.", "e.org"))
    stage.posts[V11_ID] = found(whole)
    captured = await archive.capture(f"https://x.com/ada_mayor/status/{V11_ID}", by="ana")
    assert captured.snapshot == 2
    versions = await archive.storage.versions(POST)
    assert [stored.reason for stored in versions] == ["imported", "completed"]
    done, _ = await bring(STATEMENTS.encode())
    assert (done.known, done.snapshots) == (1, 0)
    other = STATEMENTS.replace("R&amp;D", "Other words").encode()
    done, _ = await bring(other)
    assert (done.changed, done.snapshots) == (1, 1)
    kept = await archive.storage.post(POST)
    assert kept is not None
    assert kept.current == 2


def link(text: str, part: str) -> tuple[Facet, ...]:
    start = text.index(part)
    return (Facet(start=start, end=start + len(part), kind="link"),)


async def test_posts_that_come_along_are_context_until_the_file_has_them_itself(
    archive: Archive, bring: Any
) -> None:
    inner = v11("What I said.", id_str=V11_QUOTED)
    outer = v11("See this", quoted_status=inner)
    done, _ = await bring(lines(outer), release=True)
    assert (done.new, done.context, done.snapshots) == (1, 1, 2)
    holding = await archive.storage.holding(POST)
    assert holding is not None
    assert holding.quoted is not None
    assert holding.quoted.post.capture_reason == "context"
    assert holding.quoted.post.visibility == "draft"
    done, _ = await bring(lines(inner), release=True)
    assert (done.changed, done.snapshots) == (1, 0)
    adopted = await archive.storage.post(INNER)
    assert adopted is not None
    assert (adopted.capture_reason, adopted.visibility) == ("import", "public")
    statements = database(archive, "SELECT text FROM statements ORDER BY text")
    assert statements == [("See this",), ("What I said.",)]


async def test_drafts_or_public_is_for_the_settings_and_whoever_imports_to_say(
    archive: Archive, bring: Any
) -> None:
    protected = v11(id_str="1641086480675225777", user={"protected": True, "id_str": "7"})
    await bring(lines(v11(), protected), release=True)
    assert [
        (await archive.storage.post(post_id("x", id_))).visibility  # type: ignore[union-attr]
        for id_ in (V11_ID, "1641086480675225777")
    ] == ["public", "draft"]
    archive.settings = Settings(publish=PublishSettings(release="capture"))
    await bring(lines(v11(id_str="1641086480675225888")))
    await bring(lines(v11(id_str="1641086480675225999")), release=False)
    assert [
        (await archive.storage.post(post_id("x", id_))).visibility  # type: ignore[union-attr]
        for id_ in ("1641086480675225888", "1641086480675225999")
    ] == ["public", "draft"]


async def test_a_dry_run_says_the_same_and_writes_nothing(archive: Archive, bring: Any) -> None:
    content = lines(v11(), v11("x", id_str=None, id=1e18))
    dry, told = await bring(content, dry_run=True)
    assert database(archive, "SELECT count(*) FROM posts") == [(0,)]
    assert database(archive, "SELECT count(*) FROM log") == [(0,)]
    wet, told_again = await bring(content)
    assert (dry, told) == (wet, told_again)
    assert (wet.new, wet.left_out, [item.row for item in told]) == (1, 1, [2])


async def test_an_import_that_was_killed_ends_the_same_when_it_is_run_again(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "BATCH", 3)
    numbers = [str(int(V11_ID) + n) for n in range(10)]
    content = lines(*(v11(f"Text {number}.", id_str=number) for number in numbers))
    keep, done = archive.storage.keep, 0

    async def killed(what: Keep) -> Any:
        nonlocal done
        done += 1
        if done == 3:
            raise KeyboardInterrupt
        return await keep(what)

    with monkeypatch.context() as patch:
        patch.setattr(archive.storage, "keep", killed)
        with pytest.raises(KeyboardInterrupt):
            await bring(content)
    assert database(archive, "SELECT count(*) FROM posts") == [(6,)]
    again, _ = await bring(content)
    assert (again.known, again.new) == (6, 4)
    kept = database(archive, "SELECT native_id FROM posts p JOIN log l ON 1 GROUP BY p.id")
    assert sorted(number for (number,) in kept) == numbers
    assert database(archive, "SELECT count(*), max(n) FROM snapshots") == [(10, 1)]


async def test_what_was_erased_does_not_come_back_and_the_row_says_why(
    archive: Archive, bring: Any
) -> None:
    inner = v11("What I said.", id_str=V11_QUOTED)
    await bring(lines(inner))
    await archive.erase(INNER, by="ana", reason="privacy")
    done, told = await bring(lines(inner, v11("See this", quoted_status=inner)))
    assert (done.left_out, done.new) == (1, 1)
    assert isinstance(told[0], Problem)
    assert "was erased here" in told[0].what
    assert await texts(archive, INNER) == [""]
    (stored,) = await archive.storage.versions(POST)
    assert stored.snapshot.quoted is not None
    assert stored.snapshot.quoted.post is None


async def test_who_writes_to_a_post_meanwhile_is_met(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, tried = archive.storage.keep, 0

    async def raced(what: Keep) -> Any:
        nonlocal tried
        tried += 1
        if tried == 1:
            await keep(what)
            raise Conflict("Somebody else wrote first.")
        return await keep(what)

    monkeypatch.setattr(archive.storage, "keep", raced)
    done, _ = await bring(STATEMENTS.encode())
    assert (done.known, done.new, tried) == (1, 0, 1)


async def test_a_later_version_joins_the_post_that_was_kept_under_its_own_id(
    archive: Archive, bring: Any
) -> None:
    later = "1641086490675225602"
    await bring(lines(v11("Edited text.", id_str=later)))
    info = {"edit": {"editControlInitial": {"editTweetIds": [V11_ID, later]}}}
    await bring(lines(v11("Edited text.", id_str=later, edit_info=info)))
    moved = await archive.storage.post(post_id("x", later))
    assert moved is not None
    assert moved.id == POST
    assert await texts(archive) == ["Edited text."]


async def test_our_own_export_comes_into_an_empty_archive_with_the_same_ids_texts_and_times(
    archive: Archive, bring: Any, tmp_path: Path, stage: Stage
) -> None:
    quoting = v11("See &amp; this", quoted_status=v11("What I said.", id_str=V11_QUOTED))
    await bring(lines(quoting))
    await bring(SAMPLES["trump-archive"])
    await bring(SAMPLES["twarc-v2"])
    page = await archive.storage.list_posts(limit=50, drafts=True)
    exported = [post_json(holding, None) for holding in page.holdings]
    exported[0]["lacks"] = ["end", "links"]
    (tmp_path / "other").mkdir()
    async with on_stage(tmp_path / "other", stage) as other:
        path = tmp_path / "export.jsonl"
        path.write_text("".join(json.dumps(post) + "\n" for post in exported), encoding="utf-8")
        done = await other.import_file(path, by="ben")
        assert (done.new, done.context, done.left_out) == (len(exported), 1, 0)
        again = await other.storage.list_posts(limit=50, drafts=True)
        shown = {holding.post.id: post_json(holding, None) for holding in again.holdings}
    same = (
        *("id", "platform", "native_id", "url", "kind", "text", "facets", "lang", "author"),
        *("created_at", "created_precision", "created_at_claimed", "as_of", "edited_at"),
        *("completeness", "lacks", "media", "sensitive", "labels", "warnings", "status"),
    )
    for post in exported:
        assert {name: post[name] for name in same} == {
            name: shown[post["id"]][name] for name in same
        }
        assert shown[post["id"]]["source"]["name"] == "import:onrecord"
    assert shown[POST]["quoted"]["text"] == "What I said."


async def test_an_export_that_was_tampered_with_is_told_by_row(
    archive: Archive, bring: Any
) -> None:
    await bring(SAMPLES["twarc-v1"])
    holding = await archive.storage.holding(POST)
    assert holding is not None
    good = post_json(holding, None)
    bad: Sequence[dict[str, Any]] = [
        good | {"id": INNER},
        good | {"platform": "nowhere"},
        good | {"url": "javascript:alert(1)"},
        good | {"text": None},
        good | {"completeness": "whole"},
    ]
    odd = good | {"html": "<script>x</script><p>a</p>", "facets": [{"start": 5}, 7], "poll": 1}
    done, told = await bring(lines(*bad, odd), format="onrecord")
    assert (done.rows, done.left_out, [item.row for item in told]) == (1, 5, [1, 2, 3, 4, 5])


async def test_a_file_that_is_none_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        await archive.import_file(tmp_path / "nowhere.csv", by="ana")
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(UsageError, match="lacks a column"):
        await archive.import_file(tmp_path / "a.csv", by="ana", format="statements")


async def test_a_batch_ends_when_its_texts_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "BATCH_TEXT", 100)
    content = lines(*(v11("x" * 60, id_str=str(int(V11_ID) + n)) for n in range(5)))
    rows = reader("twarc-v1")(io.BytesIO(content), Asked())
    assert [len(batch.items) for batch in batches(rows)] == [2, 2, 1]


async def test_who_posted_in_which_office_then_is_proposed_as_at_a_capture(
    archive: Archive, bring: Any
) -> None:
    csv = (
        b"slug,name,office,since,until,platform,native_id\n"
        b"ada,Ada Mayor,Mayor,2023-01-01,2024-01-01,x,7000001\n"
    )
    registered = RegisterFile(source="csv:a.csv", facts=read_register("csv", csv))
    await archive.storage.import_register([registered], by="ana", at=archive.clock())
    later = v11(id_str="1906000000000000001")
    await bring(lines(v11(), later))
    (note,) = (await archive.storage.holding(POST)).annotations  # type: ignore[union-attr]
    assert (note.kind, note.by, note.body["office"]) == ("official", "register", "Mayor")
    without = await archive.storage.holding(post_id("x", "1906000000000000001"))
    assert without is not None
    assert without.annotations == ()
    asked = "SELECT official FROM statements ORDER BY id"
    assert database(archive, asked) == [(None,), (None,)], "what is proposed is found by nobody"


async def test_a_large_file_is_read_in_a_process_of_its_own_to_the_same_end(
    archive: Archive, bring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "LARGE", 1)
    broken = STATEMENTS.encode().replace(b"R&amp;D", b"R\xe4D") + b"a row that is none\n"
    done, told = await bring(broken)
    assert (done.new, done.noted, done.left_out) == (1, 1, 1)
    assert [item.row for item in told] == [2, 3]
    assert await texts(archive) == ["R\ufffdD at https://t.co/abc."]
    assert database(archive, "SELECT words FROM statements") == [("r d at t co abc",)]


@pytest.mark.parametrize(
    ("sent", "said"), [("refused", "lacks a column"), ("nothing", "has ended before it")]
)
def test_what_the_process_that_reads_cannot_do_is_told_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: str, said: str
) -> None:
    monkeypatch.setattr(batching.signal, "signal", lambda *_: None)
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    ours, theirs = Pipe(duplex=False)
    if sent == "refused":
        batching._read(theirs, tmp_path / "a.csv", "statements", Asked())
    theirs.close()
    with ours, pytest.raises(UsageError, match=said):
        list(batching._received(ours))
