"""The register in the store: people by their ids, facts by their source, twice is once."""

import asyncio
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.officials import Conflict, Resolved, overlaps, resolve
from archive.records import Annotation, Author
from archive.register import read
from archive.storage import Storage, open_storage
from archive.storage.register import Answer, Imported, RegisterFile
from tests.archive.acting import Stage, found, on_stage, url
from tests.archive.registers import HANDLES, LEGISLATORS, OWN, REAL, SAMPLES
from tests.archive.sqlite_files import ask
from tests.archive.storage_posts import NOON, capture, first, id_of, new, snapshot, write

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


async def put(
    storage: Storage,
    name: str,
    data: str | None = None,
    *,
    days: int = 0,
    dry_run: bool = False,
    source: str | None = None,
) -> Imported:
    facts = read(name, (SAMPLES[name] if data is None else data).encode())
    assert facts.problems == ()
    return await storage.import_register(
        [RegisterFile(source=source or f"{name}:sample", facts=facts)],
        by="ana",
        at=AT + timedelta(days=days),
        dry_run=dry_run,
    )


async def who(
    storage: Storage, moment: str, handle: str | None, native_id: str | None = None
) -> Resolved | Conflict | None:
    claims = await storage.account_claims("x", native_id=native_id, handle=handle)
    people = [await storage.official(slug) for slug in {c.official for c in claims}]
    return resolve(
        claims,
        [person for person in people if person is not None],
        platform="x",
        native_id=native_id,
        handle=handle,
        moment=datetime.fromisoformat(moment).replace(tzinfo=UTC),
    )


async def test_people_are_one_by_their_ids_across_formats(storage: Storage) -> None:
    for name in SAMPLES:
        await put(storage, name)
    listed = {one.slug: one for one in await storage.list_officials()}
    assert set(listed) == {
        *("ana-b-rio", "ben-tan", "bo-lee", "cy-orr", "dee-fox", "eva-paz", "fay-ito"),
    }
    ana = await storage.official("ana-b-rio")
    assert ana is not None
    assert (ana.name, ana.aliases) == ("Ana B. Río", ("Ana Río", "Annie Río"))
    assert (ana.bioguide, ana.wikidata) == ("A000001", "Q11")
    assert {c.source for c in ana.claims} == {
        "legislators-social-media:sample",
        "congress-handles:sample",
    }
    assert (await storage.official("nobody")) is None


async def test_a_second_person_of_a_name_has_a_slug_of_their_own(storage: Storage) -> None:
    two = (
        LEGISLATORS.replace("A000001", "C000003")
        .replace("Q11", "Q12")
        .replace("govtrack: ", "govtrack: 9")
    )
    await put(storage, "legislators")
    done = await put(storage, "legislators", two, source="legislators:other")
    assert done.new_people == 2
    slugs = [one.slug for one in await storage.list_officials()]
    assert slugs == ["ana-b-rio", "ana-b-rio-2", "ben-tan", "ben-tan-2"]
    assert (await put(storage, "legislators", two, source="legislators:other")).changed is False


async def test_the_own_table_can_name_a_person_by_our_slug(storage: Storage) -> None:
    await put(storage, "legislators")
    done = await put(
        storage, "csv", "slug,name,platform,handle\nana-b-rio,Ana Río,bluesky,ana.example\n"
    )
    assert done.new_people == 0
    ana = await storage.official("ana-b-rio")
    assert ana is not None
    assert [c.handle for c in ana.claims] == ["ana.example"]
    assert ana.name == "Ana B. Río", "the first source that has a name keeps naming"


async def test_ids_of_two_people_in_one_entry_are_told_and_nothing_is_merged(
    storage: Storage,
) -> None:
    await put(storage, "legislators")
    await put(storage, "openstates")
    mixed = "slug,name,bioguide,wikidata\nana,Ana,A000001,Q44\n"
    (clash,) = (await put(storage, "csv", mixed)).clashes
    assert (clash.id, clash.official, clash.other) == ("wikidata:Q44", "ana-b-rio", "dee-fox")
    assert (await put(storage, "csv", mixed)).clashes == (clash,)


async def test_a_newer_file_updates_what_its_source_said_and_nothing_else(storage: Storage) -> None:
    await put(storage, "legislators")
    await put(storage, "legislators-social-media")
    await put(storage, "congress-handles")
    newer = HANDLES.replace("RepRio", "RepRioTX").replace("A000001,youtube", "B000002,youtube")
    done = await put(storage, "congress-handles", newer, days=9)
    # B000002 is named by its id until a source has a name.
    assert (done.new_people, done.added, done.removed) == (1, 2, 2)
    ana = await storage.official("ana-b-rio")
    assert ana is not None
    handles = [c for c in ana.claims if c.source == "congress-handles:sample"]
    assert {c.handle for c in handles} == {"RepRioTX", "SenRio", None}
    assert {c.imported_at for c in handles if c.handle == "SenRio"} == {AT}
    assert len([c for c in ana.claims if c.source != "congress-handles:sample"]) == 4
    assert len(ana.offices) == 2


