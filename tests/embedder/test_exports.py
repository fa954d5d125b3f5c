"""Exports by the command and over HTTP: the same files, for those who may have them."""

import asyncio
import csv
import hashlib
import html
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from msgspec.structs import replace

from archive.archive import Archive, open_archive
from archive.export import FORMATS
from archive.settings import AccessSettings, Settings
from archive.storage import Storage
from embedder.app import make_app
from embedder.web.exports import AT_ONCE, SLOTS
from tests.archive.exports import filled
from tests.archive.storage_posts import NOON, capture, first, id_of
from tests.embedder.conftest import Bearer, Client
from tests.embedder.doors import Newsroom


@pytest.fixture(autouse=True)
def idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No workers: nothing here is captured."""

    async def waits(_: Archive) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Archive, "run", waits)


async def keep(storage: Storage, native: str, *, public: bool) -> str:
    """A post of X, without a capture."""
    await storage.keep(capture(first(native, f"Words of {native}.")))
    if public:
        await storage.set_visibility(id_of(native), "public", by="a", at=NOON, reason=None)
    return id_of(native)


EXPORT = ("export", "--format", "jsonl")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_what_a_query_finds_comes_as_a_file(client: Client, archive: Archive) -> None:
    post = await keep(archive.storage, "1", public=True)
    await keep(archive.storage, "2", public=False)
    answer = await client.get("/api/v1/export")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="posts.csv"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    (row,) = table(await answer.text())
    assert row["id"] == post
    assert row["page"] == f"http://127.0.0.1:8080/post/{post}"
    about = answer.headers["Link"].partition(">")[0].strip("<")
    told = (await (await client.get(about)).json())["onrecord"]
    assert (told["rows"], told["newsroom"], told["query"]) == (1, "Border News", {})
    lines = (await (await client.get("/api/v1/export?format=jsonl")).text()).splitlines()
    kept = await (await client.get(f"/api/v1/posts/{post}")).json()
    assert [json.loads(line)["text"] for line in lines] == [kept["text"]]
    none = await client.get("/api/v1/export?q=platform:bluesky&bom=1")
    assert (await none.text()).startswith("\ufeffid,snapshot,")
    assert table(await none.text()) == []
    head = await client.head("/api/v1/export?format=zip")
    assert head.headers["Content-Type"] == "application/zip"


async def test_the_search_page_leads_to_its_hits_as_files(client: Client, archive: Archive) -> None:
    await keep(archive.storage, "1", public=True)
    await keep(archive.storage, "2", public=True)
    page = await (await client.get("/search?q=1&sort=oldest")).text()
    hrefs = [html.unescape(h) for h in re.findall(r'href="(/api/v1/export[^"]*)"', page)]
    assert len(hrefs) == len(FORMATS) - 1
    ids = next(href for href in hrefs if "format=ids" in href)
    assert await (await client.get(ids)).text() == "x:1\n"


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ("format=xls", 400, "bad-format"),
        ("q=frm:x", 400, "no-query"),
        ("archive_at=yesterdayy", 400, "no-query"),
        ("drafts=1", 403, "role"),
    ],
)
async def test_what_cannot_be_exported_is_a_problem(
    client: Client, asked: str, status: int, kind: str
) -> None:
    answer = await client.get(f"/api/v1/export?{asked}")
    told = await answer.json()
    assert (answer.status, told["type"].rpartition(":")[2]) == (status, kind)


async def test_who_may_not_read_may_not_export(settings: Settings, archive: Archive) -> None:
    closed = replace(settings, access=AccessSettings(research="key"))
    async with TestClient(TestServer(make_app(closed, archive))) as client:
        assert (await client.get("/api/v1/export?format=ids")).status == 401


async def test_drafts_are_for_editors_who_ask(
    client: Client, archive: Archive, bearer: Bearer
) -> None:
    post = await keep(archive.storage, "1", public=False)
    editor = await bearer("editor")
    for query, found in (("format=ids", 0), ("format=ids&drafts=1", 1)):
        answer = await client.get(f"/api/v1/export?{query}", headers=editor)
        assert len((await answer.text()).splitlines()) == found
    lines = await client.get("/api/v1/export?format=jsonl&drafts=1", headers=editor)
    assert json.loads(await lines.text())["id"] == post


async def test_too_many_at_once_wait(client: Client) -> None:
    app = client.app
    assert app is not None
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(app[SLOTS].acquire())
    answer = await client.get("/api/v1/export")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    app[SLOTS].release()
    assert (await client.get("/api/v1/export")).status == 200


async def test_half_a_file_does_not_look_like_a_whole_one(
    client: Client, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep(archive.storage, "1", public=True)

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(archive.storage, "holdings", broken)
    scratch = set(Path(tempfile.gettempdir()).glob("onrecord-*"))  # noqa: ASYNC240
    with pytest.raises(Exception, match=r"payload|disconnected|Connection|reset"):  # noqa: PT012
        answer = await client.get("/api/v1/export?format=sqlite")
        await answer.read()
    await asyncio.sleep(0)
    assert set(Path(tempfile.gettempdir()).glob("onrecord-*")) <= scratch  # noqa: ASYNC240


def test_the_command_writes_a_file_and_what_is_in_it(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path)

    async def fill() -> None:
        async with open_archive(newsroom.settings) as archive:
            await keep(archive.storage, "1", public=True)

    asyncio.run(fill())
    path = tmp_path / "out.csv"
    ran = newsroom.run("export", "-o", str(path))
    assert (ran.code, ran.err) == (0, f"1 statement written to {path}.\n")
    assert len(table(path.read_text("utf-8"))) == 1
    told = json.loads((tmp_path / "out.csv.datapackage.json").read_text())
    (resource,) = told["resources"]
    data = path.read_bytes()
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert (resource["bytes"], resource["path"]) == (len(data), "out.csv")
    lines = newsroom.run("export", "--format", "jsonl", "words", "platform:x").out
    assert json.loads(lines)["platform"] == "x"
    assert newsroom.run("export", "--format", "ids", "platform:bluesky").out == ""
    wrong = newsroom.run("export", "frm:x", "-o", str(path))
    assert (wrong.code, "There is no filter frm:" in wrong.err) == (2, True)
    unnamed = newsroom.run("export", "-o", str(tmp_path / "out.doc"))
    assert (unnamed.code, "does not say its format" in unnamed.err) == (2, True)
    lost = newsroom.run("export", "-o", str(tmp_path / "no" / "out.csv"))
    assert (lost.code, "cannot be written" in lost.err) == (2, True)
    assert not list(tmp_path.glob("*.part"))


def test_json_lines_go_into_another_archive(tmp_path: Path) -> None:
    here, there = (tmp_path / name for name in ("here", "there"))
    here.mkdir()
    there.mkdir()
    ours, theirs = Newsroom(here), Newsroom(there)

    async def fill() -> None:
        async with open_archive(ours.settings) as archive:
            await filled(archive.storage, archive.blobs)

    asyncio.run(fill())
    path = str(tmp_path / "out.jsonl")
    assert ours.run("export", "-o", path).code == 0
    taken = theirs.run("import", path, "--format", "onrecord", "--release")
    assert taken.code == 0, taken.err
    told = [
        sorted(json.loads(line)["text"] for line in room.run(*EXPORT).out.splitlines())
        for room in (ours, theirs)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 4