async def test_who_has_only_an_id_gets_their_name_from_a_later_source(storage: Storage) -> None:
    await put(storage, "congress-handles")
    assert [(o.slug, o.name) for o in await storage.list_officials()] == [("a000001", "A000001")]
    await put(storage, "legislators")
    listed = {o.slug: o.name for o in await storage.list_officials()}
    assert listed["a000001"] == "Ana B. Río", "the slug stays, addresses lead to it"


async def test_several_files_are_one_transaction_and_a_dry_run_is_none(storage: Storage) -> None:
    done = await put(storage, "csv", dry_run=True)
    assert (done.people, done.new_people) == (1, 1)
    assert await storage.list_officials() == ()
    assert await put(storage, "csv") == done


def dump(file: Path) -> bytes:
    with sqlite3.connect(file) as db:
        return "\n".join(db.iterdump()).encode()


async def test_a_second_import_changes_no_byte_and_an_import_is_in_the_audit_log(
    tmp_path: Path,
) -> None:
    file = tmp_path / "archive.db"
    storage = await open_storage(f"sqlite:{file}")
    for name in SAMPLES:
        await put(storage, name)
    before = dump(file)
    for name in SAMPLES:
        assert (await put(storage, name, days=3)).changed is False
    assert dump(file) == before
    assert ask(file, "SELECT count(*), min(action), min(by) FROM audit") == [
        (len(SAMPLES), "import register", "ana")
    ]
    await put(storage, "csv", OWN.replace("fay.example", "ito.example"), days=4)
    assert dump(file) != before
    await storage.close()


async def test_overlapping_accounts_offices_and_parties_are_told_a_dry_run_as_they_would_be(
    storage: Storage,
) -> None:
    await put(storage, "legislators")
    head = "slug,name,bioguide,office,jurisdiction,party,since,until,platform,handle\n"
    rows = (
        "ana,Ana,A000001,Mayor,TX,,2016-01-01,2016-07-01,,",
        "ana,Ana,A000001,Mayor,TX,,2012-01-01,2013-01-03,,",  # ends as the term begins
        "ana,Ana,A000001,,,Green,2019-12-01,2020-01-01,x,rio",
        "bo,Bo,,,,,,,x,RIO",
    )
    told = (await put(storage, "csv", head + "\n".join(rows), dry_run=True)).conflicts
    own, base = "(csv:sample)", "(legislators:sample)"
    assert [(c.what, c.one, c.other, f"{c.since}", f"{c.until}") for c in told] == [
        ("x rio", f"ana-b-rio {own}", f"bo {own}", "2026-06-01", "None"),
        (
            *("two offices of ana-b-rio", f"Representative, TX, 16 {base}", f"Mayor, TX {own}"),
            *("2016-01-01", "2016-07-01"),
        ),
        (
            *("two parties of ana-b-rio", f"Democrat {base}", f"Green {own}"),
            *("2019-12-01", "2019-12-19"),
        ),
        (
            *("two parties of ana-b-rio", f"Green {own}", f"Republican {base}"),
            *("2019-12-19", "2020-01-01"),
        ),
    ]
    assert (await put(storage, "legislators")).conflicts == ()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, registers: Path) -> Path:
    """A file with all of the real registers."""
    file = tmp_path_factory.mktemp("register") / "archive.db"

    async def fill() -> None:
        storage = await open_storage(f"sqlite:{file}")
        files = [
            RegisterFile(source=f"{name}:{path}", facts=read(name, (registers / path).read_bytes()))
            for name, path in REAL
        ]
        await storage.import_register(files, by="ana", at=AT)
        await storage.close()

    asyncio.run(fill())
    return file


async def test_the_real_registers_answer_as_their_readme_says(real: Path) -> None:
    storage = await open_storage(f"sqlite:{real}")

    async def said(handle: str, moment: str) -> tuple[str, str | None, str | None] | None:
        found = await who(storage, moment, handle)
        if found is None:
            return None
        assert isinstance(found, Resolved), found
        assert found.basis
        office = found.office
        if office is None:
            return (found.official, None, None)
        return (found.official, office.title, f"{office.jurisdiction}, {found.party}")

    mullin = "markwayne-mullin"
    assert await said("RepMullin", "2016-05-01") == (mullin, "Representative", "OK, Republican")
    assert await said("SenMullin", "2024-05-01") == (mullin, "Senator", "OK, Republican")
    assert await said("RepMullin", "2024-05-01") is None
    harris = ("kamala-d-harris", "Senator", "CA, Democrat")
    assert await said("SenKamalaHarris", "2019-01-01") == harris
    # A handle is not a person.
    cantor, mccarthy = await said("gopleader", "2013-05-01"), await said("gopleader", "2016-05-01")
    assert cantor is not None
    assert mccarthy is not None
    assert (cantor[0], mccarthy[0]) == ("eric-cantor", "kevin-mccarthy")
    torn = await who(storage, "2013-06-01", "candicemiller")
    assert isinstance(torn, Conflict)
    assert torn.officials == ("candice-s-miller", "madeleine-z-bordallo")
    # Whoever left in 2019 has no office in 2025.
    left = ask(
        real,
        "SELECT native_id FROM account_claims c WHERE platform = 'x' AND native_id IS NOT NULL "
        "AND (SELECT max(until) FROM offices o WHERE o.official = c.official) LIKE '2019-%'",
    )
    assert left
    for (native_id,) in left:
        found = await who(storage, "2025-03-29", None, native_id)
        assert isinstance(found, Resolved)
        assert found.office is None
    await storage.close()


async def test_a_capture_names_whom_the_real_registers_name_and_nobody_after_the_last_term(
    real: Path, tmp_path: Path
) -> None:
    (left, *_), *_ = ask(
        real,
        "SELECT native_id FROM account_claims c WHERE platform = 'x' AND native_id IS NOT NULL "
        "AND (SELECT max(until) FROM offices o WHERE o.official = c.official) LIKE '2019-%'",
    )
    expected = (
        ("RepMullin", None, "2016-05-01", ("register", "markwayne-mullin", "Representative")),
        ("SenMullin", None, "2024-05-01", ("register", "markwayne-mullin", "Senator")),
        ("RepMullin", None, "2024-05-01", None),
        ("SenKamalaHarris", None, "2019-01-01", ("register", "kamala-d-harris", "Senator")),
        ("candicemiller", None, "2013-06-01", None),
        ("whoever", left, "2025-03-29", None),
    )
    stage = Stage()
    shutil.copy(real, tmp_path / "archive.db")
    async with on_stage(tmp_path, stage) as archive:
        for number, (handle, native_id, day, named) in enumerate(expected, 1):
            author = Author(name="Somebody", handle=handle, native_id=native_id or f"{number}")
            at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
            stage.posts[f"{number}"] = found(snapshot(f"{number}", author=author, created_at=at))
            captured = await archive.capture(url(f"{number}"), by="ana")
            holding = await archive.storage.holding(captured.post or "")
            assert holding is not None
            said = [(n.by, n.body["slug"], n.body["office"]) for n in holding.annotations]
            assert said == ([] if named is None else [named]), (handle, day)


async def test_all_of_the_real_registers_are_in_and_overlaps_are_listed(real: Path) -> None:
    storage = await open_storage(f"sqlite:{real}")
    claims = await storage.all_claims()
    by_source: dict[str, set[str]] = {}
    ids: dict[str, set[str]] = {}
    for claim in claims:
        by_source.setdefault(claim.source.partition(":")[0], set()).add(claim.official)
        if claim.platform == "x" and claim.native_id is not None:
            ids.setdefault(claim.native_id, set()).add(claim.official)
    assert len(by_source["legislators-social-media"]) == 519
    assert len(by_source["congress-handles"]) == 1195
    terms = "SELECT count(DISTINCT official), count(*) FROM offices WHERE source LIKE 'congress-t%'"
    assert ask(real, terms) == [(1138, 6532)]
    assert {len(people) for people in ids.values()} == {1}, "an X id is one person's"
    on_x = [o for o in overlaps(claims) if o.one.platform == "x" and o.one.handle is not None]
    assert {(o.one.handle or "").casefold() for o in on_x} == {"candicemiller", "duncanhunter"}
    (miller,) = [o for o in on_x if (o.one.handle or "").casefold() == "candicemiller"]
    assert (miller.since.date().isoformat(), miller.until and miller.until.date().isoformat()) == (
        "2013-01-10",
        "2014-04-07",
    )
    await storage.close()


async def test_a_handle_and_an_article_of_a_draft_snapshot_are_for_editors(
    storage: Storage,
) -> None:
    other = snapshot(
        "1", "Another text", author=Author(name="Fay", handle="not_yet", native_id="77")
    )
    await storage.keep(capture(first("1", visibility="public")))
    await storage.keep(capture(write("1", new(2, other, captured_at=NOON))))
    await storage.set_visibility(id_of("1"), "draft", snapshot=2, by="ana", at=NOON, reason=None)
    slug = await storage.confirm_account("x", "77", Answer(name="Fay Ito"), by="ana", at=NOON)
    assert slug is not None
    said = Annotation(
        post=id_of("1"),
        snapshot=2,
        kind="official",
        body={"slug": slug, "name": "Fay Ito"},
        by="ana",
        at=NOON,
    )
    await storage.annotate(said)
    await storage.reference(id_of("1"), "https://n.example/a", by="ana", at=NOON)
    await storage.name_article("https://n.example/a", True, by="ana", at=NOON)
    seen = await storage.seen_accounts(slug, drafts=False)
    assert [one.handle for one in seen] == ["official"]
    seen = await storage.seen_accounts(slug, drafts=True)
    assert {one.handle for one in seen} == {"official", "not_yet"}
    assert (await storage.articles_of(slug, limit=5)).listed == ()
